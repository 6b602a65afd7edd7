"""Times as the page says them: on her own calendar where it is known to differ from everybody's."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import lru_cache

from babel import Locale
from babel.dates import format_date

from tellonce.model.cell import CellVerdict
from tellonce.model.events import CustomerEmbodied
from tellonce.report.scenarios import ChangeAccount, ScenarioAccount
from tellonce.story.speech import current_speech, say
from tellonce.story.words import about_s

__all__ = ["after_telling", "customer_of", "day_on", "pronoun", "spoken_day", "spoken_time", "two_calendars"]


def spoken_time(wall: str) -> str:
    """`21 Nov 2026, 21:45` of an ISO 8601 time, as the language that is spoken writes it; the text itself when it is
    none."""
    try:
        return _spoken(datetime.fromisoformat(wall))
    except ValueError:
        return wall


def spoken_day(day: date) -> str:
    """`21 Nov 2026`, as the language that is spoken writes it."""
    return _day(current_speech().language, day)


def day_on(told_hers: datetime | None, after_s: float) -> str:
    """The day and time on her calendar, `after_s` seconds after she told; empty when it is not known."""
    try:
        return _spoken(told_hers + timedelta(seconds=after_s)) if told_hers else ""
    except OverflowError:
        return ""


def after_telling(
    scenario: ScenarioAccount | None, change: ChangeAccount | None, cell: CellVerdict, at_s: float
) -> str:
    """`2 weeks after she told (18 May 2026, 09:30 on her calendar)`; without a calendar of hers, no date.

    at_s: seconds after t0.
    """
    customer = customer_of(scenario, cell) if scenario else None
    subject = pronoun(customer, "subject", "she")
    day = day_on(change.told_hers if change else None, at_s)
    if not day:
        return say("time.after_telling", time=about_s(at_s), subject=subject)
    possessive = pronoun(customer, "possessive", "her")
    return say("time.after_telling_on", time=about_s(at_s), subject=subject, day=day, possessive=possessive)


def customer_of(scenario: ScenarioAccount, cell: CellVerdict) -> CustomerEmbodied | None:
    """Whom a cell is about."""
    return next((customer for customer in scenario.customers if customer.customer == cell.customer), None)


def pronoun(customer: CustomerEmbodied | None, which: str, default: str) -> str:
    """subject, object or possessive."""
    return customer.pronouns.get(which, default) if customer else default


def two_calendars(days: tuple[date, date] | None, began_wall: str) -> str:
    """Why a letter bears another date than the run; empty when no customer's calendar was moved.

    days: the first and the last on which customers told the company, on their own calendars.
    """
    if days is None:
        return ""
    first, last = (spoken_day(day) for day in days)
    key = f"time.{'run' if began_wall else 'undated'}_{'on' if first == last else 'between'}"
    return say(key, ran=spoken_time(began_wall).rpartition(",")[0] or began_wall, first=first, last=last)


def _spoken(moment: datetime) -> str:
    language = current_speech().language
    return f"{_day(language, moment.date())}, {moment.hour:02d}{_time_sign(language)}{moment.minute:02d}"


@lru_cache(maxsize=4096)
def _day(language: str, day: date) -> str:
    # CLDR's English is American; Tellonce writes the day first.
    return f"{day:%-d %b %Y}" if language == "en" else format_date(day, "medium", locale=language)


@lru_cache
def _time_sign(language: str) -> str:
    """What stands between hours and minutes."""
    pattern = str(Locale.parse(language).time_formats["short"].pattern)
    return "." if "H.mm" in pattern else ":"
