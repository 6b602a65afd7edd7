"""A small shop in which every sentence can be said, kept and broken: the real scene, a company made of dictionaries."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from engine_bench import FakeBrowsing

from small_bank import make_small_bank
from tellonce.clock import ClockReading
from tellonce.engine.engine import Engine, make_engine
from tellonce.engine.flows import Act, Draft, Enrolled, Refused, Unanswered, begin_deeds, enrolment, flow
from tellonce.engine.outcomes import CannotTell, PromiseBroken
from tellonce.engine.protocol import RunOptions, ScenarioInfo
from tellonce.model.blueprint import Blueprint, Touchpoint
from tellonce.model.errors import ProbeBlind, UsageProblem
from tellonce.model.facts import FactKind, spell
from tellonce.model.observation import Seen
from tellonce.model.persona import Customer
from tellonce.probes.protocol import Capture, Item, Look, Place, Target, Thing, Things
from tellonce.runner.registry import SentenceRegistry
from tellonce.vocabulary import load

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
FEES = {"Basic": "4.90", "Plus": "9.90", "Gratis": "4.90"}
CLOCK = "clock: {kind: per_customer, read: x, advance: x, leap_beyond: 5 s}\n"


def _touchpoint(  # noqa: PLR0917 - a row of a table
    key: str, called: str, channel: str, owner: str, kind: str, facts: str, *more: str
) -> str:
    lane = {"agent": "backstage", "partner": "support"}.get(channel, "frontstage")
    rows = [
        f"called: {called}",
        f"channel: {channel}",
        f"owner: {owner}",
        f"lane: {lane}",
        f"kind: {kind}",
        f"facts: [{facts}]",
        "fed_by: master",
        'probe: {kind: http, url: "{web}/x"}',
        *more,
    ]
    if not any(row.startswith("promise") for row in more):
        rows.append("promise: {within: 1 day}")
    if not any(row.startswith("stage") for row in more):
        rows.append("stage: Being served")
    return f"  {key}:\n" + "".join(f"    {row}\n" for row in rows)


BLUEPRINT = (
    "service: Small Shop\n"
    + CLOCK
    + """\
addresses: {web: "http://127.0.0.1:9"}
facts:
  postal_address: {kind: postal_address, called: postal address}
  email: {kind: email, called: e-mail address}
  phone: {kind: phone, called: phone number}
  package: {kind: plan, called: account package}
  order: {kind: text, called: order, known_from_start: false}
  delivery_day: {kind: date, called: delivery day, known_from_start: false}
systems:
  master: {called: customer master}
