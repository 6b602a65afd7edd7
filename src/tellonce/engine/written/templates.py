"""Texts with names in braces: {web}, {new.number}, {customer.service_id}. {{ and }} are braces themselves."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

__all__ = ["fill", "names_in", "stray_brace"]

_PIECE = re.compile(r"\{\{|\}\}|\{(?P<name>[^{}]*)\}|(?P<stray>[{}])")


def names_in(text: str) -> Iterator[str]:
    """The names, as they stand."""
    return (found["name"].strip() for found in _PIECE.finditer(text) if found["name"] is not None)


def stray_brace(text: str) -> bool:
    """Whether a brace opens or closes no name."""
    return any(found["stray"] for found in _PIECE.finditer(text))


def fill(text: str, meaning: Callable[[str], str]) -> str:
    """`text` with what each name means."""

    def one(found: re.Match[str]) -> str:
        return found[0][0] if found["name"] is None else meaning(found["name"].strip())

    return _PIECE.sub(one, text)
