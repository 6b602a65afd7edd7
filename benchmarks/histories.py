"""Made-up histories of a bank whose customers move house, for measuring: seeded, scenario by scenario."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from typing import Any

from tellonce.model.blueprint import Blueprint
from tellonce.model.change import Change, Replaced
from tellonce.model.events import (
    ChangeAcknowledged,
    ChangeBegan,
    ClockMoved,
    CustomerEmbodied,
    Event,
    PlaceRead,
    RunFinished,
    RunStarted,
    ScenarioFinished,
    ScenarioStarted,
)
from tellonce.model.observation import Evidence, Observation, Seen

__all__ = ["FACT", "LOOKS_PER_CUSTOMER", "PROFILE", "Bank"]

FACT, PROFILE = "postal_address", "page-0"
_STATES, _EMISSIONS, _SYSTEMS = 6, 4, 4
_LOOKS_AT_A_STATE, _LOOKS_AT_AN_EMISSION, _LOOKS_AT_A_SYSTEM = 60, 40, 20
_OFTEN = (_LOOKS_AT_A_STATE, _LOOKS_AT_AN_EMISSION, _LOOKS_AT_A_SYSTEM)
LOOKS_PER_CUSTOMER = _STATES * _LOOKS_AT_A_STATE + _EMISSIONS * _LOOKS_AT_AN_EMISSION + _SYSTEMS * _LOOKS_AT_A_SYSTEM
_T0_S, _WITHIN_S = 100.0, 60.0
_STREETS = (
    "Hauptstraße",
    "Rosenweg",
    "Am Kai",
    "Lindenallee",
    "Bahnhofstraße",
    "Gartenweg",
    "Schulstraße",
    "Marktplatz",
)
_FAULTY = 0.1


def _blueprint() -> Blueprint:
    touchpoints: dict[str, Any] = {}
    for kind, count in (("state", _STATES), ("emission", _EMISSIONS)):
        for number in range(count):
            key = f"{'page' if kind == 'state' else 'letter'}-{number}"
            touchpoints[key] = {
                "called": f"the {key}",
                "channel": "web" if kind == "state" else "post",
                "owner": "Bank",
                "lane": "frontstage",
                "stage": "moving",
                "kind": kind,
                "facts": [FACT],
                "promise": {"within": _WITHIN_S, **({} if kind == "state" else {"at_most": 1})},
                "probe": {"kind": "made up"},
                "fed_by": f"system-{number % _SYSTEMS}",
                "destination": "" if kind == "state" else FACT,
            }
    return Blueprint.model_validate(
        {
            "service": "Made-up Bank",
            "facts": {FACT: {"kind": "postal_address", "called": "postal address"}},
            "systems": {f"system-{number}": {"called": f"system {number}"} for number in range(_SYSTEMS)},
            "hops": [{"from": "system-0", "to": f"system-{number}"} for number in range(1, _SYSTEMS)],
            "touchpoints": touchpoints,
        }
    )


class Bank:
    """Every customer moves once; at one touchpoint in ten something goes wrong. looks, changes: how many were made.

    often: (looks at each state, at each emission, at each system); they spread over the same time.
    """

    def __init__(self, seed: str, *, often: tuple[int, int, int] = _OFTEN) -> None:
        self._chance = random.Random(seed)
        self._states, self._emissions, self._systems = often
        self.blueprint = _blueprint()
        self.looks = self.changes = 0

    def begin(self) -> Event:
        """The run starts."""
        return RunStarted(run="made-up", version="0", seed="0", blueprint=self.blueprint)

    def end(self) -> Event:
        """The run is over."""
        return RunFinished()

    def scenario(self, number: int) -> list[Event]:
        """One customer moves, and everything is looked at."""
        name, customer = f"moving-{number}", f"maria-{number}"
        base = {"scenario": name}
        old, new = self._address(number), self._address(number)
        cells = tuple((FACT, key) for key in self.blueprint.touchpoints)
        change = f"{customer}-1"
        events: list[Event] = [
            ScenarioStarted(**base, journey="journeys/maria.feature", line=number, feature="Moving", name=name),
            CustomerEmbodied(
                **base,
                customer=customer,
                persona="Maria",
                role="customer",
                pronouns={},
                locale="de_DE",
                service_id=str(number),
                values={FACT: dict(old)},
            ),
            ChangeBegan(**base, change=change, customer=customer, step="she moves", line=1, cells=cells, began_s=99.0),
            ChangeAcknowledged(**base, change=self._change(change, customer, old, new)),
            ClockMoved(**base, customer=customer, leap_s=1000.0, to="", ready=True),
        ]
        for observation in self._observations(customer, old, new):
            events.append(PlaceRead(**base, change=change, observation=observation))
            self.looks += 1
        events.append(ScenarioFinished(**base, status="passed", ended_axis_s={customer: 2000.0}))
        self.changes += 1
        return events

    def long_watch(self, looks: int) -> tuple[Change, list[Observation]]:
        """One customer's page, looked at so many times; it knows from half-way on."""
        old, new = self._address(0), self._address(1)
        change = self._change("maria-1", "maria", old, new)
        known = looks // 2
        return change, [self._read(PROFILE, "maria", _T0_S + n, old if n < known else new) for n in range(looks)]

    def _change(self, key: str, customer: str, old: Mapping[str, str], new: Mapping[str, str]) -> Change:
        return Change(key=key, customer=customer, t0_s=_T0_S, facts={FACT: Replaced(old=dict(old), new=dict(new))})

    def _address(self, number: int) -> dict[str, str]:
        chance = self._chance
        return {
            "street": f"{chance.choice(_STREETS)} {chance.randrange(10**6):06}",
            "house_number": str(chance.randrange(1, 200)),
            "flat": "",
            "postcode": f"{chance.randrange(10000, 99999)}",
            "city": f"Neustadt {number % 97}",
            "country": "DE",
        }

    def _observations(self, customer: str, old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Observation]:
        for key, touchpoint in self.blueprint.touchpoints.items():
            wrong = self._chance.random() < _FAULTY
            if touchpoint.kind == "state":
                learns = self._states if wrong else self._soon(self._states)
                for nth in range(self._states):
                    at_s = _T0_S + 90.0 / self._states * nth
                    yield self._read(key, customer, at_s, old if nth < learns else new)
            else:
                comes = self._soon(self._emissions)
                for nth in range(self._emissions):
                    at_s = _T0_S + 80.0 / self._emissions * nth
                    if nth == comes:
                        yield self._letter(key, customer, at_s, old if wrong else new)
                    else:
                        yield Observation(
                            place=key, customer=customer, start_s=at_s, end_s=at_s + 0.5, outcome="absent"
                        )
        for number in range(_SYSTEMS):
            learns = self._soon(self._systems)
            for nth in range(self._systems):
                value = old if nth < learns else new
                at_s = _T0_S + 20.0 / self._systems * nth
                yield self._read(f"system-{number}", customer, at_s, value, observer=True)

    def _soon(self, looks: int) -> int:
        """Which of so many looks is the first that finds the news."""
        return self._chance.randrange(1, max(2, min(20, looks // 2)))

    def _read(self, key: str, customer: str, at_s: float, value: Mapping[str, str], **more: Any) -> Observation:
        seen = {FACT: Seen(components=dict(value))}
        return Observation(
            place=key, customer=customer, start_s=at_s, end_s=at_s + 0.25, outcome="read", seen=seen, **more
        )

    def _letter(self, key: str, customer: str, at_s: float, to: Mapping[str, str]) -> Observation:
        window = f"Maria Novak\n{to['street']} {to['house_number']}\n{to['postcode']} {to['city']}"
        return Observation(
            place=key,
            customer=customer,
            start_s=at_s,
            end_s=at_s + 0.5,
            originated_s=at_s,
            outcome="read",
            item=f"{customer}-{key}.pdf",
            recipient="self",
            destination=Seen(text=window),
            destination_fact=FACT,
            content=f"{window}\nDear Maria,\n" + "your card is ready. " * 20,
            evidence=(Evidence(kind="letter-page", caption=f"{key}.pdf", path="evidence/x.png", place="page 1"),),
        )
