"""Her own calendar: which day it was for a customer when she told the company."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from tellonce.model.events import ChangeAcknowledged, ClockMoved

__all__ = ["HerCalendars"]


@dataclass(slots=True, kw_only=True)
class _Clock:
    """What is known of one customer's clock. place_s: her axis but for a constant, which differences do not need."""

    leaps_s: float = 0.0
    read: tuple[float, str] | None = None
    """(place_s, what her clock said there) of the last time it was moved."""
    waiting: dict[str, float] = field(default_factory=dict)
    """Change -> place_s at which it was acknowledged, until her clock is read."""


@dataclass(slots=True)
class HerCalendars:
    """The calendars of one scenario's customers.

    told: change -> the date and time on her own calendar when the company answered. A change is missing when her clock
    was never moved: then it is not known to differ from everybody's. Good to a second or so; when her zone changed
    between summer and winter time in between, to an hour.
    """

    told: dict[str, datetime] = field(default_factory=dict)
    _clocks: dict[str, _Clock] = field(default_factory=dict)

    def note(self, event: ChangeAcknowledged | ClockMoved) -> None:
        """Take in one event of the scenario, in order."""
        if isinstance(event, ChangeAcknowledged):
            clock = self._clocks.setdefault(event.change.customer, _Clock())
            clock.waiting[event.change.key] = event.at_s + clock.leaps_s
        elif event.ready:
            clock = self._clocks.setdefault(event.customer, _Clock())
            clock.leaps_s += event.leap_s
            clock.read = (event.at_s + clock.leaps_s, event.to)
        else:
            return
        if clock.read is not None:
            for change, place_s in clock.waiting.items():
                hers = _at(clock.read, place_s)
                if hers is not None:
                    self.told[change] = hers
            clock.waiting.clear()


def _at(read: tuple[float, str], place_s: float) -> datetime | None:
    known_s, said = read
    try:
        return datetime.fromisoformat(said) + timedelta(seconds=place_s - known_s)
    except (ValueError, OverflowError):  # a clock that tells no time, or one before all calendars
        return None
