"""Histories on disk: one file per worker while the run lasts, one file for the run afterwards. history_reading.py reads
them."""

from __future__ import annotations

import os
import re
import threading
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from tellonce.ledger.atomic import write_atomically
from tellonce.model.events import Event, event_adapter

__all__ = ["COMBINED", "HistoryWriter", "combine", "worker_files"]

COMBINED = "history.ndjson"
_WORKER_NAME = re.compile(r"[A-Za-z0-9_-]+")


class HistoryWriter:
    """Appends events to `folder`/history.<worker>.ndjson, one JSON object a line. Safe to use from several threads.

    worker: letters, digits, "-" and "_".  redact: applied to every serialised line before it reaches the disk.
    monotonic, now: where `at_s` and `wall` come from; tests pass their own.
    Raises ValueError for a worker name that is no file name, OSError when the file cannot be opened.
    """

    def __init__(
        self,
        folder: Path,
        worker: str,
        *,
        redact: Callable[[str], str] = str,
        monotonic: Callable[[], float] = time.monotonic,
        now: Callable[[], datetime] = lambda: datetime.now().astimezone(),
    ) -> None:
        if not _WORKER_NAME.fullmatch(worker):
            raise ValueError(f"'{worker}' cannot name a worker: letters, digits, '-' and '_' only")
        self.worker = worker
        self.path = folder / f"history.{worker}.ndjson"
        self._redact = redact
        self._monotonic = monotonic
        self._now = now
        self._began_s = monotonic()
        self._lock = threading.Lock()
        self._file = self.path.open("ab")

    def append(self, event: Event) -> Event:
        """Stamp `event` with worker, at_s and wall, write it, and return the stamped event."""
        with self._lock:
            stamped: Event = event.model_copy(
                update={
                    "worker": self.worker,
                    "at_s": round(self._monotonic() - self._began_s, 6),
                    "wall": self._now().isoformat(timespec="milliseconds"),
                }
            )
            line = self._redact(event_adapter.dump_json(stamped, by_alias=True).decode())
            self._file.write(line.replace("\n", " ").encode() + b"\n")
        return stamped

    def sync(self) -> None:
        """Bring everything written so far to the disk: called at each scenario's end, so that a kill loses one."""
        with self._lock:
            self._file.flush()
            os.fsync(self._file.fileno())

    def close(self) -> None:
        """Sync and close; closing twice is allowed."""
        if not self._file.closed:
            self.sync()
            self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def combine(folder: Path) -> Path:
    """Join all worker files into history.ndjson, ordered by worker and then by sequence, and remove them.

    Doing it again, or after a kill half-way, changes nothing.  Returns the joined file, which may be empty.
    """
    target = folder / COMBINED
    whole = target.read_bytes() if target.exists() else b""
    files = worker_files(folder)
    for file in files:
        part = file.read_bytes()
        if part and not part.endswith(b"\n"):
            part += b"\n"  # a killed worker's last line must not swallow the next worker's first
        if part not in whole:
            whole += part
    if files or not target.exists():
        write_atomically(target, whole)
    for file in files:
        file.unlink()
    return target


def worker_files(folder: Path) -> list[Path]:
    """The histories that workers have written and nobody has joined yet, in the workers' order."""
    found = (file for file in folder.glob("history.*.ndjson") if file.name != COMBINED)
    # gw2 before gw10: numbers in names sort as numbers
    return sorted(found, key=lambda file: [(int(part or -1), text) for text, part in _NUMBERED.findall(file.name)])


_NUMBERED = re.compile(r"(\D+)(\d*)")
