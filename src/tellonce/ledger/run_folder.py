"""Run folders: reports/<run>/, and `latest` beside them."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from pathlib import Path

from tellonce.ledger.atomic import write_atomically
from tellonce.ledger.evidence import EVIDENCE_FOLDER, CaptureLike, keep
from tellonce.ledger.history_file import HistoryWriter
from tellonce.model.observation import Evidence
from tellonce.story.masks import Masks

__all__ = ["LATEST", "RunFolder", "latest_run"]

LATEST = "latest"


class RunFolder:
    """What one run leaves behind, at `path` (reports/<run>/). Making the object touches nothing on disk.

    redact: takes secrets out of everything textual that is written.  masks: what else evidence must not show.
    """

    def __init__(self, path: Path, *, redact: Callable[[str], str] = str, masks: Masks | None = None) -> None:
        self.path = path
        self._redact = redact
        self._masks = masks

    @property
    def run(self) -> str:
        """The run's id: the folder's name."""
        return self.path.name

    def create(self) -> RunFolder:
        """Make the folder. Several workers may do so at once; returns itself."""
        (self.path / EVIDENCE_FOLDER).mkdir(parents=True, exist_ok=True)
        return self

    def become_latest(self) -> None:
        """Let `latest` point here: once there is something to look at, and not before."""
        _point(self.path.parent / LATEST, self.path.name)

    def keep(self, capture: CaptureLike) -> Evidence:
        """File evidence by its content hash; the same content is stored once."""
        return keep(self.path, capture, redact=self._redact, masks=self._masks)

    def writer(self, worker: str) -> HistoryWriter:
        """The history of one worker, opened for appending."""
        return HistoryWriter(self.path, worker, redact=self._redact)


def latest_run(reports: Path) -> Path | None:
    """The folder of the newest run, or None when nothing ran yet (or its folder was removed)."""
    link = reports / LATEST
    if link.is_file() and not link.is_symlink():
        link = reports / link.read_text(encoding="utf-8").strip()
    return link.resolve() if link.is_dir() else None


def _point(link: Path, run: str) -> None:
    half = link.with_name(f".{LATEST}.{secrets.token_hex(4)}.part")
    try:
        os.symlink(run, half, target_is_directory=True)
        os.replace(half, link)
    except (OSError, NotImplementedError):
        # Windows without the privilege, or a file system without links: a text file with the run's name instead
        half.unlink(missing_ok=True)
        if not link.is_dir():
            write_atomically(link, run.encode())
