"""Every table of a database, for sweeps: the rows in which a value of hers may stand."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal

from sqlalchemy import (
    Connection,
    Engine,
    LargeBinary,
    MetaData,
    String,
    Table,
    cast,
    func,
    inspect,
    or_,
    select,
)
from sqlalchemy.exc import SQLAlchemyError

from tellonce.model.errors import ProbeBlind
from tellonce.model.facts import Components, FactKind
from tellonce.probes.anything import leaves
from tellonce.probes.protocol import Capture, Target, Thing, Things
from tellonce.recognise.canonical import transliterations
from tellonce.recognise.phone import significant_digits

__all__ = ["SqlListing"]

_MOST_ROWS = 2_000
"""More rows of one table than this that may concern her are not read; the sweep says so."""
_LIKE_CHARS = 5
_SHORTEST_LIKE = 3
_FEW_CHARS = 2
_WORD = re.compile(r"\w+")
_PLAIN = re.compile(r"[a-z0-9]+")
_TELLING = {
    FactKind.POSTAL_ADDRESS: ("street", "postcode"),
    FactKind.PERSON_NAME: ("family_name", "given_name"),
    FactKind.EMAIL: ("address",),
    FactKind.PHONE: ("number",),
    FactKind.TEXT: ("text",),
}


class SqlListing:
    """The rows of every table of one database that may hold a value: the database itself leaves out the others."""

    kind: Literal["state"] = "state"
    source = ""
    uses: frozenset[str] = frozenset()

    def __init__(self, engine: Engine, called: str) -> None:
        self._engine = engine
        self.key = f"database {engine.url.render_as_string(hide_password=True)}"
        self.called = called

    async def mark(self) -> int:
        """Rows are there or not; what is asked is now."""
        return 0

    async def things(self, target: Target, kind: FactKind, old: Components, since: int) -> Things:
        """Rows that may hold the value. Raises ProbeBlind when the database cannot be read."""
        try:
            return await asyncio.to_thread(self._read, _patterns(kind, old))
        except SQLAlchemyError as error:
            raise ProbeBlind(f"{self.called} could not be read: {_cause(error)}") from error

    async def show(self, thing: Thing, passage: str) -> Capture:
        """The row's columns, those under a secret's name left out."""
        lines = [f"{name}: {text}" for name, text in thing.handle.items()]
        return Capture(kind="row", caption=thing.where, text="\n".join(lines))

    async def close(self) -> None:
        """The engine belongs to the probe."""

    def _read(self, patterns: set[str]) -> Things:
        found: list[Thing] = []
        blind: list[str] = []
        looked = 0
        with self._engine.connect() as connection:
            if self._engine.dialect.name == "postgresql":
                connection.execution_options(postgresql_readonly=True)
            for schema, name in _tables(connection):
                where = f"{self.called}, table {schema}.{name}" if schema else f"{self.called}, table {name}"
                try:
                    table = Table(name, MetaData(), schema=schema, autoload_with=connection)
                    asked = _those_with(table, patterns, self._engine.dialect.name).limit(_MOST_ROWS + 1)
                    rows = connection.execute(asked).mappings().all()
                except (SQLAlchemyError, ValueError) as error:  # a date that is none, text that is none; others go on
                    blind.append(f"{where} could not be read: {_cause(error)}")
                    connection.rollback()  # or PostgreSQL would read no other table
                    continue
                looked += 1
                if len(rows) > _MOST_ROWS:
                    blind.append(f"{where} has more than {_MOST_ROWS:,} rows that may concern her")
                    continue
                for row in rows:
                    texts = _texts(row)
                    text = "\n".join(text for text in texts.values() if text)
                    found.append(Thing(where=where, text=text, handle=texts))
        return Things(things=tuple(found), looked=looked, blind=tuple(blind))


def _tables(connection: Connection) -> list[tuple[str | None, str]]:
    """(schema, name) of every table; None for the schema that is meant where none is named.

    Where the URL itself says in which schemas to look, those are the source, and the others are not its business.
    """
    if "search_path" in str(connection.engine.url.query.get("options", "")):
        asked = inspect(connection)
        schemas = connection.execute(select(func.unnest(func.current_schemas(False)))).scalars()
        return [
            (schema, name)
            for schema in schemas
            for name in sorted(
                (*asked.get_table_names(schema=schema), *asked.get_materialized_view_names(schema=schema))
            )
        ]
    found: list[tuple[str | None, str]] = [(None, name) for name in sorted(inspect(connection).get_table_names())]
    if connection.dialect.name != "postgresql":  # elsewhere a schema is another database
        return found
    asked = inspect(connection)
    found += [(None, name) for name in sorted(asked.get_materialized_view_names())]
    for schema in sorted({*asked.get_schema_names()} - {"information_schema", asked.default_schema_name}):
        names = (*asked.get_table_names(schema=schema), *asked.get_materialized_view_names(schema=schema))
        found += [(schema, name) for name in sorted(names)]
    return found


def _cause(error: Exception) -> str:
    return next(iter(str(getattr(error, "orig", None) or error).splitlines()), type(error).__name__)


def _those_with(table: Table, patterns: Iterable[str], dialect: str) -> Any:
    """A SELECT of the rows in which any column, as text, matches any pattern."""
    matches = [
        func.lower(_as_text(column, dialect)).like(pattern, escape="\\")
        for column in table.columns
        for pattern in sorted(patterns)
    ]
    return select(table).where(or_(*matches))


def _as_text(column: Any, dialect: str) -> Any:
    if dialect == "postgresql" and isinstance(column.type, LargeBinary):
        return func.encode(column, "escape")  # as text it would be written in hexadecimal
    return cast(column, String)


def _texts(row: Mapping[Any, Any]) -> dict[str, str]:
    """Column -> what it says; JSON is opened, and what stands under a secret's name is masked."""
    texts = {}
    for name, value in row.items():
        stored = bytes(value) if isinstance(value, bytes | bytearray | memoryview) else value
        said = stored.decode("utf-8", errors="replace") if isinstance(stored, bytes) else stored
        texts[name] = "\n".join(leaves({name: said}))
    return texts


