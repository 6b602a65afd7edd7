"""One verdict for several cells."""

from __future__ import annotations

from collections.abc import Iterable

from tellonce.model.cell import CellVerdict
from tellonce.model.verdict import Verdict, worst

__all__ = ["worst_of"]


def worst_of(cells: Iterable[CellVerdict]) -> Verdict | None:
    """The verdict to show for a scenario: failing over inconclusive over passing; None for no cell."""
    return worst(cell.verdict for cell in cells)
