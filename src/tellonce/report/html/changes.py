"""Change by change: who knew when, worked out before the template writes it."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from tellonce.model.cell import CellVerdict
from tellonce.report.account import Account, ChangeAccount, ScenarioAccount, broken_first
from tellonce.report.html.anchors import cell_anchor, change_anchor, scenario_anchor
from tellonce.report.html.days import customer_of, day_on, pronoun, spoken_time
from tellonce.report.html.difference import ComponentDifference, Piece, by_component, by_word
from tellonce.report.html.gallery import Exhibit, Gallery
from tellonce.report.html.matrix import tally_of
from tellonce.report.html.timeline import Scale, Track, scale_of, track
from tellonce.story.headline import happens_to_her, headline
from tellonce.story.looks import said_of, telling_looks
from tellonce.story.words import SIGHTS, WORDS, Group, VerdictWords, about_s, capitalised, group_of, promised

__all__ = ["CellView", "ChangeView", "LookView", "change_views"]

_MANY_CELLS = 2_000
"""In larger runs only the first changes that went wrong are told at length: a page of 500,000 nodes helps nobody."""
_MOST_TOLD = 100
_MOST_OPEN = 12
_MOST_LOOKS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class LookView:
    """One look that told something.  tone: n, o or e, as the style sheet has it.  again: how often, until when."""

    when: str
    day: str
    sight: str
    tone: str
    said: str
    item: str
    again: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CellView:
    """One cell in full. looks_left_out: those that told nothing new, and those too many to show."""

    cell: CellVerdict
    anchor: str
    group: Group
    words: VerdictWords
    sentence: str
    known: str
    promised: str
    of: str
    """The promise in a few words beside `known`; empty where it would seem to contradict the verdict."""
    track: Track
    components: tuple[ComponentDifference, ...]
    expected: tuple[Piece, ...]
    last_seen: tuple[Piece, ...]
    looks: tuple[LookView, ...]
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


def change_views(account: Account, gallery: Gallery) -> Iterable[ChangeView]:
    """The changes, what broke first, else in the order in which things happened."""
    facts = [
        (scenario, change, [cell for cell in change.cells if cell.fact == fact])
        for scenario in account.scenarios
        for change in scenario.changes.values()
        for fact in dict.fromkeys(cell.fact for cell in change.cells)
    ]
    facts.sort(key=lambda fact: broken_first(fact[2]))
    if len(account.cells) > _MANY_CELLS:
        facts = [fact for fact in facts if tally_of(fact[2])[0] is not Group.KEPT][:_MOST_TOLD]
    opened = {cell_anchor(found.cell) for found in account.breaks[:_MOST_OPEN]}
    anchors: set[str] = set()
    for scenario, change, cells in facts:
        anchor = change_anchor(scenario.id, change.key)
        scale = scale_of(cells)
        cells.sort(key=lambda c: (c.reached_after_s is None, c.reached_after_s or 0.0, c.promised_within_s))
        views = tuple(
            _cell(account, change, cell, scale, gallery, is_open=cell_anchor(cell) in opened) for cell in cells
        )
        yield _change(scenario, change, "" if anchor in anchors else anchor, views, scale)
        anchors.add(anchor)


def _change(
    scenario: ScenarioAccount, change: ChangeAccount, anchor: str, cells: tuple[CellView, ...], scale: Scale
) -> ChangeView:
    some = cells[0].cell
    possessive = pronoun(customer_of(scenario, some), "possessive", "her")
    group, tally = tally_of([view.cell for view in cells])
    return ChangeView(
        anchor=anchor,
        title=f"{some.persona} {change.did} {possessive} {some.fact_called}",
        journey=scenario.started.feature or scenario.started.journey,
        scenario=scenario.started.name,
        scenario_anchor=scenario_anchor(scenario.id),
        old=some.old,
        new=some.new,
        told=_told(change, possessive, [view.cell for view in cells]),
        answer=change.acknowledged.answer if change.acknowledged else "",
        outcome=change.acknowledged.outcome if change.acknowledged else "never acknowledged",
        group=group,
        tally=tally,
        scale=scale,
        cells=cells,
    )


def _told(change: ChangeAccount, possessive: str, cells: Iterable[CellVerdict]) -> str:
    """When she told the company; on her own calendar where she has one. Empty when the history does not say."""
    if change.told_hers is None:
        return f"Told {spoken_time(change.told_wall)}" if change.told_wall else ""
    last_s = max((look.end_s - cell.t0_s for cell in cells for look in cell.looks), default=0.0)
    until = f", watched until {day_on(change.told_hers, last_s)}" if last_s > 0 else ""
    told = f"told {day_on(change.told_hers, 0)}{until}; times below are on it"
    return f"{capitalised(possessive)} calendar: {told}"


def _cell(
    account: Account, change: ChangeAccount, cell: CellVerdict, scale: Scale, gallery: Gallery, *, is_open: bool
) -> CellView:
    group = group_of(cell.verdict)
    replaced = change.acknowledged.facts.get(cell.fact) if change.acknowledged else None
    looks_at = account.reads.get((cell.change, cell.touchpoint), [])
    expected, last_seen = by_word(cell.new, cell.last_seen)
    evidence = dict.fromkeys([*cell.evidence, *(found for look in cell.looks for found in look.evidence)])
    looks = _looks(cell, change)
    half = _MOST_LOOKS // 2
    if len(looks) > _MOST_LOOKS:
        looks = (*looks[:half], *looks[-half:])
    return CellView(
        cell=cell,
        anchor=cell_anchor(cell),
        group=group,
        words=WORDS[cell.verdict],
        sentence=happens_to_her(cell) if group is Group.BROKEN else headline(cell),
        known=_known(cell),
        promised=_promised(cell),
        of=_of(cell),
        track=track(cell, scale),
        components=by_component(replaced, looks_at, cell.fact) if group is not Group.KEPT else (),
        expected=expected,
        last_seen=last_seen,
        looks=looks,
        looks_left_out=len(cell.looks) - len(looks),
        exhibits=tuple(gallery.show(found) for found in evidence),
        open=is_open,
    )


def _looks(cell: CellVerdict, change: ChangeAccount) -> tuple[LookView, ...]:
    views = []
    for told in telling_looks(cell):
        look = told.look
        after_s = max(0.0, look.end_s - cell.t0_s)
        until = about_s(max(0.0, told.until_s - cell.t0_s))
        views.append(
            LookView(
                when=about_s(after_s),
                day=day_on(change.told_hers, after_s),
                sight=SIGHTS.get(look.sight, look.sight),
                tone="n" if look.sight == "N" else ("o" if look.sight in "OLWFMG" else "e"),
                said=said_of(look),
                item=look.item,
                again=f"the same {told.again} more {'time' if told.again == 1 else 'times'}, until {until}"
                if told.again
                else "",
            )
        )
    return tuple(views)


def _known(cell: CellVerdict) -> str:
    group = group_of(cell.verdict)
    if cell.reached_after_s is not None:
        sent = "sent " if cell.kind == "emission" and group is Group.KEPT else ""
        return f"{sent}after {about_s(cell.reached_after_s)}"
    return "as it was" if group is Group.KEPT else ("never" if group is Group.BROKEN else "not yet seen")


def _promised(cell: CellVerdict) -> str:
    if not math.isfinite(cell.promised_within_s):
        return "any time"
    within = promised(cell)
    return f"{within}, and from then on whenever one is sent" if _due_later(cell) else within


def _of(cell: CellVerdict) -> str:
    if _due_later(cell):
        return ""
    return f"of {_promised(cell)}" if cell.reached_after_s is not None else f"promised: {_promised(cell)}"


def _due_later(cell: CellVerdict) -> bool:
    """Kept although it came after the promised time: an emission is sent when it is due, and was right then."""
    after_s = cell.reached_after_s or 0.0
    return group_of(cell.verdict) is Group.KEPT and cell.kind == "emission" and after_s > cell.promised_within_s
