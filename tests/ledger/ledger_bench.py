"""Runs made by hand, as the ledger takes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tellonce.ledger.address import Address, address_of
from tellonce.ledger.database import Database
from tellonce.ledger.enter import Entry, enter
from tellonce.ledger.records import CellState, RunRecord, ScenarioRecord, TouchpointRecord
from tellonce.model.cell_key import cell_key
from tellonce.model.verdict import Verdict
from tellonce.story.words import Group, group_of

__all__ = ["SERVICE", "address", "began", "entry", "record", "runs", "state"]

SERVICE = "Northbank"
LETTERS = {"k": Verdict.ON_TIME, "b": Verdict.STALE, "l": Verdict.LATE, "w": Verdict.PENDING, "?": Verdict.UNOBSERVED}
"""How a table of runs says what became of a cell; a dot where the run has no such cell."""
CALLED = {"card": "the card letter", "profile": "the profile page", "invoice": "the invoice"}
OWNERS = {"card": "Card Operations", "profile": "Digital Banking", "invoice": "Billing"}


def address(root: Path) -> Address:
    found = address_of(root, {"TELLONCE_LEDGER": f"sqlite:///{root}/ledger.sqlite"})
    assert found is not None
    return found


def began(day: int) -> str:
    return (datetime(2026, 11, 1, 10, tzinfo=UTC) + timedelta(days=day)).isoformat()


def state(touchpoint: str = "card", verdict: Verdict = Verdict.ON_TIME, **more: Any) -> CellState:
    """One cell of Maria's. nth: which scenario; the rest replaces any field."""
    scenario = f"journeys/maria/moves.feature::Maria moves house {more.pop('nth', 1)}"
    fact = more.get("fact", "address")
    reached = 50.0 if verdict is Verdict.ON_TIME else None
    values: dict[str, Any] = {
        "key": cell_key(scenario, "maria-1", fact, touchpoint),
        "id": "7f3a0001",
        "verdict": verdict,
        "reached_after_s": reached,
        "promised_within_s": 86400.0,
        "scenario": scenario,
        "scenario_name": "Maria moves house",
        "journey": "journeys/maria/moves.feature",
        "persona": "Maria",
        "change": "maria-1",
        "fact": fact,
        "fact_called": "postal address",
        "touchpoint": touchpoint,
        "touchpoint_called": CALLED[touchpoint],
        "owner": OWNERS[touchpoint],
        "lane": "frontstage",
    }
    return CellState(**(values | more))


def record(name: str = "r1", day: int = 0, cells: Sequence[CellState] = (), **more: Any) -> RunRecord:
    groups = [group_of(cell.verdict) for cell in cells]
    values: dict[str, Any] = {
        "name": name,
        "service": SERVICE,
        "began": began(day),
        "statuses": {"passed": 1},
        "kept": groups.count(Group.KEPT),
        "broken": groups.count(Group.BROKEN),
        "waiting": groups.count(Group.WAITING),
        "not_seen": groups.count(Group.NOT_SEEN),
    }
    return RunRecord(**(values | more))


def entry(name: str = "r1", day: int = 0, cells: Sequence[CellState] = (), **more: Any) -> Entry:
    """A run of these cells; their scenarios passed."""
    scenarios = more.pop(
        "scenarios",
        [
            ScenarioRecord(
                id=one.scenario,
                name=one.scenario_name,
                journey=one.journey,
                feature="Maria moves",
                status="passed",
                last="passed",
            )
            for one in {cell.scenario: cell for cell in cells}.values()
        ],
    )
    places = {cell.touchpoint: cell for cell in cells}.values()
    return Entry(
        run=record(name, day, cells, **{key: value for key, value in more.items() if key in RunRecord.__slots__}),
        cells=cells,
        scenarios=scenarios,
        touchpoints=[
            TouchpointRecord(key=c.touchpoint, called=c.touchpoint_called, owner=c.owner, lane=c.lane) for c in places
        ],
        journeys=more.get("journeys", ()),
        lost=more.get("lost_ones", ()),
    )


def runs(root: Path, table: Mapping[str, str], **more: Any) -> Database:
    """A ledger of as many runs as the rows have letters: {"card": "kkb"}; r1 is the oldest, a day before r2."""
    database = Database(address(root))
    for day in range(max(map(len, table.values()))):
        cells = [state(place, LETTERS[row[day]]) for place, row in table.items() if row[day] != "."]
        enter(database, entry(f"r{day + 1}", day, cells, **more))
    return database
