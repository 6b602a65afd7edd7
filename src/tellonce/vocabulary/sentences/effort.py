"""What it cost her: telling again, being handed on, pages, fields, waiting, channels."""

from __future__ import annotations

from typing import Any

from tellonce.model.effort import Measure
from tellonce.vocabulary.standard import Standard, then

__all__ = ["ALL"]


def nothing_told_twice(context: Any, who: str) -> None:
    """Then Maria has not had to tell anything twice

    Asks whether she was made to give the company something that it knew: what she had told in this scenario, by
    whatever channel, or what it knew of her from the start. What a form shows already does not count. It fails at the
    first such field or question; it is inconclusive where her fields could not be seen.
    """
    _ask(context, who, Measure.REPEATED, 0)


def reaches_a_person(context: Any, who: str, seconds: float) -> None:
    """Then Liam reaches a person within 10 minutes

    Asks whether a person of the company was there for her so soon after she first turned to it, on her own clock. The
    time is let pass if it is not over. It fails when nobody was there by then, and is inconclusive where that much
    time cannot pass.
    """
    _ask(context, who, Measure.PERSON, seconds)


def handed_over(context: Any, who: str, times: int) -> None:
    """Then Liam is handed over at most 1 time

    Asks how often one person or automaton of the company passed her on to another. It fails at one time more.
    """
    _ask(context, who, Measure.HANDED_OVER, times)


def turned_to(context: Any, who: str, times: int) -> None:
    """Then Ingrid has had to turn to the company at most 1 time

    Asks how often she called, wrote, chatted or went there about it, rather than doing it herself in self-service. It
    fails at one time more.
    """
    _ask(context, who, Measure.CONTACTS, times)


def met_pages(context: Any, who: str, pages: int) -> None:
    """Then Maria has met at most 4 pages

    Asks how many pages she had to load on her way in this scenario, those that she loaded again included. It fails at
    one page more.
    """
    _ask(context, who, Measure.PAGES, pages)


def filled_fields(context: Any, who: str, fields: int) -> None:
    """Then Maria has filled in at most 8 fields

    Asks how many fields she had to fill in. One that showed already what she would write is none; one that she fills
    in again on a page loaded anew is another. It fails at one field more, and is inconclusive where her fields could
    not be seen.
    """
    _ask(context, who, Measure.FIELDS, fields)


def waited(context: Any, who: str, seconds: float) -> None:
    """Then Maria has waited at most 20 seconds

    Asks how long the company kept her waiting for its pages and its answers, in all, in real time. Days until a letter
    comes are no such waiting. It fails when it was longer.
    """
    _ask(context, who, Measure.WAITED, seconds)


def one_channel(context: Any, who: str, channel: str) -> None:
    """Then Liam has used no other channel than the app

    Asks whether all that she did in this scenario could be done by one channel. It fails at the first act of hers by
    another.
    """
    _ask(context, who, Measure.CHANNELS, 0, channel=channel)


def nothing_by_a_refused_channel(context: Any, who: str) -> None:
    """Then nothing reaches Aino by a refused channel

    Asks whether the company sent her something, or spoke to her, by a channel that her persona file says she refuses.
    It fails at the first. It sees what the touchpoints that are watched for her changes were sent, and
    cannot be told where none of them sends anything by that channel, or one could not be looked at.
    """
    _ask(context, who, Measure.REFUSED, 0)


def _ask(context: Any, who: str, measure: Measure, at_most: float, *, channel: str = "") -> None:
    scene = context.tellonce.scene
    context.tellonce.run(scene.expect_effort(who, measure, at_most, channel=channel, **context.tellonce.said))


ALL: tuple[Standard, ...] = (
    then("{customer} has not had to tell anything twice", nothing_told_twice),
    then("{customer} reaches a person within {duration}", reaches_a_person),
    then("{customer} is handed over at most {int} time(s)", handed_over),
    then("{customer} has had to turn to the company at most {int} time(s)", turned_to),
    then("{customer} has met at most {int} page(s)", met_pages),
    then("{customer} has filled in at most {int} field(s)", filled_fields),
    then("{customer} has waited at most {duration}", waited),
    then("{customer} has used no other channel than {channel}", one_channel),
    then("nothing reaches {persona} by a refused channel", nothing_by_a_refused_channel),
)
