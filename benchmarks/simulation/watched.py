"""A made-up service, watched by the true watcher and judged by the true judge, on time that jumps."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from types import SimpleNamespace
from typing import Any, cast

from benchmarks.simulation.jumping import loop_time
from benchmarks.simulation.truth import Sight, allowed_verdicts
from benchmarks.simulation.world import LEAP_BEYOND_S, Spot, System, World, value_at
from tellonce.clock import ClockReading
from tellonce.engine.cast import Part
from tellonce.engine.settle import Settling
from tellonce.judge import CellJudgement, LiveCell, Others, judge
from tellonce.model.blueprint import Blueprint
from tellonce.model.cell import CellVerdict
from tellonce.model.change import Change, Replaced
from tellonce.model.errors import ProbeBlind
from tellonce.model.events import (
    ChangeAcknowledged,
    ChangeBegan,
    CustomerEmbodied,
    Event,
    PlaceRead,
    RunFinished,
    RunStarted,
    ScenarioFinished,
    ScenarioStarted,
)
from tellonce.model.history import History
from tellonce.model.observation import Evidence, Observation, Seen
from tellonce.model.persona import Customer, Persona
from tellonce.probes.protocol import Capture, Item, Look, Place, Target
from tellonce.watch.axis import Axis
from tellonce.watch.cell_watch import CellWatch
from tellonce.watch.place_watch import PlaceWatch
from tellonce.watch.watcher import Watcher

__all__ = ["Cell", "watch_world"]

_BASE = {"scenario": "s"}
_OLD = {"street": "Hauptstraße", "house_number": "12", "flat": "", "postcode": "10115", "city": "Berlin"}
_NEW = {"street": "Rosenweg", "house_number": "7b", "flat": "", "postcode": "80331", "city": "München"}
_OTHERS = {"street": "Am Kai", "house_number": "3", "flat": "", "postcode": "20457", "city": "Hamburg"}
_NOBODYS = {"street": "Nirgendwo", "house_number": "99", "flat": "", "postcode": "99999", "city": "Leer"}
_BEGINS = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)
_FACTS = {"postal_address": {"kind": "postal_address", "called": "postal address"}}
_MARIA = Persona(name="Maria", locale="de_DE", language="de", time_zone="Europe/Berlin")
_VALUES: Mapping[str, Mapping[str, str]] = {
    "N": _NEW,
    "O": _OLD,
    "M": {**_NEW, "postcode": _OLD["postcode"], "city": _OLD["city"]},
    "G": {**_NEW, "street": "RosenwegÃ¼", "postcode": "8033"},
    "F": _OTHERS,
    "W": _NOBODYS,
    "L": _OLD,
    "0": dict.fromkeys(_OLD, ""),
}
_READ = {value: Seen(components=dict(components)) for value, components in _VALUES.items()}
_SHOWN = {value: (Item(seen={"postal_address": seen}, recipient="self"),) for value, seen in _READ.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One verdict beside what is true. located: the segment named, when one is; truly: whether it holds the break."""

    spot: Spot
    verdict: str
    allowed: frozenset[str]
    located: tuple[str, str] | None
    truly: bool
    judged: CellVerdict

    @property
    def right(self) -> bool:
        """Whether the judge told the truth."""
        return self.verdict in self.allowed


async def watch_world(world: World) -> list[Cell]:
    """Arm, tell, watch, settle, judge. One cell per touchpoint."""
    stand = _Stand(world)
    verdicts = await stand.run()
    cells = []
    for cell in verdicts:
        spot = world.spots[cell.touchpoint]
        cells.append(
            Cell(
                spot=spot,
                verdict=cell.verdict.value,
                allowed=allowed_verdicts(spot, world, stand.sight(spot)),
                located=cell.broke_between,
                truly=_holds_the_break(cell, world, spot, stand.sight(spot)),
                judged=cell,
            )
        )
    return cells


