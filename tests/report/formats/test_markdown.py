"""The comment on a pull request, the whole of it."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hostile_bench import founding_account, hostile_account
from made_runs import cell, run, scenario
from markdown_it import MarkdownIt

from tellonce.report.account import take_account
from tellonce.report.formats.markdown import github_summary, gitlab_summary, markdown


def test_a_broken_promise_is_told_from_its_consequence_to_the_command_that_explains_it() -> None:
    assert (
        markdown(founding_account()).decode()
        == """\
### Maria's new card goes to her old home.

**Broken.** Scenarios: 1 passed, 1 failed, 1 inconclusive, 1 error.

| kept | broken | still waiting | not seen |
|---:|---:|---:|---:|
| 16 | 2 | 1 | 0 |

#### Broken

**1. Maria's new card goes to her old home.**

The card letter still shows the old postal address 1 day after Maria changed it.

| | |
|---|---|
| promised | `within 1 day` |
| owner | `Card Operations` |
| who | `Maria` |
| expected | `Rosenweg 7b, 80331 Munich` |
| last seen | `Hauptstrasse 12, 10115 Berlin` |
| shown by | `letter 000123.pdf, page 1` |
| broke | `between customer master (knew at 0.3 s) and card system (never knew)` |
| concerns | `the card letter: still old (Card Operations); the card file: still old (Card Operations)` |
| journey | `journeys/maria/moving-house.feature:14` |
| explain | `tellonce explain 7f3a0001` |

#### Not lived through

- **Could not be tried (1 scenario):** The page /enquiry did not open: connection refused
  - `journeys/amelie/offer.feature:14 Amélie asks for an offer`
- **Could not be settled (1 scenario):** The partner feed still has time to learn Zoë's new e-mail address. the last \
look told: pending
  - `journeys/zoe/new-mail.feature:14 Zoë takes a new e-mail address`

#### Waiting or not seen

| touchpoint | owner | | cells |
|---|---|---|---:|
| `the partner feed` | `Broker Desk` | waiting | 1 |

The whole report: `reports/r1/index.html`. Run `2026-11-21T214500-7f3a`, begun `2026-11-21T21:45:00+01:00`.
"""
    )


def test_a_run_in_which_all_went_well_is_a_line_its_counts_and_where_to_read_on() -> None:
    cells = (cell("profile"),)
    said = markdown(take_account(run(scenario(cells)), cells)).decode()

    assert said == (
        "### Every change reached everyone who should know: 1 change, 1 touchpoint check, 1 persona, in 4.1 s.\n\n"
        "**Kept.** Scenarios: 1 passed.\n\n"
        "| kept | broken | still waiting | not seen |\n|---:|---:|---:|---:|\n| 1 | 0 | 0 | 0 |\n\n"
        "Run `2026-11-21T214500-7f3a`, begun `2026-11-21T21:45:00+01:00`.\n"
    )


def test_what_changed_since_the_run_before_stands_before_what_is_broken() -> None:
    said = markdown(replace(founding_account(), since=("The card letter broke.",))).decode()

    assert said.index("#### Broken\n") < said.index("#### Since the run before\n\n- The card letter broke.\n")


def test_a_run_that_is_not_whole_says_so_before_all_else() -> None:
    said = markdown(take_account(run(scenario(), broken="the service died"), ())).decode()

    assert "**Unknown.**" in said
    assert "**The run is not whole:** This run was cut off: the service died\n" in said


@pytest.mark.parametrize(
    ("make", "most", "measure"),
    [
        (markdown, 60_000, len),
        (gitlab_summary, 900_000, len),
        (github_summary, 1_000_000, lambda text: len(text.encode())),
    ],
)
def test_a_run_with_thousands_of_breaks_fits_and_says_how_many_more_there_are(make, most, measure) -> None:  # type: ignore[no-untyped-def]
    said = make(hostile_account(times=1_000)).decode()

    assert most * 0.9 < measure(said) <= most
    told = len(re.findall(r"^\*\*\d+\. ", said, re.MULTILINE))
    [more] = re.findall(
        r"^… and ([\d,]+) more for which there is no room here; the report tells all\.$", said, re.MULTILINE
    )
    reasons = len(re.findall(r"^- \*\*Could not be tried", said, re.MULTILINE))
    rows = len(re.findall(r"\| (?:waiting|not seen) \| 1 \|$", said, re.MULTILINE))
    assert told + reasons + rows + int(more.replace(",", "")) == 1_000 + 1_000 + 2_000


def test_the_summary_of_a_job_keeps_to_the_room_that_is_left() -> None:
    assert len(github_summary(hostile_account(times=100), 5_000)) <= 5_000


def test_nothing_hostile_becomes_markup_a_link_a_picture_or_a_mention() -> None:
    reader = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    tokens = reader.parse(markdown(hostile_account(times=2)).decode())
    inside = [child for token in tokens for child in token.children or ()]

    assert {token.type for token in tokens} & {"html_block", "fence", "code_block"} == set()
    assert {child.type for child in inside} <= {
        *("text", "text_special", "code_inline", "strong_open", "strong_close", "softbreak")
    }
    read = " ".join(child.content for child in inside if child.type == "text")
    assert not re.search(r"@\w|(?<!\w)[#!~%$&^]\w|\w://|www\.\w", read)
