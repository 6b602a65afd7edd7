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
    context.tellonce.run(scene.expect_never(whose, fact, seconds, **_said(context)))


def none_sent(context: Any, touchpoint: str, whom: str, seconds: float) -> None:
    """Then no newsletter is sent to Maria for 6 weeks"""
    scene = context.tellonce.scene
    context.tellonce.run(scene.expect_none_sent(whom, touchpoint, seconds, **_said(context)))


def flow_sentence(flow: Flow) -> Sentence:
    """The sentence of a flow from steps/: When Maria changes her postal address in self-service"""

    def act(context: Any, who: str, *words: Any) -> None:
        scene = context.tellonce.scene
        context.tellonce.run(scene.change(who, flow, words, **_said(context)))

    act.__doc__ = flow.function.__doc__
    act.__wrapped__ = flow.function  # type: ignore[attr-defined]  # so that messages name the flow's own place
    return act


def _said(context: Any) -> dict[str, Any]:
    step = context.current_step if hasattr(context, "current_step") else None
    return {"step": step.name if step else "", "line": step.line if step else 0}


ALL: tuple[tuple[str, str, Sentence], ...] = (
    ("given", "{persona} is a/an {role}", is_a),
    ("when", "{duration} pass(es)", passes),
    ("then", "every touchpoint shows {possessive} new {fact} within its promise", everywhere),
    ("then", "{touchpoint} shows {possessive} new {fact}", shows),
    ("then", "{touchpoint} goes to {possessive} new {fact}", goes_to),
    ("then", "every touchpoint still shows {possessive} old {fact}", unchanged),
    ("then", "nothing is sent to {possessive} old {fact} for {duration}", never_to_old),
    ("then", "no {touchpoint} is sent to {persona} for {duration}", none_sent),
)
"""(kind, Cucumber Expression, function)."""
