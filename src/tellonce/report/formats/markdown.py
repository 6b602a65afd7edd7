"""Markdown for a pull or merge request and for a job's summary: the consequence first, then what to do about it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tellonce.report.account import Account
from tellonce.report.formats.fitting import Part, Size, fitted
from tellonce.report.formats.told import Finding, Reason, findings, open_cells, ran, reasons, since_in_short, state
from tellonce.report.markdown_text import as_cell, as_code, as_link, as_prose
from tellonce.report.text import first_line
from tellonce.story.words import Group

__all__ = ["github_summary", "gitlab_summary", "markdown"]

_COUNTED = (Group.KEPT, Group.BROKEN, Group.WAITING, Group.NOT_SEEN)
_COMMENT = 60_000
"""Characters. GitHub takes 65,536 for a comment; whoever posts it may want to add a line."""
_JOB_SUMMARY = 1_000_000
"""Bytes. GitHub takes 1 MiB for all summaries of a step together."""
_NOTE = 900_000
"""Characters. GitLab takes 1,000,000 for a note."""


def markdown(account: Account) -> bytes:
    """A comment for a pull request, at most 60,000 characters."""
    return _page(account, most=_COMMENT, measure=len)


def github_summary(account: Account, most: int = _JOB_SUMMARY) -> bytes:
    """A job's summary, at most `most` bytes."""
    return _page(account, most=most, measure=lambda text: len(text.encode("utf-8", "replace")))


def gitlab_summary(account: Account) -> bytes:
    """A note for a merge request, at most 900,000 characters."""
    return _page(account, most=_NOTE, measure=len)


def _page(account: Account, *, most: int, measure: Size) -> bytes:
    text = fitted([*_parts(account)], _end(account), most=most, measure=measure, rest=_rest)
    return text.encode("utf-8", "replace")


def _rest(left_out: int) -> str:
    return f"\n… and {left_out:,} more for which there is no room here; the report tells all.\n\n"


def _parts(account: Account) -> Iterator[Part]:
    yield Part(
        f"### {as_prose(first_line(account))}\n\n"
        f"**{state(account)}.** Scenarios: {ran(account)}.{_opened(account)}\n\n"
        f"| {' | '.join(group.value for group in _COUNTED)} |\n{'|---:' * len(_COUNTED)}|\n"
        f"| {' | '.join(f'{account.counts[group]:,}' for group in _COUNTED)} |\n\n",
        items=0,
    )
    for trouble in account.troubles:
        yield Part(f"**The run is not whole:** {as_prose(trouble)}\n\n")
    broken = [_finding(n, finding, linked=bool(account.page)) for n, finding in enumerate(findings(account), start=1)]
    yield from _listed("#### Broken\n\n", broken)
    yield from _listed("#### Since the run before\n\n", [f"- {as_prose(said)}\n" for said in since_in_short(account)])
    yield from _listed("#### Not lived through\n\n", [_reason(reason) for reason in reasons(account)])
    waiting = [
        f"| {as_cell(one.touchpoint)} | {as_cell(one.owner)} | {one.word} | {one.cells:,} |\n"
        for one in open_cells(account)
    ]
    head = "#### Waiting or not seen\n\n| touchpoint | owner | | cells |\n|---|---|---|---:|\n"
    yield from _listed(head, waiting)


def _listed(heading: str, items: Sequence[str]) -> Iterator[Part]:
    """The heading goes with the first item: it never stands alone where the rest had no room."""
    for number, item in enumerate(items):
        last = "\n" if number == len(items) - 1 and not item.endswith("\n\n") else ""
        yield Part(f"{'' if number else heading}{item}{last}")


def _reason(reason: Reason) -> str:
    places = "".join(f"  - {as_code(place)}\n" for place in reason.places)
    return f"- **{reason.title}:** {as_prose(reason.reason)}\n{places}"


def _opened(account: Account) -> str:
    return f" {as_link('Open the report', account.page)}." if account.page else ""


def _finding(number: int, finding: Finding, *, linked: bool) -> str:
    seen = "" if finding.seen == finding.consequence else f"{as_prose(finding.seen)}\n\n"
    rows = [
        ("promised", as_cell(f"within {finding.promised}")),
        ("owner", as_cell(finding.owner)),
        ("who", as_cell(finding.whom)),
        ("expected", as_cell(finding.expected)),
        ("last seen", as_cell(finding.last_seen)),
        *([("shown by", as_cell(finding.shown_by))] if finding.shown_by else []),
        *([("broke", as_cell(finding.broke))] if finding.broke else []),
        *([("concerns", as_cell("; ".join(finding.places), 1_000))] if len(finding.places) > 1 else []),
        ("journey", as_cell(f"{finding.journey}:{finding.line}")),
        ("explain", as_cell(f"tellonce explain {finding.id}")),
        *([("report", as_link("open in the report", finding.link))] if linked else []),
    ]
    table = "".join(f"| {label} | {value} |\n" for label, value in rows)
    return f"**{number}. {as_prose(finding.consequence)}**\n\n{seen}| | |\n|---|---|\n{table}\n"


def _end(account: Account) -> str:
    where = f"The whole report: {as_code(account.place + '/index.html')}. " if account.place else ""
    run = f"Run {as_code(account.run.run)}" if account.run else "No run"
    when = f", begun {as_code(account.began_wall)}" if account.began_wall else ""
    return f"{where}{run}{when}.\n"
