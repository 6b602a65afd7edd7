"""What the decision list decides on: one cell's promise and its classified looks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from tellonce.model.blueprint import Terms
from tellonce.model.observation import Evidence
from tellonce.model.verdict import Sight, Verdict

__all__ = ["CONCLUSIVE", "Case", "CellJudgement", "Sighting", "once_each"]

CONCLUSIVE = frozenset({Sight.NEW, Sight.OLD, Sight.ABSENT, Sight.MIXED, Sight.GARBLED})
"""Classes that say what the touchpoint holds. L, W and F decide by themselves; E is no information."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """One classified look, or one emission at its origination. Seconds on the customer's promise axis.

    look_s: when the look began that saw it; differs from start_s for an emission, which came before it was found.
    sent_s: the time that an emission bears; start_s and end_s say between which moments it was truly sent.
    had_until_s: until when she had the value that was read, where it is one from before the old; None otherwise.
    """

    sight: Sight
    start_s: float
    end_s: float
    look_s: float | None = None
    sent_s: float | None = None
    had_until_s: float | None = None
    item: str = ""
    reason: str = ""
    spelled: str = ""
    old_also_present: bool = False
    evidence: tuple[Evidence, ...] = ()

    @property
    def originated(self) -> bool:
        """Whether it bears its own time."""
        return self.sent_s is not None

    @property
    def looked_s(self) -> float:
        """When the look began."""
        return self.start_s if self.look_s is None else self.look_s


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One cell before the judge. sightings: those after t0, in any order; every look at an emission touchpoint that
    found nothing is an ABSENT one.

    refused: expected and forbidden are swapped, and no confirmation is owed.
    own_view: she reads this page herself, so she sees whether it knows what she just said.
    """

    kind: Literal["state", "emission"]
    promise: Terms
    t0_s: float
    sightings: tuple[Sighting, ...]
    refused: bool = False
    own_view: bool = False
    ended_s: float | None = None

    @property
    def deadline_s(self) -> float:
        """D: from here on the touchpoint must show the new value."""
        return self.t0_s + self.promise.within

    @property
    def window_end_s(self) -> float:
        """From here on an expected emission is missing."""
        return self.t0_s + self.promise.window_s

    def looked_from(self, since_s: float) -> bool:
        """Whether a look that could see began at or after `since_s`."""
        return any(s.looked_s >= since_s and s.sight is not Sight.UNREADABLE for s in reversed(self.sightings))


@dataclass(frozen=True, slots=True, kw_only=True)
class CellJudgement:
    """The verdict of one cell.

    flags: findings that the verdict masks, and circumstances.  decisive: the looks it rests on, oldest first.
    first_new: the first look that saw the new value.  last: the last conclusive one.
    """

    verdict: Verdict
    reason: str
    flags: tuple[str, ...] = ()
    decisive: tuple[Sighting, ...] = ()
    first_new: Sighting | None = None
    last: Sighting | None = None


def once_each(sightings: Iterable[Sighting]) -> tuple[Sighting, ...]:
    """Sightings with each emission once: its first, or its first readable one at the first one's time.

    Order is by origination. A sighting without an item (a look that found nothing) is kept.
    """
    kept: dict[str, Sighting] = {}
    looks: list[Sighting] = []
    for sighting in sorted(sightings, key=_when):
        if not sighting.item:
            looks.append(sighting)
        elif sighting.item not in kept or (
            kept[sighting.item].sight is Sight.UNREADABLE and sighting.sight is not Sight.UNREADABLE
        ):
            kept[sighting.item] = sighting
    return tuple(sorted([*looks, *kept.values()], key=_when))


def _when(sighting: Sighting) -> tuple[float, float, float, str, str]:
    # What bears its time is put in order by it: how exactly each is known says nothing of which came first.
    start_s = sighting.start_s if sighting.sent_s is None else sighting.sent_s
    return (start_s, sighting.end_s, sighting.looked_s, sighting.item, sighting.sight)
