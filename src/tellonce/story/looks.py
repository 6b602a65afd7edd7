"""Which looks tell something: a look that only finds what was known before is counted, not told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tellonce.model.cell import CellVerdict, Look

__all__ = ["Told", "said_of", "telling_looks", "told_looks"]

_NOTHING_LEARNED = ("0", "E")


class Told(NamedTuple):
    """A look and the `again` looks right after it that saw the same, the last of them at `until_s` on her axis."""

    look: Look
    again: int
    until_s: float


def telling_looks(cell: CellVerdict) -> tuple[Told, ...]:
    """The looks of `cell` that say something new, in order; empty when nobody looked.

    What was sent cannot be unsent: once an emission was seen, finding no other one tells nothing.
    """
    return tuple(map(Told._make, told_looks(cell)))


def told_looks(cell: CellVerdict) -> Iterator[tuple[Look, int, float]]:
    """The same as plain tuples, for whoever asks it of a hundred thousand cells."""
    last: Look | None = None
    again, until_s = 0, 0.0
    for look in _worth_telling(cell.kind, cell.looks):
        if last is None:
            last = look
        elif last.said == look.said and last.sight == look.sight:
            again += 1
        else:
            yield last, again, until_s
            last, again = look, 0
        until_s = look.end_s
    if last is not None:
        yield last, again, until_s


def said_of(look: Look) -> str:
    """What was read, without repeating that there was nothing: the sight says so already."""
    said = look.said.removesuffix("— nothing there").strip() if look.sight == "0" else look.said
    return "" if look.sight == "0" and said == "nothing" else said


def _worth_telling(kind: str, looks: Sequence[Look]) -> Sequence[Look]:
    if kind != "emission":
        return looks
    sent = next((n for n, look in enumerate(looks) if look.sight not in _NOTHING_LEARNED), len(looks))
    return [look for n, look in enumerate(looks) if n <= sent or look.sight != "0"]
