"""One sentence for a cell: what is seen at the touchpoint, in words a product owner uses."""

from __future__ import annotations

from dataclasses import dataclass

from tellonce.model.cell import CellVerdict
from tellonce.model.verdict import Verdict
from tellonce.story.looks import telling_looks
from tellonce.story.names import fact_called, own_consequence_of, place_called
from tellonce.story.spans import about_s
from tellonce.story.speech import current_speech, say, speech_of
from tellonce.story.words import capitalised

__all__ = ["Telling", "happens_to_her", "headline", "telling_of", "watched_for_s"]

_UNTIL_THE_LAST_LOOK = (Verdict.STALE, Verdict.LOST, Verdict.PARTIAL, Verdict.GARBLED)
_WHEN_IT_CAME = (Verdict.LATE, Verdict.ON_TIME)
_OF_THE_OLD_VALUE = (Verdict.STALE, Verdict.REVERTED, Verdict.LOST)


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """A cell in two sentences. says: what the customer lives through, or what is seen where that is all there is.

    also: the other of the two, empty for none.  also_language: of `also`, where it is not the one that is spoken.
    """

    says: str
    also: str = ""
    also_language: str = ""


def watched_for_s(cell: CellVerdict) -> float:
    """From t0 to the end of the last look that told anything; the promised time when there was none. Never negative."""
    told = [found.until_s - cell.t0_s for found in telling_looks(cell) if found.look.sight != "E"]
    return max(0.0, max(told, default=cell.promised_within_s))


def headline(cell: CellVerdict) -> str:
    """What is seen, and how long after she told the company."""
    key, after_s = f"headline.{cell.verdict}", None
    if cell.verdict in _UNTIL_THE_LAST_LOOK:
        after_s = watched_for_s(cell)
        if cell.verdict is Verdict.LOST and cell.kind == "emission":
            key = "headline.lost_sending"
    elif cell.verdict in _WHEN_IT_CAME:
        after_s = cell.reached_after_s
        if after_s is None:  # nothing was to arrive: the change was refused
            key = "headline.refused" if cell.verdict is Verdict.ON_TIME else "headline.late_long"
    filled = {"place": place_called(cell), "fact": fact_called(cell), "who": cell.persona}
    return capitalised(say(key, **filled, time="" if after_s is None else about_s(after_s)))


def happens_to_her(cell: CellVerdict) -> str:
    """What she lives through; what is seen, when the blueprint does not say what that means for her."""
    return telling_of(cell).says


def telling_of(cell: CellVerdict) -> Telling:
    """What she lives through first, then what is seen.

    The judge wrote the first in English. Its own sentences are said in the language that is spoken, and those of the
    blueprint where it has them in that language; else what is seen comes first, and the English sentence after it.
    """
    if not cell.consequence:
        return Telling(says=headline(cell))
    if current_speech().language == "en":
        return Telling(says=cell.consequence, also=headline(cell))
    key = _own_sentence(cell)
    if key:
        names = {"name": cell.persona, "fact": fact_called(cell), "touchpoint": place_called(cell)}
        return Telling(says=capitalised(say(key, **names)), also=headline(cell))
    theirs = own_consequence_of(cell) if cell.verdict in _OF_THE_OLD_VALUE else ""
    if not theirs:
        return Telling(says=headline(cell), also=cell.consequence, also_language="en")
    # Plain replacement, as the judge does it: a stray brace in a person's sentence is a brace, not an error.
    for word, value in (("name", cell.persona), ("fact", fact_called(cell)), ("old", cell.old), ("new", cell.new)):
        theirs = theirs.replace(f"{{{word}}}", value)
    return Telling(says=theirs, also=headline(cell))


def _own_sentence(cell: CellVerdict) -> str:
    """The key of the judge's own sentence (judge/consequence.py), when that is what the cell says; else empty."""
    names = {"name": cell.persona, "fact": cell.fact_called, "touchpoint": cell.touchpoint_called}
    for key in (f"consequence.{cell.verdict}", "consequence.refused"):
        said = speech_of("en").words.get(key)
        if said and capitalised(said.format_map(names)) == cell.consequence:
            return key
    return ""
