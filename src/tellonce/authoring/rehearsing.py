"""Reads each scenario from its first step to its last: who is there, what has changed, what can be asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from types import SimpleNamespace

from tellonce.authoring.gherkin import FeatureFile, OneScenario
from tellonce.authoring.keywords import said_step
from tellonce.authoring.sentences import BadSentence, SentenceIndex
from tellonce.engine.rehearsal import Rehearsal
from tellonce.model.errors import Problem

__all__ = ["reached", "read_through", "rehearse"]


def rehearse(feature: FeatureFile, sentences: SentenceIndex) -> Iterator[Problem]:
    """What scenarios ask that can never be answered, each once: rows and a Background share their steps.

    Yields nothing when the vocabulary knows no rehearsal. A step that cannot be read ends its scenario's reading; it
    is told elsewhere.
    """
    told: set[Problem] = set()
    for one in feature.scenarios():
        read = _read(one, sentences)
        if read is None or not read.problems:
            continue
        steps = list(one.model.all_steps)
        for index, problem in read.problems:
            step = steps[index]
            placed = replace(
                problem,
                what=f'"{said_step(step.keyword, step.name)}": {problem.what}',
                place=feature.place(step.line),
                rule="TO206" if step.step_type == "then" else "TO207",
            )
            if placed not in told:
                told.add(placed)
                yield placed


def reached(one: OneScenario, sentences: SentenceIndex) -> dict[str, tuple[tuple[str, str], ...]] | None:
    """Touchpoint -> (persona, fact) of what she changes in this scenario and it uses, in blueprint order.

    None when that cannot be told: a step cannot be read, or a step of the project's own may do anything.
    """
    rehearsal = read_through(one, sentences)
    return None if rehearsal is None else rehearsal.reached()


def read_through(one: OneScenario, sentences: SentenceIndex) -> Rehearsal | None:
    """The rehearsal that has heard every step of a scenario, to be asked only; None when the vocabulary knows none."""
    read = _read(one, sentences)
    return None if read is None else read.rehearsal


@dataclass(frozen=True, slots=True)
class _Read:
    """problems: the step's index in the scenario, and what is wrong with it."""

    rehearsal: Rehearsal
    problems: tuple[tuple[int, Problem], ...]


def _read(one: OneScenario, sentences: SentenceIndex) -> _Read | None:
    """Scenarios that say the same, under the same tags, are read once."""
    sentences = sentences.of(one.language)
    if sentences.rehearsal is None:
        return None
    steps = tuple((step.step_type, step.name) for step in one.model.all_steps)
    tags = frozenset(tag.removeprefix("@") for tag in one.tags)
    key = ("scenario", steps, tags)
    read: _Read | None = sentences.memo.get(key)
    if read is None:
        rehearsal = sentences.rehearsal()
        rehearsal.tags = tags
        read = sentences.memo[key] = _Read(rehearsal, tuple(_problems(steps, sentences, rehearsal)))
    return read


def _problems(
    steps: Iterable[tuple[str, str]], sentences: SentenceIndex, rehearsal: Rehearsal
) -> Iterator[tuple[int, Problem]]:
    said = {"step": "", "line": 0}
    context = SimpleNamespace(tellonce=SimpleNamespace(scene=rehearsal, run=lambda _done: None, said=said))
    for index, (kind, text) in enumerate(steps):
        try:
            found = sentences.find(kind, text)
        except BadSentence:
            rehearsal.miss()
            return
        if len(found) != 1:
            rehearsal.miss()
            return
        if not found[0].rehearsed:
            rehearsal.miss()
            continue
        try:
            arguments = sentences.arguments(found[0], text)
        except Exception:  # told where the step is read
            rehearsal.miss()
            return
        found[0].function(context, *(argument.value for argument in arguments))
        yield from ((index, problem) for problem in rehearsal.problems())
