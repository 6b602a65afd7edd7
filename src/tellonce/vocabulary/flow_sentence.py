"""The sentence of a flow from steps/."""

from __future__ import annotations

from typing import Any

from tellonce.engine.flows import Flow
from tellonce.vocabulary.standard import Function

__all__ = ["flow_sentence"]


def flow_sentence(flow: Flow) -> Function:
    """Its function: When Maria changes her postal address in self-service"""

    def act(context: Any, who: str, *words: Any) -> None:
        scene = context.tellonce.scene
        context.tellonce.run(scene.change(who, flow, words, **context.tellonce.said))

    act.__doc__ = flow.function.__doc__
    act.__wrapped__ = flow.function  # type: ignore[attr-defined]  # so that messages name the flow's own place
    return act
