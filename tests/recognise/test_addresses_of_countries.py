"""Addresses in the order, the layout and the abbreviations of their country."""

from __future__ import annotations

import pytest

from tellonce.model.blueprint import Normalisation
from tellonce.model.facts import Components, FactKind, changed_components
from tellonce.model.observation import Seen
from tellonce.model.verdict import Sight
from tellonce.recognise import Recognition, recognise
from tellonce.recognise.postal import house_comes_first, languages_of, ways_to_write

SHORT = Normalisation(abbreviated=True)
CAPITALS = Normalisation(abbreviated=True, upper_case=True, transliterated=True)


def address(country: str, street: str, house: str, postcode: str, city: str, flat: str = "") -> Components:  # noqa: PLR0917 (as written)
    return {
        "street": street,
        "house_number": house,
        "flat": flat,
        "postcode": postcode,
        "city": city,
        "country": country,
    }


DE = address("DE", "Müllerstraße", "7b", "80331", "München", "Wohnung 4")
AT = address("AT", "Fernando-Held-Gasse", "7", "1010", "Wien")
US = address("US", "North Main Street", "12", "10115", "Springfield", "Apartment 3")
GB = address("GB", "Baker Street", "12", "NW1 6XE", "London")
FR = address("FR", "rue de la Paix", "12", "75002", "Paris")
ES = address("ES", "Calle Mayor", "5", "28013", "Madrid")
PL = address("PL", "ulica Długa", "5", "00-950", "Warszawa", "m. 3")
RU = address("RU", "улица Ленина", "5", "101000", "Москва", "кв. 3")
JP = address("JP", "丸の内", "1-9-2", "100-0005", "千代田区")
BR = address("BR", "Rua Teixeira", "5", "77763-170", "Lopes do Sul")
IT = address("IT", "Via Roma", "84", "50127", "Firenze")
DK = address("DK", "Gammel Kongevej", "12", "1550", "København")
NO = address("NO", "Storgata", "5", "0155", "Oslo", "leilighet 3")
NL = address("NL", "Kerkstraat", "5", "1011 AB", "Amsterdam")
SE = address("SE", "Norra Storgatan", "4", "876 31", "Borlänge")
FI = address("FI", "Pyörökiventie", "17", "76317", "Polvijärvi")
HU = address("HU", "Egeri utca", "196", "2417", "Mellékhida")
CZ = address("CZ", "Komenského náměstí", "214", "477 63", "Městec Králové")
TR = address("TR", "Atatürk Caddesi", "5", "34000", "İstanbul")
OLD = address("", "Rosenweg", "1", "89073", "Ulm")


def read(
    text: str | dict[str, str], new: Components, rules: Normalisation = SHORT, old: Components = OLD
) -> Recognition:
    seen = Seen(text=text) if isinstance(text, str) else Seen(components=text)
    compare = tuple(c for c in changed_components(old, new) if c != "country")
    return recognise(seen, kind=FactKind.POSTAL_ADDRESS, old=old, new=new, compare=compare, rules=rules)


