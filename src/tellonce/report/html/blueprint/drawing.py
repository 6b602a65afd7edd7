"""A blueprint as it is drawn: where everything is, in the drawing's own units."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["Acts", "Card", "Drawing", "Edge", "Lane", "Line", "Node", "Stage"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A column: a stage of the journey, as what she does. x: its left edge; lines: its name."""

    name: str
    lines: tuple[str, ...]
    x: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Acts:
    """The row of what she does, one place for each stage, as wide as a card. What is said there is not of a blueprint:
    a plan says it, or a change that is played. y: its upper edge."""

    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """A swim lane. y: its upper edge."""

    lane: str
    y: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One of the three lines of a blueprint: "interaction", "visibility", "internal"."""

    line: str
    y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A system. x, y: its upper left corner. lines: its name; owner is cut to fit."""

    key: str
    x: float
    y: float
    width: float
    height: float
    lines: tuple[str, ...]
    owner: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Card(Node):
    """A touchpoint. promise: in words, cut to fit."""

    promise: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """A hop between systems, or (feeds) a system's copy that a touchpoint shows.

    points: the corners of the way, from start to end.  facts: what travels there; empty for everything.
    """

    start: str
    end: str
    feeds: bool
    points: tuple[tuple[float, float], ...]
    facts: tuple[str, ...] = ()

    @property
    def d(self) -> str:
        """The way as the `d` of an SVG path: numbers and letters of ours, with round corners."""
        return _path(self.points)

    @property
    def tail(self) -> str:
        """The same of its last stretches, from where it leaves the channel that it shares with others."""
        return _path(self.points[2:])

    @property
    def cut(self) -> tuple[float, float]:
        """Where a break is drawn: on the last stretch, which this edge has for itself."""
        (x1, y1), (x2, y2) = self.points[-2:]
        return round((x1 + x2) / 2, 1), round((y1 + y2) / 2, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """All of it. margin: the room left of the columns, for the names of lanes; head: the height of the stages' row.

    acts: None where no room was asked for.
    """

    width: float
    height: float
    margin: float
    head: float
    stages: tuple[Stage, ...]
    acts: Acts | None
    lanes: tuple[Lane, ...]
    lines: tuple[Line, ...]
    cards: tuple[Card, ...]
    systems: tuple[Node, ...]
    edges: tuple[Edge, ...]


_ROUND = 5.0


def _towards(corner: tuple[float, float], other: tuple[float, float]) -> tuple[float, float]:
    """A little way from a corner to its neighbour, at most half of it."""
    dx, dy = other[0] - corner[0], other[1] - corner[1]
    length = abs(dx) + abs(dy)
    if not length:
        return corner
    part = min(_ROUND, length / 2) / length
    return round(corner[0] + dx * part, 2), round(corner[1] + dy * part, 2)


def _path(points: Sequence[tuple[float, float]]) -> str:
    (x, y), *rest = points
    said = [f"M{x:g} {y:g}"]
    for number, (cx, cy) in enumerate(rest):
        if number + 1 == len(rest):
            said.append(f"L{cx:g} {cy:g}")
            break
        nx, ny = rest[number + 1]
        before, after = _towards((cx, cy), (x, y)), _towards((cx, cy), (nx, ny))
        said.append(f"L{before[0]:g} {before[1]:g}Q{cx:g} {cy:g} {after[0]:g} {after[1]:g}")
        x, y = cx, cy
    return "".join(said)
