"""Opens the ledger's database: made when it is not there, migrated when it is older, refused when it is newer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType, TracebackType
from typing import Any, Self

from sqlalchemy import Connection, Engine, NullPool, create_engine, event, inspect, select, text
from sqlalchemy.exc import DBAPIError, NoSuchModuleError, OperationalError, SQLAlchemyError

from tellonce.ledger.address import Address, LedgerTrouble
from tellonce.ledger.tables import META, METADATA, VERSION
from tellonce.story.visible import one_line

__all__ = ["MIGRATIONS", "Database"]

_WAIT_S = 10.0
"""So long another run may hold the ledger; entering one takes about a second."""
_LOCK = 7_355_608_021
"""Of PostgreSQL's advisory locks: ours, whatever else the database is used for."""

_READS = "tellonce_reads"

MIGRATIONS: Mapping[int, Callable[[Connection], None]] = MappingProxyType({})
"""Version -> what makes its tables into those of the next version."""


class Database:
    """One ledger. wait_s: how long to wait for another process that writes.

    Opening it does nothing; whoever reads or writes connects. Everything that a database says comes as LedgerTrouble.
    """

    def __init__(self, address: Address, *, wait_s: float = _WAIT_S) -> None:
        self.address = address
        self._wait_s = wait_s
        self._ready = False
        self._engine: Engine | None = None

    @property
    def exists(self) -> bool:
        """False where nothing was ever entered: a file that is not there. A server is taken to be there."""
        return self.address.file is None or self.address.file.exists()

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction that no other writer overlaps; it is kept when the block ends well."""
        with self._told(), self._connect().begin() as connection:
            self._be_alone(connection)
            self._prepare(connection)
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection to read by, beside other readers. Raises LedgerTrouble also where there is no ledger yet."""
        if not self.exists:
            raise self._nothing_there()
        if not self._ready:
            with self._told(), self._looking() as connection:
                known = self._insist_on_version(connection)
            if known is None:
                raise self._nothing_there()
            if known < VERSION:
                with self.writing():
                    pass
            self._ready = True
        with self._told(), self._looking() as connection:
            yield connection

    def close(self) -> None:
        """Let go of it; it may be used again."""
        if self._engine is not None:
            self._engine.dispose()
            self._engine = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # inside

    def _looking(self) -> Connection:
        return self._connect().connect().execution_options(**{_READS: True})

    def _nothing_there(self) -> LedgerTrouble:
        return LedgerTrouble(f"there is no ledger yet at {self.address.shown}")

    def _insist_on_version(self, connection: Connection) -> int | None:
        known = _version(connection)
        if known is not None and known > VERSION:
            raise LedgerTrouble(
                f"the ledger at {self.address.shown} is of version {known}, and this Tellonce knows {VERSION}: "
                "a newer Tellonce wrote it"
            )
        return known

    def _connect(self) -> Engine:
        if self._engine is None:
            if self.address.file is not None:
                self.address.file.parent.mkdir(parents=True, exist_ok=True)
                waits = {"timeout": self._wait_s}
                self._engine = create_engine(self.address.url, poolclass=NullPool, connect_args=waits)
                event.listen(self._engine, "connect", _plain_sqlite)
                event.listen(self._engine, "begin", _begin_sqlite)
            else:
                options = {"connect_timeout": max(1, int(self._wait_s))}
                self._engine = create_engine(self.address.url, poolclass=NullPool, connect_args=options)
        return self._engine

    def _be_alone(self, connection: Connection) -> None:
        if self.address.file is None:
            connection.execute(text(f"SET LOCAL lock_timeout = {int(self._wait_s * 1000)}"))
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})

    def _prepare(self, connection: Connection) -> None:
        if self._ready:
            return
        known = self._insist_on_version(connection)
        METADATA.create_all(connection)
        if known is None:
            connection.execute(META.insert(), [{"name": "version", "value": str(VERSION)}])
        elif known < VERSION:
            for version in range(known, VERSION):
                MIGRATIONS[version](connection)
            connection.execute(META.update().where(META.c.name == "version").values(value=str(VERSION)))
        self._ready = True

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Whatever the database says, in words, without its address."""
        try:
            yield
        except (NoSuchModuleError, ModuleNotFoundError):
            raise LedgerTrouble(
                f"the ledger is {self.address.shown}, and its driver is missing: pip install 'tellonce[postgresql]'"
            ) from None
        except OperationalError as error:
            raise LedgerTrouble(f"the ledger at {self.address.shown} cannot be used: {self._said(error)}") from None
        except DBAPIError as error:
            hint = "; move the file away, and the next run begins another" if self.address.file is not None else ""
            said = self._said(error)
            raise LedgerTrouble(f"the ledger at {self.address.shown} is damaged: {said}{hint}") from None
        except SQLAlchemyError as error:
            raise LedgerTrouble(f"the ledger at {self.address.shown} cannot be used: {type(error).__name__}") from None
        except OSError as error:
            said = error.strerror or str(error)
            raise LedgerTrouble(f"the ledger at {self.address.shown} cannot be used: {said}") from None

    def _said(self, error: DBAPIError) -> str:
        said = str(error.orig) or type(error.orig).__name__
        if "locked" in said or "lock timeout" in said:
            return f"another process has held it for more than {self._wait_s:g} s"
        secret = self.address.url.password
        return one_line(said.replace(str(secret), "***") if secret else said, 160)


def _version(connection: Connection) -> int | None:
    """None for a database without a ledger."""
    if not inspect(connection).has_table(META.name):
        return None
    found = connection.execute(select(META.c.value).where(META.c.name == "version")).scalar()
    return int(found) if found and str(found).isdecimal() else None


def _plain_sqlite(connection: Any, _record: Any) -> None:
    """Transactions are begun below, and not when the driver thinks that one is needed."""
    connection.isolation_level = None


def _begin_sqlite(connection: Connection) -> None:
    """With the lock from the start: one that is wanted in the midst of reading is refused at once, without a wait."""
    reads = connection.get_execution_options().get(_READS, False)
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")
