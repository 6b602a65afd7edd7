"""What is declared stays new, and what is off by one component never is: for any address, not for chosen ones."""

from __future__ import annotations

import random
import unicodedata
from functools import cache

import pytest
from anyascii import anyascii
from faker import Faker
from hypothesis import given, settings
from hypothesis import strategies as st

from tellonce.model.blueprint import Normalisation
from tellonce.model.facts import Components, FactKind
from tellonce.model.observation import Seen
from tellonce.model.verdict import Sight
from tellonce.recognise import recognise
from tellonce.recognise.postal import house_comes_first

LOCALES = ("de_DE", "en_US", "en_GB", "fr_FR", "es_ES", "pl_PL", "it_IT", "nl_NL", "sv_SE", "cs_CZ", "pt_BR", "fi_FI")
SHOWN = ("street", "house_number", "flat", "postcode", "city")


@cache
def faker_of(locale: str) -> Faker:
    return Faker(locale)


@st.composite
def addresses(draw: st.DrawFn) -> Components:
    """An address as customers of that country have it; house numbers that are numbers."""
    locale = draw(st.sampled_from(LOCALES))
    faker = faker_of(locale)
    faker.seed_instance(draw(st.integers(0, 10_000)))
    return {
        "street": unicodedata.normalize("NFC", faker.street_name()),
        "house_number": str(draw(st.integers(2, 189))) + draw(st.sampled_from(("", "b"))),
        "flat": draw(st.sampled_from(("", "Apt 4", "m. 17"))),
        "postcode": faker.postcode(),
        "city": unicodedata.normalize("NFC", faker.city()),
        "country": locale[-2:],
    }


def written(value: Components) -> str:
    line = (
        f"{value['house_number']} {value['street']}"
        if house_comes_first(value["country"])
        else f"{value['street']} {value['house_number']}"
    )
    flat = f", {value['flat']}" if value["flat"] else ""
    return f"Maria Novak\n{line}{flat}\n{value['postcode']} {value['city']}"


def sight_of(text: str, new: Components, old: Components, rules: Normalisation) -> Sight:
    compare = tuple(c for c in SHOWN if new[c] or old[c])
    found = recognise(Seen(text=text), kind=FactKind.POSTAL_ADDRESS, old=old, new=new, compare=compare, rules=rules)
    return found.sight


@settings(deadline=None, max_examples=150)
@given(new=addresses(), old=addresses(), capitals=st.booleans(), plain=st.booleans(), joined=st.sampled_from(" \n/"))
def test_whatever_the_touchpoint_declares_is_still_new(
    new: Components, old: Components, *, capitals: bool, plain: bool, joined: str
) -> None:
    text = written(new).replace(", ", f",{joined}")
    text = anyascii(text) if plain else text
    text = text.upper() if capitals else text
    rules = Normalisation(upper_case=capitals, transliterated=plain, abbreviated=True)
    assert sight_of(text, new, old, rules) is Sight.NEW


def corrupted(text: str, at: int, how: str) -> str:
    """One character of a component put wrong."""
    at %= len(text)
    other = "0123456789"[(int(text[at]) + 3) % 10] if text[at].isdecimal() else ("q" if text[at] != "q" else "z")
    if how == "replaced":
        return text[:at] + other + text[at + 1 :]
    if how == "lost":
        return text[:at] + text[at + 1 :]
    return text[:at] + other + text[at:]


@settings(deadline=None, max_examples=400)
@given(
    new=addresses(),
    old=addresses(),
    part=st.sampled_from(SHOWN),
    at=st.integers(0, 40),
    how=st.sampled_from(("replaced", "lost", "added")),
    rules=st.builds(
        Normalisation, upper_case=st.booleans(), transliterated=st.booleans(), abbreviated=st.booleans()
    ),
)  # fmt: skip
def test_an_address_with_one_component_off_is_never_new(
    new: Components, old: Components, *, part: str, at: int, how: str, rules: Normalisation
) -> None:
    if not new[part]:
        return
    if rules.abbreviated and part in ("street", "flat"):
        # "Ap 4" is another abbreviation of "Apt 4": put a digit wrong, or a letter that no abbreviation has.
        digits = [i for i, c in enumerate(new[part]) if c.isdecimal()]
        at, how = (digits[0] if digits else at), "replaced"
    wrong = corrupted(new[part], at, how)
    # White space and full stops are let pass, and so is a hyphen of a postcode.
    bare = str.maketrans("", "", " .-,'’")
    if wrong.translate(bare).casefold() == new[part].translate(bare).casefold():
        return
    text = written({**new, part: wrong})
    assert sight_of(text, new, old, rules) is not Sight.NEW, text
    fields = {**{c: new[c] for c in SHOWN}, part: wrong}
    found = recognise(
        Seen(components=fields), kind=FactKind.POSTAL_ADDRESS, old=old, new=new, compare=SHOWN, rules=rules
    )
    assert found.sight is not Sight.NEW, fields


