"""Data inside the page: gzip and base64 in script elements that no browser runs, whatever the data holds."""

from __future__ import annotations

import base64
import gzip
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from tempfile import SpooledTemporaryFile
from types import TracebackType
from typing import IO, Self

from pydantic_core import to_json

__all__ = ["Chunks", "element", "pack"]

_LEVEL = 4
"""Of gzip: the next levels take twice the time for a twentieth of the size."""
_IN_MEMORY = 8_000_000
_SCENARIOS, _BYTES = 100, 2_000_000
"""A chunk ends at whichever comes first: what a click has to wait for."""
_WAITING = 4


def pack(value: object) -> bytes:
    """JSON, gzip, base64. What is no JSON number (infinity) becomes null."""
    return base64.b64encode(gzip.compress(to_json(value, inf_nan_mode="null"), _LEVEL, mtime=0))


def element(name: str, packed: bytes) -> bytes:
    """A script element that holds `packed`. name: its id, letters, digits and "-" only."""
    return b'<script type="application/gzip" id="' + name.encode() + b'">' + packed + b"</script>\n"


class Chunks:
    """Scenarios by the hundred, compressed beside the work in a thread of its own, kept on disk until the page ends.

    starts: the number of the first scenario of each chunk.
    """

    def __init__(self) -> None:
        self.starts: list[int] = []
        self._held: list[bytes] = []
        self._bytes = self._count = 0
        self._file: IO[bytes] = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - closed by __exit__
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
        if not self._held:
            self.starts.append(self._count)
        body = to_json(scenario, inf_nan_mode="null")
        self._held.append(body)
        self._bytes += len(body)
        self._count += 1
        if len(self._held) >= _SCENARIOS or self._bytes >= _BYTES:
            self._close()

    def elements(self) -> Iterator[bytes]:
        """All chunks as elements named c-0, c-1, …; nothing can be added after."""
        self._close()
        self._settle(0)
        self._file.seek(0)
        while part := self._file.read(1 << 20):
            yield part

    def _close(self) -> None:
        if self._held:
            body, name = b"[" + b",".join(self._held) + b"]", f"c-{len(self.starts) - 1}"
            self._waiting.append(self._pool.submit(_compressed, name, body))
            self._held, self._bytes = [], 0
            self._settle(_WAITING)

    def _settle(self, left: int) -> None:
        while len(self._waiting) > left:
            self._file.write(self._waiting.pop(0).result())


def _compressed(name: str, body: bytes) -> bytes:
    return element(name, base64.b64encode(gzip.compress(body, _LEVEL, mtime=0)))
