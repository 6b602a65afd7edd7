"""How time passes for a customer: by a leap of her clock, or by living through it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from tellonce.engine.cast import Part
from tellonce.watch.axis import Axis

__all__ = ["is_leapt", "live_until", "pass_until"]


def is_leapt(part: Part, until_s: float, *, leap_beyond_s: float) -> bool:
    """Whether the time until then is leapt over: she has a clock, or nobody would wait so long."""
    return part.axis.anchored or until_s - part.axis.now() > leap_beyond_s


async def pass_until(
    part: Part, until_s: float, *, leap_beyond_s: float, leap: Callable[[float], Awaitable[None]]
) -> None:
    """Let time pass until a moment on her axis; at once where it is over.

    leap: moves her clock, or everybody's, on by seconds; raises CannotTell where there is none.
    """
    left_s = until_s - part.axis.now()
    if left_s > 0 and is_leapt(part, until_s, leap_beyond_s=leap_beyond_s):
        await leap(left_s)
    await live_until(part.axis, until_s)


async def live_until(axis: Axis, until_s: float) -> None:
    """Wait until a moment on the axis. A sleep may end a little early: then it is slept on."""
    while (left_s := until_s - axis.now()) > 0:
        await asyncio.sleep(left_s)
