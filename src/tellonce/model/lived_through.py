"""How it was for her: what it cost, which pages she met, and what was in her way. Events of a history."""

from __future__ import annotations

from typing import Literal

from tellonce.model.barrier import Barrier
from tellonce.model.effort import Deed
from tellonce.model.happened import InScenario
from tellonce.model.observation import Evidence

__all__ = [
    "ConstraintFound",
    "CustomerGaveUp",
    "EffortMeasured",
    "KeyboardUsed",
    "PageFitted",
    "PageMet",
]


class EffortMeasured(InScenario):
    """What one flow cost her, when it was over. Histories from before effort was counted have none."""

    type: Literal["effort_measured"] = "effort_measured"
    customer: str
    change: str
    deed: Deed


class CustomerGaveUp(InScenario):
    """The company kept her waiting for longer than her patience, or left her no way on: she went, and is lost to it.

    facts: what she wanted to tell.  after_s: for how long, in real seconds, the company had owed her an answer.
    doing: what she waited for, in words.  place: the page that she was at.  saw: what she saw last.
    """

    type: Literal["customer_gave_up"] = "customer_gave_up"
    customer: str
    change: str
    step: str
    line: int
    facts: tuple[str, ...]
    after_s: float
    patience_s: float
    doing: str
    place: str = ""
    saw: tuple[Evidence, ...] = ()


class ConstraintFound(InScenario):
    """What became of a constraint after she was embodied: it replaces what was said of it then."""

    type: Literal["constraint_found"] = "constraint_found"
    customer: str
    constraint: str
    said: str
    """ "applied", "could not apply: reason", or "nothing to apply: reason"."""


class PageMet(InScenario):
    """A page on which she did something, or on which she ended, as it was then.

    during: the step, or "signing in".  lang: what the page says it is in.  languages: those the company may have used.
    checked: it was looked over for who uses a screen reader; blind: why it could not be.
    tree: what a screen reader gets to know of it.
    """

    type: Literal["page_met"] = "page_met"
    customer: str
    during: str
    url: str
    title: str = ""
    lang: str = ""
    languages: tuple[str, ...] = ()
    checked: bool = False
    blind: str = ""
    barriers: tuple[Barrier, ...] = ()
    tree: Evidence | None = None


class KeyboardUsed(InScenario):
    """How somebody who uses the keyboard only did one thing. acts: how many keys, words and choices it took.

    refused: what was tried with a pointer, and where in steps/; nothing came of it.
    """

    type: Literal["keyboard_used"] = "keyboard_used"
    customer: str
    during: str
    acts: int
    refused: tuple[str, ...] = ()
    barriers: tuple[Barrier, ...] = ()


class PageFitted(InScenario):
    """A page that she met was shown again, as she left it, in a narrow window.

    needs: how wide it is, in CSS pixels; None when it could not be shown: `blind` says why.  widest: what sticks out.
    """

    type: Literal["page_fitted"] = "page_fitted"
    customer: str
    url: str
    width: int
    needs: int | None
    widest: str = ""
    blind: str = ""
