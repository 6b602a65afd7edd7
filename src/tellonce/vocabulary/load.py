"""Registers parameter types made from the project's own files, then the sentences, then the flows of steps/."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from tellonce.engine.choices import Choice
from tellonce.engine.flows import Flow, begin_deeds
from tellonce.engine.rehearsal import Rehearsal
from tellonce.model.blueprint import CHANNELS, Blueprint
from tellonce.model.duration import DURATION_PATTERN, ENGLISH
from tellonce.model.errors import Problem, UsageProblem
from tellonce.model.number import NUMBER_PATTERN, parse_number
from tellonce.project import load_project
from tellonce.vocabulary.flow_sentence import flow_sentence, translated_flow
from tellonce.vocabulary.named import in_language, introduction
from tellonce.vocabulary.registry import Registry
from tellonce.vocabulary.sentences import ALL
from tellonce.vocabulary.speaking import speak
from tellonce.vocabulary.words import POSSESSIVES, PRONOUNS, Words, some_time

__all__ = ["Registry", "load"]


def load(registry: Registry, root: Path) -> None:
    """Fill `registry` for the project at `root`. Raises UsageProblem when its files have mistakes."""
    project = load_project(root)
    blueprint = project.blueprint
    names = tuple(project.personas)
    _type(registry, "persona", names)
    _type(registry, "customer", (*names, *PRONOUNS))
    _type(registry, "possessive", (*(f"{name}'s" for name in names), *POSSESSIVES))
    _type(registry, "role", dict.fromkeys(persona.role for persona in project.personas.values()))
    _choice(registry, "fact", {fact.called: key for key, fact in blueprint.facts.items()})
    called = [touchpoint.called for touchpoint in blueprint.touchpoints.values()]
    _choice(registry, "touchpoint", blueprint.spoken, listed=called)
    spots = tuple(blueprint.touchpoints.values())
    _choice(registry, "promise", blueprint.promises)
    _type(registry, "owner", dict.fromkeys(spot.owner for spot in spots))
    _type(registry, "stage", dict.fromkeys(spot.stage for spot in spots))
    registry.parameter_type("number", NUMBER_PATTERN, parse_number)
    registry.parameter_type("duration", DURATION_PATTERN, some_time(ENGLISH))
    spoken = {said: channel for channel in CHANNELS for said in (channel, f"the {channel}")}
    _choice(registry, "channel", spoken, listed=CHANNELS)
    for one in ALL:
        registry.add(one.text, one.function, kind=one.kind, rehearsed=True, language="en")

    def announce(flow: Flow) -> None:
        _insist_on_facts(flow, blueprint)
        registry.add(flow.sentence, flow_sentence(flow), kind="when", rehearsed=True, translated=flow.also)
        for code, ways in flow.also.items():
            for text in ways:
                said = translated_flow(flow, text, code)
                registry.add(text, said, kind="when", rehearsed=True, language=code, translates=flow.sentence)

    def announce_choice(choice: Choice) -> None:
        _insist_on_values(choice, blueprint)
        try:
            _choice(registry, choice.name, choice.meaning)
        except UsageProblem as taken:
            raise UsageProblem(replace(problem, place=choice.place) for problem in taken.problems) from None

    @cache  # ten thousand scenarios are rehearsed, in a handful of languages
    def in_words_of(language: str) -> tuple[Blueprint, Callable[[str, str], str]]:
        return in_language(blueprint, language), introduction(language)

    def rehearsal(language: str) -> Rehearsal:
        known = frozenset(role for role, enrolment in deeds.enrolments.items() if enrolment.known)
        named, introduce = in_words_of(language)
        return Rehearsal(named, project.personas, known, introduce=introduce)

    deeds = begin_deeds(announce, announce_choice, root=root, blueprint=blueprint)
    registry.rehearse_with(rehearsal)
    registry.speak_with(lambda language: speak(registry, language, project, deeds.flows))


def _insist_on_facts(flow: Flow, blueprint: Blueprint) -> None:
    unknown = {fact: "changes" for fact in flow.facts if fact not in blueprint.facts}
    unknown |= {fact: "answers" for fact in flow.answers if fact not in blueprint.facts}
    if unknown:
        raise UsageProblem(
            Problem(
                what=f"the flow '{flow.sentence}' {does} an unknown fact '{fact}'",
                place=flow.place,
                bad=fact,
                valid=tuple(blueprint.facts),
            )
            for fact, does in unknown.items()
        )


def _insist_on_values(choice: Choice, blueprint: Blueprint) -> None:
    """The meanings of a choice of a fact are whole values of that fact."""
    if not choice.of:
        return
    if choice.of not in blueprint.facts:
        what = f"the choice '{choice.name}' is of an unknown fact '{choice.of}'"
        raise UsageProblem(Problem(what=what, place=choice.place, bad=choice.of, valid=tuple(blueprint.facts)))
    components = blueprint.facts[choice.of].components
    wrong = [word for word, value in choice.meaning.items() if not _is_value(value, components)]
    shape = ", ".join(f'"{name}": "..."' for name in components)
    if wrong:
        raise UsageProblem(
            Problem(
                what=f"in the choice '{choice.name}', '{word}' does not mean a whole {choice.of}",
                place=choice.place,
                hint=f"write {{{shape}}}",
            )
            for word in wrong
        )


def _is_value(value: Any, components: Sequence[str]) -> bool:
    return (
        isinstance(value, Mapping)
        and set(value) == set(components)
        and all(isinstance(text, str) for text in value.values())
    )


def _type(registry: Registry, name: str, words: Iterable[str]) -> None:
    Words(name=name, meaning={word: word for word in words}).define(registry)


def _choice(registry: Registry, name: str, meaning: Mapping[str, Any], *, listed: Sequence[str] = ()) -> None:
    """listed: the names that messages show, all when empty."""
    Words(name=name, meaning=meaning, listed=tuple(listed)).define(registry)
