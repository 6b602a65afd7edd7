"""What names in braces mean to a customer who acts, signs in, or is about to exist."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tellonce.model.blueprint import Blueprint
from tellonce.model.errors import Problem, TellonceError
from tellonce.model.facts import Components

__all__ = ["Known", "Meaning", "NoMeaning"]

_CUSTOMER = "customer"


class NoMeaning(TellonceError):
    """A name in braces that means nothing to this customer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """values, news: fact -> value.  secrets: her password and the like.  service: her persona's `service` settings."""

    addresses: Mapping[str, str]
    values: Mapping[str, Components] = field(default_factory=dict)
    news: Mapping[str, Components] = field(default_factory=dict)
    service_id: str = ""
    secrets: Mapping[str, str] = field(default_factory=dict)
    service: Mapping[str, object] = field(default_factory=dict)

    def of(self, name: str) -> str:
        """What a name means. Raises NoMeaning."""
        match name.split("."):
            case ["new", component] if self.news:
                found = next(iter(self.news.values())).get(component)
            case ["new", fact, component]:
                found = self.news.get(fact, {}).get(component)
            case ["customer", "service_id"]:
                found = self.service_id
            case ["customer", secret]:
                found = self.secrets.get(secret)
            case ["customer", fact, component]:
                found = self.values.get(fact, {}).get(component)
            case ["service", key]:
                found = None if key not in self.service else str(self.service[key])
            case _:
                key, _, filling = name.partition(":")
                found = format(self.addresses[key], filling) if key in self.addresses else None
        if found is None:
            raise NoMeaning(f"she has no {{{name}}}")
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Which names can mean something, before anybody exists: for checks.

    changed: the facts that a flow changes, in its order.  secrets: None where any may be given (by an enrolment in
    Python).  service: whether {service.…} means anything.
    """

    blueprint: Blueprint
    changed: Sequence[str] = ()
    secrets: Sequence[str] | None = None
    service: bool = False
    exists: bool = True
    """Whether she is a customer already, with a service_id."""

    def problem(self, name: str) -> Problem | None:
        """What is wrong with a name, without its place; None when it may mean something."""
        if self._is_known(name):
            return None
        return Problem(what=f"nothing is meant by '{{{name}}}'", bad=name, valid=self.names())

    def _is_known(self, name: str) -> bool:
        parts = name.split(".")
        if name in self.names() or any(name in self._news_of(fact) for fact in self.changed):
            return True
        if parts[0] == "new" and any(fact not in self.blueprint.facts for fact in self.changed):
            return True  # that fact is told already
        if parts[0] == "service" and len(parts) == 2:
            return self.service
        if parts[0] == _CUSTOMER and len(parts) == 2 and parts[1] != "service_id":
            return self.secrets is None
        if name.partition(":")[0] in ("root", "python"):
            return True
        key, colon, _ = name.partition(":")
        return bool(colon) and "*" in self.blueprint.addresses.get(key, "")

    def names(self) -> tuple[str, ...]:
        """Every name that is known, those that are likeliest meant first."""
        facts = self.blueprint.facts
        found = [f"new.{part}" for fact in self.changed[:1] if fact in facts for part in facts[fact].components]
        if len(self.changed) > 1:
            found += [name for fact in self.changed for name in self._news_of(fact)]
        found += self.blueprint.addresses
        found += ["customer.service_id"] if self.exists else []
        found += [f"customer.{secret}" for secret in self.secrets or ()]
        found += [f"customer.{key}.{part}" for key, fact in facts.items() for part in fact.components]
        return tuple(found)

    def _news_of(self, fact: str) -> list[str]:
        known = self.blueprint.facts.get(fact)
        return [f"new.{fact}.{part}" for part in known.components] if known else []
