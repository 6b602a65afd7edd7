"""Checks the blueprint's calendars: zones, countries and subdivisions that exist, and promises that name them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from zoneinfo import available_timezones

from tellonce.model.blueprint import Blueprint
from tellonce.model.calendar import HER_ZONE
from tellonce.model.errors import Problem
from tellonce.model.facts import FactKind
from tellonce.project.yaml_file import YamlFile

__all__ = ["calendar_problems"]


def calendar_problems(blueprint: Blueprint, file: YamlFile) -> Iterator[Problem]:
    """Every mistake in `calendars`, and in the promises that count by them."""
    if blueprint.calendars:
        yield from _unknown_places(blueprint, file)
    dates = tuple(key for key, fact in blueprint.facts.items() if fact.kind is FactKind.DATE)
    for key, touchpoint in blueprint.touchpoints.items():
        promise, here = touchpoint.promise, ("touchpoints", key, "promise")
        if promise.calendar and promise.calendar not in blueprint.calendars:
            yield Problem(
                what=f"unknown calendar '{promise.calendar}'",
                place=file.place((*here, "calendar")),
                bad=promise.calendar,
                valid=tuple(blueprint.calendars),
                hint="" if blueprint.calendars else "declare it under 'calendars'",
            )
        if promise.counts_business_days and not promise.calendar:
            yield Problem(
                what=f"the promise of {key} counts business days, but does not say on whose calendar",
                place=file.place(here),
                hint="write 'calendar: <name>' into the promise, and declare the name under 'calendars'",
            )
        if promise.by and promise.by not in dates:
            yield Problem(
                what=f"the promise of {key} runs until '{promise.by}', which is no fact of kind date",
                place=file.place((*here, "by")),
                bad=promise.by,
                valid=dates,
                hint=""
                if dates
                else "declare it under 'facts', such as delivery_day: {kind: date, called: delivery day}",
            )
        if promise.calendar and not promise.counts_business_days:
            yield Problem(
                what=f"the promise of {key} names a calendar, but counts no business days",
                place=file.place((*here, "calendar")),
                hint="write '2 business days' instead of '2 days', or leave 'calendar' out",
            )


def _unknown_places(blueprint: Blueprint, file: YamlFile) -> Iterator[Problem]:
    import holidays  # noqa: PLC0415 - takes a moment, and most projects count no business days

    zones = available_timezones()
    countries = holidays.list_supported_countries(include_aliases=False)
    for name, calendar in blueprint.calendars.items():
        here = ("calendars", name)
        for nth, day in enumerate(calendar.closed):
            if not _is_a_day(day):
                yield Problem(what=f"there is no day '{day}'", place=file.place((*here, "closed", nth)), bad=day)
        if calendar.time_zone != HER_ZONE and calendar.time_zone not in zones:
            yield Problem(
                what=f"unknown time zone '{calendar.time_zone}'",
                place=file.place((*here, "time_zone")),
                bad=calendar.time_zone,
                valid=(HER_ZONE, *sorted(zones)),
                hint=f"write an IANA name such as Europe/Berlin, or '{HER_ZONE}' for the customer's own",
            )
        if calendar.country and calendar.country not in countries:
            yield Problem(
                what=f"no holidays are known for the country '{calendar.country}'",
                place=file.place((*here, "country")),
                bad=calendar.country,
                valid=tuple(sorted(countries)),
                hint="write its two letters (ISO 3166), or leave it out and list the days off under 'closed'",
            )
            continue
        if not calendar.subdivision:
            continue
        if not calendar.country:
            yield Problem(
                what=f"the calendar {name} has a subdivision, but no country",
                place=file.place((*here, "subdivision")),
                hint="write the country that it is a part of",
            )
            continue
        parts = holidays.country_holidays(calendar.country)
        known = (*parts.subdivisions, *parts.subdivisions_aliases)
        if calendar.subdivision not in known:
            yield Problem(
                what=f"unknown subdivision '{calendar.subdivision}' of {calendar.country}",
                place=file.place((*here, "subdivision")),
                bad=calendar.subdivision,
                valid=known,
                hint="" if known else f"leave it out: {calendar.country} keeps the same holidays everywhere",
            )


def _is_a_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
