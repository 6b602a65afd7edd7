"""Scenarios of a run as reports tell them, one after the other, so that no run need fit into memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from tellonce.model.cell import CellVerdict
from tellonce.model.change import Change
from tellonce.model.events import (
    ChangeAcknowledged,
    ChangeBegan,
    ClockMoved,
    ConstraintFound,
    CustomerEmbodied,
    CustomerGaveUp,
    EffortMeasured,
    Event,
    EvidenceKept,
    FeatureDescribed,
    KeyboardUsed,
    PageMet,
    RunFinished,
    RunStarted,
    ScenarioFinished,
    ScenarioStarted,
    StepFinished,
)
from tellonce.model.observation import Evidence
from tellonce.report.calendars import HerCalendars

__all__ = ["UNTOLD", "ChangeAccount", "RunFrame", "ScenarioAccount", "gather"]

UNTOLD = ("place_read", "spans_seen")
"""Types of events that no report needs: what they came to is in the cells, and they are most of a history."""
_OF_THE_RUN = (RunStarted, RunFinished)
_OF_A_CLOCK = (ChangeAcknowledged, ClockMoved)


@dataclass(slots=True, kw_only=True)
class ChangeAccount:
    """One change. acknowledged is None when the company never answered."""

    key: str
    began: ChangeBegan | None = None
    acknowledged: Change | None = None
    told_wall: str = ""
    told_at_s: float = 0.0
    """On the worker's monotonic clock."""
    told_hers: datetime | None = None
    """On her own calendar; None when it is not known to differ from everybody's."""
    cells: list[CellVerdict] = field(default_factory=list)

    @property
    def did(self) -> str:
        """What she did to a fact: a refused or unanswered change is none."""
        return "changed" if self.acknowledged and self.acknowledged.outcome == "accepted" else "tried to change"


@dataclass(slots=True, kw_only=True)
class ScenarioAccount:
    """One attempt at one scenario. Without `finished` it was cut off."""

    started: ScenarioStarted
    finished: ScenarioFinished | None = None
    ended_s: float = 0.0
    steps: list[StepFinished] = field(default_factory=list)
    customers: list[CustomerEmbodied] = field(default_factory=list)
    changes: dict[str, ChangeAccount] = field(default_factory=dict)
    evidence: list[Evidence] = field(default_factory=list)
    leaps: list[ClockMoved] = field(default_factory=list)
    """Every time that a customer's clock was advanced and reported ready, in order."""
    met: list[PageMet | KeyboardUsed] = field(default_factory=list)
    """Pages that its customers met, and what they did with the keyboard; what barriers are judged from."""
    deeds: list[EffortMeasured] = field(default_factory=list)
    """What each of their acts cost them; empty for an old history."""
    gave_up: list[CustomerGaveUp] = field(default_factory=list)

    @property
    def id(self) -> str:
        """The scenario's stable id."""
        return self.started.scenario

    @property
    def status(self) -> str:
        """passed, failed, inconclusive, error, skipped, or "cut off" when the run ended in its midst."""
        return self.finished.status if self.finished else "cut off"

    @property
    def message(self) -> str:
        """Why it ended as it did; empty when it passed."""
        return self.finished.message if self.finished else "The run ended before this scenario did."

    @property
    def why(self) -> str:
        """The one line of `message` that tells most: its "because", else the first that is not the scenario's name."""
        lines = [line.strip() for line in self.message.splitlines() if line.strip()]
        because = next((line for line in lines if line.startswith("because ")), "")
        first = next((line for line in lines if line != self.started.name), "")
        return because.removeprefix("because ").strip() or first

    @property
    def took_s(self) -> float:
        """On its worker's monotonic clock."""
        return max(0.0, self.ended_s - self.started.at_s)

    @property
    def cells(self) -> list[CellVerdict]:
        """Its cells, change by change."""
        return [cell for change in self.changes.values() for cell in change.cells]

    @property
    def own_values(self) -> Iterator[str]:
        """What the harness made up itself for it."""
        for customer in self.customers:
            yield from customer.own()
        for change in self.changes.values():
            if change.acknowledged:
                yield from change.acknowledged.told()


