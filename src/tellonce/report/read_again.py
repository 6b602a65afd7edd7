"""A run that has ended, read again for a format of it: its history, with the verdicts that were given then."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from pydantic import ValidationError

from tellonce.ledger.history_file import read_history
from tellonce.ledger.verdict_file import VERDICTS, read_verdicts
from tellonce.model.cell import CellVerdict
from tellonce.model.errors import UsageProblem
from tellonce.model.history import History
from tellonce.project.settings import Settings, read_settings
from tellonce.report.account import take_account
from tellonce.report.formats import Source
from tellonce.report.write import place_of

__all__ = ["read_source"]


def read_source(folder: Path, *, project: Path, language: str = "") -> Source:
    """What formats are made of. Nothing is written. A run without verdicts, or with damaged ones, is judged now.

    Raises FileNotFoundError when there is no history, UsageProblem for settings with mistakes.
    """
    history, problems = read_history(folder)
    settings = read_settings(project) if project.is_dir() else Settings()
    account = take_account(history, _cells(folder, history), problems)
    return Source(
        account=replace(account, place=place_of(folder, project)),
        history=history,
        folder=folder,
        project=project,
        language=language or settings.report_language,
        browser=settings.browser,
    )


def _cells(folder: Path, history: History) -> tuple[CellVerdict, ...]:
    if (folder / VERDICTS).is_file():
        try:
            return read_verdicts(folder)
        except (ValidationError, UsageProblem):
            pass
    from tellonce.judge import judge  # noqa: PLC0415 - not needed where the verdicts are there

    return judge(history)
