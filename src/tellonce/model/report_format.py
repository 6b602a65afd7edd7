"""The outputs that a report can be written as, by name: what settings, flags and the docs may say."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["REPORT_FORMATS", "REPORT_LANGUAGES", "ReportFormat"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFormat:
    """name: as `--format` takes it.  file: what it is called in a folder.  what: for whom and what for, one line.

    binary: it is no text, and is never printed.
    """

    name: str
    file: str
    what: str
    binary: bool = False


def _format(name: str, file: str, what: str, *, binary: bool = False) -> ReportFormat:
    return ReportFormat(name=name, file=file, what=what, binary=binary)


# A new one needs a line here, its maker in report/formats/registry.py, and a row in docs/reference/reports.md.
_ALL = (
    _format("html", "index.html", "the whole report, one file that opens anywhere"),
    _format("pdf", "report.pdf", "the report's page as A4, for a meeting", binary=True),
    _format("text", "summary.txt", "the summary, as the terminal shows it"),
    _format("markdown", "report.md", "a comment on a pull or merge request"),
    _format("github-summary", "github-summary.md", "the summary of a GitHub job"),
    _format("github-annotations", "github-annotations.txt", "GitHub workflow commands: remarks beside feature lines"),
    _format("gitlab-summary", "gitlab-summary.md", "a note on a GitLab merge request"),
    _format("slack", "slack.json", "a message for Slack, in Block Kit"),
    _format("teams", "teams.json", "a message for Microsoft Teams, an Adaptive Card"),
    _format("junit", "junit.xml", "test results for Jenkins, GitLab, GitHub and most others"),
    _format("xunit", "xunit.xml", "test results for Jenkins' xUnit plugin, valid by its own schema"),
    _format("csv", "cells.csv", "a row for each cell, for a spreadsheet"),
    _format("json", "report.json", "counts, breaks and cells in one document"),
    _format("openmetrics", "openmetrics.txt", "figures for Prometheus and whatever reads OpenMetrics"),
    _format("xes", "journeys.xes", "an event log of the journeys (IEEE 1849), for process mining"),
    _format("cjml", "journeys.cjml.xml", "planned and actual journeys in CJML 2.0, for journey tools"),
    _format("messages", "messages.ndjson", "Cucumber Messages, for Cucumber's own report and the tools around it"),
)
REPORT_FORMATS: dict[str, ReportFormat] = {one.name: one for one in _ALL}
"""Name -> format, in the order in which they are listed."""
REPORT_LANGUAGES = ("en", "de", "fr", "es", "nl", "fi")
"""Languages that the report's own words can be in."""
