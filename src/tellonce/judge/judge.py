"""Every cell of a history, judged. Pure: judging again yields the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal

from tellonce.judge.case import CONCLUSIVE, Case, CellJudgement, Sighting, once_each
from tellonce.judge.classify import Expectation, Judged, expect, judge_observation
from tellonce.judge.consequence import consequence
from tellonce.judge.decide import judge_cell
from tellonce.judge.frontier import Knowledge, find_break, knowledge_of
from tellonce.judge.index import ChangeRecord, HistoryIndex, ScenarioRecord, index_history
from tellonce.judge.looks import evidence_of, timeline
from tellonce.judge.traced import Trace, trace_of
from tellonce.model.blueprint import Touchpoint
from tellonce.model.cell import CellVerdict
from tellonce.model.change import Change
from tellonce.model.errors import TellonceError
from tellonce.model.facts import Fact, spell
from tellonce.model.history import History
from tellonce.model.observation import Observation
from tellonce.model.verdict import Outcome, Sight, Verdict

__all__ = ["judge", "judge_index"]

_Outcome = Literal["accepted", "refused"]
_HER_OWN = frozenset({"web", "app"})
# A look that another change of the same fact overtook may still count when it saw this change's own values.
_STILL_TELLING = frozenset({Sight.NEW, Sight.LEAKED, Sight.WRONG_RECIPIENT, Sight.FOREIGN})


def judge(history: History) -> tuple[CellVerdict, ...]:
    """One verdict for every cell of every change that began, ordered by journey, scenario, change and cell.

    An empty history has none. Raises TellonceError when a cell names what the history's own blueprint lacks.
    """
    return judge_index(index_history(history))


def judge_index(index: HistoryIndex) -> tuple[CellVerdict, ...]:
    """The same for a history already indexed."""
    cells: list[CellVerdict] = []
    taken: set[str] = set()
    for record in sorted(index.scenarios.values(), key=_in_order):
        for change in record.changes.values():
            for cell in _ChangeJudge(index=index, record=record, change=change).cells():
                unique = cell if cell.id not in taken else cell.model_copy(update={"id": _identify(cell, 16)})
                taken.add(unique.id)
                cells.append(unique)
    return tuple(cells)


def _in_order(record: ScenarioRecord) -> tuple[str, int, str, str]:
    started = record.started
    return (started.journey if started else "", started.line if started else 0, record.scenario, record.worker)


def _identify(cell: CellVerdict, digits: int) -> str:
    parts = (cell.scenario, cell.change, cell.fact, cell.touchpoint)
    return sha256("\x1f".join(parts).encode()).hexdigest()[:digits]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cell:
    """A cell with what its verdict rests on."""

    fact: str
    touchpoint: str
    sightings: tuple[Sighting, ...]
    judgement: CellJudgement
    systems: Mapping[str, Knowledge]
    outcome: _Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class _ChangeJudge:
    index: HistoryIndex
    record: ScenarioRecord
    change: ChangeRecord

    def cells(self) -> list[CellVerdict]:
        change = self.change.change
        if change is None:
            return [self._unacknowledged(fact, touchpoint) for fact, touchpoint in self.change.began.cells]
        if change.outcome != "unknown":
            judged = self._judged(change, change.outcome)
        else:
            # Either value may be right, but everybody must hold the same one: the reading that fewer cells deny.
            readings: list[list[_Cell]] = [self._judged(change, "accepted"), self._judged(change, "refused")]
            judged = min(readings, key=_denied)
        split = _split(judged)
        untold = [self._untold(fact, key) for fact, key in self.change.began.cells if fact not in change.facts]
        return [*(self._written(change, cell, split) for cell in judged), *untold]

    def _judged(self, change: Change, outcome: _Outcome) -> list[_Cell]:
        systems: dict[tuple[str, tuple[str, ...]], dict[str, Knowledge]] = {}
        cells = []
        for fact, key in self.change.began.cells:
            if fact not in change.facts:
                continue
            touchpoint, declared = self._touchpoint(key), self._fact(fact)
            wanted = expect(change, fact, touchpoint, declared, outcome)
            sightings, overtaken = self._sightings(change, wanted, key, touchpoint)
            judgement = judge_cell(
                Case(
                    kind=touchpoint.kind,
                    promise=touchpoint.promise,
                    t0_s=change.t0_s,
                    sightings=sightings,
                    expects_none=outcome == "refused",
                    own_view=is_her_own(touchpoint),
                    ended_s=self._ended_s(change.customer),
                )
            )
            if overtaken:
                judgement = _superseded(judgement)
            held = systems.setdefault((fact, wanted.compare), {})
            if not held:
                held.update(self._systems(change, wanted))
            cells.append(
                _Cell(
                    fact=fact,
                    touchpoint=key,
                    sightings=sightings,
                    judgement=judgement,
                    systems=held,
                    outcome=outcome,
                )
            )
        return cells

    def _sightings(
        self, change: Change, wanted: Expectation, key: str, touchpoint: Touchpoint
    ) -> tuple[tuple[Sighting, ...], bool]:
        """The classified looks after t0, and whether some were overtaken by her next change of the same fact."""
        known: dict[object, Judged] = {}
        sightings, overtaken = [], False
        next_change = self.change.superseded.get(wanted.fact)
        for order, look in self.change.looks.get((key, False), ()):
            if look.start_s < change.t0_s:
                continue
            about = _identity(look, wanted.fact)
            judged = known.get(about)
            if judged is None:
                others = self.index.others(self.record, change.customer, wanted.fact, look)
                judged = known[about] = judge_observation(look, wanted, others)
            if next_change is not None and order > next_change and judged.sight not in _STILL_TELLING:
                overtaken = True
                continue
            sightings.append(sighting_of(look, judged, touchpoint, change.t0_s))
        if touchpoint.kind == "emission":
            return tuple(sightings), overtaken
        return tuple(sorted(sightings, key=lambda s: (s.end_s, s.start_s))), overtaken

    def _systems(self, change: Change, wanted: Expectation) -> dict[str, Knowledge]:
        stop = self.change.superseded.get(wanted.fact)
        found = {}
        for (place, observer), looks in self.change.looks.items():
            if observer:
                current = [look for order, look in looks if stop is None or order < stop]
                knowledge = knowledge_of(current, wanted, change.t0_s)
                if knowledge is not None:
                    found[place] = knowledge
        return found

    def _written(self, change: Change, cell: _Cell, split: bool) -> CellVerdict:
        touchpoint, declared = self._touchpoint(cell.touchpoint), self._fact(cell.fact)
        judgement, value = cell.judgement, change.facts[cell.fact]
        first_new = judgement.first_new
        # An emission's own time is when the news reached her; a look found it by its end at the latest.
        reached_s = None if first_new is None else max(0.0, first_new.end_s - change.t0_s)
        broke = find_break(
            judgement.verdict,
            fact=cell.fact,
            touchpoint=touchpoint,
            blueprint=self.record.run.blueprint,
            systems=cell.systems,
            reached_s=reached_s,
            trace=self._trace(change),
        )
        old, new = spell(declared.kind, value.old), spell(declared.kind, value.new)
        shown = once_each(cell.sightings) if touchpoint.kind == "emission" else cell.sightings
        return self._blank(cell.fact, cell.touchpoint).model_copy(
            update={
                "verdict": judgement.verdict,
                "flags": judgement.flags,
                "split": split,
                "old": old,
                "new": new,
                "last_seen": _last_seen(judgement, cell.sightings),
                "t0_s": change.t0_s,
                "reached_after_s": reached_s,
                "broke_between": broke.between if broke else None,
                "broke_how": broke.how if broke else "",
                "consequence": consequence(
                    judgement.verdict,
                    touchpoint,
                    name=self._name(),
                    pronouns=self._pronouns(),
                    old=old,
                    new=new,
                    fact_called=declared.called,
                    refused=cell.outcome == "refused",
                ),
                "reason": judgement.reason,
                "looks": timeline(shown),
                "evidence": evidence_of(judgement.decisive, cell.sightings),
            }
        )

    def _trace(self, change: Change) -> Trace | None:
        """What its trace tells of the way; nothing where it was refused, for then it had no way to go."""
        if not self.change.traced or change.outcome != "accepted":
            return None
        return trace_of(self.change.traced, self.record.run.blueprint)

    def _unacknowledged(self, fact: str, touchpoint: str) -> CellVerdict:
        cell = self._blank(fact, touchpoint)
        embodied = self.index.customers.get(self.change.began.customer)
        held = embodied.values.get(fact) if embodied else None
        return cell.model_copy(update={"old": spell(self._fact(fact).kind, held)})

    def _untold(self, fact: str, touchpoint: str) -> CellVerdict:
        """A cell that was armed for a fact which the acknowledged change does not hold: never silently dropped."""
        reason = "the acknowledged change says nothing of this fact"
        return self._blank(fact, touchpoint).model_copy(update={"reason": reason, "last_seen": f"nothing: {reason}"})

    def _blank(self, fact: str, key: str) -> CellVerdict:
        """The cell before anything was seen of it."""
        record, began, touchpoint, started = self.record, self.change.began, self._touchpoint(key), self.record.started
        cell = CellVerdict(
            id="",
            run=record.run.run,
            worker=record.worker,
            scenario=record.scenario,
            scenario_name=started.name if started else record.scenario,
            journey=started.journey if started else "",
            line=started.line if started else began.line,
            persona=self._name(),
            customer=began.customer,
            change=began.change,
            fact=fact,
            fact_called=self._fact(fact).called,
            touchpoint=key,
            touchpoint_called=touchpoint.called,
            channel=touchpoint.channel,
            owner=touchpoint.owner,
            lane=touchpoint.lane,
            stage=touchpoint.stage,
            kind=touchpoint.kind,
            moment_of_truth=touchpoint.moment_of_truth,
            verdict=Verdict.UNOBSERVED,
            old="",
            new="",
            last_seen="nothing: the company never acknowledged the change",
            t0_s=0.0,
            promised_within_s=touchpoint.promise.within,
            reached_after_s=None,
            reason="the company never acknowledged the change",
            clock="her own clock, advanced" if began.customer in record.leapt else "real time",
        )
        return cell.model_copy(update={"id": _identify(cell, 8)})

    def _touchpoint(self, key: str) -> Touchpoint:
        found = self.record.run.blueprint.touchpoints.get(key)
        if found is None:
            raise TellonceError(f"the history judges touchpoint '{key}', which its own blueprint lacks")
        return found

    def _fact(self, key: str) -> Fact:
        found = self.record.run.blueprint.facts.get(key)
        if found is None:
            raise TellonceError(f"the history judges fact '{key}', which its own blueprint lacks")
        return found

    def _name(self) -> str:
        embodied = self.index.customers.get(self.change.began.customer)
        return embodied.persona if embodied else self.change.began.customer

    def _pronouns(self) -> dict[str, str]:
        embodied = self.index.customers.get(self.change.began.customer)
        known = embodied.pronouns if embodied else {}
        return {"subject": "she", "object": "her", "possessive": "her", **known}

    def _ended_s(self, customer: str) -> float | None:
        finished = self.record.finished
        return finished.ended_axis_s.get(customer) if finished else None


def _identity(look: Observation, fact: str) -> object:
    """What a look's class depends on; polls repeat themselves, so each distinct reading is judged once."""
    readings = [look.seen.get(fact), look.destination if look.destination_fact == fact else None]
    values = tuple(
        None if r is None else (tuple((r.components or {}).items()), r.components is None, r.text, r.unreadable)
        for r in readings
    )
    return (look.outcome, look.why, look.recipient, look.item != "", look.destination_fact, values, look.content)


