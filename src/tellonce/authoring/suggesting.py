"""A scenario that would watch a cell, made of sentences that exist."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from behave.parser import parse_feature

from tellonce.authoring.features import check_features
from tellonce.authoring.gherkin import FeatureFile
from tellonce.authoring.rehearsing import read_through
from tellonce.authoring.sentences import BadSentence, SentenceIndex
from tellonce.authoring.spoken import spoken
from tellonce.engine.flows import Flow
from tellonce.model.blueprint import Blueprint
from tellonce.model.persona import Persona

__all__ = ["Suggestion", "Suggestions"]

_Steps = dict[str, Counter[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """path: where the feature may be written, from the project.  text: the whole feature."""

    path: str
    text: str


class Suggestions:
    """Makes scenarios in the words of one project's vocabulary and steps/."""

    def __init__(
        self,
        blueprint: Blueprint,
        personas: Mapping[str, Persona],
        flows: Sequence[Flow],
        sentences: SentenceIndex,
        features: Iterable[FeatureFile],
    ) -> None:
        """features: the journeys that there are. What they say often is proposed first."""
        self._blueprint, self._personas, self._sentences = blueprint, personas, sentences
        taken, refused = _said(features, sentences)
        self._examples = {flow.sentence: [step for step, _ in taken[flow.sentence].most_common()] for flow in flows}
        # What the company is only ever expected to refuse would be no news, and comes last.
        self._flows = sorted(flows, key=lambda flow: (-taken[flow.sentence].total(), refused[flow.sentence].total()))

    def of(self, touchpoint: str, fact: str, who: str = "") -> Suggestion | None:
        """One that every check of the journeys passes; None when no flow in steps/ brings the fact, or nobody can.

        who: the persona whose scenario it must be; anybody's when left out.
        """
        roles = self._blueprint.touchpoints[touchpoint].serves
        for flow in self._flows:
            if fact not in flow.facts:
                continue
            for persona in self._personas.values():
                if persona.role in roles and who in ("", persona.name):
                    for made in self._made(touchpoint, fact, persona, flow):
                        if self._would_watch(made, touchpoint, fact):
                            return made
        return None

    def _made(self, touchpoint: str, fact: str, persona: Persona, flow: Flow) -> Iterator[Suggestion]:
        """Every scenario that could be meant, the one that asks most narrowly first."""
        spot, called = self._blueprint.touchpoints[touchpoint], self._blueprint.facts[fact].called
        news = f"{persona.pronouns.possessive} new {called}"
        asked = [f"{spot.called} goes to {news}"] if spot.destination == fact else []
        # A notice must not show the news, and is watched with all the others.
        asked += [f"{spot.called} shows {news}", f"every touchpoint shows {news} within its promise"]
        for step in self._steps(flow, persona):
            yield from (self._make(touchpoint, fact, persona, step, then) for then in asked)

    def _steps(self, flow: Flow, persona: Persona) -> Iterator[str]:
        """The flow's sentence with her pronouns: with words that a journey says, then with any."""
        words = persona.pronouns
        for example in [*self._examples[flow.sentence], ""]:
            said = " ".join(word for word in example.split() if word.removesuffix("'s") not in self._personas)
            names = {
                **self._sentences.names,
                "customer": (words.subject,),
                "persona": (persona.name,),
                "possessive": (words.possessive,),
            }
            yield spoken(flow.sentence, said, names)

    def _make(self, touchpoint: str, fact: str, persona: Persona, step: str, then: str) -> Suggestion:
        spot, called = self._blueprint.touchpoints[touchpoint], self._blueprint.facts[fact].called
        possessive = persona.pronouns.possessive
        article = "an" if persona.role[:1] in "aeiou" else "a"
        lines = [
            f"Feature: What customers say of {spot.called}",
            "",
            f"  Scenario: {possessive.capitalize()} new {called} reaches {spot.called}",
            f"    Given {persona.name} is {article} {persona.role}",
            f"    When {step}",
            f"    Then {then}",
        ]
        folder = persona.name.casefold().replace(" ", "-")
        name = f"{touchpoint}-{fact.replace('_', '-')}"
        return Suggestion(path=f"journeys/{folder}/{name}.feature", text="\n".join(lines) + "\n")

    def _would_watch(self, made: Suggestion, touchpoint: str, fact: str) -> bool:
        feature = FeatureFile(
            path=Path(made.path),
            journey=made.path,
            model=parse_feature(made.text, filename=made.path),
            lines=tuple(made.text.splitlines()),
        )
        if check_features([feature], self._sentences):
            return False
        rehearsal = read_through(feature.scenarios()[0], self._sentences)
        reached = rehearsal.reached() if rehearsal is not None else None
        return any(changed == fact for _, changed in (reached or {}).get(touchpoint, ()))


def _said(features: Iterable[FeatureFile], sentences: SentenceIndex) -> tuple[_Steps, _Steps]:
    """Sentence -> the steps that say it: in scenarios where all is taken, and where the company is to refuse."""
    taken: _Steps = {sentence.text: Counter() for sentence in sentences}
    refused: _Steps = {sentence.text: Counter() for sentence in sentences}
    for feature in features:
        for one in feature.scenarios():
            rehearsal = read_through(one, sentences)
            said = refused if rehearsal is not None and rehearsal.refused() else taken
            for step in one.model.all_steps:
                try:
                    found = sentences.of(one.language).find(step.step_type, step.name)
                except BadSentence:
                    continue
                for sentence in found[:1]:
                    # What is said in another language counts, and is no example of how to say it in English.
                    known = sentence.translates or sentence.text
                    said[known]["" if sentence.translates else step.name] += 1
    return taken, refused
