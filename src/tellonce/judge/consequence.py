"""What the customer lives through, in one sentence."""

from __future__ import annotations

from collections.abc import Mapping

from tellonce.model.blueprint import Touchpoint
from tellonce.model.verdict import Outcome, Verdict

__all__ = ["consequence"]

_SAYS: Mapping[Verdict, str] = {
    Verdict.LEAKED: "{owner} new {fact} reaches somebody else through {touchpoint}.",
    Verdict.WRONG_RECIPIENT: "What was meant for {name} reaches somebody else: {touchpoint}.",
    Verdict.CONTAMINATED: "{name} gets another customer's {fact} at {touchpoint}.",
    Verdict.REVERTED: "{owner} old {fact} is back at {touchpoint}.",
    Verdict.STALE: "{name} is served with the old {fact} at {touchpoint}.",
    Verdict.LOST: "{owner} new {fact} never arrives: {touchpoint}.",
    Verdict.PARTIAL: "{owner} old and new {fact} are mixed at {touchpoint}.",
    Verdict.GARBLED: "{owner} new {fact} is cut short or misspelt at {touchpoint}.",
    Verdict.FLAPPING: "{name} meets the old and the new {fact} by turns at {touchpoint}.",
    Verdict.DUPLICATED: "{name} gets the same news more than once: {touchpoint}.",
    Verdict.LATE: "{owner} new {fact} comes too late to {touchpoint}.",
}


def consequence(
    verdict: Verdict,
    touchpoint: Touchpoint,
    *,
    name: str,
    pronouns: Mapping[str, str],
    old: str,
    new: str,
    fact_called: str,
    refused: bool = False,
    untold_before: bool = False,
) -> str:
    """One sentence for a failing verdict, empty for any other.

    The blueprint's own sentence tells of the old value being used, so it speaks for `stale` and `reverted`. Of a fact
    that had no value before (`untold_before`) it can only tell of the new one missing, so it speaks for `lost` as well.
    """
    if verdict.outcome is not Outcome.FAILING:
        return ""
    used = verdict in (Verdict.STALE, Verdict.REVERTED)
    missing = verdict is Verdict.LOST and untold_before and "{old}" not in touchpoint.consequence
    if touchpoint.consequence and (used or missing) and not refused:
        words = {**pronouns, "name": name, "fact": fact_called, "old": old, "new": new}
        text = touchpoint.consequence
        # Plain replacement: a stray brace in a person's sentence is a brace, not an error.
        for word, value in words.items():
            text = text.replace(f"{{{word}}}", value)
        return text
    if refused and verdict is Verdict.STALE:
        return f"{name} was refused, and {touchpoint.called} uses the refused {fact_called} all the same."
    said = _SAYS[verdict].format(name=name, owner=f"{name}'s", fact=fact_called, touchpoint=touchpoint.called)
    return said[0].upper() + said[1:]
