"""What the page says, worked out before the template writes it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from tellonce.judge.barriers import judge_hands, judge_reading
from tellonce.model.cell import CellVerdict
from tellonce.model.events import CustomerEmbodied
from tellonce.model.observation import Evidence
from tellonce.report.account import Account, Break, ScenarioAccount, breaks_of, worst_first
from tellonce.report.html.anchors import cell_anchor, change_anchor, journey_anchor, scenario_anchor
from tellonce.report.html.changes import ChangeView, change_views
from tellonce.report.html.days import after_telling, two_calendars
from tellonce.report.html.difference import Piece, by_word
from tellonce.report.html.effort import EffortView, effort_views
from tellonce.report.html.gallery import Exhibit, Gallery
from tellonce.report.html.matrix import Matrix, matrix_of
from tellonce.report.html.plans import PlanView, plan_views
from tellonce.story.barriers import found_line
from tellonce.story.headline import happens_to_her, headline, watched_for_s
from tellonce.story.words import WORDS, Group, VerdictWords, about_s, group_of, plural

__all__ = ["BreakView", "JourneyView", "PageView", "ScenarioView", "page_view"]


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakView:
    """One finding, as the first screen shows it."""

    sentence: str
    seen: str
    words: VerdictWords
    cell: CellVerdict
    anchor: str
    whom: str
    since: str
    expected: tuple[Piece, ...]
    last_seen: tuple[Piece, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioView:
    """One attempt at one scenario."""

    account: ScenarioAccount
    anchor: str
    name: str
    status: str
    took: str
    personas: str
    changes: tuple[tuple[str, str], ...]
    exhibits: tuple[Exhibit, ...]
    told_only_here: bool
    """It failed, and no cell of it says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JourneyView:
    """One feature. sentence: what its customers lived through."""

    anchor: str
    path: str
    name: str
    sentence: str
    group: Group
    scenarios: tuple[ScenarioView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageView:
    """Everything the template needs."""

    account: Account
    service: str
    calendars: str
    """Why letters bear other dates than the run; empty when they do not."""
    breaks: tuple[BreakView, ...]
    journeys: tuple[JourneyView, ...]
    plans: tuple[PlanView, ...]
    """Journeys that have a plan; what deviates first."""
    unplanned: tuple[tuple[str, str], ...]
    """(anchor, name) of journeys without one."""
    efforts: tuple[EffortView, ...]
    """By journey and persona; who lost patience first."""
    matrix: Matrix
    changes: tuple[ChangeView, ...]
    shown: frozenset[str]
    """Anchors of the cells that have a section of their own."""
    told: frozenset[str]
    """Anchors of the changes that have one."""
    customers: tuple[tuple[ScenarioAccount, CustomerEmbodied], ...]
    barriers: dict[str, tuple[str, ...]]
    """Customer key -> what was in her way, in words, the worst first. Only customers who met any are there."""


def page_view(account: Account, folder: Path) -> PageView:
    """Work out the page. Reads evidence from `folder`; what is missing there is said, not raised."""
    gallery = Gallery(folder, _evidence_worst_first(account))
    changes = tuple(change_views(account, gallery))
    shown = frozenset(view.anchor for change in changes for view in change.cells)
    return PageView(
        account=account,
        service=account.run.blueprint.service if account.run else "",
        calendars=two_calendars(account),
        breaks=tuple(_break(account, broken) for broken in account.breaks),
        journeys=tuple(_journeys(account, gallery)),
        plans=plan_views(account),
        unplanned=tuple(
            (journey_anchor(journey.journey), journey.feature or journey.journey)
            for journey in account.journeys
            if not journey.planned
        ),
        efforts=effort_views(account),
        matrix=matrix_of(account),
        changes=changes,
        shown=shown,
        told=frozenset(change.anchor for change in changes if change.anchor),
        customers=tuple((scenario, customer) for scenario in account.scenarios for customer in scenario.customers),
        barriers=_barriers(account),
    )


def _barriers(account: Account) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for scenario in account.scenarios:
        for customer in dict.fromkeys(met.customer for met in scenario.met):
            judged = (judge(scenario.met, customer) for judge in (judge_reading, judge_hands))
            lines = [
                " on ".join(filter(None, [found_line(one), one.title or one.url]))
                for judgement in judged
                for one in (*judgement.stopping, *judgement.told)
            ]
            if lines:
                found[customer] = tuple(lines)
    return found


def _evidence_worst_first(account: Account) -> Iterable[Evidence]:
    for cell in sorted(account.cells, key=worst_first):
        yield from cell.evidence
        yield from (evidence for look in cell.looks for evidence in look.evidence)
    for scenario in account.scenarios:
        yield from scenario.evidence


def _break(account: Account, broken: Break) -> BreakView:
    cell = broken.cell
    scenario = next((s for s in account.scenarios if s.id == cell.scenario), None)
    change = scenario.changes.get(cell.change) if scenario else None
    expected, last_seen = by_word(cell.new, cell.last_seen)
    names = ", ".join(broken.personas[:4]) + (" and others" if len(broken.personas) > 4 else "")
    return BreakView(
        sentence=happens_to_her(cell),
        seen=headline(cell) if cell.consequence else "",
        words=WORDS[cell.verdict],
        cell=cell,
        anchor=cell_anchor(cell),
        whom=names if broken.customers == 1 else f"{names} ({broken.customers:,} customers)",
        since=after_telling(scenario, change, cell, watched_for_s(cell)),
        expected=expected,
        last_seen=last_seen,
    )


def _journeys(account: Account, gallery: Gallery) -> Iterable[JourneyView]:
    journeys: dict[str, list[ScenarioAccount]] = {}
    for scenario in account.scenarios:
        journeys.setdefault(scenario.started.journey, []).append(scenario)
    told = []
    for path, scenarios in journeys.items():
        cells = [cell for scenario in scenarios for cell in scenario.cells]
        told.append((path, scenarios, *_journey_headline(scenarios, cells)))
    order = [Group.BROKEN, Group.NOT_SEEN, Group.WAITING, Group.KEPT]
    for path, scenarios, group, sentence in sorted(told, key=lambda found: order.index(found[2])):
        yield JourneyView(
            anchor=journey_anchor(path),
            path=path,
            name=scenarios[0].started.feature or path,
            sentence=sentence,
            group=group,
            scenarios=tuple(_scenario(scenario, gallery) for scenario in scenarios),
        )


def _journey_headline(scenarios: list[ScenarioAccount], cells: list[CellVerdict]) -> tuple[Group, str]:
    breaks = breaks_of(cells)
    if breaks:
        more = f" And {plural(len(breaks) - 1, 'more break')}." if len(breaks) > 1 else ""
        return Group.BROKEN, happens_to_her(breaks[0].cell) + more
    for scenario in scenarios:
        if scenario.status in ("failed", "error", "cut off"):
            group = Group.BROKEN if scenario.status == "failed" else Group.NOT_SEEN
            return group, scenario.why or scenario.started.name
    groups = [group_of(cell.verdict) for cell in cells]
    if Group.NOT_SEEN not in groups and Group.WAITING in groups:
        return Group.WAITING, "Nothing broke so far; some promises have not run out yet."
    if Group.NOT_SEEN in groups or any(scenario.status == "inconclusive" for scenario in scenarios):
        return Group.NOT_SEEN, "Nothing was seen to break, but not everything could be seen."
    if not cells:
        return Group.KEPT, "It went as it should; no change was followed to a touchpoint."
    return Group.KEPT, "Everyone who should know, knew in time."


def _scenario(scenario: ScenarioAccount, gallery: Gallery) -> ScenarioView:
    return ScenarioView(
        account=scenario,
        anchor=scenario_anchor(scenario.id),
        name=scenario.started.name,
        status=scenario.status,
        took=about_s(scenario.took_s),
        personas=", ".join(dict.fromkeys(customer.persona for customer in scenario.customers)),
        changes=tuple(
            (change_anchor(scenario.id, change.key), " and ".join(dict.fromkeys(c.fact_called for c in change.cells)))
            for change in scenario.changes.values()
            if change.cells
        ),
        exhibits=tuple(gallery.show(evidence) for evidence in scenario.evidence),
        told_only_here=scenario.status == "failed" and not breaks_of(scenario.cells),
    )
