"""What a page is made of: a run's scenarios one after the other, from its folder or from an account in memory."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from pydantic_core import from_json

from tellonce.ledger.effort_file import read_effort
from tellonce.ledger.history_reading import stream_history
from tellonce.ledger.journey_file import read_journeys
from tellonce.ledger.verdict_file import VERDICTS
from tellonce.model.cell import CellVerdict
from tellonce.model.effort import JourneyEffort
from tellonce.model.journey import ActualJourney
from tellonce.report.account import Account
from tellonce.report.scenarios import UNTOLD, RunFrame, ScenarioAccount, gather

__all__ = ["RunSource", "from_account", "from_folder"]

_T = TypeVar("_T")


@dataclass(slots=True, kw_only=True)
class RunSource:
    """A run to be told. scenarios can be taken once; frame and problems are whole only when all were taken."""

    folder: Path
    scenarios: Iterator[ScenarioAccount]
    frame: RunFrame
    problems: list[str] = field(default_factory=list)
    journeys: tuple[ActualJourney, ...] = ()
    efforts: tuple[JourneyEffort, ...] = ()

    @property
    def troubles(self) -> tuple[str, ...]:
        """Why the run as a whole is not what it should be."""
        return tuple(dict.fromkeys([*self.frame.troubles, *self.problems]))


def from_folder(folder: Path, problems: Sequence[str] = ()) -> RunSource:
    """A run that was judged, read piece by piece: its size does not matter. problems: what is known of it already.

    Raises FileNotFoundError where there is no history; without verdicts it has no cells.
    """
    found = list(problems)
    frame = RunFrame()
    events = stream_history(folder, found, leave_out=UNTOLD)
    return RunSource(
        folder=folder,
        scenarios=gather(events, _Cells(folder / VERDICTS).of, frame),
        frame=frame,
        problems=found,
        journeys=_there(read_journeys, folder),
        efforts=_there(read_effort, folder),
    )


def from_account(account: Account, folder: Path) -> RunSource:
    """The same from what is in memory already."""
    frame = RunFrame(
        run=account.run,
        last_s=dict.fromkeys(account.workers, account.took_s),
        began_wall=account.began_wall,
        ended_wall=account.ended_wall,
        troubles=list(account.troubles),
    )
    return RunSource(
        folder=folder,
        scenarios=iter(account.scenarios),
        frame=frame,
        journeys=account.journeys,
        efforts=account.efforts,
    )


def _there(read: Callable[[Path], tuple[_T, ...]], folder: Path) -> tuple[_T, ...]:
    try:
        return read(folder)
    except FileNotFoundError:
        return ()


class _Cells:
    """verdicts.ndjson by scenario. Its lines are found once, and read when a scenario is told."""

    _SCENARIO = re.compile(rb'"scenario":("(?:[^"\\]|\\.)*")')

    def __init__(self, file: Path) -> None:
        self._file = file.open("rb") if file.is_file() else None
        self._lines: dict[str, list[tuple[int, int]]] = {}
        at = 0
        for line in self._file or ():
            named = self._SCENARIO.search(line)
            if named:
                spans = self._lines.setdefault(from_json(named[1]), [])
                if spans and spans[-1][1] == at:
                    spans[-1] = (spans[-1][0], at + len(line))
                else:
                    spans.append((at, at + len(line)))
            at += len(line)

    def of(self, scenario: str) -> Sequence[CellVerdict]:
        """The scenario's cells, in the file's order."""
        found: list[CellVerdict] = []
        for begins, ends in self._lines.pop(scenario, ()):
            if self._file is not None:
                self._file.seek(begins)
                lines = self._file.read(ends - begins).splitlines()
                found += [CellVerdict.model_validate_json(line) for line in lines if line.strip()]
        return found
