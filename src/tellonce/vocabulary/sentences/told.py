"""She is told, and so is whoever has to act for her."""

from __future__ import annotations

from typing import Any

from tellonce.vocabulary.standard import Standard, then

__all__ = ["ALL"]


def told_within(context: Any, who: str, whose: str, fact: str, seconds: float) -> None:
    """Then she is told of her new delivery day within 5 minutes

    Asks whether anything that is sent to her, by whatever channel, tells her the new value within this time.
    It fails when nothing does, and cannot be told when what is sent to her could not be seen.
    """
    scene = context.tellonce.scene
    context.tellonce.run(scene.asking.told(who, fact, seconds, **context.tellonce.said))


def told_by_channel(  # noqa: PLR0917 - as many as the sentence has
    context: Any, who: str, whose: str, fact: str, channel: str, seconds: float
) -> None:
    """Then she is told of her new delivery day by mail within 5 minutes

    Asks whether anything that is sent to her by this channel tells her the new value within this time.
    It fails when nothing does, and cannot be told when what is sent by this channel could not be seen.
    """
    scene = context.tellonce.scene
    context.tellonce.run(scene.asking.told(who, fact, seconds, channel=channel, **context.tellonce.said))


def agent_sees(context: Any, whose: str, fact: str, seconds: float) -> None:
    """Then an agent sees her new complaint within 30 s

    Asks whether any screen of the people who answer her (channel agent) shows the new value within this time.
    It fails when none does, and cannot be told when the screens could not be seen.
    """
    scene = context.tellonce.scene
    context.tellonce.run(scene.asking.agent_sees(whose, fact, seconds, **context.tellonce.said))


def owner_hears(context: Any, owner: str, whose: str, fact: str, seconds: float) -> None:
    """Then Quality Office hears of her new criticism within 1 hour

    Asks whether any touchpoint of one department shows the new value within this time: what she said reached them.
    It fails when none does, and cannot be told when they could not be seen.
    """
    scene = context.tellonce.scene
    context.tellonce.run(scene.asking.owner_hears(whose, fact, owner, seconds, **context.tellonce.said))


ALL: tuple[Standard, ...] = (
    then("{customer} is/are told of {possessive} new {fact} within {duration}", told_within),
    then("{customer} is/are told of {possessive} new {fact} by {channel} within {duration}", told_by_channel),
    then("an agent sees {possessive} new {fact} within {duration}", agent_sees),
    then("{owner} hears of {possessive} new {fact} within {duration}", owner_hears),
)
