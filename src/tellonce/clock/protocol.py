"""A customer's clock: the service's time, as far as it is hers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from tellonce.model.errors import TellonceError
from tellonce.model.persona import Customer

__all__ = ["ClockReading", "ClockStuck", "CustomerClock"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockReading:
    """Her now, with its time zone, and whether everything that was due by then has been done."""

    now: datetime
    ready: bool


class ClockStuck(TellonceError):
    """The clock refused to move, or did not become ready in time."""


class CustomerClock(Protocol):
    """Forward only. Advancing is asked for and then happens; it is over when the clock says ready."""

    async def read(self, customer: Customer) -> ClockReading:
        """Her clock as it stands. Raises ClockStuck when it cannot be read."""

    async def ready(self, customer: Customer) -> ClockReading:
        """Wait until nothing of hers is on its way or due. Raises ClockStuck when that takes too long."""

    async def advance(self, customer: Customer, to: datetime) -> ClockReading:
        """Move her clock to `to` and wait until it is there and ready. Raises ClockStuck."""

    async def close(self) -> None:
        """Let go of everything."""
