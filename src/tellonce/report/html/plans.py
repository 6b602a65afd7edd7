"""Planned and actual journeys, worked out before the template writes them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tellonce.model.journey import ActualJourney, ActualStage, Deviates, Deviation, Meeting
from tellonce.model.plan import Feeling
from tellonce.report.account import Account
from tellonce.report.html.anchors import cell_anchor, journey_anchor, plan_anchor
from tellonce.story.deviations import met_words, sentence_of
from tellonce.story.words import plural

__all__ = ["MetView", "PlanView", "StageView", "plan_views"]


@dataclass(frozen=True, slots=True, kw_only=True)
class MetView:
    """One touchpoint of a stage. anchor: of its worst cell, empty when it has none."""

    meeting: Meeting
    anchor: str
    met: str
    deviates: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StageView:
    """One stage, as a column of the map. feels: the word, and how high it stands of 5."""

    stage: ActualStage
    feels: str
    height: int
    touchpoints: tuple[MetView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanView:
    """One journey that has a plan. sentences: each deviation once, with how many scenarios had it."""

    anchor: str
    journey_anchor: str
    journey: ActualJourney
    tally: str
    deviates: bool
    sentences: tuple[str, ...]
    stages: tuple[StageView, ...]
    beyond: tuple[MetView, ...]
    """What the plan does not name, and that went wrong or came to her all the same."""


def plan_views(account: Account) -> tuple[PlanView, ...]:
    """The planned journeys of a run: those that deviate first, the most telling kind before others."""
    anchors = {cell.id: cell_anchor(cell) for cell in account.cells}
    return tuple(_plan(journey, anchors) for journey in sorted(_planned(account), key=_worst_first))


def _planned(account: Account) -> Iterable[ActualJourney]:
    return (journey for journey in account.journeys if journey.planned)


def _worst_first(journey: ActualJourney) -> int:
    kinds = list(Deviates)
    return min((kinds.index(deviation.kind) for deviation in journey.deviations), default=len(kinds))


def _plan(journey: ActualJourney, anchors: dict[str, str]) -> PlanView:
    sentences = _sentences(journey.deviations)
    tried = any(meeting.verdict is not None for stage in journey.stages for meeting in stage.touchpoints)
    as_planned = "as planned" if tried else "nothing of it was tried"
    return PlanView(
        anchor=plan_anchor(journey.journey),
        journey_anchor=journey_anchor(journey.journey),
        journey=journey,
        tally=plural(len(sentences), "deviation") if sentences else as_planned,
        deviates=bool(sentences),
        sentences=sentences,
        stages=tuple(
            StageView(
                stage=stage,
                feels=stage.feels.value,
                height=Feeling(stage.feels).height,
                touchpoints=tuple(_met(meeting, anchors) for meeting in stage.touchpoints),
            )
            for stage in journey.stages
        ),
        beyond=tuple(_met(meeting, anchors) for meeting in journey.beyond if meeting.deviations),
    )


def _met(meeting: Meeting, anchors: dict[str, str]) -> MetView:
    return MetView(
        meeting=meeting,
        anchor=anchors.get(meeting.cell, ""),
        met=met_words(meeting),
        deviates=tuple(kind.value for kind in meeting.deviations),
    )


def _sentences(deviations: Sequence[Deviation]) -> tuple[str, ...]:
    found: dict[str, set[str]] = {}
    kinds = list(Deviates)
    for deviation in sorted(deviations, key=lambda d: (kinds.index(d.kind), not d.moment_of_truth)):
        found.setdefault(sentence_of(deviation), set()).add(deviation.scenario)
    return tuple(
        sentence if len(scenarios) == 1 else f"{sentence} ({plural(len(scenarios), 'scenario')})"
        for sentence, scenarios in found.items()
    )
