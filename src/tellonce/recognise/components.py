"""One component against one field: is this field this component, spelled as the touchpoint may spell it?"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache
from unicodedata import category

from tellonce.model.blueprint import Normalisation
from tellonce.model.facts import FactKind
from tellonce.recognise.canonical import fold, spaced, transliterations
from tellonce.recognise.countries import country_names
from tellonce.recognise.dates import date_spans, same_date
from tellonce.recognise.languages import answer, language_code
from tellonce.recognise.money import money_spans, same_amount
from tellonce.recognise.phone import phone_pattern, preceded_by_other_country, same_phone
from tellonce.recognise.plain import differ_as_codes, find_digits, find_words, same_words, without_abbreviations
from tellonce.recognise.spelling import code_pattern, edge_in, unit_pattern, words_pattern

__all__ = ["Way", "find", "same", "way_of"]

Span = tuple[int, int]


class Way(StrEnum):
    """How a component is compared."""

    WORDS = "words"
    STREET = "street"
    CODE = "code"
    POSTCODE = "postcode"
    UNIT = "unit"
    COUNTRY = "country"
    EMAIL = "email"
    PHONE = "phone"
    MONEY = "money"
    DATE = "date"
    LANGUAGE = "language"
    CONSENT = "consent"


_WAYS = {
    (FactKind.POSTAL_ADDRESS, "street"): Way.STREET,
    (FactKind.POSTAL_ADDRESS, "house_number"): Way.CODE,
    (FactKind.POSTAL_ADDRESS, "flat"): Way.UNIT,
    (FactKind.POSTAL_ADDRESS, "postcode"): Way.POSTCODE,
    (FactKind.POSTAL_ADDRESS, "country"): Way.COUNTRY,
    (FactKind.EMAIL, "address"): Way.EMAIL,
    (FactKind.PHONE, "number"): Way.PHONE,
    (FactKind.LANGUAGE, "code"): Way.LANGUAGE,
    (FactKind.CONSENT, "granted"): Way.CONSENT,
    (FactKind.PLAN, "monthly_fee"): Way.MONEY,
    (FactKind.MONEY, "amount"): Way.MONEY,
    (FactKind.DATE, "date"): Way.DATE,
}
_SHORT_TEXT_CHARS = 40  # "de" and "no" are words of running text; only a short text can be a code or an answer


def way_of(kind: FactKind, component: str) -> Way:
    """How this component of this kind of fact is compared."""
    return _WAYS.get((kind, component), Way.WORDS)


def same(way: Way, seen: str, value: str, rules: Normalisation, country: str = "") -> bool:
    """Whether a field that reads `seen` is `value`. Two empty texts are the same.

    country: ISO 3166 of the address it belongs to, which decides on abbreviations; empty when unknown.
    """
    return _same(way, seen, value, rules, country)


@lru_cache(maxsize=16384)
def _same(way: Way, seen: str, value: str, rules: Normalisation, country: str) -> bool:
    seen, value = spaced(seen).replace("\n", " "), spaced(value).replace("\n", " ")
    if not seen or not value:
        return seen == value
    match way:
        case Way.PHONE:
            return same_phone(seen, value)
        case Way.EMAIL:
            return seen.casefold() == value.casefold()
        case Way.LANGUAGE:
            return language_code(seen, rules.locale) == language_code(value)
        case Way.CONSENT:
            return answer(seen) == answer(value)
        case Way.COUNTRY:
            folded = {fold(name) for name in country_names(value)}
            return fold(seen) in folded or any(fold(way) in folded for way in transliterations(seen))
        case Way.MONEY:
            return same_amount(seen, value, rules.locale)
        case Way.DATE:
            return same_date(seen, value, rules.locale)
        case _:
            if seen == value:
                return True
            read = transliterations(seen) if rules.transliterated else (seen,)
            told = _told_apart(way, seen, read, value, rules, country)
            if told is not None:
                return told
            pattern = _pattern(way, value, rules, country, (), edge_in(seen))
            return any(pattern.fullmatch(fold(text) if rules.upper_case else text) for text in read)


def _told_apart(  # noqa: PLR0917 (as `_same`, with its spellings)
    way: Way, seen: str, read: tuple[str, ...], value: str, rules: Normalisation, country: str
) -> bool | None:
    """What can be told without a pattern; None when only the pattern can tell."""
    if way in (Way.WORDS, Way.STREET):
        return same_words(read, value, rules if way is Way.STREET else without_abbreviations(rules), country)
    exact = way in (Way.CODE, Way.POSTCODE) or (way is Way.UNIT and not rules.abbreviated)
    return False if exact and differ_as_codes(seen, value, rules) else None


def find(  # noqa: PLR0917 (as `same`, with the two that only a text needs)
    way: Way, form: str, value: str, rules: Normalisation, country: str = "", beside: tuple[str, ...] = ()
) -> tuple[Span, ...]:
    """Where `value` stands in a canonical form as a whole token; empty when nowhere, or when `value` is empty.

    country: as for `same`.  beside: the value's other components, which touch it in scripts without spaces.
    """
    if not value.strip():
        return ()
    match way:
        case Way.PHONE:
            return _find_phone(form, value)
        case Way.MONEY:
            return tuple(money_spans(form, value, rules.locale))
        case Way.DATE:
            return tuple(date_spans(form, value, rules.locale))
        case Way.LANGUAGE | Way.CONSENT:
            return _find_short(way, form, value, rules.locale)
        case _:
            edge = edge_in(form)
            plain: tuple[Span, ...] | None = None
            if way in (Way.WORDS, Way.STREET):
                plain = find_words(form, value, rules if way is Way.STREET else without_abbreviations(rules), country)
            elif way in (Way.CODE, Way.POSTCODE):
                plain = find_digits(form, value, rules, groups=way is Way.POSTCODE, edge=edge)
            if plain is not None:
                return plain
            pattern = _pattern(way, value, rules, country, beside, edge)
            return tuple(found.span() for found in pattern.finditer(form))


@lru_cache(maxsize=16384)
def _pattern(  # noqa: PLR0917 (as `find`; the edge is what the text needs)
    way: Way, value: str, rules: Normalisation, country: str, beside: tuple[str, ...], edge: str
) -> re.Pattern[str]:
    match way:
        case Way.EMAIL:
            return re.compile(rf"(?<![\w.+%-]){re.escape(value.strip())}(?!\w|[-.]\w|@)", re.IGNORECASE)
        case Way.CODE | Way.POSTCODE:
            return code_pattern(value, rules, country, postcode=way is Way.POSTCODE, edge=edge)
        case Way.UNIT:
            return unit_pattern(value, rules, country, edge=edge)
        case Way.COUNTRY:
            names = {spelled for name in country_names(value) for spelled in (name, *transliterations(name))}
            body = "|".join(re.escape(name).replace(r"\ ", r"\s") for name in sorted(names) if len(name) > 2)
            # "at" and "no" are words: a bare code stands alone on its line, or before a postcode.
            code = re.escape(value.strip())
            alone = rf"(?:^|(?<=\n)|(?<=, )){code}(?=$|\n|[- ]\d)"
            return re.compile(rf"(?<!\w)(?:{body})(?!\w)(?!-\w)|{alone}" if body else alone, re.IGNORECASE)
        case Way.STREET:
            return words_pattern(value, rules, country, beside)
        case _:
            # Streets and flats are abbreviated; a town that lost its end is another town.
            return words_pattern(value, without_abbreviations(rules), country, beside)


def _find_phone(form: str, value: str) -> tuple[Span, ...]:
    pattern = phone_pattern(value)
    if pattern is None:
        return ()
    return tuple(
        found.span()
        for found in pattern.finditer(form)
        if not (found.groupdict().get("nation") and preceded_by_other_country(form, found.start()))
    )


def _find_short(way: Way, form: str, value: str, locale: str) -> tuple[Span, ...]:
    if len(form) > _SHORT_TEXT_CHARS:
        return ()

    def meant(text: str) -> str:
        return language_code(text, locale) if way is Way.LANGUAGE else answer(text)

    whole = (0, len(form))
    if meant(form) == meant(value):
        return (whole,)
    # The vowel signs of Hindi or Thai are no letters for a pattern, and part of the word for a reader.
    letters = "".join("_" if category(c)[0] == "M" else c for c in form)
    words = (word.span() for word in re.finditer(r"[\w-]+", letters))
    return tuple((start, end) for start, end in words if meant(form[start:end]) == meant(value))
