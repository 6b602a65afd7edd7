"""Hand-made runs for the tests of reports: small, whole, and with names that read like a bank's."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw

from tellonce.ledger import RunFolder
from tellonce.model.blueprint import Blueprint
from tellonce.model.cell import CellVerdict, Look
from tellonce.model.change import Change, Replaced
from tellonce.model.events import (
    ChangeAcknowledged,
    ChangeBegan,
    CustomerEmbodied,
    Event,
    JourneyPlanned,
    PlaceRead,
    RunFinished,
    RunStarted,
    ScenarioFinished,
    ScenarioStarted,
    StepFinished,
)
from tellonce.model.history import History
from tellonce.model.observation import Evidence, Observation, Seen
from tellonce.model.plan import Plan
from tellonce.model.verdict import Outcome, Verdict
from tellonce.probes.protocol import Capture

WALL = "2026-11-21T21:45:00+01:00"
OLD = {
    "street": "Hauptstrasse",
    "house_number": "12",
    "flat": "",
    "postcode": "10115",
    "city": "Berlin",
    "country": "DE",
}
NEW = {"street": "Rosenweg", "house_number": "7b", "flat": "", "postcode": "80331", "city": "Munich", "country": "DE"}
ADDRESS = ("Hauptstrasse 12, 10115 Berlin", "Rosenweg 7b, 80331 Munich")
EMAIL = ("maria@alt.example", "maria@neu.example")

_TOUCHPOINTS: dict[str, tuple[str, str, str, str, str, str, tuple[str, ...], str]] = {
    # key: called, channel, owner, lane, stage, kind, facts, promise
    "profile": (
        "the profile page",
        "web",
        "Digital Banking",
        "customer",
        "change",
        "state",
        ("address", "email"),
        "5 s",
    ),
    "app": ("the app's profile", "app", "Digital Banking", "customer", "change", "state", ("address", "email"), "10 s"),
    "mail": (
        "the confirmation mail",
        "mail",
        "Notifications",
        "frontstage",
        "change",
        "emission",
        ("email",),
        "1 minute",
    ),
    "letter": ("the confirmation letter", "post", "Output", "frontstage", "change", "emission", ("address",), "2 days"),
    "card_letter": (
        "the card letter",
        "card",
        "Card Operations",
        "frontstage",
        "renewal",
        "emission",
        ("address",),
        "1 day",
    ),
    "invoice": ("the invoice", "invoice", "Billing", "frontstage", "month end", "emission", ("address",), "31 days"),
    "agent": (
        "the agent desktop",
        "agent",
        "Customer Service",
        "backstage",
        "any time",
        "state",
        ("address", "email"),
        "30 s",
    ),
    "card_file": ("the card file", "card", "Card Operations", "support", "renewal", "emission", ("address",), "1 day"),
    "partner": (
        "the partner feed",
        "partner",
        "Broker Desk",
        "support",
        "nightly",
        "emission",
        ("address", "email"),
        "1 day",
    ),
}
_PROMISE_S = {
    "5 s": 5.0,
    "10 s": 10.0,
    "30 s": 30.0,
    "1 minute": 60.0,
    "1 day": 86400.0,
    "2 days": 172800.0,
    "31 days": 2678400.0,
}
_REACHED_S = {
    "profile": 0.2,
    "app": 0.4,
    "mail": 0.9,
    "letter": 21600.0,
    "card_letter": 50000.0,
    "invoice": 864000.0,
    "agent": 1.1,
    "card_file": 50000.0,
    "partner": 21600.0,
}


def blueprint() -> Blueprint:
    """A bank with nine touchpoints over four lanes."""
    return Blueprint.model_validate(
        {
            "service": "Northbank",
            "facts": {
                "address": {"kind": "postal_address", "called": "postal address"},
                "email": {"kind": "email", "called": "e-mail address"},
            },
            "systems": {"master": {"called": "customer master"}, "cards": {"called": "card system"}},
            "hops": [{"from": "master", "to": "cards"}],
            "touchpoints": {
                key: {
                    "called": called,
                    "channel": channel,
                    "owner": owner,
                    "lane": lane,
                    "stage": stage,
                    "kind": kind,
                    "facts": facts,
                    "promise": {"within": promise},
                    "probe": {"kind": "http"},
                    "fed_by": "cards",
                    "moment_of_truth": key == "card_letter",
                }
                for key, (called, channel, owner, lane, stage, kind, facts, promise) in _TOUCHPOINTS.items()
            },
        }
    )


def cell(touchpoint: str = "card_letter", verdict: Verdict = Verdict.ON_TIME, **more: Any) -> CellVerdict:
    """One cell of Maria's, its words made to fit the verdict. `more` replaces any field."""
    called, channel, owner, lane, stage, kind, _, promise = _TOUCHPOINTS[touchpoint]
    fact = more.get("fact", "address")
    old, new = ADDRESS if fact == "address" else EMAIL
    fine = verdict is Verdict.ON_TIME
    late_s = _PROMISE_S[promise] * 1.5 if verdict is Verdict.LATE else None
    reached = _REACHED_S[touchpoint] if fine else late_s
    sight = {"on_time": "N", "late": "N", "stale": "O", "reverted": "O", "partial": "M", "garbled": "G", "lost": "0"}
    seen = {
        Verdict.PARTIAL: "Rosenweg 7b, 10115 Berlin",
        Verdict.GARBLED: "Rosenweg 7b, 80331 MÃ¼nchen",
        Verdict.LOST: "",
        Verdict.UNOBSERVED: "the mail server refused the connection",
    }
    last_seen = seen.get(verdict, new if reached is not None else old)
    end_s = 10.0 + (reached if reached is not None else _PROMISE_S[promise] + 1)
    values: dict[str, Any] = {
        "id": f"{abs(hash_of(more.get('scenario', 's'), more.get('change', 'c'), fact, touchpoint)):08x}"[:8],
        "run": "r1",
        "worker": "main",
        "scenario": "journeys/maria/moving-house.feature: Maria moves house",
        "scenario_name": "Maria moves house",
        "journey": "journeys/maria/moving-house.feature",
        "line": 14,
        "persona": "Maria",
        "customer": "maria-1",
        "change": "c1",
        "fact": fact,
        "fact_called": "postal address" if fact == "address" else "e-mail address",
        "touchpoint": touchpoint,
        "touchpoint_called": called,
        "channel": channel,
        "owner": owner,
        "lane": lane,
        "stage": stage,
        "kind": kind,
        "moment_of_truth": touchpoint == "card_letter",
        "verdict": verdict,
        "old": old,
        "new": new,
        "last_seen": last_seen,
        "t0_s": 10.0,
        "promised_within_s": _PROMISE_S[promise],
        "reached_after_s": reached,
        "reason": "the new value was seen before the deadline" if fine else f"the last look told: {verdict}",
        "clock": "her own clock, advanced",
        "looks": (
            ()
            if verdict is Verdict.UNOBSERVED
            else (
                Look(
                    start_s=end_s - 0.1, end_s=end_s, sight=sight.get(verdict.value, "O"), said=last_seen or "nothing"
                ),
            )
        ),
    }
    return CellVerdict(**(values | more))


