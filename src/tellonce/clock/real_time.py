"""No clock to move: real time."""

from __future__ import annotations

from datetime import UTC, datetime

from tellonce.clock.protocol import ClockReading, ClockStuck
from tellonce.model.persona import Customer

__all__ = ["RealTime"]


class RealTime:
    """For a service without a clock of its own: now is now, and it cannot be hurried."""

    async def read(self, customer: Customer) -> ClockReading:
        """The time here. Ready, because there is nothing to wait for that could tell."""
        return ClockReading(now=datetime.now(UTC), ready=True)

    async def ready(self, customer: Customer) -> ClockReading:
        """As `read`."""
        return await self.read(customer)

    async def advance(self, customer: Customer, to: datetime) -> ClockReading:
        """Always raises ClockStuck."""
        raise ClockStuck(
            f"This service has no clock that can be moved, so {to:%Y-%m-%d %H:%M} has to be waited for. "
            "Declare one in the blueprint (clock: kind: per_customer), or check it later."
        )

    async def close(self) -> None:
        """Nothing to let go of."""
