"""Registers parameter types made from the project's own files, then the sentences, then the flows of steps/."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

from tellonce.engine.choices import Choice
from tellonce.engine.flows import Flow, begin_deeds
from tellonce.engine.rehearsal import Rehearsal
from tellonce.model.blueprint import CHANNELS, Blueprint
from tellonce.model.duration import DURATION_PATTERN, parse_duration_s
from tellonce.model.errors import Problem, UsageProblem
from tellonce.model.number import NUMBER_PATTERN, parse_number
from tellonce.project import load_project
from tellonce.vocabulary.flow_sentence import flow_sentence
from tellonce.vocabulary.sentences import ALL

__all__ = ["Registry", "load"]

_PRONOUNS = ("she", "he", "they")
_POSSESSIVES = ("her", "his", "their")


class Registry(Protocol):
    """Where sentences are registered; the runner has one."""

    def add(self, sentence: str, function: Callable[..., Any], *, kind: str = "step", rehearsed: bool = False) -> None:
        """Define a sentence (Cucumber Expression). rehearsed: its function does nothing but ask the scene."""

    def parameter_type(
        self, name: str, regexp: str, transformer: Callable[..., Any], names: Sequence[str] = ()
    ) -> None:
        """Define {name}. names: all the words it takes, for messages. Raises UsageProblem for a name that is taken."""

    def rehearse_with(self, make: Callable[[], Rehearsal]) -> None:
        """Read every scenario to a fresh rehearsal before anything starts."""


def load(registry: Registry, root: Path) -> None:
    """Fill `registry` for the project at `root`. Raises UsageProblem when its files have mistakes."""
    project = load_project(root)
    blueprint = project.blueprint
    names = tuple(project.personas)
    _type(registry, "persona", names)
    _type(registry, "customer", (*names, *_PRONOUNS))
    _type(registry, "possessive", (*(f"{name}'s" for name in names), *_POSSESSIVES))
    _type(registry, "role", dict.fromkeys(persona.role for persona in project.personas.values()))
    _choice(registry, "fact", {fact.called: key for key, fact in blueprint.facts.items()})
    called = [touchpoint.called for touchpoint in blueprint.touchpoints.values()]
    _choice(registry, "touchpoint", blueprint.spoken, listed=called)
    spots = tuple(blueprint.touchpoints.values())
    _type(registry, "owner", dict.fromkeys(spot.owner for spot in spots))
    _type(registry, "stage", dict.fromkeys(spot.stage for spot in spots))
    registry.parameter_type("number", NUMBER_PATTERN, parse_number)
    registry.parameter_type("duration", DURATION_PATTERN, _some_time)
    spoken = {said: channel for channel in CHANNELS for said in (channel, f"the {channel}")}
    _choice(registry, "channel", spoken, listed=CHANNELS)
    for one in ALL:
        registry.add(one.text, one.function, kind=one.kind, rehearsed=True)

    def announce(flow: Flow) -> None:
        _insist_on_facts(flow, blueprint)
        registry.add(flow.sentence, flow_sentence(flow), kind="when", rehearsed=True)

    def announce_choice(choice: Choice) -> None:
        _insist_on_values(choice, blueprint)
        try:
            _choice(registry, choice.name, choice.meaning)
        except UsageProblem as taken:
            raise UsageProblem(replace(problem, place=choice.place) for problem in taken.problems) from None

    def rehearsal() -> Rehearsal:
        known = frozenset(role for role, enrolment in deeds.enrolments.items() if enrolment.known)
        return Rehearsal(blueprint, project.personas, known)

    deeds = begin_deeds(announce, announce_choice, root=root, blueprint=blueprint)
    registry.rehearse_with(rehearsal)


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


def _some_time(said: str) -> float:
    seconds = parse_duration_s(said)
    if seconds <= 0:
        raise ValueError(f"'{said}' is no time at all")
    return seconds


def _alternatives(words: Iterable[str]) -> str:
    # Longest first: "the card letter" must not be taken for "the card".
    return "|".join(re.escape(word).replace(r"\ ", " ") for word in sorted(words, key=len, reverse=True))


def _type(registry: Registry, name: str, words: Iterable[str]) -> None:
    listed = tuple(words)
    registry.parameter_type(name, _alternatives(listed), str, listed)


def _choice(registry: Registry, name: str, meaning: Mapping[str, Any], *, listed: Sequence[str] = ()) -> None:
    """listed: the names that messages show, all when empty."""
    registry.parameter_type(name, _alternatives(meaning), lambda said: meaning[said], tuple(listed or meaning))