def hash_of(*names: str) -> int:
    """The same number in every process, unlike hash()."""
    number = 0
    for letter in "\x00".join(names):
        number = (number * 131 + ord(letter)) % 0xFFFFFFFB
    return number


def stale_card(**more: Any) -> CellVerdict:
    """The founding story's cell."""
    return cell(
        "card_letter",
        Verdict.STALE,
        **{
            "id": "7f3a0001",
            "broke_between": ("customer master", "card system"),
            "broke_how": "customer master (knew at 0.3 s) and card system (never knew)",
            "consequence": "Maria's new card goes to her old home.",
            "evidence": (Evidence(kind="text", caption="letter 000123.pdf", place="page 1", text="Hauptstrasse 12"),),
        }
        | more,
    )


def scenario(
    cells: Sequence[CellVerdict] = (),
    *,
    name: str = "Maria moves house",
    journey: str = "journeys/maria/moving-house.feature",
    feature: str = "Maria moves house and gets her new card",
    status: Any = None,
    message: str = "",
    persona: str = "Maria",
    at_s: float = 1.0,
    took_s: float = 3.1,
    finished: bool = True,
    steps: Sequence[tuple[str, str, str]] = (),
) -> list[Event]:
    """The events of one scenario whose changes are those of `cells`; its status follows from them unless given."""
    key = f"{journey}: {name}"
    outcomes = {c.verdict.outcome for c in cells}
    if status is None:
        failing = Outcome.FAILING in outcomes
        status = "failed" if failing else ("inconclusive" if Outcome.INCONCLUSIVE in outcomes else "passed")
    stamp = {"scenario": key, "wall": WALL, "at_s": at_s}
    events: list[Event] = [
        ScenarioStarted(**stamp, journey=journey, line=14, feature=feature, name=name),
        CustomerEmbodied(
            **stamp,
            customer=f"{persona.lower()}-1",
            persona=persona,
            role="customer",
            pronouns={"possessive": "his" if persona == "Jan" else "her"},
            locale="de_DE",
            service_id="4711000001",
            values={"address": OLD, "email": {"address": EMAIL[0]}},
            constraints={"device": "applied", "reduced_motion": "could not apply: the browser has no such setting"},
        ),
    ]
    for change in dict.fromkeys(c.change for c in cells):
        facts = dict.fromkeys(c.fact for c in cells if c.change == change)
        values = {
            "address": Replaced(old=OLD, new=NEW),
            "email": Replaced(old={"address": EMAIL[0]}, new={"address": EMAIL[1]}),
        }
        pairs = tuple((c.fact, c.touchpoint) for c in cells if c.change == change)
        customer = f"{persona.lower()}-1"
        events += [
            ChangeBegan(**stamp, change=change, customer=customer, step="changes", line=15, cells=pairs),
            ChangeAcknowledged(
                **stamp,
                change=Change(
                    key=change,
                    customer=customer,
                    facts={f: values[f] for f in facts},
                    t0_s=10.0,
                    answer="Your postal address was changed.",
                ),
            ),
        ]
    default = (
        ("Given", f"{persona} is signed in", "passed"),
        ("When", "she changes her postal address", "passed"),
        ("Then", "everyone who should know knows in time", "failed" if status == "failed" else "passed"),
    )
    for number, (keyword, text, ended) in enumerate(steps or default, start=15):
        events.append(
            StepFinished(**stamp, keyword=keyword, text=text, line=number, status=ended, duration_s=0.4)  # type: ignore[arg-type]
        )
    if finished:
        events.append(ScenarioFinished(scenario=key, wall=WALL, at_s=at_s + took_s, status=status, message=message))
    return events


