"""Histories on disk: one file per worker while the run lasts, one file for the run afterwards."""

from __future__ import annotations

import os
import re
import threading
import time
from collections.abc import Callable, Collection, Iterator
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from pydantic import ValidationError
from pydantic_core import from_json

from tellonce.ledger.atomic import write_atomically
from tellonce.model.events import Event, RunFinished, RunStarted, event_adapter
from tellonce.model.history import History

__all__ = ["COMBINED", "HistoryWriter", "combine", "read_history", "stream_history"]

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
    files = _worker_files(folder)
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


def read_history(folder: Path) -> tuple[History, tuple[str, ...]]:
    """The history in a run folder, joined or not, and what is wrong with it in words, with file:line.

    A line that is no event is skipped, and its problem says so; a worker without RunFinished was cut off.
    Raises FileNotFoundError when the folder holds no history at all.
    """
    problems: list[str] = []
    events = list(stream_history(folder, problems))
    return History(events=events), tuple(problems)


def stream_history(folder: Path, problems: list[str], *, leave_out: Collection[str] = ()) -> Iterator[Event]:
    """The same event by event, for a history that need not fit into memory. problems: what is wrong is added to it.

    leave_out: types of events that nobody asked for ("place_read", most of a history); their lines are not parsed.
    Raises FileNotFoundError at once when the folder holds no history at all.
    """
    files = [file for file in (folder / COMBINED, *_worker_files(folder)) if file.exists()]
    if not files:
        raise FileNotFoundError(f"{folder} holds no {COMBINED}: is it a run folder?")
    return _events(files, problems, frozenset(kind.encode() for kind in leave_out))


def _events(files: list[Path], problems: list[str], leave_out: frozenset[bytes]) -> Iterator[Event]:
    last_s: dict[str, float] = {}
    ended: set[str] = set()
    for file in files:
        for number, line in _lines(file):
            if leave_out:
                begins = _BEGINS.match(line)
                if begins and begins["type"] in leave_out and line.endswith(b"}\n"):
                    last_s[begins["worker"].decode()] = float(begins["at_s"])
                    continue
            try:
                event = event_adapter.validate_json(line)
            except ValidationError as error:
                problems.append(f"{file.name}:{number}: {_what_is_wrong(line, error)}")
                continue
            last_s[event.worker] = event.at_s
            if isinstance(event, RunStarted):
                ended.discard(event.worker)
            elif isinstance(event, RunFinished):
                ended.add(event.worker)
            yield event
    for worker, at_s in last_s.items():
        if worker not in ended:
            said = f"This run was cut off: worker {worker} never ended; last heard of {at_s:.1f} s after its start"
            problems.append(said)


def _worker_files(folder: Path) -> list[Path]:
    found = (file for file in folder.glob("history.*.ndjson") if file.name != COMBINED)
    # gw2 before gw10: numbers in names sort as numbers
    return sorted(found, key=lambda file: [(int(part or -1), text) for text, part in _NUMBERED.findall(file.name)])


_NUMBERED = re.compile(r"(\D+)(\d*)")
_BEGINS = re.compile(
    rb'\{"worker":"(?P<worker>[A-Za-z0-9_-]+)","at_s":(?P<at_s>[0-9.e-]+),"wall":"[^"\\]*",'
    rb'(?:"scenario":"(?:[^"\\]|\\.)*",)?"type":"(?P<type>[a-z_]+)"'
)
"""How the writer begins a line; one that begins otherwise is parsed whole."""


def _lines(file: Path) -> Iterator[tuple[int, bytes]]:
    with file.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                yield number, line


def _what_is_wrong(line: bytes, error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False)[0]
    if first["type"] == "json_invalid":
        try:
            from_json(line, allow_partial="trailing-strings")
        except ValueError:
            return f"this line is no JSON and was left out: {line[:60].decode('utf-8', 'replace').strip()!r}"
        return "the last event was cut off while it was being written, and was left out"
    where = ".".join(str(part) for part in first["loc"])
    return f"this line is no event and was left out: {where + ': ' if where else ''}{first['msg']}"
