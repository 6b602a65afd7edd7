"""Run folders of `tellonce watch`: named so that they are known, and cleared away when they are many."""

from __future__ import annotations

import re
import shutil
from collections.abc import Collection
from pathlib import Path

from tellonce.ledger.run_folder import latest_run
from tellonce.runner.run_names import new_run_id

__all__ = ["new_watch_run", "prune"]

_NAME = re.compile(r"watch-\d{4}-\d{2}-\d{2}T\d{6}-[0-9a-f]{4}")


def new_watch_run() -> str:
    """A name that no other command gives: watch-2026-11-28T225512-7f3a. Names sort by time."""
    return f"watch-{new_run_id()}"


def prune(reports: Path, *, keep: int, spare: Collection[str] = ()) -> None:
    """Remove the oldest runs that were made on a save, all but `keep` of them; other runs are not touched.

    spare: names of runs that are still spoken of. The run to which `latest` points is spared too.
    """
    runs = sorted(path for path in reports.glob("watch-*") if path.is_dir() and _NAME.fullmatch(path.name))
    latest = latest_run(reports)
    for path in runs[:-keep] if keep else runs:
        if path.name not in spare and (latest is None or path.resolve() != latest):
            shutil.rmtree(path, ignore_errors=True)
