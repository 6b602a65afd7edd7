"""The matrix of the first page: what each persona changed, at the touchpoints that matter most, without any script.

A paper is as wide as a paper: the touchpoints with the worst verdicts get columns, and all others one together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal
from urllib.parse import urlencode

from tellonce.model.blueprint import Blueprint
from tellonce.model.cell import CellVerdict
from tellonce.model.verdict import Verdict
from tellonce.report.account import worst_first
from tellonce.report.html.anchors import cell_route
from tellonce.report.html.tally import Place, Tally
from tellonce.story.names import heading_of
from tellonce.story.words import Group, group_of

__all__ = ["OverviewColumn", "OverviewMatrix", "OverviewPlace", "OverviewRow", "overview_matrix", "why_empty"]

_MOST_ROWS = 40
_MOST_COLUMNS, _LEAST_COLUMNS = 10, 7
"""What is not kept has columns up to the first; what is kept fills them up to the second."""
_LANES = ("customer", "frontstage", "backstage", "support", "third_party")

Empty = Literal["hole", "exempt", "apart"]


@dataclass(frozen=True, slots=True, kw_only=True)
class OverviewColumn:
    """One touchpoint."""

    key: str
    called: str
    lane: str
    moment_of_truth: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OverviewPlace:
    """Where a row and a column meet. empty: why there is nothing; else `worst` is there.

    same: how many of `of` cells have the worst verdict.  longest_s: the longest that the news took, where even the
    worst cell got it.  route: of the worst cell's own page.
    """

    empty: Empty | None = None
    why: str = ""
    worst: Verdict = Verdict.ON_TIME
    same: int = 0
    of: int = 0
    longest_s: float | None = None
    route: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OverviewRow:
    """A fact of a persona. elsewhere: at the touchpoints without a column, None where there is none of them.

    group, n, of: what the worst is of all its cells, and how many are so.  route: the row in the whole matrix.
    """

    persona: str
    fact: str
    places: tuple[OverviewPlace, ...]
    elsewhere: OverviewPlace | None
    group: Group
    n: int
    of: int
    route: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OverviewMatrix:
    """lanes: (lane, how many columns), left to right.  more_rows: rows that are left out, the least grave ones.
    others: touchpoints of the run that have no column of their own.  never: touchpoints that no change concerns."""

    columns: tuple[OverviewColumn, ...]
    lanes: tuple[tuple[str, int], ...]
    rows: tuple[OverviewRow, ...]
    more_rows: int
    others: int
    never: tuple[str, ...]


def overview_matrix(tally: Tally, blueprint: Blueprint | None) -> OverviewMatrix:
    """The matrix of a run, the worst first; without rows when no change was followed."""
    columns = _columns(tally, blueprint)
    order = sorted(tally.places, key=lambda row: _gravity(tally.places[row].values()))
    keys = {column.key for column in columns}
    every = dict.fromkeys(key for places in tally.places.values() for key in places)
    return OverviewMatrix(
        columns=columns,
        lanes=tuple((lane, len(list(same))) for lane, same in groupby(columns, key=lambda column: column.lane)),
        rows=tuple(_row(tally, blueprint, row, columns) for row in order[:_MOST_ROWS]),
        more_rows=max(0, len(order) - _MOST_ROWS),
        others=len(every.keys() - keys),
        never=_never(tally, blueprint, every),
    )


def why_empty(blueprint: Blueprint | None, touchpoint: str, fact: str, role: str) -> tuple[Empty, str]:
    """Why a fact of somebody of this role has no cell at a touchpoint; the second is a blueprint's own words.

    role: "" when it is not known. "hole": it should have been watched.  "apart": there is nothing to watch.
    """
    spot = blueprint.touchpoints.get(touchpoint) if blueprint else None
    if spot is None or fact not in spot.fact_keys:
        return "apart", ""
    if fact in spot.promise.exempt:
        return "exempt", spot.promise.exempt[fact]
    return ("hole", "") if not role or role in spot.serves else ("apart", "")


def _gravity(places: Iterable[Place]) -> tuple[tuple[int, ...], int]:
    """Sort key: the worst cell, then how many are broken."""
    cells = [place for place in places if place.worst]
    broken = sum(n for place in cells for verdict, n in place.verdicts.items() if group_of(verdict) is Group.BROKEN)
    return min(worst_first(place.worst) for place in cells if place.worst), -broken


def _columns(tally: Tally, blueprint: Blueprint | None) -> tuple[OverviewColumn, ...]:
    """Those with the worst cells, then those with the most; by lane, in the blueprint's order."""
    cells: dict[str, CellVerdict] = {}
    counts: Counter[str] = Counter()
    for places in tally.places.values():
        for key, place in places.items():
            counts[key] += place.verdicts.total()
            if place.worst and (key not in cells or worst_first(place.worst) < worst_first(cells[key])):
                cells[key] = place.worst
    grave = [key for key, cell in cells.items() if group_of(cell.verdict) is not Group.KEPT]
    fine = sorted(cells.keys() - set(grave), key=lambda key: (not cells[key].moment_of_truth, -counts[key], key))
    chosen = sorted(grave, key=lambda key: worst_first(cells[key]))[:_MOST_COLUMNS]
    chosen += fine[: max(0, _LEAST_COLUMNS - len(chosen))]
    known = list(blueprint.touchpoints) if blueprint else []
    place_of = {key: n for n, key in enumerate(known)}
    lane_of = {lane: n for n, lane in enumerate(_LANES)}
    return tuple(
        OverviewColumn(
            key=key,
            called=heading_of(key, cells[key].touchpoint_called),
            lane=cells[key].lane,
            moment_of_truth=cells[key].moment_of_truth,
        )
        for key in sorted(
            chosen, key=lambda key: (lane_of.get(cells[key].lane, len(_LANES)), place_of.get(key, len(known)))
        )
    )


