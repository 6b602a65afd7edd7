"""What a feature file says beside the words of its steps, as the app reads it: `Below`, `ExampleRow` and `Described` in
app/src/payload.ts. What changes here changes there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tellonce.model.as_written import Below, ExampleRow
from tellonce.model.events import FeatureDescribed, ScenarioStarted
from tellonce.report.html.shown import shown

__all__ = ["below_index", "described_index", "written_index"]

_MOST_ROWS = 120


def below_index(below: Below) -> dict[str, Any]:
    """A table or text below a step. more_rows: how many the page leaves out."""
    index: dict[str, Any] = {}
    if below.rows:
        index["rows"] = [[shown(cell) for cell in row] for row in below.rows[:_MOST_ROWS]]
    if len(below.rows) > _MOST_ROWS:
        index["more_rows"] = len(below.rows) - _MOST_ROWS
    if below.text is not None:
        index |= {"text": shown(below.text), "media": shown(below.media_type)}
    return index


def written_index(started: ScenarioStarted) -> dict[str, Any]:
    """A scenario's description and row of Examples; empty for most."""
    index: dict[str, Any] = {}
    if started.description:
        index["description"] = shown(started.description)
    if started.example is not None:
        index["example"] = _example(started.example)
    return index


def _example(row: ExampleRow) -> dict[str, Any]:
    return {
        "outline": row.outline,
        "name": shown(row.name),
        "values": [[shown(heading), shown(value)] for heading, value in row.values.items()],
    }


def described_index(features: Iterable[FeatureDescribed]) -> dict[str, Any]:
    """Path of a journey -> what its file says of itself, its rules and its backgrounds."""
    return {
        shown(feature.journey): {
            "description": "".join(shown(part.description) for part in feature.parts if part.kind == "feature"),
            "rules": [[shown(part.name), shown(part.description)] for part in feature.parts if part.kind == "rule"],
            "backgrounds": [
                [part.line, shown(part.name), shown(part.description)]
                for part in feature.parts
                if part.kind == "background"
            ],
        }
        for feature in features
    }
