"""Time that passes for her."""

from __future__ import annotations

from typing import Any

from tellonce.vocabulary.standard import Standard, when

__all__ = ["ALL"]


def passes(context: Any, seconds: float) -> None:
    """When 2 weeks pass"""
    context.tellonce.run(context.tellonce.scene.pass_time(seconds))


ALL: tuple[Standard, ...] = (when("{duration} pass(es)", passes),)
