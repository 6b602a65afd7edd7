"""The service's time: real, or one clock per customer."""

from tellonce.clock.choice import make_clock
from tellonce.clock.protocol import ClockReading, ClockStuck, CustomerClock

__all__ = ["ClockReading", "ClockStuck", "CustomerClock", "make_clock"]
