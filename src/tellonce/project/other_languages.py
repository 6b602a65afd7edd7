"""What a blueprint says of other languages: codes that exist, and names that mean one thing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tellonce.model.blueprint import Blueprint
from tellonce.model.called import CalledIn
from tellonce.model.errors import Problem
from tellonce.project.languages import LANGUAGES
from tellonce.project.yaml_file import YamlFile

__all__ = ["misnamed_in_other_languages"]


def misnamed_in_other_languages(blueprint: Blueprint, file: YamlFile) -> Iterator[Problem]:
    """Languages that are none, and names that mean two things in one language."""
    named: Mapping[str, dict[str, tuple[str, CalledIn]]] = {
        "roles": {key: (key, role.called_in) for key, role in blueprint.roles.items()},
        "facts": {key: (fact.called, fact.called_in) for key, fact in blueprint.facts.items()},
        "systems": {key: (system.called, system.called_in) for key, system in blueprint.systems.items()},
        "touchpoints": {key: (spot.called, spot.called_in) for key, spot in blueprint.touchpoints.items()},
    }
    for kind, things in named.items():
        taken: dict[tuple[str, str], str] = {}
        spoken = {language for _, called_in in things.values() for language in called_in}
        for key, (called, _) in things.items():  # English names are understood in every language
            for language in spoken:
                taken.setdefault((language, called), key)
        for key, (_, called_in) in things.items():
            for language, forms in called_in.items():
                here = (kind, key, "called_in", language)
                if language == "en":
                    yield Problem(
                        what="the English name stands in 'called'", place=file.place(here), hint="leave it out"
                    )
                elif language not in LANGUAGES:
                    yield Problem(
                        what=f"unknown language '{language}'",
                        place=file.place(here),
                        bad=language,
                        valid=LANGUAGES,
                        hint="use a code of ISO 639-1, such as de",
                    )
                for nth, form in enumerate(forms):
                    first = taken.setdefault((language, form), key)
                    if first != key:
                        yield Problem(
                            what=f"'{first}' is already called '{form}' in '{language}'",
                            place=file.place((*here, nth)),
                            hint="call them differently: sentences name them so",
                        )
