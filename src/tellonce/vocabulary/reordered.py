"""A sentence of another language may name things in another order; its function gets them in the order of English."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from tellonce.vocabulary.standard import Function

__all__ = ["parameters", "reordered"]

_PARAMETER = re.compile(r"(?<!\\)\{(\w*)\}")


def parameters(text: str) -> tuple[str, ...]:
    """The parameters of a Cucumber Expression, in their order."""
    return tuple(_PARAMETER.findall(text))


def reordered(function: Function, wanted: Sequence[str], said: str, *, stands_for: Callable[[str], str]) -> Function:
    """`function`, to be called with the values of the text `said`. wanted: the parameters in the order of `function`.

    stands_for: the parameter that one of this language is. Two of one kind keep their order.
    Raises ValueError when the text has other parameters.
    """
    kinds = [stands_for(name) for name in parameters(said)]
    order: list[int] = []
    for name in wanted:
        at = next((index for index, kind in enumerate(kinds) if kind == name and index not in order), None)
        if at is None:
            raise ValueError(f"{{{name}}} is missing")
        order.append(at)
    if len(order) < len(kinds):
        extra = next(index for index in range(len(kinds)) if index not in order)
        raise ValueError(f"{{{parameters(said)[extra]}}} is too much")
    if order == sorted(order):
        return function

    def act(context: Any, *values: Any) -> None:
        function(context, *(values[index] for index in order))

    act.__doc__ = function.__doc__
    return act
