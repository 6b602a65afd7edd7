"""What a sentence of every project is made of."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

__all__ = ["Function", "Standard", "given", "then", "when"]

Function = Callable[..., None]
"""Gets behave's context, then the sentence's arguments by position; it calls the scene once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standard:
    """A sentence that every project has.

    key: the name of its function, by which translations know it.  text: a Cucumber Expression, in English.
    example: a whole step that says it, keyword included: the first line of the function's docstring.
    about: the rest of that docstring, what it asks and when it fails, in plain words; "" where nothing is written.
    """

    kind: Literal["given", "when", "then"]
    text: str
    function: Function

    @property
    def key(self) -> str:
        return self.function.__name__

    @property
    def example(self) -> str:
        return self._docstring()[0]

    @property
    def about(self) -> str:
        return " ".join(self._docstring()[2].split())

    def _docstring(self) -> tuple[str, str, str]:
        return (inspect.getdoc(self.function) or "").partition("\n")


def given(text: str, function: Function) -> Standard:
    """A sentence about who she is, and what lies behind her."""
    return Standard(kind="given", text=text, function=function)


def when(text: str, function: Function) -> Standard:
    """A sentence about what happens."""
    return Standard(kind="when", text=text, function=function)


def then(text: str, function: Function) -> Standard:
    """A sentence about what must be true."""
    return Standard(kind="then", text=text, function=function)
