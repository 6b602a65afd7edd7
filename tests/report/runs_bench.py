"""Runs on disk, for tests that read them again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tellonce.ledger import HistoryWriter, RunFolder
from tellonce.model.events import Event

__all__ = ["kept_run"]


def kept_run(folder: Path, events: Sequence[Event], *, worker: str = "main") -> Path:
    """A run folder with this history, as a worker leaves it."""
    RunFolder(folder).create()
    with HistoryWriter(folder, worker) as writer:
        for event in events:
            writer.append(event)
    return folder
