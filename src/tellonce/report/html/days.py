"""Times as the page says them: on her own calendar where it is known to differ from everybody's."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from tellonce.model.cell import CellVerdict
from tellonce.model.events import CustomerEmbodied
from tellonce.report.scenarios import ChangeAccount, ScenarioAccount
from tellonce.story.words import about_s

__all__ = ["after_telling", "customer_of", "day_on", "pronoun", "spoken_time", "two_calendars"]


def spoken_time(wall: str) -> str:
    """`21 Nov 2026, 21:45` of an ISO 8601 time; the text itself when it is none."""
    try:
        return _spoken(datetime.fromisoformat(wall))
    except ValueError:
        return wall


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
    told = f"{about_s(at_s)} after {pronoun(customer, 'subject', 'she')} told"
    day = day_on(change.told_hers if change else None, at_s)
    return f"{told} ({day} on {pronoun(customer, 'possessive', 'her')} calendar)" if day else told


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
    began = spoken_time(began_wall).partition(",")[0]
    ran = f"This run took place on {began}, but" if began else "In this run"
    first, last = (f"{day:%-d %b %Y}" for day in days)
    told = f"on {first}" if first == last else f"between {first} and {last}"
    return (
        f"{ran} each customer lives on a calendar of their own, so that weeks pass in seconds. "
        f"On theirs, the company was told {told}; letters, mails and the times below are dated by it."
    )


def _spoken(moment: datetime) -> str:
    return moment.strftime("%-d %b %Y, %H:%M")
