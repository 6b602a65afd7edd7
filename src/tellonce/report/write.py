"""Everything a finished run leaves to read, written in one go."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tellonce.ledger.atomic import write_atomically
from tellonce.ledger.effort_file import write_effort
from tellonce.ledger.history_file import combine
from tellonce.ledger.history_reading import read_history
from tellonce.ledger.journey_file import write_journeys
from tellonce.ledger.verdict_file import write_verdicts
from tellonce.model.cell import CellVerdict
from tellonce.model.errors import UsageProblem
from tellonce.model.history import History
from tellonce.model.report_format import REPORT_FORMATS
from tellonce.project.settings import Settings, read_settings
from tellonce.report.account import Account, take_account
from tellonce.report.failed import why_failed
from tellonce.report.formats import MAKERS, Source
from tellonce.report.html import write_page
from tellonce.report.html.source import from_account
from tellonce.report.job_summary import add_to_job_summary
from tellonce.report.links import page_address
from tellonce.report.masked import mask_run, masks_of
from tellonce.report.remember import Remembered, remember
from tellonce.report.text import first_line, summary
from tellonce.story.block import row
from tellonce.story.masks import Masks
from tellonce.story.visible import one_line
from tellonce.story.words import Group

__all__ = ["RunSummary", "place_of", "write_all", "write_reports"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RunSummary:
    """What a run came to: enough for an exit code and the terminal.

    counts: promises kept, broken, still waiting, not seen.  scenarios: status -> how many.
    troubles: why the run as a whole is not what it should be, empty when it went through to its end.
    text: the whole summary.  report: index.html, None when it could not be written.
    unwritten: what could not be written, and why; these are troubles too.
    """

    folder: Path
    first_line: str
    text: str
    counts: dict[Group, int]
    scenarios: dict[str, int]
    troubles: tuple[str, ...]
    report: Path | None
    unwritten: tuple[str, ...] = ()

    @property
    def exit_code(self) -> int:
        """0 kept, 1 broken or not judged, 5 nothing ran. Waiting alone is no break."""
        if not self.scenarios:
            return 1 if self.troubles else 5
        bad = self.counts[Group.BROKEN] or self.counts[Group.NOT_SEEN] or self.troubles
        return 1 if bad or set(self.scenarios) - {"passed", "skipped"} else 0


def write_all(folder: Path, *, project: Path, language: str = "", at_end: bool = True) -> RunSummary:
    """Judge the history in `folder` and write all that a run leaves: verdicts, journeys, junit.xml, the report, and
    the formats that the project's settings name.

    project: its folder, so that paths are said as a person would type them.  language: instead of the settings'.
    at_end: of a run, and not a report written again; then a GitHub job's summary gets its part.
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
        problems = (*problems, f"the judge failed, so nothing is known: {why_failed(error)}")
    try:
        settings = read_settings(project)
    except UsageProblem as error:  # they were sound when the run began
        settings = Settings()
        problems = (*problems, f"the settings could not be read: {why_failed(error)}")
    return write_reports(
        folder,
        history,
        cells,
        problems,
        project=project,
        formats=settings.reports,
        language=language or settings.report_language,
        browser=settings.browser,
        report_url=settings.report_url,
        at_end=at_end,
    )


def write_reports(
    folder: Path,
    history: History,
    cells: Sequence[CellVerdict],
    problems: Sequence[str] = (),
    *,
    project: Path,
    formats: Sequence[str] = (),
    language: str = "en",
    browser: str = "",
    report_url: str = "",
    at_end: bool = False,
) -> RunSummary:
    """As write_all, for a history already read and cells already judged. formats: beside those that are always there.

    browser: a Chromium for the PDF, instead of looking for one.  report_url: where people open the page, as
    the settings have it.
    """
    masks = masks_of(project)
    history, cells, problems = mask_run(masks, history, cells, problems)
    account = take_account(history, cells, problems)
    page = page_address(report_url, account.run.run if account.run else "")
    account = replace(account, place=place_of(folder, project), page=page)
    remembered = remember(account, folder, project=project)
    account = replace(account, since=remembered.sentences())
    source = Source(
        account=account,
        history=history,
        folder=folder,
        project=project,
        language=language,
        browser=browser,
        masks=masks,
    )
    failed: list[str] = []

    def attempt(name: str, make: Callable[[], bytes]) -> Path | None:
        try:
            write_atomically(folder / name, make())
        except Exception as error:  # one report that cannot be made must not cost the others
            failed.append(f"{name} could not be written: {why_failed(error)}")
            return None
        return folder / name

    try:
        write_verdicts(folder, cells)
        write_journeys(folder, account.journeys)
        write_effort(folder, account.efforts)
    except OSError as error:
        failed.append(f"verdicts.ndjson, journeys.ndjson and effort.ndjson could not be written: {error}")
    report: Path | None = folder / REPORT_FORMATS["html"].file
    try:
        page_masks = Masks(masks.settings) if masks else None  # with counts of its own
        beside = replace(remembered.beside(language), masks=page_masks)
        target = folder / REPORT_FORMATS["html"].file
        write_page(from_account(account, folder), target, language=language, beside=beside)
    except Exception as error:  # as above
        failed.append(f"index.html could not be written: {why_failed(error)}")
        report = None
    for name in dict.fromkeys(("junit", *formats)):
        if name not in ("html", "text"):  # that is there, and this comes last: it tells what could not be written
            attempt(REPORT_FORMATS[name].file, lambda name=name: MAKERS[name](source))  # type: ignore[misc]
    notes = add_to_job_summary(account) if at_end else ""
    text = _summary(account, failed, remembered) + notes
    attempt("summary.txt", lambda: text.encode("utf-8", "replace"))
    return RunSummary(
        folder=folder,
        first_line=first_line(account),
        text=text,
        counts=account.counts,
        scenarios=dict(account.statuses),
        troubles=(*account.troubles, *failed),
        report=report,
        unwritten=tuple(failed),
    )


def place_of(folder: Path, project: Path) -> str:
    """Where a run's folder lies, as a person in the project would type it."""
    return (folder.relative_to(project) if folder.is_relative_to(project) else folder).as_posix()


def _summary(account: Account, failed: Sequence[str], remembered: Remembered) -> str:
    told = summary(account, report=f"{account.place}/index.html", since=remembered.line)
    said = [told, *(f"  problem   {one}\n" for one in failed)]
    if remembered.problem:  # no failure: what a run came to does not hang on a ledger
        said.append(row("ledger", one_line(remembered.problem, 300)) + "\n")
    return "".join(said)
