"""Which clock a blueprint has."""

from __future__ import annotations

from tellonce.clock.http_clock import Fill, HttpClock
from tellonce.clock.protocol import CustomerClock
from tellonce.clock.real_time import RealTime
from tellonce.model.blueprint import ClockSpec
from tellonce.model.errors import Problem, UsageProblem

__all__ = ["make_clock"]


def make_clock(spec: ClockSpec, sources: Fill) -> CustomerClock:
    """The clock that the blueprint declares. Raises UsageProblem when it has no URLs."""
    if spec.kind == "none":
        return RealTime()
    missing = [name for name in ("read", "advance") if not getattr(spec, name)]
    if missing:
        raise UsageProblem(
            Problem(what=f"the clock needs the setting '{name}'", hint="write its URL with {customer.service_id}")
            for name in missing
        )
    return HttpClock(spec, sources)
