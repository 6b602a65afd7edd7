"""A line per broken promise: breaks with the same cause are one."""

from __future__ import annotations

from collections.abc import Sequence

from tellonce.model.verdict import Verdict
from tellonce.report.account import Break
from tellonce.story.block import row
from tellonce.story.headline import watched_for_s
from tellonce.story.visible import one_line
from tellonce.story.words import WORDS, about_s, plural, promised

__all__ = ["break_lines", "by_cause"]

_NAMES_SHOWN = 2


def by_cause(breaks: Sequence[Break]) -> list[tuple[Break, ...]]:
    """Breaks of the same fact, verdict and cause together, at least one each, the worst first; empty without any.

    The cause is the segment that lost the news; where it is not known, every touchpoint is a cause of its own.
    """
    causes: dict[object, list[Break]] = {}
    for found in breaks:
        cell = found.cell
        causes.setdefault((cell.fact, cell.verdict, cell.broke_between or cell.touchpoint), []).append(found)
    return [tuple(same) for same in causes.values()]


def break_lines(breaks: Sequence[Break]) -> list[str]:
    """One line for all breaks of the same cause, the worst first; empty without any."""
    return [row("broken", _line(same)) for same in by_cause(breaks)]


def _line(same: Sequence[Break]) -> str:
    """`card letter: postal address still old, 2 weeks after Maria told; promised within 1 day (Cards) 7f3a0001`."""
    cell = same[0].cell
    places = _few([one_line(found.cell.touchpoint_called, 60).removeprefix("the ") for found in same])
    owners = _few([one_line(found.cell.owner, 40) for found in same if found.cell.owner]) or "nobody owns it"
    people = _few([one_line(name, 40) for found in same for name in found.personas])
    customers = len({(each.worker, each.customer) for found in same for each in found.cells})
    whom = f" ({plural(customers, 'customer')})" if customers > 1 else ""
    # How late it was is when it came, and not until when somebody went on looking.
    came_s = cell.reached_after_s if cell.verdict is Verdict.LATE else None
    after = f"{about_s(watched_for_s(cell) if came_s is None else came_s)} after {people}{whom} told"
    what = f"{one_line(cell.fact_called, 40)} {WORDS[cell.verdict].short}"
    return f"{places}: {what}, {after}; promised within {promised(cell)} ({owners}) {cell.id}"


def _few(names: Sequence[str]) -> str:
    each = list(dict.fromkeys(names))
    more = f" and {len(each) - _NAMES_SHOWN} more" if len(each) > _NAMES_SHOWN else ""
    return ", ".join(each[:_NAMES_SHOWN]) + more
