"""GitHub workflow commands, and nothing that a text could add to them."""

from __future__ import annotations

import re

from hostile_bench import founding_account, hostile_account
from made_runs import cell, run, scenario

from tellonce.report.account import take_account
from tellonce.report.formats.annotations import github_annotations


def test_each_scenario_that_did_not_pass_has_a_remark_beside_its_line_errors_first() -> None:
    error, dead, waiting, last = github_annotations(founding_account()).decode().splitlines()

    assert error == (
        "::error file=journeys/maria/moving-house.feature,line=14,title=Maria moves house::"
        "Maria's new card goes to her old home.%0A"
        "The card letter still shows the old postal address 1 day after Maria changed it.%0A"
        "  journey   journeys/maria/moving-house.feature:14%0A"
        "  promised  within 1 day (Card Operations)%0A"
        "  expected  Rosenweg 7b, 80331 Munich%0A"
        "  last seen Hauptstrasse 12, 10115 Berlin   (letter 000123.pdf, page 1)%0A"
        "  arrived   profile page 0.2 s; agent desktop 1.1 s; app's profile 0.4 s; confirmation letter 6 hours; "
        "invoice 10 days%0A"
        "  broke     between customer master (knew at 0.3 s) and card system (never knew)%0A"
        "  replay    tellonce explain 7f3a0001"
    ).replace("agent desktop 1.1 s; app's profile 0.4 s", "app's profile 0.4 s; agent desktop 1.1 s")
    assert dead.startswith(
        "::error file=journeys/amelie/offer.feature,line=14,title=Amélie asks for an offer::The page"
    )
    assert waiting.startswith("::warning file=journeys/zoe/new-mail.feature,line=14,title=")
    assert last == (
        "::notice title=Tellonce%3A Broken::Maria's new card goes to her old home. "
        "Scenarios: 1 passed, 1 failed, 1 inconclusive, 1 error."
    )


def test_a_run_in_which_all_passed_has_nothing_to_remark() -> None:
    cells = (cell("profile"),)

    assert github_annotations(take_account(run(scenario(cells)), cells)) == b""


def test_no_text_ends_its_command_or_begins_another() -> None:
    said = github_annotations(hostile_account(times=3)).decode()

    assert all(re.match(r"::(error|warning|notice) [a-z]+=[^:]*::", line) for line in said.splitlines())
    assert len(said.splitlines()) == 3 + 3 + 1 + 1


def test_what_would_end_a_property_or_a_line_is_written_as_a_number() -> None:
    events = scenario(name="50 %, then: stop", status="error", message="100 %\r\nover two lines")
    first = github_annotations(take_account(run(events), ())).decode().splitlines()[0]

    assert "title=50 %25%2C then%3A stop::100 %25" in first
