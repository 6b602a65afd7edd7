"""Changes: a customer's act that replaces old by new, acknowledged at t0."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from tellonce.model.base import Frozen
from tellonce.model.blueprint import Promise, Terms
from tellonce.model.errors import TellonceError
from tellonce.model.facts import Components, changed_components

__all__ = ["Change", "Replaced"]


class Replaced(Frozen):
    """One fact's old and new value. `old` is None when the company knew nothing before.

    earlier: what the company knew in this scenario before `old`, oldest first; never equal to `old` or `new`.
    """

    old: dict[str, str] | None
    new: dict[str, str]
    earlier: tuple[dict[str, str], ...] = ()

    @property
    def changed(self) -> tuple[str, ...]:
        """The components that differ: the only ones a verdict compares."""
        return changed_components(self.old, self.new)


class Change(Frozen):
    """What she told the company, once.

    t0_s: when the company acknowledged it, in seconds on her promise axis (see Observation).
    """

    key: str
    customer: str
    facts: dict[str, Replaced]
    outcome: Literal["accepted", "refused", "unknown"] = "accepted"
    t0_s: float
    answer: str = ""
    """What the company answered, in its own words."""
    replaced_s: dict[str, tuple[float, ...]] = {}
    """Fact -> for each value of its `earlier`, in that order, when the company had acknowledged what replaced it."""
    terms: dict[str, Terms] = {}
    """Touchpoint -> its promise in seconds from t0, where that is one of business days."""

    def told(self) -> Iterator[str]:
        """Every component of what she told, and of what the company knew before."""
        for replaced in self.facts.values():
            for value in (replaced.new, replaced.old or {}, *replaced.earlier):
                yield from value.values()

    def new(self, fact: str) -> Components:
        """The new value of one of its facts."""
        return self.facts[fact].new

    def terms_at(self, touchpoint: str, promise: Promise) -> Terms:
        """A touchpoint's promise from t0 on. Raises TellonceError when nobody wrote down how long its days are."""
        known = self.terms.get(touchpoint)
        if known is not None:
            return known
        if promise.counts_business_days:
            raise TellonceError(f"the history does not say when the business days promised for '{touchpoint}' end")
        return promise.terms()
