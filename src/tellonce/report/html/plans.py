"""Planned and actual journeys as the app reads them: `Plan` in app/src/payload.ts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tellonce.model.journey import ActualJourney, Deviates, Deviation, Meeting
from tellonce.model.plan import Feeling
from tellonce.report.html.anchors import scenario_key
from tellonce.report.html.shown import shown
from tellonce.story.deviations import met_words, sentence_of

__all__ = ["plans_index"]


def plans_index(journeys: Sequence[ActualJourney], numbers: Mapping[str, int]) -> list[dict[str, Any]]:
    """The planned journeys of a run, in their order; a journey without a plan is not there.

    numbers: a scenario's key -> its number in the index.
    """
    return [_plan(journey, numbers) for journey in journeys if journey.planned]


def _plan(journey: ActualJourney, numbers: Mapping[str, int]) -> dict[str, Any]:
    return {
        "journey": shown(journey.journey),
        "about": shown(journey.about),
        "scenarios": journey.scenarios,
        "deviations": _sentences(journey.deviations, numbers),
        "stages": [
            {
                "stage": shown(stage.stage),
                "does": shown(stage.does),
                "thinks": shown(stage.thinks),
                "feels": stage.feels.value,
                "height": Feeling(stage.feels).height,
                "moment": stage.moment_of_truth,
                "out_of_order": stage.out_of_order,
                "touchpoints": [_met(meeting) for meeting in stage.touchpoints],
            }
            for stage in journey.stages
        ],
        "beyond": [_met(meeting) for meeting in journey.beyond if meeting.due or meeting.deviations],
    }


def _met(meeting: Meeting) -> dict[str, Any]:
    return {
        "touchpoint": meeting.touchpoint,
        "verdict": meeting.verdict.value if meeting.verdict else None,
        "met": shown(met_words(meeting)),
        "due": meeting.due,
        "met_in": meeting.met,
        "soonest_s": meeting.soonest_s,
        "latest_s": meeting.latest_s,
        "cell": meeting.cell,
        "deviates": [kind.value for kind in meeting.deviations],
    }


def _sentences(deviations: Sequence[Deviation], numbers: Mapping[str, int]) -> list[dict[str, Any]]:
    """Each deviation once, the most telling kind first, with the numbers of the scenarios that had it."""
    found: dict[str, tuple[Deviation, set[int]]] = {}
    kinds = list(Deviates)
    for deviation in sorted(deviations, key=lambda d: (kinds.index(d.kind), not d.moment_of_truth)):
        said = found.setdefault(sentence_of(deviation), (deviation, set()))
        number = numbers.get(scenario_key(deviation.scenario))
        said[1].update(() if number is None else (number,))
    return [
        {
            "says": shown(sentence),
            "kind": first.kind.value,
            "touchpoint": first.touchpoint,
            "stage": shown(first.stage),
            "scenarios": sorted(scenarios),
        }
        for sentence, (first, scenarios) in found.items()
    ]
