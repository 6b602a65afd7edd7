"""Rules about how one journey is told: in the customer's words, one act at a time, with somebody there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from behave.model import ScenarioOutline

from tellonce.authoring.checks.placing import found
from tellonce.authoring.checks.seen import Act, Flows, Seen, act_of, said_by
from tellonce.authoring.checks.ui_words import ui_word
from tellonce.authoring.gherkin import FeatureFile, OneScenario
from tellonce.authoring.sentences import SentenceIndex
from tellonce.model.finding import Finding

__all__ = ["how_it_is_told"]

_PLACEHOLDER = re.compile(r"<([^<>]+)>")
_COMMENT = re.compile(r"^\s*#(?!\s*(tellonce|language)\s*:)\s*\S")


def how_it_is_told(
    feature: FeatureFile, sentences: SentenceIndex, flows: Flows, slugs: Mapping[str, str], each: Sequence[Seen]
) -> Iterator[Finding]:
    """What a run takes and a reader stumbles over, for a file without mistakes.

    each: what its scenarios say, in their order.  slugs: how a persona's folder is called -> her name.
    """
    model, sentences = feature.model, sentences.of(feature.language)
    told: set[tuple[str, int]] = set()
    folders = feature.journey.split("/")[1:-1]
    owners = [slugs[folder] for folder in folders if folder in slugs]
    for container in (model, *model.rules):
        if container.background is not None:
            yield from _ui_words(feature, container.background.steps, sentences, told)
        for scenario in container.scenarios:
            word = _ui_word_in(scenario.name, feature.language, sentences)
            if word:
                yield _speaks_of(word, feature, scenario.line, "this name")
            if isinstance(scenario, ScenarioOutline):
                yield from _unused_columns(feature, scenario)
    reasons = _reasons(feature)
    for one, seen in zip(feature.scenarios(), each, strict=True):
        yield from _ui_words(feature, one.model.steps, sentences, told)
        for finding in (
            _two_acts(feature, one, sentences, flows, reasons),
            _nobody(feature, one, seen) if sentences.rehearsal is not None else None,
            _not_hers(feature, one, seen, owners),
        ):
            if finding is not None and (finding.rule, finding.place.line or 0) not in told:
                told.add((finding.rule, finding.place.line or 0))
                yield finding


# words -------------------------------------------------------------------------------------------------------------


def _ui_words(
    feature: FeatureFile, steps: Any, sentences: SentenceIndex, told: set[tuple[str, int]]
) -> Iterator[Finding]:
    for step in steps:
        if ("TO301", step.line) in told:
            continue
        key = ("ui", feature.language, step.step_type, step.name)
        if key not in sentences.memo:
            sentences.memo[key] = _ui_word_of(step, feature.language, sentences)
        word = sentences.memo[key]
        if word:
            told.add(("TO301", step.line))
            yield _speaks_of(word, feature, step.line, "this step")


def _ui_word_of(step: Any, language: str, sentences: SentenceIndex) -> str | None:
    if ui_word(step.name, language) is None:
        return None
    sentence = said_by(step, sentences)
    if sentence is not None and sentence.rehearsed and not hasattr(sentence.function, "__wrapped__"):
        return None  # a sentence of every project, and no flow: that she filled in few fields is what it asks
    try:
        arguments = sentences.arguments(sentence, step.name) if sentence is not None else []
    except Exception:  # told as an error
        arguments = []
    return ui_word(step.name, language, [(one.start, one.end) for one in arguments])


def _ui_word_in(name: str, language: str, sentences: SentenceIndex) -> str | None:
    """In a scenario's name the project's own names may stand: a touchpoint that is called "the web page"."""
    if ui_word(name, language) is None:
        return None
    known = sorted({name for listed in sentences.names.values() for name in listed}, key=len, reverse=True)
    spans = [found.span() for one in known for found in re.finditer(rf"\b{re.escape(one)}\b", name)]
    return ui_word(name, language, spans)


def _speaks_of(word: str, feature: FeatureFile, line: int, where: str) -> Finding:
    text = feature.lines[line - 1]
    at = text.find(word)
    return found(
        "TO301",
        feature.place(line, at + 1 if at >= 0 else None),
        f'{where} speaks of the user interface: "{word}"',
        feature.lines,
        bad=word,
        end_column=at + 1 + len(word) if at >= 0 else None,
        hint="say what she does or wants; a flow in steps/ knows which page and button that is",
    )


# acts --------------------------------------------------------------------------------------------------------------


def _two_acts(
    feature: FeatureFile, one: OneScenario, sentences: SentenceIndex, flows: Flows, reasons: frozenset[int]
) -> Finding | None:
    """An act after a Then; or one of two acts that are both asked about. What nothing asks about led up to the rest."""
    asked = _asked(one, sentences)
    after_then = False
    before: set[str] = set()
    for step in one.model.steps:
        after_then = after_then or step.step_type == "then"
        act = _act(step, sentences, flows)
        if act is None:
            continue
        news = asked & (set(act.facts) - before)
        again = "has a When after a Then" if after_then else "asks about two Whens" if news and before & asked else ""
        if again and step.line not in reasons and not _explained(feature, one):
            return found(
                "TO302",
                feature.place(step.line),
                f'the scenario "{one.name}" {again}, and does not say why',
                feature.lines,
                hint="make two scenarios of it, or say why in a line under its name or a comment above this step",
            )
        before |= set(act.facts)
    return None


def _act(step: Any, sentences: SentenceIndex, flows: Flows) -> Act | None:
    key = ("act", step.step_type, step.name)
    if key not in sentences.memo:
        sentences.memo[key] = act_of(said_by(step, sentences), step.step_type, flows)
    act: Act | None = sentences.memo[key]
    return act


def _asked(one: OneScenario, sentences: SentenceIndex) -> set[str]:
    """Whatever its Thens name, facts among it."""
    asked: set[str] = set()
    for step in one.model.steps:
        if step.step_type == "then":
            sentence = said_by(step, sentences)
            arguments = sentences.arguments(sentence, step.name) if sentence is not None else ()
            asked |= {argument.value for argument in arguments if isinstance(argument.value, str)}
    return asked


def _reasons(feature: FeatureFile) -> frozenset[int]:
    """The lines right below a comment that says something."""
    lines = feature.lines
    found: set[int] = set()
    for number, text in enumerate(lines, 1):
        if "#" not in text or not _COMMENT.match(text):
            continue
        below = number + 1
        while below <= len(lines) and lines[below - 1].lstrip().startswith("#"):
            below += 1
        found.add(below)
    return frozenset(found)


def _explained(feature: FeatureFile, one: OneScenario) -> bool:
    """A line of prose under the scenario's name, or under that of its rule."""
    for container in (feature.model, *feature.model.rules):
        for scenario in container.scenarios:
            rows = scenario.scenarios if isinstance(scenario, ScenarioOutline) else (scenario,)
            if any(row is one.model for row in rows):
                return bool(scenario.description) or (container is not feature.model and bool(container.description))
    return False


