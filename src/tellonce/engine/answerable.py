"""What can never be answered, whatever the service does: told before a run where it can be seen, else in it.

What is wrong in most of these is no misspelling, so no nearest word is offered: the likest name is another thing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tellonce.engine.flows import Flow
from tellonce.model.blueprint import Blueprint, Touchpoint
from tellonce.model.effort import Measure
from tellonce.model.errors import Problem
from tellonce.model.persona import Persona
from tellonce.recognise import PERSONAL

__all__ = [
    "BY_REFUSED_CHANNEL",
    "no_effort",
    "nobody_meant",
    "not_again",
    "not_back",
    "not_changed",
    "not_going_to",
    "not_sent",
    "not_sent_to",
    "not_shared",
    "not_shown",
    "not_swept",
    "not_used",
    "not_watched",
    "refused_channel",
    "wrong_role",
]

BY_REFUSED_CHANNEL = "by-refused-channel"
"""The tag of a scenario that makes her use a channel that she refuses, on purpose."""


def wrong_role(persona: Persona, role: str) -> Problem:
    """She is said to be what her file says that she is not."""
    return Problem(
        what=f"{persona.name} is a {persona.role}, not a {role} (see fixtures/personas)",
        bad=role,
        valid=(persona.role,),
    )


def not_shared(personas: Mapping[str, Persona], name: str, other: str) -> Problem | None:
    """Two who are said to share an account, and do not by their files; None when they do."""
    one, two = personas[name], personas[other]
    if one.shares_account_with == other or two.shares_account_with == name:
        return None
    sharing = tuple(partner for partner in (one.shares_account_with, two.shares_account_with) if partner)
    return Problem(
        what=f"{name} and {other} share no account (see fixtures/personas)",
        valid=sharing,
        hint=f"write 'shares_account_with: {other}' into the file of {name}, or name who does",
    )


def not_again(blueprint: Blueprint, persona: Persona, fact: str, flow: Flow | None) -> Problem | None:
    """What she did cannot be done again with another value; None when it can. flow: how she changed the fact last."""
    called = blueprint.facts[fact].called
    if flow is None:
        what = f"{persona.name} has not changed the {called} in this scenario: there is nothing to do again"
        return Problem(what=what, hint="say first what she does")
    if fact not in flow.changes:
        return Problem(what=f"the {called} is what {persona.name} is told: nobody but the company changes it")
    if flow.new is not None:
        what = f"the flow '{flow.sentence}' names the new {blueprint.facts[flow.changes[0]].called}"
        return Problem(what=what, hint="say that sentence again, with another value")
    return None


def not_back(
    blueprint: Blueprint, persona: Persona, fact: str, flow: Flow | None, before: Iterable[str]
) -> Problem | None:
    """What she did cannot be undone; None when it can. before: the facts of which she had another value before."""
    called = blueprint.facts[fact].called
    if flow is None:
        what = f"{persona.name} has not changed the {called} in this scenario: there is nothing to change back"
        return Problem(what=what, hint="say first what she does")
    if fact not in flow.changes:
        return Problem(what=f"the {called} is what {persona.name} is told: nobody but the company changes it")
    missing = [blueprint.facts[one].called for one in flow.changes if one not in set(before)]
    if missing:
        return Problem(what=f"{persona.name} had no {missing[0]} before: there is none to go back to")
    return None


def nobody_meant(word: str, personas: Iterable[str], *, such_as: str = "Given Maria is a customer") -> Problem:
    """A pronoun before anybody was spoken of, or a name that is nobody's. such_as: a step that would say it."""
    return Problem(
        what=f"nobody is meant by '{word}' yet",
        bad=word.removesuffix("'s").removesuffix("’s"),
        valid=tuple(personas),
        hint=f"begin with a sentence such as '{such_as}'",
    )


def not_changed(blueprint: Blueprint, persona: Persona, fact: str, changed: Iterable[str]) -> Problem:
    """A question about the new value of a fact that she left as it was. changed: the facts that she did change."""
    called = blueprint.facts[fact].called
    return Problem(
        what=f"{persona.name} has not changed the {called} in this scenario, so there is no new one",
        valid=tuple(blueprint.facts[one].called for one in changed),
        hint="say first what she does, or ask about what she changed",
    )


def not_used(blueprint: Blueprint, persona: Persona, fact: str) -> Problem | None:
    """A fact that no touchpoint of hers uses; None when one does."""
    if blueprint.touchpoints_of(fact, persona.role):
        return None
    mine = [key for key in blueprint.facts if blueprint.touchpoints_of(key, persona.role)]
    called = blueprint.facts[fact].called
    return Problem(
        what=f"no touchpoint that serves a {persona.role} uses the {called}: nothing would be watched",
        valid=tuple(blueprint.facts[key].called for key in mine),
    )


def not_watched(persona: Persona, setting: str, so: str) -> Problem | None:
    """A sentence about her ways, of a persona whose setting is another; None when it is hers."""
    if getattr(persona.setting, setting):
        return None
    return Problem(
        what=f"{persona.name}'s setting does not say {setting}: {so}",
        hint=f"write setting: {{{setting}: true}} into her persona file, or say it of somebody else",
    )


