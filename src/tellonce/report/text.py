"""The summary in the terminal: what happens to the customer first, then a line per broken promise, then the counts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tellonce.judge.effort import all_together
from tellonce.model.effort import LostCustomer
from tellonce.report.account import Account, ScenarioAccount, worst_first
from tellonce.report.breaks import break_lines
from tellonce.report.first_line import UNJUDGED, Outline
from tellonce.report.first_line import first_line as line_of
from tellonce.story.block import row
from tellonce.story.deviations import deviation_words
from tellonce.story.effort import effort_words, harder_than_it_should_be, lost_words
from tellonce.story.headline import headline
from tellonce.story.speech import say
from tellonce.story.visible import one_line, visible
from tellonce.story.words import Group, group_of, plural

__all__ = ["MOST_LINES", "first_line", "summary"]

MOST_LINES = 12
"""Of broken promises. The whole summary is to fit on a screen: whoever wants more opens the report."""
_MOST_REASONS = 3
_MOST_JOURNEYS = 4
_MOST_TROUBLES = 3
_NAMED = 2


def first_line(account: Account) -> str:
    """What a product owner must know when she reads one line only."""
    failed = next((scenario for scenario in account.scenarios if scenario.status == "failed"), None)
    return line_of(
        Outline(
            worst=account.breaks[0].cell if account.breaks else None,
            worst_customers=account.breaks[0].customers if account.breaks else 0,
            failed=(failed.why or say("line.not_lived_through", scenario=failed.started.name)) if failed else "",
            scenarios=len(account.scenarios),
            statuses=account.statuses,
            counts=account.counts,
            changes=len(account.changes),
            personas=len(account.personas),
            troubles=len(account.troubles),
            took_s=account.took_s,
        )
    )


def summary(account: Account, *, report: str, since: str = "") -> str:
    """The whole summary, ending in a line end. report: where index.html lies, as a person would type it.

    since: what changed since the run before, in one line; "" where there is none.
    """
    parts = [first_line(account)]
    lines = break_lines(account.breaks)
    unexplained = [*_told_by_steps(account), *_could_not_be_judged(account)]
    if lines:
        parts.append("\n".join(_first(MOST_LINES, lines, "  …         {more} more; the report shows all")))
    deviating = list(_deviations(account))
    if deviating:
        parts.append("\n".join(_first(_MOST_JOURNEYS, deviating, "  …         {more} more journeys deviate")))
    effort = list(_effort(account))
    if effort:
        parts.append("\n".join(_first(_MOST_JOURNEYS, effort, "  …         {more} more; the report shows all")))
    parts.append("\n".join([_counts(account), *([row("since", since)] if since else [])]))
    if account.troubles:
        troubles = [visible(said) for said in account.troubles]
        parts.append("\n".join(_first(_MOST_TROUBLES, troubles, "… and {more} more of this kind")))
    parts.extend(_first(_MOST_REASONS, unexplained, "… and {more} more reasons; the report tells all"))
    last = [f"  report    {report}"]
    if lines:
        last.insert(0, f"  explain   tellonce explain {account.breaks[0].cell.id}")
    parts.append("\n".join(last))
    return "\n\n".join(parts) + "\n"


def _deviations(account: Account) -> Iterable[str]:
    """One line for each journey that was not lived through as planned."""
    for journey in account.journeys:
        if journey.deviations:
            name = one_line(journey.feature or journey.journey, 60)
            yield row("deviates", f"{name}: {one_line(deviation_words(journey.deviations), 200)}")


def _effort(account: Account) -> Iterable[str]:
    """A line for each customer who gave up, and one for each journey that cost somebody what nobody wants."""
    alike: dict[tuple[str, str], list[LostCustomer]] = {}
    for lost in account.lost:
        alike.setdefault((lost_words(lost), lost.journey), []).append(lost)
    for (words, where), several in alike.items():
        times = f" ({len(several)} times)" if len(several) > 1 else ""
        yield row("lost", one_line(f"{words} {where}:{several[0].line}", 200) + times)
    for journey in account.efforts:
        hard = harder_than_it_should_be(journey)
        if hard and not journey.lost:
            yield row("effort", one_line(f"{journey.feature or journey.journey}: {hard}", 200))


def _first(most: int, said: Sequence[str], rest: str) -> list[str]:
    return [*said[:most], rest.format(more=f"{len(said) - most:,}")] if len(said) > most else list(said)


def _counts(account: Account) -> str:
    counts = account.counts
    promises = ", ".join(
        f"{counts[group]:,} {group}" for group in (Group.KEPT, Group.BROKEN, Group.WAITING, Group.NOT_SEEN)
    )
    ended = account.statuses
    order = ("passed", "failed", "inconclusive", "error", "cut off", "skipped")
    scenarios = ", ".join(f"{ended[status]:,} {status}" for status in order if ended[status]) or "none"
    lines = [row("promises", promises), row("scenarios", scenarios)]
    if account.lost:
        lines.append(row("customers", f"{plural(len(account.lost), 'customer')} lost"))
    if account.efforts:
        lines.append(row("effort", effort_words(all_together(account.efforts))))
    return "\n".join(lines)


def _told_by_steps(account: Account) -> Iterable[str]:
    """Scenarios that failed by a step of their own, with no broken cell to explain it."""
    broken = {cell.scenario for found in account.breaks for cell in found.cells}
    return _gathered("Failed", [s for s in account.scenarios if s.status == "failed" and s.id not in broken])


def _could_not_be_judged(account: Account) -> Iterable[str]:
    for status in UNJUDGED:
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
