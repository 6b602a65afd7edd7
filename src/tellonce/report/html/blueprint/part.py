"""Which part of a blueprint is drawn: all of it, what one fact concerns, or the way to one touchpoint."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from tellonce.judge.frontier import systems_above
from tellonce.model.blueprint import Blueprint, Hop, System, Touchpoint

__all__ = ["LANES", "Part", "about_fact", "lane_of", "the_whole", "third_parties", "way_to"]

LANES = ("customer", "frontstage", "backstage", "support", "third_party")
"""From the customer downwards. Third parties are a lane of their own, whatever lane their blueprint puts them in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What is drawn, in blueprint order. hops: (from, to) -> the facts that travel there, () for all of them.

    elsewhere: keys of systems that belong to a third party.
    """

    touchpoints: Mapping[str, Touchpoint]
    systems: Mapping[str, System]
    hops: Mapping[tuple[str, str], tuple[str, ...]]
    elsewhere: Collection[str] = ()

    @property
    def stages(self) -> tuple[str, ...]:
        """The stages of the journey, each once, in the order of their first touchpoints."""
        return tuple(dict.fromkeys(spot.stage for spot in self.touchpoints.values()))

    @property
    def feeds(self) -> tuple[tuple[str, str], ...]:
        """(system, touchpoint that shows its copy)."""
        return tuple((spot.fed_by, key) for key, spot in self.touchpoints.items() if spot.fed_by in self.systems)


def lane_of(spot: Touchpoint) -> str:
    """The lane in which a touchpoint is drawn."""
    return "third_party" if spot.third_party else spot.lane


def third_parties(blueprint: Blueprint) -> frozenset[str]:
    """Systems of third parties: those whose owner is one."""
    named = {spot.third_party for spot in blueprint.touchpoints.values() if spot.third_party}
    return frozenset(key for key, system in blueprint.systems.items() if system.owner and system.owner in named)


def the_whole(blueprint: Blueprint) -> Part:
    """Everything."""
    return _part(blueprint, blueprint.touchpoints, blueprint.systems, blueprint.hops)


def about_fact(blueprint: Blueprint, fact: str) -> Part:
    """The touchpoints that use this fact and need to learn it, and the systems between which it travels."""
    touchpoints = {
        key: spot
        for key, spot in blueprint.touchpoints.items()
        if fact in spot.fact_keys and fact not in spot.promise.exempt
    }
    hops = [hop for hop in blueprint.hops if not hop.facts or fact in hop.facts]
    ends = {spot.fed_by for spot in touchpoints.values()}
    if touchpoints:
        ends |= {key for hop in hops if hop.facts for key in (hop.from_, hop.to)}
        for spot in touchpoints.values():
            ends.update(systems_above(fact, spot.fed_by, hops))
    return _part(blueprint, touchpoints, ends, hops, fact)


def way_to(blueprint: Blueprint, fact: str, touchpoint: str, others: Collection[str] = (), *, most: int = 6) -> Part:
    """The way of a fact to one touchpoint, beside it those of `others` that the same systems feed, as many columns as
    fit: a part that can be read on a page."""
    aim = blueprint.touchpoints[touchpoint]
    hops = [hop for hop in blueprint.hops if not hop.facts or fact in hop.facts]
    way = systems_above(fact, aim.fed_by, hops)
    stages = {aim.stage: None}
    kept = {touchpoint}
    # Those that share most of the way first: they say most of where the news still was.
    near = sorted(
        (key for key in others if key != touchpoint and key in blueprint.touchpoints),
        key=lambda key: (
            way.index(blueprint.touchpoints[key].fed_by) if blueprint.touchpoints[key].fed_by in way else len(way)
        ),
    )
    for key in near:
        stage = blueprint.touchpoints[key].stage
        if stage in stages or len(stages) < most:
            stages.setdefault(stage)
            kept.add(key)
    touchpoints = {key: spot for key, spot in blueprint.touchpoints.items() if key in kept}
    ends = {system for spot in touchpoints.values() for system in systems_above(fact, spot.fed_by, hops)}
    return _part(blueprint, touchpoints, ends, hops, fact)


def _part(
    blueprint: Blueprint,
    touchpoints: Mapping[str, Touchpoint],
    ends: Collection[str],
    hops: Collection[Hop],
    fact: str = "",
) -> Part:
    systems = {key: system for key, system in blueprint.systems.items() if key in ends}
    merged: dict[tuple[str, str], tuple[str, ...]] = {}
    for hop in hops:
        if hop.from_ in systems and hop.to in systems and hop.from_ != hop.to:
            before = merged.get((hop.from_, hop.to))
            facts = (fact,) if fact else hop.facts
            both = tuple(dict.fromkeys([*(before or ()), *facts]))
            merged[hop.from_, hop.to] = () if not facts or before == () else both
    elsewhere = third_parties(blueprint)
    return Part(
        touchpoints=touchpoints,
        systems=systems,
        hops=merged,
        elsewhere=frozenset(key for key in systems if key in elsewhere),
    )
