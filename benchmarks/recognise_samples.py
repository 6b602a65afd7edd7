"""Values as customers of many countries have them, written in every way a touchpoint may declare, and put wrong.

Values come from Faker, address layouts from Google's address data, telephone formats from phonenumbers, amounts and
dates from CLDR: none of them from the recogniser. Only the abbreviations are those that it reads.
"""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache

import phonenumbers
from anyascii import anyascii
from babel import Locale
from babel.dates import format_date
from babel.localedata import locale_identifiers
from babel.numbers import format_currency, get_currency_precision, get_territory_currencies

from benchmarks.recognise_addresses import SHOWN, make_address, write_address
from benchmarks.recognise_answers import words_of
from benchmarks.recognise_writing import AS_TOLD, CAPITALS, COUNTRIES, PLAIN, Written, faker_of, mailed, nfc, put_wrong
from tellonce.model.blueprint import Normalisation
from tellonce.model.facts import Components, FactKind
from tellonce.recognise.canonical import spaced

__all__ = ["COUNTRIES", "FACTS", "Sample", "person", "samples_of"]


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
    rules: Normalisation = AS_TOLD


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
        new = maker.value(country, chance)
        old = new and _another(maker, new, country, chance)
        if new is None or old is None:
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


def _another(maker: _Maker, new: Components, country: str, chance: random.Random) -> Components | None:
    """A value that differs from `new` in every component; None where chance gives none."""
    for _ in range(8):
        old = maker.value(country, chance)
        # Names that differ in a mark without width only are the same name.
        if old is not None and all(spaced(new[c]) != spaced(old[c]) for c in maker.compare or new):
            return old
    return None


def person(country: str, chance: random.Random) -> dict[FactKind, Components]:
    """One customer's values, for the index."""
    made = {maker.kind: maker.value(country, chance) for name, maker in FACTS.items() if name in _OF_A_PERSON}
    return {kind: value for kind, value in made.items() if value is not None}


def _name(country: str, chance: random.Random) -> Components | None:
    faker = faker_of(country)
    return {"given_name": nfc(faker.first_name()), "family_name": nfc(faker.last_name())}


def _names(country: str, new: Components, old: Components, chance: random.Random) -> Iterator[Written]:
    given, family = new["given_name"], new["family_name"]
    for text in (f"{given} {family}", f"{family}, {given}", f"{family} {given}", f"Dear {given} {family},\nwelcome."):
        yield Written(text=text, way="in either order")
        yield Written(text=text.upper(), way="in capitals", rules=CAPITALS)
    if all(unicodedata.name(c, "").startswith("LATIN") or not c.isalnum() for c in given + family):
        yield Written(text=anyascii(f"{given} {family}"), way="transliterated", rules=PLAIN)
    yield Written(text=mailed(f"Dear {given} {family},"), way="in a quoted-printable mail")
    for rules in (AS_TOLD, PLAIN):
        yield Written(text=f"{old['given_name']} {old['family_name']}", way="old", is_new=False, rules=rules)
        yield Written(text=f"{given} {old['family_name']}", way="mixed", is_new=False, rules=rules)
        for wrong in put_wrong(family, chance):
            if anyascii(wrong).casefold() != anyascii(family).casefold():
                yield Written(text=f"{given} {wrong}", way="wrong family name", is_new=False, rules=rules)


def _email(country: str, chance: random.Random) -> Components | None:
    return {"address": f"{anyascii(faker_of(country).user_name())}.{chance.randrange(16**6):06x}@mail.example"}


def _emails(country: str, new: Components, old: Components, chance: random.Random) -> Iterator[Written]:
    told = new["address"]
    yield Written(text=f"To: Customer <{told}>", way="in a header")
    yield Written(text=f"Write to {told.upper()}.", way="in capitals")
    yield Written(text=told.replace("@", "@\n"), way="over two lines")
    for wrong in (*put_wrong(told, chance), f"x{told}", f"x.{told}", f"{told}.x", old["address"]):
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
    for wrong in put_wrong(new["number"], chance, digits_only=True):
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


