"""One component against one field: is this field this component, spelled as the touchpoint may spell it?"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache

from tellonce.model.blueprint import Normalisation
from tellonce.model.facts import FactKind
from tellonce.recognise.canonical import fold, spaced, transliterations
from tellonce.recognise.countries import country_names
from tellonce.recognise.money import amounts_in
from tellonce.recognise.phone import phone_pattern, preceded_by_other_country, same_phone

__all__ = ["Way", "find", "same", "way_of"]

Span = tuple[int, int]


class Way(StrEnum):
    """How a component is compared."""

    WORDS = "words"
    CODE = "code"
    COUNTRY = "country"
    EMAIL = "email"
    PHONE = "phone"
    MONEY = "money"
    LANGUAGE = "language"
    CONSENT = "consent"


_WAYS = {
    (FactKind.POSTAL_ADDRESS, "house_number"): Way.CODE,
    (FactKind.POSTAL_ADDRESS, "flat"): Way.CODE,
    (FactKind.POSTAL_ADDRESS, "postcode"): Way.CODE,
    (FactKind.POSTAL_ADDRESS, "country"): Way.COUNTRY,
    (FactKind.EMAIL, "address"): Way.EMAIL,
    (FactKind.PHONE, "number"): Way.PHONE,
    (FactKind.LANGUAGE, "code"): Way.LANGUAGE,
    (FactKind.CONSENT, "granted"): Way.CONSENT,
    (FactKind.PLAN, "monthly_fee"): Way.MONEY,
}
_YES = frozenset(["yes", "y", "true", "1", "on", "granted", "ja", "oui", "sí", "si", "tak", "kyllä"])
_NO = frozenset(["no", "n", "false", "0", "off", "withdrawn", "nein", "non", "nie", "ei"])
_SHORT_TEXT_CHARS = 40  # "de" and "no" are words of running text; only a short text can be a code or an answer


def way_of(kind: FactKind, component: str) -> Way:
    """How this component of this kind of fact is compared."""
    return _WAYS.get((kind, component), Way.WORDS)


def same(way: Way, seen: str, value: str, rules: Normalisation) -> bool:
    """Whether a field that reads `seen` is `value`. Two empty texts are the same."""
    return _same(way, seen, value, rules.upper_case, rules.transliterated, rules.field_length)


@lru_cache(maxsize=16384)
def _same(  # noqa: PLR0917 (one answer per way; positional for the cache)
    way: Way, seen: str, value: str, upper: bool, transliterated: bool, length: int | None
) -> bool:
    seen, value = spaced(seen).replace("\n", " "), spaced(value).replace("\n", " ")
    if not seen or not value:
        return seen == value
    match way:
        case Way.PHONE:
            return same_phone(seen, value)
        case Way.EMAIL:
            return seen.casefold() == value.casefold()
        case Way.LANGUAGE:
            return _language(seen) == _language(value)
        case Way.CONSENT:
            return _answer(seen) == _answer(value)
        case Way.COUNTRY:
            folded = {fold(name) for name in country_names(value)}
            return fold(seen) in folded or any(fold(way) in folded for way in transliterations(seen))
        case Way.MONEY:
            amounts = [amount for amount, _ in amounts_in(seen, bare=True)]
            wanted = [amount for amount, _ in amounts_in(value, bare=True)]
            return amounts == wanted if len(wanted) == 1 else seen == value
        case Way.CODE:
            ways = {_code(way) for way in _spellings(value, transliterated, length)}
            return any(_code(way) in ways for way in (transliterations(seen) if transliterated else (seen,)))
        case Way.WORDS:
            ways = {fold(way) if upper else way for way in _spellings(value, transliterated, length)}
            read = transliterations(seen) if transliterated else (seen,)
            return any((fold(way) if upper else way) in ways for way in read)


def find(way: Way, form: str, value: str, rules: Normalisation) -> tuple[Span, ...]:
    """Where `value` stands in a canonical form as a whole token; empty when nowhere, or when `value` is empty."""
    if not value.strip():
        return ()
    if way is Way.PHONE:
        return _find_phone(form, value)
    if way is Way.MONEY:
        wanted = [amount for amount, _ in amounts_in(value, bare=True)]
        return tuple(span for amount, span in amounts_in(form, bare=False) if [amount] == wanted)
    if way in (Way.LANGUAGE, Way.CONSENT):
        return _find_short(way, form, value)
    pattern = _pattern(way, value, rules.upper_case, rules.transliterated, rules.field_length)
    return tuple(found.span() for found in pattern.finditer(form))


@lru_cache(maxsize=16384)
def _pattern(way: Way, value: str, upper: bool, transliterated: bool, length: int | None) -> re.Pattern[str]:
    if way is Way.EMAIL:
        return re.compile(rf"(?<![\w.+%-]){re.escape(value.strip())}(?!\w|[-.]\w|@)", re.IGNORECASE)
    if way is Way.CODE:
        ways = [r"\s?".join(map(re.escape, _code(way))) for way in _spellings(value, transliterated, length)]
        return re.compile(rf"(?<!\w)(?<!\d[-–])(?:{'|'.join(ways)})(?!\w)(?![-–]\d)", re.IGNORECASE)
    if way is Way.COUNTRY:
        names = dict.fromkeys(spelling for name in country_names(value) for spelling in _spellings(name, True, None))
        return re.compile(rf"(?<!\w)(?:{'|'.join(map(_words, names))})(?!\w)(?!-\w)", re.IGNORECASE)
    ways = [fold(way) if upper else way for way in _spellings(value, transliterated, length)]
    return re.compile(rf"(?<!\w)(?<!\w[-'’])(?:{'|'.join(map(_words, ways))})(?!\w)(?!-\w)")


@lru_cache(maxsize=16384)
def _spellings(value: str, transliterated: bool, length: int | None) -> tuple[str, ...]:
    """The spellings a touchpoint may use: as told, transliterated where declared, cut where declared."""
    told = spaced(value).replace("\n", " ")
    ways = [told, *(transliterations(told) if transliterated else ())]
    if length is not None:
        # A field of `length` holds exactly the first `length` characters: a shorter prefix is a mistake.
        ways += [way[:length].rstrip() for way in ways if len(way) > length]
    return tuple(dict.fromkeys(ways))


def _words(text: str) -> str:
    return re.escape(text).replace(r"\ ", r"\s")


def _code(text: str) -> str:
    return re.sub(r"\s", "", text).casefold()


def _language(text: str) -> str:
    return re.split(r"[-_]", text.strip().casefold())[0]


def _answer(text: str) -> str:
    word = text.strip().casefold()
    return "yes" if word in _YES else "no" if word in _NO else word


def _find_phone(form: str, value: str) -> tuple[Span, ...]:
    pattern = phone_pattern(value)
    if pattern is None:
        return ()
    return tuple(
        found.span()
        for found in pattern.finditer(form)
        if not (found.groupdict().get("nation") and preceded_by_other_country(form, found.start()))
    )


def _find_short(way: Way, form: str, value: str) -> tuple[Span, ...]:
    if len(form) > _SHORT_TEXT_CHARS:
        return ()
    meant = _language if way is Way.LANGUAGE else _answer
    return tuple(word.span() for word in re.finditer(r"[\w-]+", form) if meant(word[0]) == meant(value))
