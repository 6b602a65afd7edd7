"""Time passes in one way for every sentence: leapt over where she has a clock, else lived through."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import pytest

from tellonce.engine import passing
from tellonce.engine.cast import Part, register
from tellonce.model.persona import Persona
from tellonce.watch.axis import Axis


class Now:
    """A monotonic clock that passes only when somebody sleeps."""

    def __init__(self) -> None:
        self.at_s, self.slept = 0.0, list[float]()

    def __call__(self) -> float:
        return self.at_s

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.at_s += seconds if len(self.slept) > 1 else seconds / 2  # the first one ends early


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> Now:
    made = Now()
    monkeypatch.setattr(passing.asyncio, "sleep", made.sleep)  # type: ignore[attr-defined]
    return made


def part(now: Now, *, clock: bool) -> Part:
    persona = Persona(name="Maria", locale="de_DE", language="de", time_zone="Europe/Berlin")
    axis = Axis(0.0, now)
    if clock:
        axis.anchor(datetime(2026, 5, 4, 9, tzinfo=UTC))
    return register(persona, seed="1", axis=axis)


def test_a_short_time_without_a_clock_is_lived_through_to_its_end(now: Now) -> None:
    leaps: list[float] = []
    maria = part(now, clock=False)
    asyncio.run(passing.pass_until(maria, 4.0, leap_beyond_s=10.0, leap=leap_of(maria, leaps)))
    assert (leaps, now.slept, maria.axis.now()) == ([], [4.0, 2.0], 4.0)


def test_with_a_clock_it_is_leapt_and_the_rest_is_lived_through(now: Now) -> None:
    leaps: list[float] = []
    maria = part(now, clock=True)
    asyncio.run(passing.pass_until(maria, 4.0, leap_beyond_s=10.0, leap=leap_of(maria, leaps)))
    assert (leaps, now.slept) == ([4.0], [])
    assert maria.axis.now() == 4.0


def test_what_is_over_takes_no_time(now: Now) -> None:
    leaps: list[float] = []
    maria = part(now, clock=True)
    asyncio.run(passing.pass_until(maria, -1.0, leap_beyond_s=10.0, leap=leap_of(maria, leaps)))
    assert (leaps, now.slept) == ([], [])


def test_a_long_time_without_a_clock_asks_for_a_leap_rather_than_to_be_waited_for(now: Now) -> None:
    async def no_clock(_seconds: float) -> None:
        raise LookupError

    with pytest.raises(LookupError):
        asyncio.run(passing.pass_until(part(now, clock=False), 86_400.0, leap_beyond_s=10.0, leap=no_clock))
    assert now.slept == []


def leap_of(part: Part, leaps: list[float]) -> Callable[[float], Awaitable[None]]:
    async def leap(seconds: float) -> None:
        leaps.append(seconds)
        part.axis.leapt(part.axis.at(part.axis.now() + seconds))

    return leap
