"""Changes down, touchpoints across: every cell that was watched, and every hole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from tellonce.model.blueprint import Blueprint, Touchpoint
from tellonce.model.cell import CellVerdict
from tellonce.report.account import Account, ChangeAccount, ScenarioAccount, broken_first
from tellonce.report.html.anchors import change_anchor
from tellonce.story.words import Group, group_of

__all__ = ["Column", "Hole", "Matrix", "Row", "matrix_of", "tally_of"]

LANES = {
    "customer": "What she does",
    "frontstage": "What she meets",
    "backstage": "What staff use",
    "support": "What supports them",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One touchpoint."""

    key: str
    called: str
    owner: str
    lane: str
    moment_of_truth: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Hole:
    """Nothing was watched. real: it uses the fact, so it should have been; else there is nothing to watch."""

    why: str
    real: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One fact of one change. places: a cell or a hole per column.  tally: "2 of 10 broken"."""

    persona: str
    what: str
    scenario: str
    anchor: str
    group: Group
    tally: str
    places: tuple[CellVerdict | Hole, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """lanes: (title, number of columns), left to right.  unused: touchpoints that no row has to do with, left out."""

    columns: tuple[Column, ...]
    lanes: tuple[tuple[str, int], ...]
    rows: tuple[Row, ...]
    unused: int


def matrix_of(account: Account) -> Matrix:
    """The matrix of a run, what broke first, else in the order in which things happened; empty without changes."""
    every = _columns(account)
    facts = [
        (scenario, change, cells)
        for scenario in account.scenarios
        for change in scenario.changes.values()
        for cells in _by_fact(change).values()
    ]
    facts.sort(key=lambda fact: broken_first(tuple(fact[2].values())))
    rows = [_row(account, every, *fact) for fact in facts]
    used = [n for n in range(len(every)) if any(_concerns(row.places[n]) for row in rows)]
    columns = tuple(every[n] for n in used)
    return Matrix(
        columns=columns,
        lanes=tuple((LANES.get(lane, lane), len(list(same))) for lane, same in groupby(columns, key=lambda c: c.lane)),
        rows=tuple(replace(row, places=tuple(row.places[n] for n in used)) for row in rows),
        unused=len(every) - len(columns),
    )


def _concerns(place: CellVerdict | Hole) -> bool:
    return not isinstance(place, Hole) or place.real


def _columns(account: Account) -> tuple[Column, ...]:
    found: dict[str, Column] = {}
    if account.run:
        for key, touchpoint in account.run.blueprint.touchpoints.items():
            found[key] = Column(
                key=key,
                called=touchpoint.called.removeprefix("the "),
                owner=touchpoint.owner,
                lane=touchpoint.lane,
                moment_of_truth=touchpoint.moment_of_truth,
            )
    for cell in account.cells:
        if cell.touchpoint not in found:
            found[cell.touchpoint] = Column(
                key=cell.touchpoint,
                called=cell.touchpoint_called.removeprefix("the "),
                owner=cell.owner,
                lane=cell.lane,
                moment_of_truth=cell.moment_of_truth,
            )
    order = list(LANES)
    return tuple(sorted(found.values(), key=lambda c: order.index(c.lane) if c.lane in order else len(order)))


def _by_fact(change: ChangeAccount) -> dict[str, dict[str, CellVerdict]]:
    facts: dict[str, dict[str, CellVerdict]] = {}
    for cell in change.cells:
        facts.setdefault(cell.fact, {})[cell.touchpoint] = cell
    return facts


def _row(
    account: Account,
    columns: tuple[Column, ...],
    scenario: ScenarioAccount,
    change: ChangeAccount,
    cells: Mapping[str, CellVerdict],
) -> Row:
    some = next(iter(cells.values()))
    customer = next((c for c in scenario.customers if c.customer == some.customer), None)
    possessive = customer.pronouns.get("possessive", "her") if customer else "her"
    blueprint = account.run.blueprint if account.run else None
    role = customer.role if customer else ""
    group, tally = tally_of(list(cells.values()))
    return Row(
        persona=some.persona,
        what=f"{change.did} {possessive} {some.fact_called}",
        scenario=scenario.started.name,
        anchor=change_anchor(scenario.id, change.key),
        group=group,
        tally=tally,
        places=tuple(cells.get(column.key) or _hole(blueprint, column.key, some.fact, role) for column in columns),
    )


def tally_of(cells: Sequence[CellVerdict]) -> tuple[Group, str]:
    """The worst that befell some cells, and of how many: "2 of 10 broken". At least one cell."""
    groups = [group_of(cell.verdict) for cell in cells]
    worst = next(group for group in (Group.BROKEN, Group.NOT_SEEN, Group.WAITING, Group.KEPT) if group in groups)
    return worst, f"{groups.count(worst)} of {len(groups)} {worst}"


def _hole(blueprint: Blueprint | None, key: str, fact: str, role: str) -> Hole:
    touchpoint: Touchpoint | None = blueprint.touchpoints.get(key) if blueprint else None
    if touchpoint is None:
        return Hole(why="not watched: the blueprint does not have it", real=False)
    if fact not in touchpoint.facts:
        return Hole(why="nothing to watch: it does not use this fact", real=False)
    if fact in touchpoint.promise.exempt:
        return Hole(why=f"exempt: {touchpoint.promise.exempt[fact]}", real=False)
    if role and role not in touchpoint.serves:
        return Hole(why=f"nothing to watch: it does not serve a {role}", real=False)
    return Hole(why="not watched, although it uses this fact", real=True)
