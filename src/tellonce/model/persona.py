"""Personas: kinds of customers, and customers: one embodiment each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from pydantic import Field

from tellonce.model.base import Frozen
from tellonce.model.duration import Seconds
from tellonce.model.facts import Components
from tellonce.model.setting import Setting

__all__ = ["Customer", "Persona", "Pronouns"]


class Pronouns(Frozen):
    """The words sentences use for her."""

    subject: str = "she"
    object: str = "her"
    possessive: str = "her"


class Persona(Frozen):
    """A kind of customer, from fixtures/personas/*.yaml."""

    name: str = Field(pattern=r"^[^\W\d_][\w' -]*$")
    role: str = "customer"
    """What she is to the company: the blueprint's touchpoints say which roles they serve."""
    about: str = ""
    locale: str = Field(pattern=r"^[a-z]{2,3}_[A-Z]{2}$")
    language: str = Field(pattern=r"^[a-z]{2}$")
    time_zone: str
    pronouns: Pronouns = Pronouns()
    setting: Setting = Setting()
    needs: tuple[str, ...] = ()
    channels: Mapping[str, tuple[str, ...]] = {}
    patience: Seconds = 30.0
    history: tuple[str | Annotated[Mapping[str, int | str], Field(min_length=1)], ...] = ()
    """What went before: text for people, or {what: how much}, which the enrolment brings about."""
    shares_account_with: str | None = None
    """Another persona's name: the two are embodied together, and each is the other's related party."""
    values: Mapping[str, Mapping[str, str]] = {}
    """Fact -> first value, where it is chosen rather than made up (consent, plan)."""
    insists: Mapping[str, tuple[Literal["diacritics", "long", "flat"], ...]] = {}
    """Fact -> what every value made up for her must have: letters with diacritics, more than 34 characters, a flat."""
    service: Mapping[str, Any] = {}
    """What the project's enrolment needs to know; Tellonce hands it over unread."""

    @property
    def lived(self) -> dict[str, int | str]:
        """What of her history is to be brought about: what -> how much, in the order of the file."""
        return {what: much for entry in self.history if not isinstance(entry, str) for what, much in entry.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """One embodiment of a persona in one scenario. Her values are hers alone, so every sighting is hers.

    key: unique in the run.  service_id: what the service calls her, empty for a prospect without an account.
    secrets: passwords and tokens; never written to a history, a log or a report.
    """

    key: str
    persona: Persona
    values: Mapping[str, Components]
    service_id: str = ""
    related: tuple[str, ...] = ()
    """Keys of the customers she shares an account with."""
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)