class _SimProbe:
    """Looks take a moment, and some fail; what they see is what the place holds when that begins or when it ends."""

    kind = "simulated"

    def __init__(self, chance: random.Random, read: Callable[[], Sequence[Item]], blind: float, axis: Axis) -> None:
        self._chance, self._read, self._blind, self._axis = chance, read, blind, axis
        self.looked: list[tuple[float, bool]] = []
        self.push: asyncio.Event | None = None

    async def arm(self, target: Target) -> None:
        """Nothing was sent before; a cursor is not needed."""

    async def look(self, target: Target, cursor: None) -> Look:
        able = self._chance.random() >= self._blind
        lasts_s = self._chance.uniform(0.0, 0.04)
        reads_first = self._chance.random() < 0.5
        if not reads_first:
            await asyncio.sleep(lasts_s)
        self.looked.append((self._axis.now(), able))
        found = tuple(self._read())
        if reads_first:
            await asyncio.sleep(lasts_s)
        if not able:
            raise ProbeBlind("the place could not be seen")
        return Look(items=found)

    async def capture(self, target: Target, item: Item) -> tuple[Capture, ...]:
        return ()

    def wake(self) -> asyncio.Event | None:
        return self.push

    async def close(self) -> None:
        """Nothing to let go of."""


class _SimClock:
    """Her clock: forward only, ready after a moment."""

    def __init__(self, axis: Axis, chance: random.Random) -> None:
        self._axis, self._chance = axis, chance

    async def ready(self, customer: Customer) -> ClockReading:
        await asyncio.sleep(self._chance.uniform(0.0, 0.05))
        return ClockReading(now=self._axis.at(self._axis.now()), ready=True)

    async def advance(self, customer: Customer, to: datetime) -> ClockReading:
        await asyncio.sleep(self._chance.uniform(0.01, 0.2))
        return ClockReading(now=max(to, self._axis.at(self._axis.now())), ready=True)


