"""Checks that every persona can be embodied: her values, her wishes, her `service` settings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from tellonce.engine.cast import not_chosen
from tellonce.engine.choices import Choice
from tellonce.engine.flows import Deeds
from tellonce.engine.values import MADE_UP, CannotMakeValue, ValueMaker
from tellonce.model.blueprint import Blueprint, Normalisation
from tellonce.model.errors import Problem
from tellonce.model.facts import FactKind, spell
from tellonce.model.persona import Persona
from tellonce.project import Project
from tellonce.project.languages import LANGUAGES
from tellonce.project.yaml_file import YamlFile
from tellonce.recognise.components import Way, same, way_of
from tellonce.recognise.countries import country_names
from tellonce.recognise.money import amounts_in
from tellonce.recognise.phone import phone_pattern

__all__ = ["persona_mistakes"]

_SAID = {
    Way.COUNTRY: "is no country's code of two letters, such as DE",
    Way.EMAIL: "is no e-mail address",
    Way.PHONE: "is no telephone number",
    Way.MONEY: "is no amount of money",
    Way.LANGUAGE: "is no language's code of two letters, such as de",
    Way.CONSENT: "is neither yes nor no",
}
"""Way of comparing -> what is said of a text that could never be recognised so."""


def persona_mistakes(project: Project, deeds: Deeds) -> Iterator[Problem]:
    """What would stop a persona from being embodied, or her values from ever being recognised."""
    for name, persona in project.personas.items():
        file = project.persona_files[name]
        enrolment = deeds.enrolments.get(persona.role)
        if enrolment is not None:
            yield from enrolment.mistakes(file)
        if enrolment is not None and enrolment.known:
            yield from _not_chosen(persona, project.blueprint, file)
        yield from _unreadable(persona, project.blueprint, file)
        yield from _unknown_words(persona, deeds.choices.values(), project.blueprint, file)
        yield from _too_much_wished(persona, project.blueprint, file)


def _not_chosen(persona: Persona, blueprint: Blueprint, file: YamlFile) -> Iterator[Problem]:
    for key, fact in blueprint.facts_of(persona.role).items():
        must_choose = fact.known_from_start and fact.kind not in (*MADE_UP, FactKind.LANGUAGE)
        if must_choose and key not in persona.values:
            yield replace(not_chosen(persona, key, fact), place=file.place(("values",)))


def _unreadable(persona: Persona, blueprint: Blueprint, file: YamlFile) -> Iterator[Problem]:
    for key, value in persona.values.items():
        fact = blueprint.facts[key]
        for component, text in value.items():
            way = way_of(fact.kind, component)
            if text and way in _SAID and not _can_be(way, text):
                valid = ("yes", "no") if way is Way.CONSENT else LANGUAGES if way is Way.LANGUAGE else ()
                yield Problem(
                    what=f"'{text}' {_SAID[way]}",
                    place=file.place(("values", key, component)),
                    bad=text,
                    valid=valid,
                )


def _can_be(way: Way, text: str) -> bool:
    match way:
        case Way.COUNTRY:
            return len(text) == 2 and len(country_names(text)) > 1
        case Way.EMAIL:
            name, _, domain = text.partition("@")
            return bool(name and domain) and "@" not in domain and not any(letter.isspace() for letter in text)
        case Way.PHONE:
            return phone_pattern(text) is not None
        case Way.MONEY:
            return len(list(amounts_in(text, bare=True))) == 1
        case Way.LANGUAGE:
            return text.casefold().replace("_", "-").partition("-")[0] in LANGUAGES
        case _:
            return any(same(way, text, answer, Normalisation()) for answer in ("yes", "no"))


def _unknown_words(
    persona: Persona, choices: Iterable[Choice], blueprint: Blueprint, file: YamlFile
) -> Iterator[Problem]:
    """Her first value of a fact is one of those that a choice of this fact lists."""
    for choice in choices:
        fact = blueprint.facts.get(choice.of)
        if fact is None:
            continue  # of no fact; a choice of an unknown one was refused when it was read
        path: tuple[str, ...] = ("values", choice.of)
        first = persona.values.get(choice.of)
        if first is None and fact.kind is FactKind.LANGUAGE:
            first, path = {"code": persona.language}, ("language",)
        if first is not None and dict(first) not in [dict(value) for value in choice.meaning.values()]:
            bad = spell(fact.kind, first)
            yield Problem(
                what=f"{persona.name}'s first {fact.called}, {bad}, is none of the choice '{choice.name}'",
                place=file.place(path),
                bad=bad,
                valid=tuple(spell(fact.kind, value) for value in choice.meaning.values()),
                hint=f"mend it, or add it to the choice at {choice.place}",
            )


def _too_much_wished(persona: Persona, blueprint: Blueprint, file: YamlFile) -> Iterator[Problem]:
    for key, wishes in persona.insists.items():
        kind = blueprint.facts[key].kind
        if not wishes or kind not in MADE_UP:
            continue
        try:
            ValueMaker(persona, "check").make(kind, key)
        except CannotMakeValue as error:
            yield Problem(what=str(error), place=file.place(("insists", key)))
