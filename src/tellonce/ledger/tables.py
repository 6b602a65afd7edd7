"""The tables of the ledger, in SQLite and PostgreSQL. Names begin with `tellonce_`, since databases are shared."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

__all__ = [
    "ANSWERS",
    "CELLS",
    "CELL_NAMES",
    "FACTS",
    "JOURNEYS",
    "LOST",
    "META",
    "METADATA",
    "OF_A_RUN",
    "PROMISES",
    "RUNS",
    "SCENARIOS",
    "SCENARIO_NAMES",
    "TOUCHPOINTS",
    "VERSION",
    "from_number",
    "to_number",
]

VERSION = 1
"""Of the tables. A change of them raises it, and adds a step to MIGRATIONS in database.py."""

METADATA = MetaData()


def _table(name: str, *columns: Column[object] | UniqueConstraint | Index) -> Table:
    # Without row ids SQLite keeps a table in the order of its key, once, and not beside an index of it.
    keyed = not any(isinstance(column, UniqueConstraint) for column in columns)
    return Table(f"tellonce_{name}", METADATA, *columns, sqlite_with_rowid=not keyed)


def _key(name: str, kind: type = Text) -> Column[object]:
    return Column(name, kind, primary_key=True, autoincrement=False)


def _text(name: str) -> Column[object]:
    return Column(name, Text, nullable=False, default="")


def _count(name: str) -> Column[object]:
    return Column(name, Integer, nullable=False, default=0)


def _seconds(name: str) -> Column[object]:
    return Column(name, Float, nullable=True)


META = _table("meta", _key("name"), _text("value"))

RUNS = _table(
    "runs",
    Column("id", Integer, primary_key=True),
    _text("service"),
    _text("name"),
    _text("began"),
    Column("began_s", Float, nullable=False),
    _text("ended"),
    _text("entered"),
    _text("version"),
    _text("seed"),
    _text("scope"),
    _text("only"),
    _count("kept"),
    _count("broken"),
    _count("waiting"),
    _count("not_seen"),
    _text("statuses"),
    _count("lost"),
    _count("retried"),
    UniqueConstraint("service", "name"),
)
"""began_s: seconds since 1970, which orders runs and does nothing else. only, statuses: JSON."""

SCENARIO_NAMES = _table(
    "scenario_names",
    _key("service"),
    _key("scenario", BigInteger),
    _text("id"),
    _text("name"),
    _text("journey"),
    _text("feature"),
)
SCENARIOS = _table(
    "scenarios",
    _key("run_id", Integer),
    _key("scenario", BigInteger),
    _text("status"),
    _text("last"),
    _count("attempts"),
    _seconds("took_s"),
)
TOUCHPOINTS = _table(
    "touchpoints",
    _key("service"),
    _key("touchpoint"),
    _text("called"),
    _text("owner"),
    _text("lane"),
    _text("channel"),
    Column("moment_of_truth", Boolean, nullable=False, default=False),
)
FACTS = _table("facts", _key("service"), _key("fact"), _text("called"))
CELL_NAMES = _table(
    "cell_names",
    _key("service"),
    _key("cell", BigInteger),
    Column("scenario", BigInteger, nullable=False),
    _text("persona"),
    _text("change"),
    _text("fact"),
    _text("touchpoint"),
)
"""What never changes of a cell stands here once, and not in each run: most of a ledger is `cells`."""
CELLS = _table(
    "cells",
    _key("run_id", Integer),
    _key("cell", BigInteger),
    Column("id", String(16), nullable=False),
    Column("verdict", String(20), nullable=False),
    _seconds("reached_after_s"),
    _seconds("promised_within_s"),
)
PROMISES = _table(
    "promises",
    _key("run_id", Integer),
    _key("touchpoint"),
    _key("fact"),
    _count("kept"),
    _count("broken"),
    _count("waiting"),
    _count("not_seen"),
    _seconds("median_s"),
    _seconds("p95_s"),
)
"""Added up when the run is entered, so that trends read a few hundred rows and not a million. fact "": all facts."""
JOURNEYS = _table(
    "journeys",
    _key("run_id", Integer),
    _key("journey"),
    _key("persona"),
    _text("feature"),
    *(_count(name) for name in ("scenarios", "contacts", "switches", "repeated", "transfers", "pages", "fields")),
    *(_count(name) for name in ("interactions", "lost")),
    _seconds("waited_s"),
    _seconds("longest_wait_s"),
)
LOST = _table(
    "lost",
    _key("run_id", Integer),
    _key("nth", Integer),
    _text("journey"),
    _text("scenario_name"),
    _text("persona"),
    _text("wanted"),
    _text("doing"),
    _seconds("after_s"),
    _seconds("patience_s"),
)
ANSWERS = _table(
    "answers",
    _key("service"),
    _key("id"),
    _text("question"),
    _text("method"),
    _text("day"),
    Column("score", Integer, nullable=True),
    _text("touchpoint"),
    _text("journey"),
    _text("customer"),
    _seconds("created_s"),
    _seconds("resolved_s"),
    _text("file"),
    _text("imported"),
)
"""What real customers answered, and contacts with their times. day: 2026-05-04.  customer: a digest, "" for none."""

OF_A_RUN = (SCENARIOS, CELLS, PROMISES, JOURNEYS, LOST)
"""What goes when a run is entered again."""

_SIGN = 1 << 63


def to_number(key: str) -> int:
    """A key of 16 hexadecimal digits as a number that a database takes."""
    return int(key, 16) - _SIGN


def from_number(number: int) -> str:
    """The key again."""
    return f"{number + _SIGN:016x}"
