"""What a page is made of: a run's scenarios one after the other, from its folder or from an account in memory."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, Self, TypeVar

from pydantic import ValidationError
from pydantic_core import from_json

from tellonce.ledger.effort_file import read_effort
from tellonce.ledger.history_reading import Heard, Stretch, stream_stretch, stretches
from tellonce.ledger.journey_file import read_journeys
from tellonce.ledger.verdict_file import VERDICTS
from tellonce.model.blueprint import Blueprint
from tellonce.model.cell import CellVerdict
from tellonce.model.effort import JourneyEffort
from tellonce.model.events import RunStarted
from tellonce.model.journey import ActualJourney
from tellonce.model.told import TOLD
from tellonce.report.account import Account
from tellonce.report.scenarios import UNTOLD, RunFrame, ScenarioAccount, gather

__all__ = ["DamagedVerdicts", "Part", "RunSource", "Untold", "from_account", "from_folder"]

_T = TypeVar("_T")
_WORTH_A_PROCESS_BYTES = 40_000_000
"""Of history: what a process that is started for it takes less time to read than to start."""
_MOST_PROCESSES = 4
_FIRST_SHARE = 0.98
"""Of the stretch that is told by the process which has the page to write, too."""


class DamagedVerdicts(Exception):
    """A line of verdicts.ndjson is none."""


@dataclass(slots=True, kw_only=True)
class Untold:
    """What a part of a run says beside its scenarios; whole once they were all taken."""

    frame: RunFrame = field(default_factory=RunFrame)
    heard: Heard = field(default_factory=Heard)
    problems: list[str] = field(default_factory=list)


class Part(Protocol):
    """A part of a run that can be told by itself, in another process too."""

    def scenarios(self, untold: Untold) -> Iterator[ScenarioAccount]:
        """Its scenarios in the order in which they began. untold: takes what is said beside them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunSource:
    """A run to be told. problems: what is known to be wrong with it before it is read."""

    folder: Path
    parts: Sequence[Part]
    whole: Part
    """The same in one part: for a run of which parts cannot be told apart."""
    problems: tuple[str, ...] = ()
    journeys: tuple[ActualJourney, ...] = ()
    efforts: tuple[JourneyEffort, ...] = ()
    blueprint: Blueprint | None = None
    """Of the service, before any part is read: it says how things are called; None where that is lost."""


def from_folder(folder: Path, problems: Sequence[str] = ()) -> RunSource:
    """A run that was judged, read piece by piece: its size does not matter. problems: what is known of it already.

    Raises FileNotFoundError where there is no history; without verdicts it has no cells.
    """
    size = sum(stretch.ends - stretch.begins for stretch in stretches(folder, 1))
    most = min(_MOST_PROCESSES, os.cpu_count() or 1, 1 + size // _WORTH_A_PROCESS_BYTES)
    verdicts = folder / VERDICTS
    cut = stretches(folder, most, first=_FIRST_SHARE)
    return RunSource(
        folder=folder,
        parts=[_OfFolder(stretches=(stretch,), verdicts=verdicts) for stretch in cut],
        whole=_OfFolder(stretches=cut, verdicts=verdicts),
        problems=tuple(problems),
        journeys=_there(read_journeys, folder),
        efforts=_there(read_effort, folder),
        blueprint=_blueprint_of(folder),
    )


def from_account(account: Account, folder: Path) -> RunSource:
    """The same from what is in memory already."""
    whole = _OfAccount(account=account)
    return RunSource(
        folder=folder,
        parts=[whole],
        whole=whole,
        journeys=account.journeys,
        efforts=account.efforts,
        blueprint=account.run.blueprint if account.run else None,
    )


def _blueprint_of(folder: Path) -> Blueprint | None:
    for stretch in stretches(folder, 1):
        first = next(iter(stream_stretch(stretch, [], Heard(), leave_out=UNTOLD)), None)
        if isinstance(first, RunStarted):
            return first.blueprint
    return None


def _there(read: Callable[[Path], tuple[_T, ...]], folder: Path) -> tuple[_T, ...]:
    try:
        return read(folder)
    except FileNotFoundError:
        return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _OfAccount:
    account: Account

    def scenarios(self, untold: Untold) -> Iterator[ScenarioAccount]:
        account = self.account
        untold.frame = RunFrame(
            run=account.run,
            last_s=dict.fromkeys(account.workers, account.took_s),
            began_wall=account.began_wall,
            ended_wall=account.ended_wall,
            troubles=list(account.troubles),
            described={feature.journey: feature for feature in account.described},
        )
        return iter(account.scenarios)


@dataclass(frozen=True, slots=True, kw_only=True)
class _OfFolder:
    stretches: Sequence[Stretch]
    verdicts: Path

    def scenarios(self, untold: Untold) -> Iterator[ScenarioAccount]:
        events = (
            event
            for stretch in self.stretches
            for event in stream_stretch(stretch, untold.problems, untold.heard, leave_out=(*UNTOLD, *TOLD))
        )
        with _Cells(self.verdicts) as cells:
            yield from gather(events, cells.of, untold.frame)


class _Cells:
    """verdicts.ndjson by scenario. Its lines are found once, and read when a scenario is told.

    Raises DamagedVerdicts for a line that is no verdict.
    """

    _SCENARIO, _TEXT = b'"scenario":"', re.compile(rb'"(?:[^"\\]|\\.)*"')

    def __init__(self, file: Path) -> None:
        self._file = file.open("rb") if file.is_file() else None
        self._lines_of: dict[str, list[tuple[int, int]]] = {}

    def _find_lines(self) -> None:
        at, named = 0, b""
        for line in self._file or ():
            # Most lines are of the same scenario as the line before.
            if not named or not line.startswith(named, line.find(self._SCENARIO)):
                scenario, named = self._scenario_in(line)
                spans = self._lines_of.setdefault(scenario, [])
                spans.append((at, at))
            at += len(line)
            spans[-1] = (spans[-1][0], at)

    def _scenario_in(self, line: bytes) -> tuple[str, bytes]:
        """Its id, and where the ledger wrote it how it stands there; inside a text its quotes are escaped. A blank line
        is of no scenario."""
        at = line.find(self._SCENARIO)
        text = self._TEXT.match(line, at + len(self._SCENARIO) - 1) if at >= 0 else None
        if text:
            return from_json(text[0]), line[at : text.end()]
        return "" if line.isspace() else _verdict(line).scenario, b""

    def __enter__(self) -> Self:
        try:
            self._find_lines()
        except DamagedVerdicts:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        if self._file is not None:
            self._file.close()

    def of(self, scenario: str) -> Sequence[CellVerdict]:
        """The scenario's cells, in the file's order."""
        found: list[CellVerdict] = []
        for begins, ends in self._lines_of.pop(scenario, ()):
            if self._file is not None:
                self._file.seek(begins)
                lines = self._file.read(ends - begins).split(b"\n")
                found += [_verdict(line) for line in lines if line and not line.isspace()]
        return found


def _verdict(line: bytes) -> CellVerdict:
    try:
        return CellVerdict.model_validate_json(line)
    except ValidationError as error:  # which cannot go from one process to another
        raise DamagedVerdicts(str(error)) from None
