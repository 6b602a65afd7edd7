"""Whose is it? Which emissions concern a customer, and whom they went to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

from tellonce.model.facts import Components, Fact, FactKind
from tellonce.model.persona import Customer
from tellonce.probes.protocol import Target
from tellonce.probes.searchable import Searchable, compact_number, fold

__all__ = ["Recipient", "concerns", "mentions", "named_in", "reached", "served", "values_of"]

Recipient = Literal["self", "related", "stranger", "unknown"]
_TELLING = {
    FactKind.EMAIL: ("address",),
    FactKind.PHONE: ("number",),
    # A town alone is shared by thousands, a street by hundreds; all three belong to one home.
    FactKind.POSTAL_ADDRESS: ("street", "house_number", "postcode"),
}


def values_of(target: Target, fact: str) -> tuple[Components, ...]:
    """Every value of hers of this fact, old and new."""
    own = target.customer.values.get(fact)
    known = target.known.get(fact, ())
    return known if own is None or own in known else (own, *known)


def named_in(text: Searchable, customer: Customer) -> bool:
    """Does the text bear what the service calls her? A prospect has no such name."""
    return bool(customer.service_id) and text.has_word(customer.service_id)


def mentions(target: Target, text: Searchable, facts: Mapping[str, Fact]) -> bool:
    """Does the text bear her service's name for her, or one of her values that nobody else has?

    Values that she shares with another customer of the run (one home, one mailbox) prove nothing and are left out.
    """
    if named_in(text, target.customer):
        return True
    for fact, declared in facts.items():
        telling = _TELLING.get(declared.kind)
        if telling is None:
            continue
        for value in values_of(target, fact):
            parts = [value.get(name, "") for name in telling]
            has = text.has_number if declared.kind is FactKind.PHONE else text.has_word
            if all(parts) and all(has(part) for part in parts) and not _shared(target, fact, value, telling):
                return True
    return False


def concerns(
    target: Target, *, subjects: Iterable[str], recipient: Recipient, text: Searchable, facts: Mapping[str, Fact]
) -> bool:
    """Is this emission about her: by its own subject mark, by whom it went to, or by what it says?"""
    her = target.customer.service_id
    return (bool(her) and her in subjects) or recipient == "self" or mentions(target, text, facts)


def reached(target: Target, kind: FactKind, fact: str, destination: str) -> Recipient:
    """Whose mailbox or telephone `destination` is. Her own comes first when people share one."""
    if any(_goes_to(kind, value, destination) for value in values_of(target, fact)):
        return "self"
    if any(_goes_to(kind, value, destination) for value in _values(target.related, fact)):
        return "related"
    if any(_goes_to(kind, value, destination) for value in _values(target.strangers, fact)):
        return "stranger"
    return "unknown"


def served(target: Target, subjects: Iterable[str]) -> Recipient:
    """Whom a document that names its customers serves, by the names the service has for them."""
    named = {subject for subject in subjects if subject}
    if target.customer.service_id in named:
        return "self"
    if any(customer.service_id in named for customer in target.related):
        return "related"
    return "stranger" if any(customer.service_id in named for customer in target.strangers) else "unknown"


def _values(customers: Iterable[Customer], fact: str) -> Iterator[Components]:
    return (customer.values[fact] for customer in customers if fact in customer.values)


def _goes_to(kind: FactKind, value: Components, destination: str) -> bool:
    if kind is FactKind.PHONE:
        return bool(destination) and compact_number(value.get("number", "")) == compact_number(destination)
    return bool(destination) and fold(value.get("address", "")) == fold(destination)


def _shared(target: Target, fact: str, value: Components, telling: tuple[str, ...]) -> bool:
    return any(
        all(fold(value.get(name, "")) == fold(other.get(name, "")) for name in telling)
        for other in _values((*target.related, *target.strangers), fact)
    )
