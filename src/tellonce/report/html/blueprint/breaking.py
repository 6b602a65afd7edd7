"""Where a break stands in a drawing."""

from __future__ import annotations

from collections.abc import Iterable

from tellonce.model.blueprint import Blueprint
from tellonce.model.cell import CellVerdict
from tellonce.report.html.blueprint.drawing import Edge

__all__ = ["broken_edge", "places_of", "way_in_short"]


def places_of(cell: CellVerdict, blueprint: Blueprint) -> tuple[str, str] | None:
    """Keys of (last place that knew, first that did not), "" for the company's answer and for the touchpoint.

    An older file names them only, and a name that is no system's is one of those two.
    """
    if cell.broke_places is not None or cell.broke_between is None:
        return cell.broke_places
    keys = {system.called: key for key, system in blueprint.systems.items()}
    last, first = cell.broke_between
    return keys.get(last, ""), "" if first == cell.touchpoint_called else keys.get(first, "")


def broken_edge(edges: Iterable[Edge], places: tuple[str, str], touchpoint: str) -> Edge | None:
    """The edge to cut: from the last that knew to the first that did not, or the last stretch of the way between them
    where others lie there that nobody looked into. None where no edge leads to the first that did not."""
    last, first = places
    into: dict[tuple[bool, str], list[Edge]] = {}
    for edge in edges:
        into.setdefault((edge.feeds, edge.end), []).append(edge)
    near = into.get((False, first) if first else (True, touchpoint), [])
    if not near or not last:
        return near[0] if near else None
    return next((edge for edge in near if _leads(last, edge.start, into)), near[0])


def way_in_short(edges: Iterable[Edge], cut: Edge | None, touchpoint: str) -> tuple[str, ...]:
    """The systems on the way to a touchpoint, from the first that heard of it down to the one that feeds it: of several
    ways the one that is cut."""
    into: dict[tuple[bool, str], list[Edge]] = {}
    for edge in edges:
        into.setdefault((edge.feeds, edge.end), []).append(edge)
    way: list[str] = []
    near = into.get((True, touchpoint), [])
    while near:
        edge = cut if cut in near else next((one for one in near if cut and _leads(cut.end, one.start, into)), near[0])
        if edge is None or edge.start in way:
            break
        way.append(edge.start)
        near = into.get((False, edge.start), [])
    return tuple(reversed(way))


def _leads(start: str, end: str, into: dict[tuple[bool, str], list[Edge]]) -> bool:
    """Whether there is a way between two systems."""
    met = {end: None}
    queue = [end]
    for key in queue:  # grows while it is read
        further = [edge.start for edge in into.get((False, key), []) if edge.start not in met]
        met.update(dict.fromkeys(further))
        queue += further
    return start in met