hops: []
touchpoints:
"""
    + _touchpoint(
        "profile", "the details page", "web", "Digital Shop", "state", "postal_address, email, package, delivery_day"
    )
    + _touchpoint(
        "desk",
        "the agent desktop",
        "agent",
        "Service",
        "state",
        "postal_address, email, package",
        "moment_of_truth: true",
    )
    + _touchpoint(
        "card-letter",
        "the card letter",
        "post",
        "Card Operations",
        "emission",
        "postal_address",
        "destination: postal_address",
        "stage: Getting the card",
    )
    + _touchpoint("receipt", "the receipt", "mail", "Sales", "emission", "order, delivery_day", "destination: email")
    + _touchpoint("text", "the text message", "sms", "Sales", "emission", "order", "destination: phone")
    + _touchpoint("notice", "the notice", "mail", "Security", "emission", "email", "destination: email", "notice: true")
    + _touchpoint("invoice", "the invoice", "invoice", "Billing", "emission", "package", "destination: postal_address")
    + _touchpoint(
        "feed",
        "the partner feed",
        "partner",
        "Partners",
        "state",
        "postal_address, email",
        "third_party: Brokers",
        "promise: {within: 1 day, exempt: {email: brokers do not write}}",
    )
    + _touchpoint(
        "parcel",
        "the parcel",
        "post",
        "Logistics",
        "emission",
        "order",
        "destination: postal_address",
        "promise: {within: 5 days, by: delivery_day}",
    )
)
_PERSONA = """\
name: {name}
locale: de_DE
language: de
time_zone: Europe/Berlin
pronouns: {{subject: {she}, object: {her}, possessive: {their}}}
values: {{package: {{name: Basic, monthly_fee: "4.90"}}}}
"""
PERSONAS = {
    "maria": _PERSONA.format(name="Maria", she="she", her="her", their="her"),
    "jan": _PERSONA.format(name="Jan", she="he", her="him", their="his") + "shares_account_with: Maria\n",
    "otto": _PERSONA.format(name="Otto", she="he", her="him", their="his"),
}


class Clocks:
    """A clock for each customer: it jumps, and what is due by then happens."""

    def __init__(self) -> None:
        self.now: dict[str, datetime] = {}
        self.due: list[tuple[str, datetime, Callable[[], object]]] = []
        self.stuck = False

    def of(self, customer: Customer) -> datetime:
        return self.now.get(customer.service_id, NOON)

    async def read(self, customer: Customer) -> ClockReading:
        return ClockReading(now=self.of(customer), ready=True)

    async def ready(self, customer: Customer) -> ClockReading:
        return await self.read(customer)

    async def advance(self, customer: Customer, to: datetime) -> ClockReading:
        for whose, moment, happens in sorted(self.due, key=lambda one: one[1]):
            if whose == customer.service_id and moment <= to:
                self.now[whose] = moment
                self.due.remove((whose, moment, happens))
                happens()
        self.now[customer.service_id] = to
        return await self.read(customer)

    async def close(self) -> None:
        """Nothing is open."""


@dataclass(kw_only=True)
class Company:
    """What every touchpoint knows of whom, and what was sent.

    forgets: touchpoints that go on with the old value.  mute: that send nothing.  slow: that hear of it later.
    twice: that send two.  gossips: that show everybody's news to everybody.  unseen: touchpoint -> why nobody can look.
    bills: what the invoices charge instead.  refuses, silent: how it answers.  day: the delivery day she is named.
    """

    blueprint: Blueprint
    clocks: Clocks
    states: dict[tuple[str, str], dict[str, Mapping[str, str]]] = field(default_factory=dict)
    sent: dict[tuple[str, str], list[Item]] = field(default_factory=dict)
    knows: dict[str, dict[str, Mapping[str, str]]] = field(default_factory=dict)
    forgets: set[str] = field(default_factory=set)
    mute: set[str] = field(default_factory=set)
    slow: dict[str, timedelta] = field(default_factory=dict)
    twice: set[str] = field(default_factory=set)
    gossips: set[str] = field(default_factory=set)
    unseen: dict[str, str] = field(default_factory=dict)
    bills: Mapping[str, str] | None = None
    refuses: str = ""
    silent: str = ""
    archive: dict[str, Mapping[str, str]] = field(default_factory=dict)
    """Whose address lies where nobody declared it."""
    day: str = "2026-05-08"
    shown_day: str = ""

    def opens(self, service_id: str, values: Mapping[str, Mapping[str, str]]) -> None:
        self.knows[service_id] = dict(values)
        self.archive[service_id] = values["postal_address"]
        for key, spot in self.blueprint.touchpoints.items():
            if spot.kind == "state":
                self.states[key, service_id] = {fact: values[fact] for fact in spot.facts if fact in values}

    def hears(self, customer: Customer, news: Mapping[str, Mapping[str, str]]) -> None:
        if self.refuses:
            raise Refused(self.refuses)
        whose = customer.service_id
        before = dict(self.knows[whose])
        self.knows[whose] |= news
        if "archive" not in self.forgets:
            self.archive[whose] = self.knows[whose]["postal_address"]
        for key, spot in self.blueprint.touchpoints.items():
            told = {
                fact: value for fact, value in news.items() if fact in spot.facts and fact not in spot.promise.exempt
            }
            if not told or key in self.mute:
                continue
            self.later(
                customer, key, lambda key=key, spot=spot, told=told: self._reaches(key, spot, whose, told, before)
            )
        if self.silent:
            raise Unanswered(self.silent)

    def later(self, customer: Customer, key: str, happens: Callable[[], object]) -> None:
        if key in self.slow:
            self.clocks.due.append((customer.service_id, self.clocks.of(customer) + self.slow[key], happens))
        else:
            happens()

    def _reaches(
        self,
        key: str,
        spot: Touchpoint,
        whose: str,
        told: Mapping[str, Mapping[str, str]],
        before: Mapping[str, Mapping[str, str]],
    ) -> None:
        if key in self.forgets:
            told = {fact: before[fact] for fact in told if fact in before}
        if self.shown_day and "delivery_day" in told:
            told = {**told, "delivery_day": {"date": self.shown_day}}
        if key == "invoice" and self.bills:
            told = {"package": self.bills}
        if spot.kind == "state":
            self.states[key, whose] |= told
            if key in self.gossips:
                for other_key, other in self.states:
                    if other_key == key:
                        self.states[key, other] |= told
            return
        self.send(key, whose, told, before)
        if key in self.twice:
            self.send(key, whose, told, before)

    def send(
        self, key: str, whose: str, told: Mapping[str, Mapping[str, str]], before: Mapping[str, Mapping[str, str]]
    ) -> None:
        """Something goes out, with the time of her clock."""
        spot = self.blueprint.touchpoints[key]
        old = spot.notice or key in self.forgets
        to = (before if old else {**self.knows[whose], **told}).get(spot.destination)
        sent = self.sent.setdefault((key, whose), [])
        sent.append(
            Item(
                key=f"{key}-{len(sent) + 1}",
                recipient="self",
                destination=Seen(components=to) if to else None,
                seen={} if spot.notice else {fact: Seen(components=value) for fact, value in told.items()},
                originated=self.clocks.now.get(whose, NOON).isoformat(),
            )
        )


class Probe:
    """Looks into the company's dictionaries."""

    kind = "company"

    def __init__(self, company: Company, place: Place) -> None:
        self.company, self.place = company, place

    async def arm(self, target: Target) -> Any:
        if self.place.key in self.company.unseen:
            raise ProbeBlind(self.company.unseen[self.place.key])
        return len(self.company.sent.get((self.place.key, target.customer.service_id), ()))

    async def look(self, target: Target, cursor: Any) -> Look:
        if self.place.key in self.company.unseen:
            raise ProbeBlind(self.company.unseen[self.place.key])
        whose = self.place.key, target.customer.service_id
        if self.place.kind == "emission":
            return Look(items=tuple(self.company.sent.get(whose, ())[cursor or 0 :]))
        known = self.company.states.get(whose, {})
        seen = {fact: Seen(components=dict(known[fact])) for fact in self.place.facts if fact in known}
        return Look(items=(Item(seen=seen, recipient="self"),)) if seen else Look()

    async def capture(self, target: Target, item: Item) -> tuple[Capture, ...]:
        return ()

    def wake(self) -> asyncio.Event | None:
        return None

    async def close(self) -> None:
        """Nothing is open."""


