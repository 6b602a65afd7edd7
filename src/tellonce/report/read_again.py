"""A run that has ended, read again for a format of it: its history, with the verdicts that were given then."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from pydantic import ValidationError

from tellonce.ledger.history_reading import stream_history
from tellonce.ledger.verdict_file import VERDICTS, read_verdicts
from tellonce.model.cell import CellVerdict
from tellonce.model.history import History
from tellonce.project.settings import read_settings
from tellonce.report.account import take_account
from tellonce.report.formats import Source
from tellonce.report.links import page_address
from tellonce.report.masked import mask_run, masks_of
from tellonce.report.remember import remember
from tellonce.report.scenarios import UNTOLD
from tellonce.report.write import place_of

__all__ = ["read_source"]


def read_source(folder: Path, *, project: Path, language: str = "", has_page: bool = True) -> Source:
    """What formats are made of. Nothing is written. A run without verdicts, or with damaged ones, is judged now.

    has_page: under its name; not so of several runs that were joined for other formats than that.
    Where it was judged already, its history is read without looks and spans, which are most of it.
    Raises FileNotFoundError when there is no history, UsageProblem for settings with mistakes.
    """
    settings = read_settings(project)
    cells = _verdicts(folder)
    problems: list[str] = []
    history = History(events=list(stream_history(folder, problems, leave_out=UNTOLD if cells is not None else ())))
    if cells is None:
        from tellonce.judge import judge  # noqa: PLC0415 - not needed where the verdicts are there

        cells = judge(history)
    masks = masks_of(project)  # the rules may be newer than the run
    history, cells, said = mask_run(masks, history, cells, problems)
    account = take_account(history, cells, said)
    spoken = language or settings.report_language
    remembered = remember(account, folder, project=project, enters=False)
    page = page_address(settings.report_url, account.run.run if account.run and has_page else "")
    return Source(
        account=replace(account, place=place_of(folder, project), page=page, since=remembered.sentences()),
        beside=replace(remembered.beside(spoken), masks=masks_of(project)),
        history=history,
        folder=folder,
        project=project,
        language=spoken,
        browser=settings.browser,
        masks=masks,
    )


def _verdicts(folder: Path) -> tuple[CellVerdict, ...] | None:
    if not (folder / VERDICTS).is_file():
        return None
    try:
        return read_verdicts(folder)
    except ValidationError:
        return None
