"""The news reaches whoever should know, or nobody, where the company refused it."""

from __future__ import annotations

from typing import Any

from tellonce.vocabulary.standard import Standard, then

__all__ = ["ALL"]


def everywhere(context: Any, whose: str, fact: str) -> None:
    """Then every touchpoint shows her new postal address within its promise

    Asks all touchpoints that the blueprint names for the fact and her role, each against its own promise.
    It fails when one of them does not show the new value in time, and cannot be told where one could not be looked at.
    """
    context.tellonce.run(context.tellonce.scene.expect_everywhere(whose, fact))


def shows(context: Any, touchpoint: str, whose: str, fact: str) -> None:
    """Then the card letter shows her new postal address

    Asks one touchpoint for its verdict on her latest change of the fact. It fails when the new value does not stand
    there within its promise, and cannot be told where nobody could look.
    """
    context.tellonce.run(context.tellonce.scene.expect_at(whose, fact, touchpoint))


def goes_to(context: Any, touchpoint: str, whose: str, fact: str) -> None:
    """Then the card letter goes to her new postal address

    Asks for something that is sent whether it goes to the new value. It fails when it goes elsewhere, comes late or not
    at all. It is refused where the fact is not where this is sent.
    """
    context.tellonce.run(context.tellonce.scene.expect_sent_to(whose, fact, touchpoint))


def unchanged(context: Any, whose: str, fact: str) -> None:
    """Then every touchpoint still shows her old e-mail address

    For a change that the company refused: nobody may have taken it over. It fails when the company accepted it, or when
    the new value stands anywhere.
    """
    context.tellonce.run(context.tellonce.scene.expect_unchanged(whose, fact))


def notice_to_old(context: Any, touchpoint: str, whose: str, fact: str) -> None:
    """Then the notice to her old e-mail address goes to her old e-mail address

    Asks a notice of the blueprint: it must be sent to where she was reached before, so that a stranger who changed it
    does not go unnoticed, and must not say the new value.
    It fails when none comes in time, when it goes elsewhere, or when it names the new value.
    """
    context.tellonce.run(context.tellonce.scene.asking.notice_to_old(whose, fact, touchpoint))


def shows_within(context: Any, touchpoint: str, whose: str, fact: str, seconds: float) -> None:
    """Then the agent desktop shows her new postal address within 5 s

    Asks one touchpoint for more than its promise: the new value within this time, counted from the company's answer.
    It fails when the new value came later, or not by then. When it arrived so near to the end of that time that no
    look tells on which side, or nobody could look, it cannot be told.
    """
    scene = context.tellonce.scene
    context.tellonce.run(scene.asking.within(whose, fact, seconds, touchpoint=touchpoint, **context.tellonce.said))


def everywhere_within(context: Any, whose: str, fact: str, seconds: float) -> None:
    """Then every touchpoint shows his new parcel status within 2 minutes

    Asks all touchpoints that use the fact for the new value within this time, whatever each of them promises: what
    she wants to follow as it happens is the same everywhere by then.
    It fails when one of them knew later, or not by then, and cannot be told where that was not seen.
    """
    scene = context.tellonce.scene
    context.tellonce.run(scene.asking.within(whose, fact, seconds, **context.tellonce.said))


def keeps_showing(context: Any, touchpoint: str, whose: str, fact: str, seconds: float) -> None:
    """Then the details page keeps showing her new postal address for 6 weeks

    Asks one page or record to know the new value within its promise, and to go on showing it until the time is over.
    Her clock is moved to the end, with a look wherever another promise ends. It fails when any look after the first
    with the new value finds something else. It cannot be told where the time cannot be passed.
    """
    scene = context.tellonce.scene
    context.tellonce.run(scene.asking.keeps_showing(whose, fact, touchpoint, seconds, **context.tellonce.said))


def shows_before(context: Any, touchpoint: str, whose: str, fact: str, other: str) -> None:
    """Then the confirmation mail shows her new postal address before the card letter

    Asks in which order two touchpoints had the new value: the first must have had it before the other one did.
    It fails when the other had it first, or the first never had it. It cannot be told when both had it at about the
    same time, or the other one never had it.
    """
    scene = context.tellonce.scene
    context.tellonce.run(scene.asking.before(whose, fact, touchpoint, other, **context.tellonce.said))


ALL: tuple[Standard, ...] = (
    then("every touchpoint shows {possessive} new {fact} within its promise", everywhere),
    then("{touchpoint} shows {possessive} new {fact}", shows),
    then("{touchpoint} goes to {possessive} new {fact}", goes_to),
    then("every touchpoint still shows {possessive} old {fact}", unchanged),
    then("{touchpoint} goes to {possessive} old {fact}", notice_to_old),
    then("{touchpoint} shows {possessive} new {fact} within {duration}", shows_within),
    then("every touchpoint shows {possessive} new {fact} within {duration}", everywhere_within),
    then("{touchpoint} keeps showing {possessive} new {fact} for {duration}", keeps_showing),
    then("{touchpoint} shows {possessive} new {fact} before {touchpoint}", shows_before),
)
