"""The first page, worked out before the template writes it: readable and printable without any script."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tellonce.model.blueprint import Blueprint
from tellonce.model.cell import CellVerdict
from tellonce.report.first_line import Outline, first_line
from tellonce.report.html.anchors import cell_route, scenario_route
from tellonce.report.html.blueprint import Overview, overview
from tellonce.report.html.days import after_telling, spoken_time, two_calendars
from tellonce.report.html.difference import Piece, by_word
from tellonce.report.html.overview_matrix import OverviewMatrix, overview_matrix
from tellonce.report.html.source import RunSource
from tellonce.report.html.tally import Finding, Tally
from tellonce.report.html.telling import Told
from tellonce.story.frontier import between, where_it_broke
from tellonce.story.headline import happens_to_her, telling_of, watched_for_s
from tellonce.story.names import heading_of
from tellonce.story.speech import say, say_many
from tellonce.story.words import Group, about_s, promised

__all__ = ["BreakView", "FirstPage", "OwnerView", "UnjudgedView", "first_page"]

_MOST_TOLD, _MOST_BREAKS = 3, 60
"""Findings told at length, and in all: a first page is to be read."""
_MOST_OF_OWNER = 4
_MOST_NAMED = 4
_MOST_UNJUDGED = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakView:
    """One finding. route: its cell in the app.  also: other facts that broke alike there, of how many customers.

    broken_since: day and run; empty where this run is the first, or none before it is known.
    """

    sentence: str
    seen: str
    seen_language: str
    """Of `seen`, where it is not the page's."""
    between: tuple[str, ...]
    broke: tuple[str, str]
    """Where it broke, and the language of that where it is not the page's."""
    place: str
    """Its touchpoint, without an article."""
    cell: CellVerdict
    route: str
    whom: str
    customers: int
    also: tuple[str, ...]
    since: str
    broken_since: str
    promised: str
    expected: tuple[Piece, ...]
    last_seen: tuple[Piece, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnerView:
    """A department. broke: sentences with their routes, the worst first; more: how many others."""

    name: str
    counts: Counter[Group]
    broke: tuple[tuple[str, str], ...]
    more: int

    @property
    def quiet(self) -> bool:
        """Everything of theirs was kept."""
        return not any(number for group, number in self.counts.items() if group is not Group.KEPT)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnjudgedView:
    """Scenarios that ended alike without a cell to say why."""

    status: str
    reason: str
    name: str
    count: int
    route: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstPage:
    """Everything the template needs."""

    title: str
    tone: str
    service: str
    began: str
    began_wall: str
    took: str
    calendars: str
    troubles: tuple[str, ...]
    counts: Counter[Group]
    tally: Tally
    judged: int
    lost: tuple[str, ...]
    breaks: tuple[BreakView, ...]
    """The worst, told at length."""
    others: tuple[BreakView, ...]
    """The others, a line each."""
    breaks_left_out: int
    owners: tuple[OwnerView, ...]
    unjudged: tuple[UnjudgedView, ...]
    unjudged_left_out: int
    matrix: OverviewMatrix
    since: Mapping[str, Any] | None
    blueprint: Overview
    drawn_from: Blueprint | None


def first_page(source: RunSource, told: Told, since: Mapping[str, Any] | None) -> FirstPage:
    """Work out the page, once all scenarios were told."""
    tally = told.tally
    findings = tally.worst_first
    troubles = told.troubles
    unjudged = list(tally.unjudged.items())
    run = told.frame.run
    return FirstPage(
        title=first_line(_outline(told, findings)),
        tone=_tone(tally, bool(troubles)),
        service=run.blueprint.service if run else "",
        began=spoken_time(told.frame.began_wall) if told.frame.began_wall else "",
        began_wall=told.frame.began_wall,
        took=about_s(told.frame.took_s),
        calendars=two_calendars(tally.days, told.frame.began_wall),
        troubles=troubles,
        counts=tally.counts,
        tally=tally,
        judged=tally.counts.total(),
        lost=tuple(lost.persona for journey in source.efforts for lost in journey.lost),
        breaks=tuple(_break(found, since or {}) for found in findings[:_MOST_TOLD]),
        others=tuple(_break(found, since or {}) for found in findings[_MOST_TOLD:_MOST_BREAKS]),
        breaks_left_out=max(0, len(findings) - _MOST_BREAKS),
        owners=tuple(_owners(tally, findings)),
        unjudged=tuple(
            UnjudgedView(
                status=status,
                reason=reason,
                name=scenario.started.name,
                count=count,
                route=scenario_route(scenario.id),
            )
            for (status, reason), (count, scenario) in unjudged[:_MOST_UNJUDGED]
        ),
        unjudged_left_out=max(0, len(unjudged) - _MOST_UNJUDGED),
        matrix=overview_matrix(tally, run.blueprint if run else None),
        since=since,
        blueprint=overview(run.blueprint if run else None, tally),
        drawn_from=run.blueprint if run else None,
    )


def _outline(told: Told, findings: list[Finding]) -> Outline:
    tally = told.tally
    failed = next((one for (status, _), (_, one) in tally.unjudged.items() if status == "failed"), None)
    return Outline(
        worst=findings[0].cell if findings else None,
        worst_customers=len(findings[0].whom) if findings else 0,
        failed=(failed.why or say("line.not_lived_through", scenario=failed.started.name)) if failed else "",
        scenarios=tally.scenarios,
        statuses=tally.statuses,
        counts=tally.counts,
        changes=tally.changes,
        personas=len(tally.personas),
        troubles=len(told.troubles),
        took_s=told.frame.took_s,
    )


def _tone(tally: Tally, troubled: bool) -> str:
    if tally.findings or tally.statuses["failed"]:
        return "bad"
    unsure = tally.counts[Group.NOT_SEEN] or tally.counts[Group.WAITING]
    unlived = any(tally.statuses[status] for status in ("error", "inconclusive", "cut off"))
    return "unsure" if troubled or not tally.scenarios or unsure or unlived else "good"


def _break(found: Finding, since: Mapping[str, Any]) -> BreakView:
    cell = found.cell
    expected, last_seen = by_word(cell.new, cell.last_seen)
    names = list(dict.fromkeys(found.whom.values()))
    whom = ", ".join(names[:_MOST_NAMED])
    if len(names) > _MOST_NAMED:
        whom = say("first.and_others", names=whom)
    told = telling_of(cell)
    return BreakView(
        sentence=told.says,
        seen=told.also,
        seen_language=told.also_language,
        between=between(cell),
        broke=where_it_broke(cell),
        place=heading_of(cell.touchpoint, cell.touchpoint_called),
        cell=cell,
        route=cell_route(cell, found.ordinal),
        whom=whom,
        customers=len(found.whom),
        also=tuple(_also(found)),
        since=after_telling(found.scenario, found.change, cell, watched_for_s(cell)),
        broken_since=_broken_since(cell, since),
        promised=promised(cell),
        expected=expected,
        last_seen=last_seen,
    )


def _also(found: Finding) -> Iterator[str]:
    """The other facts that it had wrong, those of most customers first, with how many these are."""
    for fact, whom in sorted(found.facts.items(), key=lambda one: -len(one[1])):
        if whom is not found.whom:
            customers = say_many("count.customers", len(whom))
            yield say("line.with_customers", sentence=fact, customers=customers) if len(whom) > 1 else fact


def _broken_since(cell: CellVerdict, since: Mapping[str, Any]) -> str:
    first = since.get("broken_since", {}).get(cell.touchpoint, {}).get(cell.fact)
    if first is None or first["run"] == since["later"]["name"]:
        return ""
    return say("since.run_of_day", day=spoken_time(first["at"]), run=first["run"])


def _owners(tally: Tally, findings: list[Finding]) -> list[OwnerView]:
    """Those with something broken first, in the order of the worst; then waiting and not seen; then the others."""
    broke: dict[str, list[Finding]] = {}
    for found in findings:
        broke.setdefault(found.cell.owner, []).append(found)
    rank = {owner: n for n, owner in enumerate(broke)}
    order = sorted(
        tally.owners,
        key=lambda owner: (
            rank.get(owner, len(rank)),
            -tally.owners[owner][Group.NOT_SEEN] - tally.owners[owner][Group.WAITING],
            owner,
        ),
    )
    return [
        OwnerView(
            name=owner,
            counts=tally.owners[owner],
            broke=tuple(
                (happens_to_her(found.cell), cell_route(found.cell, found.ordinal))
                for found in broke.get(owner, ())[:_MOST_OF_OWNER]
            ),
            more=max(0, len(broke.get(owner, ())) - _MOST_OF_OWNER),
        )
        for owner in order
    ]
