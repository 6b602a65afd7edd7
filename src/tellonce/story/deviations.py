"""Deviations of an actual journey from the planned one, in words."""

from __future__ import annotations

from collections.abc import Iterable

from tellonce.model.journey import Deviates, Deviation, Meeting
from tellonce.story.names import heading_of, place_of
from tellonce.story.speech import say
from tellonce.story.words import WORDS, about_s, capitalised

__all__ = ["deviation_words", "met_words", "sentence_of"]

_FEW = 3
_AT_ONCE_S = 1.0


def sentence_of(deviation: Deviation) -> str:
    """One deviation, one sentence."""
    who, place = deviation.persona, place_of(deviation.touchpoint, deviation.touchpoint_called)
    key, more = f"deviation.{deviation.kind.replace(' ', '_')}", {}
    if deviation.kind is Deviates.OUT_OF_ORDER:
        key, more = f"deviation.{deviation.came or 'before'}", {"against": deviation.against}
    elif deviation.kind is Deviates.FAILING and deviation.verdict:
        key, more = "deviation.failing_how", {"how": WORDS[deviation.verdict].short}
    return capitalised(say(key, who=who, place=place, stage=deviation.stage, **more))


def deviation_words(deviations: Iterable[Deviation]) -> str:
    """All deviations of a journey on one line: "card letter, card file failing; partner feed missing"."""
    named: dict[Deviates, dict[str, None]] = {kind: {} for kind in Deviates}
    for deviation in deviations:
        called = deviation.touchpoint_called
        place = heading_of(deviation.touchpoint, called) if called else f"“{deviation.stage}”"
        named[deviation.kind].setdefault(place)
    return "; ".join(
        say("deviation.some", places=_few(list(places)), kind=say(f"deviation.kind.{kind.replace(' ', '-')}"))
        for kind, places in named.items()
        if places
    )


def met_words(meeting: Meeting) -> str:
    """When she met it: "after 2 weeks", "at once, and from then on", "never", or why nobody can say."""
    if meeting.verdict is None:
        return say("met.not_tried")
    if meeting.soonest_s is None or meeting.latest_s is None:
        return say("met.never" if meeting.due else "met.nothing_to_meet")
    soonest, latest = about_s(meeting.soonest_s), about_s(meeting.latest_s)
    met = say("met.after", time=soonest) if soonest == latest else say("met.between", soonest=soonest, latest=latest)
    met = say("met.at_once") if meeting.latest_s < _AT_ONCE_S else met
    met = say("met.from_then_on", met=met) if meeting.kind == "state" else met
    return met if meeting.met == meeting.due else say("met.in_some", met=met, times=meeting.met, due=meeting.due)


def _few(names: list[str]) -> str:
    shown = ", ".join(names[:_FEW])
    return say("list.and_more", names=shown, n=len(names) - _FEW) if len(names) > _FEW else shown
