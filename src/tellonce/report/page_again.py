"""The page of a run that was judged, written again piece by piece: a long run need not fit into memory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from tellonce.ledger.history_reading import cut_off
from tellonce.ledger.records import CellState, first_states, state_of
from tellonce.ledger.verdict_file import VERDICTS
from tellonce.project.settings import read_settings
from tellonce.report.account import Account
from tellonce.report.html import write_page
from tellonce.report.html.source import DamagedVerdicts, RunSource, Untold, from_folder
from tellonce.report.masked import masks_of
from tellonce.report.remember import remember
from tellonce.report.scenarios import ChangeAccount, ScenarioAccount
from tellonce.story.words import Group

__all__ = ["write_page_again"]


def write_page_again(folder: Path, target: Path, *, project: Path, language: str = "") -> bool:
    """Write the page of the run in `folder` to `target`. Nothing else is written.

    False, and nothing written, where it must be read whole: its history or verdicts are missing or damaged, or the
    project masks something, which needs all that is the harness's own to be known first.
    Raises UsageProblem for settings with mistakes, OSError where the page cannot be written.
    """
    settings = read_settings(project)
    if masks_of(project) is not None or not (folder / VERDICTS).is_file():
        return False
    try:
        source = from_folder(folder)
    except FileNotFoundError:
        return False
    spoken = language or settings.report_language
    try:
        account, states = _in_short(source)
        remembered = remember(account, folder, project=project, enters=False, states=states)
        write_page(source, target, language=spoken, beside=remembered.beside(spoken))
    except DamagedVerdicts:
        return False
    return True


def _in_short(source: RunSource) -> tuple[Account, tuple[CellState, ...]]:
    """As much of a run as it takes to compare it with another: whole cells only of what is not kept."""
    untold = Untold()
    scenarios: list[ScenarioAccount] = []

    def states() -> Iterator[CellState]:
        for scenario in source.whole.scenarios(untold):
            scenarios.append(_shortened(scenario))
            for state in map(state_of, scenario.cells):
                yield replace(state, cell=None) if state.group is Group.KEPT else state

    compared = first_states(states())
    frame = untold.frame
    problems = (*source.problems, *untold.problems, *cut_off([untold.heard]))
    return Account(
        run=frame.run,
        workers=tuple(frame.last_s),
        began_wall=frame.began_wall,
        ended_wall=frame.ended_wall,
        took_s=frame.took_s,
        scenarios=tuple(scenarios),
        cells=(),
        breaks=(),
        troubles=tuple(dict.fromkeys([*frame.troubles, *problems])),
        counts={},
    ), compared


def _shortened(scenario: ScenarioAccount) -> ScenarioAccount:
    return ScenarioAccount(
        started=scenario.started,
        finished=scenario.finished,
        changes={key: ChangeAccount(key=key) for key in scenario.changes},
    )