@settings(deadline=None, max_examples=200)
@given(digits=st.text("0123456789", min_size=6, max_size=8), at=st.integers(0, 7), other=st.integers(1, 9))
def test_a_phone_number_with_one_digit_off_is_never_new(digits: str, at: int, other: int) -> None:
    new = "+49151" + digits
    at = 6 + at % len(digits)
    wrong = new[:at] + str((int(new[at]) + other) % 10) + new[at + 1 :]
    for text in (wrong, wrong.replace("+49", "0049 "), wrong.replace("+49", "0"), f"Call {wrong} or write."):
        assert _of(FactKind.PHONE, {"number": "+4930123456"}, {"number": new}, text) is not Sight.NEW


@settings(deadline=None, max_examples=200)
@given(cents=st.integers(100, 9_999_999), off=st.sampled_from((1, 10, 100, 1000, -1, -10)))
def test_an_amount_off_by_one_digit_is_never_new_and_every_locale_writes_the_right_one(cents: int, off: int) -> None:
    from babel.numbers import format_currency  # noqa: PLC0415

    old, new = {"amount": "0.01"}, {"amount": f"{cents / 100:.2f} EUR"}
    for locale in ("de_DE", "en_US", "fr_FR", "pl_PL", "de_CH", "en_IN", "sv_SE", "pt_BR", "ja_JP", "da_DK"):
        right = format_currency(cents / 100, "EUR", locale=locale)
        wrong = format_currency((cents + off) / 100, "EUR", locale=locale)
        assert _of(FactKind.MONEY, old, new, f"You pay {right} a month.") is Sight.NEW, right
        assert _of(FactKind.MONEY, old, new, f"You pay {wrong} a month.") is not Sight.NEW, wrong


@settings(deadline=None, max_examples=100)
@given(day=st.dates(), other=st.dates())
def test_every_locale_writes_the_right_day_and_no_other_day_is_taken_for_it(day: object, other: object) -> None:
    from babel.dates import format_date  # noqa: PLC0415

    if str(day)[:4] < "1970" or str(other)[:4] < "1970" or day == other or max(str(day), str(other)) > "2069":
        return
    old, new = {"date": "1960-01-01"}, {"date": str(day)}
    for locale in ("de_DE", "en_US", "en_GB", "fr_FR", "pl_PL", "es_ES", "it_IT", "fi_FI", "pt_BR", "cs_CZ", "ru_RU"):
        for width in ("short", "medium", "long", "full"):
            rules = Normalisation(locale=locale)
            right = f"On {format_date(day, width, locale=locale)}."  # type: ignore[arg-type]
            assert _of(FactKind.DATE, old, new, right, rules) is Sight.NEW, (locale, right)
            wrong = f"On {format_date(other, width, locale=locale)}."  # type: ignore[arg-type]
            assert _of(FactKind.DATE, old, new, wrong, rules) is not Sight.NEW, (locale, wrong)
            assert _of(FactKind.DATE, old, new, wrong) is not Sight.NEW, (locale, wrong)


@pytest.mark.parametrize("seed", range(3))
def test_noise_is_never_anybodys_value(seed: int) -> None:
    noise = random.Random(seed)  # noqa: S311 (noise, not a secret)
    text = "".join(noise.choice("aeinrst ,.\n0123456789") for _ in range(4000))
    assert _of(FactKind.PHONE, {"number": "+491511234567"}, {"number": "+491517654321"}, text) is not Sight.NEW
    assert _of(FactKind.EMAIL, {"address": "a@x.example"}, {"address": "b@x.example"}, text) is not Sight.NEW


def _of(
    kind: FactKind,
    old: Components,
    new: Components,
    text: str,
    rules: Normalisation = Normalisation(),  # noqa: B008 (frozen)
) -> Sight:
    compare = tuple(new)
    return recognise(Seen(text=text), kind=kind, old=old, new=new, compare=compare, rules=rules).sight