@dataclass(slots=True, kw_only=True)
class RunFrame:
    """What a history says of the run itself; whole once all its scenarios were taken."""

    run: RunStarted | None = None
    last_s: dict[str, float] = field(default_factory=dict)
    """Worker -> when it was last heard of."""
    began_wall: str = ""
    ended_wall: str = ""
    troubles: list[str] = field(default_factory=list)
    described: dict[str, FeatureDescribed] = field(default_factory=dict)
    """Journey -> what its file says in prose, as the first worker read it."""

    @property
    def took_s(self) -> float:
        """Of the slowest worker."""
        return max(self.last_s.values(), default=0.0)

    def take(self, later: RunFrame) -> None:
        """What a later part of the history says."""
        self.run = self.run or later.run
        for worker, at_s in later.last_s.items():
            self.last_s[worker] = max(at_s, self.last_s.get(worker, 0.0))
        walls = [wall for wall in (self.began_wall, later.began_wall) if wall]
        self.began_wall, self.ended_wall = min(walls, default=""), max(self.ended_wall, later.ended_wall)
        self.troubles += later.troubles
        for journey, described in later.described.items():
            self.described.setdefault(journey, described)

    def note(self, event: Event) -> None:
        """Take in one event."""
        worker, at_s, wall = event.worker, event.at_s, event.wall
        if at_s >= self.last_s.get(worker, 0.0):
            self.last_s[worker] = at_s
        if wall:
            if wall < self.began_wall or not self.began_wall:
                self.began_wall = wall
            self.ended_wall = max(self.ended_wall, wall)
        if isinstance(event, RunStarted):
            self.run = self.run or event
        elif isinstance(event, RunFinished) and event.broken:
            self.troubles.append(f"This run was cut off: {event.broken}")
        elif isinstance(event, FeatureDescribed):
            self.described.setdefault(event.journey, event)


def gather(
    events: Iterable[Event], cells_of: Callable[[str], Sequence[CellVerdict]], frame: RunFrame
) -> Iterator[ScenarioAccount]:
    """The scenarios of a run in the order in which they began, each as soon as its worker began the next.

    cells_of: a scenario's id -> its cells, which need not be in memory before they are asked for.
    frame: takes what is said of the run itself.  What is said of a scenario that was told already is left out.
    """
    open_: dict[str, ScenarioAccount] = {}
    clocks: dict[str, HerCalendars] = {}

    def closed(worker: str) -> Iterator[ScenarioAccount]:
        scenario = open_.pop(worker, None)
        calendars = clocks.pop(worker, None)
        if scenario is None:
            return
        for cell in cells_of(scenario.id):
            scenario.changes.setdefault(cell.change, ChangeAccount(key=cell.change)).cells.append(cell)
        for change, told in (calendars.told if calendars else {}).items():
            if change in scenario.changes:
                scenario.changes[change].told_hers = told
        yield scenario

    for event in events:
        frame.note(event)
        if isinstance(event, ScenarioStarted):
            yield from closed(event.worker)
            open_[event.worker] = ScenarioAccount(started=event, ended_s=event.at_s)
            clocks[event.worker] = HerCalendars()
        elif not isinstance(event, _OF_THE_RUN):
            scenario = open_.get(event.worker)
            if scenario is not None and event.scenario == scenario.started.scenario:
                scenario.ended_s = max(scenario.ended_s, event.at_s)
                if isinstance(event, _OF_A_CLOCK):
                    clocks[event.worker].note(event)
                note = _NOTES.get(type(event))
                if note is not None:
                    note(scenario, event)
    for worker in tuple(open_):
        yield from closed(worker)


def _answered(scenario: ScenarioAccount, event: ChangeAcknowledged) -> None:
    change = scenario.changes.setdefault(event.change.key, ChangeAccount(key=event.change.key))
    change.acknowledged, change.told_wall, change.told_at_s = event.change, event.wall, event.at_s


def _began(scenario: ScenarioAccount, event: ChangeBegan) -> None:
    scenario.changes.setdefault(event.change, ChangeAccount(key=event.change)).began = event


def _moved(scenario: ScenarioAccount, event: ClockMoved) -> None:
    if event.ready:
        scenario.leaps.append(event)


def _gave_up(scenario: ScenarioAccount, event: CustomerGaveUp) -> None:
    scenario.evidence.extend(event.saw)
    scenario.gave_up.append(event)


def _finished(scenario: ScenarioAccount, event: ScenarioFinished) -> None:
    scenario.finished = event


def _with_constraint(scenario: ScenarioAccount, found: ConstraintFound) -> None:
    """What was said of a constraint when she was embodied is replaced by what became of it."""
    scenario.customers = [
        customer.model_copy(update={"constraints": {**customer.constraints, found.constraint: found.said}})
        if customer.customer == found.customer
        else customer
        for customer in scenario.customers
    ]


_NOTES: Final[Mapping[type, Callable[[ScenarioAccount, Any], None]]] = {
    StepFinished: lambda scenario, event: scenario.steps.append(event),
    CustomerEmbodied: lambda scenario, event: scenario.customers.append(event),
    ChangeBegan: _began,
    ChangeAcknowledged: _answered,
    ClockMoved: _moved,
    ConstraintFound: _with_constraint,
    PageMet: lambda scenario, event: scenario.met.append(event),
    KeyboardUsed: lambda scenario, event: scenario.met.append(event),
    EvidenceKept: lambda scenario, event: scenario.evidence.append(event.evidence),
    CustomerGaveUp: _gave_up,
    EffortMeasured: lambda scenario, event: scenario.deeds.append(event),
    ScenarioFinished: _finished,
}
"""What an account takes from each type of event; from others nothing."""
