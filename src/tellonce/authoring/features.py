"""Everything that is wrong with the journeys, told before anything starts."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from behave.model import ScenarioOutline

from tellonce.authoring.gherkin import FeatureFile, journey_of, read_feature
from tellonce.authoring.keywords import (
    keyword_for,
    near_keyword,
    near_step_keyword,
    said_step,
    step_keyword,
    step_keywords,
)
from tellonce.authoring.lost import lost
from tellonce.authoring.misnamed import Misnamed, find_misnamed
from tellonce.authoring.planning import never_met
from tellonce.authoring.rehearsing import rehearse
from tellonce.authoring.sentences import BadSentence, SentenceIndex
from tellonce.authoring.spoken import spoken
from tellonce.model.errors import NothingRan, Place, Problem, UsageProblem, nearest

__all__ = ["check_features", "feature_paths", "load_features", "missing"]

_NOT_ENTERED = frozenset({"node_modules", "__pycache__", "build", "dist", "venv"})
_PLACEHOLDER = re.compile(r"<([^<>]+)>")


def feature_paths(paths: Iterable[Path]) -> list[Path]:
    """The feature files at or under these paths, sorted within each, each once; hidden folders are not entered."""
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_file():
            if path.suffix == ".feature":
                found[path.resolve()] = None
            continue
        for folder, folders, files in os.walk(path):
            folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in _NOT_ENTERED)
            for name in sorted(files):
                if name.endswith(".feature"):
                    found[(Path(folder) / name).resolve()] = None
    return list(found)


def load_features(paths: Sequence[Path], project: Path, sentences: SentenceIndex) -> list[FeatureFile]:
    """Parse and check every feature at these paths.

    Raises UsageProblem with every mistake at once, NothingRan when there is no feature file at all.
    """
    gone = [path for path in paths if not path.exists()]
    if gone:
        raise UsageProblem(missing(path, project) for path in gone)
    files = feature_paths(paths)
    if not files:
        where = ", ".join(journey_of(path, project) or "." for path in paths)
        raise NothingRan(
            f"There is no journey in {where}: not one *.feature file.\n"
            "  next          write one, or name another folder"
        )
    features: list[FeatureFile] = []
    problems: list[Problem] = []
    for path in files:
        read = read_feature(path, project)
        if isinstance(read, Problem):
            problems.append(read)
        else:
            features.append(read)
    problems += check_features(features, sentences)
    if problems:
        raise UsageProblem(sorted(problems, key=_in_reading_order))
    return features


def check_features(features: Iterable[FeatureFile], sentences: SentenceIndex | None) -> list[Problem]:
    """Every mistake in these parsed files; without sentences, those of their form alone."""
    return [problem for feature in features for problem in _check(feature, sentences)]


def _check(feature: FeatureFile, every_language: SentenceIndex | None) -> Iterator[Problem]:
    model = feature.model
    sentences = None if every_language is None else every_language.of(feature.language)
    yield from lost(feature)
    yield from _swallowed(feature, model, steps=False)
    containers = [model, *model.rules]
    if not any(container.scenarios for container in containers):
        yield Problem(
            what=f'the feature "{model.name}" has no scenario',
            place=feature.place(model.line),
            hint=f'add a "{keyword_for(feature.language, "scenario")}:"',
            rule="TO106",
        )
    tables_are_sound = True
    for container in containers:
        if container is not model:
            yield from _swallowed(feature, container, steps=False)
        if container.background is not None and container.background.line != container.line:
            yield from _swallowed(feature, container.background, steps=True)
            if sentences is not None:
                yield from _said_as_prose(feature, container.background, sentences)
        yield from _same_names(feature, container)
        for scenario in container.scenarios:
            yield from _swallowed(feature, scenario, steps=True)
            if sentences is not None:
                yield from _said_as_prose(feature, scenario, sentences)
            yield from _asks_nothing(feature, scenario)
            if isinstance(scenario, ScenarioOutline):
                for problem in _examples(feature, scenario):
                    tables_are_sound = False
                    yield problem
    if tables_are_sound and sentences is not None:
        yield from _steps(feature, sentences)
        yield from rehearse(feature, sentences)
        yield from never_met(feature, sentences)


def _swallowed(feature: FeatureFile, statement: Any, *, steps: bool) -> Iterator[Problem]:
    """Description lines that were meant as keywords."""
    lines = list(_description(feature, statement))
    for number, text in lines:
        near = _meant(feature, statement, number, text, steps=steps)
        if near:
            yield Problem(
                what=f'"{text}" would be taken for prose and never run',
                place=feature.place(number),
                hint=f'did you mean "{near}"?',
                rule="TO104",
            )
    kinds = {step_keyword(text, feature.language) for _, text in lines}
    if not steps and {"given", "when", "then"} <= kinds:
        number, text = next(line for line in lines if step_keyword(line[1], feature.language))
        yield Problem(
            what=f'"{text}" and the steps after it belong to no scenario and would never run',
            place=feature.place(number),
            hint=f'write "{keyword_for(feature.language, "scenario")}:" and its name above them',
            rule="TO105",
        )


def _meant(feature: FeatureFile, statement: Any, number: int, text: str, *, steps: bool) -> str | None:
    """The keyword that a description line was meant to start with, or None for prose."""
    near = near_keyword(text, feature.language, steps=steps)
    following = next(iter(statement.steps), None) if steps else None
    if near or following is None or following.line != number + 1:
        return near
    goes_on = step_keyword(following.keyword, feature.language) in ("and", "but")
    return near_step_keyword(text, feature.language) if goes_on else None


def _said_as_prose(feature: FeatureFile, statement: Any, sentences: SentenceIndex) -> Iterator[Problem]:
    """Description lines that are a sentence behind a word that is no keyword: "Wen she changes ..."."""
    for number, text in _description(feature, statement):
        if _meant(feature, statement, number, text, steps=True):
            continue  # told already
        first = text.lstrip("-*•+> ").partition(" ")[0]
        behind = _without_first_words(text, feature.language)
        if any(sentences.find(kind, rest) for rest in behind for kind in ("given", "when", "then")):
            yield Problem(
                what=f'"{text}" would be taken for prose and never run',
                place=feature.place(number),
                bad=first,
                valid=step_keywords(feature.language),
                rule="TO105",
            )


def _without_first_words(text: str, language: str) -> Iterator[str]:
    """What stands behind as many words as a keyword of the language may have, or behind an apostrophe."""
    words = text.lstrip("-*•+> ").split()
    longest = max(len(keyword.split()) for keyword in step_keywords(language))
    yield from (" ".join(words[count:]) for count in range(1, min(longest + 1, len(words))))
    _, apostrophe, rest = text.replace("’", "'").partition("'")
    if apostrophe and any(keyword.endswith("'") for keyword in step_keywords(language)):
        yield rest


def _description(feature: FeatureFile, statement: Any) -> Iterator[tuple[int, str]]:
    """(line number, text) of a statement's description: behave keeps the texts, the file knows the lines."""
    number = statement.line
    for text in getattr(statement, "description", ()):
        while number < len(feature.lines) and feature.lines[number].strip() != text.strip():
            number += 1
        number += 1
        yield number, text.strip()


