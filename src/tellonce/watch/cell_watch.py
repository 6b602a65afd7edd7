"""One cell while it is being watched: what the judge would say now, and until when looking can change that."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tellonce.judge import CellJudgement
from tellonce.model.blueprint import Terms, Touchpoint
from tellonce.model.change import Change
from tellonce.model.observation import Observation
from tellonce.model.verdict import Outcome, Sight, Verdict

__all__ = ["CellWatch", "JudgeNow"]

JudgeNow = Callable[[str, str, Sequence[Observation]], CellJudgement]
"""(fact, touchpoint key, observations of the touchpoint so far) -> what the judge says now."""

_FINAL = (Verdict.LEAKED, Verdict.WRONG_RECIPIENT, Verdict.CONTAMINATED, Verdict.DUPLICATED, Verdict.FLAPPING)

_NOT_YET = Terms(within=0.0)


@dataclass(slots=True)
class CellWatch:
    """fact, key: the cell. deadline_s, ends_s, holds_until_s: on her promise axis, once she has told."""

    fact: str
    key: str
    touchpoint: Touchpoint
    judgement: CellJudgement | None = None
    t0_s: float = 0.0
    terms: Terms = _NOT_YET

    def start(self, change: Change) -> None:
        """The change was acknowledged: promises run from its t0."""
        self.t0_s, self.terms = change.t0_s, change.terms_at(self.key, self.touchpoint.promise)

    @property
    def deadline_s(self) -> float:
        """When she may rely on it."""
        return self.t0_s + self.terms.within

    @property
    def ends_s(self) -> float:
        """When a look decides at the latest: the deadline; for an emission, the end of its window and of its drain."""
        if self.touchpoint.kind == "state":
            return self.deadline_s
        return max(self.t0_s + self.terms.window_s, self.drained_by_s)

    @property
    def drained_by_s(self) -> float:
        """Until when an emission with the old value is let pass; t0 for a state."""
        return self.t0_s + (self.terms.drain if self.touchpoint.kind == "emission" else 0.0)

    @property
    def holds_until_s(self) -> float:
        """Until when a value that arrived must stay."""
        return self.t0_s + self.terms.holds_for

    @property
    def knows(self) -> bool:
        """Whether the news is there, and only has to stay."""
        last = self.judgement.last if self.judgement else None
        return self.verdict is Verdict.PENDING and last is not None and last.sight is Sight.NEW

    @property
    def verdict(self) -> Verdict:
        """What the judge said last; pending before the first look."""
        return self.judgement.verdict if self.judgement else Verdict.PENDING

    @property
    def passing(self) -> bool:
        """Whether looking on is not needed."""
        return self.verdict.outcome is Outcome.PASSING

    def settled(self, now_s: float) -> bool:
        """Whether no further look before her clock moves can change what matters."""
        if self.knows and now_s < self.holds_until_s:
            return False
        return self.passing or self.verdict in _FINAL or now_s >= self.ends_s
