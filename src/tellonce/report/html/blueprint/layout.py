"""Lays a blueprint out: stages are columns, lanes are rows, and nothing depends on anything but the blueprint.

Lanes and lines after G. L. Shostack, "Designing services that deliver" (1984), and M. J. Bitner, A. L. Ostrom and
F. N. Morgan, "Service blueprinting" (2008): what the customer does; the line of interaction; what she meets
(frontstage); the line of visibility; what staff do unseen (backstage); the line of internal interaction; what supports
them. Systems are support; third parties stand below.

Ways run in channels that hold nothing else: between columns upright, above each row of systems level. All that one
system tells is one net, and takes one track of a channel; nets that do not meet share a track.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import ceil, sqrt

from tellonce.model.blueprint import System, Touchpoint
from tellonce.model.calendar import describe_span
from tellonce.report.html.blueprint.drawing import Acts, Card, Drawing, Edge, Lane, Line, Node, Stage
from tellonce.report.html.blueprint.lettering import cut_to, wrap
from tellonce.report.html.blueprint.part import LANES, Part, lane_of
from tellonce.report.html.blueprint.ranks import seats
from tellonce.report.html.blueprint.tracks import Stretch, tracks
from tellonce.report.html.shown import shown
from tellonce.story.names import place_of, system_called
from tellonce.story.spans import span_in

__all__ = ["lay_out"]

_MARGIN = 124.0
_HEAD = 52.0
_CARD = 184.0, 102.0
_SYSTEM_HEIGHT = 46.0
_ACT_HEIGHT = 94.0
"""Five lines of small letters."""
_GAP = 10.0
_PAD = 18.0
_TRACK = 7.0
_EDGE = 14.0
"""Between a channel's outermost track and what stands beside it."""
_LEAST = 44.0
"""The height of a lane in which nothing is."""
_MORE = 4
_NAME, _SMALL = 13.0, 11.5
_BOLD = 1.1
"""By how much a bold letter is wider."""
_LINES = {"frontstage": "interaction", "backstage": "visibility", "support": "internal"}
"""Lane -> the line above it."""


@dataclass(slots=True)
class _Grid:
    """What stands where, before anything has a size. rows: lane -> rows of its systems, column -> system."""

    part: Part
    stages: tuple[str, ...]
    acts: bool
    stacks: dict[tuple[str, int], list[str]] = field(default_factory=dict)
    rows: dict[str, list[dict[int, str]]] = field(default_factory=dict)

    @property
    def columns(self) -> int:
        """One for each stage, and more where many systems stand below few stages: a column of them would be a tower."""
        return max(len(self.stages), min(_MORE, ceil(sqrt(len(self.part.systems)))))

    def column(self, touchpoint: str) -> int:
        return self.stages.index(self.part.touchpoints[touchpoint].stage)

    def tallest(self, lane: str) -> int:
        return max((len(cards) for (in_lane, _), cards in self.stacks.items() if in_lane == lane), default=0)


def lay_out(part: Part, *, acts: bool = False) -> Drawing:
    """Work out where everything of `part` is. The same part gives the same drawing; an empty one has only lanes.

    acts: whether the customer's lane has room for what she does.
    """
    grid = _grid(part, acts=acts)
    rough = _Sizes(grid, {}, {})
    gutters, channels = _tracks(grid, rough)
    sizes = _Sizes(grid, gutters, channels)
    edges = _edges(grid, sizes, gutters, channels)
    return Drawing(
        width=sizes.width,
        height=sizes.height,
        margin=_MARGIN,
        head=_HEAD,
        stages=tuple(
            Stage(name=shown(name), lines=wrap(shown(name), _NAME, _CARD[0], 2), x=sizes.x[n])
            for n, name in enumerate(grid.stages)
        ),
        acts=Acts(y=_HEAD + _GAP, width=_CARD[0], height=_ACT_HEIGHT) if acts else None,
        lanes=sizes.lanes,
        lines=tuple(Line(line=_LINES[lane.lane], y=lane.y) for lane in sizes.lanes if lane.lane in _LINES),
        cards=tuple(_card(key, spot, *sizes.at[True, key]) for key, spot in part.touchpoints.items()),
        systems=tuple(_node(key, system, *sizes.at[False, key]) for key, system in part.systems.items()),
        edges=edges,
    )


def _grid(part: Part, *, acts: bool) -> _Grid:
    grid = _Grid(part, part.stages or ("",), acts)
    fed: dict[str, list[int]] = {}
    for key, spot in part.touchpoints.items():
        column = grid.column(key)
        grid.stacks.setdefault((lane_of(spot), column), []).append(key)
        fed.setdefault(spot.fed_by, []).append(column)
    for lane in ("support", "third_party"):
        here = [key for key in part.systems if (key in part.elsewhere) == (lane == "third_party")]
        grid.rows[lane] = seats(part, here, grid.columns, fed)
    return grid


_Spot = tuple[bool, str]
"""(whether it is a touchpoint, its key): a system and a touchpoint may have the same key."""


