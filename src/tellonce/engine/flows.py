"""What a project's `steps/` say: how customers come to exist, how viewers sign in, how changes are made."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import Any, TypeVar, get_args

from pydantic import BaseModel

from tellonce.engine.choices import Choice, make_choice
from tellonce.engine.enrolments import Enrolment, strict
from tellonce.model.blueprint import CHANNELS, Blueprint, Channel
from tellonce.model.effort import Actor, Server
from tellonce.model.errors import Place, Problem, TellonceError, UsageProblem
from tellonce.model.facts import Components
from tellonce.model.persona import Customer, Persona
from tellonce.project.languages import LANGUAGES

__all__ = [
    "Act",
    "Deeds",
    "Draft",
    "Enrolled",
    "Flow",
    "GivesUp",
    "Refused",
    "Unanswered",
    "begin_deeds",
    "choice",
    "current_deeds",
    "declare_choice",
    "enrolment",
    "flow",
    "viewer",
]

_Function = TypeVar("_Function", bound=Callable[..., Any])
_TURNING_TO = frozenset({"phone", "chat", "agent", "shop", "partner"})
"""Channels by which nobody does anything alone."""


class Refused(TellonceError):
    """A flow raises this when the company refuses the change; the text is the company's answer."""


class Unanswered(TellonceError):
    """A flow raises this when she has told, and no answer came: nobody knows whether the company took it.

    Either value is right then, but everybody must hold the same one. The text says what came instead of an answer.
    """


class GivesUp(TellonceError):
    """A flow raises this when the company leaves her no way on, such as an automaton that never lets her speak to a
    person: she goes, and is lost to it. The text says what she looked for in vain.

    Whoever waits for longer than her patience gives up by herself.
    """


