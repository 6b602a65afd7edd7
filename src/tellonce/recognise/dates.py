"""Dates in the forms locales write them. A date that can be read in two ways is neither, unless the locale is told."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from tellonce.recognise.canonical import fold
from tellonce.recognise.cldr import declared_locale, month_names, packed

__all__ = ["WrittenDate", "ambiguous_date", "date_spans", "dates_in", "same_date"]

_NUMERIC = re.compile(
    r"(?<![\d.,/-])(?P<a>\d{1,4})(?P<mark>\s?[./-]\s?|\s?年\s?|\s?년\s?)(?P<b>\d{1,2})(?:(?P=mark)|\s?月\s?|\s?월\s?)"
    r"(?P<c>\d{1,4})(?!\d|[/-]\d|[.,]\d)"
)
_COMPACT = re.compile(r"(?<![\w.,/-])(?P<year>(?:19|20)\d{2})(?P<month>\d{2})(?P<day>\d{2})(?![\w]|[.,/-]\d)")
_BUDDHIST_YEARS = 543
_CENTURY_FROM = 70  # two digits from here on mean 19xx, as POSIX has it


class Day(NamedTuple):
    """A day that exists, by the Gregorian calendar. Nothing here asks what day it is."""

    year: int
    month: int
    day: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenDate:
    """One written date. may_be: the days it can mean, never empty."""

    may_be: frozenset[Day]
    span: tuple[int, int]


def same_date(seen: str, value: str, locale: str) -> bool:
    """Whether a field holds the day `value` (ISO 8601) and no other; a time of day after it is let pass."""
    told = _told(value)
    read = list(dates_in(seen, locale=locale))
    if told is None:
        return seen == value
    return len(read) == 1 and read[0].may_be == {told}


def date_spans(text: str, value: str, locale: str) -> Iterator[tuple[int, int]]:
    """Where a text says the day `value`, and can mean no other."""
    told = _told(value)
    if told is not None:
        yield from (written.span for written in dates_in(text, locale=locale) if written.may_be == {told})


def ambiguous_date(text: str, value: str, locale: str) -> str:
    """The first date of `text` that may mean the day `value`, and another day as well; empty when there is none."""
    told = _told(value)
    doubtful = (w for w in dates_in(text, locale=locale) if told in w.may_be and len(w.may_be) > 1)
    return next((text[slice(*written.span)] for written in doubtful), "")


def dates_in(text: str, *, locale: str = "") -> Iterator[WrittenDate]:
    """Dates in order: ISO 8601, numeric, and with the month's name in any known language."""
    for found in _NUMERIC.finditer(text):
        days = _numeric(found["a"], int(found["b"]), found["c"], found["mark"].strip(), locale)
        if days:
            yield WrittenDate(may_be=frozenset(days), span=found.span())
    for found in _COMPACT.finditer(text):
        day = _day(int(found["year"]), int(found["month"]), int(found["day"]))
        if day:
            yield WrittenDate(may_be=frozenset({day}), span=found.span())
    if any(character.isalpha() for character in text):
        yield from _named(text, locale)


def _named(text: str, locale: str) -> Iterator[WrittenDate]:
    for found in _with_month(locale).finditer(text):
        year = _year(found["year"] or found["year2"] or found["year3"])
        number = int(found["day"] or found["day2"] or found["day3"])
        months = _months(locale).get(_bare(found["month"] or found["month2"] or found["month3"]), {})
        language = re.split("[-_]", locale)[0]
        meant = {months[language]} if language in months else set(months.values())
        days = {day for month in meant for back in _calendars(year) if (day := _day(back, month, number))}
        if days:
            yield WrittenDate(may_be=frozenset(days), span=found.span())


@lru_cache(maxsize=4096)
def _told(value: str) -> Day | None:
    found = re.match(r"\s*(\d{4})-(\d{2})-(\d{2})(?!\d)", value)
    return None if found is None else _day(*map(int, found.groups()))