# who ---------------------------------------------------------------------------------------------------------------


def _nobody(feature: FeatureFile, one: OneScenario, seen: Seen) -> Finding | None:
    if seen.cast:
        return None
    return found(
        "TO303",
        feature.place(one.line),
        f'nobody is there in the scenario "{one.name}"',
        feature.lines,
        hint="begin with a sentence such as 'Given Maria is a customer'",
    )


def _not_hers(feature: FeatureFile, one: OneScenario, seen: Seen, owners: Sequence[str]) -> Finding | None:
    cast = seen.cast if owners else frozenset()
    if not cast or cast & set(owners):
        return None
    who = " and ".join(sorted(cast))
    return found(
        "TO304",
        feature.place(one.line),
        f'the scenario "{one.name}" is of {who}, in the folder of {" and ".join(owners)}',
        feature.lines,
        hint=f"move it to the folder of {sorted(cast)[0]}: `--persona` and the reports go by folders",
    )


# tables ------------------------------------------------------------------------------------------------------------


def _unused_columns(feature: FeatureFile, outline: Any) -> Iterator[Finding]:
    said = [outline.name, *outline.description, *(str(tag) for tag in outline.tags)]
    for step in outline.steps:
        said += [step.name, step.text or ""]
        said += [cell for row in (step.table or ()) for cell in row.cells]
        said += step.table.headings if step.table is not None else []
    for examples in outline.examples:
        used = {
            name for text in [*said, examples.name, *map(str, examples.tags)] for name in _PLACEHOLDER.findall(text)
        }
        for heading in examples.table.headings if examples.table is not None else ():
            if heading not in used:
                line = examples.table.line
                at = re.search(rf"(?<=\|)\s*(?={re.escape(heading)}\s*\|)", feature.lines[line - 1])
                column = at.end() + 1 if at else None
                yield found(
                    "TO305",
                    feature.place(line, column),
                    f'no step of "{outline.name}" uses the column "{heading}"',
                    feature.lines,
                    bad=heading,
                    end_column=column + len(heading) if column else None,
                    hint=f"write <{heading}> where it belongs, or remove the column",
                )