@pytest.mark.parametrize(
    ("text", "new"),
    [
        ("Müllerstr. 7b, Whg. 4\n80331 München", DE),
        ("Müllerstr 7 b / Whg 4\nD-80331 München", DE),
        ("Fernando-Held-G. 7\n1010 Wien", AT),
        ("12 N Main St Apt 3\nSpringfield IL 10115", US),
        ("12 N. Main St., Apt. 3, Springfield, IL 10115", US),
        ("12 Baker St\nLondon\nNW16XE", GB),
        ("12 r. de la Paix\n75002 Paris Cedex", FR),
        ("C/ Mayor, nº 5\n28013 Madrid", ES),
        ("C/Mayor 5\n28013 Madrid", ES),
        ("ul. Długa 5 m. 3\n00-950 Warszawa", PL),
        ("ul. Długa 5/3\n00-950 Warszawa", PL),
        ("ул. Ленина, д. 5, кв. 3\nМосква\n101000", RU),
        ("〒100-0005\n東京都千代田区丸の内1-9-2", JP),
        ("R. Teixeira, 5\nLopes do Sul\n77763170", BR),
        ("V. Roma, 84\n50127 Firenze", IT),
        ("N:a Storgatan 4\n87631 Borlänge", SE),
        ("Pyörökivent. 17\n76317 Polvijärvi", FI),
        ("Mellékhida\nEgeri u. 196.\n2417", HU),
        ("Komenského nám. 214\n47763 Městec Králové", CZ),
        ("Atatürk Cad. No: 5\n34000 İstanbul", TR),
        ("Gl. Kongevej 12\n1550 København", DK),
        ("Storg. 5, leil. 3\n0155 Oslo", NO),
        ("Kerkstr. 5\n1011 AB Amsterdam", NL),
        ("12 Baker Street\nLondon NW1 6XE", GB),
        ("Baker Street\nBuilding number: 12\nLondon NW1 6XE", GB),
    ],
)
def test_an_address_in_its_own_abbreviations(text: str, new: Components) -> None:
    found = read(text, new)
    assert found.sight is Sight.NEW, found.reason


@pytest.mark.parametrize(
    ("text", "new"),
    [
        ("MUELLERSTR. 7B, WHG 4\n80331 MUENCHEN", DE),
        ("12 R. DE LA PAIX\n75002 PARIS", FR),
        ("UL. DLUGA 5 M. 3\n00-950 WARSZAWA", PL),
        ("KOMENSKEHO NAM. 214\n477 63 MESTEC KRALOVE", CZ),
        ("UL. LENINA, D. 5, KV. 3\nMOSKVA\n101000", RU),
    ],
)
def test_abbreviations_in_capitals_without_marks(text: str, new: Components) -> None:
    assert read(text, new, CAPITALS).sight is Sight.NEW


@pytest.mark.parametrize(
    ("text", "new"),
    [
        ("Müllerstr. 7b, Whg 4\n80331 München", DE),
        ("C/Mayor 5\n28013 Madrid", ES),
        ("12 Baker St\nLondon\nNW1 6XE", GB),
    ],
)
def test_what_is_not_declared_is_not_abbreviated(text: str, new: Components) -> None:
    assert read(text, new, Normalisation()).sight is Sight.GARBLED


@pytest.mark.parametrize(
    ("text", "new"),
    [
        ("Alte Müllerstr. 7b, Whg 4\n80331 München", DE),
        ("Müllerstr. Nord 7b, Whg 4\n80331 München", DE),
        ("Müllerstr. 7b-9, Whg 4\n80331 München", DE),
        ("Müllerpl. 7b, Whg 4\n80331 München", DE),
        ("Müllers 7b, Whg 4\n80331 München", DE),
        ("Fernando-Held-G 7\n1010 Wien", AT),
        ("12 Baker Stre\nLondon NW1 6XE", GB),
        ("ul. Długa 5 m. 3\n00-950 Warsz.", PL),
        ("Storgatan 4\n876 31 Borlänge", SE),
        ("Norra Storgatan 4\n876 31 BorlÃ¤nge", SE),
        ("Müllerstr. 7b, Whg 14\n80331 München", DE),
        ("12 S Main St Apt 3\nSpringfield IL 10115", US),
        ("12 bis N Main St Apt 3\nSpringfield IL 10115", US),
        ("3 N Main St Apt 12\nSpringfield IL 10115", US),
        ("12½ N Main St Apt 3\nSpringfield IL 10115", US),
        ("12 N Main St Apt 3\nSpringfield IL 10115-1234", US),
        ("7 Baker Street 12\nLondon NW1 6XE", GB),
        ("12 Baker Street\nNew London NW1 6XE", GB),
        ("12 bis rue de la Paix\n75002 Paris", FR),
        ("ul. Długa 5/4\n00-950 Warszawa", PL),
        ("ul. Długa 5 m. 4\n00-950 Warszawa", PL),
        ("ul. Długa 5/3 m. 3\n00-951 Warszawa", PL),
        ("Gl. Kongevej 12\n1550 København", {**DK, "street": "Kongevej"}),
        ("Kongevej 12\n1550 København", DK),
        ("Atatürk Cad. D 5\n34000 İstanbul", TR),
        ("Calle Mayor Piso 5\n28013 Madrid", ES),
        ("Building 12, Baker Street\nLondon NW1 6XE", GB),
        ("12 Baker Street, Fl 3\nLondon NW1 6XE", {**GB, "flat": "Flat 3"}),
        ("東京都千代田区北丸の内1-9-2\n〒100-0005", JP),
        ("〒100-0005\n東京都千代田区丸の内1-9-21", JP),
    ],
)
def test_a_neighbours_address_is_never_hers(text: str, new: Components) -> None:
    assert read(text, new).sight is Sight.GARBLED


