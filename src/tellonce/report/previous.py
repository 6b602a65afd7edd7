"""Finds the run that another is compared with, in the ledger or among the folders beside it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from pydantic import ValidationError

from tellonce.ledger.address import LedgerTrouble, address_of
from tellonce.ledger.database import Database
from tellonce.ledger.enter import seconds_of
from tellonce.ledger.history_reading import stream_history
from tellonce.ledger.read_back import LeftOut, cells_of, previous_run, run_called, services
from tellonce.ledger.records import CellState, RunRecord, states_of
from tellonce.ledger.verdict_file import VERDICTS, read_verdicts
from tellonce.model.errors import UsageProblem
from tellonce.model.events import Event, RunFinished, RunStarted

__all__ = ["Previous", "find_previous", "is_whole", "recorded_run"]

_MOST_FOLDERS = 50
_WATCH = "watch-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Previous:
    """An earlier run. began: its wall time, ISO 8601.  cells: as states_of gives them.  whole: see records.Scope."""

    name: str
    service: str
    began: str
    cells: tuple[CellState, ...]
    whole: bool = True


def find_previous(
    folder: Path,
    *,
    project: Path,
    service: str = "",
    began: str = "",
    ledger: bool = True,
    leave_out: LeftOut | None = None,
) -> Previous | None:
    """The newest whole run of the same service that began before this one; None where there is none.

    service, began: of this run, where they are known; else its history is asked. The ledger knows also runs whose
    folders are gone; without one, or where it cannot be used, the folders beside this one are looked through.
    ledger: whether to ask it; nobody waits twice for one that is locked.  Never raises for one that cannot be used.
    leave_out: cells that the ledger need not give; of a folder's files all are read.
    """
    if not service or not began:
        begun = _begun(folder)
        if begun is None:
            return None
        service, began = service or begun.blueprint.service, began or begun.wall
    before_s = seconds_of(began)
    if before_s is None:
        return None
    try:
        address = address_of(project) if ledger else None
        if address is not None:
            with Database(address) as database:
                run = previous_run(database, service, before_s=before_s, but=folder.name)
                if run is not None:
                    return _previous(database, run, leave_out)
                if run_called(database, service, folder.name) is not None:
                    return None  # the ledger knows this run, and none before it
    except (LedgerTrouble, UsageProblem):
        pass
    return _beside(folder, service, before_s)


def recorded_run(project: Path, name: str) -> Previous | None:
    """A run of this name as the ledger has it, of whichever service; None where it has none, or cannot be used.

    Raises LedgerTrouble where several services have a run of this name.
    """
    address = address_of(project)
    if address is None:
        return None
    with Database(address) as database:
        if not database.exists:
            return None
        found = [run for service in services(database) if (run := run_called(database, service, name)) is not None]
        if len(found) > 1:
            raise LedgerTrouble(f"several services have a run '{name}': {', '.join(run.service for run in found)}")
        return _previous(database, found[0]) if found else None


def is_whole(folder: Path) -> bool:
    """Whether a run folder's history says that nothing was left out of it, and that it went through to its end."""
    begun = _begun(folder)
    return begun is not None and not begun.only and not folder.name.startswith(_WATCH) and _ended(folder)


def _previous(database: Database, run: RunRecord, leave_out: LeftOut | None = None) -> Previous:
    return Previous(
        name=run.name,
        service=run.service,
        began=run.began,
        cells=cells_of(database, run.service, run.name, leave_out=leave_out),
        whole=run.scope == "whole",
    )


def _beside(folder: Path, service: str, before_s: float) -> Previous | None:
    """Among the newest folders only: reports/ may hold thousands. A run that flags made smaller does not count."""
    candidates = sorted(
        (path for path in folder.parent.glob("*") if path.is_dir() and not path.is_symlink()),
        key=lambda path: path.stat().st_mtime,
        reverse=True,
    )
    best: tuple[float, RunStarted, Path] | None = None
    for path in islice(_with_verdicts(candidates, folder), _MOST_FOLDERS):
        begun = _begun(path)
        if begun is None or begun.blueprint.service != service or begun.only:
            continue
        at_s = seconds_of(begun.wall)
        if at_s is not None and at_s < before_s and (best is None or at_s > best[0]) and _ended(path):
            best = (at_s, begun, path)
    if best is None:
        return None
    try:
        cells = states_of(read_verdicts(best[2]))
    except (OSError, ValidationError):
        return None
    return Previous(name=best[2].name, service=service, began=best[1].wall, cells=cells)


def _with_verdicts(folders: Iterable[Path], but: Path) -> Iterable[Path]:
    for path in folders:
        if path.resolve() != but.resolve() and not path.name.startswith(_WATCH) and (path / VERDICTS).is_file():
            yield path


def _begun(folder: Path) -> RunStarted | None:
    try:
        first: Event | None = next(iter(stream_history(folder, [])), None)
    except OSError:
        return None
    return first if isinstance(first, RunStarted) else None


def _ended(folder: Path) -> bool:
    """Whether the last line says that its worker ended in order."""
    file = folder / "history.ndjson"
    if not file.is_file():
        return False
    with file.open("rb") as lines:
        lines.seek(max(0, file.stat().st_size - 4_000))
        last = lines.read().strip().rpartition(b"\n")[2]
    return f'"{RunFinished.model_fields["type"].default}"'.encode() in last
