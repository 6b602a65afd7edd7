"""A history read once: what belongs to which change, in each worker's own order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tellonce.judge.strangers import Strangers
from tellonce.model.change import Change
from tellonce.model.events import (
    ChangeAcknowledged,
    ChangeBegan,
    ClockMoved,
    CustomerEmbodied,
    Event,
    NeverAsked,
    PlaceRead,
    RunFinished,
    RunStarted,
    ScenarioFinished,
    ScenarioStarted,
    SpansSeen,
)
from tellonce.model.facts import Components
from tellonce.model.history import History
from tellonce.model.observation import Observation

__all__ = ["ChangeRecord", "HistoryIndex", "ScenarioRecord", "index_history"]


@dataclass(slots=True)
class ChangeRecord:
    """One change with its looks. number: which change of its scenario, from 0.

    looks: (place, observer) -> (event number, observation), in order, without the readings before the change.
    superseded: fact -> number of the event with which she began to change it again.
    traced: what its trace told.
    """

    number: int
    began: ChangeBegan
    change: Change | None = None
    looks: dict[tuple[str, bool], list[tuple[int, Observation]]] = field(default_factory=dict)
    superseded: dict[str, int] = field(default_factory=dict)
    traced: list[SpansSeen] = field(default_factory=list)


@dataclass(slots=True)
class ScenarioRecord:
    """One attempt at one scenario on one worker. ended: number of the event after which nothing of it follows.

    reads: every look of the scenario, the first readings included: (customer, touchpoint) -> observations.
    """

    worker: str
    scenario: str
    run: RunStarted
    started: ScenarioStarted | None = None
    finished: ScenarioFinished | None = None
    ended: int = 0
    changes: dict[str, ChangeRecord] = field(default_factory=dict)
    asked: list[NeverAsked] = field(default_factory=list)
    reads: dict[tuple[str, str], list[Observation]] = field(default_factory=dict)
    leapt: set[str] = field(default_factory=set)


@dataclass(slots=True)
class HistoryIndex:
    """Scenarios by (worker, id), customers by key, and each worker's strangers by fact."""

    scenarios: dict[tuple[str, str], ScenarioRecord] = field(default_factory=dict)
    customers: dict[str, CustomerEmbodied] = field(default_factory=dict)
    strangers: dict[tuple[str, str], Strangers] = field(default_factory=dict)

    def others(
        self, record: ScenarioRecord, customer: str, fact: str, observation: Observation
    ) -> Sequence[Components]:
        """Values of other customers of this worker, known before the scenario ended, that might stand in a look.

        Parties she shares an account with are no strangers.
        """
        strangers = self.strangers.get((record.worker, fact))
        if strangers is None:
            return ()
        embodied = self.customers.get(customer)
        near = frozenset((customer, *(embodied.related if embodied else ())))
        return strangers.candidates(observation, fact, record.ended, near)


def index_history(history: History) -> HistoryIndex:
    """Read the events once, in order. Workers may be interleaved in any way; each is counted by itself.

    Events of a worker without a RunStarted use the history's first; without any, the index is empty.
    """
    first = history.run()
    if first is None:
        return HistoryIndex()
    runs = {e.worker: e for e in reversed(history.events) if isinstance(e, RunStarted)}
    reader = _Reader(first=first, runs=runs)
    for event in history.events:
        reader.read(event)
    return reader.done()


@dataclass(slots=True, kw_only=True)
class _Reader:
    first: RunStarted
    runs: Mapping[str, RunStarted]
    index: HistoryIndex = field(default_factory=HistoryIndex)
    count: dict[str, int] = field(default_factory=dict)

    def read(self, event: Event) -> None:
        order = self.count[event.worker] = self.count.get(event.worker, 0) + 1
        if isinstance(event, PlaceRead):  # first, because nearly every event is one
            _add_look(self._record(event.worker, event.scenario), event, order)
            return
        if isinstance(event, RunStarted | RunFinished):
            return
        record = self._record(event.worker, event.scenario)
        match event:
            case ScenarioStarted():
                record.started = event
            case CustomerEmbodied():
                self.index.customers[event.customer] = event
                for fact, value in event.values.items():
                    self._remember(event.worker, order, fact, event.customer, value)
            case ChangeBegan():
                _add_change(record, event, order)
            case ChangeAcknowledged():
                self._acknowledge(record, event, order)
            case ClockMoved(leap_s=leap) if leap > 0:
                record.leapt.add(event.customer)
            case NeverAsked() | SpansSeen():
                _add_as_it_is(record, event)
            case ScenarioFinished():
                record.finished, record.ended = event, order
            case _:
                pass  # steps and kept evidence say nothing of a cell

    def done(self) -> HistoryIndex:
        for record in self.index.scenarios.values():
            record.ended = record.ended or self.count[record.worker] + 1
        return self.index

    def _record(self, worker: str, scenario: str) -> ScenarioRecord:
        key = (worker, scenario)
        found = self.index.scenarios.get(key)
        if found is None:
            run = self.runs.get(worker, self.first)
            found = self.index.scenarios[key] = ScenarioRecord(worker=worker, scenario=scenario, run=run)
        return found

    def _acknowledge(self, record: ScenarioRecord, event: ChangeAcknowledged, order: int) -> None:
        change = record.changes.get(event.change.key)
        if change is not None:
            change.change = event.change
        for fact, replaced in event.change.facts.items():
            self._remember(event.worker, order, fact, event.change.customer, replaced.new)

    def _remember(self, worker: str, order: int, fact: str, customer: str, value: Components) -> None:
        declared = self.first.blueprint.facts.get(fact)
        if declared is not None and value:
            place = self.index.strangers.setdefault((worker, fact), Strangers(declared.kind))
            place.add(order, customer, value)


def _add_look(record: ScenarioRecord, event: PlaceRead, order: int) -> None:
    seen = event.observation
    if not seen.observer:
        record.reads.setdefault((seen.customer, seen.place), []).append(seen)
    change = record.changes.get(event.change)
    if change is not None and not event.before:
        change.looks.setdefault((seen.place, seen.observer), []).append((order, seen))


def _add_as_it_is(record: ScenarioRecord, event: NeverAsked | SpansSeen) -> None:
    if isinstance(event, NeverAsked):
        record.asked.append(event)
    elif event.change in record.changes:
        record.changes[event.change].traced.append(event)


def _add_change(record: ScenarioRecord, event: ChangeBegan, order: int) -> None:
    facts = {fact for fact, _ in event.cells}
    for earlier in record.changes.values():
        if earlier.began.customer == event.customer:
            for fact in facts & {fact for fact, _ in earlier.began.cells}:
                earlier.superseded.setdefault(fact, order)
    record.changes[event.change] = ChangeRecord(number=len(record.changes), began=event)
