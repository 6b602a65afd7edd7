"""effort.ndjson: what it cost each persona in each journey, one a line."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from tellonce.ledger.atomic import write_atomically
from tellonce.model.effort import JourneyEffort

__all__ = ["EFFORT", "read_effort", "write_effort"]

EFFORT = "effort.ndjson"


def write_effort(folder: Path, efforts: Iterable[JourneyEffort]) -> Path:
    """Write the efforts in the order given; returns the file."""
    target = folder / EFFORT
    write_atomically(target, b"".join(effort.model_dump_json().encode() + b"\n" for effort in efforts))
    return target


def read_effort(folder: Path) -> tuple[JourneyEffort, ...]:
    """The efforts of a run, in order. Raises FileNotFoundError without a file, ValidationError for a bad line."""
    with (folder / EFFORT).open("rb") as lines:
        return tuple(JourneyEffort.model_validate_json(line) for line in lines if line.strip())