def _same_names(feature: FeatureFile, container: Any) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for scenario in container.scenarios:
        name = " ".join(scenario.name.split())
        if not name:
            yield Problem(
                what="this scenario has no name",
                place=feature.place(scenario.line),
                hint="say what the customer does",
                rule="TO109",
            )
        elif name in first:
            yield Problem(
                what=f'a second scenario is called "{name}"; the first is on line {first[name]}',
                place=feature.place(scenario.line),
                hint="give each its own name: reports and reruns know scenarios by name",
                rule="TO110",
            )
        else:
            first[name] = scenario.line


def _asks_nothing(feature: FeatureFile, scenario: Any) -> Iterator[Problem]:
    if not scenario.steps:
        yield Problem(
            what=f'the scenario "{scenario.name}" is empty',
            place=feature.place(scenario.line),
            hint="give it steps, or remove it",
            rule="TO107",
        )
    elif not any(step.step_type == "then" for step in scenario.steps):
        yield Problem(
            what=f'the scenario "{scenario.name}" has no {keyword_for(feature.language, "then")}: it could never fail',
            place=feature.place(scenario.line),
            hint="say who must know, and by when",
            rule="TO108",
        )


def _examples(feature: FeatureFile, outline: Any) -> Iterator[Problem]:
    examples_word = keyword_for(feature.language, "examples")
    if not outline.examples:
        yield Problem(
            what=f'the outline "{outline.name}" has no {examples_word}',
            place=feature.place(outline.line),
            hint=f'add "{examples_word}:" and a table',
            rule="TO111",
        )
        return
    wanted = {
        (name, step.line)
        for step in outline.steps
        for text in (step.name, step.text or "", *(cell for row in (step.table or ()) for cell in row.cells))
        for name in _PLACEHOLDER.findall(text)
    }
    for examples in outline.examples:
        if examples.table is None or not examples.table.rows:
            yield Problem(
                what=f'these {examples_word} of "{outline.name}" have no row',
                place=feature.place(examples.line),
                hint="add a row, or remove them",
                rule="TO112",
            )
            continue
        headings = tuple(examples.table.headings)
        for name, line in sorted(wanted, key=lambda pair: (pair[1], pair[0])):
            if name not in headings:
                yield Problem(
                    what=f'"<{name}>" is no column of the {examples_word} on line {examples.line}',
                    place=feature.place(line),
                    bad=name,
                    valid=headings,
                    rule="TO113",
                )


def _steps(feature: FeatureFile, sentences: SentenceIndex) -> Iterator[Problem]:
    told: set[tuple[int, str]] = set()
    for one in feature.scenarios():
        for step in one.model.all_steps:
            if (step.line, step.name) in told:
                continue
            told.add((step.line, step.name))
            yield from _step(feature, step, sentences)
            yield from _unread(feature, step, sentences)


