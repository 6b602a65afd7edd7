"""Time that jumps: where an event loop would wait, its clock moves on instead."""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

__all__ = ["JumpingLoop", "loop_now_s", "play"]

_T = TypeVar("_T")


class _Jump(selectors.DefaultSelector):
    """Never sleeps."""

    loop: JumpingLoop

    def select(self, timeout: float | None = None) -> Any:
        # Nothing outside this process wakes such a loop: a wait is over as soon as its time is.
        if timeout is None:
            return super().select(0) or _dead()
        if timeout > 0:
            self.loop.now_s += timeout
        return []


def _dead() -> Any:
    raise RuntimeError("everybody waits, and nothing will ever happen")


class JumpingLoop(asyncio.SelectorEventLoop):
    """An event loop on whose clock an hour is over at once."""

    def __init__(self) -> None:
        self.now_s = 0.0
        selector = _Jump()
        selector.loop = self
        super().__init__(selector)

    def time(self) -> float:
        """Seconds since the loop was made."""
        return self.now_s


def play(scene: Callable[[], Coroutine[Any, Any, _T]]) -> _T:
    """Run a scene on time that jumps, and return what it returns."""
    with asyncio.Runner(loop_factory=JumpingLoop) as runner:
        return runner.run(scene())


def loop_now_s() -> float:
    """The running loop's time; 0 while a scene is still being laid out."""
    try:
        return asyncio.get_running_loop().time()
    except RuntimeError:
        return 0.0
