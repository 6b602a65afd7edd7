"""One sentence for a cell: what is seen at the touchpoint, in words a product owner uses."""

from __future__ import annotations

from tellonce.model.cell import CellVerdict
from tellonce.model.verdict import Verdict
from tellonce.story.looks import telling_looks
from tellonce.story.words import about_s, capitalised

__all__ = ["happens_to_her", "headline", "watched_for_s"]


def watched_for_s(cell: CellVerdict) -> float:
    """From t0 to the end of the last look that told anything; the promised time when there was none. Never negative."""
    told = [found.until_s - cell.t0_s for found in telling_looks(cell) if found.look.sight != "E"]
    return max(0.0, max(told, default=cell.promised_within_s))


def headline(cell: CellVerdict) -> str:
    """What is seen, and how long after she told the company."""
    place, fact, who = cell.touchpoint_called, cell.fact_called, cell.persona
    after = f"{about_s(watched_for_s(cell))} after {who} changed it"
    reached = about_s(cell.reached_after_s) if cell.reached_after_s is not None else "long"
    if (
        cell.verdict is Verdict.ON_TIME and cell.reached_after_s is None
    ):  # nothing was to arrive: the change was refused
        return capitalised(f"{place} shows {who}'s {fact} as it should be.")
    sent = cell.kind == "emission"
    sentence = {
        Verdict.LEAKED: f"{place} gives {who}'s {fact} to somebody who must not see it",
        Verdict.WRONG_RECIPIENT: f"{place} for {who} went to somebody who has nothing to do with it",
        Verdict.CONTAMINATED: f"{place} shows another customer's {fact} to {who}",
        Verdict.REVERTED: f"{place} went back to the old {fact} after it had known {who}'s new one",
        Verdict.STALE: f"{place} still shows the old {fact} {after}",
        Verdict.LOST: f"{place} {'never came: none was sent' if sent else f'shows no {fact} at all'} {after}",
        Verdict.PARTIAL: f"{place} mixes the old and the new {fact} {after}",
        Verdict.GARBLED: f"{place} shows the new {fact} garbled {after}",
        Verdict.FLAPPING: f"{place} shows {who}'s old and new {fact} by turns",
        Verdict.DUPLICATED: f"{place} came too often after {who} changed the {fact}",
        Verdict.LATE: f"{place} knew the new {fact} only {reached} after {who} changed it",
        Verdict.UNOBSERVED: f"nobody could see whether {place} knows {who}'s new {fact}",
        Verdict.UNDECIDED: f"whether {place} knew {who}'s new {fact} in time cannot be told",
        Verdict.PENDING: f"{place} still has time to learn {who}'s new {fact}",
        Verdict.ON_TIME: f"{place} knew the new {fact} {reached} after {who} changed it",
    }[cell.verdict]
    return capitalised(sentence) + "."


def happens_to_her(cell: CellVerdict) -> str:
    """What she lives through; what is seen, when the blueprint does not say what that means for her."""
    return cell.consequence or headline(cell)
