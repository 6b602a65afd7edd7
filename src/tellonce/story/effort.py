"""Effort in words."""

from __future__ import annotations

from collections.abc import Sequence

from tellonce.model.effort import Effort, JourneyEffort, LostCustomer
from tellonce.story.speech import number, say, say_many
from tellonce.story.words import about_s

__all__ = ["effort_words", "harder_than_it_should_be", "lost_words"]

_FEW = 3


def lost_words(lost: LostCustomer) -> str:
    """One customer who gave up, one sentence: where, after how long, and what she wanted."""
    wanted = ", ".join(say("cost.wanted", possessive=lost.possessive, fact=fact) for fact in lost.wanted)
    filled = {"who": lost.persona, "doing": lost.doing, "wanted": wanted}
    if not lost.after_s:
        return say("cost.gave_up", **filled)
    time = say("time.seconds_short", n=number(lost.after_s, 0))
    return say("cost.gave_up_unanswered", time=time, **filled)


def effort_words(effort: Effort) -> str:
    """What it cost in all: "12 pages, 9 fields, 14 interactions, 2 contacts, 3.4 s of waiting"."""
    counts = [
        say_many("cost.pages", effort.pages),
        say_many("cost.fields", effort.fields),
        say_many("cost.interactions", effort.interactions),
        say_many("cost.contacts", effort.contacts),
        *([say_many("cost.switches", effort.switches)] if effort.switches else []),
        *([say_many("cost.transfers", effort.transfers)] if effort.transfers else []),
        *([say_many("cost.repeated", effort.repeated)] if effort.repeated else []),
        say("cost.waiting", time=about_s(effort.waited_s)),
    ]
    return ", ".join(counts)


def harder_than_it_should_be(journey: JourneyEffort) -> str:
    """What of this journey nobody wants, in words; empty when there is nothing."""
    effort = journey.effort
    again = list(dict.fromkeys(said for one in journey.scenarios for said in one.repeated))
    reached = list(dict.fromkeys(said for one in journey.scenarios for said in one.reached_by_refused))
    said = [
        *([say_many("cost.customers_lost", effort.gave_up)] if effort.gave_up else []),
        *([say("cost.told_again", things=_few(again))] if again else []),
        *([say_many("cost.refused_used", effort.refused_used, who=journey.persona)] if effort.refused_used else []),
        *([say("cost.refused_reached", places=_few(reached))] if reached else []),
        *([say("cost.uncounted", why=effort.uncounted[0])] if effort.uncounted else []),
    ]
    return "; ".join(said)


def _few(names: Sequence[str]) -> str:
    shown = ", ".join(names[:_FEW])
    return say("list.and_more", names=shown, n=len(names) - _FEW) if len(names) > _FEW else shown
