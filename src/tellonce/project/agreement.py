"""Checks that the personas and the blueprint speak of the same roles, facts and components."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tellonce.model.blueprint import Blueprint
from tellonce.model.errors import Problem
from tellonce.model.facts import FactKind
from tellonce.model.persona import Persona
from tellonce.project.yaml_file import YamlFile

__all__ = ["disagreements"]

_WISHES: Mapping[FactKind, tuple[str, ...]] = {
    FactKind.POSTAL_ADDRESS: ("diacritics", "long", "flat"),
    FactKind.PERSON_NAME: ("diacritics",),
}
"""Kind of fact -> what `insists` can have of a value that is made up."""


def disagreements(
    blueprint: Blueprint, personas: Mapping[str, Persona], files: Mapping[str, YamlFile], *, file: YamlFile
) -> Iterator[Problem]:
    """What a persona names and the blueprint does not know, or the other way round.

    files: persona name -> where she is described.  file: the blueprint's.
    """
    yield from _roles_of_nobody(blueprint, personas, file)
    roles = tuple(dict.fromkeys(role for spot in blueprint.touchpoints.values() for role in spot.serves))
    for name, persona in personas.items():
        if persona.role not in roles:
            yield Problem(
                what=f"no touchpoint of the blueprint serves {name}'s role '{persona.role}'",
                place=files[name].place(("role",)),
                bad=persona.role,
                valid=roles,
                hint="add the role to 'serves' of the touchpoints she meets, or mend the persona",
            )
        yield from _facts(blueprint, persona, files[name])


def _roles_of_nobody(blueprint: Blueprint, personas: Mapping[str, Persona], file: YamlFile) -> Iterator[Problem]:
    """A touchpoint that serves nobody is never watched, and would never be missed."""
    roles = tuple(dict.fromkeys(persona.role for persona in personas.values()))
    for role in blueprint.roles:
        if role not in roles:
            here = file.place(("roles", role))
            yield Problem(what=f"no persona has the role '{role}'", place=here, bad=role, valid=roles)
    for key, touchpoint in blueprint.touchpoints.items():
        for index, role in enumerate(touchpoint.serves):
            if role not in roles:
                place = (
                    ("touchpoints", key, "serves", index)
                    if "serves" in touchpoint.model_fields_set
                    else (
                        "touchpoints",
                        key,
                    )
                )
                yield Problem(
                    what=f"{key} serves '{role}', which no persona is",
                    place=file.place(place),
                    bad=role,
                    valid=roles,
                    hint="mend 'serves', or write a persona with this role",
                )


def _facts(blueprint: Blueprint, persona: Persona, file: YamlFile) -> Iterator[Problem]:
    facts = tuple(blueprint.facts)
    for path in [*(("values", fact) for fact in persona.values), *(("insists", fact) for fact in persona.insists)]:
        if path[1] not in facts:
            yield Problem(what=f"unknown fact '{path[1]}'", place=file.place(path), bad=path[1], valid=facts)
    for fact, value in persona.values.items():
        known = blueprint.facts[fact].components if fact in facts else tuple(value)
        for component in value:
            if component not in known:
                yield Problem(
                    what=f"unknown component '{component}'",
                    place=file.place(("values", fact, component)),
                    bad=component,
                    valid=known,
                )
        misspelt = any(component not in known for component in value)
        for component in known:
            if component not in value and component != "flat" and not misspelt:
                yield Problem(
                    what=f"the first {blueprint.facts[fact].called} of {persona.name} has no '{component}'",
                    place=file.place(("values", fact)),
                    hint=f'add {component}, or write {component}: "" when she has none',
                )
    for fact, wishes in persona.insists.items():
        possible = _WISHES.get(blueprint.facts[fact].kind, ()) if fact in facts else wishes
        for index, wish in enumerate(wishes):
            if wish not in possible:
                yield Problem(
                    what=f"no {blueprint.facts[fact].called} can be made up that is '{wish}'",
                    place=file.place(("insists", fact, index)),
                    bad=wish,
                    valid=possible,
                    hint=None if possible else "nothing can be wished of it; leave it out",
                )
