"""Runs all journeys in a process of their own and reads what the run left."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from tellonce.ledger.history_file import read_history
from tellonce.ledger.verdict_file import read_verdicts
from tellonce.model.cell import CellVerdict

__all__ = ["ROOT", "Ran", "run_journeys"]

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """One run. refused: keys of the changes that the company refused."""

    exit_code: int
    seconds: float
    cells: tuple[CellVerdict, ...]
    refused: frozenset[str]
    said: str


def run_journeys(name: str, *arguments: str, environment: Mapping[str, str] | None = None) -> Ran:
    """`tellonce run` with these arguments; name: of the run's folder. Its output is kept, not shown."""
    began = monotonic()
    ran = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", "tellonce", "run", "--workers", "2", "--run", name, *arguments],
        cwd=ROOT,
        env=os.environ | dict(environment or {}),
        capture_output=True,
        text=True,
        check=False,
    )
    seconds = monotonic() - began
    folder = ROOT / "reports" / name
    if not (folder / "verdicts.ndjson").exists():
        return Ran(
            exit_code=ran.returncode, seconds=seconds, cells=(), refused=frozenset(), said=ran.stdout + ran.stderr
        )
    history, _ = read_history(folder)
    return Ran(
        exit_code=ran.returncode,
        seconds=seconds,
        cells=read_verdicts(folder),
        refused=frozenset(key for key, change in history.changes().items() if change.outcome == "refused"),
        said=ran.stdout + ran.stderr,
    )
