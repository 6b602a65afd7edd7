"""verdicts.ndjson: one cell a line."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from tellonce.ledger.atomic import write_atomically
from tellonce.model.cell import CellVerdict

__all__ = ["VERDICTS", "read_verdicts", "write_verdicts"]

VERDICTS = "verdicts.ndjson"


def write_verdicts(folder: Path, cells: Iterable[CellVerdict]) -> Path:
    """Write the cells in the order given; returns the file."""
    target = folder / VERDICTS
    write_atomically(target, b"".join(cell.model_dump_json().encode() + b"\n" for cell in cells))
    return target


def read_verdicts(folder: Path) -> tuple[CellVerdict, ...]:
    """The cells of a run, in order. Raises FileNotFoundError without a file, ValidationError for a bad line."""
    with (folder / VERDICTS).open("rb") as lines:
        return tuple(CellVerdict.model_validate_json(line) for line in lines if line.strip())
