"""The plan of a journey is written down with each of its scenarios, so that a history is compared without its files."""

from __future__ import annotations

from pathlib import Path

from engine_bench import events, open_bank

from small_bank import BLUEPRINT, make_small_bank

PLAN = """\
stages:
  - {stage: Telling the bank, does: Tells., thinks: Once., feels: neutral, touchpoints: [profile]}
"""


def with_plan(root: Path) -> Path:
    make_small_bank(root)
    (root / "journeys/maria.feature").write_text("Feature: Maria\n", encoding="utf-8")
    (root / "journeys/maria.plan.yaml").write_text(PLAN, encoding="utf-8")
    return root


def test_a_scenario_of_a_planned_journey_writes_its_plan_down(tmp_path: Path) -> None:
    with open_bank(with_plan(tmp_path), blueprint=BLUEPRINT) as bank:
        bank.scenario()
        bank.engine.finish_scenario("passed", "")
        (written,) = events(bank, "journey_planned")
    assert (written["scenario"], written["journey"]) == ("journeys/maria.feature::moving", "journeys/maria.feature")
    assert [stage["touchpoints"] for stage in written["plan"]["stages"]] == [["profile"]]


def test_a_scenario_of_a_journey_without_a_plan_writes_none(tmp_path: Path) -> None:
    with open_bank(tmp_path) as bank:
        bank.scenario()
        bank.engine.finish_scenario("passed", "")
        assert events(bank, "journey_planned") == []
