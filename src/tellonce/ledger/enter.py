"""Enters a run: once, or again in its own place."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Table, select

from tellonce.ledger.database import Database
from tellonce.ledger.quantiles import nearest_rank
from tellonce.ledger.records import (
    CellState,
    JourneyRecord,
    LostRecord,
    RunRecord,
    ScenarioRecord,
    TouchpointRecord,
)
from tellonce.ledger.tables import (
    CELL_NAMES,
    CELLS,
    FACTS,
    JOURNEYS,
    LOST,
    OF_A_RUN,
    PROMISES,
    RUNS,
    SCENARIO_NAMES,
    SCENARIOS,
    TOUCHPOINTS,
    to_number,
)
from tellonce.model.cell_key import cell_key
from tellonce.story.words import Group

__all__ = ["Entry", "enter", "seconds_of"]

_COLUMNS = {Group.KEPT: "kept", Group.BROKEN: "broken", Group.WAITING: "waiting", Group.NOT_SEEN: "not_seen"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """All that the ledger takes of a run. cells: each lasting key once."""

    run: RunRecord
    cells: Sequence[CellState]
    scenarios: Sequence[ScenarioRecord] = ()
    touchpoints: Sequence[TouchpointRecord] = ()
    journeys: Sequence[JourneyRecord] = ()
    lost: Sequence[LostRecord] = ()


def enter(database: Database, entry: Entry, *, now: datetime | None = None) -> None:
    """Put the run into the ledger, all of it or nothing. A run that is there already is replaced.

    now: when it is entered; also when it began, where nobody wrote that down.  Raises LedgerTrouble.
    """
    at = now or datetime.now(UTC)
    with database.writing() as connection:
        run_id = _run(connection, entry.run, at)
        service = entry.run.service
        _names(connection, service, entry)
        _insert(connection, SCENARIOS, (_scenario(run_id, one) for one in entry.scenarios))
        _insert(connection, CELLS, (_cell(run_id, one) for one in sorted(entry.cells, key=lambda one: one.key)))
        _insert(connection, PROMISES, _promises(run_id, entry.cells))
        _insert(connection, JOURNEYS, _journeys(run_id, entry.journeys))
        _insert(connection, LOST, (_lost(run_id, nth, one) for nth, one in enumerate(entry.lost)))


def seconds_of(wall: str) -> float | None:
    """Seconds since 1970 of ISO 8601; None for what is no time. Only ever used to put runs in order."""
    try:
        moment = datetime.fromisoformat(wall)
    except ValueError:
        return None
    return moment.timestamp() if moment.tzinfo else moment.replace(tzinfo=UTC).timestamp()


def _run(connection: Connection, run: RunRecord, at: datetime) -> int:
    """The run's number, its earlier rows removed."""
    began_s = seconds_of(run.began)
    row = {
        "service": run.service,
        "name": run.name,
        "began": run.began or at.isoformat(timespec="seconds"),
        "began_s": at.timestamp() if began_s is None else began_s,
        "ended": run.ended,
        "entered": at.isoformat(timespec="seconds"),
        "version": run.version,
        "seed": run.seed,
        "scope": run.scope,
        "only": json.dumps(run.only),
        "kept": run.kept,
        "broken": run.broken,
        "waiting": run.waiting,
        "not_seen": run.not_seen,
        "statuses": json.dumps(dict(run.statuses)),
        "lost": run.lost,
        "retried": run.retried,
    }
    same = (RUNS.c.service == run.service) & (RUNS.c.name == run.name)
    known = connection.execute(select(RUNS.c.id).where(same)).scalar()
    if known is None:
        made = connection.execute(RUNS.insert().values(row)).inserted_primary_key
        return int(made[0]) if made else 0
    for table in OF_A_RUN:
        connection.execute(table.delete().where(table.c.run_id == known))
    connection.execute(RUNS.update().where(RUNS.c.id == known).values(row))
    return int(known)


