"""Northbank's journeys are planned, and their plans name all that can be sent to her: nothing comes unplanned."""

from __future__ import annotations

from pathlib import Path

import pytest
from scripts.journeys_read import lived_through

from tellonce.project import load_project

ROOT = Path(__file__).parents[2]
PROJECT = load_project(ROOT)
FEATURES = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "journeys").rglob("*.feature"))


@pytest.fixture(scope="module")
def reached() -> dict[str, set[str]]:
    """Feature -> the touchpoints that use what its scenarios change."""
    found: dict[str, set[str]] = {}
    for scenario in lived_through()[0]:
        found.setdefault(scenario.journey, set()).update(scenario.concerned)
    return found


@pytest.mark.parametrize("journey", FEATURES)
def test_every_journey_has_a_plan(journey: str) -> None:
    missing = f"{journey.removesuffix('.feature')}.plan.yaml"
    assert journey in PROJECT.plans, f"write {missing}: docs/how-to/plan-a-journey.md"


@pytest.mark.parametrize("journey", sorted(PROJECT.plans))
def test_a_plan_names_whatever_can_be_sent_to_her(journey: str, reached: dict[str, set[str]]) -> None:
    plan = PROJECT.plans[journey]
    sent = {
        key
        for key in reached.get(journey, ())
        if PROJECT.blueprint.touchpoints[key].kind == "emission"
        and PROJECT.blueprint.touchpoints[key].lane in ("frontstage", "customer")
    }
    assert sorted(key for key in sent if not plan.stage_of(key)) == []
