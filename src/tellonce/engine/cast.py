"""Who is on stage in a scenario: personas, and the customers that embody them."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from tellonce.engine.flows import Deeds, Draft, Enrolled, Flow
from tellonce.engine.proof import APPLIED, could_not
from tellonce.engine.values import MADE_UP, ValueMaker
from tellonce.model.blueprint import Blueprint
from tellonce.model.errors import Problem, TellonceError, UsageProblem
from tellonce.model.facts import Components, Fact, FactKind
from tellonce.model.persona import Customer, Persona
from tellonce.watch.axis import Axis
from tellonce.watch.watcher import Watcher

__all__ = ["Part", "embody", "first_values", "not_chosen", "register"]


@dataclass(slots=True, kw_only=True)
class Part:
    """One persona's part in one scenario. customer: None until she is needed."""

    persona: Persona
    maker: ValueMaker
    axis: Axis
    service: dict[str, Any]
    customer: Customer | None = None
    partner: Part | None = None
    known: dict[str, list[Components]] = field(default_factory=dict)
    """Fact -> every value that was ever hers, oldest first."""
    told_s: dict[str, list[float]] = field(default_factory=dict)
    """Fact -> since when the company knows each of them, on her axis."""
    watchers: list[Watcher] = field(default_factory=list)
    flows: dict[str, Flow] = field(default_factory=dict)
    """Fact -> how she changed it last."""
    constraints: Mapping[str, str] = field(default_factory=dict)

    @property
    def current(self) -> dict[str, Components]:
        """Fact -> what the company should know now."""
        return {fact: values[-1] for fact, values in self.known.items()}


def register(persona: Persona, *, seed: str, axis: Axis) -> Part:
    """A part for `persona`, not yet embodied."""
    return Part(persona=persona, maker=ValueMaker(persona, seed), axis=axis, service=dict(persona.service))


def first_values(part: Part, blueprint: Blueprint) -> dict[str, Components]:
    """A value for every fact of her role that is known from the start, or that the persona file chooses.

    Raises UsageProblem naming the facts that the persona file must choose.
    """
    values: dict[str, Components] = {}
    for key, fact in blueprint.facts_of(part.persona.role).items():
        chosen = part.persona.values.get(key)
        if chosen is None and not fact.known_from_start:
            continue
        if chosen is not None:
            values[key] = {name: str(chosen.get(name, "")) for name in fact.components}
        elif fact.kind in MADE_UP:
            values[key] = part.maker.make(fact.kind, key)
        elif fact.kind is FactKind.LANGUAGE:
            values[key] = {"code": part.persona.language}
        else:
            raise UsageProblem(not_chosen(part.persona, key, fact))
    return values


def not_chosen(persona: Persona, key: str, fact: Fact) -> Problem:
    """The persona file must choose a value that cannot be made up."""
    return Problem(
        what=f"{persona.name} has no first value for '{fact.called}', which cannot be made up",
        hint=f"write values: {{{key}: {{{': ..., '.join(fact.components)}: ...}}}} into her persona file",
    )


async def embody(
    part: Part, deeds: Deeds, blueprint: Blueprint, addresses: Mapping[str, str], *, tags: Collection[str] = ()
) -> Customer:
    """Make her a customer of the service; a role without an enrolment is somebody the company does not know yet.

    tags: the scenario's, for the enrolment.  Raises TellonceError when the enrolment fails.
    """
    partner = part.partner.customer if part.partner else None
    key = f"{part.persona.name.casefold()}-{secrets.token_hex(3)}"
    enrol = deeds.enrolments.get(part.persona.role)
    enrolled, values = Enrolled(), {}
    if enrol is not None:
        values = first_values(part, blueprint) if enrol.known else {}
        service = enrol.settings(part.service)
        draft = Draft(
            persona=part.persona,
            values=values,
            service=service,
            partner=partner,
            tags=frozenset(tags),
            history=part.persona.lived,
        )
        try:
            enrolled = await enrol.function(draft, addresses)
        except TellonceError:
            raise
        except Exception as error:
            raise TellonceError(
                f"{part.persona.name} could not become a customer: {type(error).__name__}: {error}"
            ) from error
    part.constraints = dict(_of_her_life(part, enrolled, enrol is not None))
    part.known = {fact: [value] for fact, value in values.items()}
    part.told_s = {fact: [part.axis.now()] for fact in values}
    part.customer = Customer(
        key=key,
        persona=part.persona,
        values=values,
        service_id=enrolled.service_id,
        related=(partner.key,) if partner else (),
        secrets=enrolled.secrets,
    )
    return part.customer


def _of_her_life(part: Part, enrolled: Enrolled, is_enrolled: bool) -> Iterator[tuple[str, str]]:
    """(constraint, what became of it): what went before, and whom she shares an account with."""
    role = part.persona.role
    for what, much in part.persona.lived.items():
        why = f"the enrolment of a {role} brought none about" if is_enrolled else f"a {role} has no enrolment"
        yield f"history: {what}, {much}", APPLIED if what in enrolled.lived else could_not(why)
    shares = part.persona.shares_account_with
    if shares is not None and not is_enrolled:
        yield f"account shared with {shares}", could_not(f"a {role} has no enrolment")
    elif shares is not None and part.partner is not None and part.partner.customer is not None:
        # Of two who name each other, the first is enrolled alone, and the second says it of both.
        yield f"account shared with {shares}", APPLIED
