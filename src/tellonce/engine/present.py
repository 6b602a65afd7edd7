"""Who is present in one scenario: whom a name or a pronoun means, and who exists in the service by now."""

from __future__ import annotations

from collections.abc import Callable

from tellonce.engine.answerable import nobody_meant, not_shared, wrong_role
from tellonce.engine.cast import Part, embody, register
from tellonce.engine.effort import way_reports
from tellonce.engine.stage import Stage
from tellonce.model.errors import UsageProblem
from tellonce.model.events import CustomerEmbodied, Event, ScenarioStarted
from tellonce.model.persona import Customer
from tellonce.model.pronoun import meant_by
from tellonce.watch.axis import Axis

__all__ = ["Present"]

_PRONOUNS = ("she", "he", "they", "her", "his", "their", "him", "them")


class Present:
    """parts: everybody so far, by name.  last: who was spoken of last; a pronoun means her.

    record: writes an event down.
    """

    def __init__(self, stage: Stage, started: ScenarioStarted, *, record: Callable[[Event], object]) -> None:
        self._stage, self._started, self._record = stage, started, record
        self.parts: dict[str, Part] = {}
        self.last: Part | None = None

    def enter(self, name: str, role: str | None = None) -> Part:
        """The persona takes part. Raises UsageProblem when her file gives her another role."""
        persona = self._stage.project.personas[name]
        if role is not None and persona.role != role:
            raise UsageProblem(wrong_role(persona, role))
        if name not in self.parts:
            seed = f"{self._stage.options.seed}:{self._started.scenario}"
            self.parts[name] = register(persona, seed=seed, axis=Axis(self._stage.started))
        self.last = self.parts[name]
        return self.last

    def enter_together(self, name: str, other: str) -> None:
        """Two who share an account take part; the first is the one spoken of. Raises UsageProblem when they do not."""
        problem = not_shared(self._stage.project.personas, name, other)
        if problem is not None:
            raise UsageProblem(problem)
        self.enter(other)
        self.enter(name)

    def who(self, word: str) -> Part:
        """The part meant by a name or a pronoun. Raises UsageProblem when nobody is."""
        name = word.removesuffix("'s").removesuffix("’s")
        if name in self._stage.project.personas:
            return self.enter(name)
        if meant_by(word).casefold() in _PRONOUNS and self.last is not None:
            return self.last
        raise UsageProblem(nobody_meant(word, self._stage.project.personas))

    async def embodied(self, part: Part) -> Part:
        """The part with a customer: she, and first whom she shares an account with, exist in the service from now."""
        if part.customer is not None:
            return part
        shares = part.persona.shares_account_with
        if shares and part.partner is None:
            last = self.last
            part.partner = self.enter(shares)
            self.last = last
            if part.partner.persona.shares_account_with == part.persona.name:
                part.partner.partner = part
            if part.partner.customer is None:
                await self._embody(part.partner)
        await self._embody(part)
        await self.anchor(part)
        return part

    async def anchor(self, part: Part) -> None:
        """Her axis goes by her clock from now, where the service gives her one and it does not do so already."""
        stage, customer = self._stage, part.customer
        if customer is None or part.axis.anchored:
            return
        if customer.service_id and stage.blueprint.clock.kind != "none":
            part.axis.anchor((await stage.clock.ready(customer)).now)

    async def _embody(self, part: Part) -> None:
        stage = self._stage
        customer = await embody(part, stage.deeds, stage.blueprint, stage.addresses.table, tags=self._started.tags)
        stage.secrets.learn(customer)
        stage.customers[customer.key] = customer
        part.constraints = {
            **await stage.constraints_of(customer),
            **way_reports(part.persona),
            **part.constraints,
        }
        event = CustomerEmbodied(
            scenario=self._started.scenario,
            customer=customer.key,
            persona=part.persona.name,
            role=part.persona.role,
            pronouns=part.persona.pronouns.model_dump(),
            locale=part.persona.locale,
            service_id=customer.service_id,
            values={fact: dict(value) for fact, value in customer.values.items()},
            related=customer.related,
            constraints=dict(part.constraints),
            prefers=part.persona.channels.get("preferred", ()),
            refuses=part.persona.channels.get("refused", ()),
        )
        stage.embodied.append(event)
        stage.others.learn(customer.key, event.values)
        stage.spare(event.values.values(), customer.service_id)
        self._record(event)

    def customers(self) -> list[Customer]:
        """Those of them who exist in the service."""
        return [part.customer for part in self.parts.values() if part.customer is not None]

    def inapplicable(self) -> list[str]:
        """Constraints of her persona that could not be applied: the run did not happen as she lives."""
        return [
            f"{part.persona.name}'s {constraint} {said}"
            for part in self.parts.values()
            for constraint, said in part.constraints.items()
            if said.startswith("could not apply")
        ]
