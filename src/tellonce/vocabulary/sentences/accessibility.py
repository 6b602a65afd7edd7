"""Whether she, as she is, could use what she met: by keyboard, by ear, on a small screen, in her language."""

from __future__ import annotations

from typing import Any

from tellonce.vocabulary.standard import Standard, then

__all__ = ["ALL"]


def by_keyboard(context: Any, who: str) -> None:
    """Then she can do it with the keyboard alone

    Asks whether everything she acted on so far can be reached with the Tab key, or with the arrow keys in a group.
    It fails when something cannot be reached, is inert, or lies behind a dialog.
    It can be said of personas whose setting is keyboard_only, and cannot be told when nothing was done in a browser.
    """
    context.tellonce.run(context.tellonce.scene.expect_by_keyboard(who, **context.tellonce.said))


def readable(context: Any, who: str) -> None:
    """Then every page she met can be read by a screen reader

    Asks whether axe found a serious or critical barrier for the ear on a page on which she did something so far.
    Moderate and minor ones are told, and so is what only the eye suffers from.
    It can be said of personas whose setting is screen_reader, and cannot be told when a page could not be checked.
    """
    context.tellonce.run(context.tellonce.scene.expect_readable(who, **context.tellonce.said))


def fits(context: Any, who: str, width: int) -> None:
    """Then every page she met fits a screen 320 pixels wide

    Shows each page again, as it was when she left it, in a window of that width.
    It fails when a page must be scrolled sideways, and cannot be told when a page could not be shown again.
    """
    context.tellonce.run(context.tellonce.scene.expect_fits(who, width, **context.tellonce.said))


def in_her_language(context: Any, who: str, whose: str) -> None:
    """Then every page she met is in her language

    Asks which language each page says it is in (its lang attribute), and compares it with the one the company knew of.
    It fails when a page says another one or none. It does not read the words.
    """
    context.tellonce.run(context.tellonce.scene.expect_in_her_language(who, **context.tellonce.said))


ALL: tuple[Standard, ...] = (
    then("{customer} can do it with the keyboard alone", by_keyboard),
    then("every page {customer} met can be read by a screen reader", readable),
    then("every page {customer} met fits a screen {int} pixels wide", fits),
    then("every page {customer} met is in {possessive} language", in_her_language),
)
