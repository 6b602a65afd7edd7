"""Efforts as the app reads them: `Effort` in app/src/payload.ts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tellonce.model.effort import JourneyEffort
from tellonce.report.html.anchors import scenario_key
from tellonce.report.html.shown import shown

__all__ = ["efforts_index"]


def efforts_index(efforts: Sequence[JourneyEffort], numbers: Mapping[str, int]) -> list[dict[str, Any]]:
    """What it cost each persona in each journey, in order. numbers: a scenario's key -> its number in the index."""
    return [_effort(effort, numbers) for effort in efforts]


def _effort(effort: JourneyEffort, numbers: Mapping[str, int]) -> dict[str, Any]:
    stages = {"": 0}
    acts = list(_acts(effort, numbers, stages))
    return {
        **_all_shown(effort.model_dump(mode="json", exclude={"scenarios", "stages", "lost"})),
        "lost": [
            _all_shown(one.model_dump(mode="json")) | {"number": numbers.get(scenario_key(one.scenario))}
            for one in effort.lost
        ],
        "stages": [shown(stage) for stage in stages],
        "acts": acts,
        "beside": list(_beside(effort, numbers)),
    }


def _all_shown(value: Any) -> Any:
    """JSON whose texts are shown, keys left as they are."""
    if isinstance(value, str):
        return shown(value)
    if isinstance(value, dict):
        return {key: _all_shown(one) for key, one in value.items()}
    return [_all_shown(one) for one in value] if isinstance(value, list) else value


def _acts(effort: JourneyEffort, numbers: Mapping[str, int], stages: dict[str, int]) -> Iterator[list[float]]:
    """Each flow as numbers, for there may be thousands. stages: stage -> its number; takes those that are met."""
    for one in effort.scenarios:
        number = numbers.get(scenario_key(one.scenario))
        if number is None:
            continue
        for act in one.acts:
            yield [
                number,
                act.change,
                stages.setdefault(act.stage, len(stages)),
                act.contacts,
                act.pages,
                act.fields,
                act.interactions,
                act.waited_s,
                act.longest_wait_s,
                act.repeated,
                act.transfers,
                act.gave_up,
            ]


def _beside(effort: JourneyEffort, numbers: Mapping[str, int]) -> Iterator[list[int]]:
    """What lies between acts or beside them, of scenarios that have any of it."""
    for one in effort.scenarios:
        number = numbers.get(scenario_key(one.scenario))
        counts = [one.effort.switches, one.effort.refused_used, one.effort.refused_reached]
        if number is not None and any(counts):
            yield [number, *counts]
