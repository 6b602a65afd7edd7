"""A history put in order for messages: the attempts at each scenario, what happened in each, and around the run."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from tellonce.model.cell import CellVerdict
from tellonce.model.events import (
    Event,
    EvidenceKept,
    FeatureRead,
    HookFinished,
    RunFinished,
    RunnerDescribed,
    ScenarioFinished,
    ScenarioStarted,
    SentencesDeclared,
    StepFinished,
    StepUnderstood,
)

__all__ = ["Attempt", "Told", "tell"]

_ATTEMPT = re.compile(r"#(\d+)$")


@dataclass(slots=True, kw_only=True)
class Attempt:
    """One attempt at one scenario. happened: its hooks, steps and attachments in order.

    finished is None when the run ended in its midst.
    """

    started: ScenarioStarted
    finished: ScenarioFinished | None = None
    happened: list[HookFinished | StepFinished | EvidenceKept] = field(default_factory=list)
    cells: list[CellVerdict] = field(default_factory=list)
    ended_s: float = 0.0

    @property
    def known(self) -> str:
        """The scenario's id without the number of the attempt."""
        return _ATTEMPT.sub("", self.started.scenario)

    @property
    def number(self) -> int:
        """Which attempt it is, from 0."""
        found = _ATTEMPT.search(self.started.scenario)
        return int(found[1]) - 1 if found else 0

    def steps(self) -> list[StepFinished]:
        """The steps that have ended."""
        return [event for event in self.happened if isinstance(event, StepFinished)]

    def hooks(self, kind: str) -> list[HookFinished]:
        """The hooks of one kind that were called, in that order."""
        return [event for event in self.happened if isinstance(event, HookFinished) and event.kind == kind]


@dataclass(slots=True, kw_only=True)
class Told:
    """A whole history. around: what happened outside scenarios, in order.  broken: why workers could not go on."""

    attempts: list[Attempt] = field(default_factory=list)
    described: list[RunnerDescribed] = field(default_factory=list)
    declared: list[SentencesDeclared] = field(default_factory=list)
    features: list[FeatureRead] = field(default_factory=list)
    understood: list[StepUnderstood] = field(default_factory=list)
    around: list[HookFinished | EvidenceKept] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)


def tell(events: Sequence[Event], cells: Sequence[CellVerdict] = ()) -> Told:
    """Put a history in order. Attempts stay in the order in which they were written down."""
    told = Told()
    attempts: dict[tuple[str, str], Attempt] = {}
    for event in events:
        if isinstance(event, ScenarioStarted):
            attempt = attempts[event.worker, event.scenario] = Attempt(started=event, ended_s=event.at_s)
            told.attempts.append(attempt)
        elif isinstance(event, RunFinished):
            told.broken += [event.broken] if event.broken else []
        elif isinstance(event, HookFinished | StepFinished | EvidenceKept | ScenarioFinished):
            found = attempts.get((event.worker, event.scenario))
            if found is not None:
                _note(found, event)
            elif not event.scenario and isinstance(event, HookFinished | EvidenceKept):
                told.around.append(event)
        else:
            _keep(told, event)
    for cell in cells:
        found = attempts.get((cell.worker, cell.scenario))
        if found is not None:
            found.cells.append(cell)
    return told


def _note(attempt: Attempt, event: HookFinished | StepFinished | EvidenceKept | ScenarioFinished) -> None:
    attempt.ended_s = max(attempt.ended_s, event.at_s)
    if isinstance(event, ScenarioFinished):
        attempt.finished = event
    else:
        attempt.happened.append(event)


def _keep(told: Told, event: Event) -> None:
    match event:
        case RunnerDescribed():
            told.described.append(event)
        case SentencesDeclared():
            told.declared.append(event)
        case FeatureRead():
            told.features.append(event)
        case StepUnderstood():
            told.understood.append(event)
