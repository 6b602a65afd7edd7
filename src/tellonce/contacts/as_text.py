"""The account for a terminal, in 100 columns."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from tellonce.contacts.sections import about, channels, in_run, period, sections, share, summary, trend
from tellonce.model.contact_account import ContactGroup, ContactsAccount
from tellonce.story.block import row
from tellonce.story.visible import one_line
from tellonce.story.words import plural

__all__ = ["as_text"]

_WIDTH = 100
_MARGIN = " " * len(row("", ""))
_MOST_JOURNEYS = 3
_MOST_ROWS = 10


def as_text(account: ContactsAccount, left_out: int) -> str:
    """The whole, ending in a line end. left_out: how many groups are not in it."""
    parts = ["\n".join(summary(account))]
    for heading, groups in sections(account):
        parts.append(heading)
        parts += ["\n".join(_group(group, account)) for group in groups]
    if left_out:
        parts.append(f"… and {plural(left_out, 'group')} more: --top shows them")
    if account.unread:
        parts.append("\n".join(_unread(account)))
    if account.notes:
        parts.append("\n".join(line for note in account.notes for line in _wrapped("note", note)))
    return "\n\n".join(parts) + "\n"


def _group(group: ContactGroup, account: ContactsAccount) -> Iterator[str]:
    figures = f"{plural(group.contacts, 'contact')}, {share(group.share)}"
    yield f"  {one_line(about(group), _WIDTH - len(figures) - 4)}  {figures}"
    if group.owner:
        yield from _wrapped("owner", group.owner)
    yield from _wrapped("when", f"{period(group)}   {trend(group, account.last)}")
    if group.channels:
        yield from _wrapped("channels", one_line(", ".join(channels(group))))
    if group.why:
        told = f"none would notice: {group.why}" if group.unwatched else group.why
        yield from _wrapped("journeys", told)
    else:
        for number, scenario in enumerate(group.journeys[:_MOST_JOURNEYS]):
            place = f"{scenario.journey}:{scenario.line}  {scenario.name}"
            yield row("" if number else "journeys", one_line(place, _WIDTH - len(_MARGIN)))
        if len(group.journeys) > _MOST_JOURNEYS:
            yield row("", f"… and {len(group.journeys) - _MOST_JOURNEYS} more")
    if group.in_run:
        yield from _wrapped("run", in_run(group, account))
    for quote in group.quotes:
        yield from _wrapped("said", f"“{quote}”")
    if group.suggestion:
        yield row("write", group.suggestion_path)
        yield textwrap.indent(group.suggestion, _MARGIN).rstrip("\n")


def _wrapped(label: str, text: str) -> list[str]:
    return textwrap.wrap(
        row(label, text), _WIDTH, subsequent_indent=_MARGIN, replace_whitespace=False, drop_whitespace=True
    )


def _unread(account: ContactsAccount) -> Iterator[str]:
    yield f"{plural(account.unread, 'row')} could not be read"
    for why, count in account.unread_why.items():
        yield from _wrapped("rows", f"{count:,}  {why}")
    for unread in account.unread_rows[:_MOST_ROWS]:
        yield row("", f"{one_line(unread.place)}: {unread.why}")  # a path that is broken in two cannot be opened
    if account.unread > _MOST_ROWS:
        yield row("", f"… and {account.unread - _MOST_ROWS:,} more: --format json lists up to 1,000")
