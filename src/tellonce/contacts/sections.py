"""What the text and the Markdown have in common: their sections, and how they say figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import groupby

from tellonce.contacts.compare import rank
from tellonce.contacts.days import monday_of
from tellonce.model.contact_account import ContactGroup, ContactsAccount
from tellonce.story.words import plural

__all__ = ["HEADINGS", "about", "channels", "in_run", "period", "sections", "share", "summary", "trend"]

_WEEKS = 12
_BARS = "▁▂▃▄▅▆▇█"
_NONE = "·"
HEADINGS = (
    *("No journey would notice",) * 2,
    "Not in the blueprint",
    "Broken in the run",
    "Not settled in the run",
    "Watched",
    "Without a cause",
)


def sections(account: ContactsAccount) -> Iterator[tuple[str, list[ContactGroup]]]:
    """Headings with their groups, the worst first; none is empty."""
    for heading, groups in groupby(account.groups, key=lambda group: HEADINGS[rank(group)]):
        yield heading, list(groups)


def summary(account: ContactsAccount) -> list[str]:
    """What somebody must know who reads no further, a sentence a line."""
    rows = f"; {plural(account.unread, 'row')} could not be read" if account.unread else ""
    outside = f"; {account.outside:,} outside the days that were asked for" if account.outside else ""
    files = plural(len(account.files), "file")
    said = [f"{plural(account.contacts, 'contact')} from {files}, {period(account)}{rows}{outside}."]
    if account.no_journey:
        part = share(account.no_journey / account.contacts)
        said.append(f"No journey would notice what {account.no_journey:,} of them ({part}) are about.")
        said += [f"A scenario is missing for {account.scenario_missing:,}."] if account.scenario_missing else []
    elif account.without_cause < account.contacts:
        # Whether what bears no cause is watched cannot be known.
        whose = "those with a cause" if account.without_cause else "they"
        said.append(f"A journey watches everything that {whose} are about.")
    if account.without_cause:
        said.append(f"{account.without_cause:,} ({share(account.without_cause / account.contacts)}) bear no cause.")
    said.append(f"Compared with the run {account.run}." if account.run else "Compared with no run.")
    return said


def about(group: ContactGroup) -> str:
    """The touchpoint and the cause."""
    return f"{group.about}: {group.cause or 'no cause given'}"


def share(part: float) -> str:
    """Of one, as percent: "9 %"."""
    return f"{part:.0%}".replace("%", " %") if part >= 0.01 or part == 0 else "under 1 %"


def period(group: ContactGroup | ContactsAccount) -> str:
    """The first and the last day."""
    return group.first if group.first == group.last else f"{group.first} to {group.last}"


def trend(group: ContactGroup, last: str) -> str:
    """A bar for each of the last weeks of the account, which ends on the day `last`; a dot for none."""
    end = date.fromisoformat(monday_of(last))
    counted = [group.weeks.get((end - timedelta(weeks=back)).isoformat(), 0) for back in reversed(range(_WEEKS))]
    most = max(counted)
    bars = "".join(_BARS[(count * len(_BARS) - 1) // most] if count else _NONE for count in counted)
    return f"{bars} ({_WEEKS} weeks to {monday_of(last)})"


def channels(group: ContactGroup) -> Sequence[str]:
    """Each with its number."""
    return [f"{channel} {count:,}" for channel, count in group.channels.items()]


def in_run(group: ContactGroup, account: ContactsAccount) -> str:
    """What the run found at this cell; "" without a run or a cell."""
    return f"{group.in_run} in {account.run}" if group.in_run else ""
