"""One block for the same break of several customers."""

from __future__ import annotations

from collections.abc import Sequence

from tellonce.model.cell import CellVerdict
from tellonce.report.account import Break
from tellonce.story.block import block, row
from tellonce.story.words import plural

__all__ = ["break_block"]

_NAMES_SHOWN = 5


def break_block(broken: Break, others: Sequence[CellVerdict]) -> str:
    """One block for the same break of several customers, shown by its worst cell."""
    text = block(broken.cell, others)
    if len(broken.cells) == 1:
        return text
    names = ", ".join(broken.personas[:_NAMES_SHOWN]) + (" …" if len(broken.personas) > _NAMES_SHOWN else "")
    journeys = len({cell.journey for cell in broken.cells})
    also = f"{plural(broken.customers, 'customer')} ({names}) in {plural(journeys, 'journey')}"
    return f"{text}\n{row('hit', also)}"