def _names(connection: Connection, service: str, entry: Entry) -> None:
    """What lasts from run to run, and is told only once. Touchpoints and facts as the newest entry calls them."""
    _replace(
        connection,
        TOUCHPOINTS,
        service,
        {
            one.key: {
                "called": one.called,
                "owner": one.owner,
                "lane": one.lane,
                "channel": one.channel,
                "moment_of_truth": one.moment_of_truth,
            }
            for one in entry.touchpoints
        },
    )
    _replace(connection, FACTS, service, {one.fact: {"called": one.fact_called} for one in entry.cells})
    scenarios = {_scenario_number(one.id): one for one in entry.scenarios}
    number_of = {one.id: number for number, one in scenarios.items()}
    known = _known(connection, SCENARIO_NAMES, service)
    _insert(
        connection,
        SCENARIO_NAMES,
        (
            {
                "service": service,
                "scenario": number,
                "id": one.id,
                "name": one.name,
                "journey": one.journey,
                "feature": one.feature,
            }
            for number, one in scenarios.items()
            if number not in known
        ),
    )
    known = _known(connection, CELL_NAMES, service)
    cells = ((to_number(one.key), one) for one in sorted(entry.cells, key=lambda one: one.key))
    _insert(
        connection,
        CELL_NAMES,
        (
            {
                "service": service,
                "cell": number,
                "scenario": number_of.get(one.scenario) or _scenario_number(one.scenario),
                "persona": one.persona,
                "change": one.change,
                "fact": one.fact,
                "touchpoint": one.touchpoint,
            }
            for number, one in cells
            if number not in known
        ),
    )


def _scenario_number(scenario: str) -> int:
    return to_number(cell_key(scenario, "", "", ""))


def _known(connection: Connection, table: Table, service: str) -> set[int]:
    key = table.primary_key.columns[1]
    return set(connection.execute(select(key).where(table.c.service == service)).scalars())


def _replace(connection: Connection, table: Table, service: str, rows: Mapping[Any, Mapping[str, Any]]) -> None:
    """Insert, and put the new words over the old."""
    key = table.primary_key.columns[1]
    for name, row in rows.items():
        here = (table.c.service == service) & (key == name)
        if not connection.execute(table.update().where(here).values(row)).rowcount:
            connection.execute(table.insert().values(service=service, **{key.name: name}, **row))


def _insert(connection: Connection, table: Table, rows: Iterable[dict[str, Any]]) -> None:
    """Many rows, all with the same columns. Past SQLAlchemy's care for each value, which takes as long as the rest."""
    listed = list(rows)
    if not listed:
        return
    made = table.insert().compile(dialect=connection.dialect, column_keys=list(listed[0]))
    in_order = getattr(made, "positiontup", None)
    given: list[Any] = [*map(itemgetter(*in_order), listed)] if in_order else listed
    connection.exec_driver_sql(str(made), given)


def _scenario(run_id: int, one: ScenarioRecord) -> dict[str, Any]:
    return {
        "run_id": run_id,
        "scenario": _scenario_number(one.id),
        "status": one.status,
        "last": one.last,
        "attempts": one.attempts,
        "took_s": one.took_s,
    }


def _cell(run_id: int, one: CellState) -> dict[str, Any]:
    return {
        "run_id": run_id,
        "cell": to_number(one.key),
        "id": one.id[:16],
        "verdict": one.verdict.value,
        "reached_after_s": one.reached_after_s,
        "promised_within_s": one.promised_within_s,
    }


def _promises(run_id: int, cells: Iterable[CellState]) -> list[dict[str, Any]]:
    """Counts and times of each touchpoint and fact, and of each touchpoint with all its facts."""
    counts: dict[tuple[str, str], dict[Group, int]] = defaultdict(lambda: dict.fromkeys(Group, 0))
    times: dict[tuple[str, str], list[float]] = defaultdict(list)
    for cell in cells:
        group = cell.group
        for place in ((cell.touchpoint, cell.fact), (cell.touchpoint, "")):
            counts[place][group] += 1
            if cell.reached_after_s is not None:
                times[place].append(cell.reached_after_s)
    return [
        {
            "run_id": run_id,
            "touchpoint": place[0],
            "fact": place[1],
            **{column: counted[group] for group, column in _COLUMNS.items()},
            "median_s": nearest_rank(times[place], 0.5),
            "p95_s": nearest_rank(times[place], 0.95),
        }
        for place, counted in counts.items()
    ]


def _journeys(run_id: int, journeys: Iterable[JourneyRecord]) -> list[dict[str, Any]]:
    names = [column.name for column in JOURNEYS.columns if column.name != "run_id"]
    rows = {(one.journey, one.persona): {"run_id": run_id, **{n: getattr(one, n) for n in names}} for one in journeys}
    return list(rows.values())


def _lost(run_id: int, nth: int, one: LostRecord) -> dict[str, Any]:
    return {
        "run_id": run_id,
        "nth": nth,
        "journey": one.journey,
        "scenario_name": one.scenario_name,
        "persona": one.persona,
        "wanted": one.wanted,
        "doing": one.doing,
        "after_s": one.after_s,
        "patience_s": one.patience_s,
    }
