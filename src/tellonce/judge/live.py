"""One cell while its history is still being written: the same rules, for whoever decides whether to look again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tellonce.judge.case import Case, CellJudgement
from tellonce.judge.classify import expect, judge_observation
from tellonce.judge.decide import judge_cell
from tellonce.judge.judge import is_her_own, sighting_of
from tellonce.model.blueprint import Touchpoint
from tellonce.model.change import Change
from tellonce.model.facts import Components, Fact
from tellonce.model.observation import Observation

__all__ = ["judge_looks"]


def judge_looks(
    looks: Iterable[Observation],
    *,
    change: Change,
    fact: str,
    touchpoint: Touchpoint,
    fact_decl: Fact,
    others: Sequence[Components] = (),
) -> CellJudgement:
    """What the judge says of one cell by the looks so far. others: this fact's values of other customers."""
    wanted = expect(change, fact, touchpoint, fact_decl)
    return judge_cell(
        Case(
            kind=touchpoint.kind,
            promise=touchpoint.promise,
            t0_s=change.t0_s,
            sightings=tuple(
                sighting_of(look, judge_observation(look, wanted, others), touchpoint, change.t0_s)
                for look in looks
                if look.start_s >= change.t0_s
            ),
            expects_none=change.outcome == "refused",
            own_view=is_her_own(touchpoint),
        )
    )
