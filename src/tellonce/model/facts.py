"""Facts: what the company knows about a customer, made of components."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from pydantic import Field

from tellonce.model.base import Frozen
from tellonce.model.called import CalledIn

__all__ = ["COMPONENTS", "Components", "Fact", "FactKind", "changed_components", "spell"]

Components = Mapping[str, str]
"""One value of a fact: component name -> text. An empty text means the component does not apply (no flat number)."""


class FactKind(StrEnum):
    """How a fact is recognised. The kind fixes its components."""

    POSTAL_ADDRESS = "postal_address"
    PERSON_NAME = "person_name"
    EMAIL = "email"
    PHONE = "phone"
    LANGUAGE = "language"
    CONSENT = "consent"
    PLAN = "plan"
    MONEY = "money"
    DATE = "date"
    TEXT = "text"


COMPONENTS: Mapping[FactKind, tuple[str, ...]] = {
    FactKind.POSTAL_ADDRESS: ("street", "house_number", "flat", "postcode", "city", "country"),
    FactKind.PERSON_NAME: ("given_name", "family_name"),
    FactKind.EMAIL: ("address",),
    FactKind.PHONE: ("number",),
    FactKind.LANGUAGE: ("code",),
    FactKind.CONSENT: ("granted",),
    FactKind.PLAN: ("name", "monthly_fee"),
    FactKind.MONEY: ("amount",),
    FactKind.DATE: ("date",),
    FactKind.TEXT: ("text",),
}


class Fact(Frozen):
    """One thing the company knows about a customer, as the blueprint declares it."""

    kind: FactKind
    called: str = Field(min_length=1)
    """How sentences and reports call it: "postal address"."""
    called_in: CalledIn = {}
    """How journeys in other languages call it: {de: Postanschrift}."""
    known_from_start: bool = True
    """Whether a customer has a value of it from the beginning. An order or a complaint she has none of at first."""

    @property
    def components(self) -> tuple[str, ...]:
        """Component names, in the order in which people write them."""
        return COMPONENTS[self.kind]


def changed_components(old: Components | None, new: Components) -> tuple[str, ...]:
    """The components in which `new` differs from `old`; all filled ones when there was no old value."""
    if old is None:
        return tuple(name for name, text in new.items() if text)
    return tuple(name for name in new if new[name] != old.get(name, ""))


def spell(kind: FactKind, value: Components | None) -> str:
    """The value on one line, as a report shows it; "nothing" when there is none."""
    if value is None:
        return "nothing"
    if kind is FactKind.POSTAL_ADDRESS:
        flat = f", {value['flat']}" if value.get("flat") else ""
        line = f"{value.get('street', '')} {value.get('house_number', '')}".strip()
        town = f"{value.get('postcode', '')} {value.get('city', '')}".strip()
        return ", ".join(part for part in (f"{line}{flat}", town, value.get("country", "")) if part)
    if kind is FactKind.PLAN:
        return f"{value.get('name', '')} at {value.get('monthly_fee', '')} a month"
    return " ".join(text for text in value.values() if text)
