"""Reads runs again: their cells, and what trends are made of."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, func, select

from tellonce.ledger.database import Database
from tellonce.ledger.records import (
    CellState,
    Flips,
    JourneyRecord,
    LostRecord,
    PromiseRecord,
    Retried,
    RunRecord,
    TouchpointRecord,
)
from tellonce.ledger.tables import (
    CELL_NAMES,
    CELLS,
    FACTS,
    JOURNEYS,
    LOST,
    PROMISES,
    RUNS,
    SCENARIO_NAMES,
    SCENARIOS,
    TOUCHPOINTS,
    from_number,
)
from tellonce.model.verdict import Verdict
from tellonce.story.words import Group, group_of

__all__ = ["FLIPS_OVER", "Since", "TrendRecords", "cells_of", "previous_run", "read_trends", "run_called", "services"]

FLIPS_OVER = 10
"""The last so many whole runs are looked at for cells that flip."""
_MOST_FLIPS = 500
_AT_A_TIME = 5_000
_KEPT = tuple(verdict.value for verdict in Verdict if group_of(verdict) is Group.KEPT)
_BROKEN = tuple(verdict.value for verdict in Verdict if group_of(verdict) is Group.BROKEN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Since:
    """Since when a promise is broken, never kept in between. run: the first such run.  began: its wall date."""

    run: str
    began: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendRecords:
    """What trends are made of. runs: whole ones, the oldest first; everything else is of these runs.

    flips: cells that were both kept and broken in the last FLIPS_OVER of them, in no order.
    since: (touchpoint, fact) -> since when, of promises broken when they were last judged; over all runs ever entered.
    """

    service: str
    runs: Sequence[RunRecord] = ()
    promises: Sequence[PromiseRecord] = ()
    touchpoints: Mapping[str, TouchpointRecord] = field(default_factory=dict)
    journeys: Sequence[JourneyRecord] = ()
    lost: Sequence[LostRecord] = ()
    flips: Sequence[Flips] = ()
    retried: Sequence[Retried] = ()
    since: Mapping[tuple[str, str], Since] = field(default_factory=dict)


def services(database: Database) -> tuple[str, ...]:
    """The services of which there are runs. Raises LedgerTrouble, as all here do."""
    with database.reading() as connection:
        return tuple(connection.execute(select(RUNS.c.service).distinct().order_by(RUNS.c.service)).scalars())


def run_called(database: Database, service: str, name: str) -> RunRecord | None:
    """The run of this name, None where it was never entered."""
    with database.reading() as connection:
        found = connection.execute(_runs(service).where(RUNS.c.name == name)).first()
    return _run(found) if found is not None else None


def previous_run(database: Database, service: str, *, before_s: float, but: str = "") -> RunRecord | None:
    """The newest whole run that began before a moment (seconds since 1970). but: the name of one to pass over."""
    earlier = _runs(service).where(RUNS.c.scope == "whole", RUNS.c.began_s < before_s, RUNS.c.name != but)
    with database.reading() as connection:
        found = connection.execute(earlier.order_by(RUNS.c.began_s.desc(), RUNS.c.id.desc()).limit(1)).first()
    return _run(found) if found is not None else None


LeftOut = Callable[[str, Verdict, float | None, float], bool]
"""Asked of a cell's key, verdict, time to reach and promised time: whether it may be left out."""


def cells_of(database: Database, service: str, name: str, *, leave_out: LeftOut | None = None) -> tuple[CellState, ...]:
    """The cells of a run; empty for one without any, or that was never entered.

    leave_out: what nobody needs is not given its names, which takes most of the time.
    """
    with database.reading() as connection:
        run_id = connection.execute(_runs(service).where(RUNS.c.name == name).with_only_columns(RUNS.c.id)).scalar()
        if run_id is None:
            return ()
        names = _Names(connection, service)
        every = _cells(service, (int(run_id),))
        if leave_out is None:
            return tuple(names.state(row) for row in connection.execute(every))
        known = {verdict.value: verdict for verdict in Verdict}
        lean = (CELLS.c.cell, CELLS.c.verdict, CELLS.c.reached_after_s, CELLS.c.promised_within_s)
        wanted = [
            cell
            for cell, verdict, reached_s, within_s in connection.execute(select(*lean).where(CELLS.c.run_id == run_id))
            if not leave_out(from_number(cell), known[verdict], reached_s, _within_s(within_s))
        ]
        return tuple(
            names.state(row)
            for begin in range(0, len(wanted), _AT_A_TIME)
            for row in connection.execute(every.where(CELLS.c.cell.in_(wanted[begin : begin + _AT_A_TIME])))
        )


