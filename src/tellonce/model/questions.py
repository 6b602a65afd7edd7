"""What sentences asked that have rules of their own, and what was answered: events of a history."""

from __future__ import annotations

from typing import Literal

from tellonce.model.effort import Measure
from tellonce.model.happened import InScenario
from tellonce.model.leftover import Leftover, PlaceSought

__all__ = [
    "EffortAsked",
    "ExpectationAsked",
    "LeftoversSought",
    "NeverAsked",
    "OfTouchpoints",
    "Question",
    "SentenceAnswered",
]


class NeverAsked(InScenario):
    """A "nothing is sent" sentence: judged by its own rules.

    until_s: end of the stated window on her axis.  witness: what closes the window, empty when nothing did yet.
    looking_back: the window was over when it was asked; what bears no time of its own cannot be placed then.
    components: where they tell the old value from the new one, only these are compared.
    """

    type: Literal["never_asked"] = "never_asked"
    customer: str
    fact: str
    which: Literal["old", "new", "any"]
    touchpoints: tuple[str, ...]
    components: tuple[str, ...] = ()
    from_s: float
    until_s: float
    witness: str = ""
    looking_back: bool = False
    step: str
    line: int


class LeftoversSought(InScenario):
    """A "no touchpoint still uses" sentence: everything that probes can list was searched for the old value.

    touchpoints: those that are declared to use the fact; they are judged by their looks.
    shared_with: customers who have the old value too, and may keep it.
    from_s: when the last of the promises was over, on her axis; what was sent before it is let pass.
    looked_s, until_s: the search began and ended.  witness: what says that nothing of hers was under way, empty when
    nothing did.
    """

    type: Literal["leftovers_sought"] = "leftovers_sought"
    customer: str
    change: str
    fact: str
    touchpoints: tuple[str, ...]
    shared_with: tuple[str, ...] = ()
    from_s: float
    looked_s: float
    until_s: float
    witness: str = ""
    places: tuple[PlaceSought, ...]
    leftovers: tuple[Leftover, ...]
    step: str
    line: int


class ExpectationAsked(InScenario):
    """A sentence that asks something else of touchpoints than what they promise: judged by its own rules.

    asks: "each" or "any" of the touchpoints shows the new value under the terms below; "order": the first had it before
    the second; "agree": all show the same value; "count": so many were sent; "unseen": `viewer` sees nothing of it.
    change: the change it is about, or from whose answer it counts.
    within_s, holds_s: seconds from t0 that stand for what was promised; None and 0 leave the promise as it is.
    components: those that are compared, all that changed when empty.
    from_s, until_s: on her axis, or on the viewer's; what a count takes in, and from when on a look tells.
    at_least, at_most: of a count.  armed: whether its touchpoint was watched from before the change on.
    witness: what says that nothing of hers was under way, empty when nothing did.
    """

    type: Literal["expectation_asked"] = "expectation_asked"
    asks: Literal["each", "any", "order", "agree", "count", "unseen"]
    customer: str
    change: str
    fact: str
    touchpoints: tuple[str, ...]
    within_s: float | None = None
    holds_s: float = 0.0
    components: tuple[str, ...] = ()
    from_s: float = 0.0
    until_s: float = 0.0
    at_least: int = 0
    at_most: int = 0
    armed: bool = True
    viewer: str = ""
    witness: str = ""
    step: str
    line: int


class EffortAsked(InScenario):
    """A sentence about effort: judged from what was measured until now.

    at_most: a count, or seconds.  now_s: how far her axis had come.  channel: the one that is allowed, where one is.
    """

    type: Literal["effort_asked"] = "effort_asked"
    customer: str
    measure: Measure
    at_most: float
    channel: str = ""
    now_s: float
    step: str
    line: int


OfTouchpoints = NeverAsked | LeftoversSought | ExpectationAsked
"""What a sentence with rules of its own asks of touchpoints."""
Question = OfTouchpoints | EffortAsked
"""What any sentence with rules of its own asks."""


class SentenceAnswered(InScenario):
    """What the judge said of the question that was written down last: a replay must come to the same answer."""

    type: Literal["sentence_answered"] = "sentence_answered"
    outcome: Literal["kept", "broken", "pending", "unobserved"]
    reason: str
    step: str
    line: int
