"""Time that jumps: where an event loop would wait, its clock moves on instead."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Coroutine
from contextvars import Context
from heapq import heappop, heappush
from typing import Any, TypeVar

__all__ = ["JumpingLoop", "loop_now_s", "loop_time", "play"]

_T = TypeVar("_T")


class JumpingLoop(asyncio.SelectorEventLoop):
    """An event loop on whose clock an hour is over at once. Nothing outside its process wakes it: it reads no file.

    A turn of asyncio's own loop asks the system what can be read, which costs as much as what is simulated here; so
    this loop takes its turns by itself, with asyncio's own lists of what is due.
    """

    _ready: deque[asyncio.Handle]
    _scheduled: list[asyncio.TimerHandle]

    def __init__(self) -> None:
        self.now_s = 0.0
        super().__init__()

    def time(self) -> float:
        """Seconds since the loop was made."""
        return self.now_s

    def call_soon(self, callback: Callable[..., object], *args: Any, context: Context | None = None) -> asyncio.Handle:
        """As asyncio's own, without looking for mistakes of those who call it."""
        handle = asyncio.Handle(callback, args, self, context)
        self._ready.append(handle)
        return handle

    def call_at(
        self, when: float, callback: Callable[..., object], *args: Any, context: Context | None = None
    ) -> asyncio.TimerHandle:
        """The same for later."""
        timer = asyncio.TimerHandle(when, callback, args, self, context)
        heappush(self._scheduled, timer)
        return timer

    def _run_once(self) -> None:
        """One turn: what is ready is called, and where nothing is, it is the time of what comes next."""
        ready, later = self._ready, self._scheduled
        while later and later[0].cancelled():
            heappop(later)
        if not ready:
            if not later:
                raise RuntimeError("everybody waits, and nothing will ever happen")
            self.now_s = max(self.now_s, later[0].when())
        while later and later[0].when() <= self.now_s:
            ready.append(heappop(later))
        for _ in range(len(ready)):  # what these call for has its turn after them
            handle = ready.popleft()
            if not handle.cancelled():
                handle._run()


def play(scene: Callable[[], Coroutine[Any, Any, _T]]) -> _T:
    """Run a scene on time that jumps, and return what it returns."""
    with asyncio.Runner(loop_factory=JumpingLoop) as runner:
        return runner.run(scene())


def loop_now_s() -> float:
    """The running loop's time; 0 while a scene is still being laid out."""
    return loop_time()()


def loop_time() -> Callable[[], float]:
    """The running loop's clock; one that stands at 0 while a scene is still being laid out."""
    try:
        return asyncio.get_running_loop().time
    except RuntimeError:
        return float