def _step(feature: FeatureFile, step: Any, sentences: SentenceIndex) -> Iterator[Problem]:
    """What is wrong with one step. Equal steps are read once: a thousand journeys say the same few hundred."""
    key = ("step", step.keyword, step.step_type, step.name)
    problems = sentences.memo.get(key)
    if problems is None:
        problems = sentences.memo[key] = tuple(_mistakes(step, sentences, feature.language))
    for problem in problems:
        yield problem if problem.place else replace(problem, place=feature.place(step.line))


def _unread(feature: FeatureFile, step: Any, sentences: SentenceIndex) -> Iterator[Problem]:
    """A table or text under a sentence that only asks the scene: what is expected there would never be looked at."""
    attached = [(word, one) for word, one in (("table", step.table), ("text", step.text)) if one is not None]
    if not attached:
        return
    try:
        found = sentences.find(step.step_type, step.name)
    except Exception:  # told of the step itself
        return
    if found and all(sentence.rehearsed for sentence in found):
        for word, one in attached:
            yield Problem(
                what=f'nobody reads the {word} under "{said_step(step.keyword, step.name)}"',
                place=feature.place(one.line),
                hint="take it away: what the sentence itself says is all that is done or checked",
                rule="TO208",
            )


def _mistakes(step: Any, sentences: SentenceIndex, language: str) -> Iterator[Problem]:
    """Without places, but for a mistake that stands in steps/."""
    said = said_step(step.keyword, step.name)
    try:
        found = sentences.find(step.step_type, step.name)
        if len(found) == 1:
            sentences.arguments(found[0], step.name)
    except BadSentence as bad:
        yield Problem(what=str(bad), place=bad.sentence.place, rule="TO205")
        return
    except UsageProblem as error:
        for problem in error.problems:
            yield Problem(what=problem.what, bad=problem.bad, valid=problem.valid, hint=problem.hint, rule="TO203")
        return
    except Exception as error:  # a parameter may fail in any way its author did not foresee
        yield Problem(what=f'"{said}" cannot be read: {error}', rule="TO204")
        return
    if not found:
        misnamed = _misnamed(step, sentences)
        if misnamed is not None and misnamed.reason:
            yield Problem(what=f'"{said}" cannot be read: {misnamed.reason}', rule="TO204")
        elif misnamed is not None:
            what = f'there is no {misnamed.parameter} "{misnamed.bad}", in "{said}"'
            yield Problem(what=what, bad=misnamed.bad, valid=misnamed.valid, rule="TO203")
        else:
            what, hint = f'no sentence says "{said}"', _nearest_sentence(step, sentences, language)
            yield Problem(what=what, hint=hint, rule="TO201")
    elif len(found) > 1:
        both = " and ".join(f'"{sentence.text}" ({sentence.place})' for sentence in found)
        yield Problem(what=f'"{said}" fits {len(found)} sentences', hint=f"tell them apart: {both}", rule="TO202")


def _misnamed(step: Any, sentences: SentenceIndex) -> Misnamed | None:
    """The one wrong name; a name that is like none of the right ones counts only in the nearest sentence."""
    known = (sentences.names, sentences.readers)
    like = find_misnamed(step.name, step.step_type, sentences.all(), *known, understood=sentences.understood)
    near = sentences.closest(step.name, kind=step.step_type) if like is None else None
    if near is not None and near.words:
        like = find_misnamed(
            step.name, step.step_type, [near], *known, understood=sentences.understood, least_likeness=0.0
        )
    if like is None:
        return None
    return replace(like, parameter=sentences.stands_for.get(like.parameter, like.parameter))


def _nearest_sentence(step: Any, sentences: SentenceIndex, language: str) -> str:
    for kind in ("given", "when", "then"):
        for known in sentences.find(kind, step.name):
            right, wrong = keyword_for(language, kind), keyword_for(language, step.step_type)
            return f"it is a {right} sentence ({known.place}), said here as {wrong}"
    near = sentences.closest(step.name, kind=step.step_type)
    if near is None:
        return 'no sentence is near it: "tellonce steps" lists them all; or define one in steps/'
    return f'did you mean "{spoken(near.text, step.name, sentences.names, sentences.durations)}" ({near.place})?'


def missing(path: Path, project: Path) -> Problem:
    """A path that is not there, with the nearest that is."""
    journeys = [journey_of(known, project) for known in feature_paths([project / "journeys"])]
    folders = sorted({str(Path(known).parent.as_posix()) for known in journeys})
    named = journey_of(path, project)
    near = nearest(named, [*journeys, *folders])
    return Problem(
        what=f'there is no "{named}"',
        place=None,
        hint=f'did you mean "{near}"?' if near else "name a folder or a *.feature file",
    )


def _in_reading_order(problem: Problem) -> tuple[str, int, int]:
    place = problem.place or Place(file="")
    return place.file, place.line or 0, place.column or 0
