"""A history read once: what belongs to which change, in each worker's own order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import TypeVar

from tellonce.judge.strangers import Strangers
from tellonce.model.change import Change
from tellonce.model.events import (
    ChangeAcknowledged,
    ChangeBegan,
    ClockMoved,
    CustomerEmbodied,
    Event,
    NeverAsked,
    OfTouchpoints,
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

__all__ = ["ChangeRecord", "HistoryIndex", "Reader", "ScenarioRecord", "index_history"]

_WHEN = attrgetter("end_s", "start_s")
_Answer = TypeVar("_Answer")


@dataclass(slots=True)
class ChangeRecord:
    """One change with its looks. number: which change of its scenario, from 0.

    looks: (place, observer) -> observations in the order in which they were written, without those before the change.
    superseded: fact -> when she began to change it again: how many looks there were at each place, and the second on
    her axis if the history says so.
    """

    number: int
    began: ChangeBegan
    change: Change | None = None
    looks: dict[tuple[str, bool], list[Observation]] = field(default_factory=dict)
    superseded: dict[str, tuple[dict[tuple[str, bool], int], float | None]] = field(default_factory=dict)

    def looks_at(self, place: str, *, observer: bool, fact: str) -> tuple[list[Observation], list[Observation]]:
        """Looks at a place in the order of their ends; and those that may have seen her next change of the fact."""
        looks = self.looks.get((place, observer), [])
        if fact not in self.superseded:
            return sorted(looks, key=_WHEN), []
        counts, began_s = self.superseded[fact]
        if began_s is None:
            before = counts.get((place, observer), 0)
            return sorted(looks[:before], key=_WHEN), sorted(looks[before:], key=_WHEN)
        own = [look for look in looks if look.end_s <= began_s]
        return sorted(own, key=_WHEN), sorted((look for look in looks if look.end_s > began_s), key=_WHEN)

    def add(self, look: Observation) -> None:
        """One more look."""
        self.looks.setdefault((look.place, look.observer), []).append(look)


@dataclass(slots=True)
class ScenarioRecord:
    """One attempt at one scenario on one worker. ended: number of the event after which nothing of it follows.

    reads: every look of the scenario, the first readings included: (customer, touchpoint) -> observations.
    early: change -> looks that were written down before the change itself.  traced: change -> what its trace told.
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
    early: dict[str, list[Observation]] = field(default_factory=dict)
    traced: dict[str, list[SpansSeen]] = field(default_factory=dict)


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
        return [value for _, value in strangers.candidates(observation, fact, record.ended, near)]


def index_history(history: History) -> HistoryIndex:
    """Read the events once, in order. Workers may be interleaved in any way; each is counted by itself.

    Events of a worker without a RunStarted use the history's first; without any, the index is empty.
    """
    first = history.run()
    if first is None:
        return HistoryIndex()
    runs = {e.worker: e for e in reversed(history.events) if isinstance(e, RunStarted)}
    reader = Reader(first=first, runs=runs)
    for event in history.events:
        reader.read(event)
    return reader.done()


