"""What every message about a run tells, before anybody escapes it: findings, reasons, what is still open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tellonce.report.account import Account, Break, ScenarioAccount
from tellonce.report.breaks import by_cause
from tellonce.report.links import Links, links_of
from tellonce.story.block import where_seen
from tellonce.story.effort import lost_words
from tellonce.story.headline import happens_to_her, headline
from tellonce.story.visible import one_line
from tellonce.story.words import WORDS, Group, group_of, plural, promised

__all__ = [
    "Finding",
    "Open",
    "Reason",
    "counted",
    "findings",
    "open_cells",
    "open_lines",
    "ran",
    "reasons",
    "since_in_short",
    "state",
    "with_rest",
]

_NAMED = 3
_MOST_SINCE = 6
_LINES = 20
_ENDED = ("passed", "failed", "inconclusive", "error", "cut off", "skipped")
_TITLES = {
    "failed": "Failed",
    "error": "Could not be tried",
    "inconclusive": "Could not be settled",
    "cut off": "Cut off",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One broken promise, or several with one cause. Everything is one line of what may be hostile text.

    consequence: what she lives through.  seen: what is seen; the same where the blueprint tells no consequence.
    expected, last_seen: values.  shown_by: the evidence, "letter 000123.pdf, page 1".  broke: where the news stopped.
    places: touchpoints that it concerns, with the owner of each.  journey: path of the feature.  id: for `explain`.
    link: its page in the report; relative to the run's folder where nobody said where people open that.
    """

    consequence: str
    seen: str
    promised: str
    owner: str
    expected: str
    last_seen: str
    shown_by: str
    broke: str
    places: tuple[str, ...]
    whom: str
    journey: str
    line: int
    id: str
    link: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why scenarios that no broken cell explains did not pass. title: how they ended, with how many."""

    title: str
    reason: str
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """Cells of one touchpoint that are still waiting, or that nobody could see."""

    touchpoint: str
    owner: str
    word: str
    cells: int
    reason: str


def state(account: Account) -> str:
    """The run in one word: Broken, Unknown, Waiting, Kept, or that nothing ran. Unknown is never a pass."""
    if not account.scenarios:
        return "Unknown" if account.troubles else "Nothing ran"
    ended = set(account.statuses)
    if account.counts[Group.BROKEN] or "failed" in ended:
        return "Broken"
    if account.counts[Group.NOT_SEEN] or account.troubles or ended & {"error", "cut off"}:
        return "Unknown"
    if account.counts[Group.WAITING]:
        return "Waiting"
    return "Kept" if ended <= {"passed", "skipped"} else "Unknown"


def counted(account: Account) -> str:
    """`16 kept, 2 broken, 1 still waiting, 0 not seen`."""
    order = (Group.KEPT, Group.BROKEN, Group.WAITING, Group.NOT_SEEN)
    return ", ".join(f"{account.counts[group]:,} {group}" for group in order)


def ran(account: Account) -> str:
    """`3 passed, 1 failed`, or `none`."""
    ended = account.statuses
    return ", ".join(f"{ended[status]:,} {status}" for status in _ENDED if ended[status]) or "none"


def findings(account: Account) -> list[Finding]:
    """What broke, the worst consequence first."""
    links = links_of(account)
    return [_finding(same, links) for same in by_cause(account.breaks)]


def _finding(same: Sequence[Break], links: Links) -> Finding:
    cell = same[0].cell
    cells = [each for found in same for each in found.cells]
    customers = len({(each.worker, each.customer) for each in cells})
    people = with_rest(list(dict.fromkeys(each.persona for each in cells)))
    between = f"{cell.broke_between[0]} and {cell.broke_between[1]}" if cell.broke_between else ""
    broke = (cell.broke_how or between).removeprefix("between ")
    return Finding(
        consequence=one_line(happens_to_her(cell), 400),
        seen=one_line(headline(cell), 400),
        promised=one_line(promised(cell), 120),
        owner=one_line(cell.owner, 120) or "nobody owns it",
        expected=one_line(cell.new, 300),
        last_seen=one_line(cell.last_seen, 300) or "nothing",
        shown_by=one_line(where_seen(cell), 160),
        broke=one_line(f"between {broke}" if cell.broke_between else broke, 300),
        places=tuple(dict.fromkeys(_place(found) for found in same)),
        whom=f"{people} ({plural(customers, 'customer')})" if customers > 1 else people,
        journey=cell.journey,
        line=cell.line,
        id=cell.id,
        link=links.cell(cell),
    )


def _place(found: Break) -> str:
    cell = found.cell
    return one_line(f"{cell.touchpoint_called}: {WORDS[cell.verdict].short} ({cell.owner or 'nobody owns it'})", 200)


def reasons(account: Account) -> list[Reason]:
    """Lost customers first, then scenarios that no broken cell explains, by how they ended and why."""
    return [*_lost(account), *(reason for status in _TITLES for reason in _ended(account, status))]


def _lost(account: Account) -> Iterator[Reason]:
    for lost in account.lost:
        yield Reason(
            title="Lost",
            reason=one_line(lost_words(lost), 400),
            places=(f"{one_line(lost.journey, 160)}:{lost.line}",),
        )


def _ended(account: Account, status: str) -> Iterator[Reason]:
    broken = {cell.scenario for found in account.breaks for cell in found.cells}
    lost = {one.scenario for one in account.lost}
    alike: dict[str, list[ScenarioAccount]] = {}
    for scenario in account.scenarios:
        if scenario.status == status and not (status == "failed" and scenario.id in broken | lost):
            alike.setdefault(_why(scenario), []).append(scenario)
    for reason, same in alike.items():
        places = [f"{s.started.journey}:{s.started.line} {one_line(s.started.name, 160)}" for s in same[:_NAMED]]
        if len(same) > _NAMED:
            places.append(f"and {len(same) - _NAMED:,} more")
        yield Reason(title=f"{_TITLES[status]} ({plural(len(same), 'scenario')})", reason=reason, places=tuple(places))


def _why(scenario: ScenarioAccount) -> str:
    if scenario.why:
        return one_line(scenario.why, 400)
    unsettled = next((cell for cell in scenario.cells if group_of(cell.verdict) is not Group.KEPT), None)
    return one_line(f"{headline(unsettled)} {unsettled.reason}", 400) if unsettled else "no reason was given"


def open_cells(account: Account) -> list[Open]:
    """What is still waiting or was not seen, by touchpoint and verdict, the most cells first."""
    alike: dict[tuple[str, str, str], list[str]] = {}
    for cell in account.cells:
        if group_of(cell.verdict) in (Group.WAITING, Group.NOT_SEEN):
            key = one_line(cell.touchpoint_called, 120), one_line(cell.owner, 120), WORDS[cell.verdict].short
            alike.setdefault(key, []).append(cell.reason)
    found = [
        Open(touchpoint=place, owner=owner or "nobody owns it", word=word, cells=len(why), reason=one_line(why[0], 200))
        for (place, owner, word), why in alike.items()
    ]
    return sorted(found, key=lambda one: -one.cells)


def open_lines(account: Account) -> list[str]:
    """The same as lines: the first 20, and how many touchpoints more there are."""
    found = open_cells(account)
    lines = [f"{one.touchpoint} ({one.owner}): {plural(one.cells, 'cell')} {one.word}" for one in found[:_LINES]]
    return [*lines, *([f"… and {plural(len(found) - _LINES, 'more touchpoint')}"] if len(found) > _LINES else [])]


def with_rest(names: Sequence[str], most: int = _NAMED) -> str:
    """`Maria, Jan, Zoë and 4 more`."""
    shown = ", ".join(one_line(name, 60) for name in names[:most])
    return f"{shown} and {len(names) - most:,} more" if len(names) > most else shown


def since_in_short(account: Account) -> tuple[str, ...]:
    """What changed since the run before, the gravest first: the findings themselves are told beside it. Empty for no
    news, and where no run before is known."""
    told = account.since
    more = len(told) - _MOST_SINCE
    return tuple(told) if more <= 0 else (*told[:_MOST_SINCE], f"And {more:,} more: tellonce diff previous latest")