def plan(*stages: dict[str, Any], **more: Any) -> Plan:
    """A plan of these stages; without any, the one that Maria's move has."""
    given = stages or (
        {"stage": "change", "touchpoints": ("profile", "app", "letter"), "feels": "neutral"},
        {"stage": "renewal", "touchpoints": ("card_letter",), "feels": "uneasy", "moment_of_truth": True},
        {"stage": "month end", "touchpoints": ("invoice",), "feels": "content"},
    )
    blank = {"does": "Types the new address.", "thinks": "Once, and then it must stick."}
    return Plan.model_validate({"about": "Maria moves.", "stages": [blank | each for each in given]} | more)


def planned(events: Sequence[Event], plan: Plan) -> list[Event]:
    """The same events, of a journey that has this plan."""
    told: list[Event] = []
    for event in events:
        told.append(event)
        if isinstance(event, ScenarioStarted):
            told.append(JourneyPlanned(scenario=event.scenario, journey=event.journey, plan=plan, at_s=event.at_s))
    return told


def read_of(found: CellVerdict, components: dict[str, str]) -> PlaceRead:
    """A structured look at a cell's touchpoint."""
    return PlaceRead(
        scenario=found.scenario,
        change=found.change,
        observation=Observation(
            place=found.touchpoint,
            customer=found.customer,
            start_s=11.0,
            end_s=11.1,
            outcome="read",
            seen={found.fact: Seen(components=components)},
        ),
    )


def run(*scenarios: Sequence[Event], broken: str = "", ended: bool = True) -> History:
    """A whole run of one worker."""
    last_s = max((event.at_s for events in scenarios for event in events), default=0.0)
    events: list[Event] = [
        RunStarted(run="2026-11-21T214500-7f3a", version="0.1.0", seed="42", blueprint=blueprint(), wall=WALL)
    ]
    for part in scenarios:
        events.extend(part)
    if ended:
        events.append(RunFinished(at_s=last_s, wall=WALL, broken=broken))
    return History(events=events)


