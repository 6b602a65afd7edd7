"""Ctrl-C by a person, SIGTERM by a CI: the same for every way of running. Nothing started here may outlive the run."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

__all__ = ["Stopping", "listening"]

_HEEDED = ("SIGINT", "SIGTERM", "SIGHUP")
_LAST_WARNING = 2


class Stopping:
    """Whether somebody asked this process to stop, and how it is said.

    The first signal interrupts what runs, as Ctrl-C always did. The second is answered: an end that is cut off leaves
    a service running and no report. The third has its way.
    """

    def __init__(self) -> None:
        self.by = ""
        """The name of the first signal: "SIGINT"; empty while nobody asked."""
        self.quiet = False
        """Workers leave the answering to the process that the person sees."""
        self.told = False
        self._heard = 0
        self._before: dict[int, Any] = {}

    def __bool__(self) -> bool:
        return bool(self.by)

    def sentence(self, *, learned: bool, chosen: int | None = None) -> str:
        """The one line for the person. learned: a report follows.  chosen: how many scenarios, None for unknown."""
        self.told = True
        if self._heard > _LAST_WARNING:
            return "Ended at once, before the report was written; what was learned is in the run's history."
        who = "Stopped by you" if self.by in ("", "SIGINT") else f"Stopped from outside ({self.by})"
        if not learned:
            return f"{who} before the first scenario began."
        return f"{who}. What was learned up to here{f', of {chosen} scenarios' if chosen else ''}:"

    def listen(self) -> None:
        """Take over the signals that nobody else handles (nohup ignores one, and keeps doing so)."""
        if threading.current_thread() is not threading.main_thread():
            return
        self.hold(False)  # a worker is born deaf, see pytest_xdist_setupnodes
        for name in _HEEDED:
            number = getattr(signal, name, None)
            if number is not None and signal.getsignal(number) in (signal.SIG_DFL, signal.default_int_handler):
                self._before[number] = signal.signal(number, self._hear)

    def hold(self, on: bool) -> None:
        """Put Ctrl-C off until it is let through again; processes started meanwhile put it off too."""
        if hasattr(signal, "pthread_sigmask") and threading.current_thread() is threading.main_thread():
            signal.pthread_sigmask(signal.SIG_BLOCK if on else signal.SIG_UNBLOCK, {signal.SIGINT})

    def give_back(self) -> None:
        """Handle the signals as before. After a stop they stay here: the rest of the process is clearing up too."""
        while self._before and not self.by:
            signal.signal(*self._before.popitem())

    def _hear(self, number: int, frame: FrameType | None) -> None:
        self._heard += 1
        if self._heard == 1:
            self.by = signal.Signals(number).name
            raise KeyboardInterrupt("Ctrl-C" if number == signal.SIGINT else self.by)
        if self.quiet:
            return
        if self._heard == _LAST_WARNING:
            # print would fail when the signal came in the middle of another print
            os.write(
                2, b"Already stopping: the browser and the services are being closed, then the report is written.\n"
            )
            return
        raise KeyboardInterrupt


_listening: list[Stopping] = []


@contextmanager
def listening() -> Iterator[Stopping]:
    """Hear signals while this is open. The second to open it (pytest within `tellonce run`) gets the first one's."""
    if _listening:
        yield _listening[-1]
        return
    stopping = Stopping()
    _listening.append(stopping)
    stopping.listen()
    try:
        yield stopping
    finally:
        stopping.give_back()
        _listening.remove(stopping)
