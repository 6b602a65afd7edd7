"""Money, dates, languages and answers as locales write them, and what must not be taken for them."""

from __future__ import annotations

import pytest

from tellonce.model.blueprint import Normalisation
from tellonce.model.facts import Components, FactKind
from tellonce.model.observation import Seen
from tellonce.model.verdict import Sight
from tellonce.recognise import Manner, Recognition, recognise

N, O, M, G = Sight.NEW, Sight.OLD, Sight.MIXED, Sight.GARBLED  # noqa: E741 (the letters of verdicts.md)


def read(what: str | dict[str, str], kind: FactKind, old: Components, new: Components, locale: str = "") -> Recognition:
    seen = Seen(text=what) if isinstance(what, str) else Seen(components=what)
    return recognise(seen, kind=kind, old=old, new=new, compare=tuple(new), rules=Normalisation(locale=locale))


@pytest.mark.parametrize(
    ("text", "amount", "sight"),
    [
        ("9,90 €", "9.90 EUR", N),
        ("€9.90", "9.90 EUR", N),
        ("EUR 9.90", "9.90 EUR", N),
        ("CHF 1'234.50", "1234.50 CHF", N),
        ("1 234 567,89 zł", "1234567.89 PLN", N),
        ("₹1,23,456.00", "123456.00 INR", N),
        ("R$\u00a01.234,50", "1234.50 BRL", N),
        ("kr 9,90", "9.90 SEK", N),
        ("￥42,100", "42100 JPY", N),
        ("٩٫٩٠ €", "9.90 EUR", N),
        ("Plus - 9.90 EUR", "9.90 EUR", N),
        ("4,90 €", "9.90 EUR", O),
        ("9,91 €", "9.90 EUR", G),
        ("99,90 €", "9.90 EUR", G),
        ("9.900 EUR", "9.90 EUR", G),
        ("-9,90 €", "9.90 EUR", G),
        ("-₱9.90", "9.90 PHP", G),
        ("€ -9.90", "9.90 EUR", G),
        ("9.90- EUR", "9.90 EUR", G),
        ("$9.90", "9.90 EUR", G),
        ("9.90 USD", "9.90 EUR", G),
        ("VAT 9.90 %", "9.90 EUR", G),
        ("at 9.90 Uhr", "9.90 EUR", G),
    ],
)
def test_an_amount_in_a_text(text: str, amount: str, sight: Sight) -> None:
    assert read(text, FactKind.MONEY, {"amount": "4.90 EUR"}, {"amount": amount}).sight is sight


def test_three_digits_after_a_mark_are_what_the_locale_says() -> None:
    old, new = {"amount": "1 KWD"}, {"amount": "1234 KWD"}
    assert read("1.234 KWD", FactKind.MONEY, old, new, "de_DE").sight is N
    assert read("1.234 KWD", FactKind.MONEY, old, new, "en_US").sight is G


@pytest.mark.parametrize(
    ("text", "locale"),
    [
        ("2026-04-03", ""),
        ("20260403", ""),
        ("2026-04-03T02:00:00+01:00", ""),
        ("on 3.4.2026.", ""),
        ("03.04.2026", "en_US"),
        ("3. April 2026", ""),
        ("April 3, 2026", ""),
        ("3rd of April 2026", ""),
        ("3-Apr-2026", ""),
        ("3 de abril de 2026", ""),
        ("3 avr. 2026", ""),
        ("3 kwietnia 2026", ""),
        ("3 апреля 2026 г.", ""),
        ("2026. április 3.", ""),
        ("2026年4月3日", ""),
        ("3 เมษายน 2569", ""),
        ("04/03/2026", "en_US"),
        ("03/04/2026", "en_GB"),
        ("03.04.26", "de_DE"),
    ],
)
def test_a_day_in_a_text(text: str, locale: str) -> None:
    assert read(text, FactKind.DATE, {"date": "2026-01-01"}, {"date": "2026-04-03"}, locale).sight is N


@pytest.mark.parametrize(
    ("text", "locale"),
    [
        ("04/03/2026", "en_GB"),
        ("03.04.2027", ""),
        ("13.04.2026", ""),
        ("3 March 2026", ""),
        ("2026-04-30", ""),
        ("31.04.2026", ""),
        ("v3.4.2026.1", ""),
        ("April 2026", ""),
    ],
)
def test_another_day_is_never_hers(text: str, locale: str) -> None:
    assert read(text, FactKind.DATE, {"date": "2026-01-01"}, {"date": "2026-04-03"}, locale).sight is G


@pytest.mark.parametrize("what", ["due 03/04/2026", {"date": "03/04/2026"}])
def test_a_day_that_can_be_read_in_two_ways_proves_nothing_and_says_so(what: str | dict[str, str]) -> None:
    found = read(what, FactKind.DATE, {"date": "2026-01-01"}, {"date": "2026-04-03"})
    assert (found.sight, found.manner) == (G, Manner.AMBIGUOUS)
    assert found.reason == "03/04/2026 may mean two days; only a locale declared for this place would tell which"


def test_a_month_that_two_languages_call_alike_needs_a_locale() -> None:
    old, new = {"date": "2026-01-01"}, {"date": "2026-11-01"}
    assert read("1 listopada 2026", FactKind.DATE, old, new).sight is G
    assert read("1 listopada 2026", FactKind.DATE, old, new, "pl_PL").sight is N
    assert read("1 listopada 2026", FactKind.DATE, old, new, "hr_HR").sight is G


@pytest.mark.parametrize("what", ["Deutsch", "German", "allemand", "de-AT", {"code": "niemiecki"}, {"code": "DE"}])
def test_a_language_by_code_or_name(what: str | dict[str, str]) -> None:
    assert read(what, FactKind.LANGUAGE, {"code": "en"}, {"code": "de"}).sight is N
    assert read(what, FactKind.LANGUAGE, {"code": "en"}, {"code": "nl"}).sight is not N


@pytest.mark.parametrize(
    "what", ["tak", "Oui.", "Kyllä", "☑", "opted in", {"granted": "SÍ"}, "Newsletter: हो", "Newsletter: ใช่", "是", "예"]
)
def test_a_consent_by_the_words_of_any_language(what: str | dict[str, str]) -> None:
    assert read(what, FactKind.CONSENT, {"granted": "no"}, {"granted": "yes"}).sight is N
    assert read(what, FactKind.CONSENT, {"granted": "yes"}, {"granted": "no"}).sight is O


@pytest.mark.parametrize("what", ["ไม่ใช่", "होइन", "不是", "Newsletter: होइनन्"])
def test_yes_inside_another_word_is_no_consent(what: str) -> None:
    assert read(what, FactKind.CONSENT, {"granted": "no"}, {"granted": "yes"}).sight is not N


@pytest.mark.parametrize(
    ("what", "manner"),
    [
        ({"text": "ring twice, the be"}, Manner.TRUNCATED),
        ({"text": "ring twice, thÃ© bell"}, Manner.MOJIBAKE),
        ({"text": "RING TWICE, THÉ BELL"}, Manner.CASE),
        ({"text": "ring twice, the bell"}, Manner.CHARACTERS),
        ({"text": "ring thrice"}, None),
    ],
)
def test_a_garbled_free_text_says_in_which_manner(what: dict[str, str], manner: Manner | None) -> None:
    value = "ring twice, the bell rings" if manner is Manner.TRUNCATED else "ring twice, thé bell"
    found = read(what, FactKind.TEXT, {"text": "leave it"}, {"text": value})
    assert (found.sight, found.manner) == (G, manner)