def _within_s(stored: float | None) -> float:
    """SQLite has no infinity of its own in every form; what is not there has no end."""
    return float("inf") if stored is None else stored


def read_trends(database: Database, service: str, *, runs: int) -> TrendRecords:
    """Everything about the last so many whole runs. Empty where there is none."""
    with database.reading() as connection:
        latest = _runs(service).where(RUNS.c.scope == "whole").order_by(RUNS.c.began_s.desc(), RUNS.c.id.desc())
        found = list(reversed(connection.execute(latest.limit(runs)).all()))
        names = {int(row.id): str(row.name) for row in found}
        facts = {str(row.fact): str(row.called) for row in _of(connection, FACTS, service)}
        promises = [
            PromiseRecord(
                run=names[row.run_id],
                fact_called=facts.get(row.fact, row.fact),
                **{name: getattr(row, name) for name in _PROMISE},
            )
            for row in connection.execute(select(PROMISES).where(PROMISES.c.run_id.in_(names)))
        ]
        journeys = connection.execute(select(JOURNEYS).where(JOURNEYS.c.run_id.in_(names)).order_by(JOURNEYS.c.run_id))
        lost = connection.execute(select(LOST).where(LOST.c.run_id.in_(names)).order_by(LOST.c.run_id, LOST.c.nth))
        return TrendRecords(
            service=service,
            runs=tuple(_run(row) for row in found),
            promises=tuple(promises),
            touchpoints=_touchpoints(connection, service),
            journeys=tuple(
                JourneyRecord(run=names[row.run_id], **{name: getattr(row, name) for name in _JOURNEY})
                for row in journeys
            ),
            lost=tuple(LostRecord(run=names[row.run_id], **{n: getattr(row, n) for n in _LOST}) for row in lost),
            flips=_flips(connection, service, list(names)[-FLIPS_OVER:], names),
            retried=_retried(connection, service, names),
            since=_since(connection, service),
        )


_PROMISE = ("touchpoint", "fact", "kept", "broken", "waiting", "not_seen", "median_s", "p95_s")
_JOURNEY = tuple(name for name in JourneyRecord.__slots__ if name != "run")
_LOST = tuple(name for name in LostRecord.__slots__ if name != "run")


def _runs(service: str) -> Select[Any]:
    return select(RUNS).where(RUNS.c.service == service)


def _run(row: Row[Any]) -> RunRecord:
    plain = {name: getattr(row, name) for name in RunRecord.__slots__ if name not in ("only", "statuses")}
    return RunRecord(**plain, only=tuple(json.loads(row.only)), statuses=json.loads(row.statuses))


def _of(connection: Connection, table: Any, service: str) -> Iterable[Row[Any]]:
    return connection.execute(select(table).where(table.c.service == service))


def _touchpoints(connection: Connection, service: str) -> dict[str, TouchpointRecord]:
    return {
        row.touchpoint: TouchpointRecord(
            key=row.touchpoint,
            called=row.called,
            owner=row.owner,
            lane=row.lane,
            channel=row.channel,
            moment_of_truth=bool(row.moment_of_truth),
        )
        for row in _of(connection, TOUCHPOINTS, service)
    }


def _cells(service: str, run_ids: Collection[int]) -> Select[Any]:
    same = and_(CELL_NAMES.c.service == service, CELL_NAMES.c.cell == CELLS.c.cell)
    its = and_(SCENARIO_NAMES.c.service == service, SCENARIO_NAMES.c.scenario == CELL_NAMES.c.scenario)
    wanted = (CELLS, CELL_NAMES.c.persona, CELL_NAMES.c.change, CELL_NAMES.c.fact, CELL_NAMES.c.touchpoint)
    named = (SCENARIO_NAMES.c.id.label("scenario_id"), SCENARIO_NAMES.c.name, SCENARIO_NAMES.c.journey)
    joined = CELLS.join(CELL_NAMES, same).outerjoin(SCENARIO_NAMES, its)
    return select(*wanted, *named).select_from(joined).where(CELLS.c.run_id.in_(run_ids))


