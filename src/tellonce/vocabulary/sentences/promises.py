"""Promises, by who made them, where, and how much hangs on them."""

from __future__ import annotations

from typing import Any

from tellonce.vocabulary.standard import Standard, then

__all__ = ["ALL"]


def promise_kept(context: Any, promise: frozenset[str]) -> None:
    """Then the promise of the card letter is kept

    Asks the touchpoints that made one promise about everything that was changed in this scenario so far. A promise has
    the name that the blueprint gives it (called), or that of its touchpoint.
    It fails when one of them breaks it, and cannot be told when one could not be seen.
    """
    context.tellonce.run(context.tellonce.scene.asking.promise_kept(promise))


def moments_of_truth(context: Any) -> None:
    """Then every moment of truth is kept

    Asks whatever the blueprint marks as a moment of truth about everything that was changed in this scenario so far.
    It fails when one of them breaks its promise, and cannot be told when one could not be seen.
    """
    context.tellonce.run(context.tellonce.scene.asking.moments_of_truth())


def promises_of_owner(context: Any, owner: str) -> None:
    """Then every promise of Card Operations is kept

    Asks all touchpoints of one department about everything that was changed in this scenario so far.
    It fails when one of them breaks its promise, and cannot be told when one could not be seen.
    """
    context.tellonce.run(context.tellonce.scene.asking.promises_of_owner(owner))


def promises_of_stage(context: Any, stage: str) -> None:
    """Then every promise of the stage Getting the card is kept

    Asks all touchpoints of one stage of the blueprint about everything that was changed in this scenario so far.
    It fails when one of them breaks its promise, and cannot be told when one could not be seen.
    """
    context.tellonce.run(context.tellonce.scene.asking.promises_of_stage(stage))


def third_parties(context: Any, whose: str, fact: str) -> None:
    """Then every third party knows her new postal address within its promise

    Asks the touchpoints that belong to other firms of the brand: partners, dealers, carriers, repair shops.
    It fails when one of them breaks its promise, and cannot be told when one could not be seen.
    """
    context.tellonce.run(context.tellonce.scene.asking.third_parties(whose, fact))


def by_channel(context: Any, channel: str, whose: str, fact: str) -> None:
    """Then every app touchpoint shows her new phone number within its promise

    Asks all touchpoints of one channel that use the fact: web, app, mail, sms, post, agent, and so on.
    It fails when one of them breaks its promise, and cannot be told when one could not be seen.
    """
    context.tellonce.run(context.tellonce.scene.asking.by_channel(whose, fact, channel))


def keeps_its_word(context: Any, whose: str, fact: str) -> None:
    """Then the company keeps its word about her delivery day

    Asks two things of a day that she was named: that everybody names her the same day, and that whatever the blueprint
    promises by that day is there by its end.
    It fails when one of them does not hold, and cannot be told when one could not be seen.
    """
    context.tellonce.run(context.tellonce.scene.asking.keeps_its_word(whose, fact))


ALL: tuple[Standard, ...] = (
    then("{promise} is kept", promise_kept),
    then("every moment of truth is kept", moments_of_truth),
    then("every promise of {owner} is kept", promises_of_owner),
    then("every promise of the stage {stage} is kept", promises_of_stage),
    then("every third party knows {possessive} new {fact} within its promise", third_parties),
    then("every {channel} touchpoint shows {possessive} new {fact} within its promise", by_channel),
    then("the company keeps its word about {possessive} {fact}", keeps_its_word),
)
