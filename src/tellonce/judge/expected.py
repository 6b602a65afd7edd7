"""Sentences that ask something else of touchpoints than what they promise: sooner, longer, in which order, the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from tellonce.judge.case import CONCLUSIVE, Case, CellJudgement, Sighting, once_each
from tellonce.judge.change_judge import ChangeJudge
from tellonce.judge.counted import judge_count
from tellonce.judge.decide import judge_cell
from tellonce.judge.index import HistoryIndex, ScenarioRecord, index_history
from tellonce.judge.sentence import SentenceJudgement
from tellonce.judge.sightings import is_her_own
from tellonce.judge.unseen import judge_unseen
from tellonce.model.blueprint import Terms, Touchpoint
from tellonce.model.change import Change
from tellonce.model.duration import describe_s
from tellonce.model.events import ExpectationAsked
from tellonce.model.history import History
from tellonce.model.observation import Evidence
from tellonce.model.verdict import Outcome, Sight, Verdict

__all__ = ["judge_expectation"]

_SHOWN = 3
_WORDS: Mapping[Sight, str] = {Sight.NEW: "the new one", Sight.OLD: "the old one"}
_WORDS_REFUSED: Mapping[Sight, str] = {Sight.NEW: "the old one", Sight.OLD: "the refused one"}
"""After a refusal the old value is the right one, and judged as such."""
_NEARLY_S = 0.001
"""Of times nearer than this nobody can say which came first."""


def judge_expectation(history: History | HistoryIndex, asked: ExpectationAsked) -> SentenceJudgement:
    """Judge one sentence by the looks of its own scenario. Give the index when many are judged.

    Nothing of it in the history is unobserved: unknown is never a pass.
    """
    index = history if isinstance(history, HistoryIndex) else index_history(history)
    record = index.scenarios.get((asked.worker, asked.scenario))
    told = None if record is None else record.changes.get(asked.change)
    if record is None or told is None or told.change is None:
        return SentenceJudgement(outcome="unobserved", reason="the history holds no such change of hers")
    if not asked.touchpoints:
        return SentenceJudgement(outcome="unobserved", reason="no touchpoint is watched for it")
    if asked.asks == "count":
        return judge_count(record, asked)
    if asked.asks == "unseen":
        return judge_unseen(record, told.change, asked)
    cells = ChangeJudge(index=index, record=record, change=told)
    question = _Question(record=record, change=told.change, asked=asked, look_up=cells.seen_at)
    answers: Mapping[str, Callable[[], SentenceJudgement]] = {
        "each": question.each,
        "any": question.any,
        "order": question.order,
        "agree": question.agree,
    }
    return answers[asked.asks]()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Question:
    record: ScenarioRecord
    change: Change
    asked: ExpectationAsked
    look_up: Callable[[str, str, Sequence[str]], tuple[Sighting, ...]]

    def each(self) -> SentenceJudgement:
        """Every one of them, under the terms that were asked."""
        if self.change.outcome == "refused":
            return _refused()
        found = {key: self._judged(key) for key in self.asked.touchpoints}
        broken = [key for key, one in found.items() if one.verdict.outcome is Outcome.FAILING]
        if broken:
            return self._unless_unanswered(self._said("broken", broken, found))
        open_ = [key for key, one in found.items() if one.verdict.outcome is Outcome.INCONCLUSIVE]
        if open_:
            pending = any(found[key].verdict is Verdict.PENDING for key in open_)
            return self._said("pending" if pending else "unobserved", open_, found)
        return self._said("kept", list(found), found)

    def any(self) -> SentenceJudgement:
        """At least one of them, under the terms that were asked."""
        if self.change.outcome == "refused":
            return _refused()
        found = {key: self._judged(key) for key in self.asked.touchpoints}
        kept = [key for key, one in found.items() if one.verdict.outcome is Outcome.PASSING]
        if kept:
            return self._said("kept", kept[:1], found)
        open_ = [key for key, one in found.items() if one.verdict.outcome is Outcome.INCONCLUSIVE]
        if open_:
            pending = any(found[key].verdict is Verdict.PENDING for key in open_)
            return self._said("pending" if pending else "unobserved", open_, found)
        return self._unless_unanswered(self._said("broken", list(found), found))

    def order(self) -> SentenceJudgement:
        """The first of the two had the new value before the second."""
        if self.change.outcome == "refused":
            return _refused()
        first, second = self.asked.touchpoints
        one, other = self._called(first), self._called(second)
        had, other_had = self._arrival(first), self._arrival(second)
        if had is None:
            judgement = self._judged(first)
            if judgement.verdict.outcome is Outcome.FAILING:
                return self._unless_unanswered(
                    SentenceJudgement(
                        outcome="broken",
                        reason=f"{one} never had it: {judgement.reason}",
                        evidence=_evidence(judgement.decisive),
                    )
                )
            return SentenceJudgement(outcome="unobserved", reason=f"{one} was not seen to have it: {judgement.reason}")
        if other_had is None:
            reason = f"{other} was not seen to have it, so nobody can say that {one} had it before"
            return SentenceJudgement(outcome="unobserved", reason=reason)
        evidence = (*had.evidence, *other_had.evidence)
        if had.until_s < other_had.from_s - _NEARLY_S:
            reason = f"{one} had it after {self._since(had.until_s)}, {other} after {self._since(other_had.from_s)}"
            return SentenceJudgement(outcome="kept", reason=reason, evidence=evidence)
        if other_had.until_s < had.from_s - _NEARLY_S:
            reason = (
                f"{other} had it first, after {self._since(other_had.until_s)}, "
                f"and {one} only after {self._since(had.from_s)}"
            )
            return SentenceJudgement(outcome="broken", reason=reason, evidence=evidence)
        reason = f"{one} and {other} had it at about the same time, after {self._since(had.until_s)}"
        return SentenceJudgement(outcome="unobserved", reason=reason, evidence=evidence)

    def agree(self) -> SentenceJudgement:
        """All of them show the same value when they were looked at last."""
        if len(self.asked.touchpoints) < 2:
            return SentenceJudgement(outcome="unobserved", reason="fewer than two are watched for it")
        shown: dict[str, Sighting] = {}
        for key in self.asked.touchpoints:
            last = self._last(key)
            if last is None:
                reason = f"{self._called(key)} could not be seen when they were compared"
                return SentenceJudgement(outcome="unobserved", reason=reason)
            shown[key] = last
        evidence = _evidence(tuple(shown.values()))
        words = _WORDS_REFUSED if self.change.outcome == "refused" else _WORDS
        sights = {last.sight for last in shown.values()}
        for sight, which in words.items():
            if sights == {sight}:
                return SentenceJudgement(outcome="kept", reason=f"all {len(shown)} show {which}", evidence=evidence)
        said = "; ".join(f"{self._called(key)}: {_shows(last, words)}" for key, last in shown.items())
        return SentenceJudgement(outcome="broken", reason=said, evidence=evidence)

    # inside --------------------------------------------------------------------------------------------------------

    def _judged(self, key: str) -> CellJudgement:
        touchpoint = self._touchpoint(key)
        sightings = self.look_up(key, self.asked.fact, self.asked.components)
        if self.asked.components and not self._differs(touchpoint):
            reason = "the old and the new value are the same in this, so nothing can be told apart"
            return CellJudgement(verdict=Verdict.UNOBSERVED, reason=reason)
        return judge_cell(
            Case(
                kind=touchpoint.kind,
                promise=self._terms(key, touchpoint),
                t0_s=self.change.t0_s,
                sightings=sightings,
                own_view=is_her_own(touchpoint),
            )
        )

    def _differs(self, touchpoint: Touchpoint) -> bool:
        shown = touchpoint.shown(self.asked.fact)
        compared = [name for name in self.change.facts[self.asked.fact].changed if name in self.asked.components]
        return any(not shown or name in shown for name in compared)

    def _terms(self, key: str, touchpoint: Touchpoint) -> Terms:
        """What is asked: that it comes within the time named, or stays as long as named."""
        terms = self.change.terms_at(key, touchpoint.promise)
        asked: dict[str, object] = {"at_most": None, "holds_for": self.asked.holds_s}
        if self.asked.within_s is not None:
            asked |= {"within": self.asked.within_s, "window": None, "at_least": 1, "said": ""}
        return terms.model_copy(update=asked)

    def _arrival(self, key: str) -> _Arrival | None:
        """Between which moments the touchpoint got the new value; None when it was never seen with it."""
        sightings = self.look_up(key, self.asked.fact, ())
        sent = self._touchpoint(key).kind == "emission"
        looks = once_each(sightings) if sent else tuple(sorted(sightings, key=lambda one: (one.end_s, one.start_s)))
        first = next((one for one in looks if one.sight is Sight.NEW), None)
        if first is None:
            return None
        from_s = first.start_s
        if not first.originated:
            # It came after the last look that did not find it yet, and before the end of the look that did.
            before = [one.looked_s for one in sightings if one.looked_s < first.looked_s and one.sight in CONCLUSIVE]
            from_s = max(before, default=self.change.t0_s)
        return _Arrival(from_s=from_s, until_s=first.end_s, evidence=_evidence((first,)))

    def _last(self, key: str) -> Sighting | None:
        """What it shows when they are compared: of a state by a look from then on, of an emission the last one."""
        sightings = [one for one in self.look_up(key, self.asked.fact, ()) if one.sight is not Sight.UNREADABLE]
        if self._touchpoint(key).kind == "emission":
            return next((one for one in reversed(once_each(sightings)) if one.item), None)
        last = max(sightings, key=lambda one: (one.end_s, one.start_s), default=None)
        return last if last is not None and last.looked_s >= self.asked.from_s else None

    def _unless_unanswered(self, said: SentenceJudgement) -> SentenceJudgement:
        if self.change.outcome != "unknown":
            return said
        reason = f"the company never answered whether it took the new one: {said.reason}"
        return SentenceJudgement(outcome="unobserved", reason=reason, evidence=said.evidence)

    def _said(self, outcome: str, keys: Sequence[str], found: Mapping[str, CellJudgement]) -> SentenceJudgement:
        told = [f"{self._called(key)}: {found[key].reason}" for key in keys[:_SHOWN]]
        more = [f"and {len(keys) - _SHOWN} more"] if len(keys) > _SHOWN else []
        decisive = tuple(look for key in keys for look in found[key].decisive)
        return SentenceJudgement(
            outcome=outcome,  # type: ignore[arg-type]  # one of four words just above
            reason="; ".join([*told, *more]),
            evidence=_evidence(decisive),
        )

    def _since(self, at_s: float) -> str:
        return describe_s(round(max(0.0, at_s - self.change.t0_s), 1))

    def _touchpoint(self, key: str) -> Touchpoint:
        return self.record.run.blueprint.touchpoints[key]

    def _called(self, key: str) -> str:
        return self._touchpoint(key).called


@dataclass(frozen=True, slots=True, kw_only=True)
class _Arrival:
    """Seconds on her axis."""

    from_s: float
    until_s: float
    evidence: tuple[Evidence, ...]


def _refused() -> SentenceJudgement:
    return SentenceJudgement(outcome="broken", reason="the company refused the new one")


def _shows(look: Sighting, words: Mapping[Sight, str]) -> str:
    word = {**words, Sight.ABSENT: "none"}.get(look.sight, "neither")
    return f"{word} ({look.spelled})" if look.spelled else word


def _evidence(looks: Sequence[Sighting]) -> tuple[Evidence, ...]:
    found = {piece.model_dump_json(): piece for look in looks for piece in look.evidence}
    return tuple(found.values())
