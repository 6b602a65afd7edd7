"""A folder that a service drops files into: each file parsed once per worker, arrivals pushed.

Mail, letters, card files, feeds and webhooks all come as files; this is the one place that lists, watches and caches.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, Generic, TypeVar

from watchfiles import awatch

from tellonce.model.errors import ProbeBlind, nearest
from tellonce.probes.sharing import Lease, SharedPoll

__all__ = ["Entry", "Folder", "folder_lease"]

T = TypeVar("T")
_WATCH_STEP_MS = 5
_WATCH_GROUP_MS = 50
_RAW_KEPT_BYTES = 1_000_000


@dataclass(slots=True, kw_only=True)
class Entry(Generic[T]):
    """One version of one file.

    parsed: None while it is not read, not complete, or `problem` says why it cannot be read (`raw` then has its bytes).
    """

    name: str
    path: Path
    stamp: tuple[int, int]
    version: int = 1
    previous: Entry[T] | None = None
    parsed: T | None = None
    problem: str = ""
    raw: bytes = b""
    read: bool = False
    superseded: bool = False

    @property
    def key(self) -> str:
        """The emission's identity: the file name, and which version when the file was written anew."""
        return self.name if self.version == 1 else f"{self.name} (version {self.version})"

    def unchanged_content(self) -> bytes | None:
        """The file's bytes, or None when it is gone or no longer what was read."""
        try:
            content = self.path.read_bytes()
        except FileNotFoundError:
            return None
        return content if _stamp(self.path) == self.stamp else None


