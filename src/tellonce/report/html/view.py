"""What the page says, worked out before the template writes it."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from tellonce.model.cell import CellVerdict, Look
from tellonce.model.duration import describe_s
from tellonce.model.events import CustomerEmbodied
from tellonce.model.observation import Evidence
from tellonce.report.account import Account, Break, ChangeAccount, ScenarioAccount, breaks_of, worst_first
from tellonce.report.html.anchors import cell_anchor, change_anchor, journey_anchor, scenario_anchor
from tellonce.report.html.difference import ComponentDifference, Piece, by_component, by_word
from tellonce.report.html.gallery import Exhibit, Gallery
from tellonce.report.html.matrix import Matrix, matrix_of
from tellonce.report.html.timeline import Scale, Track, scale_of, track
from tellonce.story.headline import happens_to_her, headline, watched_for_s
from tellonce.story.words import WORDS, Group, VerdictWords, about_s, group_of, plural

__all__ = ["BreakView", "CellView", "ChangeView", "JourneyView", "PageView", "ScenarioView", "page_view", "spoken_time"]

_MANY_CELLS = 2_000
"""In larger runs only the first changes that went wrong are told at length: a page of 500,000 nodes helps nobody."""
_MOST_TOLD = 100
_MOST_OPEN = 12
_MOST_LOOKS = 40


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
    told: str
    expected: tuple[Piece, ...]
    last_seen: tuple[Piece, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CellView:
    """One cell in full."""

    cell: CellVerdict
    anchor: str
    group: Group
    words: VerdictWords
    sentence: str
    known: str
    promised: str
    track: Track
    components: tuple[ComponentDifference, ...]
    expected: tuple[Piece, ...]
    last_seen: tuple[Piece, ...]
    looks: tuple[tuple[str, Look], ...]
    looks_left_out: int
    exhibits: tuple[Exhibit, ...]
    open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeView:
    """One fact of one change, with everyone who should know."""

    anchor: str
    """Empty for the second and later facts of the same change: an id occurs once."""
    title: str
    journey: str
    scenario: str
    scenario_anchor: str
    old: str
    new: str
    told: str
    answer: str
    outcome: str
    group: Group
    tally: str
    scale: Scale
    cells: tuple[CellView, ...]


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
    breaks: tuple[BreakView, ...]
    journeys: tuple[JourneyView, ...]
    matrix: Matrix
    changes: tuple[ChangeView, ...]
    shown: frozenset[str]
    """Anchors of the cells that have a section of their own."""
    told: frozenset[str]
    """Anchors of the changes that have one."""
    customers: tuple[tuple[ScenarioAccount, CustomerEmbodied], ...]


def page_view(account: Account, folder: Path) -> PageView:
    """Work out the page. Reads evidence from `folder`; what is missing there is said, not raised."""
    gallery = Gallery(folder, _evidence_worst_first(account))
    told = {(s.id, c.key): c.told_wall for s in account.scenarios for c in s.changes.values()}
    changes = tuple(_changes(account, gallery))
    shown = frozenset(view.anchor for change in changes for view in change.cells)
    return PageView(
        account=account,
        service=account.run.blueprint.service if account.run else "",
        breaks=tuple(_break(broken, told) for broken in account.breaks),
        journeys=tuple(_journeys(account, gallery)),
        matrix=matrix_of(account),
        changes=changes,
        shown=shown,
        told=frozenset(change.anchor for change in changes if change.anchor),
        customers=tuple((scenario, customer) for scenario in account.scenarios for customer in scenario.customers),
    )


def spoken_time(wall: str) -> str:
    """`21 Nov 2026, 21:45` of an ISO 8601 time; the text itself when it is none."""
    try:
        return datetime.fromisoformat(wall).strftime("%-d %b %Y, %H:%M")
    except ValueError:
        return wall


def _evidence_worst_first(account: Account) -> Iterable[Evidence]:
    for cell in sorted(account.cells, key=worst_first):
        yield from cell.evidence
        yield from (evidence for look in cell.looks for evidence in look.evidence)
    for scenario in account.scenarios:
        yield from scenario.evidence


def _break(broken: Break, told: dict[tuple[str, str], str]) -> BreakView:
    cell = broken.cell
    expected, last_seen = by_word(cell.new, cell.last_seen)
    names = ", ".join(broken.personas[:4]) + (" and others" if len(broken.personas) > 4 else "")
    return BreakView(
        sentence=happens_to_her(cell),
        seen=headline(cell) if cell.consequence else "",
        words=WORDS[cell.verdict],
        cell=cell,
        anchor=cell_anchor(cell),
        whom=names if broken.customers == 1 else f"{names} ({broken.customers:,} customers)",
        since=about_s(watched_for_s(cell)),
        told=spoken_time(told.get((cell.scenario, cell.change), "")),
        expected=expected,
        last_seen=last_seen,
    )


def _changes(account: Account, gallery: Gallery) -> Iterable[ChangeView]:
    brief = len(account.cells) > _MANY_CELLS
    opened = told = 0
    for scenario in account.scenarios:
        for change in scenario.changes.values():
            anchor = change_anchor(scenario.id, change.key)
            for fact in dict.fromkeys(cell.fact for cell in change.cells):
                cells = [cell for cell in change.cells if cell.fact == fact]
                if brief and (told >= _MOST_TOLD or all(group_of(cell.verdict) is Group.KEPT for cell in cells)):
                    continue
                told += 1
                scale = scale_of(cells)
                cells.sort(key=lambda c: (c.reached_after_s is None, c.reached_after_s or 0.0, c.promised_within_s))
                views = []
                for cell in cells:
                    is_open = group_of(cell.verdict) is Group.BROKEN and opened < _MOST_OPEN
                    opened += is_open
                    views.append(_cell(account, change, cell, scale, gallery, is_open=is_open))
                yield _change(scenario, change, anchor, tuple(views), scale)
                anchor = ""


def _change(
    scenario: ScenarioAccount, change: ChangeAccount, anchor: str, cells: tuple[CellView, ...], scale: Scale
) -> ChangeView:
    some = cells[0].cell
    customer = next((c for c in scenario.customers if c.customer == some.customer), None)
    possessive = customer.pronouns.get("possessive", "her") if customer else "her"
    kept = sum(view.group is Group.KEPT for view in cells)
    return ChangeView(
        anchor=anchor,
        title=f"{some.persona} {change.did} {possessive} {some.fact_called}",
        journey=scenario.started.feature or scenario.started.journey,
        scenario=scenario.started.name,
        scenario_anchor=scenario_anchor(scenario.id),
        old=some.old,
        new=some.new,
        told=spoken_time(change.told_wall),
        answer=change.acknowledged.answer if change.acknowledged else "",
        outcome=change.acknowledged.outcome if change.acknowledged else "never acknowledged",
        group=_worst_group(view.group for view in cells),
        tally=f"{kept} of {len(cells)} knew in time",
        scale=scale,
        cells=cells,
    )


def _cell(
    account: Account, change: ChangeAccount, cell: CellVerdict, scale: Scale, gallery: Gallery, *, is_open: bool
) -> CellView:
    group = group_of(cell.verdict)
    replaced = change.acknowledged.facts.get(cell.fact) if change.acknowledged else None
    looks_at = account.reads.get((cell.change, cell.touchpoint), [])
    expected, last_seen = by_word(cell.new, cell.last_seen)
    evidence = dict.fromkeys([*cell.evidence, *(found for look in cell.looks for found in look.evidence)])
    looks = tuple((about_s(max(0.0, look.end_s - cell.t0_s)), look) for look in cell.looks)
    half = _MOST_LOOKS // 2
    return CellView(
        cell=cell,
        anchor=cell_anchor(cell),
        group=group,
        words=WORDS[cell.verdict],
        sentence=happens_to_her(cell) if group is Group.BROKEN else headline(cell),
        known=_known(cell),
        promised=describe_s(cell.promised_within_s) if math.isfinite(cell.promised_within_s) else "any time",
        track=track(cell, scale),
        components=by_component(replaced, looks_at, cell.fact) if group is not Group.KEPT else (),
        expected=expected,
        last_seen=last_seen,
        looks=looks if len(looks) <= _MOST_LOOKS else (*looks[:half], *looks[-half:]),
        looks_left_out=max(0, len(looks) - _MOST_LOOKS),
        exhibits=tuple(gallery.show(found) for found in evidence),
        open=is_open,
    )


def _known(cell: CellVerdict) -> str:
    if cell.reached_after_s is not None:
        return f"after {about_s(cell.reached_after_s)}"
    group = group_of(cell.verdict)
    return "as it was" if group is Group.KEPT else ("never" if group is Group.BROKEN else "not yet seen")


def _journeys(account: Account, gallery: Gallery) -> Iterable[JourneyView]:
    journeys: dict[str, list[ScenarioAccount]] = {}
    for scenario in account.scenarios:
        journeys.setdefault(scenario.started.journey, []).append(scenario)
    for path, scenarios in journeys.items():
        cells = [cell for scenario in scenarios for cell in scenario.cells]
        group, sentence = _journey_headline(scenarios, cells)
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
    )


def _worst_group(groups: Iterable[Group]) -> Group:
    order = [Group.BROKEN, Group.NOT_SEEN, Group.WAITING, Group.KEPT]
    return min(groups, key=order.index, default=Group.KEPT)
