"""What a reading is taken for."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tellonce.model.blueprint import Normalisation, Promise, Touchpoint
from tellonce.model.change import Replaced
from tellonce.model.facts import Components, FactKind, changed_components
from tellonce.model.observation import Seen
from tellonce.model.verdict import Sight
from tellonce.recognise import Recognition, compared, contains, recognise

BERLIN = {"street": "Hauptstraße", "house_number": "12", "flat": "", "postcode": "10115", "city": "Berlin"}
MUNICH = {"street": "Müllerstraße", "house_number": "7b", "flat": "Whg 4", "postcode": "80331", "city": "München"}
LONDON = {"street": "Baker Street", "house_number": "221b", "flat": "Flat 4", "postcode": "NW1 6XE", "city": "London"}
ULM = {"street": "Rosenweg", "house_number": "1", "flat": "", "postcode": "89073", "city": "Ulm"}
MOJIBAKE = "street is mojibake: written in one encoding, read in another"
CAPITALS = Normalisation(upper_case=True)
PLAIN_LETTERS = Normalisation(transliterated=True)
N, O, M, F, G, ABSENT, E = (  # noqa: E741 (the letters of verdicts.md)
    Sight.NEW,
    Sight.OLD,
    Sight.MIXED,
    Sight.FOREIGN,
    Sight.GARBLED,
    Sight.ABSENT,
    Sight.UNREADABLE,
)


def read(  # noqa: PLR0917 (the tables below say kind, old and new in this order)
    what: str | Mapping[str, str],
    kind: FactKind = FactKind.POSTAL_ADDRESS,
    old: Components | None = BERLIN,
    new: Components = MUNICH,
    rules: Normalisation = Normalisation(),  # noqa: B008 (a frozen value)
    others: tuple[Components, ...] = (),
) -> Recognition:
    seen = Seen(text=what) if isinstance(what, str) else Seen(components=what)
    compare = changed_components(old, new)
    return recognise(seen, kind=kind, old=old, new=new, compare=compare, others=others, rules=rules)


@pytest.mark.parametrize(
    ("text", "sight"),
    [
        ("Maria Novak\nMüllerstraße 7b, Whg 4\n80331 München\nGERMANY", N),
        ("Maria Novak\r\nMüllerstraße  7 b / Whg 4\r\nD-80331  München", N),
        ("Mu\u0308llerstraße 7b\u00a0Whg 4 80331 Mu\u0308nchen", N),
        ("Your new address: Müller-\nstraße 7b, Whg 4, 80331 Mün\u00ad\nchen.", N),
        ("Mu\u0308llerstraße ７ｂ, Whg 4\n８０３３１ München", N),
        ("Street: Müllerstraße\nHouse number: 7b\nFlat: Whg 4\nPostcode: 80331\nCity: München", N),
        ("Maria Novak\nHauptstraße 12\n10115 Berlin", O),
        ("Maria Novak\nMüllerstraße 7b, Whg 4\n10115 Berlin", M),
        ("Maria Novak\nMüllerstraße 7b\n80331 München", G),
        ("Maria Novak\nMüllerstraße 7c, Whg 4\n80331 München", G),
        ("Maria Novak\nMÜLLERSTRASSE 7B, WHG 4\n80331 MÜNCHEN", G),
        ("Maria Novak\nMuellerstrasse 7b, Whg 4\n80331 Muenchen", G),
        ("M\ufffd\ue000", E),
        ("", ABSENT),
        (" \n ", ABSENT),
    ],
)
def test_an_address_in_a_text(text: str, sight: Sight) -> None:
    assert read(text).sight is sight


@pytest.mark.parametrize(
    "text", ["Flat 4\n221b Baker Street\nLondon\nNW1 6XE", "221b Baker Street, Flat 4\nLondon nw16xe"]
)
def test_a_house_number_may_stand_before_the_street(text: str) -> None:
    assert read(text, new=LONDON).sight is N


@pytest.mark.parametrize(
    ("text", "sight"),
    [("Hauptstraße 12, 10115 Berlin", O), ("Hauptstraße 21, 10115 Berlin", N), ("Hauptstraße 12 b, 10115 Berlin", G)],
)
def test_house_numbers_are_exact(text: str, sight: Sight) -> None:
    assert read(text, new={**BERLIN, "house_number": "21"}).sight is sight


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("MÜLLERSTRASSE 7B, WHG 4\n80331 MÜNCHEN", CAPITALS),
        ("Muellerstrasse 7b, Whg 4\n80331 Muenchen", PLAIN_LETTERS),
        ("Mullerstrasse 7b, Whg 4\n80331 Munchen", PLAIN_LETTERS),
        ("MUELLERSTRASSE 7B, WHG 4\n80331 MUNCHEN", Normalisation(upper_case=True, transliterated=True)),
        ("Müllerstraße 7b, Whg\n80331 München", Normalisation(field_length=20)),
    ],
)
def test_what_the_touchpoint_declares_is_let_pass(text: str, rules: Normalisation) -> None:
    assert read(text, rules=rules).sight is N


@pytest.mark.parametrize(
    ("line", "sight"),
    [
        ("र\u200cजितकार निवास 84", N),  # nothing cut
        ("र\u200cजितकार निवास 8", N),  # 16 characters, with the one without width
        ("रजितकार निवास 8", N),  # the same, by a printer that leaves out what is not seen
        ("रजितकार निवास 84", N),  # 16 characters without it
        ("रजितकार निवास", G),  # cut too short
        ("रजितकार निवास 48", G),
    ],
)
def test_a_field_may_count_characters_without_width(line: str, sight: Sight) -> None:
    nepali = {"street": "र\u200cजितकार निवास", "house_number": "84", "postcode": "91803", "city": "पनौती"}
    found = read(f"{line}\n91803 पनौती", new=nepali, rules=Normalisation(field_length=16))
    assert found.sight is sight


def test_a_field_cut_shorter_than_declared_is_garbled() -> None:
    assert read("Müllerstraße 7b, W\n80331 München", rules=Normalisation(field_length=20)).sight is G


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Müllerstraße 7b, W\n80331 München", "flat lost: the line is cut at 18 characters"),
        ("Müllerstraße 7b\n80331 München", "flat lost: the line is cut at 15 characters"),
        ("Müllerstraße 7b, Whg 4 extra\n80331 Berlin-Mitte", "city is missing"),
        ("MÃ¼llerstraÃŸe 7b, Whg 4\n80331 MÃ¼nchen", MOJIBAKE),
        ("M\ufffdllerstra\ufffde 7b, Whg 4\n80331 München", MOJIBAKE),
        ("Mullerstrasse 7b, Whg 4\n80331 Munchen", "street has wrong characters"),
        ("Muellerstrasse 7b, Whg 4\n80331 Muenchen", "street has wrong characters"),
        ("Mllerstrae 7b, Whg 4\n80331 München", "street has wrong characters"),
        ("MÜLLERSTRASSE 7B, WHG 4\n80331 MÜNCHEN", "street differs in upper and lower case, which is not declared"),
        ("Something else altogether", "neither the new value nor the old"),
    ],
)  # fmt: skip
def test_a_garbled_text_says_how(text: str, reason: str) -> None:
    found = read(text)
    assert (found.sight, found.reason) == (G, reason)


@pytest.mark.parametrize(
    ("text", "new"),
    [
        ("Your statement went to maria.mueller@mail.example.", "Müller"),
        ("Your statement went to <maria.muller@mail.example>", "Müller"),
        ("Your statement went to maria.novak@mail.example.", "Novak"),
        ("All of it: https://bank.example/mueller/statements", "Müller"),
        ("Get our app in the Store today", "Store Å"),
    ],
)
def test_a_text_about_something_else_holds_no_trace_of_a_name(text: str, new: str) -> None:
    old, new_name = {"family_name": "Schmidt"}, {"family_name": new}
    assert not read(text, kind=FactKind.PERSON_NAME, old=old, new=new_name).trace


def test_a_garbled_name_beside_a_mail_address_is_garbled() -> None:
    line = "4711;Mueller;maria.mueller@mail.example"
    found = read(line, kind=FactKind.PERSON_NAME, old={"family_name": "Schmidt"}, new={"family_name": "Müller"})
    assert (found.sight, found.reason, found.trace) == (G, "family name has wrong characters", True)


def test_a_mail_address_in_other_letters_is_garbled() -> None:
    old, new = {"address": "m@mail.example"}, {"address": "Jörg.M@mail.example"}
    found = read("We write to JOERG.M@mail.example", kind=FactKind.EMAIL, old=old, new=new)
    assert (found.sight, found.reason) == (G, "address has wrong characters")


def test_an_address_line_of_thirty_characters_loses_the_flat() -> None:
    long = {**MUNICH, "street": "Karl-Theodor-von-Dalberg-Straße", "flat": "Hinterhaus"}
    line = f"{long['street']} {long['house_number']}, {long['flat']}"[:30]
    found = read(f"Maria\n{line}\n80331 München", new=long)
    assert (found.sight, found.reason) == (G, "street and house number and flat lost: the line is cut at 30 characters")


@pytest.mark.parametrize(
    ("fields", "sight", "reason"),
    [
        (MUNICH, N, "the new value"),
        ({**MUNICH, "postcode": " 80331 ", "house_number": "7 B"}, N, "the new value"),
        (BERLIN, O, "the old value"),
        ({**MUNICH, "flat": ""}, G, "flat is missing"),
        ({**MUNICH, "postcode": "10115"}, M, "street, house number, flat, city new, postcode old"),
        ({**MUNICH, "street": "MÃ¼llerstraÃ\x9fe"}, G, MOJIBAKE),
        ({**MUNICH, "street": "Müllers"}, G, "street is cut at 7 characters"),
        ({**MUNICH, "street": "M?llerstra?e"}, G, "street has wrong characters"),
        ({**MUNICH, "street": "Mllerstrae"}, G, "street has wrong characters"),
        ({**MUNICH, "street": "Muellerstrasse"}, G, "street has wrong characters"),
        ({**BERLIN, "city": "Bern"}, G, "the old value, but city is neither"),
        ({"street": "", "city": " "}, ABSENT, "empty"),
        ({**MUNICH, "city": "\ufffd\ufffd"}, E, "holds characters that cannot be read"),
    ],
)
def test_an_address_in_fields(fields: Mapping[str, str], sight: Sight, reason: str) -> None:
    found = read(fields)
    assert (found.sight, found.reason) == (sight, reason)


def test_a_flat_that_is_gone_must_be_gone() -> None:
    old, new = {**BERLIN, "flat": "Whg 9"}, {**MUNICH, "flat": ""}
    assert read("Müllerstraße 7b, Whg 9\n80331 München", old=old, new=new).sight is M
    assert read({**new, "flat": "Whg 9"}, old=old, new=new).sight is M
    assert read("Müllerstraße 7b\n80331 München", old=old, new=new).sight is N


def test_a_text_with_both_values_is_new_and_says_that_the_old_one_is_there() -> None:
    found = read("So far: Hauptstraße 12, 10115 Berlin. From now on: Müllerstraße 7b, Whg 4, 80331 München.")
    assert (found.sight, found.old_also_present) == (N, True)


def test_another_customers_address_is_foreign_unless_it_is_also_hers() -> None:
    assert read("Rosenweg 1\n89073 Ulm", others=(ULM,)).sight is F
    assert read(ULM, others=(ULM,)).sight is F
    assert read("Müllerstraße 7b, Whg 4\n80331 München", others=(MUNICH,)).sight is N


def test_a_language_is_everybodys() -> None:
    assert read({"code": "fr"}, FactKind.LANGUAGE, {"code": "de"}, {"code": "en"}, others=({"code": "fr"},)).sight is G


@pytest.mark.parametrize("country", ["AUSTRIA", "ÖSTERREICH", "Autriche"])
def test_a_country_may_stand_by_any_of_its_names(country: str) -> None:
    old, new = {**MUNICH, "country": "DE"}, {**MUNICH, "country": "AT"}
    assert read(f"Müllerstraße 7b, Whg 4\n80331 München\n{country}", old=old, new=new).sight is N


@pytest.mark.parametrize(
    ("text", "sight"),
    [
        ("+49 170 9999999", N),
        ("+49 (0)170 / 999 99 99", N),
        ("0049 170 9999999", N),
        ("Call 0170-999 99 99.", N),
        ("+491701234567", O),
        ("0170 1234567", O),
        ("+43 170 9999999", G),
        ("0170 99999990", G),
    ],
)
def test_a_phone_number_in_the_forms_people_write(text: str, sight: Sight) -> None:
    old, new = {"number": "+491701234567"}, {"number": "+491709999999"}
    assert read(text, FactKind.PHONE, old, new).sight is sight
    if not text.startswith("Call"):
        assert read({"number": text}, FactKind.PHONE, old, new).sight is sight


def test_a_number_of_a_country_without_trunk_prefix() -> None:
    old, new = {"number": "+48601234567"}, {"number": "+48601234568"}
    assert read("601 234 568", FactKind.PHONE, old, new).sight is N
    assert read("+49 601 234 568", FactKind.PHONE, old, new).sight is G


@pytest.mark.parametrize(
    ("text", "sight"),
    [
        ("To: Maria <MARIA.NOVAK@example.org>", N),
        ("maria.novak@exam\nple.org", N),
        ("Write to maria.k@example.org.", O),
        ("x.maria.k@example.org", G),
        ("maria.k@example.org.evil.example", G),
    ],
)
def test_an_e_mail_address_is_a_whole_token(text: str, sight: Sight) -> None:
    old, new = {"address": "maria.k@example.org"}, {"address": "maria.novak@example.org"}
    assert read(text, FactKind.EMAIL, old, new).sight is sight


@pytest.mark.parametrize(
    ("text", "sight"),
    [
        ("Jana Novák-Müller", N),
        ("Dear Ms Novák-Müller,", N),
        ("Novák, Jana", O),
        ("Jana's account: Novák's", O),
        ("JANA NOVÁK-MÜLLER", G),
        ("Jana Müller", G),
    ],
)
def test_a_double_name_is_not_its_half(text: str, sight: Sight) -> None:
    old, new = {"given_name": "Jana", "family_name": "Novák"}, {"given_name": "Jana", "family_name": "Novák-Müller"}
    assert read(text, FactKind.PERSON_NAME, old, new).sight is sight


@pytest.mark.parametrize("text", ["Seán O’Griﬃn", "Seán O'Griffin", "Seán O\u02bcGri\ufb03n"])
def test_ligatures_and_apostrophes_are_the_same_signs(text: str) -> None:
    old, new = {"given_name": "Seán", "family_name": "Walsh"}, {"given_name": "Seán", "family_name": "O'Griffin"}
    assert read(text, FactKind.PERSON_NAME, old, new).sight is N


@pytest.mark.parametrize("text", ["Ana Ruiz Gil", "Ruiz Gil Ana", "Ruiz Gil, Ana"])
def test_a_name_may_stand_in_either_order(text: str) -> None:
    old, new = {"given_name": "Eva", "family_name": "Ruiz"}, {"given_name": "Ana", "family_name": "Ruiz Gil"}
    assert read(text, FactKind.PERSON_NAME, old, new).sight is N


@pytest.mark.parametrize(
    ("what", "sight"),
    [
        ("Package Plus\nMonthly fee EUR 9.90", N),
        ("Paket Plus: 9,90 €", N),
        ("Plus, 9.90EUR on 12.04.2026", N),
        ("Basic €4.90", O),
        ("Package Plus, 4.90 EUR", M),
        ({"name": "Plus", "monthly_fee": "9,90 €"}, N),
        ({"name": "Plus", "monthly_fee": "9.91"}, G),
        ("Package Plus, 19.90 EUR", G),
    ],
)
def test_a_fee_is_exact_to_the_cent_in_any_locale(what: str | dict[str, str], sight: Sight) -> None:
    old, new = {"name": "Basic", "monthly_fee": "4.90"}, {"name": "Plus", "monthly_fee": "9.90"}
    assert read(what, FactKind.PLAN, old, new).sight is sight


@pytest.mark.parametrize("what", ["en", "en-GB", {"code": "EN_us"}])
def test_a_language_by_its_code(what: str | dict[str, str]) -> None:
    assert read(what, FactKind.LANGUAGE, {"code": "de"}, {"code": "en"}).sight is N


def test_a_word_of_running_text_is_no_language() -> None:
    text = "Su dirección de correo es de Maria y de nadie más, en Madrid"
    assert read(text, FactKind.LANGUAGE, {"code": "en"}, {"code": "de"}).sight is G


@pytest.mark.parametrize("what", ["no", {"granted": "false"}, {"granted": "No"}])
def test_a_consent_in_other_words(what: str | dict[str, str]) -> None:
    assert read(what, FactKind.CONSENT, {"granted": "yes"}, {"granted": "no"}).sight is N


def test_a_place_that_writes_both_alike_cannot_be_wrong_but_says_so() -> None:
    old, new = {"given_name": "Jana", "family_name": "Muller"}, {"given_name": "Jana", "family_name": "Müller"}
    found = read(new, FactKind.PERSON_NAME, old, new, PLAIN_LETTERS)
    assert (found.sight, found.old_also_present) == (N, True)


def test_nothing_to_compare_and_nothing_readable_are_no_information() -> None:
    nothing = recognise(Seen(text="x"), kind=FactKind.TEXT, old=None, new={"text": "x"}, compare=())
    blind = recognise(Seen(unreadable="scan"), kind=FactKind.TEXT, old=None, new={"text": "x"}, compare=("text",))
    assert (nothing.sight, blind.sight, blind.reason) == (E, E, "scan")


def test_spans_point_into_the_text_as_read() -> None:
    text = "Dear Maria,\nMüllerstraße 7b, Whg 4\n80331 München"
    assert [text[a:b] for a, b in read(text).spans] == ["Müllerstraße", "7b", "Whg 4", "80331", "München"]


def test_what_was_read_is_shortened_around_the_value() -> None:
    found = read("Much to read. " * 30 + "Müllerstraße 7b, Whg 4, 80331 München" + " And more." * 30)
    assert len(found.spelled) <= 121
    assert "Müllerstraße 7b" in found.spelled


@pytest.mark.parametrize(
    ("text", "reveals"),
    [
        ("She now lives at Müllerstraße 7b in 80331 München", True),
        ("she moved to MUELLERSTRASSE 7 B, Muenchen", True),
        ("She moved to München", False),
        ("Müllerstraße 7, München", False),
        ("", False),
    ],
)
def test_a_text_gives_an_address_away_when_somebody_could_go_there(text: str, reveals: bool) -> None:
    assert contains(text, FactKind.POSTAL_ADDRESS, MUNICH, changed_components(BERLIN, MUNICH)) is reveals


def test_a_house_that_stays_gives_nothing_away_until_the_flat_is_named() -> None:
    compare = ("flat",)
    assert not contains("Müllerstraße 7b, 80331 München", FactKind.POSTAL_ADDRESS, MUNICH, compare)
    assert contains("Müllerstraße 7b, Whg 4, 80331 München", FactKind.POSTAL_ADDRESS, MUNICH, compare)


def test_a_language_is_never_given_away() -> None:
    assert not contains("de", FactKind.LANGUAGE, {"code": "de"}, ("code",))


def test_only_components_that_changed_and_are_shown_count() -> None:
    touchpoint = Touchpoint(
        called="the parcel label",
        channel="post",
        owner="Parcels",
        lane="support",
        stage="moving",
        kind="emission",
        facts={"postal_address": ("street", "city", "country")},
        promise=Promise(within=1.0),
        probe={},
        fed_by="parcels",
    )
    assert compared(Replaced(old=dict(BERLIN), new=dict(MUNICH)), touchpoint, "postal_address") == ("street", "city")


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=12)


@settings(deadline=None)  # the first example loads the words of addresses
@given(text=st.text(max_size=80), street=WORDS, number=WORDS)
def test_any_text_is_taken_for_something(text: str, street: str, number: str) -> None:
    new = {**MUNICH, "street": street, "house_number": number}
    for rules in (Normalisation(), Normalisation(upper_case=True, transliterated=True, field_length=10)):
        assert read(text, new=new, rules=rules).sight in set(Sight)
        assert read({**BERLIN, "street": text}, new=new, rules=rules).sight in set(Sight)


@pytest.mark.parametrize("written", ["MaÅysiak", "MAÅYSIAK", "MaÅ\x82ysiak", "Ma\ufffd\ufffdysiak", "MaÅ‚ysiak"])
def test_half_a_letter_is_mojibake_though_the_printer_left_out_the_other_half(written: str) -> None:
    old, new = ({"given_name": "Anna", "family_name": name} for name in ("Chwała", "Małysiak"))
    text = f"Your new card\nAnna {written}\nVALID THRU 2030-05"

    for seen in (Seen(text=text), Seen(components={"given_name": "Anna", "family_name": written})):
        found = recognise(seen, kind=FactKind.PERSON_NAME, old=old, new=new, compare=("family_name",))
        assert (found.sight, found.trace) == (Sight.GARBLED, True)
        assert "mojibake" in found.reason


@pytest.mark.parametrize(
    ("what", "hers"),
    [
        ("Fatma Steinlechner\nNordufer 1\n20457 Hamburg\nAUSTRIA", False),
        ("Fatma Steinlechner\nRainerstrasse 65c\n20457 Hamburg", True),
        ({"street": "Nordufer", "house_number": "6", "flat": "", "postcode": "20457", "city": "Zeltweg"}, False),
        ({"street": "Rainerstraß", "house_number": "1", "flat": "", "postcode": "20457", "city": "Hamburg"}, True),
        ({"street": "Nordufer", "house_number": "65c", "flat": "", "postcode": "20457", "city": "Hamburg"}, True),
    ],
    ids=["a country and letters of her name", "her street", "her town", "her street, cut", "her house number"],
)
def test_a_misprinted_address_is_hers_by_what_few_share(what: str | Mapping[str, str], hers: bool) -> None:
    zeltweg = {"street": "Rainerstraße", "house_number": "65c", "flat": "Whg 71", "postcode": "5550", "city": "Zeltweg"}
    country = {"country": "AT"}
    found = read(what if isinstance(what, str) else what | country, old=None, new=zeltweg | country)
    assert (found.sight, found.trace) == (G, hers)
