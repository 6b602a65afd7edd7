"""Which touchpoints a sentence asks, by what the blueprint says of them, and what is said where there is none.

Asked before a run by the rehearsal, and in it by the scene: both must choose the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from tellonce.engine.answerable import not_sent, not_shown
from tellonce.model.blueprint import Blueprint, Touchpoint
from tellonce.model.errors import Problem
from tellonce.model.facts import FactKind
from tellonce.model.persona import Persona
from tellonce.recognise import PERSONAL

__all__ = [
    "AMOUNTS",
    "Choice",
    "agent_screens",
    "agreeing",
    "agreeing_everywhere",
    "billing_her",
    "by_that_day",
    "counted",
    "emissions_by_channel",
    "forbidden",
    "in_order",
    "keeping",
    "notice_to_her",
    "of_channel",
    "of_owner",
    "of_third_parties",
    "reached_among",
    "seen_by_other",
    "showing",
    "telling_her",
    "with_fee",
]

Choice = tuple[tuple[str, ...], Problem | None]
"""The keys of the touchpoints; none and a problem where nothing can be asked."""

AMOUNTS: Mapping[FactKind, tuple[str, ...]] = {FactKind.PLAN: ("monthly_fee",), FactKind.MONEY: ("amount",)}
"""The components of a fact that are what she pays."""
_HER_LANES = ("customer", "frontstage")


def _uses(blueprint: Blueprint, persona: Persona, fact: str) -> dict[str, Touchpoint]:
    """Those that must show her the new value."""
    return {key: spot for key, spot in blueprint.touchpoints_of(fact, persona.role).items() if not spot.notice}


def _called(blueprint: Blueprint, fact: str) -> str:
    return blueprint.facts[fact].called


def _chosen(keys: Iterable[str], what: str, valid: Iterable[str]) -> Choice:
    found = tuple(keys)
    return found, None if found else Problem(what=what, valid=tuple(dict.fromkeys(valid)))


def _one(touchpoint: str, problem: Problem | None) -> Choice:
    return ((), problem) if problem is not None else ((touchpoint,), None)


def _of_fact(blueprint: Blueprint, fact: str, keys: Callable[[str], Sequence[str]], what: str) -> Choice:
    """keys: of the touchpoints of such a sort that use a fact.  what: is said, with the fact, where there is none."""
    others = (one.called for key, one in blueprint.facts.items() if keys(key))
    return _chosen(keys(fact), f"{what} the {_called(blueprint, fact)}", others)


def _of_word(spots: Mapping[str, Touchpoint], word: Callable[[Touchpoint], str], said: str, what: str) -> Choice:
    """Those of which the blueprint says this word; what: where there is none."""
    return _chosen((key for key, spot in spots.items() if word(spot) == said), what, map(word, spots.values()))


# by what the blueprint says of them ---------------------------------------------------------------------------------


def of_channel(blueprint: Blueprint, persona: Persona, fact: str, channel: str) -> Choice:
    """Those of one channel that use the fact."""
    what = f"no {channel} touchpoint that serves a {persona.role} uses the {_called(blueprint, fact)}"
    return _of_word(_uses(blueprint, persona, fact), lambda spot: spot.channel, channel, what)


def of_owner(blueprint: Blueprint, persona: Persona, fact: str, owner: str) -> Choice:
    """Those of one department that use the fact."""
    what = f"no touchpoint of {owner} that serves a {persona.role} uses the {_called(blueprint, fact)}"
    return _of_word(_uses(blueprint, persona, fact), lambda spot: spot.owner, owner, what)


def emissions_by_channel(blueprint: Blueprint, persona: Persona, channel: str) -> Choice:
    """All that is sent by one channel to somebody of her role."""
    spots = {
        key: spot
        for key, spot in blueprint.touchpoints.items()
        if spot.kind == "emission" and persona.role in spot.serves and spot.lane in _HER_LANES
    }
    what = f"nothing that is watched is sent to a {persona.role} by {channel}"
    return _of_word(spots, lambda spot: spot.channel, channel, what)


def of_third_parties(blueprint: Blueprint, persona: Persona, fact: str) -> Choice:
    """Those of other firms that use the fact."""

    def theirs(fact: str) -> list[str]:
        return [key for key, spot in _uses(blueprint, persona, fact).items() if spot.third_party]

    return _of_fact(blueprint, fact, theirs, f"no touchpoint of a third party that serves a {persona.role} uses")


def agent_screens(blueprint: Blueprint, persona: Persona, fact: str) -> Choice:
    """The screens of those who answer her that use the fact."""

    def screens(fact: str) -> list[str]:
        return [key for key, spot in _uses(blueprint, persona, fact).items() if spot.channel == "agent"]

    return _of_fact(blueprint, fact, screens, f"no agent's screen that serves a {persona.role} uses")


def billing_her(blueprint: Blueprint, persona: Persona, fact: str) -> Choice:
    """The invoices that bear the fact."""

    def invoices(fact: str) -> list[str]:
        return [key for key, spot in _uses(blueprint, persona, fact).items() if spot.channel == "invoice"]

    return _of_fact(blueprint, fact, invoices, f"no invoice that serves a {persona.role} bears")


def by_that_day(blueprint: Blueprint, persona: Persona, fact: str) -> Choice:
    """What is promised by the day that this fact is."""

    def due(fact: str) -> list[str]:
        spots = blueprint.touchpoints.items()
        return [key for key, spot in spots if spot.promise.by == fact and persona.role in spot.serves]

    return _of_fact(blueprint, fact, due, f"nothing that serves a {persona.role} is promised by the day of")


def telling_her(blueprint: Blueprint, persona: Persona, fact: str, channel: str = "") -> Choice:
    """What is sent to her and tells her the fact; by one channel, or by any."""

    def told(fact: str) -> list[str]:
        spots = _uses(blueprint, persona, fact).items()
        return [key for key, spot in spots if spot.kind == "emission" and spot.lane in _HER_LANES]

    spots = {key: blueprint.touchpoints[key] for key in told(fact)}
    if spots and channel:
        what = f"nothing that is sent to a {persona.role} by {channel} tells the {_called(blueprint, fact)}"
        return _of_word(spots, lambda spot: spot.channel, channel, what)
    return _of_fact(blueprint, fact, told, f"nothing that is sent to a {persona.role} tells")


def reached_among(
    blueprint: Blueprint,
    changed: Mapping[str, tuple[tuple[str, str], ...]],
    is_meant: Callable[[str, Touchpoint], bool],
    what: str,
    name: Callable[[str, Touchpoint], str] | None,
) -> Choice:
    """Of the touchpoints that anything changed so far reaches, those that are meant. name: what could be said
    instead, of each; None when nothing could."""
    reached = {key: blueprint.touchpoints[key] for key in changed}
    found = tuple(key for key, spot in reached.items() if is_meant(key, spot))
    valid = () if name is None else tuple(dict.fromkeys(name(key, spot) for key, spot in reached.items()))
    hint = "" if changed else "say first what she does"
    return found, None if found else Problem(what=what, valid=valid, hint=hint)


# named by the sentence ----------------------------------------------------------------------------------------------


def notice_to_her(blueprint: Blueprint, persona: Persona, fact: str, touchpoint: str) -> Choice:
    """A notice that goes to the old value on purpose."""
    notices = [
        key
        for key, spot in blueprint.touchpoints_of(fact, persona.role).items()
        if spot.notice and spot.destination == fact
    ]
    spot, called = blueprint.touchpoints[touchpoint], _called(blueprint, fact)
    what = f"{spot.called} is no notice to {persona.name}'s old {called}: it must not go there"
    return _chosen(
        (key for key in notices if key == touchpoint), what, (blueprint.touchpoints[key].called for key in notices)
    )


def keeping(blueprint: Blueprint, persona: Persona, fact: str, touchpoint: str) -> Choice:
    """A page or record that can go on showing the fact."""
    problem = not_shown(blueprint, persona, fact, touchpoint)
    spot = blueprint.touchpoints[touchpoint]
    if problem is None and spot.kind != "state":
        states = [one.called for one in _uses(blueprint, persona, fact).values() if one.kind == "state"]
        problem = Problem(what=f"{spot.called} is sent once: it cannot keep showing anything", valid=tuple(states))
    return _one(touchpoint, problem)


def in_order(blueprint: Blueprint, persona: Persona, fact: str, touchpoint: str, other: str) -> Choice:
    """Two touchpoints that may have the fact one before the other."""
    return _two(blueprint, persona, fact, (touchpoint, other), "cannot come before itself")


def agreeing(blueprint: Blueprint, persona: Persona, fact: str, touchpoint: str, other: str) -> Choice:
    """Two touchpoints that may show the same."""
    return _two(blueprint, persona, fact, (touchpoint, other), "always agrees with itself")


def _two(blueprint: Blueprint, persona: Persona, fact: str, keys: tuple[str, str], itself: str) -> Choice:
    for key in keys:
        problem = not_shown(blueprint, persona, fact, key)
        if problem is not None:
            return (), problem
    if keys[0] == keys[1]:
        others = [spot.called for key, spot in _uses(blueprint, persona, fact).items() if key != keys[0]]
        return (), Problem(what=f"{blueprint.touchpoints[keys[0]].called} {itself}: name two", valid=tuple(others))
    return keys, None


def agreeing_everywhere(blueprint: Blueprint, persona: Persona, fact: str) -> Choice:
    """All pages and records that use the fact, at least two."""
    keys = tuple(key for key, spot in _uses(blueprint, persona, fact).items() if spot.kind == "state")
    if len(keys) > 1:
        return keys, None
    only = f"only {blueprint.touchpoints[keys[0]].called} shows" if keys else "no page or record shows"
    what = f"{only} a {persona.role} the {_called(blueprint, fact)}: there is nothing to compare"
    return (), Problem(what=what)


def with_fee(blueprint: Blueprint, persona: Persona, fact: str, touchpoint: str) -> Choice:
    """A touchpoint that shows what the fact costs."""
    problem = not_shown(blueprint, persona, fact, touchpoint)
    kind, spot = blueprint.facts[fact].kind, blueprint.touchpoints[touchpoint]
    if kind not in AMOUNTS:
        priced = [one.called for one in blueprint.facts.values() if one.kind in AMOUNTS]
        problem = Problem(what=f"the {_called(blueprint, fact)} costs nothing", valid=tuple(priced))
    elif problem is None and spot.shown(fact) and not set(spot.shown(fact)) & set(AMOUNTS[kind]):
        problem = Problem(what=f"{spot.called} does not show what the {_called(blueprint, fact)} costs")
    return _one(touchpoint, problem)


def counted(blueprint: Blueprint, persona: Persona, touchpoint: str) -> Choice:
    """Something that is sent to her, and can be counted."""
    return _one(touchpoint, not_sent(blueprint, persona, touchpoint))


def showing(blueprint: Blueprint, persona: Persona, fact: str, touchpoint: str) -> Choice:
    """A touchpoint that shows the fact."""
    return _one(touchpoint, not_shown(blueprint, persona, fact, touchpoint))


def forbidden(blueprint: Blueprint, persona: Persona, fact: str, touchpoint: str) -> Choice:
    """A touchpoint that could show the fact, and need not."""
    spots = {key: spot for key, spot in blueprint.touchpoints.items() if persona.role in spot.serves}
    exempt = [spot.called for spot in spots.values() if fact in spot.facts and fact in spot.promise.exempt]
    spot, called = blueprint.touchpoints[touchpoint], _called(blueprint, fact)
    if touchpoint not in spots or fact not in spot.facts:
        problem = not_shown(blueprint, persona, fact, touchpoint)
        return (), Problem(what=problem.what if problem else "", valid=tuple(exempt))
    if fact not in spot.promise.exempt:
        what = f"{spot.called} must learn the {called}, says the blueprint: it cannot be forbidden to show it"
        return (), Problem(what=what, valid=tuple(exempt), hint=f"exempt the {called} there, with the reason")
    return (touchpoint,), None


def seen_by_other(blueprint: Blueprint, persona: Persona, fact: str, viewer: Persona) -> Choice:
    """The pages and records that show another person the fact."""
    kind, called = blueprint.facts[fact].kind, _called(blueprint, fact)
    if viewer.name == persona.name:
        return (), Problem(what=f"nothing of {persona.name}'s is to be hidden from {persona.name}")
    if kind not in PERSONAL:
        personal = tuple(one.called for one in blueprint.facts.values() if one.kind in PERSONAL)
        what = f"{persona.name}'s {called} cannot be told from {viewer.name}'s own: many people have the same"
        return (), Problem(what=what, valid=personal)
    keys = (key for key, spot in _uses(blueprint, viewer, fact).items() if spot.kind == "state")
    return _chosen(keys, f"no page or record shows a {viewer.role} the {called}: nothing could be looked at", ())
