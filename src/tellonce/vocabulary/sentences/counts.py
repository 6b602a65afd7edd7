"""How often she is written to."""

from __future__ import annotations

from typing import Any

from tellonce.vocabulary.standard import Standard, then

__all__ = ["ALL"]


def exactly(context: Any, number: int, touchpoint: str, whom: str, seconds: float) -> None:
    """Then exactly one card letter is sent to Maria within 3 weeks

    Counts what was sent to her from her last change on, and lets the whole time pass before it answers.
    It fails with one too many or one too few. It cannot be told when the time of one is not exact enough to say
    whether it belongs to the time named, when nobody could look, or when the time cannot be passed.
    """
    scene = context.tellonce.scene
    context.tellonce.run(scene.asking.counted(whom, touchpoint, number, number, seconds, **context.tellonce.said))


def at_most(context: Any, number: int, touchpoint: str, whom: str, seconds: float) -> None:
    """Then at most 2 feedback requests are sent to Maria within 8 weeks

    Counts what was sent to her from her last change on, and lets the whole time pass before it answers.
    It fails with one too many. It cannot be told when none was ever seen, so that nobody knows whether one would have
    been, when the time of one is not exact enough, or when the time cannot be passed.
    """
    scene = context.tellonce.scene
    context.tellonce.run(scene.asking.counted(whom, touchpoint, 0, number, seconds, **context.tellonce.said))


ALL: tuple[Standard, ...] = (
    then("exactly {number} {touchpoint}(s) is/are sent to {persona} within {duration}", exactly),
    then("at most {number} {touchpoint}(s) is/are sent to {persona} within {duration}", at_most),
)
