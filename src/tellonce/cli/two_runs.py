"""Runs that are compared: by name or folder, as the run's own files have them, else as the ledger does."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tellonce.ledger.records import CellState, states_of
from tellonce.model.errors import Problem, UsageProblem

__all__ = ["Compared", "two_runs"]

_LATEST, _PREVIOUS = "latest", "previous"


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One of two runs. whole: whether it ran everything, as far as is known.

    folder: its own, or where it would be; the name of it is the run's.  service, began: "" where the folder tells.
    """

    name: str
    cells: tuple[CellState, ...]
    folder: Path
    whole: bool = True
    service: str = ""
    began: str = ""


def two_runs(earlier: str, later: str) -> tuple[Compared, Compared]:
    """The two runs, in the order asked. Raises UsageProblem where there is none such.

    latest: the newest run that ended here.  previous: the newest whole run of the same service before the other one.
    """
    if _PREVIOUS not in (earlier, later):
        return _the_run(earlier), _the_run(later)
    if earlier == later:
        what = "both runs are 'previous', which is the one before another"
        raise UsageProblem(Problem(what=what, hint="name one of them, or none: tellonce diff"))
    other = _the_run(later if earlier == _PREVIOUS else earlier)
    before = _before(other)
    return (before, other) if earlier == _PREVIOUS else (other, before)


def _before(other: Compared) -> Compared:
    from tellonce.project import find_root  # noqa: PLC0415
    from tellonce.report.previous import find_previous  # noqa: PLC0415

    root = find_root(Path.cwd())
    found = find_previous(other.folder, project=root, service=other.service, began=other.began)
    if found is None:
        what = f"there is no whole run of the same service before '{other.name}'"
        raise UsageProblem(Problem(what=what, hint="name both runs, or run again: tellonce run"))
    return Compared(name=found.name, cells=found.cells, folder=other.folder.parent / found.name)


def _the_run(name: str) -> Compared:
    """A run by name, folder, or `latest`. Raises UsageProblem with the runs that there are."""
    from tellonce.cli.runs import all_there, folder_of  # noqa: PLC0415
    from tellonce.ledger.verdict_file import VERDICTS, read_verdicts  # noqa: PLC0415
    from tellonce.report.previous import is_whole  # noqa: PLC0415

    try:
        folder = folder_of(name)
    except UsageProblem:
        found = _in_the_ledger(name)
        if found is None:
            raise
        return found
    if not (folder / VERDICTS).is_file():
        found = _in_the_ledger(folder.name)
        if found is not None:
            return found
    with all_there():
        cells = states_of(read_verdicts(folder))
    return Compared(name=folder.name, cells=cells, folder=folder, whole=is_whole(folder))


def _in_the_ledger(name: str) -> Compared | None:
    """A run whose folder is gone, or on another machine. A ledger that cannot be used is told as the trouble it is."""
    from tellonce.project import find_root  # noqa: PLC0415
    from tellonce.report.previous import recorded_run  # noqa: PLC0415

    if name == _LATEST:
        return None
    root = find_root(Path.cwd())
    found = recorded_run(root, name)
    if found is None:
        return None
    return Compared(
        name=found.name,
        cells=found.cells,
        folder=root / "reports" / found.name,
        whole=found.whole,
        service=found.service,
        began=found.began,
    )
