"""Rules about the whole project: what nobody uses, and what nobody would notice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tellonce.authoring.checks.placing import found
from tellonce.authoring.checks.seen import Seen
from tellonce.authoring.keywords import slips
from tellonce.engine.flows import Flow
from tellonce.model.blueprint import Blueprint
from tellonce.model.finding import Finding
from tellonce.model.persona import Persona
from tellonce.project import Project

__all__ = ["of_the_whole"]

_LONG_TAG = 4
_OFTEN = 3
_SHOWN = 5


def of_the_whole(project: Project, flows: Sequence[Flow], seen: Seen) -> Iterator[Finding]:
    """seen: all journeys of the project together. What nobody can tell, because of sentences of the project's own, is
    told as a hint."""
    if not seen.scenarios:
        return
    yield from _unused_personas(project, seen)
    changed = seen.changed
    yield from _unchanged(project, seen)
    yield from _promises(project, seen, changed)
    yield from _unused_flows(flows, seen)
    yield from _stray_tags(seen)


def _how_sure(seen: Seen) -> dict[str, Any]:
    if not seen.unclear:
        return {}
    return {"severity": "hint"}


def _as_far_as(seen: Seen) -> str:
    if not seen.unclear:
        return ""
    scenarios = "1 scenario" if seen.unclear == 1 else f"{seen.unclear} scenarios"
    return f", as far as can be told: {scenarios} may change anything, in sentences of the project's own"


def _unused_personas(project: Project, seen: Seen) -> Iterator[Finding]:
    used = set(seen.cast)
    related = {name: names_in(persona, project.personas) for name, persona in project.personas.items()}
    used |= {other for name in seen.cast for other in related.get(name, ())}
    used |= {name for name, others in related.items() if others & seen.cast}
    for name in project.personas:
        if name not in used:
            yield found(
                "TO401",
                project.persona_files[name].place(("name",)),
                f"no journey introduces {name}",
                bad=name,
                hint=f"write journeys/{'-'.join(name.casefold().split())}/..., or remove the persona",
            )


def names_in(persona: Persona, names: Mapping[str, Persona]) -> set[str]:
    """Other personas that she names anywhere in her file: whom she shares an account with, whoever is hers."""

    def texts(value: Any) -> Iterator[str]:
        if isinstance(value, str):
            yield value
        elif isinstance(value, Mapping):
            for one in value.values():
                yield from texts(one)
        elif isinstance(value, list | tuple):
            for one in value:
                yield from texts(one)

    said = set(texts(persona.model_dump(mode="json", exclude={"name", "values", "about"})))
    return {name for name in names if name in said and name != persona.name}


def _unchanged(project: Project, seen: Seen) -> Iterator[Finding]:
    for key, fact in project.blueprint.facts.items():
        if key not in seen.changed:
            yield found(
                "TO403",
                project.blueprint_file.place(("facts", key)),
                f"no journey changes the {fact.called}{_as_far_as(seen)}",
                bad=key,
                hint="write a scenario in which she does, or take the fact out of the blueprint",
                **_how_sure(seen),
            )


def _promises(project: Project, seen: Seen, changed: frozenset[str]) -> Iterator[Finding]:
    """A run looks at every touchpoint of a change, whatever its Then asks: a promise is unchecked when nobody whom the
    touchpoint serves changes the fact."""
    blueprint = project.blueprint
    for key, spot in blueprint.touchpoints.items():
        facts = [fact for fact in spot.facts if fact not in spot.promise.exempt]
        watched = [fact for fact in facts if (key, fact) in seen.cells]
        place = project.blueprint_file.place(("touchpoints", key))
        if not watched:
            yield found(
                "TO402",
                place,
                f"no scenario changes anything that {spot.called} shows to a "
                f"{' or '.join(spot.serves)}{_as_far_as(seen)}",
                bad=key,
                hint="write one, or take the touchpoint out of the blueprint",
                **_how_sure(seen),
            )
            continue
        missing = [fact for fact in facts if fact not in watched and fact in changed]
        if missing:
            yield _unchecked(blueprint, key, missing, seen, place)


def _unchecked(blueprint: Blueprint, key: str, missing: list[str], seen: Seen, place: Any) -> Finding:
    spot = blueprint.touchpoints[key]
    called = [blueprint.facts[fact].called for fact in missing]
    more = f" and {len(called) - _SHOWN} more" if len(called) > _SHOWN else ""
    return found(
        "TO404",
        place,
        f"nobody checks what {spot.called} promises of the {', '.join(called[:_SHOWN])}{more}: "
        f"no {' or '.join(spot.serves)} changes that in any scenario{_as_far_as(seen)}",
        bad=key,
        hint="write a scenario in which one does, or exempt the fact with a reason",
        **_how_sure(seen),
    )


def _unused_flows(flows: Sequence[Flow], seen: Seen) -> Iterator[Finding]:
    for flow in {flow.sentence: flow for flow in flows}.values():
        if flow.sentence not in seen.flows:
            yield found(
                "TO405",
                flow.place,
                f'no journey says "{flow.sentence}"',
                bad=flow.sentence,
                hint="write one that does, or remove the flow",
            )


def _stray_tags(seen: Seen) -> Iterator[Finding]:
    often = sorted(tag for tag, (count, _) in seen.tags.items() if count >= _OFTEN)
    for tag, (count, place) in sorted(seen.tags.items()):
        if count > 1 or len(tag) < _LONG_TAG:
            continue
        near = next((other for other in often if _is_slip(tag, other)), None)
        if near is not None:
            yield found(
                "TO306",
                place,
                f"the tag @{tag} is used once, and @{near} {seen.tags[near][0]} times",
                bad=f"@{tag}",
                nearest=f"@{near}",
                end_column=(place.column or 1) + len(tag) + 1,
                hint=f"write @{near}, if that was meant",
            )


def _is_slip(tag: str, other: str) -> bool:
    """One letter, hyphen or swap apart; @need.S1 and @need.S2 differ on purpose."""
    if abs(len(tag) - len(other)) > 1 or tag == other:
        return False
    digits = [letter for letter in tag if letter.isdigit()]
    same_digits = digits == [letter for letter in other if letter.isdigit()]
    return same_digits and slips(tag.casefold(), other.casefold()) <= 1