def _row(
    tally: Tally, blueprint: Blueprint | None, row: tuple[str, str], columns: tuple[OverviewColumn, ...]
) -> OverviewRow:
    persona, fact = row
    places = tally.places[row]
    keys = {column.key for column in columns}
    groups = Counter(group_of(verdict) for place in places.values() for verdict in place.verdicts.elements())
    group = next(one for one in (Group.BROKEN, Group.NOT_SEEN, Group.WAITING, Group.KEPT) if groups[one])
    role = tally.roles.get(persona, "")
    elsewhere = [place for key, place in places.items() if key not in keys]
    return OverviewRow(
        persona=persona,
        fact=tally.called[fact],
        places=tuple(
            _place([places[column.key]])
            if column.key in places
            else _empty(*why_empty(blueprint, column.key, fact, role))
            for column in columns
        ),
        elsewhere=_place(elsewhere) if elsewhere else None,
        group=group,
        n=groups[group],
        of=groups.total(),
        route=f"#/matrix?{urlencode({'persona': persona, 'fact': fact})}",
    )


def _empty(kind: Empty, why: str) -> OverviewPlace:
    return OverviewPlace(empty=kind, why=why)


def _place(places: Sequence[Place]) -> OverviewPlace:
    """places: at least one, each with a cell."""
    cell, place = min(((one.worst, one) for one in places if one.worst), key=lambda one: worst_first(one[0]))
    times = [one.longest_s for one in places if one.longest_s is not None]
    return OverviewPlace(
        worst=cell.verdict,
        same=sum(one.verdicts[cell.verdict] for one in places),
        of=sum(one.verdicts.total() for one in places),
        longest_s=max(times) if times and len(places) == 1 and cell.reached_after_s is not None else None,
        route=cell_route(cell, place.ordinal),
    )


def _never(tally: Tally, blueprint: Blueprint | None, met: Mapping[str, None]) -> tuple[str, ...]:
    """Touchpoints of the blueprint without a cell that no change of the run should have reached either."""
    if blueprint is None:
        return ()
    return tuple(
        heading_of(key, spot.called)
        for key, spot in blueprint.touchpoints.items()
        if key not in met
        and not any(
            why_empty(blueprint, key, fact, tally.roles.get(persona, ""))[0] == "hole" for persona, fact in tally.places
        )
    )