def founding_story(folder: Path | None = None) -> tuple[History, tuple[CellVerdict, ...]]:
    """Maria's card goes to her old flat; two other journeys went well, one waits, one could not be tried.

    folder: where to keep pictures as evidence; None for none.
    """
    letter = _letter_picture(folder, ADDRESS[0]) if folder else ()
    page = _page_picture(folder) if folder else ()
    key = "journeys/maria/moving-house.feature: Maria moves house"
    maria = [
        cell("profile", evidence=page),
        cell("app"),
        cell("letter"),
        stale_card(**({"evidence": letter} if letter else {})),
        cell("invoice"),
        cell("agent"),
        cell(
            "card_file",
            Verdict.STALE,
            id="7f3a0002",
            broke_between=("customer master", "card system"),
            broke_how="customer master (knew at 0.3 s) and card system (never knew)",
            consequence="Maria's new card is embossed for her old home.",
            evidence=(
                Evidence(
                    kind="file-line",
                    caption="embossing-20261205-4711000001.csv",
                    place="line 2",
                    text="4711000001,****1234,MARIA WEBER,Maria,Weber,Hauptstrasse,12,,10115,Berlin,DE",
                ),
            ),
        ),
    ]
    other = {
        "scenario": "journeys/zoe/new-mail.feature: Zoë takes a new e-mail address",
        "scenario_name": "Zoë takes a new e-mail address",
        "journey": "journeys/zoe/new-mail.feature",
        "persona": "Zoë",
        "customer": "zoë-1",
        "fact": "email",
        "change": "c2",
    }
    zoe = [
        cell("profile", **other),
        cell("mail", **other),
        cell("agent", **other),
        cell("partner", Verdict.PENDING, **other),
    ]
    jan = {
        "scenario": "journeys/jan/flat.feature: Jan moves in with his partner",
        "scenario_name": "Jan moves in with his partner",
        "journey": "journeys/jan/flat.feature",
        "persona": "Jan",
        "customer": "jan-1",
        "change": "c3",
    }
    jans = [
        cell(place, **jan)
        for place in ("profile", "app", "letter", "card_letter", "invoice", "agent", "card_file", "partner")
    ]
    events = [
        scenario(maria),
        scenario(
            zoe,
            name="Zoë takes a new e-mail address",
            journey="journeys/zoe/new-mail.feature",
            feature="Zoë's new e-mail address is used everywhere",
            persona="Zoë",
            at_s=5.0,
        ),
        scenario(
            jans,
            name="Jan moves in with his partner",
            journey="journeys/jan/flat.feature",
            feature="Jan moves in with his partner",
            persona="Jan",
            at_s=9.0,
        ),
        scenario(
            name="Amélie asks for an offer",
            journey="journeys/amelie/offer.feature",
            feature="Amélie, not yet a customer, asks for an offer",
            persona="Amélie",
            status="error",
            message="The page /enquiry did not open: connection refused",
            at_s=12.0,
        ),
    ]
    history = run(*events)
    assert key in {s.scenario for s in history.scenarios()}
    over = next(n for n, event in enumerate(history.events) if isinstance(event, ScenarioFinished))
    history = History(events=[*history.events[:over], read_of(maria[3], OLD), *history.events[over:]])
    return history, (*maria, *zoe, *jans)


def _letter_picture(folder: Path, address: str) -> tuple[Evidence, ...]:
    picture = Image.new("RGB", (620, 877), "white")
    draw = ImageDraw.Draw(picture)
    draw.text((80, 90), "Northbank Cards, Postfach, 10001 Berlin", fill="grey")
    for number, line in enumerate(("Maria Weber", *address.split(", "), "GERMANY")):
        draw.text((80, 130 + 22 * number), line, fill="black", font_size=18)
    draw.rectangle((80, 420, 420, 630), outline="navy", width=3)
    draw.text((110, 560), "MARIA WEBER", fill="navy", font_size=20)
    return (_kept(folder, picture, "letter-page", "letter 000123.pdf", "page 1"),)


def _page_picture(folder: Path) -> tuple[Evidence, ...]:
    picture = Image.new("RGB", (1280, 720), "#eef2f7")
    draw = ImageDraw.Draw(picture)
    draw.text((80, 60), "My details", fill="black", font_size=40)
    draw.text((80, 160), "Postal address: Rosenweg 7b, 80331 Munich", fill="black", font_size=28)
    return (_kept(folder, picture, "screenshot", "profile page", ""),)


def _kept(folder: Path, picture: Image.Image, kind: Any, caption: str, place: str) -> Evidence:
    body = BytesIO()
    picture.save(body, "PNG")
    capture = Capture(kind=kind, caption=caption, media_type="image/png", body=body.getvalue(), place=place)
    return RunFolder(folder).keep(capture)
