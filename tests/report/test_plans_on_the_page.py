"""Planned and actual journeys in index.html and journeys.ndjson."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from made_runs import cell, plan, planned, run, scenario, stale_card

from tellonce.ledger.journey_file import read_journeys
from tellonce.model.cell import CellVerdict
from tellonce.model.journey import Deviates
from tellonce.model.plan import Plan
from tellonce.model.verdict import Verdict
from tellonce.report.account import take_account
from tellonce.report.html import render
from tellonce.report.write import write_reports

CARD = {"stage": "renewal", "touchpoints": ("card_letter",), "feels": "uneasy"}


def section(cells: Sequence[CellVerdict], folder: Path, made: Plan | None) -> str:
    """The section about plans, as text with single spaces; empty when there is none."""
    events = scenario(cells) if made is None else planned(scenario(cells), made)
    page = render(take_account(run(events), cells), folder)
    found = re.search(r'<section id="plans".*?</section>', page, re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", found[0]).split()) if found else ""


def test_each_stage_says_what_she_does_thinks_and_feels_and_whom_the_touchpoints_belong_to(tmp_path: Path) -> None:
    cells = [cell("profile"), cell("app"), cell("letter"), cell("card_letter"), cell("invoice")]
    told = section(cells, tmp_path, plan())
    assert "Maria moves house and gets her new card as planned Maria moves." in told
    assert "change Does Types the new address. Thinks “Once, and then it must stick.” Feels neutral" in told
    assert "renewal moment of truth Does" in told
    assert "card letter moment of truth in time, after 14 hours Card Operations" in told


def test_each_deviation_is_a_sentence_and_a_word_beside_its_touchpoint(tmp_path: Path) -> None:
    cells = [cell("profile"), cell("app"), cell("letter", Verdict.LOST), stale_card(), cell("invoice")]
    told = section(cells, tmp_path, plan())
    assert (
        "2 deviations Maria moves. journeys/maria/moving-house.feature , 1 scenario "
        "The card letter failed Maria in “renewal”: still old. "
        "The confirmation letter is planned in “change”, and nothing of it ever came." in told
    )
    assert "card letter failing moment of truth still old" in told
    assert "confirmation letter missing never came, never Output" in told


def test_what_no_stage_names_stands_beside_the_planned_ones(tmp_path: Path) -> None:
    cells = [cell("letter"), cell("agent"), cell("card_letter")]
    told = section(cells, tmp_path, plan(CARD))
    assert "The confirmation letter came, and no stage of the plan names it." in told
    assert "Not planned confirmation letter ad hoc in time, after 6 hours Output" in told
    assert "agent desktop" not in told


def test_a_stage_in_another_order_than_planned_says_so(tmp_path: Path) -> None:
    told = section(
        [cell("letter"), cell("card_letter")],
        tmp_path,
        plan(CARD, {"stage": "change", "touchpoints": ("letter",), "feels": "content"}),
    )
    assert "Maria met “change” before “renewal”, and not as planned." in told
    assert "change out of order Does" in told


def test_what_the_run_did_not_try_is_told_apart_from_what_never_came(tmp_path: Path) -> None:
    told = section([cell("profile")], tmp_path, plan())
    assert "as planned" in told
    assert "card letter moment of truth not tried in this run Card Operations" in told


def test_a_journey_without_a_plan_is_named(tmp_path: Path) -> None:
    assert section([cell("profile")], tmp_path, None) == (
        "Planned and actual 0 No plan: Maria moves house and gets her new card ."
    )


def test_another_program_reads_the_same_from_a_line_a_journey(tmp_path: Path) -> None:
    cells = [cell("profile"), cell("app"), cell("letter"), stale_card(), cell("invoice")]
    history = run(planned(scenario(cells), plan()))
    write_reports(tmp_path, history, cells, project=tmp_path)
    (journey,) = read_journeys(tmp_path)
    assert journey == take_account(history, cells).journeys[0]
    assert [(found.kind, found.touchpoint, found.cell) for found in journey.deviations] == [
        (Deviates.FAILING, "card_letter", "7f3a0001")
    ]