def _numeric(first: str, second: int, third: str, mark: str, locale: str) -> set[Day]:
    a, c = int(first), int(third)
    if len(first) >= 3:  # the year stands first: then the month, in every locale
        return {day for year in _calendars(a) if (day := _day(year, second, c))} if len(third) <= 2 else set()
    if len(third) not in (2, 4):
        return set()
    orders = _orders(mark, locale, two_digits=len(third) == 2)
    days = set()
    for order in orders:
        parts = dict(zip(order, (a, second, c), strict=True))
        if order[0] == "y" and len(third) > 2:
            continue
        for year in _calendars(_year(str(parts["y"]).zfill(2 if parts["y"] < 100 else 4))):
            day = _day(year, parts["m"], parts["d"])
            days |= {day} if day else set()
    return days


def _orders(mark: str, locale: str, *, two_digits: bool) -> tuple[str, ...]:
    """The orders of day, month and year that a numeric date may follow."""
    # No locale puts the month first before a full stop; slashes and hyphens are written both ways.
    if locale:
        order = _order_of(locale)
        return ("dmy",) if mark == "." and order == "mdy" else (order,)
    ways: tuple[str, ...] = ("dmy",) if mark == "." else ("dmy", "mdy")
    return (*ways, "ymd") if two_digits else ways


@lru_cache(maxsize=64)
def _order_of(locale: str) -> str:
    from babel import Locale  # noqa: PLC0415  (as for all of CLDR)

    pattern = Locale.parse(locale.replace("-", "_")).date_formats["short"].pattern
    return "".join(dict.fromkeys(letter for letter in pattern.lower() if letter in "dmy"))


def _day(year: int, month: int, day: int) -> Day | None:
    exists = 1 <= year <= 9999 and 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]
    return Day(year, month, day) if exists else None


def _year(text: str) -> int:
    year = int(text)
    return year if len(text.strip("'’")) > 2 or year > 99 else year + (1900 if year >= _CENTURY_FROM else 2000)


def _calendars(year: int) -> tuple[int, ...]:
    return (year - _BUDDHIST_YEARS,) if year > 2400 else (year,)


def _bare(name: str) -> str:
    return fold(name).strip(". ")


@lru_cache(maxsize=64)
def _months(declared: str) -> dict[str, dict[str, int]]:
    """Folded name -> language -> month. Croats and Poles mean different months by "listopad"."""
    locale = declared_locale(declared)
    if locale is None:
        return packed("months")  # type: ignore[no-any-return]  # as the script packs it
    found = {name: dict(meant) for name, meant in packed("months").items()}
    for name, month in month_names(locale):
        found.setdefault(name, {}).setdefault(locale.language, month)
    return found


@lru_cache(maxsize=64)
def _with_month(declared: str) -> re.Pattern[str]:
    names = "|".join(re.escape(name) for name in sorted(_months(declared), key=lambda name: (-len(name), name)))
    # "3. April 2026", "3 de abril de 2026", "3rd of April 2026"; "April 3, 2026"; "2026. április 3."
    of = r"(?:\.|º|°|er|st|nd|rd|th|-?a|-?ra)?(?:\s|[.\-/])*(?:(?:de|d['’]|of|del|den|ב)\s?)?"
    then = r"[.,]?[\s\-/]*(?:(?:de|del|of)\s)?"
    return re.compile(
        rf"(?<![\w.,/-])(?P<day>\d{{1,2}}){of}(?P<month>{names}){then}(?P<year>\d{{4}}|['’]?\d{{2}})(?![\d]|[.,/-]\d)"
        rf"|(?<!\w)(?P<month2>{names})\.?\s(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?,?\s(?P<year2>\d{{4}})(?![\d]|[.,/-]\d)"
        rf"|(?<![\w.,/-])(?P<year3>\d{{4}})\.?\s(?:m\.\s|gada\s)?(?P<month3>{names})\.?\s(?P<day3>\d{{1,2}})(?!\d|[.,/-]\d)",
        re.IGNORECASE,
    )
