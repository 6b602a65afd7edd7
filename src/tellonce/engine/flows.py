"""What a project's `steps/` say: how customers come to exist, how viewers sign in, how changes are made."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from tellonce.model.errors import Place, Problem, TellonceError, UsageProblem
from tellonce.model.facts import Components
from tellonce.model.persona import Customer, Persona

__all__ = [
    "Act",
    "Deeds",
    "Draft",
    "Enrolled",
    "Flow",
    "Refused",
    "begin_deeds",
    "current_deeds",
    "enrolment",
    "flow",
    "viewer",
]

_Function = TypeVar("_Function", bound=Callable[..., Any])


class Refused(TellonceError):
    """A flow raises this when the company refuses the change; the text is the company's answer."""


@dataclass(slots=True, kw_only=True)
class Draft:
    """A customer who is about to exist.

    values: fact -> value as the company should know it first.  service: the persona's `service` settings, changed by
    the scenario's Given sentences.  partner: the customer she shares an account with, when she exists already.
    """

    persona: Persona
    values: Mapping[str, Components]
    service: dict[str, Any]
    partner: Customer | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolled:
    """What an enrolment returns. service_id: "" for somebody without an account. secrets: never recorded."""

    service_id: str = ""
    secrets: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What a flow gets: her page (Playwright, async), herself, and what she tells the company.

    news: fact -> new value, for every fact the flow changes.  addresses: the blueprint's.
    headers: what a flow that calls an interface itself sends along with what she tells, so that the service's traces
    tell of this change; her page does so by itself.
    """

    page: Any
    customer: Customer
    news: Mapping[str, Components]
    addresses: Mapping[str, str]
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def new(self) -> Components:
        """The new value of the (first) fact it changes."""
        return next(iter(self.news.values()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """A sentence, and how the customer does it.

    new: makes the new value from the sentence's further words; without it Tellonce makes one up.
    """

    sentence: str
    changes: tuple[str, ...]
    new: Callable[..., Components] | None
    function: Callable[[Act], Awaitable[None]]
    place: Place


@dataclass(slots=True)
class Deeds:
    """Everything that steps/ declared."""

    flows: list[Flow] = field(default_factory=list)
    enrolments: dict[str, Callable[[Draft, Mapping[str, str]], Awaitable[Enrolled]]] = field(default_factory=dict)
    viewers: dict[str, Callable[..., Awaitable[None]]] = field(default_factory=dict)


_deeds = Deeds()
_announce: Callable[[Flow], None] = lambda _flow: None  # noqa: E731 - the empty listener


def begin_deeds(announce: Callable[[Flow], None]) -> Deeds:
    """Start over for a project whose steps/ are loaded next; `announce` hears of each flow as it is declared."""
    global _deeds, _announce
    _deeds, _announce = Deeds(), announce
    return _deeds


def current_deeds() -> Deeds:
    """What the steps loaded last have declared."""
    return _deeds


def _place_of(function: Callable[..., Any]) -> Place:
    code = function.__code__
    return Place(file=code.co_filename, line=code.co_firstlineno)


def flow(
    sentence: str, *, changes: str, new: Callable[..., Components] | None = None
) -> Callable[[_Function], _Function]:
    """Declare how a customer makes a change.

    sentence: a Cucumber Expression that begins with {customer}.  changes: the fact's key in the blueprint.
    new: called with the customer and the sentence's remaining words, returns the new value.
    The function is `async def name(act: Act) -> None`; it returns when the company has acknowledged the change, and
    raises Refused when the company refused it.
    """

    def declare(function: _Function) -> _Function:
        _insist_async(function, "flow")
        if not sentence.startswith("{customer} "):
            raise UsageProblem(
                Problem(
                    what=f"the flow '{sentence}' does not say who acts",
                    place=_place_of(function),
                    hint="begin its sentence with {customer}",
                )
            )
        declared = Flow(
            sentence=sentence,
            changes=(changes,) if isinstance(changes, str) else changes,
            new=new,
            function=function,
            place=_place_of(function),
        )
        _deeds.flows.append(declared)
        _announce(declared)
        return function

    return declare


def enrolment(role: str = "customer") -> Callable[[_Function], _Function]:
    """Declare how a fresh customer of this role comes to exist: `async def name(draft, addresses) -> Enrolled`."""

    def declare(function: _Function) -> _Function:
        _insist_async(function, "enrolment")
        _deeds.enrolments[role] = function
        return function

    return declare


def viewer(name: str) -> Callable[[_Function], _Function]:
    """Declare how a viewer signs in: `async def name(page, customer, addresses) -> None`.

    "customer" signs in as herself; any other name (such as "agent") is shared by all customers of a worker.
    """

    def declare(function: _Function) -> _Function:
        _insist_async(function, "viewer")
        _deeds.viewers[name] = function
        return function

    return declare


def _insist_async(function: Callable[..., Any], word: str) -> None:
    if not inspect.iscoroutinefunction(function):
        raise UsageProblem(
            Problem(
                what=f"the {word} '{function.__name__}' must be `async def`: it runs beside the watching",
                place=_place_of(function),
            )
        )
