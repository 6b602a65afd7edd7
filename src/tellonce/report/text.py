"""The summary in the terminal: what happens to the customer first, then the counts, then each break."""

from __future__ import annotations

from collections.abc import Iterable

from tellonce.model.cell import CellVerdict
from tellonce.report.account import Account, ScenarioAccount, worst_first
from tellonce.report.breaks import break_block
from tellonce.story.headline import happens_to_her, headline
from tellonce.story.visible import one_line, visible
from tellonce.story.words import Group, about_s, group_of, plural

__all__ = ["MOST_BLOCKS", "first_line", "summary"]

MOST_BLOCKS = 10
_UNJUDGED = ("error", "inconclusive", "cut off")
_NAMED = 3


def first_line(account: Account) -> str:
    """What a product owner must know when she reads one line only."""
    if account.breaks:
        worst = account.breaks[0]
        more = f" ({plural(worst.customers, 'customer')})" if worst.customers > 1 else ""
        return one_line(happens_to_her(worst.cell), 400) + more
    if not account.scenarios:
        return "Nothing ran, so nothing is known."
    failed = next((scenario for scenario in account.scenarios if scenario.status == "failed"), None)
    if failed:
        return one_line(failed.why or f"This was not lived through: {failed.started.name}", 400)
    return _unbroken(account)


def _unbroken(account: Account) -> str:
    counts, statuses = account.counts, account.statuses
    unsettled = sum(statuses[status] for status in _UNJUDGED)
    if unsettled or counts[Group.NOT_SEEN] or counts[Group.WAITING] or account.troubles:
        cells = counts[Group.NOT_SEEN] + counts[Group.WAITING]
        if not unsettled and not cells:
            return "No promise was seen to break, but the run did not end as it should."
        what = plural(unsettled, "scenario") if unsettled else plural(cells, "promise")
        return f"No promise was seen to break, but {what} could not be judged."
    if not account.cells:
        return f"{plural(len(account.scenarios), 'scenario')} passed; no change was followed to any touchpoint."
    return (
        f"Every change reached everyone who should know: {plural(len(account.changes), 'change')}, "
        f"{plural(len(account.cells), 'touchpoint check')}, {plural(len(account.personas), 'persona')}, "
        f"in {about_s(account.took_s)}."
    )


def summary(account: Account, *, report: str) -> str:
    """The whole summary, ending in a line end. report: where index.html lies, as a person would type it."""
    parts = [first_line(account), _counts(account)]
    parts.extend(visible(trouble) for trouble in account.troubles)
    cells = _cells_of_change(account)
    for broken in account.breaks[:MOST_BLOCKS]:
        parts.append(break_block(broken, cells[broken.cell.scenario, broken.cell.change]))
    if len(account.breaks) > MOST_BLOCKS:
        parts.append(f"… and {plural(len(account.breaks) - MOST_BLOCKS, 'more kind')} of break; the report shows all.")
    parts.extend(_told_by_steps(account))
    parts.extend(_could_not_be_judged(account))
    parts.append(f"  report    {report}")
    return "\n\n".join(parts) + "\n"


def _counts(account: Account) -> str:
    counts = account.counts
    promises = ", ".join(
        f"{counts[group]:,} {group}" for group in (Group.KEPT, Group.BROKEN, Group.WAITING, Group.NOT_SEEN)
    )
    ended = account.statuses
    order = ("passed", "failed", "inconclusive", "error", "cut off", "skipped")
    scenarios = ", ".join(f"{ended[status]:,} {status}" for status in order if ended[status]) or "none"
    return f"  promises  {promises}\n  scenarios {scenarios}"


def _cells_of_change(account: Account) -> dict[tuple[str, str], list[CellVerdict]]:
    return {
        (scenario.id, change.key): change.cells
        for scenario in account.scenarios
        for change in scenario.changes.values()
    }


def _told_by_steps(account: Account) -> Iterable[str]:
    """Scenarios that failed by a step of their own, with no broken cell to explain it."""
    broken = {cell.scenario for found in account.breaks for cell in found.cells}
    return _gathered("Failed", [s for s in account.scenarios if s.status == "failed" and s.id not in broken])


def _could_not_be_judged(account: Account) -> Iterable[str]:
    for status in _UNJUDGED:
        title = {"error": "Could not be tried", "inconclusive": "Could not be settled", "cut off": "Cut off"}[status]
        yield from _gathered(title, [s for s in account.scenarios if s.status == status])


def _gathered(title: str, scenarios: Iterable[ScenarioAccount]) -> Iterable[str]:
    """One paragraph per distinct reason, with its count: a repeated error is said once."""
    by_reason: dict[str, list[ScenarioAccount]] = {}
    for scenario in scenarios:
        by_reason.setdefault(_reason(scenario), []).append(scenario)
    for reason, same in by_reason.items():
        places = [
            f"  journey   {s.started.journey}:{s.started.line}  {one_line(s.started.name)}" for s in same[:_NAMED]
        ]
        if len(same) > _NAMED:
            places.append(f"            … and {len(same) - _NAMED:,} more")
        yield "\n".join([f"{title} ({plural(len(same), 'scenario')}): {one_line(reason, 400)}", *places])


def _reason(scenario: ScenarioAccount) -> str:
    if scenario.why:
        return scenario.why
    unsettled = sorted((cell for cell in scenario.cells if group_of(cell.verdict) is not Group.KEPT), key=worst_first)
    return f"{headline(unsettled[0])} {unsettled[0].reason}" if unsettled else "no reason was given"