class Archive:
    """A listing of what nobody declared."""

    key = called = "the archive"
    kind = "state"
    source = ""
    uses: frozenset[str] = frozenset()

    def __init__(self, company: Company) -> None:
        self.company = company

    async def mark(self) -> int:
        return 0

    async def things(self, target: Target, kind: FactKind, old: Mapping[str, str], since: int) -> Things:
        lying = self.company.archive.items()
        texts = [f"{whose}\n{spell(kind, value)}" for whose, value in lying if whose == target.customer.service_id]
        return Things(things=tuple(Thing(where="the archive", key="", text=text) for text in texts), looked=len(lying))

    async def show(self, thing: Thing, passage: str) -> Capture:
        return Capture(kind="text", caption=thing.where, text=passage)

    async def close(self) -> None:
        """Nothing is open."""


@dataclass(kw_only=True)
class Shop:
    """An engine, its company, its sentences, and what was said so far."""

    engine: Engine
    company: Company
    clocks: Clocks
    registry: SentenceRegistry
    root: Path
    lines: int = 0

    def say(self, step: str) -> None:
        """One step of a scenario, as a runner says it."""
        self.lines += 1
        keyword, text = step.split(" ", 1)
        match = self.registry.find_match(SimpleNamespace(step_type=keyword.casefold(), keyword=keyword, name=text))
        assert match is not None, f"no sentence says {step!r}"
        assert match.problem is None, match.problem
        self.engine.start_step(step, self.lines)
        match.func(SimpleNamespace(tellonce=self.engine), *[argument.value for argument in match.arguments])

    def plays(self, *steps: str) -> tuple[str, str]:
        """How a scenario ends, and what is said of it: its first step that does not pass ends it, as in every run."""
        info = ScenarioInfo(
            id="journeys/maria.feature::one", journey="journeys/maria.feature", line=3, feature="M", name="one"
        )
        self.engine.start_scenario(info)
        status, message = "passed", ""
        for step in steps:
            try:
                self.say(step)
            except (PromiseBroken, CannotTell) as no:
                status, message = "failed", str(no)
                break
            except UsageProblem as mistake:
                status, message = "error", str(mistake)
                break
        end = self.engine.finish_scenario(status, message)
        return end.status, message or end.message

    @property
    def history(self) -> list[dict[str, Any]]:
        """Everything that was written down so far."""
        self.engine._stage.sync()
        lines = (self.root / "reports/r1/history.main.ndjson").read_text(encoding="utf-8").splitlines()
        return [json.loads(line) for line in lines]


