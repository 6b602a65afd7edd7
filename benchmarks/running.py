"""Runs all journeys in a process of their own and reads what the run left."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

from tellonce.judge import index_history, judge_expectation, judge_never
from tellonce.judge.barriers import judge_hands, judge_reading
from tellonce.judge.effort import judge_effort
from tellonce.ledger.history_reading import read_history
from tellonce.ledger.verdict_file import read_verdicts
from tellonce.model.cell import CellVerdict
from tellonce.model.effort import Measure
from tellonce.model.events import (
    ChangeAcknowledged,
    ClockMoved,
    CustomerGaveUp,
    EffortAsked,
    Event,
    ExpectationAsked,
    KeyboardUsed,
    NeverAsked,
    PageMet,
    ScenarioFinished,
)
from tellonce.model.history import History

__all__ = ["ROOT", "Ran", "run_journeys"]

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """One run.

    refused: keys of the changes that the company refused.
    told_s: change -> how far her clock had been moved by the time she told it.
    never_broken: scenario -> touchpoints of its "no ... is sent" sentences that did not hold.
    statuses: scenario -> how it ended.
    lost: change -> the scenario in which a customer gave up before it was acknowledged.
    effort_broken: scenario -> what its sentences about effort asked for, and did not get.
    barriers: scenario -> rules of the barriers that kept somebody out.
    """

    exit_code: int
    seconds: float
    cells: tuple[CellVerdict, ...]
    refused: frozenset[str]
    said: str
    told_s: Mapping[str, float] = field(default_factory=dict)
    never_broken: Mapping[str, frozenset[str]] = field(default_factory=dict)
    statuses: Mapping[str, str] = field(default_factory=dict)
    lost: Mapping[str, str] = field(default_factory=dict)
    effort_broken: Mapping[str, frozenset[Measure]] = field(default_factory=dict)
    barriers: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @property
    def sent_all_the_same(self) -> frozenset[str]:
        """Touchpoints of "no ... is sent" sentences that did not hold, in any scenario."""
        return frozenset().union(*self.never_broken.values())


def run_journeys(
    name: str, *arguments: str, environment: Mapping[str, str] | None = None, root: Path = ROOT, workers: int = 2
) -> Ran:
    """`tellonce run` with these arguments in a project; name: of the run's folder. Its output is kept, not shown."""
    began = monotonic()
    ran = subprocess.run(
        [sys.executable, "-m", "tellonce", "run", "--workers", str(workers), "--run", name, *arguments],
        cwd=root,
        env=_outside_of_pytest() | dict(environment or {}),
        capture_output=True,
        text=True,
        check=False,
    )
    seconds = monotonic() - began
    folder = root / "reports" / name
    if not (folder / "verdicts.ndjson").exists():
        return Ran(
            exit_code=ran.returncode, seconds=seconds, cells=(), refused=frozenset(), said=ran.stdout + ran.stderr
        )
    history, _ = read_history(folder)
    return Ran(
        exit_code=ran.returncode,
        seconds=seconds,
        cells=read_verdicts(folder),
        refused=frozenset(key for key, change in history.changes().items() if change.outcome == "refused"),
        said=ran.stdout + ran.stderr,
        told_s=_told_s(history),
        never_broken=_never_broken(history),
        statuses={event.scenario: event.status for event in history.events if isinstance(event, ScenarioFinished)},
        lost={event.change: event.scenario for event in history.events if isinstance(event, CustomerGaveUp)},
        effort_broken=_effort_broken(history),
        barriers=_barriers(history),
    )


def _effort_broken(history: History) -> dict[str, frozenset[Measure]]:
    broken: dict[str, frozenset[Measure]] = {}
    for event in history.events:
        if isinstance(event, EffortAsked) and judge_effort(history, event).outcome == "broken":
            broken[event.scenario] = broken.get(event.scenario, frozenset()) | {event.measure}
    return broken


def _told_s(history: History) -> dict[str, float]:
    moved: Counter[str] = Counter()
    told: dict[str, float] = {}
    for event in history.events:
        if isinstance(event, ClockMoved):
            moved[event.customer] += event.leap_s
        elif isinstance(event, ChangeAcknowledged):
            told[event.change.key] = moved[event.change.customer]
    return told


def _never_broken(history: History) -> dict[str, frozenset[str]]:
    index = index_history(history)
    found: dict[str, frozenset[str]] = {}
    for event in history.events:
        never = isinstance(event, NeverAsked) and event.which == "any" and judge_never(index, event).outcome == "broken"
        counted = isinstance(event, ExpectationAsked) and event.asks == "count"
        if never or (counted and judge_expectation(index, event).outcome == "broken"):
            found[event.scenario] = found.get(event.scenario, frozenset()) | set(event.touchpoints)
    return found


def _barriers(history: History) -> dict[str, frozenset[str]]:
    lived: dict[tuple[str, str], list[Event]] = {}
    for event in history.events:
        if isinstance(event, PageMet | KeyboardUsed):
            lived.setdefault((event.scenario, event.customer), []).append(event)
    found: dict[str, frozenset[str]] = {}
    for (scenario, customer), events in lived.items():
        stopping = [*judge_reading(events, customer).stopping, *judge_hands(events, customer).stopping]
        found[scenario] = found.get(scenario, frozenset()) | {one.barrier.rule for one in stopping}
    return found


def _outside_of_pytest() -> dict[str, str]:
    """The environment of a person's shell: what is started here must not take itself for a worker of a test run."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
