"""One change judged: its cells, each for itself and then beside the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from math import inf
from typing import Literal

from tellonce.judge.case import CONCLUSIVE, Case, CellJudgement, Sighting, once_each
from tellonce.judge.classify import Expectation, Judged, expect, judge_observation
from tellonce.judge.consequence import consequence
from tellonce.judge.decide import judge_cell
from tellonce.judge.frontier import Break, find_break, systems_above
from tellonce.judge.index import ChangeRecord, HistoryIndex, ScenarioRecord
from tellonce.judge.knowledge import Knowledge, knowledge_of
from tellonce.judge.looks import evidence_of, timeline
from tellonce.judge.sightings import Track, is_her_own
from tellonce.judge.traced import Trace, trace_of
from tellonce.model.blueprint import Terms, Touchpoint
from tellonce.model.calendar import describe_span
from tellonce.model.cell import CellVerdict, Station
from tellonce.model.change import Change
from tellonce.model.errors import TellonceError
from tellonce.model.facts import Fact, spell
from tellonce.model.observation import Observation
from tellonce.model.verdict import Outcome, Sight, Verdict

__all__ = ["ChangeJudge", "cell_id"]

_Outcome = Literal["accepted", "refused"]
# A look that another change of the same fact overtook may still count when it saw this change's own values.
_STILL_TELLING = frozenset({Sight.NEW, Sight.LEAKED, Sight.WRONG_RECIPIENT, Sight.FOREIGN})
_HERS = frozenset({Sight.NEW, Sight.OLD, Sight.MIXED, Sight.GARBLED})


def cell_id(scenario: str, change: str, fact: str, touchpoint: str, digits: int = 8) -> str:
    """Stable for the run: what `tellonce explain` takes."""
    return sha256("\x1f".join((scenario, change, fact, touchpoint)).encode()).hexdigest()[:digits]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cell:
    """A cell with what its verdict rests on."""

    fact: str
    touchpoint: str
    sightings: tuple[Sighting, ...]
    judgement: CellJudgement
    wanted: Expectation
    terms: Terms
    looked_at_the_end: bool
    """Whether a look that could see began when the promise had run out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeJudge:
    """One change with its cells."""

    index: HistoryIndex
    record: ScenarioRecord
    change: ChangeRecord
    known: dict[object, dict[object, Judged]] = field(default_factory=dict)
    """What is expected -> readings judged already: many touchpoints show the same."""
    seen_into: dict[object, dict[str, Knowledge]] = field(default_factory=dict)
    """What is expected -> what the systems knew."""

    def cells(self) -> list[CellVerdict]:
        """A verdict for each cell, in the order in which they were armed."""
        change = self.change.change
        if change is None:
            return [self._unacknowledged(fact, touchpoint) for fact, touchpoint in self.change.began.cells]
        if change.outcome != "unknown":
            judged = self._judged(change, change.outcome)
        else:
            # Either value may be right, but everybody must hold the same one: the reading that fewer cells deny.
            readings: list[list[_Cell]] = [self._judged(change, "accepted"), self._judged(change, "refused")]
            judged = [_either(cell) for cell in min(readings, key=_denied)]
        split = _split(judged)
        untold = [
            self._untold(fact, key)
            for fact, key in self.change.began.cells
            if fact not in change.facts and fact not in self.change.began.learns
        ]
        return [*(self._written(change, cell, split) for cell in judged), *untold]

    def _judged(self, change: Change, outcome: _Outcome) -> list[_Cell]:
        cells = []
        for fact, key in self.change.began.cells:
            if fact not in change.facts:
                continue
            touchpoint, declared = self._touchpoint(key), self._fact(fact)
            wanted = expect(change, fact, touchpoint, declared, outcome)
            sightings, overtaken = self._sightings(change, wanted, key, touchpoint)
            terms = change.terms_at(key, touchpoint.promise)
            case = Case(
                kind=touchpoint.kind,
                promise=terms,
                t0_s=change.t0_s,
                sightings=sightings,
                refused=outcome == "refused",
                own_view=is_her_own(touchpoint),
                ended_s=self._ended_s(change.customer),
            )
            judgement = judge_cell(case)
            cells.append(
                _Cell(
                    fact=fact,
                    touchpoint=key,
                    sightings=sightings,
                    judgement=_superseded(judgement) if overtaken else judgement,
                    wanted=wanted,
                    terms=terms,
                    looked_at_the_end=case.looked_from(case.deadline_s if case.kind == "state" else case.window_end_s),
                )
            )
        return cells

    def seen_at(self, key: str, fact: str, components: Sequence[str] = ()) -> tuple[Sighting, ...]:
        """The classified looks at one touchpoint, for questions other than that of its promise; () without an answer.

        components: only these are compared, all that changed when empty. An unknown answer is taken for a yes.
        """
        change = self.change.change
        if change is None or fact not in change.facts:
            return ()
        touchpoint = self._touchpoint(key)
        outcome: _Outcome = "refused" if change.outcome == "refused" else "accepted"
        wanted = expect(change, fact, touchpoint, self._fact(fact), outcome)
        if components:
            wanted = replace(wanted, compare=tuple(name for name in wanted.compare if name in components))
        return self._sightings(change, wanted, key, touchpoint)[0]

    def _sightings(
        self, change: Change, wanted: Expectation, key: str, touchpoint: Touchpoint
    ) -> tuple[tuple[Sighting, ...], bool]:
        """The classified looks after t0, and whether some were overtaken by her next change of the same fact."""
        track = Track(
            wanted=wanted,
            touchpoint=touchpoint,
            change=change,
            others=lambda look: self.index.others(self.record, change.customer, wanted.fact, look),
            known=self.known.setdefault((wanted.fact, wanted.compare, wanted.rules, wanted.notice, wanted.refused), {}),
        )
        own, later = self.change.looks_at(key, observer=False, fact=wanted.fact)
        track.take(own)
        had_it = any(seen.sight is Sight.NEW for seen in track.sightings())
        _, began_again_s = self.change.superseded.get(wanted.fact, ({}, None))
        terms = change.terms_at(key, touchpoint.promise)
        # What her next change lets pass as under way already is this one's to judge.
        drained_s = inf if began_again_s is None else began_again_s + terms.drain
        overtaken = False
        for look in later:
            if look.start_s >= change.t0_s:
                judged = track.judged(look)
                outdated = judged.sight is Sight.NEW and (
                    had_it if touchpoint.kind == "state" else _sent_for_the_next(look, drained_s, change.t0_s, terms)
                )
                if (
                    judged.sight in _STILL_TELLING
                    and not outdated
                    and not self._is_a_later_ones(look, judged, key, wanted)
                ):
                    track.keep(look, judged)
                else:
                    overtaken = True
        return track.sightings(), overtaken

    def _is_a_later_ones(self, look: Observation, judged: Judged, key: str, wanted: Expectation) -> bool:
        """Whether what would be wrong of this change is right of a later one of hers, or wrong in that one's way."""
        if judged.sight is Sight.NEW:
            return False
        touchpoint, declared = self._touchpoint(key), self._fact(wanted.fact)
        for record in self.record.changes.values():
            change = record.change
            if (
                change is not None
                and record.number > self.change.number
                and change.customer == self.change.began.customer
                and wanted.fact in change.facts
            ):
                others = self.index.others(self.record, change.customer, wanted.fact, look)
                expected = expect(change, wanted.fact, touchpoint, declared)
                sight = judge_observation(look, expected, others).sight
                # A letter to where she moved next went to nobody that this change knows; it went to her.
                if sight is Sight.NEW or (judged.sight is Sight.WRONG_RECIPIENT and sight in _HERS):
                    return True
        return False

    def _systems(self, change: Change, wanted: Expectation) -> dict[str, Knowledge]:
        found = self.seen_into.setdefault((wanted.fact, wanted.compare), {})
        if found:
            return found
        known: dict[object, Sight] = {}
        for place, observer in self.change.looks:
            if observer and self._can_tell(place, wanted.fact):
                looks, _ = self.change.looks_at(place, observer=True, fact=wanted.fact)
                knowledge = knowledge_of(looks, wanted, change.t0_s, known)
                if knowledge is not None:
                    found[place] = knowledge
        return found

    def _can_tell(self, place: str, fact: str) -> bool:
        system = self.record.run.blueprint.systems.get(place)
        return system is None or system.can_tell(fact)

    def _written(self, change: Change, cell: _Cell, split: bool) -> CellVerdict:
        touchpoint, declared = self._touchpoint(cell.touchpoint), self._fact(cell.fact)
        judgement, value = cell.judgement, change.facts[cell.fact]
        terms = cell.terms
        first_new = judgement.first_new
        # An emission's own time is when the news reached her; a look found it by its end at the latest.
        reached_s = None if first_new is None else max(0.0, first_new.end_s - change.t0_s)
        broke = self._break(change, cell, terms, reached_s)
        old, new = spell(declared.kind, value.old), spell(declared.kind, value.new)
        shown = once_each(cell.sightings) if touchpoint.kind == "emission" else cell.sightings
        return self._verdict(
            cell.fact,
            cell.touchpoint,
            {
                "verdict": judgement.verdict,
                "flags": judgement.flags,
                "split": split,
                "old": old,
                "new": new,
                "last_seen": _last_seen(judgement, cell.sightings),
                "read": self._read(cell),
                "t0_s": change.t0_s,
                "promised_within_s": terms.within,
                "promised": terms.said or describe_span(touchpoint.promise.within),
                "reached_after_s": reached_s,
                "broke_between": broke.between if broke else None,
                "broke_how": broke.how if broke else "",
                "broke_kind": broke.kind if broke else "",
                "broke_places": broke.places if broke else None,
                "way": self._way(change, cell),
                "consequence": consequence(
                    judgement.verdict,
                    touchpoint,
                    name=self._name(),
                    pronouns=self._pronouns(),
                    old=old,
                    new=new,
                    fact_called=declared.called,
                    refused=cell.wanted.refused,
                    untold_before=value.old is None,
                ),
                "reason": judgement.reason,
                "looks": timeline(shown),
                "evidence": evidence_of(judgement.decisive, cell.sightings),
            },
        )

    def _read(self, cell: _Cell) -> dict[str, str]:
        """The components that the last structured look at a failing cell read: what a report sets beside the new."""
        if cell.judgement.verdict.outcome is not Outcome.FAILING:
            return {}
        looks, _ = self.change.looks_at(cell.touchpoint, observer=False, fact=cell.fact)
        for look in reversed(looks):
            read = look.destination if look.destination_fact == cell.fact else look.seen.get(cell.fact)
            if look.outcome == "read" and read is not None and read.components is not None:
                return dict(read.components)
        return {}

    def _break(self, change: Change, cell: _Cell, terms: Terms, reached_s: float | None) -> Break | None:
        """Where it broke; of a refused value nobody can say where it should have stopped."""
        verdict, decisive = cell.judgement.verdict, cell.judgement.decisive
        if verdict.outcome is not Outcome.FAILING or cell.wanted.refused:
            return None
        wrong = next((s for s in reversed(decisive) if s.sight is not Sight.NEW), None)
        return find_break(
            verdict,
            fact=cell.fact,
            touchpoint=self._touchpoint(cell.touchpoint),
            at_s=terms.window_s if wrong is None else wrong.start_s - change.t0_s,
            until_s=terms.window_s if wrong is None else wrong.end_s - change.t0_s,
            last=None if wrong is None else wrong.sight,
            blueprint=self.record.run.blueprint,
            systems=self._systems(change, cell.wanted),
            reached_s=reached_s,
            trace=self._trace(change),
        )

    def _way(self, change: Change, cell: _Cell) -> tuple[Station, ...]:
        """What the systems on the way to it knew, and when: a report plays a change along the blueprint."""
        if cell.wanted.refused:
            return ()
        blueprint, known = self.record.run.blueprint, self._systems(change, cell.wanted)
        above = systems_above(cell.fact, self._touchpoint(cell.touchpoint).fed_by, blueprint.hops)
        return tuple(
            Station(system=key, knew_s=known[key].knew_s, lost_s=known[key].lost_s, looked_s=known[key].looks[-1][1])
            for key in above
            if key in known
        )

    def _trace(self, change: Change) -> Trace | None:
        """What its trace tells of the way; nothing where it was refused, for then it had no way to go."""
        traced = self.record.traced.get(change.key, ())
        return trace_of(traced, self.record.run.blueprint) if traced and change.outcome == "accepted" else None

    def _unacknowledged(self, fact: str, touchpoint: str) -> CellVerdict:
        embodied = self.index.customers.get(self.change.began.customer)
        held = embodied.values.get(fact) if embodied else None
        return self._verdict(fact, touchpoint, {"old": spell(self._fact(fact).kind, held)})

    def _untold(self, fact: str, touchpoint: str) -> CellVerdict:
        """A cell that was armed for a fact which the acknowledged change does not hold: never silently dropped."""
        reason = "the acknowledged change says nothing of this fact"
        return self._verdict(fact, touchpoint, {"reason": reason, "last_seen": f"nothing: {reason}"})

    def _verdict(self, fact: str, key: str, found: Mapping[str, object]) -> CellVerdict:
        """The cell, with what was found; without it, as before anything was seen of it."""
        record, began, touchpoint, started = self.record, self.change.began, self._touchpoint(key), self.record.started
        blank: dict[str, object] = {
            "id": cell_id(record.scenario, began.change, fact, key),
            "run": record.run.run,
            "worker": record.worker,
            "scenario": record.scenario,
            "scenario_name": started.name if started else record.scenario,
            "journey": started.journey if started else "",
            "line": started.line if started else began.line,
            "persona": self._name(),
            "customer": began.customer,
            "change": began.change,
            "fact": fact,
            "fact_called": self._fact(fact).called,
            "touchpoint": key,
            "touchpoint_called": touchpoint.called,
            "channel": touchpoint.channel,
            "owner": touchpoint.owner,
            "lane": touchpoint.lane,
            "stage": touchpoint.stage,
            "kind": touchpoint.kind,
            "moment_of_truth": touchpoint.moment_of_truth,
            "verdict": Verdict.UNOBSERVED,
            "old": "",
            "new": "",
            "last_seen": "nothing: the company never acknowledged the change",
            "t0_s": 0.0,
            "promised_within_s": _promised_s(touchpoint),
            "promised": describe_span(touchpoint.promise.within),
            "reached_after_s": None,
            "reason": "the company never acknowledged the change",
            "clock": "her own clock, advanced" if began.customer in record.leapt else "real time",
        }
        return CellVerdict.model_validate({**blank, **found})

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


