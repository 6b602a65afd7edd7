"""What must not be sent, and not be used any more."""

from __future__ import annotations

from typing import Any

from tellonce.vocabulary.standard import Standard, then

__all__ = ["ALL"]


def never_to_old(context: Any, whose: str, fact: str, seconds: float) -> None:
    """Then nothing is sent to her old postal address for 5 weeks"""
    scene = context.tellonce.scene
    context.tellonce.run(scene.expect_never(whose, fact, seconds, **context.tellonce.said))


def none_sent(context: Any, touchpoint: str, whom: str, seconds: float) -> None:
    """Then no newsletter is sent to Maria for 6 weeks"""
    scene = context.tellonce.scene
    context.tellonce.run(scene.expect_none_sent(whom, touchpoint, seconds, **context.tellonce.said))


def none_before(context: Any, touchpoint: str, whose: str, fact: str) -> None:
    """Then no feedback request was sent before her new case status"""
    scene = context.tellonce.scene
    context.tellonce.run(scene.expect_none_before(whose, touchpoint, fact, **context.tellonce.said))


def no_leftovers(context: Any, whose: str, fact: str) -> None:
    """Then no touchpoint still uses her old postal address"""
    scene = context.tellonce.scene
    context.tellonce.run(scene.expect_no_leftovers(whose, fact, **context.tellonce.said))


ALL: tuple[Standard, ...] = (
    then("nothing is sent to {possessive} old {fact} for {duration}", never_to_old),
    then("no {touchpoint} is sent to {persona} for {duration}", none_sent),
    then("no {touchpoint} was sent before {possessive} new {fact}", none_before),
    then("no touchpoint still uses {possessive} old {fact}", no_leftovers),
)
