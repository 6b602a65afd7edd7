"""The standard sentences. Each calls the scene once; `step` is what the history remembers of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tellonce.engine.flows import Flow

__all__ = ["ALL", "flow_sentence"]

Sentence = Callable[..., None]


def is_a(context: Any, name: str, role: str) -> None:
    """Given Maria is a customer"""
    context.tellonce.scene.enter(name, role)


def passes(context: Any, seconds: float) -> None:
    """When 2 weeks pass"""
    context.tellonce.run(context.tellonce.scene.pass_time(seconds))


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


def flow_sentence(flow: Flow) -> Sentence:
    """The sentence of a flow from steps/: When Maria changes her postal address in self-service"""

    def act(context: Any, who: str, *words: Any) -> None:
        scene = context.tellonce.scene
        context.tellonce.run(scene.change(who, flow, words, **context.tellonce.said))

    act.__doc__ = flow.function.__doc__
    act.__wrapped__ = flow.function  # type: ignore[attr-defined]  # so that messages name the flow's own place
    return act


ALL: tuple[tuple[str, str, Sentence], ...] = (
    ("given", "{persona} is a/an {role}", is_a),
    ("when", "{duration} pass(es)", passes),
    ("then", "every touchpoint shows {possessive} new {fact} within its promise", everywhere),
    ("then", "{touchpoint} shows {possessive} new {fact}", shows),
    ("then", "{touchpoint} goes to {possessive} new {fact}", goes_to),
    ("then", "every touchpoint still shows {possessive} old {fact}", unchanged),
    ("then", "nothing is sent to {possessive} old {fact} for {duration}", never_to_old),
    ("then", "no {touchpoint} is sent to {persona} for {duration}", none_sent),
    ("then", "no {touchpoint} was sent before {possessive} new {fact}", none_before),
    ("then", "no touchpoint still uses {possessive} old {fact}", no_leftovers),
)
"""(kind, Cucumber Expression, function)."""
