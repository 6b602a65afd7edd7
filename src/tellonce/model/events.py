"""What happened in a run, in the past tense. A history is a sequence of these, append-only."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter

from tellonce.model.as_written import Below, ExampleRow
from tellonce.model.blueprint import Blueprint
from tellonce.model.change import Change
from tellonce.model.happened import Happened, InScenario
from tellonce.model.lived_through import (
    ConstraintFound,
    CustomerGaveUp,
    EffortMeasured,
    KeyboardUsed,
    PageFitted,
    PageMet,
)
from tellonce.model.need import Need
from tellonce.model.observation import Evidence, Observation
from tellonce.model.plan import Plan
from tellonce.model.questions import (
    EffortAsked,
    ExpectationAsked,
    LeftoversSought,
    NeverAsked,
    OfTouchpoints,
    Question,
    SentenceAnswered,
)
from tellonce.model.span import Span
from tellonce.model.told import (
    FeatureDescribed,
    FeatureRead,
    HookFinished,
    OfTheRun,
    RunnerDescribed,
    SentencesDeclared,
    StepUnderstood,
)

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
    "FeatureDescribed",
    "FeatureRead",
    "HookFinished",
    "JourneyPlanned",
    "KeyboardUsed",
    "LeftoversSought",
    "NeverAsked",
    "OfTheRun",
    "OfTouchpoints",
    "PageFitted",
    "PageMet",
    "PlaceRead",
    "Question",
    "RunFinished",
    "RunStarted",
    "RunnerDescribed",
    "ScenarioFinished",
    "ScenarioStarted",
    "SentenceAnswered",
    "SentencesDeclared",
    "SpansSeen",
    "StepFinished",
    "StepUnderstood",
    "event_adapter",
]


class RunStarted(Happened):
    """One per worker. The blueprint travels along, so that a history is judged without the project."""

    type: Literal["run_started"] = "run_started"
    run: str
    version: str
    seed: str
    blueprint: Blueprint
    clock_note: str = ""
    needs: dict[str, Need] = {}
    """Id -> need, as fixtures/needs.yaml had them; empty without one, and in older histories."""
    only: tuple[str, ...] | None = None
    """Flags that left something out: ("-k moving", "--persona maria"). Empty: none did. Older histories: None."""
    chosen: int | None = None
    """How many scenarios were to run, over all workers; None where the runner does not know beforehand."""


class ScenarioStarted(InScenario):
    """scenario: stable id (feature path, rule, name, example row; no line numbers), with "#2" for a second attempt."""

    type: Literal["scenario_started"] = "scenario_started"
    journey: str
    """Feature path relative to the project, with forward slashes."""
    line: int
    feature: str
    name: str
    tags: tuple[str, ...] = ()
    description: str = ""
    """Its prose, and next the row of Examples that it was made of. Older histories lack both."""
    example: ExampleRow | None = None


class JourneyPlanned(InScenario):
    """The plan of the scenario's journey, as its file was when the run began. A scenario without one has no plan."""

    type: Literal["journey_planned"] = "journey_planned"
    journey: str
    plan: Plan


class CustomerEmbodied(InScenario):
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

    def own(self) -> Iterator[str]:
        """Every text that the harness made up for her: her number, and every component of what she has."""
        yield self.service_id
        for value in self.values.values():
            yield from value.values()


class ChangeBegan(InScenario):
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


class ChangeAcknowledged(InScenario):
    """The company answered."""

    type: Literal["change_acknowledged"] = "change_acknowledged"
    change: Change


class PlaceRead(InScenario):
    """One look. before: the reading taken when the observer was armed, before any change (never judged)."""

    type: Literal["place_read"] = "place_read"
    change: str
    before: bool = False
    observation: Observation


class SpansSeen(InScenario):
    """What the trace of a change told. Most changes have one; a later one holds only what came since.

    left_out: how many spans there were beyond those kept.
    all_in: it was read so long after the change that exporters had had their time: a span not here will not come.
    """

    type: Literal["spans_seen"] = "spans_seen"
    change: str
    spans: tuple[Span, ...]
    left_out: int = 0
    all_in: bool = False


class EvidenceKept(InScenario):
    """Something to show for a scenario rather than for one look, such as the page at a failing step."""

    type: Literal["evidence_kept"] = "evidence_kept"
    evidence: Evidence
    file_name: str = ""
    """Under which name a step or hook attached it; empty for what the engine kept, and in older histories."""


class ClockMoved(InScenario):
    """Her clock was advanced and reported ready. leap_s: seconds added to her promise axis."""

    type: Literal["clock_moved"] = "clock_moved"
    customer: str
    leap_s: float
    to: str
    ready: bool
    why: str = ""


class StepFinished(InScenario):
    """One Gherkin step."""

    type: Literal["step_finished"] = "step_finished"
    keyword: str
    text: str
    line: int
    status: Literal["passed", "failed", "error", "skipped", "undefined"]
    duration_s: float
    message: str = ""
    """Why it did not pass; of a skipped step, the reason that it gave itself."""
    detail: Literal["", "pending", "ambiguous"] = ""
    """What kind of error it is, where a tool outside tells them apart. Older histories lack this and what follows."""
    raised: str = ""
    """The type of the exception, empty where none came."""
    trace: str = ""
    """Where it came from: the project's own lines, the innermost last."""
    below: Below | None = None
    """The table or text below it."""


class ScenarioFinished(InScenario):
    """status: failed when a promise is broken, inconclusive when a cell is, error when the harness or page failed."""

    type: Literal["scenario_finished"] = "scenario_finished"
    status: Literal["passed", "failed", "inconclusive", "error", "skipped"]
    message: str = ""
    ended_axis_s: dict[str, float] = {}
    """Customer key -> where her promise axis stood when looking ended."""


class RunFinished(Happened):
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
    | RunnerDescribed
    | SentencesDeclared
    | FeatureRead
    | FeatureDescribed
    | StepUnderstood
    | HookFinished
    | StepFinished
    | ScenarioFinished
    | RunFinished,
    Field(discriminator="type"),
]
event_adapter: TypeAdapter[Any] = TypeAdapter(Event)
"""Reads and writes any event as JSON."""
