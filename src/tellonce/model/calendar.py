"""Calendars: whose days count when a promise is one of business days."""

from __future__ import annotations

import re
from math import isfinite
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, PlainValidator, ValidationInfo

from tellonce.model.base import Frozen
from tellonce.model.duration import describe_s, insist_on_a_unit, parse_duration_s

__all__ = ["HER_ZONE", "WEEKDAYS", "Calendar", "Span", "Weekday", "business_days", "describe_span", "minutes_of"]

HER_ZONE = "customer"
"""As a calendar's time zone: the persona's own."""
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
WEEKDAYS: tuple[Weekday, ...] = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
"""In the order of date.weekday()."""
_BUSINESS = re.compile(r"^(?P<number>\S+) ?(?:business|working) days?$")
_CLOCK = re.compile(r"^(?P<hour>\d{2}):(?P<minute>\d{2})$")
_DAY = re.compile(r"^\d{4}-\d{2}-\d{2}$")
_DAY_S = 86400.0
_COUNTRY_LETTERS = 2


def business_days(span: float | str | None) -> int | None:
    """How many business days a span counts; None when it counts seconds."""
    return int(span.partition(" ")[0]) if isinstance(span, str) else None


def describe_span(span: float | str) -> str:
    """A span as a report says it: "2 business days", "3 weeks"."""
    return span if isinstance(span, str) else describe_s(span)


def minutes_of(clock_time: str) -> int:
    """Minutes since midnight: "16:30" is 990."""
    hour, _, minute = clock_time.partition(":")
    return int(hour) * 60 + int(minute)


def _to_span(value: object, info: ValidationInfo) -> float | str:
    if isinstance(value, str):
        found = _BUSINESS.match(value.strip().casefold())
        if found is None:
            return parse_duration_s(value)
        count = parse_duration_s(f"{found['number']} days") / _DAY_S
        if count != int(count):
            raise ValueError(f"'{value}' cannot be counted: business days are whole days")
        return f"{int(count)} business day{'' if count == 1 else 's'}"
    insist_on_a_unit(value, info)
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value) or value < 0:
        raise ValueError("write a number and a unit, such as '5 s', '1 day' or '2 business days'")
    return float(value)


def _is_clock_time(value: str) -> str:
    found = _CLOCK.match(value)
    if found is None or int(found["minute"]) >= 60 or minutes_of(value) > 24 * 60:
        raise ValueError(f"'{value}' is no time of day; write hours and minutes in quotes, such as '16:00'")
    return value


def _is_day(value: str) -> str:
    if not _DAY.match(value):
        raise ValueError(f"'{value}' is no day; write year, month and day, such as 2026-12-24")
    return value


def _is_country(value: str) -> str:
    if value and not (len(value) == _COUNTRY_LETTERS and value.isascii() and value.isupper()):
        raise ValueError(f"'{value}' is no country code; write its two letters (ISO 3166), such as 'DE'")
    return value


def _is_open_at_all(days: tuple[Weekday, ...] | None) -> tuple[Weekday, ...] | None:
    if days is not None and len(set(days)) == len(WEEKDAYS):
        raise ValueError("every day is weekend, so no business day would ever come")
    return days


Span = Annotated[float | str, PlainValidator(_to_span)]
"""Seconds, or text such as "2 business days"."""
ClockTime = Annotated[str, AfterValidator(_is_clock_time)]
Day = Annotated[str, BeforeValidator(str), AfterValidator(_is_day)]
"""2026-12-24; YAML may have made a date of it."""
Country = Annotated[str, AfterValidator(_is_country)]


class Calendar(Frozen):
    """The days on which somebody works, and where the sun stands there."""

    time_zone: str
    """An IANA name; "customer" is the persona's own zone."""
    country: Country = ""
    """ISO 3166: whose weekends and public holidays are kept; none when empty."""
    subdivision: str = ""
    """A part of the country with holidays of its own, such as BY for Bavaria."""
    weekend: Annotated[tuple[Weekday, ...] | None, AfterValidator(_is_open_at_all)] = None
    """Instead of the country's own; without a country, none."""
    closed: tuple[Day, ...] = ()
    """Further days on which nobody works."""
    cut_off: ClockTime | None = None
    """What is told after this counts as told on the next business day."""
    day_ends: ClockTime = "24:00"
    """When a business day is over: what is promised for that day must have happened."""