def _patterns(kind: FactKind, value: Components) -> set[str]:
    """Patterns for LIKE, one of which a row matches if it holds the value, however it is written.

    They let too much pass rather than too little: what a row says is compared exactly afterwards.
    """
    if kind is FactKind.PHONE:
        digits = significant_digits(value.get("number", ""))
        return {f"%{'%'.join(digits)}%"} if digits else {"%"}
    telling = _TELLING.get(kind, ())
    runs = {run for name in telling for run in _plain_runs(value.get(name, ""))}
    wanted = {run[:_LIKE_CHARS] for run in runs}
    street = value.get("street", "")
    if kind is FactKind.POSTAL_ADDRESS and not _plain_runs(street):
        # A postcode alone would lose the rows that have a town instead.
        wanted |= {run[:_LIKE_CHARS] for way in transliterations(street) for run in _plain_runs(way)}
        wanted |= set(_beginnings(street))
    return {f"%{run}%" for run in wanted} or {"%"}


def _beginnings(text: str) -> Iterator[str]:
    """How words of other letters begin, in either case, since not every database knows theirs; and as JSON escapes."""
    for word in _WORD.findall(text):
        for way in (word.lower(), word.upper(), word.capitalize()):
            yield way[:_FEW_CHARS]
            yield json.dumps(way[:_FEW_CHARS])[1:-1].replace("\\", "\\\\")


def _plain_runs(text: str) -> list[str]:
    """Runs of plain letters and digits: capitals and transliteration leave them as they are, and abbreviation their
    beginnings. A text of other letters has none."""
    return [run for run in _PLAIN.findall(text.lower()) if len(run) >= _SHORTEST_LIKE]
