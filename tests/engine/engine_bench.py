"""An engine whose browser is pretended and whose company is a dictionary: whole scenarios in milliseconds."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from playwright.async_api import Error

from small_bank import BLUEPRINT, make_small_bank
from tellonce.clock import ClockReading, ClockStuck
from tellonce.engine.browser import Browsing
from tellonce.engine.engine import Engine, make_engine
from tellonce.engine.flows import Act, Draft, Enrolled, Flow, Refused, Unanswered, begin_deeds, enrolment, flow
from tellonce.engine.protocol import RunOptions, ScenarioInfo
from tellonce.model.errors import ProbeBlind
from tellonce.model.observation import Seen
from tellonce.model.persona import Customer, Persona
from tellonce.probes.protocol import Capture, Item, Look, Place, Target

PASSWORD = "Correct-Horse-Battery"
NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
CLOCK = "service: Small Bank\nclock: {kind: per_customer, read: x, advance: x}\n"


class FakePage:
    url = "http://bank.example/details"

    def on(self, _event: str, _listener: Any) -> None:
        """Nothing is ever loaded."""

    def remove_listener(self, _event: str, _listener: Any) -> None:
        """Nobody listens."""

    def set_default_timeout(self, _milliseconds: float) -> None:
        """Nothing is waited for."""

    async def screenshot(self, **_how: Any) -> bytes:
        raise Error("nothing can be pictured that is only pretended")

    @property
    def context(self) -> Any:
        raise Error("no header can be added to what is only pretended")

    def is_closed(self) -> bool:
        """Nothing can be seen of it."""
        return True

    async def close(self) -> None:
        """Nothing is open."""


class FakeContext:
    async def new_page(self) -> FakePage:
        return FakePage()

    async def close(self) -> None:
        """Nothing is open."""


class FakeBrowsing(Browsing):
    """No browser at all. report: what is said of her constraints."""

    def __init__(self) -> None:
        super().__init__(preferred="", headed=False)
        self.report: dict[str, str] = {}
        self.is_alive = True

    @property
    def alive(self) -> bool:
        return self.is_alive

    async def open(self) -> Any:
        return None

    async def constraints_of(self, persona: Persona) -> dict[str, str]:
        return dict(self.report)

    async def context_for(self, persona: Persona | None) -> Any:
        return FakeContext()

    async def close(self) -> None:
        """Nothing is open; the next one lives."""
        self.is_alive = True


@dataclass(kw_only=True)
class Company:
    """What every place knows of her. places: place key -> fact -> value; letters: what was sent from where.

    forgets: places that news never reaches.  unseen: place -> why nobody can look.  refuses: how it refuses a change.
    silent: what comes instead of an answer.
    """

    places: dict[str, dict[str, Mapping[str, str]]] = field(default_factory=dict)
    letters: dict[str, list[Item]] = field(default_factory=dict)
    forgets: set[str] = field(default_factory=set)
    unseen: dict[str, str] = field(default_factory=dict)
    refuses: str = ""
    silent: str = ""
    crashes: Exception | None = None
    told: list[Mapping[str, Mapping[str, str]]] = field(default_factory=list)

    def knows(self, place: str, news: Mapping[str, Mapping[str, str]]) -> None:
        """News reach a place."""
        if place not in self.forgets:
            self.places.setdefault(place, {}).update(news)

    def hears(self, news: Mapping[str, Mapping[str, str]]) -> None:
        """She tells it something, and the letter about it goes out."""
        self.told.append(news)
        if self.crashes is not None:
            raise self.crashes
        if self.refuses:
            raise Refused(self.refuses)
        for place in ("profile", "master"):
            self.knows(place, news)
        address = news.get("postal_address")
        if address is not None:
            old = self.places["cards"]["postal_address"]
            self.knows("cards", news)
            known = self.places["cards"]["postal_address"] if "card-letter" not in self.forgets else old
            sent = self.letters.setdefault("card-letter", [])
            sent.append(
                Item(
                    key=f"{len(sent) + 1}.pdf",
                    recipient="self",
                    destination=Seen(components=known),
                    seen={"postal_address": Seen(components=known)},
                )
            )
        if self.silent:
            raise Unanswered(self.silent)


class CompanyProbe:
    """Looks into the company's dictionary."""

    kind = "company"

    def __init__(self, company: Company, place: Place) -> None:
        self.company, self.place = company, place

    async def arm(self, target: Target) -> Any:
        if self.place.key in self.company.unseen:
            raise ProbeBlind(self.company.unseen[self.place.key])
        return len(self.company.letters.get(self.place.key, ()))

    async def look(self, target: Target, cursor: Any) -> Look:
        if self.place.kind == "emission":
            return Look(items=tuple(self.company.letters.get(self.place.key, ())[cursor or 0 :]))
        known = self.company.places.get(self.place.key, {})
        seen = {fact: Seen(components=dict(known[fact])) for fact in self.place.facts if fact in known}
        return Look(items=(Item(seen=seen, recipient="self"),)) if seen else Look()

    async def capture(self, target: Target, item: Item) -> tuple[Capture, ...]:
        secret = target.customer.secrets.get("password", "")
        return (Capture(kind="text", caption="what was seen", text=f"signed in with {secret}"),)

    def wake(self) -> asyncio.Event | None:
        return None

    async def close(self) -> None:
        """Nothing is open."""