@pytest.mark.parametrize(
    "text",
    [
        "Müllerstraße, Whg 4\n80331 München",
        "Whg 4, Müllerstraße\n80331 München",
        "Müllerstraße 7\nFlat: 4\n80331 München",
        "Müllerstraße\nEtage 4\n80331 München",
        "4. Müllerstraße 7\n80331 München",
    ],
)
def test_the_number_of_a_flat_is_not_the_house_number(text: str) -> None:
    assert read(text, {**DE, "house_number": "4", "flat": ""}, Normalisation()).sight is Sight.GARBLED


def test_a_short_word_is_spelled_out_only_in_a_known_language() -> None:
    assert (
        read("Aleja Lipowa 5\n00-950 Warszawa", address("PL", "al. Lipowa", "5", "00-950", "Warszawa")).sight
        is Sight.NEW
    )
    assert (
        read("Alley Lipowa 5\n00-950 Warszawa", address("PL", "al. Lipowa", "5", "00-950", "Warszawa")).sight
        is Sight.GARBLED
    )
    assert ways_to_write("al.", "") == ()


def test_old_and_new_that_are_abbreviated_alike_are_told_apart_by_number_or_said_to_be_alike() -> None:
    old = address("PT", "Largo do Sol", "7", "1317-066", "Mealhada")
    new = address("PT", "Lugar do Sol", "9", "1317-066", "Mealhada")
    assert read("Lg. do Sol 9\n1317-066 Mealhada", new, old=old).sight is Sight.NEW
    assert read("Lg. do Sol 7\n1317-066 Mealhada", new, old=old).sight is Sight.OLD
    alike = read("Lg. do Sol 9\n1317-066 Mealhada", new, old={**old, "house_number": "9"})
    assert (alike.sight, alike.old_also_present) == (Sight.NEW, True)


def test_a_country_tells_its_languages_and_where_the_number_stands() -> None:
    assert [languages_of(country) for country in ("CH", "NO", "JP", "")] == [("de", "fr", "it"), ("nb",), ("ja",), ()]
    assert [house_comes_first(country) for country in ("DE", "FR", "GB", "ES", "")] == [False, True, True, False, None]


def test_spans_point_into_the_text_even_where_steps_moved_the_characters() -> None:
    text = "Dear\u00a0 Maria,\r\n\r\nMu\u0308LLERSTR. 7B,  WHG 4\n80331 MÜN\u00adCHEN"
    found = read(text, DE, CAPITALS)
    assert [text[a:b] for a, b in found.spans] == ["Mu\u0308LLERSTR.", "7B", "WHG 4", "80331", "MÜN\u00adCHEN"]


@pytest.mark.parametrize("city", ["Luleå", "Chivatá", "Łódź", "Brașov"])
def test_mojibake_is_not_transliteration(city: str) -> None:
    """The second byte of "å" read as Latin-1 counts as white space, and that of "á" as nothing at all."""
    new = address("SE", "Kyrkogatan", "93", "47659", city)
    broken = f"Kyrkogatan 93\n47659 {city}".encode().decode("latin-1")
    assert read(broken, new, CAPITALS).sight is Sight.GARBLED
    assert read(f"Kyrkogatan 93\n47659 {city}", new, CAPITALS).sight is Sight.NEW
