"""Every sentence of a project, with an example, its words, what it changes, and who says it."""

from __future__ import annotations

import inspect
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from tellonce.authoring.gherkin import FeatureFile
from tellonce.authoring.keywords import keyword_for, said_step
from tellonce.authoring.sentences import BadSentence, Sentence, SentenceIndex
from tellonce.authoring.spoken import spoken
from tellonce.engine.flows import Flow
from tellonce.model.catalogue import ListedSentence, Parameter, SentenceUse, Source
from tellonce.model.errors import Place
from tellonce.vocabulary.sentences import ALL

__all__ = ["list_sentences"]

_PARAMETER = re.compile(r"(?<!\\)\{(?P<name>[^{}]*)\}")
_ENGLISH = "en"
_Key = tuple[str, str, Place]
_Uses = tuple[Counter[str], Counter[tuple[str, str]]]
_NEVER: _Uses = (Counter(), Counter())


def list_sentences(
    sentences: Mapping[str, SentenceIndex], flows: Iterable[Flow], features: Iterable[FeatureFile]
) -> tuple[ListedSentence, ...]:
    """All of them in the order in which they were declared, each once.

    sentences: language -> what journeys in it can say, the first for what all of them can.
    features: the journeys whose steps are counted.
    """
    said = _said(sentences, features)
    by_function: dict[int, list[Flow]] = {}
    for declared in flows:
        by_function.setdefault(id(declared.function), []).append(declared)
    standard = {id(one.function): one for one in ALL}
    translated = {one.text: one for one in ALL}
    listed: dict[_Key, ListedSentence] = {}
    for code, index in sentences.items():
        for sentence in index:
            key = _key(sentence)
            if key in listed:
                continue
            uses, texts = said.get(key, _NEVER)
            own = standard.get(id(sentence.function)) or translated.get(sentence.translates)
            flow = _flow_of(sentence, by_function)
            source: Source = "every project" if own else "flow" if flow else "own step"
            in_english = own is not None and own.text == sentence.text
            listed[key] = ListedSentence(
                kind=sentence.kind,
                text=sentence.text,
                source=source,
                key=own.key if own else "",
                language=_ENGLISH if in_english else code if listed and code != next(iter(sentences)) else "",
                example=own.example if own and in_english else _example(sentence, texts, index, code),
                about=own.about if own else _about(sentence, flow),
                parameters=tuple(_parameters(sentence, index)),
                channel=flow.channel if flow else "",
                changes=flow.changes if flow else (),
                learns=flow.learns if flow else (),
                file=sentence.place.file,
                line=sentence.place.line,
                used_by=tuple(SentenceUse(journey=journey, steps=uses[journey]) for journey in sorted(uses)),
            )
    return tuple(listed.values())


def _key(sentence: Sentence) -> _Key:
    """What tells one sentence from the other, also where several languages have it."""
    return sentence.kind, sentence.text, sentence.place


def _said(sentences: Mapping[str, SentenceIndex], features: Iterable[FeatureFile]) -> dict[_Key, _Uses]:
    """Sentence -> journey -> steps, and (keyword, text) -> steps."""
    said: dict[_Key, _Uses] = {}
    first = next(iter(sentences.values()))
    for feature in features:
        index = sentences.get(feature.language, first)
        for one in feature.scenarios():
            for step in one.model.all_steps:
                try:
                    found = index.find(step.step_type, step.name)
                except BadSentence:
                    continue
                if len(found) == 1:
                    journeys, texts = said.setdefault(_key(found[0]), (Counter(), Counter()))
                    journeys[feature.journey] += 1
                    texts[step.step_type, step.name] += 1
    return said


def _flow_of(sentence: Sentence, by_function: Mapping[int, Sequence[Flow]]) -> Flow | None:
    """A function may have several sentences, and each its own facts."""
    flows = by_function.get(id(inspect.unwrap(sentence.function)), ())
    return next((flow for flow in flows if flow.sentence == sentence.text), flows[0] if flows else None)


def _about(sentence: Sentence, flow: Flow | None) -> str:
    function = flow.function if flow else sentence.function
    return " ".join((inspect.getdoc(function) or "").split())


def _example(sentence: Sentence, texts: Counter[tuple[str, str]], sentences: SentenceIndex, language: str) -> str:
    """As journeys say it most; else with the first words that fit; the pattern where nobody can fill it in."""
    kind: str = "given" if sentence.kind == "step" else sentence.kind
    text = spoken(sentence.text, "", sentences.names) if sentence.form == "cucumber" else sentence.text
    if texts:
        (kind, text), _ = texts.most_common(1)[0]
    return said_step(keyword_for(language, kind), text)


def _parameters(sentence: Sentence, sentences: SentenceIndex) -> Iterable[Parameter]:
    if sentence.form not in ("cucumber", "parse"):
        return
    for name in dict.fromkeys(found["name"] for found in _PARAMETER.finditer(sentence.text)):
        words = sentences.names.get(name, ()) if sentence.form == "cucumber" else ()
        example = spoken(f"{{{name}}}", "", {}) if sentence.form == "cucumber" and not words else ""
        yield Parameter(name=name, words=words, example="" if example == "…" else example)
