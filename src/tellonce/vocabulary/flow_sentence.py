"""The sentence of a flow from steps/."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tellonce.engine.flows import Flow
from tellonce.vocabulary.language import language
from tellonce.vocabulary.reordered import parameters, reordered
from tellonce.vocabulary.standard import Function

__all__ = ["flow_sentence", "in_order_of_flow", "translated_flow"]


def flow_sentence(flow: Flow) -> Function:
    """Its function: When Maria changes her postal address in self-service"""

    def act(context: Any, who: str, *words: Any) -> None:
        scene = context.tellonce.scene
        context.tellonce.run(scene.change(who, flow, words, **context.tellonce.said))

    return _in_place_of(flow, act)


def translated_flow(flow: Flow, text: str, code: str) -> Function:
    """The function of what another language says for it. That language is read when a journey first speaks it."""

    def act(context: Any, *values: Any) -> None:
        in_order_of_flow(flow, text, code)(context, *values)

    return _in_place_of(flow, act)


def in_order_of_flow(flow: Flow, text: str, code: str) -> Function:
    """Raises ValueError when the text has other parameters than the flow's own sentence."""
    known = language(code)
    stands_for: Callable[[str], str] = known[0].stands_for if known is not None else str
    return reordered(flow_sentence(flow), parameters(flow.sentence), text, stands_for=stands_for)


def _in_place_of(flow: Flow, act: Function) -> Function:
    act.__doc__ = flow.function.__doc__
    act.__wrapped__ = flow.function  # type: ignore[attr-defined]  # so that messages name the flow's own place
    return act
