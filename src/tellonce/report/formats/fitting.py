"""Text that may not be longer than somebody takes: whole parts while they fit, and a truthful word of the rest."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

__all__ = ["Part", "Size", "fitted"]

Size = Callable[[str], int]
"""How long a text is, in whatever its limit is in."""


@dataclass(frozen=True, slots=True)
class Part:
    """A piece that is shown whole or not at all. items: how many things are told less when it is left out."""

    text: str
    items: int = 1


def fitted(parts: Sequence[Part], end: str, *, most: int, measure: Size, rest: Callable[[int], str]) -> str:
    """The first parts that fit and the end, `most` at most. rest: what to say of so many items that were left out.

    The first part is always there. Lengths must add up: that of two texts together is that of both.
    """
    lengths = [measure(part.text) for part in parts]
    if sum(lengths) + measure(end) <= most:
        return "".join([*(part.text for part in parts), end])
    room = most - measure(end) - measure(rest(sum(part.items for part in parts)))
    taken = 1
    used = sum(lengths[:1])
    while taken < len(parts) and used + lengths[taken] <= room:
        used += lengths[taken]
        taken += 1
    left_out = sum(part.items for part in parts[taken:])
    return "".join([*(part.text for part in parts[:taken]), rest(left_out), end])
