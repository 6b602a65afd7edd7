"""Who is there."""

from __future__ import annotations

from typing import Any

from tellonce.vocabulary.standard import Standard, given

__all__ = ["ALL"]


def is_a(context: Any, name: str, role: str) -> None:
    """Given Maria is a customer"""
    context.tellonce.scene.enter(name, role)


ALL: tuple[Standard, ...] = (given("{persona} is a/an {role}", is_a),)