def not_shown(blueprint: Blueprint, persona: Persona, fact: str, touchpoint: str) -> Problem | None:
    """A touchpoint that cannot say anything about this fact of hers; None when it can."""
    spot, called = blueprint.touchpoints[touchpoint], blueprint.facts[fact].called
    others = blueprint.touchpoints_of(fact, persona.role).values()
    if persona.role not in spot.serves:
        what = _of_others(spot, persona)
    elif fact not in spot.facts:
        what = f"{spot.called} does not use {persona.name}'s {called}: no probe can answer this"
    elif fact in spot.promise.exempt:
        what = f"{spot.called} need not learn the {called}: {spot.promise.exempt[fact]}"
    elif spot.notice:
        what = f"{spot.called} is a notice: it must not contain the new {called}"
    else:
        return None
    return Problem(what=what, valid=tuple(other.called for other in others if not other.notice))


def not_going_to(blueprint: Blueprint, persona: Persona, fact: str, touchpoint: str) -> Problem | None:
    """A touchpoint that may show this fact of hers, and is not sent there; None when it is."""
    problem = not_shown(blueprint, persona, fact, touchpoint)
    spot = blueprint.touchpoints[touchpoint]
    if problem is not None or spot.destination == fact:
        return problem
    instead = f", but to the {blueprint.facts[spot.destination].called}" if spot.destination else ""
    return Problem(
        what=f"{spot.called} does not go to {persona.name}'s {blueprint.facts[fact].called}{instead}",
        valid=tuple(blueprint.touchpoints[key].called for key in _goes_to(blueprint, persona, fact)),
        hint=f"'{spot.called} shows ...' asks for what stands in it",
    )


def not_sent_to(blueprint: Blueprint, persona: Persona, fact: str) -> Problem | None:
    """A fact that is no destination of anything that is sent to her; None when it is."""
    if any(_goes_to(blueprint, persona, fact)):
        return None
    called = blueprint.facts[fact].called
    return Problem(
        what=f"nothing that is watched is sent to {persona.name}'s {called}: this cannot be seen",
        valid=tuple(one.called for key, one in blueprint.facts.items() if any(_goes_to(blueprint, persona, key))),
    )


def not_swept(blueprint: Blueprint, persona: Persona, fact: str) -> Problem | None:
    """A fact whose old value could be anybody's, or that nothing of hers uses; None when it can be searched for."""
    declared = blueprint.facts[fact]
    if declared.kind in PERSONAL:
        return not_used(blueprint, persona, fact)
    return Problem(
        what=f"an old {declared.called} cannot be searched for: many people have the same",
        valid=tuple(one.called for one in blueprint.facts.values() if one.kind in PERSONAL),
        hint=f"'every touchpoint shows {persona.pronouns.possessive} new {declared.called} within its promise'",
    )


def _goes_to(blueprint: Blueprint, persona: Persona, fact: str) -> Iterable[str]:
    spots = blueprint.touchpoints_of(fact, persona.role).items()
    return [key for key, spot in spots if spot.destination == fact and not spot.notice]


def _of_others(spot: Touchpoint, persona: Persona) -> str:
    return f"{spot.called} does not concern {persona.name}, a {persona.role}: it serves {' and '.join(spot.serves)}"


def not_sent(blueprint: Blueprint, persona: Persona, touchpoint: str) -> Problem | None:
    """A touchpoint that is not sent to her at all; None when it is."""
    spot = blueprint.touchpoints[touchpoint]
    if spot.kind != "emission":
        what = f"{spot.called} is not sent: it is a state, and can be read at any time"
    elif persona.role not in spot.serves:
        what = _of_others(spot, persona)
    else:
        return None
    emissions = [one for one in blueprint.touchpoints.values() if one.kind == "emission" and persona.role in one.serves]
    return Problem(what=what, valid=tuple(one.called for one in emissions))


def refused_channel(persona: Persona, flow: Flow, tags: Iterable[str]) -> Problem | None:
    """She does something by a channel that she refuses; None when she does not, or the scenario says so by its tag."""
    refused = persona.channels.get("refused", ())
    if flow.by != "customer" or flow.channel not in refused or BY_REFUSED_CHANNEL in tags:
        return None
    return Problem(
        what=f"{persona.name} refuses the channel '{flow.channel}' (see fixtures/personas), by which this is done",
        hint=f"let her use another one, or tag the scenario @{BY_REFUSED_CHANNEL} if she is made to on purpose",
    )


def no_effort(persona: Persona, measure: Measure, *, acted: bool, turned_to: bool) -> Problem | None:
    """A question about effort that nothing she does could answer; None when something can.

    turned_to: whether she has called, written, chatted or gone there, rather than doing it herself.
    """
    if not acted:
        what, hint = f"{persona.name} has done nothing yet: there is no effort to count", "say first what she does"
    elif measure is Measure.PERSON and not turned_to:
        what = f"{persona.name} has turned to nobody yet, so nobody can be reached"
        hint = "say first that she calls, writes, chats or goes there: a flow with contact=True, or such a channel"
    elif measure is Measure.REFUSED and not persona.channels.get("refused"):
        what, hint = f"{persona.name} refuses no channel", "write channels: {refused: [...]} into her persona file"
    else:
        return None
    return Problem(what=what, hint=hint)
