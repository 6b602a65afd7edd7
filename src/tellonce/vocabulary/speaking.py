"""A language is spoken for the first time: its parameters, made of its words and the project's names, its sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from tellonce.engine.flows import Flow
from tellonce.model.blueprint import CHANNELS
from tellonce.model.called import CalledIn
from tellonce.model.duration import ENGLISH
from tellonce.model.errors import Problem, UsageProblem
from tellonce.model.pronoun import Pronoun
from tellonce.project.load import Project
from tellonce.vocabulary.flow_sentence import in_order_of_flow
from tellonce.vocabulary.language import Language, People, language
from tellonce.vocabulary.registry import Registry
from tellonce.vocabulary.reordered import parameters, reordered
from tellonce.vocabulary.sentences import ALL
from tellonce.vocabulary.words import POSSESSIVES, PRONOUNS, Words, alternatives, some_number, some_time

__all__ = ["speak"]

_MEANS: Mapping[str, tuple[str, ...]] = {"customer": PRONOUNS, "possessive": POSSESSIVES}
"""Parameter -> the English words for her, him, and anybody."""


def speak(registry: Registry, code: str, project: Project, flows: Iterable[Flow]) -> None:
    """Declare all that only this language says. One without a file still has the names that the blueprint gives it.

    English names and pronouns are understood beside its own.
    Raises UsageProblem for sentences of flows that have not the parameters of their English ones.
    """
    _insist_on_parameters(flows, code)
    known = language(code)
    for words in _names(project, code, known[0] if known else None):
        words.define(registry)
    if known is None:
        return
    spoken, places = known
    for words in _people(project, code, spoken):
        words.define(registry)
    for words in _channels(code, spoken):
        words.define(registry)
    own, english = spoken.durations.words(), replace(ENGLISH, decimal="")
    registry.durations_of(code, own)
    pattern = f"{own.pattern}|{english.pattern}"
    registry.parameter_type("duration", pattern, some_time(own, english), language=code)
    numbers = {**ENGLISH.numbers, **own.numbers}
    registry.parameter_type("number", rf"\d+|{alternatives(numbers)}", some_number(numbers), language=code)
    for one in ALL:
        translation = spoken.sentences.get(one.key)
        for way in translation.ways if translation is not None else ():
            registry.add(
                way.text,
                reordered(one.function, parameters(one.text), way.text, stands_for=spoken.stands_for),
                kind=one.kind,
                rehearsed=True,
                language=code,
                translates=one.text,
                place=places.get(one.key),
            )


def _people(project: Project, code: str, spoken: Language) -> Iterator[Words]:
    names = tuple(project.personas)
    english: Mapping[str, tuple[str, ...]] = {
        "persona": names,
        "customer": (*names, *PRONOUNS),
        "possessive": (*(f"{name}'s" for name in names), *POSSESSIVES),
    }
    for parameter, people in spoken.people.items():
        own = _own(people, names)
        meaning = {word: word for word in english[people.of]} | own
        yield Words(name=parameter, meaning=meaning, listed=tuple(own), language=code, of=people.of)


def _channels(code: str, spoken: Language) -> Iterator[Words]:
    own = {word: channel for channel, words in spoken.channels.items() for word in words}
    english = {word: channel for channel in CHANNELS for word in (channel, f"the {channel}")}
    listed = tuple(words[0] for words in spoken.channels.values())
    yield Words(name="channel", meaning={**english, **own}, listed=listed, language=code)


def _own(people: People, names: Iterable[str]) -> dict[str, str]:
    """Word as said -> the persona's name, or the pronoun."""
    named = {form: name for name in names for form in people.named(name)}
    by_person = zip(_MEANS.get(people.of, ()), (people.she, people.he, people.they), strict=False)
    return named | {word: Pronoun(word, means) for means, words in by_person for word in words}


def _names(project: Project, code: str, spoken: Language | None) -> Iterator[Words]:
    blueprint = project.blueprint
    roles: dict[str, Sequence[str]] = dict(spoken.roles) if spoken else {}
    roles |= {role: said.called_in[code] for role, said in blueprint.roles.items() if code in said.called_in}
    played = dict.fromkeys(persona.role for persona in project.personas.values())
    yield _named("role", {role: role for role in played}, {role: roles.get(role, ()) for role in played}, code)
    facts = {fact.called: key for key, fact in blueprint.facts.items()}
    yield _named("fact", facts, _forms({key: fact.called_in for key, fact in blueprint.facts.items()}, code), code)
    forms = _forms({key: spot.called_in for key, spot in blueprint.touchpoints.items()}, code)
    if spoken is not None:
        forms = {key: (*said, *(spoken.bare(one) for one in said)) for key, said in forms.items()}
    yield _named("touchpoint", blueprint.spoken, forms, code)


def _forms(called_in: Mapping[str, CalledIn], code: str) -> dict[str, Sequence[str]]:
    return {key: said.get(code, ()) for key, said in called_in.items()}


def _named(name: str, english: Mapping[str, Any], forms: Mapping[str, Sequence[str]], code: str) -> Words:
    """forms: key -> what this language calls it; a key that it does not name is listed in English."""
    own: dict[str, Any] = {}
    for key, said in forms.items():
        for form in said:
            own.setdefault(form, key)
    first_english: dict[str, str] = {}
    for word, key in english.items():
        first_english.setdefault(key, word)
    listed = tuple(said[0] if said else first_english[key] for key, said in forms.items())
    return Words(name=name, meaning={**english, **own}, listed=listed, language=code)


def _insist_on_parameters(flows: Iterable[Flow], code: str) -> None:
    problems = []
    for flow in flows:
        for text in flow.also.get(code, ()):
            try:
                in_order_of_flow(flow, text, code)
            except ValueError as error:
                problems.append(
                    Problem(
                        what=f"'{text}' does not say what '{flow.sentence}' says: {error}",
                        place=flow.place,
                        hint="give it the same parameters, in any order",
                    )
                )
    if problems:
        raise UsageProblem(problems)
