"""One cell while its history is still being written: the same rules, for whoever decides whether to look again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tellonce.judge.case import Case, CellJudgement, Sighting
from tellonce.judge.classify import expect
from tellonce.judge.decide import judge_cell
from tellonce.judge.sightings import Track, is_her_own
from tellonce.judge.strangers import Strangers
from tellonce.model.blueprint import Terms, Touchpoint
from tellonce.model.change import Change
from tellonce.model.facts import Components, Fact
from tellonce.model.observation import Observation
from tellonce.model.verdict import Sight

__all__ = ["LiveCell", "Others"]


class Others:
    """Values of every customer so far, so that a look is compared with few of them.

    met: the customers whose values might have stood in some look; of the others no verdict so far has need.
    """

    def __init__(self, facts: Mapping[str, Fact]) -> None:
        self.met: set[str] = set()
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
        strangers = self._strangers.get(fact)
        if strangers is None:
            return ()
        found = strangers.candidates(look, fact, self._known + 1, except_for)
        self.met.update(customer for customer, _ in found)
        return [value for _, value in found]


@dataclass(slots=True, kw_only=True)
class LiveCell:
    """One cell, look by look: what a look costs does not grow with the looks before it.

    others: where other customers' values are known.  hers: keys of the customers who are no strangers to her.
    """

    change: Change
    key: str
    fact: str
    touchpoint: Touchpoint
    fact_decl: Fact
    others: Others | None = None
    hers: frozenset[str] = frozenset()
    _track: Track = field(init=False)
    _terms: Terms = field(init=False)
    _blind: tuple[Sighting, ...] = ()
    _looks: int = 0

    def __post_init__(self) -> None:
        self._terms = self.change.terms_at(self.key, self.touchpoint.promise)
        wanted = expect(self.change, self.fact, self.touchpoint, self.fact_decl)
        self._track = Track(wanted=wanted, touchpoint=self.touchpoint, change=self.change, others=self._strangers)

    def see(self, looks: Sequence[Observation]) -> None:
        """Take in what is new of `looks`: all looks at the touchpoint so far, in the order in which they were taken."""
        for number in range(self._looks, len(looks)):
            look = looks[number]
            if look.start_s < self.change.t0_s:
                continue
            judged = self._track.judged(look)
            if judged.sight is Sight.UNREADABLE:
                # No information, however often: the last one says why nothing was seen.
                self._blind = (
                    Sighting(sight=judged.sight, start_s=look.start_s, end_s=look.end_s, reason=judged.reason),
                )
            else:
                self._track.keep(look, judged)
        self._looks = len(looks)

    def judgement(self) -> CellJudgement:
        """What the judge says by the looks so far."""
        return judge_cell(
            Case(
                kind=self.touchpoint.kind,
                promise=self._terms,
                t0_s=self.change.t0_s,
                sightings=(*self._track.sightings(), *self._blind),
                refused=self.change.outcome == "refused",
                own_view=is_her_own(self.touchpoint),
            )
        )

    def _strangers(self, look: Observation) -> Sequence[Components]:
        return () if self.others is None else self.others.near(look, self.fact, self.hers)
