"""The news reaches whoever should know, or nobody, where the company refused it."""

from __future__ import annotations

from typing import Any

from tellonce.vocabulary.standard import Standard, then

__all__ = ["ALL"]


def everywhere(context: Any, whose: str, fact: str) -> None:
    """Then every touchpoint shows her new postal address within its promise"""
    context.tellonce.run(context.tellonce.scene.expect_everywhere(whose, fact))


def shows(context: Any, touchpoint: str, whose: str, fact: str) -> None:
    """Then the card letter shows her new postal address"""
    context.tellonce.run(context.tellonce.scene.expect_at(whose, fact, touchpoint))


def goes_to(context: Any, touchpoint: str, whose: str, fact: str) -> None:
    """Then the card letter goes to her new postal address"""
    context.tellonce.run(context.tellonce.scene.expect_sent_to(whose, fact, touchpoint))


def unchanged(context: Any, whose: str, fact: str) -> None:
    """Then every touchpoint still shows her old email address"""
    context.tellonce.run(context.tellonce.scene.expect_unchanged(whose, fact))


ALL: tuple[Standard, ...] = (
    then("every touchpoint shows {possessive} new {fact} within its promise", everywhere),
    then("{touchpoint} shows {possessive} new {fact}", shows),
    then("{touchpoint} goes to {possessive} new {fact}", goes_to),
    then("every touchpoint still shows {possessive} old {fact}", unchanged),
)
