"""The blueprint of the first page: the way of the worst break, drawn; or, where nothing broke, what came of each stage
in each lane."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from tellonce.model.blueprint import Blueprint
from tellonce.model.cell import CellVerdict, Station
from tellonce.model.verdict import Verdict, worst
from tellonce.report.html.anchors import scenario_key
from tellonce.report.html.blueprint.breaking import broken_edge, places_of, way_in_short
from tellonce.report.html.blueprint.drawing import Drawing, Edge
from tellonce.report.html.blueprint.layout import lay_out
from tellonce.report.html.blueprint.part import LANES, lane_of, way_to
from tellonce.report.html.tally import Finding, Tally
from tellonce.story.headline import happens_to_her
from tellonce.story.speech import say
from tellonce.story.words import WORDS, Group, about_s, group_of

__all__ = ["Overview", "StageRow", "Told", "Way", "overview"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is said of one place of a drawing. tone: a group's slug, or "" where nothing is known."""

    words: str
    tone: str = ""
    verdict: Verdict | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """The way of the worst break. touchpoints, systems: key -> what is said there. went: along which the news came.

    cut: where the news stopped, if that can be said.
    """

    finding: Finding
    sentence: str
    drawing: Drawing
    touchpoints: Mapping[str, Told]
    systems: Mapping[str, Told]
    went: frozenset[Edge]
    cut: Edge | None
    chain: tuple[str, ...]
    """The systems on the way to the touchpoint, the first first."""
    fact: str
    change: str

    @property
    def cut_top(self) -> float:
        """The upper edge of what the cut edge leads to."""
        ends = self.drawing.cards if self.cut and self.cut.feeds else self.drawing.systems
        return next((node.y for node in ends if self.cut and node.key == self.cut.end), 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class StageRow:
    """One stage. lanes: for each of LANES, its touchpoints' verdicts, and the worst of them."""

    stage: str
    lanes: tuple[tuple[Counter[Group], Verdict | None, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """What the template needs; neither of the two without a blueprint."""

    way: Way | None = None
    stages: tuple[StageRow, ...] = ()
    lanes: tuple[str, ...] = LANES


def overview(blueprint: Blueprint | None, tally: Tally) -> Overview:
    """Work it out, once all scenarios were told."""
    if blueprint is None:
        return Overview()
    findings = [found for found in tally.worst_first if found.cell.touchpoint in blueprint.touchpoints]
    if not findings:
        return Overview(stages=_stages(blueprint, tally))
    located = next((found for found in findings if places_of(found.cell, blueprint) is not None), findings[0])
    return Overview(way=_way(blueprint, located))


def _way(blueprint: Blueprint, finding: Finding) -> Way:
    worst_cell = finding.cell
    cells = {cell.touchpoint: cell for cell in finding.change.cells if cell.fact == worst_cell.fact}
    drawing = lay_out(way_to(blueprint, worst_cell.fact, worst_cell.touchpoint, tuple(cells)))
    stations = {station.system: station for cell in cells.values() for station in cell.way}
    systems = {node.key: _known(stations.get(node.key)) for node in drawing.systems}
    knew = {(True, cell.touchpoint) for cell in cells.values() if cell.reached_after_s is not None}
    knew |= {(False, key) for key, station in stations.items() if station.knew_s is not None}
    places = places_of(worst_cell, blueprint)
    cut = broken_edge(drawing.edges, places, worst_cell.touchpoint) if places else None
    return Way(
        finding=finding,
        sentence=happens_to_her(worst_cell),
        drawing=drawing,
        touchpoints={card.key: _told(cells.get(card.key)) for card in drawing.cards},
        systems=systems,
        went=frozenset(edge for edge in drawing.edges if (edge.feeds, edge.end) in knew and edge is not cut),
        cut=cut,
        chain=way_in_short(drawing.edges, cut, worst_cell.touchpoint),
        fact=worst_cell.fact,
        change=f"{scenario_key(worst_cell.scenario)}/{finding.ordinal}",
    )


def _known(station: Station | None) -> Told:
    if station is None:
        return Told(words=say("blueprint.not_looked_into"))
    if station.knew_s is None:
        return Told(words=say("blueprint.never_knew"), tone="broken")
    if station.lost_s is not None:
        return Told(words=say("blueprint.lost_again"), tone="broken")
    return Told(words=say("blueprint.knew_by", time=about_s(station.knew_s)), tone="kept")


def _told(cell: CellVerdict | None) -> Told:
    if cell is None:
        return Told(words=say("blueprint.not_asked"))
    group = group_of(cell.verdict)
    words = WORDS[cell.verdict].short
    if group is Group.KEPT and cell.reached_after_s is not None:
        words = say("blueprint.knew_after", time=about_s(cell.reached_after_s))
    return Told(words=words, tone=group.slug, verdict=cell.verdict)


def _stages(blueprint: Blueprint, tally: Tally) -> tuple[StageRow, ...]:
    found: dict[str, dict[str, Counter[Verdict]]] = {}
    touchpoints: Counter[tuple[str, str]] = Counter()
    for spot in blueprint.touchpoints.values():
        found.setdefault(spot.stage, {}).setdefault(lane_of(spot), Counter())
        touchpoints[spot.stage, lane_of(spot)] += 1
    for places in tally.places.values():
        for key, place in places.items():
            spot_there = blueprint.touchpoints.get(key)
            if spot_there is not None:
                found[spot_there.stage][lane_of(spot_there)] += place.verdicts
    return tuple(
        StageRow(
            stage=stage,
            lanes=tuple(
                (_grouped(lanes.get(lane, Counter())), worst(lanes.get(lane, Counter())), touchpoints[stage, lane])
                for lane in LANES
            ),
        )
        for stage, lanes in found.items()
    )


def _grouped(verdicts: Counter[Verdict]) -> Counter[Group]:
    groups: Counter[Group] = Counter()
    for verdict, number in verdicts.items():
        groups[group_of(verdict)] += number
    return groups
