"""Everything a finished run leaves to read, written in one go."""

from __future__ import annotations

import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tellonce.ledger.atomic import write_atomically
from tellonce.ledger.effort_file import write_effort
from tellonce.ledger.history_file import combine
from tellonce.ledger.history_reading import read_history
from tellonce.ledger.journey_file import write_journeys
from tellonce.ledger.verdict_file import write_verdicts
from tellonce.model.cell import CellVerdict
from tellonce.model.history import History
from tellonce.report.account import Account, take_account
from tellonce.report.html import write_page
from tellonce.report.html.source import from_account
from tellonce.report.junit import junit
from tellonce.report.text import first_line, summary
from tellonce.story.words import Group

__all__ = ["RunSummary", "write_all", "write_reports"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RunSummary:
    """What a run came to: enough for an exit code and the terminal.

    counts: promises kept, broken, still waiting, not seen.  scenarios: status -> how many.
    troubles: why the run as a whole is not what it should be, empty when it went through to its end.
    text: the whole summary.  report: index.html, None when it could not be written.
    """

    folder: Path
    first_line: str
    text: str
    counts: dict[Group, int]
    scenarios: dict[str, int]
    troubles: tuple[str, ...]
    report: Path | None

    @property
    def exit_code(self) -> int:
        """0 kept, 1 broken or not judged, 5 nothing ran. Waiting alone is no break."""
        if not self.scenarios:
            return 1 if self.troubles else 5
        bad = self.counts[Group.BROKEN] or self.counts[Group.NOT_SEEN] or self.troubles
        return 1 if bad or set(self.scenarios) - {"passed", "skipped"} else 0


def write_all(folder: Path, *, project: Path) -> RunSummary:
    """Judge the history in `folder` and write all that a run leaves: verdicts, journeys, junit.xml, the report.

    project: its folder, so that paths are said as a person would type them.
    Never raises for what a history holds: a report that cannot be made is said in the summary, and exit_code is 1.
    """
    try:
        combine(folder)
        history, problems = read_history(folder)
    except OSError as error:
        history, problems = History(events=()), (f"the history could not be read: {error}",)
    try:
        from tellonce.judge import judge  # noqa: PLC0415 - not needed to write reports of cells already judged

        cells = judge(history)
    except Exception as error:  # a crashing judge means unknown, never a pass (Jepsen's checkers)
        cells = ()
        problems = (*problems, f"the judge failed, so nothing is known: {_said(error)}")
    return write_reports(folder, history, cells, problems, project=project)


def write_reports(
    folder: Path, history: History, cells: Sequence[CellVerdict], problems: Sequence[str] = (), *, project: Path
) -> RunSummary:
    """As write_all, for a history already read and cells already judged."""
    account = take_account(history, cells, problems)
    failed: list[str] = []

    def attempt(name: str, make: object) -> Path | None:
        try:
            body = make() if callable(make) else b""
            write_atomically(folder / name, body)
        except Exception as error:  # one report that cannot be made must not cost the others
            failed.append(f"{name} could not be written: {_said(error)}")
            return None
        return folder / name

    try:
        write_verdicts(folder, cells)
        write_journeys(folder, account.journeys)
        write_effort(folder, account.efforts)
    except OSError as error:
        failed.append(f"verdicts.ndjson, journeys.ndjson and effort.ndjson could not be written: {error}")
    report: Path | None = folder / "index.html"
    try:
        write_page(from_account(account, folder), folder / "index.html")
    except Exception as error:  # as above
        failed.append(f"index.html could not be written: {_said(error)}")
        report = None
    attempt("junit.xml", lambda: junit(account))
    text = _summary(account, folder, project, failed)
    attempt("summary.txt", lambda: text.encode("utf-8", "replace"))
    return RunSummary(
        folder=folder,
        first_line=first_line(account),
        text=text,
        counts=account.counts,
        scenarios=dict(account.statuses),
        troubles=(*account.troubles, *failed),
        report=report,
    )


def _summary(account: Account, folder: Path, project: Path, failed: Sequence[str]) -> str:
    page = folder / "index.html"
    where = page.relative_to(project) if page.is_relative_to(project) else page
    return "".join([summary(account, report=where.as_posix()), *(f"  problem   {said}\n" for said in failed)])


def _said(error: Exception) -> str:
    last = traceback.extract_tb(error.__traceback__)[-1:]
    place = f" ({Path(last[0].filename).name}:{last[0].lineno})" if last else ""
    return f"{type(error).__name__}: {error}{place}"
