"""One scenario as it was lived through: what she told and what came to her, in order, and what was not as planned."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from tellonce.judge.meetings import Encounter, encounters
from tellonce.model.journey import ActualJourney, Deviates, Deviation
from tellonce.report.account import ScenarioAccount
from tellonce.report.formats.moments import Moments
from tellonce.story.deviations import sentence_of
from tellonce.story.words import WORDS, group_of

__all__ = ["Point", "lived_through", "numbers_of"]

_SHE_MEETS = frozenset({"customer", "frontstage"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One thing between her and the company. number: the planned touchpoint's, from 1; 0 for what no plan names.

    hers: she began it; else it was sent to her.  owner: of the company; empty when nobody's.
    deviation: None where it was as planned, or where there is no plan.  at: None when it never came.
    """

    number: int
    persona: str
    called: str
    owner: str
    channel: str
    stage: str
    hers: bool
    act: bool = False
    deviation: Deviates | None = None
    comment: str = ""
    at: datetime | None = None


def numbers_of(journey: ActualJourney | None) -> dict[str, int]:
    """Touchpoint -> its number in the plan, in planned order; empty without a plan."""
    if journey is None:
        return {}
    keys = dict.fromkeys(meeting.touchpoint for stage in journey.stages for meeting in stage.touchpoints)
    return {key: number for number, key in enumerate(keys, start=1)}


def lived_through(
    scenario: ScenarioAccount, journey: ActualJourney | None, deviations: Sequence[Deviation]
) -> tuple[Point, ...]:
    """Acts of hers and touchpoints that she met, in the order in which they came; a missing one stands where planned.

    deviations: those of this scenario. What is still waiting or was not seen is left out: nobody can say that she met
    it, or that it is missing. So is what happens behind the scenes, unless the plan names it or it failed her.
    """
    moments = Moments(scenario)
    numbers = numbers_of(journey)
    at_places = {one.touchpoint: one for one in deviations if one.touchpoint}
    accepted = frozenset(
        key for key, one in scenario.changes.items() if one.acknowledged and one.acknowledged.outcome == "accepted"
    )
    found = encounters(scenario.cells, accepted)
    keys = sorted(found, key=lambda key: numbers.get(key, len(numbers) + 1))
    points = [_met(found[key], numbers.get(key, 0), at_places.get(key), moments) for key in keys]
    met = [point for point in points if point is not None]
    return tuple(_in_order([*_acts(scenario, moments), *met]))


def _acts(scenario: ScenarioAccount, moments: Moments) -> Iterator[Point]:
    people = {one.customer: one.persona for one in scenario.customers}
    deeds = {one.change: one.deed for one in scenario.deeds}
    for change in scenario.changes.values():
        answered = change.acknowledged
        if answered is None:
            continue
        facts = list(dict.fromkeys(cell.fact_called for cell in change.cells)) or list(answered.facts)
        ended = "" if answered.outcome == "accepted" else f" ({answered.outcome})"
        yield Point(
            number=0,
            persona=people.get(answered.customer, answered.customer),
            called=f"tells: {', '.join(facts)}{ended}",
            owner="",
            channel=deeds[change.key].channel if change.key in deeds else "",
            stage="",
            hers=True,
            act=True,
            at=moments.at(answered.customer, answered.t0_s),
        )


def _met(encounter: Encounter, number: int, deviation: Deviation | None, moments: Moments) -> Point | None:
    cell, meets = encounter.worst, encounter.meets
    if deviation is None and (meets is None or not (number or cell.lane in _SHE_MEETS)):
        return None
    at = None
    if meets is not None:
        of = [one for one in encounter.cells if one.customer == meets.customer]
        told_s = min((one.t0_s for one in of), key=lambda t0_s: abs(t0_s + meets.after_s - meets.from_s))
        at = moments.at(meets.customer, told_s + meets.after_s)
    said = f"{WORDS[cell.verdict].short} ({group_of(cell.verdict)})"
    return Point(
        number=number,
        persona=cell.persona,
        called=cell.touchpoint_called,
        owner=cell.owner,
        channel=cell.channel,
        stage=deviation.stage if deviation else cell.stage,
        hers=cell.kind == "state",
        deviation=deviation.kind if deviation else None,
        comment=sentence_of(deviation) if deviation else said,
        at=at,
    )


def _in_order(points: Sequence[Point]) -> list[Point]:
    """By when they came. What never did is placed after whatever is planned before it."""
    placed: list[tuple[datetime | None, Point]] = []
    before: datetime | None = None
    for point in points:
        before = point.at or before
        placed.append((before, point))
    first = [point for moment, point in placed if moment is None]
    known = sorted(((moment, point) for moment, point in placed if moment is not None), key=_moment)
    return [*first, *(point for _, point in known)]


def _moment(pair: tuple[datetime, Point]) -> datetime:
    return pair[0]
