"""Effort: what it cost her to tell the company, and how far she had to go for an answer."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from tellonce.model.base import Frozen

__all__ = [
    "Actor",
    "Cost",
    "CostOfAct",
    "CostOfStage",
    "Deed",
    "Effort",
    "EffortOf",
    "FieldFilled",
    "JourneyEffort",
    "LostCustomer",
    "Measure",
    "Server",
    "Transfer",
]

Actor = Literal["customer", "person", "automaton"]
"""Who does what a flow's sentence says: she herself, or a person or an automaton of the company."""
Server = Literal["", "person", "automaton"]
"""Who of the company deals with her while she acts; "" for nobody, as on a page of self-service."""


class Measure(StrEnum):
    """What a sentence about effort asks for."""

    REPEATED = "repeated"
    PERSON = "person"
    HANDED_OVER = "handed over"
    CONTACTS = "contacts"
    PAGES = "pages"
    FIELDS = "fields"
    WAITED = "waited"
    CHANNELS = "channels"
    REFUSED = "refused"


class FieldFilled(Frozen):
    """One field that she had to fill in. Its value is nowhere: it was compared, and forgotten.

    called: its label or its name.  again: what she was made to tell again: "postal address: city" where the company
    knew it, "the same words" for what she had written elsewhere; "" for what was new.
    """

    called: str
    again: str = ""


class Transfer(Frozen):
    """She was passed on. to: to whom, in words.  person: whether that is a person who is there for her."""

    to: str
    person: bool = False
    at_s: float
    """On her axis."""


class Deed(Frozen):
    """What one flow cost her. Counts of pages, fields and waiting are empty where the company's people act.

    channel: by which she acts, or by which the company reaches her.  by: who does what the sentence says.
    served_by: who of the company deals with her meanwhile.  contact: whether she turns to the company, rather than
    doing it in self-service.  activations: links, buttons and the like that she pressed.
    waited_s, longest_wait_s: real seconds in which the company owed her an answer.
    told_again: facts that she had to say again, where nothing is typed.
    uncounted: what could not be counted, and why; the counts concerned are then at least so many.
    addresses: of the pages that she loaded or acted on, each once, without what follows "?" or "#"; None in histories
    that are older than that.
    """

    channel: str
    by: Actor = "customer"
    served_by: Server = ""
    contact: bool = False
    facts: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    """Facts that she told before, and that this answers."""
    began_s: float
    """On her axis, like `ended_s`."""
    ended_s: float
    pages: int = 0
    fields: tuple[FieldFilled, ...] = ()
    activations: int = 0
    waited_s: float = 0.0
    longest_wait_s: float = 0.0
    transfers: tuple[Transfer, ...] = ()
    told_again: tuple[str, ...] = ()
    uncounted: dict[Literal["pages", "fields", "waited"], str] = {}
    addresses: tuple[str, ...] | None = None
    ended: Literal["answered", "refused", "unanswered", "gave up", "failed"] = "answered"

    @property
    def repeated(self) -> tuple[str, ...]:
        """What she was made to tell again, in words, each time once."""
        return (*(f"{one.called} ({one.again})" for one in self.fields if one.again), *self.told_again)

    @property
    def interactions(self) -> int:
        """Fields filled and things activated."""
        return len(self.fields) + self.activations


class Effort(Frozen):
    """Effort added up: of one customer in one scenario, or of many. Every definition is in docs/reference/effort.md.

    answered_after_s: the longest that she waited, on her own axis, until the company's people answered what she had
    told; None where they answered nothing.  person_after_s: likewise from her first contact until a person was there.
    refused_used: acts of hers by a channel that she refuses.  refused_reached: what reached her by one.
    unpreferred: acts by a channel that she does not prefer, where her file says which she does.
    """

    deeds: int = 0
    contacts: int = 0
    switches: int = 0
    repeated: int = 0
    transfers: int = 0
    pages: int = 0
    fields: int = 0
    interactions: int = 0
    waited_s: float = 0.0
    longest_wait_s: float = 0.0
    answered_after_s: float | None = None
    person_after_s: float | None = None
    refused_used: int = 0
    refused_reached: int = 0
    unpreferred: int = 0
    gave_up: int = 0
    uncounted: tuple[str, ...] = ()


class LostCustomer(Frozen):
    """A customer who gave up. wanted: what she wanted to tell, as the blueprint calls it.

    doing: what she waited for.  place: the page she was at.  possessive: her, his or their.
    """

    journey: str
    scenario: str
    scenario_name: str
    persona: str
    customer: str
    step: str
    line: int
    wanted: tuple[str, ...]
    possessive: str = "their"
    after_s: float
    patience_s: float
    doing: str
    place: str = ""


class Cost(Frozen):
    """What can be added up of effort, act by act: times a customer switched channels lie between two acts."""

    contacts: int = 0
    pages: int = 0
    fields: int = 0
    interactions: int = 0
    waited_s: float = 0.0
    longest_wait_s: float = 0.0
    """Of several acts the longest; the one figure that is not added up."""
    repeated: int = 0
    transfers: int = 0
    gave_up: int = 0


class CostOfAct(Cost):
    """One flow of one customer. change: which of its scenario, from 1; 0 where the history does not say.

    stage: in which she did it; "" where that cannot be told. How it is found is in docs/reference/effort.md.
    """

    change: int = 0
    stage: str = ""


class CostOfStage(Cost):
    """All that was done in one stage. stage: "" for what can be given to none."""

    stage: str


class EffortOf(Frozen):
    """One customer in one scenario. repeated: what she was made to tell again, in words, in order."""

    journey: str
    feature: str
    scenario: str
    scenario_name: str
    line: int
    persona: str
    customer: str
    channels: tuple[str, ...] = ()
    """Those she used, in the order in which she first did."""
    repeated: tuple[str, ...] = ()
    reached_by_refused: tuple[str, ...] = ()
    """Touchpoints, as the blueprint calls them, that reached her by a channel that she refuses."""
    acts: tuple[CostOfAct, ...] = ()
    """Each flow once, in order; empty in older files."""
    effort: Effort


class JourneyEffort(Frozen):
    """One persona in one journey, over its scenarios of a run: one line of effort.ndjson.

    effort: counts added up, times the longest.  stages: the same by stage, in the order of the plan; what no stage can
    be given comes last.  median_*: of the scenarios, the lower of two middle ones.
    """

    run: str
    journey: str
    feature: str
    persona: str
    scenarios: tuple[EffortOf, ...]
    effort: Effort
    stages: tuple[CostOfStage, ...] = ()
    median_pages: int
    median_fields: int
    median_interactions: int
    median_waited_s: float
    lost: tuple[LostCustomer, ...] = ()
