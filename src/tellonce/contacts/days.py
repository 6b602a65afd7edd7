"""On which day a contact was, as its register writes times."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from tellonce.model.contacts import Contacts

__all__ = ["EARLIEST", "LATEST", "day_reader", "is_day", "moment_reader", "monday_of"]

EARLIEST, LATEST = "1970-01-01", "2199-12-31"
"""A contact before or after is a mistake of the register, and would make the weeks endless."""
_SINCE_1970 = {"seconds": 1.0, "milliseconds": 0.001}
_1970 = datetime(1970, 1, 1, tzinfo=UTC)


def day_reader(section: Contacts) -> Callable[[str], str]:
    """What makes a day (2026-05-04) of a time. It raises ValueError for what is no time, or none that can be."""
    zone = ZoneInfo(section.time_zone) if section.time_zone else None
    moment_of = moment_reader(section.time_format)

    def day(text: str) -> str:
        try:
            moment = moment_of(text)
            if zone is not None and moment.tzinfo is not None:
                moment = moment.astimezone(zone)
        except OverflowError:
            raise ValueError("beyond the calendar") from None
        found = _iso(moment.date())
        if not EARLIEST <= found <= LATEST:
            raise ValueError("beyond the years of a register")
        return found

    return day


def moment_reader(form: str) -> Callable[[str], datetime]:
    """What makes a moment of a time that is written so, or raises ValueError. form: Contacts.time_format."""
    if not form:
        return datetime.fromisoformat
    if form in _SINCE_1970:
        unit_s = _SINCE_1970[form]
        return lambda text: _1970 + timedelta(seconds=float(text) * unit_s)
    return lambda text: datetime.strptime(text, form)


@lru_cache(maxsize=4096)
def _iso(day: date) -> str:
    return day.isoformat()


@lru_cache(maxsize=4096)
def monday_of(day: str) -> str:
    """The Monday of the week of a day, both as 2026-05-04."""
    found = date.fromisoformat(day)
    return (found - timedelta(days=found.weekday())).isoformat()


def is_day(text: str) -> bool:
    """Whether a day is written so: 2026-05-04."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