class Folder(Generic[T]):
    """An append-only log of the files that were ever seen here, so that a mark in it is a cursor that never lies."""

    def __init__(
        self,
        path: Path,
        pattern: str,
        parse: Callable[[str, bytes], T | None],
        *,
        immutable: bool,
        pushing: bool = True,
    ) -> None:
        self.path = path
        self._pushing = pushing
        self._pattern = pattern
        self._parse = parse
        self._immutable = immutable
        self._log: list[Entry[T]] = []
        self._latest: dict[str, Entry[T]] = {}
        self._reading = asyncio.Lock()
        self._listing = SharedPoll(self._refresh)
        self._events: set[asyncio.Event] = set()
        self._stop = asyncio.Event()
        self._watch: asyncio.Task[None] | None = None

    async def mark(self) -> int:
        """A cursor after everything that is there now. Raises ProbeBlind when the folder cannot be listed.

        A folder that does not exist yet, in a parent that does, holds nothing: many services make it with the first
        file. Looking there stays blind until it exists, so that a misspelt name is never taken for an empty folder.
        """
        if self.path.exists() or not self.path.parent.is_dir():
            await self._listing.fresh()
        return len(self._log)

    async def since(self, mark: int | None) -> list[Entry[T]]:
        """Complete or unreadable files since the mark, or all there ever were, oldest first.

        Raises ProbeBlind when there is no listing.
        """
        return [entry for _, entry in await self.numbered(mark)]

    async def numbered(self, mark: int | None) -> list[tuple[int, Entry[T]]]:
        """As `since`, each with its number in the log: a mark up to it was taken before it was there."""
        await self._listing.fresh()
        mark = mark or 0
        async with self._reading:
            if any(not entry.read for entry in self._log[mark:]):
                await asyncio.to_thread(self._read, mark)
        return [
            (number, entry)
            for number, entry in enumerate(self._log[mark:], start=mark)
            if not entry.superseded and (entry.parsed is not None or entry.problem)
        ]

    def unread(self, mark: int) -> list[str]:
        """Names of files since the mark that were written to while they were read: nobody knows what they say."""
        return [entry.name for entry in self._log[mark:] if not entry.read and not entry.superseded]

    def subscribe(self, event: asyncio.Event) -> None:
        """Set `event` whenever something may have arrived."""
        self._events.add(event)

    def unsubscribe(self, event: asyncio.Event) -> None:
        """Leave `event` alone from now on."""
        self._events.discard(event)

    async def close(self) -> None:
        """Stop watching."""
        self._stop.set()
        if self._watch is not None:
            await self._watch

    async def _refresh(self) -> None:
        await asyncio.to_thread(self._list)
        if self._pushing and self._watch is None:
            self._watch = asyncio.get_running_loop().create_task(self._push())
            # The watch stands once the task has had its first turn; what came before it must not wait for a poll.
            await asyncio.sleep(0)
            await asyncio.to_thread(self._list)

    async def _push(self) -> None:
        try:
            async for _ in awatch(
                self.path, recursive=False, stop_event=self._stop, step=_WATCH_STEP_MS, debounce=_WATCH_GROUP_MS
            ):
                for event in self._events:
                    event.set()
        except (OSError, RuntimeError):
            # The system has no watches left, or the folder went away. Push is a hint: polling still sees everything.
            return

    def _list(self) -> None:
        try:
            with os.scandir(self.path) as found:
                there = [
                    (entry.name, entry.path)
                    for entry in found
                    if fnmatchcase(entry.name, self._pattern) and not entry.name.startswith(".")
                ]
        except OSError as error:
            raise ProbeBlind(_why_not_listed(self.path, error)) from error
        arrived: list[Entry[T]] = []
        for name, where in there:
            known = self._latest.get(name)
            if known is not None and self._immutable:
                continue
            stamp = _stamp(where)  # a Path made for each file costs more than looking at the file
            if stamp is None:
                continue  # Taken away between listing and looking; what was seen before stays in the log.
            if known is None:
                arrived.append(Entry(name=name, path=self.path / name, stamp=stamp))
            elif known.stamp != stamp:
                # A version nobody could read was a file still being written; one that was read stands beside the new.
                grew = known.parsed is None
                known.superseded |= grew
                version = known.version if grew else known.version + 1
                path = self.path / name
                arrived.append(Entry(name=name, path=path, stamp=stamp, version=version, previous=known))
        for entry in sorted(arrived, key=lambda entry: (entry.stamp[0], entry.name)):
            self._latest[entry.name] = entry
            self._log.append(entry)

    def _read(self, mark: int) -> None:
        for entry in self._log[mark:]:
            if entry.read or entry.superseded:
                continue
            entry.read = True
            try:
                content = entry.path.read_bytes()
            except OSError as error:
                entry.problem = f"cannot be read ({error.strerror or type(error).__name__})"
                continue
            if _stamp(entry.path) != entry.stamp:
                entry.read = False  # Written while it was read: the next listing finds the new version.
                continue
            try:
                entry.parsed = self._parse(entry.name, content)
            except Exception as error:
                # What others wrote can break a parser in any way. It blinds those whom this file concerns, nobody else.
                entry.problem = f"cannot be understood ({type(error).__name__}: {error})"
                entry.raw = content[:_RAW_KEPT_BYTES]
            if entry.previous is not None and entry.parsed is not None and entry.parsed == entry.previous.parsed:
                # Touched or copied again, and nothing new in it.
                entry.superseded = True
                entry.version = entry.previous.version


def folder_lease(
    path: Path,
    pattern: str,
    parse: Callable[[str, bytes], T | None],
    *,
    immutable: bool = False,
    pushing: bool = True,
) -> Lease[Folder[T]]:
    """A share in the folder's log; probes that name the same folder, pattern and (equal) parser share it.

    parse: (file name, content) -> what it says, or None while the file is not complete. Runs in a thread.
    immutable: files are renamed into place and never touched again, so a known name needs no second look.
    pushing: whether anybody waits for arrivals.
    """

    async def close(folder: Folder[Any]) -> None:
        await folder.close()

    key = ("folder", str(path), pattern, parse)
    return Lease(key, lambda: Folder(path, pattern, parse, immutable=immutable, pushing=pushing), close)


def _stamp(path: Path | str) -> tuple[int, int] | None:
    try:
        status = os.stat(path)
    except FileNotFoundError:
        return None
    return status.st_mtime_ns, status.st_size


def _why_not_listed(path: Path, error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        here = path.parent
        near = nearest(path.name, [entry.name for entry in here.iterdir()]) if here.is_dir() else None
        hint = f"; '{near}' is there" if near else ""
        return f"The folder {path} does not exist{hint}."
    return f"The folder {path} cannot be listed: {error.strerror or type(error).__name__}."
