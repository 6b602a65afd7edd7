"""Runs that a verb is asked about."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tellonce.model.cell import CellVerdict
from tellonce.model.errors import Problem, UsageProblem

__all__ = ["all_there", "folder_of", "verdicts_of"]


def verdicts_of(run: str) -> tuple[str, tuple[CellVerdict, ...]]:
    """A run's name and its cells. Raises UsageProblem where there is no such run, or it has not ended."""
    from tellonce.ledger.verdict_file import read_verdicts  # noqa: PLC0415

    folder = folder_of(run)
    with all_there():
        return folder.name, read_verdicts(folder)


@contextmanager
def all_there() -> Iterator[None]:
    """A run that was killed left only a part of its files. Raises UsageProblem instead of FileNotFoundError."""
    try:
        yield
    except FileNotFoundError as error:
        what = f"{error.filename} is missing: the run ended before it was written" if error.filename else str(error)
        raise UsageProblem(Problem(what=what, hint="run it again: tellonce run")) from None


def folder_of(run: str) -> Path:
    """A run's folder, by its path or its name under reports/. Raises UsageProblem with the runs that there are."""
    from tellonce.ledger.run_folder import latest_run  # noqa: PLC0415
    from tellonce.project import find_root  # noqa: PLC0415

    if (len(Path(run).parts) > 1 or run.endswith("/") or run.startswith("./")) and (
        Path(run) / "history.ndjson"
    ).exists():
        return Path(run)
    reports = find_root(Path.cwd()) / "reports"
    folder = latest_run(reports) if run == "latest" else reports / run
    if folder is None or not folder.is_dir():
        runs = tuple(
            sorted(path.parent.name for path in reports.glob("*/history.ndjson") if path.parent.name != "latest")
        )
        valid = (*runs[-10:], "latest") if latest_run(reports) else runs[-10:]
        hint = "name one of these, or its folder" if runs else "make one: tellonce run"
        raise UsageProblem(Problem(what=f"there is no run '{run}' in {reports}", bad=run, valid=valid, hint=hint))
    return folder
