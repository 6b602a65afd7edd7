"""Why a verdict is what it is, and what was made of a look, in the language that is spoken: the judge says it in
English."""

from __future__ import annotations

from tellonce.model.facts import COMPONENTS
from tellonce.story.forms import forms, said_in
from tellonce.story.names import component_called
from tellonce.story.spans import span_in
from tellonce.story.speech import current_speech, say

__all__ = ["clock_in", "reason_in", "remark_in"]

# judge/classify.py and recognise: what was made of one look.
_OF_A_LOOK = forms(
    ("the new value", "reason.new"),
    ("the old value", "reason.old"),
    ("nothing there", "reason.absent"),
    ("neither the new value nor the old", "reason.neither"),
    ("a value from before the old one", "reason.older"),
    ("a notice without the new value", "reason.notice"),
    ("a notice at the old destination, without the new value", "reason.notice_there"),
    ("a notice meant for the old destination went elsewhere", "reason.notice_elsewhere"),
    ("the new value was sent to the old destination", "reason.new_to_old"),
    ("another customer reads the new value", "reason.stranger_new"),
    ("another customer reads the old value", "reason.stranger_old"),
    ("it went to another customer", "reason.stranger"),
    ("delivered to neither the new, the old, nor an entitled party", "reason.elsewhere"),
    ("it does not mention this fact", "reason.not_mentioned"),
    ("nothing was read here for this fact", "reason.not_read"),
)
# judge/decide.py: what the looks came to.
_OF_A_CELL = forms(
    (r"new from (?P<time>[^;]+) on", "reason.new_from"),
    (r"right, (?P<time>[^;]+)", "reason.right"),
    (r"the old value at (?P<time>[^;]+)", "reason.old_at"),
    (r"new at (?P<time>[^;]+), the old value again at (?P<later>[^;]+)", "reason.old_again"),
    (r"new at (?P<time>[^;]+), then (?P<sight>\w+) at (?P<later>[^;]+), then new", "reason.to_and_fro"),
    (r"still (?P<sight>\w+) at (?P<time>[^;]+), promised by (?P<later>[^;]+)", "reason.still"),
    (r"sent at (?P<time>[^;]+), owed by (?P<later>[^;]+)", "reason.sent_late"),
    (r"sent somewhere around the deadline of (?P<time>[^;]+)", "reason.sent_around"),
    (r"it arrived somewhere around the deadline: no look saw it by (?P<time>[^;]+)", "reason.around"),
    (r"new, and must stay so until (?P<time>[^;]+)", "reason.must_stay"),
    (r"(?P<n>\d+) were sent within (?P<time>[^;]+), at most (?P<most>\d+) may be", "reason.too_many"),
    (r"(?P<n>\d+) of (?P<owed>\d+) were sent within (?P<time>[^;]+)", "reason.too_few"),
    (r"none was sent within (?P<time>[^;]+)", "reason.none_sent"),
    (r"none was sent yet; one is owed within (?P<time>[^;]+)", "reason.one_owed"),
    (r"none was sent yet; one may be sent within (?P<time>[^;]+)", "reason.one_may"),
    (r"none was sent, and none is owed: nothing to judge by", "reason.none_owed"),
    (r"refused, and nothing was sent within (?P<time>[^;]+)", "reason.refused"),
    (r"(?P<sight>\w+) at (?P<time>[^;]+); promised by (?P<later>[^;]+)", "reason.not_yet"),
    (r"(?P<sight>\w+) at (?P<time>[^;]+); promised by (?P<later>[^;]+); looking ended at (?P<end>.+)", "reason.ended"),
    (r"nobody looked after the change", "reason.nobody"),
    (r"(?P<remark>[^;]+) at (?P<time>[^;]+)", "reason.at"),
)
_AFTERWARDS = "; then she changed it again, and later looks judge that change"
_CLOCKS = {"her own clock, advanced": "clock.own", "real time": "clock.real"}
_PARTS = {part.replace("_", " "): part for parts in COMPONENTS.values() for part in parts}


def reason_in(reason: str) -> tuple[str, str]:
    """A cell's reason, and its language where that is not the one that is spoken: where it has no known form."""
    if current_speech().language == "en" or not reason:
        return reason, ""
    first = reason.removesuffix(_AFTERWARDS)
    said = said_in(first, _OF_A_CELL, inner=_OF_A_LOOK) or _mixed_at(first)
    if said is None:
        return reason, "en"
    return (said if first == reason else say("reason.then_again", reason=said)), ""


def remark_in(said: str) -> str:
    """What was read, with what was made of it, behind a dash; a remark without a known form stays as it is."""
    if current_speech().language == "en":
        return said
    read, dash, remark = said.rpartition(" — ")
    again = said_in(remark, _OF_A_LOOK) or _mixed(remark)
    return said if again is None else f"{read}{dash}{again}"


def clock_in(clock: str) -> str:
    """Which time was used."""
    return say(_CLOCKS[clock]) if clock in _CLOCKS else clock


def _mixed_at(reason: str) -> str | None:
    """`street, house number new, city old at 14 days`."""
    mixed, _, time = reason.rpartition(" at ")
    said = _mixed(mixed)
    return None if said is None else say("reason.at", remark=said, time=span_in(time))


def _mixed(remark: str) -> str | None:
    """`street, house number new, postcode, city old`: the parts that are new and those that are old."""
    found: dict[str, list[str]] = {"new": [], "old": []}
    waiting: list[str] = []
    for part in remark.split(", "):
        name, _, state = part.rpartition(" ")
        ends = state in found and name in _PARTS
        if not ends and part not in _PARTS:
            return None
        waiting.append(component_called(_PARTS[name if ends else part]))
        if ends:
            found[state] += waiting
            waiting = []
    if waiting or not all(found.values()):
        return None
    return say("reason.mixed", new=", ".join(found["new"]), old=", ".join(found["old"]))
