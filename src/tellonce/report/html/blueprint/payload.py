"""Drawings as the app reads them: `Drawings` in app/src/views/blueprint/drawing.ts."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from typing import Any

from tellonce.model.blueprint import Blueprint
from tellonce.model.cell import CellVerdict
from tellonce.model.verdict import Outcome
from tellonce.report.account import worst_first
from tellonce.report.html.anchors import cell_route
from tellonce.report.html.blueprint.drawing import Drawing
from tellonce.report.html.blueprint.layout import lay_out
from tellonce.report.html.blueprint.part import about_fact, the_whole
from tellonce.report.html.tally import Tally

__all__ = ["drawings_index"]

_MOST_CUTS = 400


def drawings_index(blueprint: Blueprint | None, tally: Tally) -> dict[str, Any] | None:
    """The whole, and for each fact what it concerns; where news stopped in this run, the worst first.

    None without a blueprint: a history may be cut off before it says which.
    """
    if blueprint is None:
        return None
    facts = {fact: about_fact(blueprint, fact) for fact in blueprint.facts}
    return {
        "whole": drawing_index(lay_out(the_whole(blueprint), acts=True)),
        "facts": {fact: drawing_index(lay_out(part, acts=True)) for fact, part in facts.items() if part.touchpoints},
        "cuts": _cuts(tally),
    }


def drawing_index(drawing: Drawing) -> dict[str, Any]:
    """One drawing as numbers and texts."""
    return {
        "width": drawing.width,
        "height": drawing.height,
        "margin": drawing.margin,
        "head": drawing.head,
        "stages": [{"name": one.name, "lines": one.lines, "x": one.x} for one in drawing.stages],
        "acts": asdict(drawing.acts) if drawing.acts else None,
        "lanes": [{"lane": one.lane, "y": one.y, "height": one.height} for one in drawing.lanes],
        "lines": [{"line": one.line, "y": one.y} for one in drawing.lines],
        "cards": [{**_box(one), "owner": one.owner, "promise": one.promise} for one in drawing.cards],
        "systems": [{**_box(one), "owner": one.owner} for one in drawing.systems],
        "edges": [
            {"from": one.start, "to": one.end, "feeds": one.feeds, "facts": one.facts, "d": one.d, "cut": one.cut}
            for one in drawing.edges
        ],
    }


def _box(one: Any) -> dict[str, Any]:
    return {"key": one.key, "x": one.x, "y": one.y, "width": one.width, "height": one.height, "lines": one.lines}


def _cuts(tally: Tally) -> list[dict[str, Any]]:
    """Each fact at each touchpoint once, whoever told it: the worst of them says where it broke."""
    worst: dict[tuple[str, str], tuple[CellVerdict, int]] = {}
    times: Counter[tuple[str, str]] = Counter()
    for (_, fact), places in tally.places.items():
        for touchpoint, place in places.items():
            key = fact, touchpoint
            times[key] += sum(n for verdict, n in place.verdicts.items() if verdict.outcome is Outcome.FAILING)
            cell = place.worst
            if cell and cell.broke_places and (key not in worst or worst_first(cell) < worst_first(worst[key][0])):
                worst[key] = cell, place.ordinal
    return [
        {
            "fact": fact,
            "touchpoint": touchpoint,
            "places": cell.broke_places,
            "times": times[fact, touchpoint],
            "route": cell_route(cell, ordinal),
        }
        for (fact, touchpoint), (cell, ordinal) in sorted(worst.items(), key=lambda one: worst_first(one[1][0]))
    ][:_MOST_CUTS]
