"""In which stage of the journey she did what: by the touchpoint at which she did it. Pure; what that does not tell is
given to no stage."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from tellonce.judge.effort_reader import HerEffort
from tellonce.model.blueprint import Blueprint
from tellonce.model.effort import Cost, CostOfAct, CostOfStage, Deed
from tellonce.model.events import RunStarted
from tellonce.model.plan import Plan

__all__ = ["Stages", "by_stage"]

_SHE_MEETS = frozenset({"customer", "frontstage"})
_NAMED = re.compile(r"\{([^{}]*)\}")
_REMEMBERED = 4_096
"""Addresses: most come again in every scenario, and those that name a customer do not."""
_DEPTH = 3
"""Addresses of a blueprint may use those above them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    """The page of a touchpoint. parts: how many parts its path has; 0 for a site's first page."""

    touchpoint: str
    pattern: re.Pattern[str]
    parts: int


class Stages:
    """Finds the stages of acts. Blueprints are read once each, for a run has one and thousands of scenarios."""

    def __init__(self) -> None:
        self._pages: dict[int, tuple[RunStarted, tuple[_Page, ...], dict[str, frozenset[str]]]] = {}

    def acts(self, hers: HerEffort) -> tuple[CostOfAct, ...]:
        """What each flow of hers cost, in order, and in which stage she did it; each deed and each loss once."""
        given_up = [event.change for event in hers.gave_up]
        acts = [
            _act(deed, change=hers.told.get(change, 0), stage=self._stage(hers, deed), gave_up=given_up.count(change))
            for deed, change in zip(hers.deeds, hers.changes, strict=True)
        ]
        unmeasured = [change for change in given_up if change not in hers.changes]
        return (*acts, *(CostOfAct(change=hers.told.get(change, 0), gave_up=1) for change in unmeasured))

    def order(self, hers: HerEffort) -> tuple[str, ...]:
        """The stages of the journey in their order: those of its plan, or without one of the blueprint."""
        if hers.plan is not None:
            return tuple(stage.stage for stage in hers.plan.stages)
        spots = hers.run.blueprint.touchpoints.values() if hers.run else ()
        return tuple(dict.fromkeys(spot.stage for spot in spots))

    def _stage(self, hers: HerEffort, deed: Deed) -> str:
        """The only stage that the touchpoints lie in at which she did it; "" where there is none, or more than one."""
        if hers.run is None or deed.addresses is None:
            return ""
        blueprint, plan = hers.run.blueprint, hers.plan
        if deed.addresses:
            found = {_concerned(self._at(address, hers.run), deed, blueprint) for address in deed.addresses}
        else:
            found = {_by_channel(deed, blueprint)}
        # A page of several touchpoints is one place: those that the plan does not name do not make it another.
        named = {_named(touchpoints, blueprint, plan) for touchpoints in found if touchpoints}
        stages = frozenset[str]().union(*named)
        return next(iter(stages)) if len(stages) == 1 and frozenset() not in named else ""

    def _at(self, address: str, run: RunStarted) -> frozenset[str]:
        known = self._pages.get(id(run))
        if known is None:
            # The run is kept beside its pages, so that no other one can come to have its id.
            known = self._pages[id(run)] = run, tuple(_pages(run.blueprint)), {}
        _, pages, met = known
        found = met.get(address)
        if found is None:
            if len(met) >= _REMEMBERED:
                met.clear()
            found = met[address] = _at(address, pages)
        return found


def by_stage(acts: Iterable[CostOfAct], order: Sequence[str]) -> tuple[CostOfStage, ...]:
    """Acts added up by stage; stages in which nothing was done are left out, what has no stage comes last."""
    found: dict[str, list[CostOfAct]] = {}
    for act in acts:
        found.setdefault(act.stage, []).append(act)
    # Scenarios of one journey may have been planned differently where a file changed between two runs that were joined.
    stages = dict.fromkeys((*order, *filter(None, found), ""))
    return tuple(_sum(stage, found[stage]) for stage in stages if stage in found)


def _act(deed: Deed, *, change: int, stage: str, gave_up: int) -> CostOfAct:
    return CostOfAct(
        change=change,
        stage=stage,
        contacts=int(deed.contact),
        pages=deed.pages,
        fields=len(deed.fields),
        interactions=deed.interactions,
        waited_s=deed.waited_s,
        longest_wait_s=deed.longest_wait_s,
        repeated=len(deed.repeated),
        transfers=len(deed.transfers),
        gave_up=gave_up,
    )


def _sum(stage: str, acts: Sequence[Cost]) -> CostOfStage:
    return CostOfStage(
        stage=stage,
        contacts=sum(act.contacts for act in acts),
        pages=sum(act.pages for act in acts),
        fields=sum(act.fields for act in acts),
        interactions=sum(act.interactions for act in acts),
        waited_s=round(sum(act.waited_s for act in acts), 3),
        longest_wait_s=max(act.longest_wait_s for act in acts),
        repeated=sum(act.repeated for act in acts),
        transfers=sum(act.transfers for act in acts),
        gave_up=sum(act.gave_up for act in acts),
    )


def _named(touchpoints: Iterable[str], blueprint: Blueprint, plan: Plan | None) -> frozenset[str]:
    """The stages of these touchpoints; none where the plan names none of them."""
    stages = (plan.stage_of(key) if plan is not None else blueprint.touchpoints[key].stage for key in touchpoints)
    return frozenset(stage for stage in stages if stage)


def _at(address: str, pages: Sequence[_Page]) -> frozenset[str]:
    """The touchpoints whose page this is, or lies beneath; the nearest above it."""
    met = [page for page in pages if page.pattern.fullmatch(address)]
    nearest = max((page.parts for page in met), default=0)
    return frozenset(page.touchpoint for page in met if page.parts == nearest)


def _concerned(touchpoints: frozenset[str], deed: Deed, blueprint: Blueprint) -> frozenset[str]:
    """Of several touchpoints on one page those that show what she told; all of them where none does."""
    if len(touchpoints) < 2:
        return touchpoints
    showing = {key for key in touchpoints if not set(deed.facts).isdisjoint(blueprint.touchpoints[key].fact_keys)}
    return frozenset(showing) or touchpoints


def _by_channel(deed: Deed, blueprint: Blueprint) -> frozenset[str]:
    """Where no page was: the places of her channel that show what she told."""
    return frozenset(
        key
        for key, spot in blueprint.touchpoints.items()
        if spot.lane in _SHE_MEETS
        and spot.kind == "state"
        and spot.channel == deed.channel
        and not set(deed.facts).isdisjoint(spot.fact_keys)
    )


def _pages(blueprint: Blueprint) -> Iterator[_Page]:
    """The pages of the touchpoints that she herself meets."""
    for key, spot in blueprint.touchpoints.items():
        url = spot.probe.get("url")
        if spot.lane not in _SHE_MEETS or spot.probe.get("kind") != "page" or not isinstance(url, str):
            continue
        for _ in range(_DEPTH):
            url = _NAMED.sub(lambda named: blueprint.addresses.get(named[1], named[0]), url)
        bare = re.split(r"[?#]", url)[0].rstrip("/")
        parts = len([part for part in bare.partition("://")[2].split("/")[1:] if part])
        # What the address says of a customer is hers: she acts on pages of her own.
        exact = "[^/?#]+".join(re.escape(piece) for piece in _NAMED.split(bare)[::2])
        yield _Page(touchpoint=key, pattern=re.compile(exact + ("(?:/.*)?" if parts else "/?")), parts=parts)
