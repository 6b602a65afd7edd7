"""Barriers in words: what she could not do, where, and what is wrong there."""

from __future__ import annotations

from collections.abc import Iterator

from tellonce.model.barrier import BarrierJudgement, Found
from tellonce.story.visible import one_line
from tellonce.story.words import plural

__all__ = ["barrier_block", "blind_block", "found_line"]

_MOST = 5


def barrier_block(headline: str, judgement: BarrierJudgement) -> str:
    """What keeps her out, a headline first; then how much else is in the way."""
    lines = [headline, *_lines(judgement.stopping)]
    if judgement.told:
        lines.append(f"  besides   {plural(len(judgement.told), 'lesser barrier')}, told in the report")
    return "\n".join(lines)


def blind_block(headline: str, judgement: BarrierJudgement) -> str:
    """What could not be looked at."""
    return "\n".join([headline, *(f"  because   {one_line(why, 300)}" for why in judgement.blind[:_MOST])])


def found_line(found: Found) -> str:
    """One barrier, in a line: what, how bad, where."""
    barrier = found.barrier
    where = ", ".join(barrier.selectors[:3]) + (f" and {barrier.count - 3} more" if barrier.count > 3 else "")
    return f"{barrier.says} ({barrier.rule}, {barrier.impact}){f': {where}' if where else ''}"


def _lines(stopping: tuple[Found, ...]) -> Iterator[str]:
    page = ""
    for found in stopping[:_MOST]:
        here = f"{found.title} ({found.url})" if found.title else found.url
        if here and here != page:
            yield f"  page      {one_line(here, 300)}"
        page = here
        if found.during and not here:
            yield f"  during    {one_line(found.during, 300)}"
        yield f"  barrier   {one_line(found_line(found), 400)}"
    if len(stopping) > _MOST:
        yield f"  …         {len(stopping) - _MOST} more"
