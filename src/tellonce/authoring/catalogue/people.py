"""The personas of a project: who each is, what her file says, and where she takes part."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel

from tellonce.authoring.catalogue.written import as_written
from tellonce.authoring.watching import Watched
from tellonce.model.catalogue import PersonaCard, Watcher
from tellonce.project import Project

__all__ = ["persona_cards"]

_OWN = ("name", "role", "about")


def persona_cards(project: Project, watched: Watched) -> tuple[PersonaCard, ...]:
    """One for each, in the order of their files."""
    return tuple(
        PersonaCard(
            name=name,
            role=persona.role,
            about=persona.about,
            file=project.persona_files[name].shown,
            line=project.persona_files[name].place(("name",)).line,
            said=_without(as_written(persona), _OWN),
            journeys=tuple(
                Watcher(journey=one.journey, line=one.line, name=one.name, facts=_facts(name, one, watched))
                for one in watched.takes_part.get(name, ())
            ),
            touchpoints=tuple(
                key for key, spot in project.blueprint.touchpoints.items() if persona.role in spot.serves
            ),
        )
        for name, persona in project.personas.items()
    )


def _facts(name: str, scenario: BaseModel, watched: Watched) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(
            fact for (_, fact, who), scenarios in watched.by_persona.items() if who == name and scenario in scenarios
        )
    )


def _without(said: dict[str, Any], keys: Iterable[str]) -> dict[str, Any]:
    return {key: value for key, value in said.items() if key not in keys}
