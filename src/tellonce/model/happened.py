"""What every event of a history says of itself."""

from __future__ import annotations

from tellonce.model.base import Frozen

__all__ = ["Happened", "InScenario"]


class Happened(Frozen):
    worker: str = "main"
    """Each worker has its own monotonic clock: times of different workers are never compared."""
    at_s: float = 0.0
    """Monotonic seconds since this worker started."""
    wall: str = ""
    """ISO 8601, for people only; never computed with."""


class InScenario(Happened):
    scenario: str
    """ScenarioStarted.scenario."""
