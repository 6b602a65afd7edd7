"""The account for a page, a ticket or a pull request."""

from __future__ import annotations

from collections.abc import Iterator

from tellonce.contacts.sections import about, channels, in_run, period, sections, share, summary, trend
from tellonce.model.contact_account import ContactGroup, ContactsAccount
from tellonce.story.visible import one_line
from tellonce.story.words import plural

__all__ = ["as_markdown"]

_MOST_JOURNEYS = 3
_MOST_ROWS = 50
_HEAD = (
    "| about | contacts | share | when | by week | channels | owner | journeys |",
    "|---|---|---|---|---|---|---|---|",
)


def as_markdown(account: ContactsAccount, left_out: int) -> str:
    """The whole, ending in a line end. left_out: how many groups are not in it."""
    lines = [f"# What customers said to {_plain(account.service)}", ""]
    lines += [f"- {_plain(said)}" for said in summary(account)]
    for heading, groups in sections(account):
        lines += ["", f"## {heading}", "", *_HEAD, *(_row(group, account) for group in groups)]
        for group in groups:
            lines += _said(group)
            if group.suggestion:
                lines += ["", f"Write `{group.suggestion_path}`:", ""]
                lines += ["```gherkin", *group.suggestion.splitlines(), "```"]
    if left_out:
        lines += ["", f"… and {plural(left_out, 'group')} more."]
    if account.unread:
        lines += ["", "## Rows that could not be read", ""]
        lines += [f"- {count:,} {_plain(why)}" for why, count in account.unread_why.items()]
        lines += [f"- {_code(row.place)}: {_plain(row.why)}" for row in account.unread_rows[:_MOST_ROWS]]
    if account.notes:
        lines += ["", "## Notes", "", *(f"- {_plain(note)}" for note in account.notes)]
    return "\n".join(lines) + "\n"


def _row(group: ContactGroup, account: ContactsAccount) -> str:
    journeys = [f"{one.journey}:{one.line}" for one in group.journeys[:_MOST_JOURNEYS]]
    if len(group.journeys) > _MOST_JOURNEYS:
        journeys.append(f"{len(group.journeys) - _MOST_JOURNEYS} more")
    told = [_plain(group.why)] if group.why else [", ".join(_code(one) for one in journeys)]
    told += [_plain(in_run(group, account))] if group.in_run else []
    cells = (
        _code(about(group)),
        f"{group.contacts:,}",
        share(group.share),
        period(group),
        trend(group, account.last),
        ", ".join(_code(one) for one in channels(group)),
        _plain(group.owner),
        "; ".join(told),
    )
    return "| " + " | ".join(cells) + " |"


def _said(group: ContactGroup) -> Iterator[str]:
    if group.quotes:
        yield from ("", f"Said of {_code(about(group))}:", "")
        yield from (f"- {_code(quote)}" for quote in group.quotes)


def _code(text: str) -> str:
    """The register's own words, as nothing but text: no link, no picture, no mention, no cell of a table."""
    return "`" + one_line(text).replace("`", "'").replace("|", "/") + "`" if text.strip() else ""


def _plain(text: str) -> str:
    """What Tellonce or the blueprint says; the register's words in it are in quotes, and become text."""
    harmless = text
    for sign in "\\`*_[]<>|#@&":
        harmless = harmless.replace(sign, f"\\{sign}" if sign != "|" else "/")
    return harmless
