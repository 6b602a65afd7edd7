"""Effort in words."""

from __future__ import annotations

from collections.abc import Sequence

from tellonce.model.effort import Effort, JourneyEffort, LostCustomer
from tellonce.story.words import about_s, plural

__all__ = ["effort_words", "harder_than_it_should_be", "lost_words"]

_FEW = 3


def lost_words(lost: LostCustomer) -> str:
    """One customer who gave up, one sentence: where, after how long, and what she wanted."""
    after = f"after {lost.after_s:.0f} s, with no answer {lost.doing}" if lost.after_s else f"as {lost.doing}"
    wanted = ", ".join(f"{lost.possessive} {fact}" for fact in lost.wanted)
    return f"{lost.persona} gave up {after}; wanted to tell the company {wanted}."


def effort_words(effort: Effort) -> str:
    """What it cost in all: "12 pages, 9 fields, 14 interactions, 2 contacts, 3.4 s of waiting"."""
    counts = [
        plural(effort.pages, "page"),
        plural(effort.fields, "field"),
        plural(effort.interactions, "interaction"),
        plural(effort.contacts, "contact"),
        *([plural(effort.switches, "channel switch", "channel switches")] if effort.switches else []),
        *([plural(effort.transfers, "hand-over")] if effort.transfers else []),
        *([f"{plural(effort.repeated, 'thing')} told again"] if effort.repeated else []),
        f"{about_s(effort.waited_s)} of waiting",
    ]
    return ", ".join(counts)


def harder_than_it_should_be(journey: JourneyEffort) -> str:
    """What of this journey nobody wants, in words; empty when there is nothing."""
    effort = journey.effort
    again = list(dict.fromkeys(said for one in journey.scenarios for said in one.repeated))
    reached = list(dict.fromkeys(said for one in journey.scenarios for said in one.reached_by_refused))
    said = [
        *([f"{plural(effort.gave_up, 'customer')} lost"] if effort.gave_up else []),
        *([f"told again: {_few(again)}"] if again else []),
        *(
            [f"{plural(effort.refused_used, 'act')} by a channel that {journey.persona} refuses"]
            if effort.refused_used
            else []
        ),
        *([f"reached by a refused channel: {_few(reached)}"] if reached else []),
        *([f"not all could be counted: {effort.uncounted[0]}"] if effort.uncounted else []),
    ]
    return "; ".join(said)


def _few(names: Sequence[str]) -> str:
    more = f" and {len(names) - _FEW} more" if len(names) > _FEW else ""
    return ", ".join(names[:_FEW]) + more
