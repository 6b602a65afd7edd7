"""Feature files as behave reads them, with mistakes told as problems with a place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from behave.i18n import languages
from behave.model import Rule, Scenario, ScenarioOutline
from behave.parser import ParserError

from tellonce.authoring.keywords import block_keywords, keyword_for, near_keyword, near_step_keyword
from tellonce.authoring.quick_parser import parse_quickly
from tellonce.model.errors import Place, Problem, UsageProblem

__all__ = ["FeatureFile", "OneScenario", "clean_name", "language_of", "read_again", "read_feature", "read_text"]

_LANGUAGE = re.compile(r"\s*#\s*language(?P<gap>\s*):\s*(?P<code>.*?)\s*", re.IGNORECASE)
_LONGEST_ROW = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class OneScenario:
    """One thing that runs: a scenario, or one row of an outline's Examples.

    id: journey, rule and name joined by "::"; it holds no line number, so that it stays the same when the file grows.
    tags: the feature's, the rule's, the scenario's, without "@", each once.  model: behave's own scenario.
    language: the one in which it is written.
    """

    id: str
    name: str
    rule: str | None
    line: int
    tags: tuple[str, ...]
    model: Any
    language: str = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class FeatureFile:
    """One parsed file. journey: its path relative to the project, with forward slashes.  lines: its text.

    text: the same as it is written, with its own line ends; empty where a feature was made of lines.
    """

    path: Path
    journey: str
    model: Any
    lines: tuple[str, ...]
    language: str = "en"
    text: str = ""
    _scenarios: list[OneScenario] = field(default_factory=list)

    def scenarios(self) -> Sequence[OneScenario]:
        """Everything that runs, in the order of the file. Call it only for a file without problems."""
        if not self._scenarios:
            taken: dict[str, int] = {}
            for one in self._walk():
                seen = taken[one.id] = taken.get(one.id, 0) + 1
                if seen > 1:  # two equal rows are two runs, and must not share an id
                    name = f"{one.name} #{seen}"
                    one = replace(one, id=f"{one.id} #{seen}", name=name)  # noqa: PLW2901 - under its final name
                self._scenarios.append(one)
        return self._scenarios

    def place(self, line: int, column: int | None = None) -> Place:
        """A place in this file; without a column, the first that is not white space."""
        if column is None and 0 < line <= len(self.lines):
            text = self.lines[line - 1]
            column = len(text) - len(text.lstrip()) + 1
        return Place(file=self.journey, line=line, column=column)

    def _walk(self) -> Iterator[OneScenario]:
        for container in (self.model, *self.model.rules):
            rule = clean_name(container.name) if isinstance(container, Rule) else None
            above = (*self.model.tags, *(container.tags if rule is not None else ()))
            for item in container.scenarios:
                if isinstance(item, ScenarioOutline):
                    for scenario in item.scenarios:
                        yield self._one(scenario, _row_name(item, scenario), rule, above)
                else:
                    yield self._one(item, item.name, rule, above)

    def _one(self, scenario: Scenario, name: str, rule: str | None, above: Iterable[str]) -> OneScenario:
        name = clean_name(name)
        return OneScenario(
            id="::".join(part for part in (self.journey, rule, name) if part is not None),
            name=name,
            rule=rule,
            line=scenario.line,
            tags=tuple(dict.fromkeys(str(tag) for tag in (*above, *scenario.tags))),
            model=scenario,
            language=self.language,
        )


def read_feature(path: Path, project: Path) -> FeatureFile | Problem:
    """Parse one file. A mistake that stops the parser comes back as the problem."""
    journey = journey_of(path, project)
    try:
        written = path.read_bytes()
    except OSError as error:
        return Problem(what=f"cannot be read: {error.strerror}", place=Place(file=journey), rule="TO102")
    try:
        text = written.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = written[: error.start].count(b"\n") + 1
        return Problem(
            what="the file is not UTF-8 text",
            place=Place(file=journey, line=line),
            hint="save it again as UTF-8",
            rule="TO102",
        )
    return read_text(text, path, project)


def read_text(text: str, path: Path, project: Path) -> FeatureFile | Problem:
    """Parse what stands in a file, or would stand in it, without a byte order mark."""
    return _parse(text, path, journey_of(path, project))


def read_again(feature: FeatureFile) -> FeatureFile:
    """The same text, parsed anew: behave keeps in a scenario how it went, and it is to be run once more."""
    again = _parse(feature.text or "\n".join(feature.lines), feature.path, feature.journey)
    if isinstance(again, Problem):  # the same text cannot be read in one moment and not in the next
        raise UsageProblem(again)
    return again


def _parse(text: str, path: Path, journey: str) -> FeatureFile | Problem:
    lines = tuple(text.splitlines())
    for number, said in _said_languages(lines):
        if said["gap"] or said["code"] not in languages:
            return _no_language(said, Place(file=journey, line=number, column=said.start("code") + 1))
    language = language_of(lines)
    try:
        model = parse_quickly(text, filename=str(path))
    except ParserError as error:
        return _parser_problem(error, journey, lines, language)
    if model is None:
        return Problem(
            what="no feature in this file",
            place=Place(file=journey, line=1, column=1),
            hint=f'start it with "{keyword_for(language, "feature")}:"',
            rule="TO114",
        )
    return FeatureFile(path=path, journey=journey, model=model, lines=lines, language=language, text=text)


def journey_of(path: Path, project: Path) -> str:
    """The path relative to the project with forward slashes; the whole path for a file outside it."""
    try:
        return path.resolve().relative_to(project.resolve()).as_posix()
    except ValueError:
        return path.as_posix()


def language_of(lines: Sequence[str]) -> str:
    """What `# language:` says before the feature, where it says it last; "en" where nothing does."""
    return next((said["code"] for _, said in reversed(list(_said_languages(lines))) if said["code"]), "en")


def _said_languages(lines: Sequence[str]) -> Iterator[tuple[int, re.Match[str]]]:
    """The comments that name a language, with their lines, among those before the first word or tag."""
    for number, line in enumerate(lines, 1):
        if line.strip() and not line.lstrip().startswith("#"):
            return
        if found := _LANGUAGE.fullmatch(line):
            yield number, found


def _no_language(said: re.Match[str], place: Place) -> Problem:
    code = said["code"]
    if code in languages:  # behave would take the comment for one that says nothing
        return Problem(
            what='the language is not read: a blank before ":"',
            place=place,
            rule="TO103",
            hint=f'write "# language: {code}"',
        )
    what = f'there is no Gherkin in the language "{code}"' if code else '"# language:" names no language'
    return Problem(what=what, place=place, bad=code or None, valid=tuple(sorted(languages)), rule="TO103")


def _parser_problem(error: ParserError, journey: str, lines: Sequence[str], language: str) -> Problem:
    line = error.line or 1
    text = lines[line - 1] if line <= len(lines) else ""
    place = Place(file=journey, line=line, column=len(text) - len(text.lstrip()) + 1)
    is_keyword = any(text.strip().startswith(f"{keyword}:") for keyword in block_keywords(language))
    near = None if is_keyword else near_keyword(text.strip(), language, steps=True)
    if near:
        return Problem(
            what=f'"{text.strip()}" does not start with a keyword',
            place=place,
            hint=f'did you mean "{near}"?',
            rule="TO104",
        )
    first = str(error.args[0]).strip()
    reason = first.partition("REASON:")[2].strip() or first.partition(" at line ")[0].strip()
    above = _misspelt_above(journey, line, lines, language)
    if above is not None:
        return above
    if first.startswith("BAD-INDENT"):
        what = f'"{text.strip()}" stands further left than the text in quotes that it would be a part of'
        return Problem(what=what, place=place, hint="close the text above it, or indent this line", rule="TO101")
    if reason.startswith("AND-STEP REQUIRES"):
        return _goes_on_from_nothing(text, place, lines, language)
    if reason.startswith("Parser failure"):
        reason = "neither a step, a table row, a tag nor a keyword"
    return Problem(what=f'"{text.strip()}" cannot be read here: {reason}', place=place, rule="TO101")


def _misspelt_above(journey: str, line: int, lines: Sequence[str], language: str) -> Problem | None:
    """The line that was to begin the block in which a line cannot be read: "Scenaro Outline:" above its Examples."""
    for number in range(line - 1, 0, -1):
        text = lines[number - 1].strip()
        if any(text.startswith(f"{keyword}:") for keyword in block_keywords(language)):
            return None
        near = near_keyword(text, language, steps=False)
        if near is not None:
            return Problem(
                what=f'"{text}" does not start with a keyword',
                place=Place(file=journey, line=number, column=lines[number - 1].index(text[0]) + 1),
                hint=f'did you mean "{near}"?',
                rule="TO104",
            )
    return None


def _goes_on_from_nothing(text: str, place: Place, lines: Sequence[str], language: str) -> Problem:
    """An And with no step before it: the line above was meant as one, or the scenario begins with And."""
    number = (place.line or 1) - 1
    while number > 0 and (not lines[number - 1].strip() or lines[number - 1].lstrip().startswith("#")):
        number -= 1
    above = lines[number - 1].strip() if number else ""
    given, when, then = (keyword_for(language, kind) for kind in ("given", "when", "then"))
    if not above or above.startswith("@") or above.startswith(tuple(f"{word}:" for word in block_keywords(language))):
        return Problem(
            what=f'"{text.strip()}" goes on from nothing',
            place=place,
            hint=f"begin with a {given}, {when} or {then}",
            rule="TO101",
        )
    near = near_step_keyword(above, language)
    return Problem(
        what=f'"{above}" would be taken for prose and never run, and "{text.strip()}" goes on from it',
        place=Place(file=place.file, line=number, column=len(lines[number - 1]) - len(lines[number - 1].lstrip()) + 1),
        hint=f'did you mean "{near}"?' if near else f"start it with {given}, {when} or {then}",
        rule="TO104" if near else "TO105",
    )


def _row_name(outline: ScenarioOutline, scenario: Scenario) -> str:
    """Values, not positions, name a row: adding a row above must not rename the ones below."""
    row = next(row for examples in outline.examples for row in examples.table if row.line == scenario.line)
    name: str = outline.name
    for heading, value in row.items():
        name = name.replace(f"<{heading}>", value)
    if name != outline.name:
        return name
    values = ", ".join(row.cells)
    return f"{name} ({values if len(values) <= _LONGEST_ROW else values[: _LONGEST_ROW - 1] + '…'})"


def clean_name(name: str) -> str:
    """pytest splits ids at "::" and "[", so neither may stand in a name."""
    return " ".join(name.replace("::", ":").replace("[", "(").replace("]", ")").split())
