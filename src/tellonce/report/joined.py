"""Several runs as one, such as the shards of a large one: their histories in one folder, with all evidence."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tellonce.ledger.atomic import write_atomically
from tellonce.ledger.evidence import EVIDENCE_FOLDER
from tellonce.ledger.history_file import COMBINED
from tellonce.ledger.run_folder import RunFolder
from tellonce.model.errors import Place, Problem, UsageProblem

__all__ = ["join_runs"]

_WORKER = re.compile(rb'^\{"worker":"([A-Za-z0-9_-]+)"')
_ATTEMPT = re.compile(r"(?<! )#\d+$")
_MOST_TOLD = 5


@dataclass(slots=True, kw_only=True)
class _Found:
    """What was met so far. scenarios: id -> the run that has it.  blueprint: of the first run, what must be equal."""

    scenarios: dict[str, tuple[int, Path]] = field(default_factory=dict)
    doubled: dict[str, tuple[Path, Path]] = field(default_factory=dict)
    blueprint: tuple[Path, Any] | None = None


def join_runs(folders: Sequence[Path], into: Path) -> Path:
    """Make `into` a run folder with everything that the runs recorded; reports are not written. Returns it.

    Lines are taken as they are, those that are damaged too, so that a report of all tells what one of each would.
    Raises UsageProblem when a scenario is in two of the runs, when they are of different blueprints, when one has no
    history, or when the folder holds something already.
    """
    if into.exists() and (not into.is_dir() or any(into.iterdir())):
        raise UsageProblem(
            Problem(what="this is no empty folder", place=Place(file=str(into)), hint="name a new one: --output NAME")
        )
    found = _Found()
    lines = [
        line for number, folder in enumerate(folders, start=1) for line in _lines(folder, number, into.name, found)
    ]
    if found.doubled:
        raise UsageProblem(_doubled(found.doubled))
    try:
        RunFolder(into).create()
        for folder in folders:
            _take_evidence(folder, into)
        write_atomically(into / COMBINED, b"".join(lines))
    except OSError as error:
        raise UsageProblem(
            Problem(
                what=f"cannot be written: {error.strerror}", place=Place(file=str(into)), hint="name another folder"
            )
        ) from None
    return into


def _lines(folder: Path, number: int, run: str, found: _Found) -> Iterator[bytes]:
    files = sorted(folder.glob("history*.ndjson"))
    if not files:
        raise UsageProblem(Problem(what="this is no run: it has no history", place=Place(file=str(folder))))
    for file in files:
        for line in file.read_bytes().splitlines():
            if not line.strip():
                continue
            event = _event(line)
            if event.get("type") == "run_started":
                _insist_on_one_blueprint(folder, event, found)
                line = json.dumps(event | {"run": run}, separators=(",", ":")).encode()  # noqa: PLW2901
            elif event.get("type") == "scenario_started":
                _note(_ATTEMPT.sub("", str(event.get("scenario"))), number, folder, found)
            # Each worker's clock is its own: two of one name from two machines would be taken for one.
            yield _WORKER.sub(rb'{"worker":"r%d-\1"' % number, line) + b"\n"


def _event(line: bytes) -> dict[str, Any]:
    """What matters of a line; nothing of most, which need not be read to be passed on."""
    if b'"type":"run_started"' not in line and b'"type":"scenario_started"' not in line:
        return {}
    try:
        event = json.loads(line)
    except ValueError:
        return {}
    return event if isinstance(event, dict) else {}


def _note(scenario: str, number: int, folder: Path, found: _Found) -> None:
    known, where = found.scenarios.setdefault(scenario, (number, folder))
    if known != number:
        found.doubled[scenario] = (where, folder)


def _insist_on_one_blueprint(folder: Path, event: dict[str, Any], found: _Found) -> None:
    """Addresses, probes and how services start may differ from machine to machine; what is promised may not."""
    whole = event.get("blueprint") or {}
    spots = {key: {**spot, "probe": None} for key, spot in whole.get("touchpoints", {}).items()}
    what = {key: whole.get(key) for key in ("service", "facts", "hops", "calendars")} | {"touchpoints": spots}
    if found.blueprint is None:
        found.blueprint = (folder, what)
    elif found.blueprint[1] != what:
        raise UsageProblem(
            Problem(
                what=f"{found.blueprint[0]} and {folder} are runs of different blueprints, and cannot be one report",
                hint="write a report of each",
            )
        )


def _doubled(scenarios: dict[str, tuple[Path, Path]]) -> list[Problem]:
    said = [
        f"the scenario '{scenario}' is in two of these runs: {one} and {other}"
        for scenario, (one, other) in [*scenarios.items()][:_MOST_TOLD]
    ]
    if len(scenarios) > _MOST_TOLD:
        said.append(f"and {len(scenarios) - _MOST_TOLD:,} more scenarios are in two of them")
    hint = "one report of several runs is for parts of one: leave out one of the two"
    return [Problem(what=what, hint=hint if what is said[-1] else None) for what in said]


def _take_evidence(folder: Path, into: Path) -> None:
    """Files are named by their content: one that is there is the same. A link is none: it may lead out of the run."""
    for file in (folder / EVIDENCE_FOLDER).glob("*"):
        target = into / EVIDENCE_FOLDER / file.name
        if file.is_file() and not file.is_symlink() and not target.exists():
            shutil.copyfile(file, target)
