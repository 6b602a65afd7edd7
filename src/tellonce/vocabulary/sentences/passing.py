"""Time that passes for her."""

from __future__ import annotations

from typing import Any

from tellonce.vocabulary.standard import Standard, when

__all__ = ["ALL"]


def passes(context: Any, seconds: float) -> None:
    """When 2 weeks pass

    Moves the clock of everybody in the scenario. Promises that lie further ahead are reached without it: say it when
    something happens in her life. It cannot be told where the service gives her no clock.
    """
    context.tellonce.run(context.tellonce.scene.pass_time(seconds))


def promise_over(context: Any, touchpoint: str, whose: str, fact: str) -> None:
    """When the card letter has had its time to learn her new postal address

    Moves her clock to the end of what this touchpoint promised for her latest change of the fact, business days and
    the day that she was named included, however long that is.
    It cannot be told where she has no clock and the end is too far off to be waited for.
    """
    context.tellonce.run(context.tellonce.scene.asking.pass_promises(whose, fact, touchpoint))


def promises_over(context: Any, whose: str, fact: str) -> None:
    """When every promise about her postal address is over

    Moves her clock to the end of the last promise that any touchpoint made for her latest change of the fact.
    It cannot be told where she has no clock and the end is too far off to be waited for.
    """
    context.tellonce.run(context.tellonce.scene.asking.pass_promises(whose, fact))


def day_over(context: Any, whose: str, fact: str) -> None:
    """When her delivery day is over

    Moves her clock to the end of the day that she was named, in her own time zone. The fact must be a date.
    It cannot be told where she has no clock, or where she was named no day.
    """
    context.tellonce.run(context.tellonce.scene.asking.pass_day(whose, fact))


ALL: tuple[Standard, ...] = (
    when("{duration} pass(es)", passes),
    when("{touchpoint} has/have had its/their time to learn {possessive} new {fact}", promise_over),
    when("every promise about {possessive} {fact} is over", promises_over),
    when("{possessive} {fact} is over", day_over),
)
