"""Barriers: what of a page keeps somebody out who does not see it, or has no pointer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tellonce.model.base import Frozen
from tellonce.model.verdict import Outcome

__all__ = ["Barrier", "BarrierJudgement", "Found", "Impact"]

Impact = Literal["minor", "moderate", "serious", "critical"]
"""The words of axe."""


class Barrier(Frozen):
    """One rule that a page breaks.

    rule: axe's id, or one of Tellonce's own: `out-of-reach`, `focus-not-seen`.  says: what is wrong, in words.
    selectors: where, the first few of `count`.
    """

    rule: str
    impact: Impact
    says: str
    selectors: tuple[str, ...] = ()
    count: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One barrier, and where she met it first. url, title: of the page, "" for what was met on several."""

    barrier: Barrier
    during: str
    url: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BarrierJudgement:
    """stopping: what kept her out, the worst first.  told: what is in the way and does not keep her out.

    seen: how many pages or acts this is about.  blind: why something could not be looked at.
    """

    seen: int = 0
    stopping: tuple[Found, ...] = ()
    told: tuple[Found, ...] = ()
    blind: tuple[str, ...] = ()

    @property
    def outcome(self) -> Outcome:
        """Failing is known even where something else could not be looked at; nothing seen is never a pass."""
        if self.stopping:
            return Outcome.FAILING
        return Outcome.PASSING if self.seen and not self.blind else Outcome.INCONCLUSIVE
