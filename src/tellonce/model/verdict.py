"""Verdicts: what the customer would suffer."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

__all__ = ["Outcome", "Sight", "Verdict", "worst"]


class Sight(StrEnum):
    """The class of one observation (verdicts.md, "Class of one observation")."""

    UNREADABLE = "E"
    LEAKED = "L"
    WRONG_RECIPIENT = "W"
    FOREIGN = "F"
    NEW = "N"
    OLD = "O"
    ABSENT = "0"
    MIXED = "M"
    GARBLED = "G"


class Outcome(StrEnum):
    """What a verdict means for the run. Merging: failing over inconclusive over passing."""

    PASSING = "passing"
    INCONCLUSIVE = "inconclusive"
    FAILING = "failing"


class Verdict(StrEnum):
    """What the judge says of one cell. Only `on_time` passes."""

    LEAKED = "leaked"
    WRONG_RECIPIENT = "wrong_recipient"
    CONTAMINATED = "contaminated"
    REVERTED = "reverted"
    STALE = "stale"
    LOST = "lost"
    PARTIAL = "partial"
    GARBLED = "garbled"
    FLAPPING = "flapping"
    DUPLICATED = "duplicated"
    LATE = "late"
    UNOBSERVED = "unobserved"
    UNDECIDED = "undecided"
    PENDING = "pending"
    ON_TIME = "on_time"

    @property
    def outcome(self) -> Outcome:
        """Passing, inconclusive or failing."""
        return _OUTCOMES.get(self, _FAILING)


_FAILING = Outcome.FAILING
_OUTCOMES = {
    Verdict.ON_TIME: Outcome.PASSING,
    **dict.fromkeys((Verdict.UNOBSERVED, Verdict.UNDECIDED, Verdict.PENDING), Outcome.INCONCLUSIVE),
}


_BY_WEIGHT = {verdict: weight for weight, verdict in enumerate(Verdict)}


def worst(verdicts: Iterable[Verdict]) -> Verdict | None:
    """The verdict to show for several cells: failing > inconclusive > passing; None for no cell."""
    return min(verdicts, key=_BY_WEIGHT.__getitem__, default=None)
