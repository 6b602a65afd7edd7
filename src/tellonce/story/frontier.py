"""Where it broke, in the language that is spoken: the judge says it in English."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tellonce.model.cell import CellVerdict
from tellonce.story.forms import forms, said_in
from tellonce.story.names import place_called, system_called
from tellonce.story.speech import current_speech, say

__all__ = ["between", "where_it_broke"]

_THE_ANSWER = "the company's answer"
"""The judge's name for what she was told herself."""
# What the judge remarks of a place: judge/knowledge.py and judge/frontier.py.
_REMARKS = forms(
    (r"knew at (?P<time>[^,;]+)", "frontier.knew"),
    (r"knew at (?P<time>[^,;]+), overwritten by (?P<later>[^,;]+)", "frontier.overwritten"),
    (r"never knew", "frontier.never_knew"),
    (r"never knew it right: (?P<sight>\w+)", "frontier.never_right"),
    (r"never showed it", "frontier.never_showed"),
    (r"had it at (?P<time>[^,;]+)", "frontier.had"),
    (r"reached, by trace", "frontier.reached"),
    (r"accepted it and did not apply it, by trace", "frontier.not_applied"),
    (r"not sent on to it, by trace", "frontier.not_sent_on"),
    (r"was sent it but rejected it, by trace", "frontier.rejected_by_trace"),
    (r"was sent it but rejected it, by trace: (?P<why>.+)", "frontier.rejected_because"),
    (r"it was sent and rejected: (?P<places>.+) holds it", "frontier.rejected"),
    (r"it was not sent", "frontier.not_sent"),
    (r"an older copy was used", "frontier.older_copy"),
    (r"then it was overwritten", "frontier.overwritten_then"),
    (r"nothing watches (?P<places>.+) in between", "frontier.unwatched"),
    (r"whether (?P<places>.+) knew by then was not seen", "frontier.unseen"),
    (r"(?P<places>.+) knew as well", "frontier.knew_too"),
    (r"(?P<places>.+), on another way to it, (?P<remark>.+)", "frontier.another_way"),
    (r"(?P<places>.+), which should have told it, (?P<remark>.+)", "frontier.should_have_told"),
)


def between(cell: CellVerdict) -> tuple[str, ...]:
    """The last place that knew and the first that did not, as they are called; empty when nothing can be said."""
    if current_speech().language == "en":
        return cell.broke_between or ()
    return tuple(_called(name, cell) for name in cell.broke_between or ())


def _called(name: str, cell: CellVerdict) -> str:
    if name == _THE_ANSWER:
        return say("frontier.the_answer")
    return place_called(cell) if name == cell.touchpoint_called else system_called(name)


def where_it_broke(cell: CellVerdict) -> tuple[str, str]:
    """Between which places, and the language of that where it is not the one that is spoken; empty when nobody can
    say.

    Remarks that have no known form stay in English, with all of the sentence: half a sentence says something else.
    """
    if not cell.broke_between:
        return cell.broke_how, "" if current_speech().language == "en" else "en"
    last, first = cell.broke_between
    if current_speech().language == "en":
        how = cell.broke_how.removeprefix("between ")
        return (say("first.between_how", how=how) if how else say("first.between", last=last, first=first)), ""
    if not cell.broke_how:
        return say("first.between", last=_called(last, cell), first=_called(first, cell)), ""
    told = re.fullmatch(
        rf"{re.escape(last)}(?: \((?P<knew>.+)\))? and {re.escape(first)} \((?P<did>.+)\)", cell.broke_how, re.S
    )
    of_last = _in_words(told["knew"].split("; ")) if told and told["knew"] else ""
    of_first = _in_words(told["did"].split("; ")) if told else None
    if of_last is None or of_first is None:
        return f"between {cell.broke_how}", "en"
    return say(
        "first.between", last=_with(_called(last, cell), of_last), first=_with(_called(first, cell), of_first)
    ), ""


def _with(place: str, remarks: str) -> str:
    return f"{place} ({remarks})" if remarks else place


def _in_words(remarks: Sequence[str]) -> str | None:
    said = [said_in(remark, _REMARKS) for remark in remarks]
    return None if None in said else "; ".join(filter(None, said))
