"""Deviations of an actual journey from the planned one, in words."""

from __future__ import annotations

from collections.abc import Iterable

from tellonce.model.journey import Deviates, Deviation, Meeting
from tellonce.story.words import WORDS, about_s, capitalised

__all__ = ["deviation_words", "met_words", "sentence_of"]

_FEW = 3
_AT_ONCE_S = 1.0


def sentence_of(deviation: Deviation) -> str:
    """One deviation, one sentence."""
    who, place = deviation.persona, deviation.touchpoint_called
    if deviation.kind is Deviates.OUT_OF_ORDER:
        only = "only " if deviation.came == "after" else ""
        return f"{who} met “{deviation.stage}” {only}{deviation.came} “{deviation.against}”, and not as planned."
    if deviation.kind is Deviates.MISSING:
        return capitalised(f"{place} is planned in “{deviation.stage}”, and nothing of it ever came.")
    if deviation.kind is Deviates.AD_HOC:
        return capitalised(f"{place} came, and no stage of the plan names it.")
    how = f": {WORDS[deviation.verdict].short}" if deviation.verdict else ""
    return capitalised(f"{place} failed {who} in “{deviation.stage}”{how}.")


def deviation_words(deviations: Iterable[Deviation]) -> str:
    """All deviations of a journey on one line: "card letter, card file failing; partner feed missing"."""
    named: dict[Deviates, dict[str, None]] = {kind: {} for kind in Deviates}
    for deviation in deviations:
        place = deviation.touchpoint_called.removeprefix("the ") or f"“{deviation.stage}”"
        named[deviation.kind].setdefault(place)
    return "; ".join(f"{_few(list(places))} {kind.value}" for kind, places in named.items() if places)


def met_words(meeting: Meeting) -> str:
    """When she met it: "after 2 weeks", "at once, and from then on", "never", or why nobody can say."""
    if meeting.verdict is None:
        return "not tried in this run"
    if meeting.soonest_s is None or meeting.latest_s is None:
        return "never" if meeting.due else "nothing to meet: no change was accepted"
    soonest, latest = about_s(meeting.soonest_s), about_s(meeting.latest_s)
    after = f"after {soonest}" if soonest == latest else f"after {soonest} to {latest}"
    after = "at once" if meeting.latest_s < _AT_ONCE_S else after
    after = f"{after}, and from then on" if meeting.kind == "state" else after
    return after if meeting.met == meeting.due else f"{after}, in {meeting.met} of {meeting.due} scenarios"


def _few(names: list[str]) -> str:
    more = f" and {len(names) - _FEW} more" if len(names) > _FEW else ""
    return ", ".join(names[:_FEW]) + more
