"""Planned and actual journeys in index.html and journeys.ndjson."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from made_runs import cell, plan, planned, run, scenario, stale_card
from unpacked import unpacked

from tellonce.ledger.journey_file import read_journeys
from tellonce.model.cell import CellVerdict
from tellonce.model.journey import Deviates
from tellonce.model.plan import Plan
from tellonce.model.verdict import Verdict
from tellonce.report.account import take_account
from tellonce.report.html import render
from tellonce.report.write import write_reports

CARD = {"stage": "renewal", "touchpoints": ("card_letter",), "feels": "uneasy"}


def told(cells: Sequence[CellVerdict], folder: Path, made: Plan | None) -> list[dict[str, Any]]:
    """The plans as the page carries them."""
    events = scenario(cells) if made is None else planned(scenario(cells), made)
    plans: list[dict[str, Any]] = unpacked(render(take_account(run(events), cells), folder)).more["plans"]
    return plans


def test_each_stage_says_what_she_does_thinks_and_feels_and_what_she_met(tmp_path: Path) -> None:
    cells = [cell("profile"), cell("app"), cell("letter"), cell("card_letter"), cell("invoice")]
    [found] = told(cells, tmp_path, plan())
    assert found["about"] == "Maria moves."
    assert found["deviations"] == []
    change, renewal, *_ = found["stages"]
    assert (change["does"], change["thinks"]) == ("Types the new address.", "Once, and then it must stick.")
    assert (change["feels"], change["height"], renewal["moment"]) == ("neutral", 3, True)
    card = next(met for met in renewal["touchpoints"] if met["touchpoint"] == "card_letter")
    assert (card["verdict"], card["met"]) == ("on_time", "after 14 hours")


def test_each_deviation_is_a_sentence_and_a_word_beside_its_touchpoint(tmp_path: Path) -> None:
    cells = [cell("profile"), cell("app"), cell("letter", Verdict.LOST), stale_card(), cell("invoice")]
    [found] = told(cells, tmp_path, plan())
    assert [one["says"] for one in found["deviations"]] == [
        "The card letter failed Maria in “renewal”: still old.",
        "The confirmation letter is planned in “change”, and nothing of it ever came.",
    ]
    deviates = {met["touchpoint"]: met["deviates"] for stage in found["stages"] for met in stage["touchpoints"]}
    assert (deviates["card_letter"], deviates["letter"], deviates["profile"]) == (["failing"], ["missing"], [])


def test_what_no_stage_names_stands_beside_the_planned_ones(tmp_path: Path) -> None:
    cells = [cell("letter"), cell("agent"), cell("card_letter")]
    [found] = told(cells, tmp_path, plan(CARD))
    assert [one["says"] for one in found["deviations"]] == [
        "The confirmation letter came, and no stage of the plan names it."
    ]
    assert [(met["touchpoint"], met["deviates"]) for met in found["beyond"]] == [
        ("letter", ["ad hoc"]),
        ("agent", []),
    ]


def test_a_stage_in_another_order_than_planned_says_so(tmp_path: Path) -> None:
    [found] = told(
        [cell("letter"), cell("card_letter")],
        tmp_path,
        plan(CARD, {"stage": "change", "touchpoints": ("letter",), "feels": "content"}),
    )
    assert found["deviations"][0]["says"] == "Maria met “change” before “renewal”, and not as planned."
    assert [stage["stage"] for stage in found["stages"] if stage["out_of_order"]]


def test_what_the_run_did_not_try_is_told_apart_from_what_never_came(tmp_path: Path) -> None:
    [found] = told([cell("profile")], tmp_path, plan())
    card = next(met for stage in found["stages"] for met in stage["touchpoints"] if met["touchpoint"] == "card_letter")
    assert (card["verdict"], card["met"]) == (None, "not tried in this run")


def test_a_journey_without_a_plan_has_none(tmp_path: Path) -> None:
    assert told([cell("profile")], tmp_path, None) == []


def test_another_program_reads_the_same_from_a_line_a_journey(tmp_path: Path) -> None:
    cells = [cell("profile"), cell("app"), cell("letter"), stale_card(), cell("invoice")]
    history = run(planned(scenario(cells), plan()))
    write_reports(tmp_path, history, cells, project=tmp_path)
    (journey,) = read_journeys(tmp_path)
    assert journey == take_account(history, cells).journeys[0]
    assert [(found.kind, found.touchpoint, found.cell) for found in journey.deviations] == [
        (Deviates.FAILING, "card_letter", "7f3a0001")
    ]