class _Stand:
    """One scenario with one change. Her axis begins when the stand is made, and t0 is its second 0."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.blueprint = _blueprint(world)
        self._began_s = (now_s := loop_time())()
        self.axis = Axis(self._began_s, now_s)
        if world.own_clock:
            self.axis.anchor(_BEGINS)
        self.customer = Customer(key="maria-1", persona=_MARIA, values={"postal_address": _OLD}, service_id="4711")
        self.change = Change(
            key="c1",
            customer="maria-1",
            facts={"postal_address": Replaced(old=dict(_OLD), new=dict(_NEW))},
            outcome="accepted",
            t0_s=0.0,
        )
        self.events: list[Event] = _opening(self.blueprint, tuple(world.spots))
        self.looks: dict[str, list[tuple[float, bool]]] = {}
        self._pushes: list[asyncio.TimerHandle] = []
        others = Others(self.blueprint.facts)
        others.learn("other-1", {"postal_address": _OTHERS})
        self._live = {
            key: LiveCell(
                change=self.change,
                key=key,
                fact="postal_address",
                touchpoint=self.blueprint.touchpoints[key],
                fact_decl=self.blueprint.facts["postal_address"],
                others=others,
                hers=frozenset({"maria-1"}),
            )
            for key in world.spots
        }

    async def run(self) -> Sequence[CellVerdict]:
        """Watch from the change to the end, then judge the history."""
        world = self.world
        watcher = Watcher(
            [
                CellWatch(fact="postal_address", key=key, touchpoint=self.blueprint.touchpoints[key])
                for key in world.spots
            ],
            [self._place(spot) for spot in world.spots.values()],
            [self._observer(system) for system in world.systems.values() if system.observed],
            axis=self.axis,
            judge_now=self._judge_now,
            leap_beyond_s=LEAP_BEYOND_S,
        )
        self.events.append(ChangeAcknowledged(**_BASE, change=self.change))
        watcher.acknowledged(self.change, lambda place: place.acknowledged(0.0, place.target))
        watcher.start()
        stage = SimpleNamespace(clock=_SimClock(self.axis, world.random("clock")), blueprint=self.blueprint)
        part = cast(Part, SimpleNamespace(customer=self.customer, axis=self.axis, watchers=[watcher], persona=_MARIA))
        settling = Settling(cast(Any, stage), "s", self.events.append, _mark_nothing)
        await settling.settle(part, watcher, watcher.cells)
        await settling.look_on(part)
        await watcher.stop()
        for push in self._pushes:
            push.cancel()
        ended = {self.customer.key: self.axis.now()}
        self.events += [ScenarioFinished(**_BASE, status="passed", ended_axis_s=ended), RunFinished()]
        return judge(History(self.events))

    def sight(self, spot: Spot) -> Sight | None:
        """Until when the place was in sight."""
        saw = [at_s for at_s, able in self.looks.get(spot.name, ()) if able]
        return Sight(last_s=max(saw)) if saw else None

    def _judge_now(self, fact: str, key: str, looks: Sequence[Observation]) -> CellJudgement:
        cell = self._live[key]
        cell.see(looks)
        return cell.judgement()

    def _place(self, spot: Spot) -> PlaceWatch:
        emission = spot.kind == "emission"
        chance = self.world.random(spot.name)
        probe = _SimProbe(
            chance, (lambda: self._sent(spot)) if emission else (lambda: self._held(spot)), spot.blind, self.axis
        )
        self.looks[spot.name] = probe.looked
        self._plan_pushes(spot, probe, chance)
        place = Place(
            key=spot.name,
            called=spot.name,
            kind="emission" if emission else "state",
            facts={"postal_address": ()},
            destination="postal_address" if emission else "",
        )
        return self._watch(place, probe)

    def _observer(self, system: System) -> PlaceWatch:
        def held() -> Sequence[Item]:
            return _SHOWN[value_at(system.timeline, self.axis.now())]

        place = Place(key=system.name, called=system.name, kind="state", facts={"postal_address": ()}, observer=True)
        return self._watch(place, _SimProbe(self.world.random(system.name), held, 0.0, self.axis))

    def _watch(self, place: Place, probe: _SimProbe) -> PlaceWatch:
        def record(observation: Observation, before: bool) -> None:
            self.events.append(PlaceRead(**_BASE, change="c1", before=before, observation=observation))

        return PlaceWatch(
            Target(customer=self.customer, place=place),
            probe,
            axis=self.axis,
            record=record,
            keep=lambda capture: Evidence(kind=capture.kind, caption=capture.caption),
            skew_s=self.blueprint.clock.skew,
        )

    def _held(self, spot: Spot) -> Sequence[Item]:
        value = value_at(spot.timeline, self.axis.now())
        return () if value == "0" else _SHOWN[value]

    def _sent(self, spot: Spot) -> Sequence[Item]:
        now_s = self.axis.now()
        items = []
        for one in spot.sent:
            if one.sent_s > now_s:
                continue
            stamp = None
            if self.world.own_clock:
                stamp = (_BEGINS + timedelta(seconds=one.sent_s + self.world.skew_s)).isoformat()
            items.append(
                Item(
                    key=one.key,
                    destination=_READ[one.value],
                    recipient="unknown",
                    content="We write to {street} {house_number}, {postcode} {city}.".format(
                        **_VALUES["N" if one.value == "L" else one.value]
                    ),
                    originated=stamp,
                )
            )
        return items

    def _plan_pushes(self, spot: Spot, probe: _SimProbe, chance: random.Random) -> None:
        """Push that comes at once, twice, too late, sometimes not at all, or never; and some that tells of nothing."""
        if spot.push == "none":
            return
        probe.push = event = asyncio.Event()
        moments = [one.sent_s for one in spot.sent] if spot.kind == "emission" else [at for at, _ in spot.timeline]
        for at_s in (moment for moment in moments if moment < LEAP_BEYOND_S):
            again = {"silent": 0, "lossy": int(chance.random() < 0.5), "doubled": 2}.get(spot.push, 1)
            for _ in range(again):
                delay_s = chance.uniform(0.0, 3.0) if spot.push == "late" else chance.uniform(0.0, 0.01)
                self._pushes.append(asyncio.get_running_loop().call_at(self._began_s + at_s + delay_s, event.set))
        self._pushes.append(asyncio.get_running_loop().call_later(chance.uniform(0.0, 30.0), event.set))


async def _mark_nothing(_part: Part) -> None:
    """Nobody searches here for old values that nobody declared."""


def _blueprint(world: World) -> Blueprint:
    return Blueprint.model_validate(
        {
            "service": "made up",
            "clock": {"kind": "per_customer" if world.own_clock else "none", "skew": 5.0 if world.own_clock else 0.0},
            "look_on": world.look_on_s if world.own_clock else 0.0,
            "facts": _FACTS,
            "systems": {name: {"called": name} for name in ("self-service", *world.systems)},
            "hops": [
                {"from": parent, "to": system.name} for system in world.systems.values() for parent in system.parents
            ],
            "touchpoints": {
                spot.name: {
                    "called": spot.name,
                    "channel": "post" if spot.kind == "emission" else "agent",
                    "owner": "Somebody",
                    "lane": "support",
                    "stage": "any",
                    "kind": spot.kind,
                    "facts": ["postal_address"],
                    "destination": "postal_address" if spot.kind == "emission" else "",
                    "promise": {
                        "within": spot.within_s,
                        "drain": spot.drain_s,
                        "holds_for": spot.holds_s,
                        "at_most": spot.at_most,
                    },
                    "probe": {"kind": "simulated"},
                    "fed_by": spot.fed_by,
                }
                for spot in world.spots.values()
            },
        }
    )


def _opening(blueprint: Blueprint, spots: tuple[str, ...]) -> list[Event]:
    return [
        RunStarted(run="r", version="0", seed="s", blueprint=blueprint),
        *_people(),
        ChangeBegan(
            **_BASE,
            change="c1",
            customer="maria-1",
            step="she moves",
            line=1,
            cells=tuple(("postal_address", spot) for spot in spots),
        ),
    ]


@lru_cache(maxsize=1)
def _people() -> tuple[Event, ...]:
    def embodied(key: str, value: Mapping[str, str]) -> CustomerEmbodied:
        return CustomerEmbodied(
            **_BASE,
            customer=key,
            persona="Maria",
            role="customer",
            pronouns={},
            locale="de_DE",
            service_id=key,
            values={"postal_address": dict(value)},
        )

    started = ScenarioStarted(**_BASE, journey="j.feature", line=1, feature="f", name="s")
    return (started, embodied("maria-1", _OLD), embodied("other-1", _OTHERS))


def _holds_the_break(cell: CellVerdict, world: World, spot: Spot, sight: Sight | None) -> bool:
    """Whether the upper end of the named segment knew, and the lower did not, when it mattered; True without one."""
    if cell.broke_between is None or sight is None:
        return True
    above, below = cell.broke_between
    if above not in _upstream(below, world, spot):
        return False
    decided_s = spot.within_s if cell.verdict.value == "late" else sight.last_s
    if spot.kind == "emission" and cell.verdict.value != "late":
        # It says what its system held when it was sent; where none was sent, none was by the end of its window.
        wrong = [one.sent_s for one in spot.sent if one.value != "N" and one.sent_s >= spot.drain_s]
        decided_s = max((at_s for at_s in wrong if at_s <= sight.last_s), default=min(spot.within_s, sight.last_s))
    knew = above not in world.systems or value_at(world.systems[above].timeline, decided_s) == "N"
    lacked = below not in world.systems or value_at(world.systems[below].timeline, decided_s) != "N"
    return knew and lacked


def _upstream(name: str, world: World, spot: Spot) -> set[str]:
    """Every place from which something can reach `name`."""
    found = {"the company's answer", "self-service"}
    reached = [spot.fed_by] if name == spot.name else [*world.systems[name].parents]
    while reached:
        system = reached.pop()
        if system not in found:
            found.add(system)
            reached += world.systems[system].parents
    return found
