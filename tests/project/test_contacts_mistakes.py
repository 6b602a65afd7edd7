"""Every mistake in the blueprint's section about contacts is told where it stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from small_bank import BLUEPRINT, make_small_bank
from tellonce.model.errors import UsageProblem
from tellonce.project import load_project

SECTION = """\
contacts:
  columns: {time: at, about: touchpoint, cause: cause}
  time_format: "%d.%m.%Y"
  time_zone: Europe/Berlin
  about: {card: card-letter}
  causes: {moved *: postal_address}
  no_cause: [unknown]
"""
BEGINS = BLUEPRINT.count("\n")
COLUMNS = "  valid         time, about, cause, channel, said, customer"

MISTAKES = {
    "an unknown key": (
        ("no_cause", "nocause"),
        "7:3: unknown key 'nocause' in contacts\n"
        "  did you mean  no_cause\n"
        "  valid         columns, rows, time_format, time_zone, about, causes, no_cause",
    ),
    "an unknown column": (
        ("cause: cause", "case: cause"),
        f"2:42: unknown key 'case' in contacts.columns\n  did you mean  cause\n{COLUMNS}",
    ),
    "no column for the time": (("time: at, ", ""), "2:3: 'time' is missing in contacts.columns"),
    "a column without a name": (
        ("about: touchpoint", 'about: ""'),
        "2:23: contacts.columns.about: must not be empty",
    ),
    "one column for two things": (
        ("cause: cause", "cause: touchpoint"),
        "2:42: the column 'touchpoint' is both 'about' and 'cause'\n"
        "  next          leave out what the register does not have",
    ),
    "an unknown touchpoint": (
        ("card: card-letter", "card: card-leter"),
        "5:11: unknown touchpoint 'card-leter'\n"
        "  did you mean  card-letter\n"
        "  valid         profile, card-letter\n"
        "  next          on the left the register's word, on the right the touchpoint's key",
    ),
    "an unknown fact": (
        ("postal_address}", "postal address}"),
        "6:12: unknown fact 'postal address'\n"
        "  did you mean  postal_address\n"
        "  valid         postal_address, email\n"
        "  next          on the left the register's word, on the right the fact's key",
    ),
    "a cause that is none": (
        ("[unknown]", "[unknown, Moved *]"),
        "7:23: 'Moved *' is a cause, and stands under no_cause as well\n  next          keep it in one of the two",
    ),
    "a number where a word belongs": (
        ("[unknown]", "[0]"),
        "7:14: contacts.no_cause.0: must be text; put it in quotes (got '0')",
    ),
    "a time without a day": (
        ("%d.%m.%Y", "%H:%M"),
        "3:3: no time can be read as '%H:%M'\n"
        "  valid         seconds, milliseconds\n"
        "  next          write it as strptime has it, such as '%d.%m.%Y %H:%M', or leave it out for ISO 8601",
    ),
    "a time in misspelt units": (
        ("%d.%m.%Y", "milliseconds since 1970"),
        "3:3: no time can be read as 'milliseconds since 1970'\n"
        "  did you mean  milliseconds\n"
        "  valid         seconds, milliseconds\n"
        "  next          write it as strptime has it, such as '%d.%m.%Y %H:%M', or leave it out for ISO 8601",
    ),
}


def told(root: Path, section: str) -> str:
    """All that is said of a blueprint with this section; empty when it is sound."""
    make_small_bank(root, blueprint=BLUEPRINT + section)
    try:
        load_project(root)
    except UsageProblem as problem:
        return str(problem)
    return ""


def test_a_section_about_contacts_is_read(tmp_path: Path) -> None:
    assert told(tmp_path, SECTION) == ""
    section = load_project(tmp_path).blueprint.contacts
    assert section is not None
    assert section.columns.declared == {"time": "at", "about": "touchpoint", "cause": "cause"}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_in_it_is_told_where_it_stands(name: str, tmp_path: Path) -> None:
    (right, wrong), said = MISTAKES[name]
    line, _, rest = said.partition(":")

    assert told(tmp_path, SECTION.replace(right, wrong)) == f"fixtures/blueprint.yaml:{BEGINS + int(line)}:{rest}"


def test_an_unknown_time_zone_is_told_with_the_nearest(tmp_path: Path) -> None:
    said = told(tmp_path, SECTION.replace("Europe/Berlin", "Europe/Berln")).splitlines()

    assert said[:2] == [
        f"fixtures/blueprint.yaml:{BEGINS + 4}:3: unknown time zone 'Europe/Berln'",
        "  did you mean  Europe/Berlin",
    ]
    assert said[-1] == "  next          write an IANA name such as Europe/Berlin"
