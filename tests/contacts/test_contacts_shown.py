"""What is shown of contacts, whole: for a terminal, for a page, for a tool."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from contacts_bench import read

from tellonce.contacts import shown
from tellonce.model.contact_account import ContactsAccount

ROWS = (
    "2026-05-04T09:30:00+02:00,1001,phone,card,moved house,Where is `it` | @all?",
    "2026-05-11T09:30:00+02:00,1002,web,card,moved house,Again",
    "2026-05-12T09:30:00+02:00,1003,phone,web site,language,Deutsch",
    "2026-05-12T09:30:00+02:00,1003,phone,web site,language,Deutsch",
    "2026-05-13,1003,[x](http://evil.example),card,3 of 10,",
    "2026-05-13,1003,,<b>crd</b>,,",
    "yesterday,1003,phone,card,,",
)

TEXT = """\
6 contacts from 1 file, 2026-05-04 to 2026-05-13; 1 row could not be read.
No journey would notice what 3 of them (50 %) are about.
A scenario is missing for 2.
2 (33 %) bear no cause.
Compared with the run tonight.

No journey would notice

  the details page: language  2 contacts, 33 %
  owner     Digital Banking
  when      2026-05-12   ···········█ (12 weeks to 2026-05-11)
  channels  phone 2
  journeys  none would notice: no scenario changes the language of a customer
  run       not watched in tonight
  write     journeys/maria/profile-language.feature
            Feature: What customers say of the details page

              Scenario: Her new language reaches the details page
                Given Maria is a customer
                When she would rather read Polish
                Then the details page shows her new language

Not in the blueprint

  <b>crd</b>: no cause given  1 contact, 17 %
  when      2026-05-13   ···········█ (12 weeks to 2026-05-11)
  journeys  none would notice: '<b>crd</b>' means no touchpoint; say what it means under
            contacts.about

Not settled in the run

  the card letter: postal address  2 contacts, 33 %
  owner     Card Operations
  when      2026-05-04 to 2026-05-11   ··········██ (12 weeks to 2026-05-11)
  channels  phone 1, web 1
  journeys  journeys/moving.feature:2 Her card finds her
  run       not watched in tonight