def is_her_own(touchpoint: Touchpoint) -> bool:
    """Whether she reads the place herself, so that she notices when it does not know what she just said."""
    return touchpoint.channel in _HER_OWN and touchpoint.lane in ("frontstage", "customer")


def sighting_of(look: Observation, judged: Judged, touchpoint: Touchpoint, t0_s: float) -> Sighting:
    """One classified look as the decision list wants it: an emission is timed by its origination."""
    sent = touchpoint.kind == "emission" and look.outcome == "read"
    originated = sent and look.originated_s is not None
    start_s, end_s = look.start_s, look.end_s
    if originated and look.originated_s is not None:
        start_s = end_s = look.originated_s
        if judged.sight is not Sight.OLD:
            # Her clock may count in whole seconds; what carries the news cannot have been sent before she told.
            start_s = end_s = max(t0_s, start_s)
    return Sighting(
        sight=judged.sight,
        start_s=start_s,
        end_s=end_s,
        look_s=look.start_s,
        originated=originated,
        item=(look.item or _unnamed(look)) if sent else "",
        reason=judged.reason,
        spelled=judged.spelled,
        old_also_present=judged.old_also_present,
        evidence=look.evidence,
    )


def _unnamed(look: Observation) -> str:
    """An identity for an emission whose source gives none: what it says and where it went."""
    destination = look.destination.model_dump_json() if look.destination else ""
    seen = sorted((fact, reading.model_dump_json()) for fact, reading in look.seen.items())
    return sha256(repr((look.content, destination, seen, look.originated_s)).encode()).hexdigest()[:12]