def _sent_for_the_next(look: Observation, told_again_s: float, t0_s: float, terms: Terms) -> bool:
    """Whether an emission was sent once she had told the next value, by its stamp, and after this one's deadline.

    Where the stamp is not exact enough to be sure, nothing is lost by believing it if this one's window was over.
    """
    if look.originated_s is None or look.originated_s <= told_again_s:
        return False
    earliest_s = look.originated_s - look.originated_slack_s
    return earliest_s > max(told_again_s, t0_s + terms.within) or earliest_s > t0_s + terms.window_s


def _promised_s(touchpoint: Touchpoint) -> float:
    """Seconds from t0; 0 for business days, which nobody can count before she has told."""
    within = touchpoint.promise.within
    return 0.0 if isinstance(within, str) else within


def _last_seen(judgement: CellJudgement, sightings: Sequence[Sighting]) -> str:
    shown = judgement.decisive[-1] if judgement.decisive else judgement.last
    if shown is not None:
        return shown.spelled or shown.reason
    last = sightings[-1] if sightings else None
    if last is None:
        return "nothing: nobody looked after the change"
    return last.spelled or last.reason


def _superseded(judgement: CellJudgement) -> CellJudgement:
    reason = f"{judgement.reason}; then she changed it again, and later looks judge that change"
    return replace(judgement, reason=reason, flags=(*judgement.flags, "superseded"))


def _either(cell: _Cell) -> _Cell:
    """A cell after an unknown answer: an old value before the deadline may yet become the new one."""
    judgement = cell.judgement
    if judgement.verdict.outcome is not Outcome.PASSING or not cell.wanted.refused or cell.looked_at_the_end:
        return cell
    reason = f"{judgement.reason}; the company's answer is unknown, so it may still become the new value"
    return replace(cell, judgement=replace(judgement, verdict=Verdict.PENDING, reason=reason))


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