Without a cause

  the card letter: no cause given  1 contact, 17 %
  owner     Card Operations
  when      2026-05-13   ···········█ (12 weeks to 2026-05-11)
  channels  [x](http://evil.example) 1
  journeys  the register gives no cause; the card letter is watched by 1 scenario

1 row could not be read
  rows      1  its time cannot be read
            {file}:8: its time cannot be read
"""

MARKDOWN = """\
# What customers said to Small Bank

- 6 contacts from 1 file, 2026-05-04 to 2026-05-13; 1 row could not be read.
- No journey would notice what 3 of them (50 %) are about.
- A scenario is missing for 2.
- 2 (33 %) bear no cause.
- Compared with the run tonight.

## No journey would notice

| about | contacts | share | when | by week | channels | owner | journeys |
|---|---|---|---|---|---|---|---|
| `the details page: language` | 2 | 33 % | 2026-05-12 | ···········█ (12 weeks to 2026-05-11) | `phone 2` | Digital Banking | no scenario changes the language of a customer; not watched in tonight |

Said of `the details page: language`:

- `Deutsch`

Write `journeys/maria/profile-language.feature`:

```gherkin
Feature: What customers say of the details page

  Scenario: Her new language reaches the details page
    Given Maria is a customer
    When she would rather read Polish
    Then the details page shows her new language
```

## Not in the blueprint

| about | contacts | share | when | by week | channels | owner | journeys |
|---|---|---|---|---|---|---|---|
| `<b>crd</b>: no cause given` | 1 | 17 % | 2026-05-13 | ···········█ (12 weeks to 2026-05-11) |  |  | '\\<b\\>crd\\</b\\>' means no touchpoint; say what it means under contacts.about |

## Not settled in the run

| about | contacts | share | when | by week | channels | owner | journeys |
|---|---|---|---|---|---|---|---|
| `the card letter: postal address` | 2 | 33 % | 2026-05-04 to 2026-05-11 | ··········██ (12 weeks to 2026-05-11) | `phone 1`, `web 1` | Card Operations | `journeys/moving.feature:2`; not watched in tonight |

Said of `the card letter: postal address`:

- `Where is 'it' / @all?`

## Without a cause

| about | contacts | share | when | by week | channels | owner | journeys |
|---|---|---|---|---|---|---|---|
| `the card letter: no cause given` | 1 | 17 % | 2026-05-13 | ···········█ (12 weeks to 2026-05-11) | `[x](http://evil.example) 1` | Card Operations | the register gives no cause; the card letter is watched by 1 scenario |

## Rows that could not be read

- 1 its time cannot be read
- `{file}:8`: its time cannot be read
"""  # noqa: E501 - a row of a table is a line


def told(bank: Path, *rows: str, **asked: object) -> ContactsAccount:
    return read(bank, *(rows or ROWS), run="tonight", cells=(), **asked)


def test_the_text_tells_the_worst_first_and_nothing_that_anybody_said(bank: Path) -> None:
    assert shown(told(bank), "text") == TEXT.replace("{file}", f"{bank}/contacts.csv")


def test_the_markdown_holds_the_same_and_what_the_register_wrote_is_nothing_but_text(bank: Path) -> None:
    said = shown(told(bank, quotes=1), "markdown")

    assert said.splitlines() == MARKDOWN.replace("{file}", f"{bank}/contacts.csv").splitlines()


def test_the_json_holds_everything_and_reads_back(bank: Path) -> None:
    account = told(bank)
    said = shown(account, "json")

    assert ContactsAccount.model_validate_json(said) == account
    assert json.loads(said)["format"] == 1
    assert "Deutsch" not in said
    assert "1001" not in said


@pytest.mark.parametrize("shape", ["text", "markdown", "json"])
def test_what_was_said_is_shown_only_when_asked_for(bank: Path, shape: str) -> None:
    assert "Deutsch" not in shown(told(bank), shape)
    assert "Deutsch" in shown(told(bank, quotes=1), shape)


def test_quotes_stand_in_the_text_one_a_line(bank: Path) -> None:
    assert "\n  said      “Where is `it` | @all?”\n  said      “Again”\n" in shown(told(bank, quotes=2), "text")


def test_the_text_fits_a_hundred_columns_whatever_the_register_writes(bank: Path) -> None:
    long = "a very long word " * 3
    rows = [f"2026-05-04,1,{long},{long},{long},{'x' * 500}", *ROWS]

    lines = shown(told(bank, *rows, quotes=3), "text").splitlines()

    assert [line for line in lines if len(line) > 100 and str(bank) not in line] == []


@pytest.mark.parametrize(("shape", "rest"), [("text", "… and 3 groups more: --top"), ("markdown", "… and 3")])
def test_no_more_groups_are_shown_than_asked_for(bank: Path, shape: str, rest: str) -> None:
    said = shown(told(bank), shape, 1)

    assert "the details page: language" in said
    assert "the card letter: postal address" not in said
    assert rest in said


def test_people_get_twenty_groups_and_tools_all(bank: Path) -> None:
    account = told(bank, *(f"2026-05-04,1,phone,thing {number},," for number in range(25)))

    assert "… and 5 groups more" in shown(account, "text")
    assert len(json.loads(shown(account, "json"))["groups"]) == 25
    assert len(json.loads(shown(account, "json", 3))["groups"]) == 3


def test_the_trend_has_a_bar_for_each_week_and_a_dot_for_none(bank: Path) -> None:
    days = ["2026-02-01"] + ["2026-03-02"] + ["2026-04-06"] * 10 + ["2026-05-04"] * 100 + ["2026-05-11"] * 50

    account = told(bank, *(f"{day},1,phone,card,," for day in days))

    assert "   ·▁····▁···█▄ (12 weeks to 2026-05-11)\n" in shown(account, "text")


def test_many_journeys_and_many_bad_rows_are_told_by_their_number(bank: Path) -> None:
    steps = "    Given Maria is a customer\n    When she moves\n    Then the card letter shows her new postal address\n"
    scenarios = "".join(f"  Scenario: Moving {number}\n{steps}" for number in range(5))
    (bank / "journeys/more.feature").write_text(f"Feature: More\n{scenarios}", encoding="utf-8")

    account = told(bank, ROWS[0], *[",1,phone,card,,"] * 12)
    said = shown(account, "text")

    assert "            journeys/more.feature:6 Moving 1\n            journeys/more.feature:10 Moving 2\n" in said
    assert "            … and 3 more\n" in said
    assert "            … and 2 more: --format json lists up to 1,000\n" in said
    assert "`journeys/more.feature:10`, `3 more`; not watched in tonight |" in shown(account, "markdown")


def test_without_a_run_nothing_is_said_of_one_and_where_all_is_watched_that_is_said(bank: Path) -> None:
    said = shown(read(bank, ROWS[0]), "text")

    assert said.startswith(
        "1 contact from 1 file, 2026-05-04.\n"
        "A journey watches everything that they are about.\n"
        "Compared with no run.\n\nWatched\n\n"
    )
    assert "  run  " not in said
