"""When a promise of business days runs out: on the company's calendar, in its time zone, counted once from t0."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from types import MappingProxyType
from zoneinfo import ZoneInfo

from tellonce.model.blueprint import Promise, Terms
from tellonce.model.calendar import HER_ZONE, WEEKDAYS, Calendar, business_days, minutes_of
from tellonce.model.duration import describe_s
from tellonce.model.errors import TellonceError

__all__ = ["due", "is_business_day", "terms_from"]

_LONGEST_CLOSURE_DAYS = 366
_DAY_MINUTES = 24 * 60


def terms_from(
    promise: Promise,
    calendars: Mapping[str, Calendar],
    told: datetime,
    her_zone: str,
    days: Mapping[str, str] = MappingProxyType({}),
) -> Terms | None:
    """The promise in seconds from `told` (her clock, with a time zone); None when that needs no counting.

    days: fact -> the day (ISO 8601) that the change brings, for a promise that runs until such a day.
    Raises TellonceError for a day that is none.
    """
    said = ""
    if promise.by in days:
        within_s, said = _until_day(days[promise.by], told, her_zone)
        promise = promise.model_copy(update={"within": within_s, "window": None})
        if not promise.counts_business_days:
            return promise.terms(said=said)
    if not promise.counts_business_days:
        return None
    calendar = calendars[promise.calendar]
    if isinstance(promise.within, str):
        end = due(calendar, told, business_days(promise.within) or 0, her_zone)
        # The first moment of the next day is the last of this one, as people say it.
        shown = f"{end - timedelta(minutes=1):%a %d %b %Y}, 24:00" if _is_midnight(end) else f"{end:%a %d %b %Y, %H:%M}"
        said = f"{promise.within}, by {shown} {_zone(calendar, her_zone).key}"

    def length_s(span: str) -> float:
        end = due(calendar, told, business_days(span) or 0, her_zone)
        return max(0.0, (end.astimezone(UTC) - told.astimezone(UTC)).total_seconds())

    return promise.terms(length_s, said)


def _until_day(day: str, told: datetime, her_zone: str) -> tuple[float, str]:
    """Seconds from `told` to the end of the day in her zone, and how a report says it."""
    try:
        last = date.fromisoformat(day)
    except ValueError:
        raise TellonceError(f"'{day}' is no day such as 2026-05-08, and a promise runs until then") from None
    end = datetime.combine(last + timedelta(days=1), time(), ZoneInfo(her_zone))
    within_s = max(0.0, (end.astimezone(UTC) - told.astimezone(UTC)).total_seconds())
    return within_s, f"{describe_s(within_s)}, by {last:%a %d %b %Y}, the day that was named"


def due(calendar: Calendar, told: datetime, days: int, her_zone: str) -> datetime:
    """The end of the `days`-th business day after the one on which it counts as told; 0 is that day itself.

    told: with a time zone.  her_zone: the persona's, for a calendar that goes by it.
    What is told on a day off, or after the cut-off time, counts as told on the next business day.
    """
    zone, is_open = _zone(calendar, her_zone), _is_open(calendar)
    here = told.astimezone(zone)
    day = here.date()
    too_late = calendar.cut_off is not None and _since_midnight(here) > timedelta(minutes=minutes_of(calendar.cut_off))
    over = _since_midnight(here) >= timedelta(minutes=minutes_of(calendar.day_ends))
    if is_open(day) and (too_late or over):
        day += timedelta(days=1)
    day = _next_open(day, is_open)
    for _ in range(days):
        day = _next_open(day + timedelta(days=1), is_open)
    minutes = minutes_of(calendar.day_ends)
    if minutes == _DAY_MINUTES:
        return datetime.combine(day + timedelta(days=1), time(), zone)
    return datetime.combine(day, time(minutes // 60, minutes % 60), zone)


def is_business_day(calendar: Calendar, day: date) -> bool:
    """Whether anybody works on `day`."""
    return _is_open(calendar)(day)


@lru_cache(maxsize=64)
def _is_open(calendar: Calendar) -> Callable[[date], bool]:
    weekend = None if calendar.weekend is None else {WEEKDAYS.index(name) for name in calendar.weekend}
    closed = {date.fromisoformat(day) for day in calendar.closed}
    if not calendar.country:
        return lambda day: day.weekday() not in (weekend or ()) and day not in closed
    import holidays  # noqa: PLC0415 - takes a moment, and most projects count no business days

    kept = holidays.country_holidays(calendar.country, subdiv=calendar.subdivision or None)

    def is_open(day: date) -> bool:
        if day in closed:
            return False
        if weekend is None:
            return kept.is_working_day(day)
        return day.weekday() not in weekend and day not in kept

    return is_open


def _next_open(day: date, is_open: Callable[[date], bool]) -> date:
    """`day`, or the first business day after it."""
    for further in range(_LONGEST_CLOSURE_DAYS):
        candidate = day + timedelta(days=further)
        if is_open(candidate):
            return candidate
    raise TellonceError(f"the calendar has no business day within a year of {day.isoformat()}")


def _zone(calendar: Calendar, her_zone: str) -> ZoneInfo:
    return ZoneInfo(her_zone if calendar.time_zone == HER_ZONE else calendar.time_zone)


def _since_midnight(moment: datetime) -> timedelta:
    """What the clock on the wall shows: on a day with 23 hours, 16:00 is still 16:00."""
    return timedelta(hours=moment.hour, minutes=moment.minute, seconds=moment.second, microseconds=moment.microsecond)


def _is_midnight(moment: datetime) -> bool:
    return moment.time() == time()
