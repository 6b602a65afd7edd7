"""Which function makes which format."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from tellonce.model.history import History
from tellonce.report.account import Account
from tellonce.report.formats.annotations import github_annotations
from tellonce.report.formats.as_csv import as_csv
from tellonce.report.formats.as_json import as_json
from tellonce.report.formats.checkout import below_the_top
from tellonce.report.formats.cjml import cjml
from tellonce.report.formats.junit import junit, xunit
from tellonce.report.formats.markdown import github_summary, gitlab_summary, markdown
from tellonce.report.formats.openmetrics import openmetrics
from tellonce.report.formats.pdf import pdf
from tellonce.report.formats.slack import slack
from tellonce.report.formats.teams import teams
from tellonce.report.formats.xes import xes
from tellonce.report.html import Beside, render
from tellonce.report.masked import masks_of
from tellonce.report.text import summary
from tellonce.story.masks import Masks

__all__ = ["MAKERS", "Source"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What a format is made of. Most need the account alone.

    folder: the run's, with its evidence and, for the PDF, its index.html.  project: its folder; files of the project
    may have changed since the run.  language: of the report's own words.  browser: a Chromium, as the settings say.
    """

    account: Account
    history: History
    folder: Path
    project: Path
    language: str = "en"
    browser: str = ""
    beside: Beside = field(default_factory=Beside)
    """What the page tells beside the run itself, and how it is masked."""
    masks: Masks | None = None
    """By which account and history are masked already: for the evidence that a format takes in."""


def _html(source: Source) -> bytes:
    beside = source.beside
    if beside.masks is None:
        beside = replace(beside, masks=masks_of(source.project))
    return render(source.account, source.folder, language=source.language, beside=beside).encode("utf-8", "replace")


def _messages(source: Source) -> bytes:
    from tellonce.report.formats.messages import messages  # noqa: PLC0415 - brings Cucumber's parser; few ask for it

    return messages(source.history, source.account.cells, folder=source.folder, masks=source.masks)


def _text(source: Source) -> bytes:
    place = source.account.place or source.folder.as_posix()
    return summary(source.account, report=f"{place}/index.html").encode("utf-8", "replace")


MAKERS: Mapping[str, Callable[[Source], bytes]] = {
    "html": _html,
    "pdf": lambda source: pdf(source.folder, browser=source.browser),
    "text": _text,
    "markdown": lambda source: markdown(source.account),
    "github-summary": lambda source: github_summary(source.account),
    "github-annotations": lambda source: github_annotations(source.account, below_the_top(source.project)),
    "gitlab-summary": lambda source: gitlab_summary(source.account),
    "slack": lambda source: slack(source.account),
    "teams": lambda source: teams(source.account),
    "junit": lambda source: junit(source.account, below_the_top(source.project)),
    "xunit": lambda source: xunit(source.account, below_the_top(source.project)),
    "csv": lambda source: as_csv(source.account),
    "json": lambda source: as_json(source.account),
    "openmetrics": lambda source: openmetrics(source.account),
    "xes": lambda source: xes(source.account),
    "cjml": lambda source: cjml(source.account),
    "messages": _messages,
}
"""Name of model/report_format.py -> its maker. What goes wrong is raised: UsageProblem where a person can mend it."""
