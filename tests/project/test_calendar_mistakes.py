"""Calendars that cannot be: zones, countries, times of day, and promises that name them."""

from __future__ import annotations

from pathlib import Path

import pytest

from small_bank import BLUEPRINT, make_small_bank
from tellonce.model.calendar import WEEKDAYS
from tellonce.model.errors import UsageProblem
from tellonce.project import load_project

# Line 5: calendars, line 6: office; the promise of the card letter stands in line 41.
OFFICE = "{time_zone: Europe/Berlin, country: DE, subdivision: BY}"
PROMISE = "{within: 2 business days, calendar: office}"

MISTAKES = {
    "half a day": (
        (OFFICE, "{within: 1.5 business days, calendar: office}"),
        "41:15: touchpoints.card-letter.promise.within: '1.5 business days' cannot be counted: "
        "business days are whole days",
    ),
    "a number that is none": (
        (OFFICE, "{within: many business days, calendar: office}"),
        "41:15: touchpoints.card-letter.promise.within: 'many days' is not a duration; "
        "write a number and a unit, such as '5 s', '2 minutes', '1 day' (got 'many business days')",
    ),
    "nobody's calendar": (
        (OFFICE, "{within: 2 business days}"),
        "41:5: the promise of card-letter counts business days, but does not say on whose calendar\n"
        "  next          write 'calendar: <name>' into the promise, and declare the name under 'calendars'",
    ),
    "nothing to count": (
        (OFFICE, "{within: 1 day, calendar: office}"),
        "41:30: the promise of card-letter names a calendar, but counts no business days\n"
        "  next          write '2 business days' instead of '2 days', or leave 'calendar' out",
    ),
    "an unknown calendar": (
        (OFFICE, "{within: 2 business days, calendar: offise}"),
        "41:40: unknown calendar 'offise'\n  did you mean  office\n  valid         office",
    ),
    "a window that is shorter": (
        (OFFICE, "{within: 2 business days, window: 1 business day, calendar: office}"),
        "41:5: touchpoints.card-letter.promise: the window ends before the promise does; "
        "leave 'window' out, or make it longer",
    ),
    "a subdivision of no country": (
        ("{time_zone: customer, subdivision: BY}", PROMISE),
        "6:33: the calendar office has a subdivision, but no country\n"
        "  next          write the country that it is a part of",
    ),
    "an unknown subdivision": (
        ("{time_zone: customer, country: CA, subdivision: Q}", PROMISE),
        "6:46: unknown subdivision 'Q' of CA\n  did you mean  QC\n"
        "  valid         AB, BC, MB, NB, NL, NS, NT, NU, ON, PE, QC, SK, YT",
    ),
    "a country without holidays": (
        ("{time_zone: customer, country: XZ}", PROMISE),
        "6:33: no holidays are known for the country 'XZ'",
    ),
    "a country by its name": (
        ("{time_zone: customer, country: Germany}", PROMISE),
        "6:33: calendars.office.country: 'Germany' is no country code; write its two letters (ISO 3166), such as 'DE'",
    ),
    "a time zone that is misspelt": (
        ("{time_zone: Europe/Berln}", PROMISE),
        "6:12: unknown time zone 'Europe/Berln'\n  did you mean  Europe/Berlin",
    ),
    "no time zone at all": (("{country: DE}", PROMISE), "6:3: 'time_zone' is missing in calendars.office"),
    "a time of day that is none": (
        ("{time_zone: customer, cut_off: 25:00}", PROMISE),
        "6:33: calendars.office.cut_off: '25:00' is no time of day; write hours and minutes in quotes, such as '16:00'",
    ),
    "a week that is all weekend": (
        (f"{{time_zone: customer, weekend: [{', '.join(WEEKDAYS)}]}}", PROMISE),
        "6:33: calendars.office.weekend: every day is weekend, so no business day would ever come",
    ),
    "a day of the week that is misspelt": (
        ("{time_zone: customer, weekend: [satday]}", PROMISE),
        "6:43: calendars.office.weekend.0: 'satday' will not do\n  did you mean  saturday\n"
        f"  valid         {', '.join(WEEKDAYS)}",
    ),
    "a day off that no calendar has": (
        ("{time_zone: customer, closed: ['2026-02-30']}", PROMISE),
        "6:42: there is no day '2026-02-30'",
    ),
    "a day off in words": (
        ("{time_zone: customer, closed: [Christmas]}", PROMISE),
        "6:42: calendars.office.closed.0: 'Christmas' is no day; write year, month and day, such as 2026-12-24",
    ),
}


def mistakes_in(root: Path, office: str, promise: str) -> str:
    """All that is said of a small bank with this calendar and this promise of its card letter."""
    blueprint = BLUEPRINT.replace("facts:\n", f"calendars:\n  office: {office}\nfacts:\n", 1)
    make_small_bank(root, blueprint=blueprint.replace("{within: 1 day}", promise))
    try:
        load_project(root)
    except UsageProblem as problem:
        return str(problem)
    return ""


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_in_a_calendar_is_told_where_it_stands(name: str, tmp_path: Path) -> None:
    (office, promise), said = MISTAKES[name]

    assert mistakes_in(tmp_path, office, promise).startswith(f"fixtures/blueprint.yaml:{said}")


@pytest.mark.parametrize(
    "office",
    [
        OFFICE,
        "{time_zone: customer}",
        "{time_zone: Asia/Riyadh, country: SA, weekend: [friday], closed: [2026-12-24], cut_off: 16:00}",
        "{time_zone: Europe/Vienna, country: AT, subdivision: Tirol, cut_off: '16:30', day_ends: '18:00'}",
    ],
)
def test_a_calendar_that_can_be_has_no_mistake(office: str, tmp_path: Path) -> None:
    assert mistakes_in(tmp_path, office, PROMISE) == ""
