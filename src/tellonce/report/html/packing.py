"""Data inside the page: gzip and base64 in script elements that no browser runs, whatever the data holds."""

from __future__ import annotations

import base64
import gzip
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from pydantic_core import to_json

__all__ = ["Chunks", "Packed", "element", "elements", "pack", "starts"]

_LEVEL = 3
"""Of gzip: the next one takes nearly twice the time, for a seventh of the size."""
_SCENARIOS, _BYTES = 100, 2_000_000
"""A chunk ends at whichever comes first: what a click has to wait for."""
_WAITING = 4


def pack(value: object) -> bytes:
    """JSON, gzip, base64. What is no JSON number (infinity) becomes null."""
    return _compressed(to_json(value, inf_nan_mode="null"))


def element(name: str, packed: bytes) -> bytes:
    """A script element that holds `packed`. name: its id, letters, digits and "-" only."""
    return b'<script type="application/gzip" id="' + name.encode() + b'">' + packed + b"</script>\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Packed:
    """Chunks one after the other in a file. counts: scenarios of each.  lengths: bytes of each."""

    file: Path
    counts: tuple[int, ...]
    lengths: tuple[int, ...]


class Chunks:
    """Packs scenarios by the hundred into `file`, in a thread of its own beside the work."""

    def __init__(self, file: Path) -> None:
        self._path = file
        self._file = file.open("wb")
        self._held: list[bytes] = []
        self._bytes = 0
        self._counts: list[int] = []
        self._lengths: list[int] = []
        self._pool = ThreadPoolExecutor(1)
        self._waiting: list[Future[bytes]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.shutdown(cancel_futures=True)
        self._file.close()

    def add(self, scenario: object) -> None:
        """One scenario's details."""
        body = to_json(scenario, inf_nan_mode="null")
        self._held.append(body)
        self._bytes += len(body)
        if len(self._held) >= _SCENARIOS or self._bytes >= _BYTES:
            self._close()

    def packed(self) -> Packed:
        """Everything that was added; nothing can be added after."""
        self._close()
        self._settle(0)
        self._file.flush()
        return Packed(file=self._path, counts=tuple(self._counts), lengths=tuple(self._lengths))

    def _close(self) -> None:
        if self._held:
            self._counts.append(len(self._held))
            self._waiting.append(self._pool.submit(_compressed, b"[" + b",".join(self._held) + b"]"))
            self._held, self._bytes = [], 0
            self._settle(_WAITING)

    def _settle(self, left: int) -> None:
        while len(self._waiting) > left:
            body = self._waiting.pop(0).result()
            self._lengths.append(self._file.write(body))


def starts(packed: Iterable[Packed]) -> list[int]:
    """The number of the first scenario of each chunk."""
    found, number = [], 0
    for part in packed:
        for count in part.counts:
            found.append(number)
            number += count
    return found


def elements(packed: Iterable[Packed]) -> Iterator[bytes]:
    """All chunks as elements named c-0, c-1, …, one at a time in memory."""
    number = 0
    for part in packed:
        with part.file.open("rb") as file:
            for length in part.lengths:
                yield element(f"c-{number}", file.read(length))
                number += 1


def _compressed(body: bytes) -> bytes:
    return base64.b64encode(gzip.compress(body, _LEVEL, mtime=0))
