"""journeys.ndjson: planned and actual journeys, one a line."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from tellonce.ledger.atomic import write_atomically
from tellonce.model.journey import ActualJourney

__all__ = ["JOURNEYS", "read_journeys", "write_journeys"]

JOURNEYS = "journeys.ndjson"


def write_journeys(folder: Path, journeys: Iterable[ActualJourney]) -> Path:
    """Write the journeys in the order given; returns the file."""
    target = folder / JOURNEYS
    write_atomically(target, b"".join(journey.model_dump_json().encode() + b"\n" for journey in journeys))
    return target


def read_journeys(folder: Path) -> tuple[ActualJourney, ...]:
    """The journeys of a run, in order. Raises FileNotFoundError without a file, ValidationError for a bad line."""
    with (folder / JOURNEYS).open("rb") as lines:
        return tuple(ActualJourney.model_validate_json(line) for line in lines if line.strip())
