"""The same answer wherever she asks."""

from __future__ import annotations

from typing import Any

from tellonce.vocabulary.standard import Standard, then

__all__ = ["ALL"]


def two_agree(context: Any, touchpoint: str, other: str, whose: str, fact: str) -> None:
    """Then the details page and the agent desktop agree on her postal address

    Looks at both once more when their promises are over, and compares what they show of the fact, whichever value
    that is: old or new, it must be the same one.
    It fails when they show different ones, or one of them shows neither, and cannot be told when one cannot be seen.
    """
    scene = context.tellonce.scene
    context.tellonce.run(scene.asking.agree(whose, fact, touchpoint, other, **context.tellonce.said))


def all_agree(context: Any, whose: str, fact: str) -> None:
    """Then all pages and records agree on her postal address

    Looks once more, when their promises are over, at everything that can be read at any time and uses the fact, and
    compares what is shown, whichever value that is: the company has one answer.
    It fails when two of them show different ones, or one shows neither, and cannot be told when one cannot be seen.
    """
    scene = context.tellonce.scene
    context.tellonce.run(scene.asking.agree(whose, fact, **context.tellonce.said))


ALL: tuple[Standard, ...] = (
    then("{touchpoint} and {touchpoint} agree on {possessive} {fact}", two_agree),
    then("all pages and records agree on {possessive} {fact}", all_agree),
)