class _Names:
    """What touchpoints and facts are called."""

    def __init__(self, connection: Connection, service: str) -> None:
        self._touchpoints = _touchpoints(connection, service)
        self._facts = {str(row.fact): str(row.called) for row in _of(connection, FACTS, service)}

    def state(self, row: Row[Any]) -> CellState:
        touchpoint = self._touchpoints.get(row.touchpoint)
        return CellState(
            key=from_number(row.cell),
            id=row.id,
            verdict=Verdict(row.verdict),
            reached_after_s=row.reached_after_s,
            promised_within_s=_within_s(row.promised_within_s),
            scenario=row.scenario_id or "",
            scenario_name=row.name or "",
            journey=row.journey or "",
            persona=row.persona,
            change=row.change,
            fact=row.fact,
            fact_called=self._facts.get(row.fact, row.fact),
            touchpoint=row.touchpoint,
            touchpoint_called=touchpoint.called if touchpoint else row.touchpoint,
            owner=touchpoint.owner if touchpoint else "",
            lane=touchpoint.lane if touchpoint else "",
        )


def _flips(connection: Connection, service: str, run_ids: Sequence[int], names: Mapping[int, str]) -> tuple[Flips, ...]:
    """Cells that were both kept and broken in these runs; those that were always the one or the other are not read."""
    if not run_ids:
        return ()
    here = CELLS.c.run_id.in_(run_ids)
    broken = select(CELLS.c.cell).where(here, CELLS.c.verdict.in_(_BROKEN))
    kept = select(CELLS.c.cell).where(here, CELLS.c.verdict.in_(_KEPT), CELLS.c.cell.in_(broken))
    both = kept.distinct().order_by(CELLS.c.cell).limit(_MOST_FLIPS)
    rows = connection.execute(_cells(service, run_ids).where(CELLS.c.cell.in_(both))).all()
    called = _Names(connection, service)
    order = {run_id: nth for nth, run_id in enumerate(run_ids)}
    by_cell: dict[int, list[Row[Any]]] = defaultdict(list)
    for row in rows:
        by_cell[row.cell].append(row)
    return tuple(
        Flips(
            state=called.state(max(same, key=lambda row: order[row.run_id])),
            groups={
                names[row.run_id]: group_of(Verdict(row.verdict))
                for row in sorted(same, key=lambda row: order[row.run_id])
            },
        )
        for same in by_cell.values()
    )


def _retried(connection: Connection, service: str, names: Mapping[int, str]) -> tuple[Retried, ...]:
    its = and_(SCENARIO_NAMES.c.service == service, SCENARIO_NAMES.c.scenario == SCENARIOS.c.scenario)
    rows = connection.execute(
        select(SCENARIOS, SCENARIO_NAMES.c.id.label("scenario_id"), SCENARIO_NAMES.c.name, SCENARIO_NAMES.c.journey)
        .select_from(SCENARIOS.join(SCENARIO_NAMES, its))
        .where(SCENARIOS.c.run_id.in_(names), SCENARIOS.c.attempts > 1)
        .order_by(SCENARIOS.c.run_id)
        .limit(_MOST_FLIPS)
    )
    return tuple(
        Retried(
            run=names[row.run_id],
            scenario=row.scenario_id,
            name=row.name,
            journey=row.journey,
            attempts=row.attempts,
            status=row.status,
            last=row.last,
        )
        for row in rows
    )


def _since(connection: Connection, service: str) -> dict[tuple[str, str], Since]:
    """The first run of the present streak of broken. A run that did not judge a promise neither ends nor begins it."""
    whole = and_(RUNS.c.id == PROMISES.c.run_id, RUNS.c.service == service, RUNS.c.scope == "whole")
    place = (PROMISES.c.touchpoint, PROMISES.c.fact)
    joined = PROMISES.join(RUNS, whole)
    last_kept = (
        select(*place, func.max(RUNS.c.began_s).label("kept_s"))
        .select_from(joined)
        .where(PROMISES.c.broken == 0, PROMISES.c.kept > 0)
        .group_by(*place)
        .subquery()
    )
    same = and_(last_kept.c.touchpoint == PROMISES.c.touchpoint, last_kept.c.fact == PROMISES.c.fact)
    after = (last_kept.c.kept_s.is_(None)) | (RUNS.c.began_s > last_kept.c.kept_s)
    first = (
        select(*place, func.min(RUNS.c.began_s).label("began_s"))
        .select_from(joined.outerjoin(last_kept, same))
        .where(PROMISES.c.broken > 0, after)
        .group_by(*place)
    )
    found = connection.execute(first).all()
    moments = {row.began_s for row in found}
    runs = connection.execute(_runs(service).where(RUNS.c.scope == "whole", RUNS.c.began_s.in_(moments)))
    began = {row.began_s: Since(run=row.name, began=row.began) for row in runs}
    return {(row.touchpoint, row.fact): began[row.began_s] for row in found}
