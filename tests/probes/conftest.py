"""A customer, the people around her, and a place to look at."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tellonce.model.errors import Problem, UsageProblem
from tellonce.model.facts import Fact, FactKind
from tellonce.model.persona import Customer, Persona
from tellonce.probes.protocol import Place, Target

FACTS = {
    "postal_address": Fact(kind=FactKind.POSTAL_ADDRESS, called="postal address"),
    "email": Fact(kind=FactKind.EMAIL, called="e-mail address"),
    "phone": Fact(kind=FactKind.PHONE, called="phone number"),
    "language": Fact(kind=FactKind.LANGUAGE, called="language"),
    "marketing_consent": Fact(kind=FactKind.CONSENT, called="consent to marketing"),
    "package": Fact(kind=FactKind.PLAN, called="account package"),
}
OLD_HOME = {
    "street": "Hauptstraße",
    "house_number": "12",
    "flat": "",
    "postcode": "10115",
    "city": "Berlin",
    "country": "DE",
}
NEW_HOME = {
    "street": "Rosenweg",
    "house_number": "7b",
    "flat": "Whg 4",
    "postcode": "80331",
    "city": "München",
    "country": "DE",
}


@dataclass(kw_only=True)
class FakeSources:
    """Sources without an engine: addresses from a table, one page for everybody."""

    root: Path
    addresses: dict[str, str] = field(default_factory=dict)
    page: Any = None
    facts: Mapping[str, Fact] = field(default_factory=lambda: FACTS)

    def fill(self, text: str, customer: Customer | None = None) -> str:
        def value(match: re.Match[str]) -> str:
            name = match[1]
            if customer is not None and name.startswith("customer."):
                inner = name.removeprefix("customer.")
                return customer.service_id if inner == "service_id" else customer.secrets[inner]
            if name not in self.addresses:
                raise UsageProblem(Problem(what=f"no address '{name}'", bad=name, valid=tuple(self.addresses)))
            return self.addresses[name]

        return re.sub(r"\{([a-z_.]+)\}", value, text)

    async def page_for(self, viewer: str, customer: Customer) -> Any:
        return self.page


def _person(name: str, number: str, **values: dict[str, str]) -> Customer:
    persona = Persona(name=name, locale="de_DE", language="de", time_zone="Europe/Berlin")
    return Customer(key=name.casefold(), persona=persona, service_id=number, values=values)


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def sources(tmp_path: Path) -> FakeSources:
    return FakeSources(root=tmp_path)


@pytest.fixture
def maria() -> Customer:
    persona = Persona(name="Maria", locale="de_DE", language="de", time_zone="Europe/Berlin")
    return Customer(
        key="maria-1",
        persona=persona,
        service_id="4711000001",
        values={
            "postal_address": OLD_HOME,
            "email": {"address": "maria.old@example.org"},
            "phone": {"number": "+4930111222"},
            "language": {"code": "de"},
        },
        secrets={"password": "Correct-Horse", "api_token": "tok-9f8e7d"},
    )


@pytest.fixture
def known() -> dict[str, tuple[dict[str, str], ...]]:
    """What was ever hers, the new values included."""
    return {
        "postal_address": (OLD_HOME, NEW_HOME),
        "email": ({"address": "maria.old@example.org"}, {"address": "maria.new@example.org"}),
        "phone": ({"number": "+4930111222"}, {"number": "+4989333444"}),
    }


@pytest.fixture
def jan() -> Customer:
    """Shares the account with Maria."""
    return _person("Jan", "4711000002", email={"address": "jan@example.org"}, postal_address=OLD_HOME)


@pytest.fixture
def ewa() -> Customer:
    """Somebody else's customer of the same run."""
    return _person("Ewa", "4711000003", email={"address": "ewa@example.org"}, phone={"number": "+48123123123"})


@pytest.fixture
def at(
    maria: Customer, jan: Customer, ewa: Customer, known: dict[str, tuple[dict[str, str], ...]]
) -> Callable[..., Target]:
    """Maria at an emission or a state that uses the facts named."""

    def make(kind: Any, *facts: str, destination: str = "", observer: bool = False) -> Target:
        place = Place(
            key="card_letter",
            called="the card letter",
            kind=kind,
            facts=dict.fromkeys(facts, ()),
            destination=destination,
            observer=observer,
        )
        return Target(customer=maria, place=place, known=known, related=(jan,), strangers=(ewa,))

    return make


@pytest.fixture
def drop(tmp_path: Path) -> Callable[[Path, str, bytes], None]:
    """Put a file into a folder as a careful service does: whole, by a rename."""

    def put(folder: Path, name: str, content: bytes) -> None:
        unfinished = tmp_path / f".{name}.unfinished"
        unfinished.write_bytes(content)
        unfinished.replace(folder / name)

    return put


@pytest.fixture
async def heard() -> Callable[[asyncio.Event], Any]:
    """Wait for a push; ten seconds are a failure, not a wait."""

    async def wait(event: asyncio.Event) -> bool:
        return await asyncio.wait_for(event.wait(), 10)

    return wait
