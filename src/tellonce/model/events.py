"""What happened in a run, in the past tense. A history is a sequence of these, append-only."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter

from tellonce.model.barrier import Barrier
from tellonce.model.base import Frozen
from tellonce.model.blueprint import Blueprint
from tellonce.model.change import Change
from tellonce.model.effort import Deed, Measure
from tellonce.model.leftover import Leftover, PlaceSought
from tellonce.model.observation import Evidence, Observation
from tellonce.model.plan import Plan
from tellonce.model.span import Span

__all__ = [
    "ChangeAcknowledged",
    "ChangeBegan",
    "ClockMoved",
    "ConstraintFound",
    "CustomerEmbodied",
    "CustomerGaveUp",
    "EffortAsked",
    "EffortMeasured",
    "Event",
    "EvidenceKept",
    "ExpectationAsked",
    "JourneyPlanned",
    "KeyboardUsed",
    "LeftoversSought",
    "NeverAsked",
    "PageFitted",
    "PageMet",
    "PlaceRead",
    "Question",
    "RunFinished",
    "RunStarted",
    "ScenarioFinished",
    "ScenarioStarted",
    "SentenceAnswered",
    "SpansSeen",
    "StepFinished",
    "event_adapter",
]


class _Event(Frozen):
    worker: str = "main"
    """Each worker has its own monotonic clock: times of different workers are never compared."""
    at_s: float = 0.0
    """Monotonic seconds since this worker started."""
    wall: str = ""
    """ISO 8601, for people only; never computed with."""


class _InScenario(_Event):
    scenario: str
    """ScenarioStarted.scenario."""


class RunStarted(_Event):
    """One per worker. The blueprint travels along, so that a history is judged without the project."""

    type: Literal["run_started"] = "run_started"
    run: str
    version: str
    seed: str
    blueprint: Blueprint
    clock_note: str = ""


class ScenarioStarted(_InScenario):
    """scenario: stable id (feature path, rule, name, example row; no line numbers), with "#2" for a second attempt."""

    type: Literal["scenario_started"] = "scenario_started"
    journey: str
    """Feature path relative to the project, with forward slashes."""
    line: int
    feature: str
    name: str
    tags: tuple[str, ...] = ()


class JourneyPlanned(_InScenario):
    """The plan of the scenario's journey, as its file was when the run began. A scenario without one has no plan."""

    type: Literal["journey_planned"] = "journey_planned"
    journey: str
    plan: Plan


class CustomerEmbodied(_InScenario):
    """A fresh customer. Secrets are not here."""

    type: Literal["customer_embodied"] = "customer_embodied"
    customer: str
    persona: str
    role: str
    pronouns: dict[str, str]
    locale: str
    service_id: str
    values: dict[str, dict[str, str]]
    related: tuple[str, ...] = ()
    constraints: dict[str, str] = {}
    """Constraint -> "applied" or "could not apply: reason"."""
    prefers: tuple[str, ...] = ()
    """Channels that she prefers, and next those that she refuses, as her file says. Older histories lack both."""
    refuses: tuple[str, ...] = ()


class ChangeBegan(_InScenario):
    """She starts to tell the company; its cells are (fact, touchpoint) pairs, known before she acts."""

    type: Literal["change_began"] = "change_began"
    change: str
    customer: str
    step: str
    line: int
    cells: tuple[tuple[str, str], ...]
    """(fact, touchpoint) pairs whose observers are armed."""
    learns: tuple[str, ...] = ()
    """Facts whose new value only the answer tells: without one, or with the old one, their cells are owed nothing."""
    trace: str = ""
    """The W3C trace id that went along with what she told; empty in histories older than that."""
    began_s: float | None = None
    """When, on her promise axis; looks that ended later may have seen this change. Older histories lack it."""


class ChangeAcknowledged(_InScenario):
    """The company answered."""

    type: Literal["change_acknowledged"] = "change_acknowledged"
    change: Change


class PlaceRead(_InScenario):
    """One look. before: the reading taken when the observer was armed, before any change (never judged)."""

    type: Literal["place_read"] = "place_read"
    change: str
    before: bool = False
    observation: Observation