def _last_seen(judgement: CellJudgement, sightings: Sequence[Sighting]) -> str:
    shown = judgement.decisive[-1] if judgement.decisive else judgement.last
    if shown is not None:
        return shown.spelled or shown.reason
    last = sightings[-1] if sightings else None
    if last is None:
        return "nothing: nobody looked after the change"
    return last.spelled or last.reason


def _superseded(judgement: CellJudgement) -> CellJudgement:
    return CellJudgement(
        verdict=judgement.verdict,
        reason=f"{judgement.reason}; then she changed it again, and later looks judge that change",
        flags=(*judgement.flags, "superseded"),
        decisive=judgement.decisive,
        first_new=judgement.first_new,
        last=judgement.last,
    )


def _denied(cells: Sequence[_Cell]) -> tuple[int, int]:
    """How many cells contradict the assumed outcome, then how many cannot tell."""
    outcomes = [cell.judgement.verdict.outcome for cell in cells]
    return outcomes.count(Outcome.FAILING), outcomes.count(Outcome.INCONCLUSIVE)


def _split(cells: Sequence[_Cell]) -> bool:
    """Whether cells past their deadlines end on different sides: some with the new value, some without."""
    ends = set()
    for cell in cells:
        judgement = cell.judgement
        if judgement.verdict.outcome is Outcome.INCONCLUSIVE:
            continue
        if judgement.last is not None and judgement.last.sight in CONCLUSIVE:
            ends.add(judgement.last.sight is Sight.NEW)
        elif judgement.verdict is Verdict.LOST:
            ends.add(False)
    return len(ends) > 1
