"""A history read once for what it says of effort. Pure; an old history says nothing of it, and is borne."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from tellonce.model.effort import Deed
from tellonce.model.events import (
    ChangeBegan,
    CustomerEmbodied,
    CustomerGaveUp,
    EffortMeasured,
    Event,
    JourneyPlanned,
    PlaceRead,
    RunStarted,
    ScenarioStarted,
)
from tellonce.model.plan import Plan

__all__ = ["EffortReader", "HerEffort", "first_contact_s", "person_there_s"]


@dataclass(slots=True, kw_only=True)
class HerEffort:
    """One customer in one scenario.

    plan: of the journey; None where it has none.  changes: of each deed, its change.  told: change -> which of its
    scenario, from 1.
    reached: (touchpoint, thing) by a channel that she refuses -> what it is called.
    looked_at: touchpoint by which such a thing is sent -> whether any look at it could see, of those that were watched.
    """

    run: RunStarted | None
    started: ScenarioStarted
    embodied: CustomerEmbodied
    plan: Plan | None = None
    told: dict[str, int] = field(default_factory=dict)
    deeds: list[Deed] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)
    gave_up: list[CustomerGaveUp] = field(default_factory=list)
    reached: dict[tuple[str, str], str] = field(default_factory=dict)
    looked_at: dict[str, bool] = field(default_factory=dict)

    @property
    def own(self) -> list[Deed]:
        """What she did herself."""
        return [deed for deed in self.deeds if deed.by == "customer"]


class EffortReader:
    """Takes in events as they come, each worker's in its own order."""

    def __init__(self) -> None:
        self._runs: dict[str, RunStarted] = {}
        self._started: dict[tuple[str, str], ScenarioStarted] = {}
        self._plans: dict[tuple[str, str], Plan] = {}
        self._told: dict[tuple[str, str], dict[str, int]] = {}
        self.hers: dict[tuple[str, str, str], HerEffort] = {}
        """(worker, scenario, customer) -> her effort, in the order in which they became customers."""

    def read(self, event: Event) -> None:
        """Take in one event."""
        match event:
            case PlaceRead():
                self._reached(event)
            case RunStarted():
                self._runs.setdefault(event.worker, event)
            case ScenarioStarted():
                self._started[event.worker, event.scenario] = event
            case JourneyPlanned():
                self._plans[event.worker, event.scenario] = event.plan
            case ChangeBegan():
                told = self._told.setdefault((event.worker, event.scenario), {})
                told.setdefault(event.change, len(told) + 1)
            case CustomerEmbodied():
                started = self._started.get((event.worker, event.scenario))
                if started is not None:
                    run = self._runs.get(event.worker) or next(iter(self._runs.values()), None)
                    key = event.worker, event.scenario
                    made = HerEffort(
                        run=run,
                        started=started,
                        embodied=event,
                        plan=self._plans.get(key),
                        told=self._told.setdefault(key, {}),
                    )
                    self.hers[event.worker, event.scenario, event.customer] = made
            case EffortMeasured():
                if (hers := self._of(event)) is not None:
                    hers.deeds.append(event.deed)
                    hers.changes.append(event.change)
            case CustomerGaveUp():
                if (hers := self._of(event)) is not None:
                    hers.gave_up.append(event)
            case _:
                pass  # the rest says nothing of effort

    def _of(self, event: EffortMeasured | CustomerGaveUp) -> HerEffort | None:
        return self.hers.get((event.worker, event.scenario, event.customer))

    def _reached(self, event: PlaceRead) -> None:
        look = event.observation
        hers = self.hers.get((event.worker, event.scenario, look.customer))
        if event.before or look.observer or hers is None or not hers.embodied.refuses or hers.run is None:
            return
        touchpoint = hers.run.blueprint.touchpoints.get(look.place)
        if touchpoint is None or touchpoint.kind != "emission" or touchpoint.channel not in hers.embodied.refuses:
            return
        hers.looked_at[look.place] = hers.looked_at.get(look.place, False) or look.outcome != "failed"
        if look.outcome == "read" and look.item and look.recipient == "self":
            hers.reached[look.place, look.item] = touchpoint.called


def first_contact_s(deeds: Iterable[Deed]) -> float | None:
    """When she first turned to the company, on her axis; None when she never did."""
    return min((deed.began_s for deed in deeds if deed.contact), default=None)


def person_there_s(deeds: Sequence[Deed], from_s: float) -> float | None:
    """When a person of the company was first there for her from then on, on her axis; None when none was.

    A person who deals with her in a flow is there when it ends: before that, nobody can tell.
    """
    there = [
        deed.ended_s
        for deed in deeds
        if "person" in (deed.by, deed.served_by) and deed.ended in ("answered", "refused")
    ]
    there += [passed.at_s for deed in deeds for passed in deed.transfers if passed.person]
    return min((at_s for at_s in there if at_s >= from_s), default=None)
