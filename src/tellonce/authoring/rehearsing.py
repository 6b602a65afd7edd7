"""Reads each scenario from its first step to its last: who is there, what has changed, what can be asked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

from tellonce.authoring.gherkin import FeatureFile, OneScenario
from tellonce.authoring.sentences import BadSentence, SentenceIndex
from tellonce.engine.rehearsal import Rehearsal
from tellonce.model.errors import Problem

__all__ = ["reached", "read_through", "rehearse"]


def rehearse(feature: FeatureFile, sentences: SentenceIndex) -> Iterator[Problem]:
    """What scenarios ask that can never be answered, each once: rows and a Background share their steps.

    Yields nothing when the vocabulary knows no rehearsal. A step that cannot be read ends its scenario's reading; it
    is told elsewhere.
    """
    if sentences.rehearsal is None:
        return
    told: set[Problem] = set()
    for one in feature.scenarios():
        for step, problem in _problems(one, sentences, sentences.rehearsal()):
            placed = replace(
                problem, what=f'"{step.keyword} {step.name}": {problem.what}', place=feature.place(step.line)
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
    """The rehearsal that has heard every step of a scenario; None when the vocabulary knows none."""
    if sentences.rehearsal is None:
        return None
    rehearsal = sentences.rehearsal()
    for _ in _problems(one, sentences, rehearsal):
        pass  # told where the journeys are checked
    return rehearsal


def _problems(one: OneScenario, sentences: SentenceIndex, rehearsal: Rehearsal) -> Iterator[tuple[Any, Problem]]:
    rehearsal.tags = frozenset(tag.removeprefix("@") for tag in one.tags)
    said = {"step": "", "line": 0}
    context = SimpleNamespace(tellonce=SimpleNamespace(scene=rehearsal, run=lambda _done: None, said=said))
    for step in one.model.all_steps:
        try:
            found = sentences.find(step.step_type, step.name)
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
            arguments = found[0].match(step.name) or ()
        except Exception:  # told where the step is read
            rehearsal.miss()
            return
        found[0].function(context, *(argument.value for argument in arguments))
        yield from ((step, problem) for problem in rehearsal.problems())
