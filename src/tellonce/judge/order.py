"""Which stages were met in another order than planned. Times that overlap are in no order at all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from tellonce.judge.meetings import Meets

__all__ = ["out_of_order"]


def out_of_order(planned: Sequence[str], met: Mapping[str, Iterable[Meets]], tolerance_s: float) -> dict[str, str]:
    """Stages that were met too early or too late -> a stage with which each changed places; empty when all is well.

    planned: stages in their order.  met: stage -> her meetings in it, of one customer: axes of two are not compared.
    As few stages as can be are named: when one of five came last instead of first, the others are in order.
    """
    spans = {stage: _span(met[stage]) for stage in planned if stage in met and list(met[stage])}
    swapped: dict[str, set[str]] = {stage: set() for stage in spans}
    for place, later in enumerate(planned):
        for earlier in planned[:place]:
            if earlier in spans and later in spans and spans[later][1] + tolerance_s < spans[earlier][0]:
                swapped[earlier].add(later)
                swapped[later].add(earlier)
    found: dict[str, str] = {}
    while any(swapped.values()):
        # The one that changed places with most is the one that moved; of two, the one that is planned later.
        moved = max(spans, key=lambda stage: (len(swapped[stage]), planned.index(stage)))
        found[moved] = min(swapped[moved], key=planned.index)
        for other in swapped.pop(moved):
            swapped[other].discard(moved)
        swapped[moved] = set()
    return {stage: found[stage] for stage in planned if stage in found}


def _span(meetings: Iterable[Meets]) -> tuple[float, float]:
    known = list(meetings)
    return min(meets.from_s for meets in known), max(meets.until_s for meets in known)
