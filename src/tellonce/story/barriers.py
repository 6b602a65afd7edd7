"""Barriers in words: what she could not do, where, and what is wrong there."""

from __future__ import annotations

from collections.abc import Iterator

from tellonce.model.barrier import BarrierJudgement, Found
from tellonce.story.plain_barriers import plain
from tellonce.story.speech import say
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
    """One barrier, in a line: what it means, what the rule says, how bad, where."""
    barrier = found.barrier
    means = plain(barrier.rule)
    says = say("barrier.says", means=means, axe=barrier.says) if means else barrier.says
    shown = barrier.selectors[:3]
    more = barrier.count - len(shown)
    where = ", ".join(shown)
    if more > 0 and shown:
        where = say("list.and_more", names=where, n=more)
    said = {"says": says, "rule": barrier.rule, "impact": say(f"barrier.impact.{barrier.impact}")}
    return say("barrier.line_where", **said, where=where) if where else say("barrier.line", **said)


def _lines(stopping: tuple[Found, ...]) -> Iterator[str]:
    place = ""
    for found in stopping[:_MOST]:
        page = f"{found.title} ({found.url})" if found.title else found.url
        here = f"  page      {one_line(page, 300)}" if page else f"  during    {one_line(found.during, 300)}"
        if here != place:
            yield here
        place = here
        yield f"  barrier   {one_line(found_line(found), 400)}"
    if len(stopping) > _MOST:
        yield f"  …         {len(stopping) - _MOST} more"
