"""What must not be sent, not be shown, and not be used any more."""

from __future__ import annotations

from typing import Any

from tellonce.vocabulary.standard import Standard, then

__all__ = ["ALL"]


def never_to_old(context: Any, whose: str, fact: str, seconds: float) -> None:
    """Then nothing is sent to her old postal address for 5 weeks

    Watches everything that is sent to such a destination, from the company's answer on, but for notices. It fails at
    the first that goes to the old one. It is kept only when the time is over, nothing of hers is under way, and each
    touchpoint was seen to send her something.
    """
    scene = context.tellonce.scene
    context.tellonce.run(scene.expect_never(whose, fact, seconds, **context.tellonce.said))


def none_sent(context: Any, touchpoint: str, whom: str, seconds: float) -> None:
    """Then no newsletter is sent to Maria for 6 weeks

    Counts from her last change. It fails at the first that comes. It is kept only when the time is over and she was
    seen to get one before: where none ever came, nobody knows whether it would have been seen.
    """
    scene = context.tellonce.scene
    context.tellonce.run(scene.expect_none_sent(whom, touchpoint, seconds, **context.tellonce.said))


def none_by_channel(context: Any, whom: str, channel: str, seconds: float) -> None:
    """Then nothing is sent to Maria by sms for 6 weeks

    Watches everything that is sent by one channel to somebody of her role, from her last change on: she asked for
    silence there. It fails at the first thing that comes.
    It is kept only when the time is over, nothing of hers is under way, and each of them was seen to reach her once
    before: where none ever came, nobody knows whether it would have been seen.
    """
    scene = context.tellonce.scene
    context.tellonce.run(scene.asking.none_by_channel(whom, channel, seconds, **context.tellonce.said))


def none_before(context: Any, touchpoint: str, whose: str, fact: str) -> None:
    """Then no feedback request was sent before her new case status

    Looks back: none may have come to her before she began to make her latest change of the fact. It is kept only where
    one came afterwards, so that it is known to be seen.
    """
    scene = context.tellonce.scene
    context.tellonce.run(scene.expect_none_before(whose, touchpoint, fact, **context.tellonce.said))


def no_leftovers(context: Any, whose: str, fact: str) -> None:
    """Then no touchpoint still uses her old postal address

    Asks the touchpoints that use the fact once their promises are over, and then searches whatever probes can list:
    files, mails, rows, pages that nobody declared. It fails where the old value stands without the new one beside it,
    and cannot be told where something could not be read, or where she has no clock.
    """
    scene = context.tellonce.scene
    context.tellonce.run(scene.expect_no_leftovers(whose, fact, **context.tellonce.said))


def not_shown(context: Any, touchpoint: str, whose: str, fact: str, seconds: float) -> None:
    """Then the partner feed does not show her new phone number for 2 weeks

    Watches a touchpoint that need not learn the fact (exempt in the blueprint), and asks for more: that it must not.
    It fails when the new value stands there. It is kept only when the time is over, nothing of hers is under way, and
    something of hers was read there at all.
    """
    scene = context.tellonce.scene
    context.tellonce.run(scene.asking.not_shown(whose, fact, touchpoint, seconds, **context.tellonce.said))


def unseen_by(context: Any, viewer: str, whose: str, fact: str, seconds: float) -> None:
    """Then Julien sees nothing of Claire's new postal address for 2 weeks

    Looks, as the other person, at every page and record that shows that person this fact, when the time is over.
    It fails when the new value stands there. It is kept only when each of them could be seen and showed the other
    person something, and cannot be told where the time cannot be passed.
    """
    scene = context.tellonce.scene
    context.tellonce.run(scene.asking.unseen_by(whose, fact, viewer, seconds, **context.tellonce.said))


ALL: tuple[Standard, ...] = (
    then("nothing is sent to {possessive} old {fact} for {duration}", never_to_old),
    then("no {touchpoint} is sent to {persona} for {duration}", none_sent),
    then("nothing is sent to {persona} by {channel} for {duration}", none_by_channel),
    then("no {touchpoint} was sent before {possessive} new {fact}", none_before),
    then("no touchpoint still uses {possessive} old {fact}", no_leftovers),
    then("{touchpoint} does not show {possessive} new {fact} for {duration}", not_shown),
    then("{persona} sees nothing of {possessive} new {fact} for {duration}", unseen_by),
)
