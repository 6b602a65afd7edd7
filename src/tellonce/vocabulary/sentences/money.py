"""What she pays."""

from __future__ import annotations

from typing import Any

from tellonce.vocabulary.standard import Standard, then

__all__ = ["ALL"]


def bears_the_fee(context: Any, touchpoint: str, whose: str, fact: str) -> None:
    """Then the invoice bears the fee of her new account package

    Asks for the amount alone, whatever else is printed: of a plan its monthly fee, of an amount of money that amount.
    It fails when another amount stands there after the promise, or none. It cannot be told when the old and the new
    value cost the same, or nobody could look.
    """
    scene = context.tellonce.scene
    context.tellonce.run(scene.asking.bears_the_fee(whose, fact, touchpoint, **context.tellonce.said))


def not_billed(context: Any, who: str, whose: str, fact: str, seconds: float) -> None:
    """Then she is not billed for her old account package for 2 weeks

    Watches every invoice (channel invoice) until so long after she changed the fact: none may charge the old value
    alone. One that was under way already may, where the blueprint lets it pass (drain).
    It fails at the first invoice that does. It is kept only when the time is over, nothing of hers is under way, and
    an invoice of hers was seen at all.
    """
    scene = context.tellonce.scene
    context.tellonce.run(scene.asking.not_billed(who, fact, seconds, **context.tellonce.said))


ALL: tuple[Standard, ...] = (
    then("{touchpoint} bears the fee of {possessive} new {fact}", bears_the_fee),
    then("{customer} is/are not billed for {possessive} old {fact} for {duration}", not_billed),
)
