"""A customer's promise axis: harness time plus every leap of her clock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from math import ceil
from time import monotonic

__all__ = ["STAMP_RESOLUTION_S", "Axis"]

STAMP_RESOLUTION_S = 1.0
"""Sources often stamp whole seconds; within this much before a moment, a stamp counts as that moment."""


class Axis:
    """Seconds since the worker started, on the monotonic clock, plus her leaps.

    Once anchored, her clock's times are placed on the axis by differences of her own clock alone: two machines' wall
    clocks are never subtracted.
    """

    def __init__(self, started: float, now: Callable[[], float] = monotonic) -> None:
        self._started, self._now = started, now
        self._leaps_s = 0.0
        self._zero: datetime | None = None

    @property
    def leaps_s(self) -> float:
        """How much of the axis was leapt over rather than lived through."""
        return self._leaps_s

    @property
    def anchored(self) -> bool:
        """Whether her clock's times can be placed."""
        return self._zero is not None

    def now(self) -> float:
        """Where the axis stands."""
        return self._now() - self._started + self._leaps_s

    def anchor(self, reading: datetime) -> None:
        """Her clock reads `reading` now. Only the first anchor counts: later ones would move the past."""
        if self._zero is None:
            self._zero = reading - timedelta(seconds=self.now())

    def leapt(self, reading: datetime) -> float:
        """Her clock was advanced and reads `reading` now. Returns the seconds leapt, never negative."""
        if self._zero is None:
            raise ValueError("the axis was never anchored to her clock")
        leap_s = max(0.0, (reading - self._zero).total_seconds() - self.now())
        self._leaps_s += leap_s
        return leap_s

    def of(self, stamp: str) -> float | None:
        """Where `stamp` (ISO 8601 with offset, her clock) lies on the axis; None when it cannot be placed."""
        if self._zero is None:
            return None
        try:
            moment = datetime.fromisoformat(stamp)
        except ValueError:
            return None
        if moment.tzinfo is None:
            return None
        return (moment - self._zero).total_seconds()

    def at(self, axis_s: float) -> datetime:
        """Her clock's time at a place on the axis, not earlier: a look that must not begin before it does not."""
        if self._zero is None:
            raise ValueError("the axis was never anchored to her clock")
        return self._zero + timedelta(microseconds=ceil(axis_s * 1e6))
