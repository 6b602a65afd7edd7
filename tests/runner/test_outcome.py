"""How a scenario ended, from its steps and from what the engine settled."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tellonce.engine.outcomes import CannotTell, PromiseBroken
from tellonce.engine.protocol import ScenarioEnd, ScenarioStatus
from tellonce.model.errors import UsageProblem
from tellonce.runner.outcome import Outcome, from_steps, settle


def ended(exception: Exception | None, status: str = "failed") -> Outcome:
    """What the steps alone say of a scenario whose one step ended so."""
    step: Any = SimpleNamespace(
        keyword="Then", name="it holds", line=4, status=SimpleNamespace(name=status), exception=exception
    )
    scenario = SimpleNamespace(
        hook_failed=False, all_steps=[step], should_skip=False, status=SimpleNamespace(name=status), skip_reason=""
    )
    return from_steps(scenario, "journeys/one.feature", "One", Path("/nowhere"))


@pytest.mark.parametrize(
    ("exception", "step", "scenario"),
    [
        (None, "passed", "passed"),
        (PromiseBroken("the letter is stale"), "failed", "failed"),
        (AssertionError("it does not hold"), "failed", "failed"),
        (CannotTell("nobody could look"), "failed", "inconclusive"),
        (UsageProblem(()), "error", "error"),
        (ZeroDivisionError(), "error", "error"),
    ],
)
def test_a_step_that_cannot_tell_is_no_broken_promise(exception: Exception | None, step: str, scenario: str) -> None:
    assert ended(exception, step).status == scenario


@pytest.mark.parametrize(
    ("settled", "status"), [("inconclusive", "inconclusive"), ("failed", "failed"), ("error", "error")]
)
def test_the_engine_makes_it_worse_but_never_better(settled: ScenarioStatus, status: str) -> None:
    assert settle(ended(CannotTell("nobody could look")), ScenarioEnd(status=settled)).status == status


def test_what_is_inconclusive_says_so_with_its_reason() -> None:
    assert settle(ended(CannotTell("nobody could look")), ScenarioEnd(status="inconclusive")).text == (
        "Inconclusive: nobody can say that this was kept.\n"
        "One\n"
        "  journey   journeys/one.feature:4\n"
        "  step      Then it holds\n"
        "  because   nobody could look"
    )
