"""One cell while its history is still being written: the same rules, for whoever decides whether to look again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tellonce.judge.case import Case, CellJudgement, Sighting
from tellonce.judge.classify import expect, judge_observation
from tellonce.judge.decide import judge_cell
from tellonce.judge.judge import is_her_own, sighting_of
from tellonce.judge.strangers import Strangers
from tellonce.model.blueprint import Touchpoint
from tellonce.model.change import Change
from tellonce.model.facts import Components, Fact
from tellonce.model.observation import Observation
from tellonce.model.verdict import Sight

__all__ = ["LiveCell", "Others"]


class Others:
    """Values of every customer so far, so that a look is compared with few of them."""

    def __init__(self, facts: Mapping[str, Fact]) -> None:
        self._strangers = {key: Strangers(fact.kind) for key, fact in facts.items()}
        self._known = 0

    def learn(self, customer: str, values: Mapping[str, Components]) -> None:
        """These are values of `customer` from now on. Facts that nobody declared are left out."""
        for fact, value in values.items():
            if fact in self._strangers and value:
                self._known += 1
                self._strangers[fact].add(self._known, customer, value)

    def near(self, look: Observation, fact: str, except_for: frozenset[str]) -> Sequence[Components]:
        """Values that might stand in what was read, of nobody in `except_for`."""
        found = self._strangers.get(fact)
        return () if found is None else found.candidates(look, fact, self._known + 1, except_for)


@dataclass(slots=True, kw_only=True)
class LiveCell:
    """One cell, look by look. Each look is classified once, and a run of like looks is kept by its first and last.

    others: where other customers' values are known.  hers: keys of the customers who are no strangers to her.
    """

    change: Change
    key: str
    fact: str
    touchpoint: Touchpoint
    fact_decl: Fact
    others: Others | None = None
    hers: frozenset[str] = frozenset()
    _kept: list[Sighting] = field(default_factory=list)
    _blind: Sighting | None = None
    _items: set[str] = field(default_factory=set)
    _looks: int = 0

    def see(self, looks: Sequence[Observation]) -> None:
        """Take in what is new of `looks`: all looks at the touchpoint so far, in the order in which they were taken."""
        wanted = expect(self.change, self.fact, self.touchpoint, self.fact_decl)
        for look in looks[self._looks :]:
            if look.start_s >= self.change.t0_s:
                others = () if self.others is None else self.others.near(look, self.fact, self.hers)
                judged = judge_observation(look, wanted, others)
                self._keep(sighting_of(look, judged, self.touchpoint, self.change))
        self._looks = len(looks)

    def judgement(self) -> CellJudgement:
        """What the judge says by the looks so far."""
        return judge_cell(
            Case(
                kind=self.touchpoint.kind,
                promise=self.change.terms_at(self.key, self.touchpoint.promise),
                t0_s=self.change.t0_s,
                sightings=(*self._kept, self._blind) if self._blind else tuple(self._kept),
                refused=self.change.outcome == "refused",
                own_view=is_her_own(self.touchpoint),
            )
        )

    def _keep(self, sighting: Sighting) -> None:
        if sighting.sight is Sight.UNREADABLE:
            if sighting.reason or self._blind is None:
                self._blind = sighting
            return
        if sighting.item:
            if sighting.item in self._items:
                return
            self._items.add(sighting.item)
        elif len(self._kept) > 1 and _goes_on(self._kept[-2], self._kept[-1]) and _goes_on(self._kept[-1], sighting):
            self._kept.pop()
        self._kept.append(sighting)


def _goes_on(before: Sighting, after: Sighting) -> bool:
    """Whether `after` tells nothing that `before` does not, but that it is still so."""
    return (
        not before.item
        and before.sight is after.sight
        and before.old_also_present == after.old_also_present
        and before.start_s <= after.start_s
        and before.end_s <= after.end_s
    )