def _consent(country: str, chance: random.Random) -> Components | None:
    return {"granted": chance.choice(("yes", "no"))}


def _consents(country: str, new: Components, old: Components, chance: random.Random) -> Iterator[Written]:
    answers = {answer: words_of(country, answer) for answer in ("yes", "no")}
    for word in answers[new["granted"]]:
        yield Written(text=word, way="by a word of the country")
        yield Written(text=f"{word.upper()}.", way="in capitals")
        yield Written(text=f"Newsletter: {word}", way="with a label")
        yield Written(text=mailed(word), way="in a quoted-printable mail")
    for word in answers[old["granted"]]:
        for text in (word, word.upper(), f"Newsletter: {word}"):
            yield Written(text=text, way="old", is_new=False)
    for text in ("", "?", "Newsletter:", "see below", "yesterday", "nobody", "-"):
        yield Written(text=text, way="no answer", is_new=False)


def _wish(country: str, chance: random.Random) -> Components | None:
    return {"text": nfc(faker_of(country).sentence(nb_words=7))}


def _wishes(country: str, new: Components, old: Components, chance: random.Random) -> Iterator[Written]:
    told = new["text"]
    yield Written(text=told, way="as told")
    yield Written(text=f"You wrote:\n{told}\nWe keep to it.", way="in a letter")
    yield Written(text=told.replace(" ", "\n", 1), way="over two lines")
    yield Written(text=mailed(f"You wrote: {told} We keep to it."), way="in a quoted-printable mail")
    yield Written(text=told.upper(), way="in capitals", rules=CAPITALS)
    if all(unicodedata.name(c, "").startswith("LATIN") or not c.isalnum() for c in told):
        yield Written(text=anyascii(told), way="transliterated", rules=PLAIN)
    words = told.split(" ")
    swapped = " ".join((words[-1], *words[1:-1], words[0])) if len(words) > 1 else ""
    for rules in (AS_TOLD, PLAIN):
        yield Written(text=old["text"], way="old", is_new=False, rules=rules)
        for wrong in (*put_wrong(told, chance), " ".join(words[1:]), " ".join(words[:-1]), swapped):
            if " ".join(anyascii(wrong).casefold().split()) != " ".join(anyascii(told).casefold().split()):
                yield Written(text=f"You wrote: {wrong}", way="wrong", is_new=False, rules=rules)
        broken = told.encode().decode("latin-1")
        if broken != told:
            yield Written(text=broken, way="mojibake", is_new=False, rules=rules)


_OF_A_PERSON = ("postal_address", "person_name", "email", "phone")
FACTS: Mapping[str, _Maker] = {
    "postal_address": _Maker(kind=FactKind.POSTAL_ADDRESS, value=make_address, written=write_address, compare=SHOWN),
    "person_name": _Maker(kind=FactKind.PERSON_NAME, value=_name, written=_names),
    "email": _Maker(kind=FactKind.EMAIL, value=_email, written=_emails),
    "phone": _Maker(kind=FactKind.PHONE, value=_phone, written=_phones),
    "money": _Maker(kind=FactKind.MONEY, value=_amount, written=_amounts),
    "date": _Maker(kind=FactKind.DATE, value=_day, written=_days),
    "language": _Maker(kind=FactKind.LANGUAGE, value=_language, written=_languages),
    "consent": _Maker(kind=FactKind.CONSENT, value=_consent, written=_consents),
    "free_text": _Maker(kind=FactKind.TEXT, value=_wish, written=_wishes),
}


@cache
def _locale(country: str) -> Locale:
    asked = COUNTRIES[country].replace("zu_ZA", "en_ZA").replace("no_NO", "nb_NO")
    return Locale.parse(asked if asked in locale_identifiers() else asked[:2])
