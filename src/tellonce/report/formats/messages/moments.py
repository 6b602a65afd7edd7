"""Moments: of each worker, from the wall clock at its start and its own monotonic seconds since."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from tellonce.model.events import Event

__all__ = ["Moments", "duration"]

_NANOS = 1_000_000_000


class Moments:
    """Turns an event's `at_s` into a timestamp. A worker's moments never go backwards, whatever its wall clock did."""

    def __init__(self, events: Iterable[Event]) -> None:
        self._zero: dict[str, int] = {}
        self.first = self.last = 0
        for event in events:
            if event.worker not in self._zero and event.wall:
                began = _nanos(event.wall)
                if began is not None:
                    self._zero[event.worker] = began - round(event.at_s * _NANOS)
            at = self.nanos(event.worker, event.at_s)
            self.first = min(self.first or at, at)
            self.last = max(self.last, at)

    def nanos(self, worker: str, at_s: float) -> int:
        """Nanoseconds since 1970; since the worker's start where its history has no wall clock."""
        return self._zero.get(worker, 0) + round(at_s * _NANOS)

    @staticmethod
    def stamp(nanos: int) -> dict[str, int]:
        """A Timestamp."""
        seconds, rest = divmod(max(0, nanos), _NANOS)
        return {"seconds": seconds, "nanos": rest}


def duration(seconds: float) -> dict[str, int]:
    """A Duration."""
    whole, rest = divmod(round(max(0.0, seconds) * _NANOS), _NANOS)
    return {"seconds": whole, "nanos": rest}


def _nanos(wall: str) -> int | None:
    try:
        moment = datetime.fromisoformat(wall)
    except ValueError:  # written by hand, or cut: nothing is known of this worker's wall clock yet
        return None
    moment = moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
    since = moment - datetime(1970, 1, 1, tzinfo=UTC)
    return (since.days * 86_400 + since.seconds) * _NANOS + since.microseconds * 1_000