@dataclass(slots=True, kw_only=True)
class Draft:
    """A customer who is about to exist.

    values: fact -> value as the company should know it first.  service: the persona's `service` settings, changed by
    the scenario's Given sentences, with the defaults of the enrolment's model where it has one.  partner: the customer
    she shares an account with, when she exists already.  tags: the scenario's, without "@".
    history: what of the persona's history is to be brought about: what -> how much.
    """

    persona: Persona
    values: Mapping[str, Components]
    service: dict[str, Any]
    partner: Customer | None = None
    tags: frozenset[str] = frozenset()
    history: Mapping[str, int | str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolled:
    """What an enrolment returns. service_id: "" for somebody without an account. secrets: never recorded.

    lived: what of `draft.history` lies behind her now; what is not named here could not be applied.
    """

    service_id: str = ""
    secrets: Mapping[str, str] = field(default_factory=dict)
    lived: Collection[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What a flow gets: her page (Playwright, async), herself, and what she tells the company.

    news: fact -> new value, for every fact the flow changes.  addresses: the blueprint's.
    headers: what a flow that calls an interface itself sends along with what she tells, so that the service's traces
    tell of this change; her page does so by itself.
    learned: what the company told her in its answer, by `learn`.
    passed_on, told_again: what she went through, by `transferred` and `tells_again`.
    """

    page: Any
    customer: Customer
    news: Mapping[str, Components]
    addresses: Mapping[str, str]
    headers: Mapping[str, str] = field(default_factory=dict)
    learned: dict[str, Components] = field(default_factory=dict)
    passed_on: list[tuple[str, bool, float]] = field(default_factory=list)
    told_again: list[str] = field(default_factory=list)

    def transferred(self, to: str, *, person: bool = False) -> None:
        """Whoever dealt with her passes her on. to: to whom, in words.  person: a person who is there for her now."""
        self.passed_on.append((to, person, monotonic()))

    def tells_again(self, *facts: str) -> None:
        """She is made to say what she said before, where nothing is typed: on the phone, at a counter.

        What she fills in on her page is compared by itself.
        """
        self.told_again.extend(facts)

    def learn(self, fact: str, value: Components) -> None:
        """The company tells her the new value of a fact that the flow `learns`: a day, a reference, a price.

        From now on every touchpoint that uses the fact must show exactly this.
        """
        self.learned[fact] = dict(value)

    @property
    def new(self) -> Components:
        """The new value of the (first) fact it changes."""
        return next(iter(self.news.values()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """A sentence, and how the customer does it.

    changes: facts whose new value she brings.  learns: facts whose new value the company tells her in its answer.
    new: makes the new value from what the sentence says after {customer}; without it Tellonce makes one up.
    channel: the one she uses for it, or by which the company reaches her.  by: who does what the sentence says.
    served_by: who of the company deals with her meanwhile.  contact: whether she turns to the company for it.
    answers: facts that she told before, and that this answers.
    also: code of a language -> what journeys in it say instead of the sentence, in one or more ways.
    """

    sentence: str
    changes: tuple[str, ...]
    learns: tuple[str, ...]
    new: Callable[..., Components] | None
    function: Callable[[Act], Awaitable[None]]
    place: Place
    channel: Channel = "web"
    by: Actor = "customer"
    served_by: Server = ""
    contact: bool = False
    answers: tuple[str, ...] = ()
    also: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def facts(self) -> tuple[str, ...]:
        """Every fact that is different afterwards."""
        return tuple(dict.fromkeys((*self.changes, *self.learns)))


@dataclass(slots=True)
class Deeds:
    """Everything that steps/ declared. blueprint: what they may name, None where nobody has read it."""

    flows: list[Flow] = field(default_factory=list)
    choices: dict[str, Choice] = field(default_factory=dict)
    enrolments: dict[str, Enrolment] = field(default_factory=dict)
    viewers: dict[str, Callable[..., Awaitable[None]]] = field(default_factory=dict)
    blueprint: Blueprint | None = None


def _unheard(_declared: Any) -> None:
    """The listener of a project without sentences."""


_deeds = Deeds()
_announce: Callable[[Flow], None] = _unheard
_announce_choice: Callable[[Choice], None] = _unheard
_root: Path | None = None


def begin_deeds(
    announce: Callable[[Flow], None],
    announce_choice: Callable[[Choice], None] = _unheard,
    *,
    root: Path | None = None,
    blueprint: Blueprint | None = None,
) -> Deeds:
    """Start over for a project whose steps/ are loaded next; the listeners hear of each flow and choice at once.

    root: the project's; places in it are told relative to it.  blueprint: what its steps may name.
    """
    global _deeds, _announce, _announce_choice, _root
    _deeds, _announce, _announce_choice, _root = Deeds(blueprint=blueprint), announce, announce_choice, root
    return _deeds


def current_deeds() -> Deeds:
    """What the steps loaded last have declared."""
    return _deeds


def _place_of(function: Callable[..., Any]) -> Place:
    return _place(function.__code__.co_filename, function.__code__.co_firstlineno)


def _place(file: str, line: int) -> Place:
    if _root is not None and Path(file).is_relative_to(_root):
        file = Path(file).relative_to(_root).as_posix()
    return Place(file=file, line=line)


def flow(
    sentence: str,
    *,
    changes: str | tuple[str, ...],
    learns: str | tuple[str, ...] = (),
    new: Callable[..., Components] | None = None,
    channel: Channel = "web",
    by: Actor = "customer",
    served_by: Server = "",
    contact: bool | None = None,
    answers: str | tuple[str, ...] = (),
    also: Mapping[str, str | tuple[str, ...]] | None = None,
) -> Callable[[_Function], _Function]:
    """Declare how a customer makes a change.

    sentence: a Cucumber Expression that begins with {customer}.  changes: the fact's key in the blueprint,
    or several.  learns: facts whose new value only the company can say (the day by which her order comes); the function
    passes on what she was told with `act.learn(fact, value)`, for each of them, before it returns.
    new: called with the values of the sentence's further parameters, in their order; returns the new value. It is also
    called when the journeys are checked, so it does nothing else.
    channel: the one she uses for it, of the same words as a touchpoint's.
    by: "person" or "automaton" where somebody of the company does it and not she: then none of it is her effort, and
    channel is the one by which she hears of it.  served_by: "person" or "automaton" where one deals with her.
    contact: whether she turns to the company about something, rather than doing it herself; when left out, so does
    whoever uses a phone, a chat, an agent, a shop or a partner.  answers: facts that she told in an earlier sentence,
    and that this one answers.
    also: what journeys in other languages say instead, {"de": "{customer} bestellt eine Karte"}; each has the
    parameters of `sentence`, in any order.
    The function is `async def name(act: Act) -> None`; it returns when the company has acknowledged the change, and
    raises Refused when the company refused it, Unanswered when it did not say, GivesUp when there is no way on.
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
        if channel not in CHANNELS:
            what = f"the flow '{sentence}' uses an unknown channel '{channel}'"
            raise UsageProblem(Problem(what=what, place=_place_of(function), bad=channel, valid=CHANNELS))
        for said, asked, valid in (("by", by, get_args(Actor)), ("served_by", served_by, get_args(Server)[1:])):
            if asked and asked not in valid:
                what = f"the flow '{sentence}' says {said}={asked!r}"
                raise UsageProblem(Problem(what=what, place=_place_of(function), bad=asked, valid=valid))
        declared = Flow(
            sentence=sentence,
            changes=(changes,) if isinstance(changes, str) else changes,
            learns=(learns,) if isinstance(learns, str) else learns,
            new=new,
            function=function,
            place=_place_of(function),
            channel=channel,
            by=by,
            served_by=served_by,
            contact=by == "customer" and (channel in _TURNING_TO if contact is None else contact),
            answers=(answers,) if isinstance(answers, str) else answers,
            also=_translations(sentence, also or {}, _place_of(function)),
        )
        _deeds.flows.append(declared)
        _announce(declared)
        return function

    return declare


def _translations(sentence: str, also: Mapping[str, str | tuple[str, ...]], place: Place) -> dict[str, tuple[str, ...]]:
    """Raises UsageProblem for languages that are none, and sentences that do not say who acts."""
    texts = {code: (said,) if isinstance(said, str) else tuple(said) for code, said in also.items()}
    problems = [
        Problem(
            what=f"the flow '{sentence}' has a sentence in an unknown language '{code}'",
            place=place,
            bad=code,
            valid=LANGUAGES,
            hint="use a code of ISO 639-1, such as de",
        )
        for code in texts
        if code not in LANGUAGES
    ]
    problems += [
        Problem(what=f"'{said}' does not say who acts", place=place, hint="put {customer} into it")
        for said in (one for ways in texts.values() for one in ways)
        if said.count("{customer}") != 1
    ]
    if problems:
        raise UsageProblem(problems)
    return texts


def choice(name: str, meaning: Mapping[str, Any], *, of: str = "") -> Mapping[str, Any]:
    """Declare the words that {name} may be in the sentences of flows. Returns `meaning`.

    meaning: word as said -> what `new` gets for it.  of: the key of the fact whose values the meanings are: what
    personas first have of it must then be one of them.
    Raises UsageProblem for a name that is taken.
    """
    caller = sys._getframe(1)  # a call has no function whose code would know its place
    return declare_choice(name, meaning, of=of, place=_place(caller.f_code.co_filename, caller.f_lineno))


def declare_choice(name: str, meaning: Mapping[str, Any], *, of: str, place: Place) -> Mapping[str, Any]:
    """`choice`, where the place is known already."""
    declared = make_choice(name, meaning, of=of, place=place)
    first = _deeds.choices.get(name)
    if first is not None and first.place == place:
        return meaning  # a steps file that another one imports is read twice
    if first is not None:
        raise UsageProblem(
            Problem(
                what=f"a second choice is called '{name}'; the first is at {first.place}",
                place=place,
                hint="give each its own name: sentences know it by that",
            )
        )
    _announce_choice(declared)
    _deeds.choices[name] = declared
    return meaning


def enrolment(
    role: str = "customer", *, service: type[BaseModel] | None = None, known: bool = True
) -> Callable[[_Function], _Function]:
    """Declare how a fresh customer of this role comes to exist: `async def name(draft, addresses) -> Enrolled`.

    service: a Pydantic model of the `service` block of this role's personas. They are checked against it before
    anything starts; a key that it does not have is a mistake.
    known: False for somebody for whom the service only keeps a place, such as a number and a clock: the company has no
    value of hers before she tells one, and draft.values is empty.
    """

    def declare(function: _Function) -> _Function:
        _insist_async(function, "enrolment")
        place = _place_of(function)
        if service is not None and not (isinstance(service, type) and issubclass(service, BaseModel)):
            raise UsageProblem(
                Problem(
                    what=f"the enrolment '{function.__name__}' has a 'service' that is no Pydantic model: {service!r}",
                    place=place,
                    hint="write class Wishes(pydantic.BaseModel) with a field for each setting, and service=Wishes",
                )
            )
        _deeds.enrolments[role] = Enrolment(
            role=role, function=function, service=strict(service) if service else None, place=place, known=known
        )
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
