"""Small histories of a made-up bank, for the tests of the judge."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from tellonce.model.blueprint import Blueprint
from tellonce.model.change import Change, Replaced
from tellonce.model.events import (
    ChangeAcknowledged,
    ChangeBegan,
    ClockMoved,
    CustomerEmbodied,
    Event,
    NeverAsked,
    PlaceRead,
    RunFinished,
    RunStarted,
    ScenarioFinished,
    ScenarioStarted,
)
from tellonce.model.history import History
from tellonce.model.observation import Evidence, Observation, Seen

OLD = {
    "street": "Hauptstraße",
    "house_number": "12",
    "flat": "",
    "postcode": "10115",
    "city": "Berlin",
    "country": "DE",
}
NEW = {"street": "Rosenweg", "house_number": "7b", "flat": "", "postcode": "80331", "city": "München", "country": "DE"}
OTHERS = {"street": "Am Kai", "house_number": "3", "flat": "", "postcode": "20457", "city": "Hamburg", "country": "DE"}
OLD_MAIL, NEW_MAIL = {"address": "maria@old.example"}, {"address": "maria@new.example"}
DAY = 86400.0


def address_lines(value: Mapping[str, str]) -> str:
    return f"Maria Novak\n{value['street']} {value['house_number']}\n{value['postcode']} {value['city']}"


def _touchpoint(called: str, channel: str, kind: str, fed_by: str, facts: list[str], **more: Any) -> dict[str, Any]:
    lane = "frontstage" if channel in ("web", "app") else "support"
    made = {"called": called, "channel": channel, "owner": "Cards", "lane": lane, "stage": "moving", "kind": kind}
    return {**made, "facts": facts, "promise": {"within": "1 minute"}, "probe": {"kind": "x"}, "fed_by": fed_by, **more}


BLUEPRINT = Blueprint.model_validate(
    {
        "service": "Northbank",
        "facts": {
            "postal_address": {"kind": "postal_address", "called": "postal address"},
            "email": {"kind": "email", "called": "e-mail address"},
        },
        "systems": {
            "master": {"called": "customer master"},
            "hub": {"called": "event hub"},
            "cards": {"called": "card system"},
            "letters": {"called": "letter system"},
        },
        "hops": [
            {"from": "master", "to": "hub"},
            {"from": "hub", "to": "cards", "facts": ["postal_address"]},
            {"from": "hub", "to": "letters"},
            {"from": "cards", "to": "letters", "facts": ["email"]},
        ],
        "touchpoints": {
            "profile": _touchpoint("the profile page", "web", "state", "master", ["postal_address", "email"]),
            "desktop": _touchpoint("the agent desktop", "agent", "state", "hub", ["postal_address"]),
            "card-letter": _touchpoint(
                "the card letter",
                "card",
                "emission",
                "cards",
                ["postal_address"],
                destination="postal_address",
                consequence="{name}'s new card goes to {possessive} old home at {old}.",
            ),
            "confirmation": _touchpoint(
                "the confirmation mail",
                "mail",
                "emission",
                "letters",
                ["postal_address", "email"],
                destination="email",
                promise={"within": "1 minute", "at_most": 1},
            ),
            "notice": _touchpoint(
                "the notice", "mail", "emission", "letters", ["email"], destination="email", notice=True
            ),
        },
    }
)


def picture(caption: str) -> Evidence:
    return Evidence(kind="text", caption=caption)


def look(place: str, at: float, *, fact: str = "postal_address", customer: str = "c1", **more: Any) -> Observation:
    """A look of one second at a state: `seen` is given as components or text."""
    seen = more.pop("seen", None)
    if seen is not None:
        reading = Seen(text=seen) if isinstance(seen, str) else Seen(components=seen)
        more["seen"] = {fact: reading}
    given = {"outcome": "read", "start_s": at, "end_s": at + 1.0, "customer": customer, "place": place, **more}
    return Observation.model_validate(given)


def letter(place: str, at: float, to: Mapping[str, str] | str, *, item: str = "1.pdf", **more: Any) -> Observation:
    """A letter found by a look at `at`, sent to a postal address."""
    window = to if isinstance(to, str) else address_lines(to)
    return look(place, at, item=item, destination=Seen(text=window), destination_fact="postal_address", **more)


def mail(place: str, at: float, to: str, *, item: str = "1.eml", **more: Any) -> Observation:
    """A mail found by a look at `at`."""
    return look(place, at, item=item, destination=Seen(text=to), destination_fact="email", **more)


def scenario(
    *looks: Observation,
    name: str = "moving",
    worker: str = "main",
    customer: str = "c1",
    cells: Iterable[tuple[str, str]] = (("postal_address", "profile"),),
    facts: Mapping[str, Replaced] | None = None,
    outcome: str = "accepted",
    acknowledged: bool = True,
    related: tuple[str, ...] = (),
    values: Mapping[str, Mapping[str, str]] | None = None,
    asked: NeverAsked | None = None,
    leap_s: float = 0.0,
) -> list[Event]:
    """One scenario in which Maria changes her address (or `facts`) at t0 = 10 s."""
    base = {"worker": worker, "scenario": name}
    change = f"{customer}-1"
    told = facts if facts is not None else {"postal_address": Replaced(old=OLD, new=NEW)}
    events: list[Event] = [
        ScenarioStarted(**base, journey="journeys/maria/moving.feature", line=14, feature="Moving", name=name),
        CustomerEmbodied(
            **base,
            customer=customer,
            persona="Maria",
            role="customer",
            pronouns={"possessive": "her"},
            locale="de_DE",
            service_id="4711",
            values={fact: dict(value) for fact, value in (values or {"postal_address": OLD}).items()},
            related=related,
        ),
        ChangeBegan(**base, change=change, customer=customer, step="she moves", line=17, cells=tuple(cells)),
    ]
    if acknowledged:
        made = {"key": change, "customer": customer, "facts": dict(told), "outcome": outcome, "t0_s": 10.0}
        events.append(ChangeAcknowledged(**base, change=Change.model_validate(made)))
    if leap_s:
        events.append(ClockMoved(**base, customer=customer, leap_s=leap_s, to="2026-03-01T00:00:00", ready=True))
    events += [PlaceRead(**base, change=change, observation=seen) for seen in looks]
    if asked is not None:
        events.append(asked)
    events.append(ScenarioFinished(**base, status="passed", ended_axis_s={customer: 5000.0}))
    return events


def history(*scenarios: list[Event], blueprint: Blueprint = BLUEPRINT) -> History:
    workers = dict.fromkeys(event.worker for events in scenarios for event in events) or {"main": None}
    started = [RunStarted(worker=w, run="r1", version="1", seed="s", blueprint=blueprint) for w in workers]
    ended = [RunFinished(worker=w) for w in workers]
    return History([*started, *(event for events in scenarios for event in events), *ended])
