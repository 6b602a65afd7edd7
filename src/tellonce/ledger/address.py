"""Where a project's ledger lies."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from tellonce.model.errors import TellonceError
from tellonce.project.settings import read_settings

__all__ = ["ENVIRONMENT", "FILE", "OFF", "Address", "LedgerTrouble", "address_of"]

ENVIRONMENT = "TELLONCE_LEDGER"
FILE = "ledger.sqlite"
OFF = "off"
_MEANT = "write it as sqlite:///reports/ledger.sqlite or postgresql+psycopg://host/database"


class LedgerTrouble(TellonceError):
    """The ledger cannot be used: locked, damaged, of a newer version, not there. It never costs a run its reports."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """url: with whatever opens it, never to be shown.  shown: the same for people, without credentials.

    file: of SQLite; None for a server.  default: nobody named it.
    """

    url: URL
    shown: str
    file: Path | None = None
    default: bool = False


def address_of(root: Path, environ: Mapping[str, str] | None = None) -> Address | None:
    """Where the project in `root` keeps its ledger; None where it wants none.

    The environment goes before the settings; without either it is reports/ledger.sqlite. A file named without a folder
    from the root is taken from the project's root.  Raises LedgerTrouble for what is no address, UsageProblem for
    settings with mistakes.
    """
    said = (os.environ if environ is None else environ).get(ENVIRONMENT, "").strip()
    said = said or read_settings(root).ledger.strip()
    if said.casefold() == OFF:
        return None
    if not said:
        return replace(_file(root / "reports" / FILE, root), default=True)
    try:
        url = make_url(said)
    except (ArgumentError, ValueError):  # what it says may hold a password, so it is not repeated
        raise LedgerTrouble(f"the ledger's address cannot be read: {_MEANT}") from None
    backend = url.get_backend_name()
    if backend == "sqlite":
        if not url.database or url.database == ":memory:":
            raise LedgerTrouble(f"the ledger's address names no file: {_MEANT}")
        return _file(root / url.database, root)
    if backend != "postgresql":
        raise LedgerTrouble(f"the ledger cannot be kept in '{backend}', only in sqlite or postgresql")
    place = f"{url.host or 'localhost'}{f':{url.port}' if url.port else ''}/{url.database or ''}"
    return Address(url=url, shown=f"postgresql at {place}")


def _file(path: Path, root: Path) -> Address:
    shown = path.relative_to(root) if path.is_relative_to(root) else path
    return Address(url=URL.create("sqlite", database=str(path)), shown=shown.as_posix(), file=path)
