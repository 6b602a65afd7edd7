"""Which looks tell something: a look that only finds what was known before is counted, not told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from tellonce.model.cell import CellVerdict, Look

__all__ = ["Told", "said_of", "telling_looks"]

_NOTHING_LEARNED = ("0", "E")


class Told(NamedTuple):
    """A look and the `again` looks right after it that saw the same, the last of them at `until_s` on her axis."""

    look: Look
    again: int
    until_s: float


_last: tuple[CellVerdict, tuple[Told, ...]] | None = None
"""A report asks of the same cell several times in a row."""


def telling_looks(cell: CellVerdict) -> tuple[Told, ...]:
    """The looks of `cell` that say something new, in order; empty when nobody looked.

    What was sent cannot be unsent: once an emission was seen, finding no other one tells nothing.
    """
    global _last  # noqa: PLW0603
    known = _last
    if known is None or known[0] is not cell:
        known = _last = cell, _telling(cell)
    return known[1]


def _telling(cell: CellVerdict) -> tuple[Told, ...]:
    told: list[Told] = []
    last: Look | None = None
    for look in _worth_telling(cell.kind, cell.looks):
        if last is not None and last.said == look.said and last.sight == look.sight:
            told[-1] = Told(last, told[-1].again + 1, look.end_s)
        else:
            last = look
            told.append(Told(look, 0, look.end_s))
    return tuple(told)


def said_of(look: Look) -> str:
    """What was read, without repeating that there was nothing: the sight says so already."""
    said = look.said.removesuffix("— nothing there").strip() if look.sight == "0" else look.said
    return "" if look.sight == "0" and said == "nothing" else said


def _worth_telling(kind: str, looks: Sequence[Look]) -> Sequence[Look]:
    if kind != "emission":
        return looks
    sent = next((n for n, look in enumerate(looks) if look.sight not in _NOTHING_LEARNED), len(looks))
    return [look for n, look in enumerate(looks) if n <= sent or look.sight != "0"]