@dataclass(kw_only=True)
class Bank:
    """An engine, its company, and the flow by which she moves."""

    engine: Engine
    company: Company
    browsing: Any
    moves: Flow
    root: Path

    def scenario(self, name: str = "moving", tags: Sequence[str] = ()) -> None:
        """A scenario begins."""
        info = ScenarioInfo(
            id=f"journeys/maria.feature::{name}",
            journey="journeys/maria.feature",
            line=3,
            feature="Maria",
            name=name,
            tags=tuple(tags),
        )
        self.engine.start_scenario(info)

    def she_moves(self, who: str = "Maria") -> None:
        """When Maria moves"""
        self.engine.run(self.engine.scene.change(who, self.moves, (), step="Maria moves", line=5))

    @property
    def history(self) -> str:
        """Everything that was written down so far, as it lies on the disk."""
        folder = self.root / "reports" / "r1"
        files = [path for path in folder.rglob("*") if path.is_file()]
        return "\n".join(path.read_text(encoding="utf-8") for path in files)


@contextmanager
def open_bank(
    root: Path,
    *,
    blueprint: str = BLUEPRINT,
    personas: dict[str, str] | None = None,
    touchpoint: str | None = None,
    change: Callable[[str], str] = str,
    browsing: Browsing | None = None,
    acts: Callable[[Act], Awaitable[None]] | None = None,
    enrolled: Callable[[Draft], Enrolled] = lambda _draft: Enrolled(service_id="4711", secrets={"password": PASSWORD}),
) -> Iterator[Bank]:
    """A started engine over the small bank. change: edits the blueprint's text.

    browsing: a browser, where a pretended one will not do.  acts: what she does on her page before the company hears.
    """
    company = Company()
    deeds = begin_deeds(lambda _flow: None)

    @enrolment("customer")
    async def open_account(draft: Draft, addresses: Mapping[str, str]) -> Enrolled:
        company.places = {key: dict(draft.values) for key in ("profile", "master", "cards")}
        return enrolled(draft)

    @flow("{customer} moves", changes="postal_address")
    async def moves(act: Act) -> None:
        if acts is not None:
            await acts(act)
        company.hears(act.news)

    make_small_bank(root, blueprint=change(blueprint), personas=personas)
    options = RunOptions(run="r1", folder=root / "reports" / "r1", seed="seed", touchpoint=touchpoint)
    engine = make_engine(root, options, "main")
    browsing = browsing or FakeBrowsing()
    engine._stage.browsing = browsing
    probes: dict[tuple[str, bool], CompanyProbe] = {}
    engine._stage._probe = lambda place, *_: probes.setdefault(  # type: ignore[method-assign]
        (place.key, place.observer), CompanyProbe(company, place)
    )
    try:
        engine.start_run()
        yield Bank(engine=engine, company=company, browsing=browsing, moves=deeds.flows[0], root=root)
    finally:
        engine.finish_run()
        begin_deeds(lambda _flow: None)


class FakeClock:
    """Her clock: it jumps, and what is due by then happens.

    due: what happens when it has passed a moment.  stuck: why it does not move.  under_way: happens when ready.
    """

    def __init__(self) -> None:
        self.now, self.stuck = NOON, ""
        self.due: list[tuple[datetime, Callable[[], object]]] = []
        self.under_way: list[Callable[[], object]] = []
        self.moved: list[timedelta] = []

    async def read(self, customer: Customer) -> ClockReading:
        return ClockReading(now=self.now, ready=True)

    async def ready(self, customer: Customer) -> ClockReading:
        while self.under_way:
            self.under_way.pop(0)()
        return await self.read(customer)

    async def advance(self, customer: Customer, to: datetime) -> ClockReading:
        if self.stuck:
            raise ClockStuck(self.stuck)
        self.moved.append(to - self.now)
        self.now = to
        for moment, happens in [one for one in self.due if one[0] <= to]:
            self.due.remove((moment, happens))
            happens()
        return await self.ready(customer)

    async def close(self) -> None:
        """Nothing is open."""


def events(bank: Bank, kind: str) -> list[dict[str, Any]]:
    bank.engine._stage.sync()
    lines = (bank.root / "reports/r1/history.main.ndjson").read_text(encoding="utf-8").splitlines()
    return [event for event in map(json.loads, lines) if event["type"] == kind]