def add_flows(company: Callable[[], Company]) -> None:
    """How customers of the shop come to exist, and what they do there."""

    @enrolment("customer")
    async def open_account(draft: Draft, addresses: Mapping[str, str]) -> Enrolled:
        service_id = f"no-{draft.persona.name}"
        company().opens(service_id, draft.values)
        return Enrolled(service_id=service_id)

    @flow("{customer} moves", changes="postal_address")
    async def moves(act: Act) -> None:
        company().hears(act.customer, act.news)

    @flow("{customer} has a new mailbox", changes="email")
    async def has_a_new_mailbox(act: Act) -> None:
        company().hears(act.customer, act.news)

    @flow("{customer} takes {word}", changes="package", new=lambda word: {"name": word, "monthly_fee": FEES[word]})
    async def takes(act: Act) -> None:
        company().hears(act.customer, act.news)

    @flow("{customer} orders", changes="order", learns="delivery_day")
    async def orders(act: Act) -> None:
        day = {"date": company().day}
        company().hears(act.customer, {**act.news, "delivery_day": day})
        act.learn("delivery_day", day)


@contextmanager
def open_shop(
    root: Path, *, change: Callable[[str], str] = str, touchpoint: str | None = None, clock: bool = True
) -> Iterator[Shop]:
    """A shop that has opened. change: edits the blueprint's text.  clock: whether customers have one."""
    text = change(BLUEPRINT if clock else BLUEPRINT.replace(CLOCK, "clock: {leap_beyond: 5 s}\n"))
    make_small_bank(root, blueprint=text, personas=PERSONAS)
    registry = SentenceRegistry(root)
    load(registry, root)
    company: list[Company] = []
    add_flows(lambda: company[0])
    options = RunOptions(run="r1", folder=root / "reports" / "r1", seed="seed", touchpoint=touchpoint)
    engine = make_engine(root, options, "main")
    stage, clocks = engine._stage, Clocks()
    company.append(Company(blueprint=engine.project.blueprint, clocks=clocks))
    stage.browsing = FakeBrowsing()
    if clock:
        stage.clock = clocks
    probes: dict[str, Probe] = {}
    stage._probe = lambda place, *_: probes.setdefault(  # type: ignore[method-assign]
        place.key, Probe(company[0], place)
    )
    archive: Any = Archive(company[0])
    stage.listings = lambda _role: [archive]  # type: ignore[method-assign]
    stage.listing_of = lambda _touchpoint: None  # type: ignore[method-assign]
    try:
        engine.start_run()
        yield Shop(engine=engine, company=company[0], clocks=clocks, registry=registry, root=root)
    finally:
        engine.finish_run()
        begin_deeds(lambda _flow: None)