@dataclass(slots=True, kw_only=True)
class Reader:
    """Reads a history event by event. first, runs: the first start of all, and each worker's, as far as known.

    count: events of each worker so far, without looks.  keep_reads: for sentences that say never.
    """

    first: RunStarted | None = None
    runs: dict[str, RunStarted] = field(default_factory=dict)
    index: HistoryIndex = field(default_factory=HistoryIndex)
    count: dict[str, int] = field(default_factory=dict)
    keep_reads: bool = True
    waiting: list[Event] = field(default_factory=list)

    def read(self, event: Event) -> None:
        """Take in one event. What comes before any run has started waits for one."""
        worker = event.worker
        if isinstance(event, PlaceRead) and self.first is not None:  # nearly every event is one
            record = self.index.scenarios.get((worker, event.scenario)) or self._record(worker, event.scenario)
            if record is not None:
                _add_look(record, event, self.keep_reads)
            return
        if self.first is None and not isinstance(event, RunStarted):
            self.waiting.append(event)
            return
        order = self.count[worker] = self.count.get(worker, 0) + 1
        if isinstance(event, RunStarted):
            self.first = self.first or event
            self.runs.setdefault(worker, event)
            waiting, self.waiting = self.waiting, []
            for earlier in waiting:
                self.read(earlier)
        elif not isinstance(event, RunFinished) and event.scenario:
            record = self._record(worker, event.scenario)
            if record is not None:
                self._read_of_scenario(record, event, order)

    def _read_of_scenario(self, record: ScenarioRecord, event: Event, order: int) -> None:
        match event:
            case ScenarioStarted():
                record.started = event
            case CustomerEmbodied():
                self.index.customers[event.customer] = event
                for fact, value in event.values.items():
                    self._remember(event.worker, order, fact, event.customer, value)
            case ChangeBegan():
                _add_change(record, event)
            case ChangeAcknowledged():
                self._acknowledge(record, event, order)
            case ClockMoved(leap_s=leap) if leap > 0:
                record.leapt.add(event.customer)
            case NeverAsked():
                record.asked.append(event)
            case SpansSeen():
                record.traced.setdefault(event.change, []).append(event)
            case ScenarioFinished():
                record.finished, record.ended = event, order
            case _:
                pass  # steps and kept evidence say nothing of a cell

    def so_far(self, question: OfTouchpoints, judge: Callable[[HistoryIndex, OfTouchpoints], _Answer]) -> _Answer:
        """What `judge` says of a question by the events up to now, as if its scenario ended here."""
        record = self.index.scenarios.get((question.worker, question.scenario))
        if record is None:
            return judge(self.index, question)
        record.ended = self.count.get(record.worker, 0) + 1
        try:
            return judge(self.index, question)
        finally:
            record.ended = 0

    def let_go(self, ended: ScenarioFinished) -> ScenarioRecord | None:
        """A scenario that has ended, taken out of the index; what others must know of its customers stays.

        None when no run had started before it.
        """
        return self.index.scenarios.pop((ended.worker, ended.scenario), None)

    def done(self) -> HistoryIndex:
        """The index, when no event follows."""
        for record in self.index.scenarios.values():
            record.ended = record.ended or self.count.get(record.worker, 0) + 1
        return self.index

    def _record(self, worker: str, scenario: str) -> ScenarioRecord | None:
        key = (worker, scenario)
        found = self.index.scenarios.get(key)
        run = self.runs.get(worker, self.first)
        if found is None and run is not None:
            found = self.index.scenarios[key] = ScenarioRecord(worker=worker, scenario=scenario, run=run)
        return found

    def _acknowledge(self, record: ScenarioRecord, event: ChangeAcknowledged, order: int) -> None:
        change = record.changes.get(event.change.key)
        if change is not None:
            change.change = event.change
        for fact, replaced in event.change.facts.items():
            self._remember(event.worker, order, fact, event.change.customer, replaced.new)

    def _remember(self, worker: str, order: int, fact: str, customer: str, value: Components) -> None:
        declared = None if self.first is None else self.first.blueprint.facts.get(fact)
        if declared is not None and value:
            place = self.index.strangers.setdefault((worker, fact), Strangers(declared.kind))
            place.add(order, customer, value)


def _add_look(record: ScenarioRecord, event: PlaceRead, keep_reads: bool) -> None:
    seen = event.observation
    if keep_reads and not seen.observer:
        record.reads.setdefault((seen.customer, seen.place), []).append(seen)
    if not event.before:
        change = record.changes.get(event.change)
        if change is None:
            record.early.setdefault(event.change, []).append(seen)
        else:
            change.add(seen)


def _add_change(record: ScenarioRecord, event: ChangeBegan) -> None:
    facts = {fact for fact, _ in event.cells}
    for earlier in record.changes.values():
        if earlier.began.customer == event.customer:
            counts = {spot: len(looks) for spot, looks in earlier.looks.items()}
            for fact in facts & {fact for fact, _ in earlier.began.cells}:
                earlier.superseded.setdefault(fact, (counts, event.began_s))
    change = record.changes[event.change] = ChangeRecord(number=len(record.changes), began=event)
    for seen in record.early.pop(event.change, ()):
        change.add(seen)