class SpansSeen(_InScenario):
    """What the trace of a change told. Most changes have one; a later one holds only what came since.

    left_out: how many spans there were beyond those kept.
    all_in: it was read so long after the change that exporters had had their time: a span not here will not come.
    """

    type: Literal["spans_seen"] = "spans_seen"
    change: str
    spans: tuple[Span, ...]
    left_out: int = 0
    all_in: bool = False


class EvidenceKept(_InScenario):
    """Something to show for a scenario rather than for one look, such as the page at a failing step."""

    type: Literal["evidence_kept"] = "evidence_kept"
    evidence: Evidence


class ClockMoved(_InScenario):
    """Her clock was advanced and reported ready. leap_s: seconds added to her promise axis."""

    type: Literal["clock_moved"] = "clock_moved"
    customer: str
    leap_s: float
    to: str
    ready: bool
    why: str = ""


class NeverAsked(_InScenario):
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


class LeftoversSought(_InScenario):
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


class EffortMeasured(_InScenario):
    """What one flow cost her, when it was over. Histories from before effort was counted have none."""

    type: Literal["effort_measured"] = "effort_measured"
    customer: str
    change: str
    deed: Deed


class CustomerGaveUp(_InScenario):
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


class EffortAsked(_InScenario):
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


class ConstraintFound(_InScenario):
    """What became of a constraint after she was embodied: it replaces what was said of it then."""

    type: Literal["constraint_found"] = "constraint_found"
    customer: str
    constraint: str
    said: str
    """ "applied", "could not apply: reason", or "nothing to apply: reason"."""


class PageMet(_InScenario):
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


class KeyboardUsed(_InScenario):
    """How somebody who uses the keyboard only did one thing. acts: how many keys, words and choices it took.

    refused: what was tried with a pointer, and where in steps/; nothing came of it.
    """

    type: Literal["keyboard_used"] = "keyboard_used"
    customer: str
    during: str
    acts: int
    refused: tuple[str, ...] = ()
    barriers: tuple[Barrier, ...] = ()


class PageFitted(_InScenario):
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


class ExpectationAsked(_InScenario):
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


Question = NeverAsked | LeftoversSought | ExpectationAsked
"""What a sentence with rules of its own asks."""


class SentenceAnswered(_InScenario):
    """What the judge said of the question that was written down last: a replay must come to the same answer."""

    type: Literal["sentence_answered"] = "sentence_answered"
    outcome: Literal["kept", "broken", "pending", "unobserved"]
    reason: str
    step: str
    line: int


class StepFinished(_InScenario):
    """One Gherkin step."""

    type: Literal["step_finished"] = "step_finished"
    keyword: str
    text: str
    line: int
    status: Literal["passed", "failed", "error", "skipped", "undefined"]
    duration_s: float
    message: str = ""


class ScenarioFinished(_InScenario):
    """status: failed when a promise is broken, inconclusive when a cell is, error when the harness or page failed."""

    type: Literal["scenario_finished"] = "scenario_finished"
    status: Literal["passed", "failed", "inconclusive", "error", "skipped"]
    message: str = ""
    ended_axis_s: dict[str, float] = {}
    """Customer key -> where her promise axis stood when looking ended."""


class RunFinished(_Event):
    """The worker ended in order. A history without it was cut off."""

    type: Literal["run_finished"] = "run_finished"
    broken: str = ""
    """Why the run could not go on (service or browser died), empty when all went through."""


Event = Annotated[
    RunStarted
    | ScenarioStarted
    | JourneyPlanned
    | CustomerEmbodied
    | CustomerGaveUp
    | EffortAsked
    | EffortMeasured
    | ChangeBegan
    | ChangeAcknowledged
    | PlaceRead
    | SpansSeen
    | EvidenceKept
    | ClockMoved
    | ConstraintFound
    | PageMet
    | KeyboardUsed
    | PageFitted
    | NeverAsked
    | LeftoversSought
    | ExpectationAsked
    | SentenceAnswered
    | StepFinished
    | ScenarioFinished
    | RunFinished,
    Field(discriminator="type"),
]
event_adapter: TypeAdapter[Any] = TypeAdapter(Event)
"""Reads and writes any event as JSON."""
