"""Time that jumps, places that say what a test wrote down, and a judge's word on them: watching without waiting."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from benchmarks.simulation.jumping import loop_now_s as now_s

from tellonce.judge import LiveCell
from tellonce.model.blueprint import Touchpoint
from tellonce.model.change import Change, Replaced
from tellonce.model.facts import Fact, FactKind
from tellonce.model.observation import Evidence, Observation, Seen
from tellonce.model.persona import Customer, Persona
from tellonce.probes.protocol import Capture, Item, Look, Place, Target
from tellonce.watch.axis import Axis
from tellonce.watch.cell_watch import CellWatch
from tellonce.watch.health import SourceHealth
from tellonce.watch.place_watch import PlaceWatch
from tellonce.watch.watcher import Watcher

OLD, NEW = {"address": "maria@old.example"}, {"address": "maria@new.example"}
EMAIL = Fact(kind=FactKind.EMAIL, called="e-mail address")
MARIA = Customer(
    key="maria-1",
    persona=Persona(name="Maria", locale="de_DE", language="de", time_zone="Europe/Berlin"),
    values={"email": OLD},
    service_id="4711",
)


def mail(address: Mapping[str, str], **more: Any) -> Item:
    """What a structured place says of her e-mail address."""
    return Item(seen={"email": Seen(components=dict(address))}, **more)


@dataclass(kw_only=True)
class ToyProbe:
    """Says what `says` gives for the time of the look: items, or an error that it raises.

    looked_s: when each look began.  takes_s: how long a look lasts.
    """

    says: Callable[[float], Sequence[Item] | Exception]
    kind: str = "toy"
    takes_s: float = 0.0
    push: asyncio.Event | None = None
    cannot_arm: list[Exception] = field(default_factory=list)
    cannot_capture: Exception | None = None
    looked_s: list[float] = field(default_factory=list)
    cursors: list[Any] = field(default_factory=list)

    async def arm(self, target: Target) -> Any:
        if self.cannot_arm:
            raise self.cannot_arm.pop(0)
        return "cursor"

    async def look(self, target: Target, cursor: Any) -> Look:
        self.looked_s.append(round(now_s(), 6))
        self.cursors.append(cursor)
        said = self.says(now_s())
        await asyncio.sleep(self.takes_s)
        if isinstance(said, Exception):
            raise said
        return Look(items=tuple(said))

    async def capture(self, target: Target, item: Item) -> tuple[Capture, ...]:
        if self.cannot_capture is not None:
            raise self.cannot_capture
        return (Capture(kind="text", caption=f"capture of {item.key or 'the state'}", text="shown"),)

    def wake(self) -> asyncio.Event | None:
        return self.push

    async def close(self) -> None:
        """Nothing to let go of."""


def knows_from(moment_s: float) -> Callable[[float], Sequence[Item]]:
    """A state that shows the old value first, and the new one from `moment_s` on."""
    return lambda at_s: [mail(NEW if at_s >= moment_s else OLD)]


def touchpoint(kind: Literal["state", "emission"] = "state", **promise: Any) -> Touchpoint:
    """The e-mail address, seen somewhere, promised within 10 s unless told otherwise."""
    return Touchpoint.model_validate(
        {
            "called": "the page",
            "channel": "web",
            "owner": "Web",
            "lane": "frontstage",
            "stage": "any",
            "kind": kind,
            "facts": ["email"],
            "promise": {"within": 10.0, **promise},
            "probe": {"kind": "toy"},
            "fed_by": "master",
        }
    )


def change(outcome: Literal["accepted", "refused", "unknown"] = "accepted", *, t0_s: float = 0.0) -> Change:
    """She takes a new e-mail address."""
    return Change(key="c1", customer="maria-1", facts={"email": Replaced(old=OLD, new=NEW)}, outcome=outcome, t0_s=t0_s)


@dataclass(kw_only=True)
class Bench:
    """Places under watch, and everything that was written down: (observation, whether before the change)."""

    axis: Axis = field(default_factory=lambda: Axis(0.0, now_s))
    told: Change = field(default_factory=change)
    leap_beyond_s: float = 60.0
    written: list[tuple[Observation, bool]] = field(default_factory=list)
    places: list[PlaceWatch] = field(default_factory=list)
    observers: list[PlaceWatch] = field(default_factory=list)
    cells: list[CellWatch] = field(default_factory=list)
    health: SourceHealth | None = None

    def place(
        self,
        probe: ToyProbe | None,
        *,
        key: str = "page",
        kind: Literal["state", "emission"] = "state",
        observer: bool = False,
        blind: str = "",
    ) -> PlaceWatch:
        """A place on its own."""
        spot = Place(key=key, called=f"the {key}", kind=kind, facts={"email": ()}, observer=observer)
        return PlaceWatch(
            Target(customer=MARIA, place=spot),
            probe,
            axis=self.axis,
            record=lambda observation, before: self.written.append((observation, before)),
            keep=lambda capture: Evidence(kind=capture.kind, caption=capture.caption, text=capture.text),
            blind=blind,
            health=self.health,
        )

    def watch(self, key: str, probe: ToyProbe, spot: Touchpoint | None = None) -> CellWatch:
        """Add a touchpoint with its cell."""
        spot = spot or touchpoint()
        self.places.append(self.place(probe, key=key, kind=spot.kind))
        self.cells.append(CellWatch(fact="email", key=key, touchpoint=spot))
        return self.cells[-1]

    def observe(self, key: str, probe: ToyProbe) -> None:
        """Add a system that is looked into."""
        self.observers.append(self.place(probe, key=key, observer=True))

    def watcher(self) -> Watcher:
        """A watcher over what was added, not armed."""
        return Watcher(
            self.cells,
            self.places,
            self.observers,
            axis=self.axis,
            judge_now=self._judge,
            leap_beyond_s=self.leap_beyond_s,
        )

    async def told_watcher(self) -> Watcher:
        """A watcher that was armed, and has heard of the change."""
        watcher = self.watcher()
        await watcher.arm()
        watcher.acknowledged(self.told, lambda place: place.acknowledged(self.told.t0_s, place.target))
        return watcher

    def _judge(self, fact: str, key: str, looks: Sequence[Observation]) -> Any:
        spot = next(cell.touchpoint for cell in self.cells if cell.key == key)
        live = LiveCell(change=self.told, key=key, fact=fact, touchpoint=spot, fact_decl=EMAIL)
        live.see(looks)
        return live.judgement()
