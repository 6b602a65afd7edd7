"""Checks the blueprint's section `contacts`: touchpoints, facts and a time zone that exist."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import available_timezones

from tellonce.model.blueprint import Blueprint
from tellonce.model.errors import Problem
from tellonce.project.yaml_file import YamlFile

__all__ = ["contacts_problems"]

_SINCE_1970 = ("seconds", "milliseconds")


def contacts_problems(blueprint: Blueprint, file: YamlFile) -> Iterator[Problem]:
    """Every mistake that names show; nothing for a blueprint without the section."""
    section = blueprint.contacts
    if section is None:
        return
    for part, word, meanings, known in (
        ("about", "touchpoint", section.about, tuple(blueprint.touchpoints)),
        ("causes", "fact", section.causes, tuple(blueprint.facts)),
    ):
        for said, key in meanings.items():
            if key not in known:
                yield Problem(
                    what=f"unknown {word} '{key}'",
                    place=file.place(("contacts", part, said)),
                    bad=key,
                    valid=known,
                    hint=f"on the left the register's word, on the right the {word}'s key",
                )
    causes = {said.casefold() for said in section.causes}
    for nth, said in enumerate(section.no_cause):
        if said.casefold() in causes:
            yield Problem(
                what=f"'{said}' is a cause, and stands under no_cause as well",
                place=file.place(("contacts", "no_cause", nth)),
                hint="keep it in one of the two",
            )
    first: dict[str, str] = {}
    for meaning, column in section.columns.declared.items():
        if first.setdefault(column, meaning) != meaning:
            yield Problem(
                what=f"the column '{column}' is both '{first[column]}' and '{meaning}'",
                place=file.place(("contacts", "columns", meaning)),
                hint="leave out what the register does not have",
            )
    if section.time_format not in ("", *_SINCE_1970) and not _can_be_read(section.time_format):
        yield Problem(
            what=f"no time can be read as '{section.time_format}'",
            place=file.place(("contacts", "time_format")),
            bad=section.time_format,
            valid=_SINCE_1970,
            hint="write it as strptime has it, such as '%d.%m.%Y %H:%M', or leave it out for ISO 8601",
        )
    if section.time_zone and section.time_zone not in (zones := available_timezones()):
        yield Problem(
            what=f"unknown time zone '{section.time_zone}'",
            place=file.place(("contacts", "time_zone")),
            bad=section.time_zone,
            valid=tuple(sorted(zones)),
            hint="write an IANA name such as Europe/Berlin",
        )


def _can_be_read(form: str) -> bool:
    """Whether the day of a time that is written so comes back."""
    written = datetime(2026, 5, 4, 9, 30)
    try:
        return datetime.strptime(written.strftime(form), form).date() == written.date()
    except ValueError:
        return False
