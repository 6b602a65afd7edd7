"""The SQL probe: a row behind the scenes. It locates breaks; it never proves what an envelope shows."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from pydantic import field_validator
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from tellonce.model.base import Frozen
from tellonce.model.errors import ProbeBlind, Problem, UsageProblem
from tellonce.model.observation import Seen
from tellonce.probes.dotted import as_text
from tellonce.probes.protocol import Capture, Item, Look, Place, Sources, Target
from tellonce.probes.settings import check_reads, read_settings
from tellonce.probes.sql_listing import SqlListing

__all__ = ["SqlProbe", "SqlSettings"]


class SqlSettings(Frozen):
    """url: an SQLAlchemy database URL.  query: one SELECT; :customer is what the service calls her.

    read: fact -> {component: column}; unsaid, columns named <fact>__<component>.
    """

    url: str
    query: str
    read: Mapping[str, Mapping[str, str]] = {}

    @field_validator("query")
    @classmethod
    def _only_reads(cls, query: str) -> str:
        if not re.match(r"\s*(select|with|values)\b", query, re.IGNORECASE):
            raise ValueError("a probe only reads: write a SELECT")
        return query


class SqlProbe:
    """A state as a system's own store holds it."""

    kind = "sql"
    Settings = SqlSettings

    def __init__(self, place: Place, settings: Mapping[str, Any], sources: Sources) -> None:
        self.place = place
        self._settings = own = read_settings(SqlSettings, settings, kind=self.kind, place=place)
        check_reads(place, sources.facts, own.read, kind=self.kind, complete=False)
        self._columns: dict[str, Mapping[str, str]] = {
            fact: own.read.get(fact)
            or {component: f"{fact}__{component}" for component in parts or sources.facts[fact].components}
            for fact, parts in place.facts.items()
        }
        try:
            self._url, self._file = _read_only(make_url(sources.fill(own.url)), sources.root)
            self._engine: Engine = create_engine(self._url, poolclass=NullPool)
            self._query = text(own.query)
            self._asks_for_her = "customer" in self._query.compile().params
        except (ArgumentError, NoSuchModuleError, ModuleNotFoundError) as error:
            raise UsageProblem(
                Problem(what=f"the sql probe of {place.key} cannot use its url: {str(error).splitlines()[0]}")
            ) from None

    async def arm(self, target: Target) -> None:
        """A state needs no cursor."""

    async def look(self, target: Target, cursor: None) -> Look:
        """One SELECT. Raises ProbeBlind when the store cannot be read, or its rows for her disagree."""
        rows = await asyncio.to_thread(self._select, target.customer.service_id)
        if not rows:
            return Look()
        read = [self._seen(row) for row in rows]
        if any(other != read[0] for other in read[1:]):
            raise ProbeBlind(f"{self._shown()} has {len(rows)} rows for her, and they disagree.")
        if not read[0]:
            raise ProbeBlind(f"{self._shown()} says nothing about {', '.join(self._columns)}; it has {_names(rows)}.")
        if not any(any((fact.components or {}).values()) for fact in read[0].values()):
            return Look()
        return Look(items=(Item(seen=read[0], recipient="self", handle=rows[0]),))

    async def capture(self, target: Target, item: Item) -> tuple[Capture, ...]:
        """The columns that were read."""
        used = {column for components in self._columns.values() for column in components.values()}
        lines = [f"{name}: {as_text(value)}" for name, value in item.handle.items() if name in used]
        return (Capture(kind="row", caption=self.place.called, text="\n".join(lines), place=self._shown()),)

    def listing(self) -> SqlListing:
        """Every table of the database."""
        return SqlListing(self._engine, self._shown())

    def wake(self) -> None:
        """A table does not push."""

    async def close(self) -> None:
        """Let go of the engine; no connection outlives a look."""
        await asyncio.to_thread(self._engine.dispose)

    def _select(self, customer: str) -> list[dict[str, Any]]:
        if self._file is not None and not self._file.is_file():
            raise ProbeBlind(f"The database {self._file} does not exist.")
        try:
            with self._engine.connect() as connection:
                if self._url.get_backend_name() == "postgresql":
                    connection.execution_options(postgresql_readonly=True)
                # Never committed: whatever the statement was, nothing of it stays.
                bound = {"customer": customer} if self._asks_for_her else {}
                return [dict(row) for row in connection.execute(self._query, bound).mappings()]
        except SQLAlchemyError as error:
            cause = str(getattr(error, "orig", None) or error).splitlines()[0]
            raise ProbeBlind(f"{self._shown()} could not be read: {cause}") from error

    def _seen(self, row: Mapping[str, Any]) -> dict[str, Seen]:
        seen: dict[str, Seen] = {}
        for fact, columns in self._columns.items():
            there = {component: column for component, column in columns.items() if column in row}
            if there:
                seen[fact] = Seen(components={component: as_text(row[column]) for component, column in there.items()})
        return seen

    def _shown(self) -> str:
        # Options are for the driver; which table it was the listing says.
        url = self._url.set(query={})
        return self._file.name if self._file is not None else url.render_as_string(hide_password=True)


def _read_only(url: URL, root: Path) -> tuple[URL, Path | None]:
    """The URL so that the driver refuses to write where it can; SQLite's file, else None."""
    if url.get_backend_name() != "sqlite" or not url.database or url.database == ":memory:":
        return url, None
    file = root / url.database
    # SQLite would create a missing file and call it an empty database.
    return url.set(database=f"file:{quote(str(file))}", query={"mode": "ro", "uri": "true"}), file


def _names(rows: Sequence[Mapping[str, Any]]) -> str:
    return ", ".join(rows[0])