class _Sizes:
    """Where everything is, when channels have so many tracks. at: upper left corners."""

    def __init__(self, grid: _Grid, gutters: Mapping[int, dict[str, int]], channels: Mapping[str, dict[str, int]]):
        self.at: dict[_Spot, tuple[float, float]] = {}
        self.x: list[float] = []
        self.gutter: list[float] = []
        self.channel: dict[str, float] = {}
        x = _MARGIN
        for column in range(grid.columns):
            self.gutter.append(x + _EDGE)
            x += 2 * _EDGE + _TRACK * max(gutters.get(column, {}).values(), default=0)
            self.x.append(x)
            x += _CARD[0]
        self.width = x + _EDGE
        lanes: list[Lane] = []
        y = 0.0
        for lane in LANES:
            rows = grid.rows.get(lane, [])
            tallest = grid.tallest(lane)
            if lane == "third_party" and not rows and not tallest:
                continue
            top = y
            if lane == "customer":
                y += _HEAD + (_GAP + _ACT_HEIGHT + _PAD if grid.acts else 0.0)
            if tallest:
                y += _PAD if lane != "customer" else 0.0
                for (in_lane, column), cards in grid.stacks.items():
                    if in_lane == lane:
                        for n, key in enumerate(cards):
                            self.at[True, key] = self.x[column], y + n * (_CARD[1] + _GAP)
                y += tallest * (_CARD[1] + _GAP) - _GAP + _PAD
            for n, row in enumerate(rows):
                name = f"{lane}-{n}"
                y += _EDGE
                self.channel[name] = y
                y += _EDGE + _TRACK * max(channels.get(name, {}).values(), default=0)
                for column, key in row.items():
                    self.at[False, key] = self.x[column], y
                y += _SYSTEM_HEIGHT
            if rows:
                y += _PAD
            if lane != "customer":
                y = max(y, top + _LEAST)
            lanes.append(Lane(lane=lane, y=top, height=y - top))
        self.lanes = tuple(lanes)
        self.height = y


def _ends(grid: _Grid) -> list[tuple[str, str, bool, tuple[str, ...]]]:
    """(from, to, whether it feeds a touchpoint, facts)."""
    hops = [(start, end, False, facts) for (start, end), facts in grid.part.hops.items()]
    return [*hops, *((start, end, True, ()) for start, end in grid.part.feeds)]


def _places(grid: _Grid) -> tuple[dict[_Spot, int], dict[str, str]]:
    """The column of each; system -> the channel above its row."""
    columns = {(True, key): grid.column(key) for key in grid.part.touchpoints}
    above: dict[str, str] = {}
    for lane, rows in grid.rows.items():
        for n, row in enumerate(rows):
            columns.update({(False, key): column for column, key in row.items()})
            above.update(dict.fromkeys(row.values(), f"{lane}-{n}"))
    return columns, above


def _tracks(grid: _Grid, rough: _Sizes) -> tuple[dict[int, dict[str, int]], dict[str, dict[str, int]]]:
    """Gutter -> system -> track of its net, and channel -> the same. Sizes grow alike, so that rough ones do."""
    columns, above = _places(grid)
    upright: dict[int, dict[str, Stretch]] = {}
    level: dict[str, dict[str, Stretch]] = {}
    for start, end, feeds, _ in _ends(grid):
        column, channel = columns[feeds, end], above[start]
        height = _CARD[1] if feeds else _SYSTEM_HEIGHT
        y = rough.at[feeds, end][1]
        upright.setdefault(column, {}).setdefault(start, Stretch()).reach(rough.channel[channel], y, y + height)
        middle = rough.at[False, start][0] + _CARD[0] / 2
        level.setdefault(channel, {}).setdefault(start, Stretch()).reach(middle, rough.gutter[column])
    return (
        {column: tracks(nets, apart=2 * _EDGE) for column, nets in upright.items()},
        {channel: tracks(nets, apart=_EDGE) for channel, nets in level.items()},
    )


def _edges(
    grid: _Grid, sizes: _Sizes, gutters: Mapping[int, Mapping[str, int]], channels: Mapping[str, Mapping[str, int]]
) -> tuple[Edge, ...]:
    columns, above = _places(grid)
    ends = _ends(grid)
    into: dict[tuple[str, bool], list[str]] = {}
    for start, end, feeds, _ in ends:
        into.setdefault((end, feeds), []).append(start)
    found = []
    for start, end, feeds, facts in ends:
        column = columns[feeds, end]
        # The net on the rightmost track comes in lowest, so that nets do not cross before one door.
        doors = sorted(into[end, feeds], key=lambda key: (gutters[column][key], key))
        height = _CARD[1] if feeds else _SYSTEM_HEIGHT
        x, y = sizes.at[False, start]
        left, top = sizes.at[feeds, end]
        door = top + round(height * (doors.index(start) + 1) / (len(doors) + 1), 1)
        middle = x + _CARD[0] / 2
        level = sizes.channel[above[start]] + _TRACK * channels[above[start]][start]
        upright = sizes.gutter[column] + _TRACK * gutters[column][start]
        found.append(
            Edge(
                start=start,
                end=end,
                feeds=feeds,
                facts=facts,
                points=((middle, y), (middle, level), (upright, level), (upright, door), (left, door)),
            )
        )
    return tuple(found)


def _card(key: str, spot: Touchpoint, x: float, y: float) -> Card:
    name = shown(place_of(key, spot.called))
    for article in ("the ", "a ", "an ", "her ", "his ", "their "):
        if name.startswith(article):
            name = name.removeprefix(article)
            break
    return Card(
        key=key,
        x=x,
        y=y,
        width=_CARD[0],
        height=_CARD[1],
        lines=_name(name, _CARD[0] - 44),
        owner=cut_to(shown(spot.owner), _SMALL, _CARD[0] - 40),
        promise=cut_to(shown(span_in(describe_span(spot.promise.within))), _SMALL, _CARD[0] - 84),
    )


def _node(key: str, system: System, x: float, y: float) -> Node:
    return Node(
        key=key,
        x=x,
        y=y,
        width=_CARD[0],
        height=_SYSTEM_HEIGHT,
        lines=(cut_to(shown(system_called(system.called)), _NAME * _BOLD, _CARD[0] - 40),),
        owner=cut_to(shown(system.owner), _SMALL, _CARD[0] - 40),
    )


def _name(name: str, room: float) -> tuple[str, ...]:
    return wrap(name[:1].upper() + name[1:], _NAME * _BOLD, room, 2)
