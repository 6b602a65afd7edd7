"""Features as Gherkin documents and pickles: of the text that was read, or written again from what was played."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from gherkin.ast_builder import AstBuilder
from gherkin.parser import Parser
from gherkin.pickles.compiler import Compiler
from gherkin.stream.id_generator import IdGenerator

from tellonce.report.formats.messages.attempts import Attempt, Told

__all__ = ["Played", "Sources"]

_MEDIA_TYPE = "text/x.cucumber.gherkin+plain"
_BLANK_END = re.compile(r"(\n[^\S\n]*)+\Z")
_ENGLISH = frozenset({"Given", "When", "Then", "And", "But", "*"})
_RETOLD = "# The history does not hold the text of this feature: this is what was played of it."


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """A scenario as it stands in a document. lines: of each step, the line of the file; empty for what was retold."""

    pickle: dict[str, Any]
    lines: tuple[int, ...] = ()


class Sources:
    """The documents of a run. ids: shared with everything else in the stream, so that none is given twice."""

    def __init__(self, told: Told, ids: IdGenerator) -> None:
        self._ids = ids
        self._envelopes: list[dict[str, Any]] = []
        self._pickles: dict[tuple[str, int], Played] = {}
        self._retold: dict[str, Played] = {}
        texts: dict[str, set[str]] = {}
        for read in told.features:
            texts.setdefault(read.journey, set()).add(read.text)
        for journey, versions in sorted(texts.items()):
            if len(versions) == 1:  # a file that changed while the run lasted has no one text
                self._read(journey, next(iter(versions)))
        left: dict[str, dict[str, Attempt]] = {}
        for attempt in told.attempts:
            if self.of(attempt) is None:
                longest = left.setdefault(attempt.started.journey, {}).get(attempt.known)
                if longest is None or len(attempt.steps()) > len(longest.steps()):
                    left[attempt.started.journey][attempt.known] = attempt
        read_whole = {journey for journey, _ in self._pickles}
        for journey, scenarios in left.items():
            uri = f"{journey} (as played)" if journey in read_whole else journey
            self._write_again(uri, scenarios)

    def envelopes(self) -> Iterator[dict[str, Any]]:
        """source, gherkinDocument and pickles, file by file."""
        yield from self._envelopes

    def of(self, attempt: Attempt) -> Played | None:
        """Where an attempt's scenario stands."""
        found = self._retold.get(attempt.known)
        return found or self._pickles.get((attempt.started.journey, attempt.started.line))

    def _read(self, journey: str, text: str) -> None:
        try:
            document, pickles = self._parsed(journey, text)
        except Exception:  # behave could read what Cucumber's own parser cannot, whatever it says of it
            return
        self._say(document, pickles, text)
        lines = {step["id"]: step["location"]["line"] for step in _steps(document)}
        for pickle in pickles:
            self._pickles[journey, pickle["location"]["line"]] = Played(
                pickle=pickle, lines=tuple(lines[step["astNodeIds"][0]] for step in pickle["steps"])
            )

    def _write_again(self, uri: str, scenarios: dict[str, Attempt]) -> None:
        text = "\n".join(_text_of(scenarios.values())) + "\n"
        document, pickles = self._parsed(uri, text)
        self._say(document, pickles, text)
        for known, pickle in zip(scenarios, pickles, strict=True):
            self._retold[known] = Played(pickle=pickle)

    def _parsed(self, uri: str, text: str) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        """The document and its pickles."""
        document: dict[str, Any] = {**Parser(AstBuilder(self._ids)).parse(text), "uri": uri}
        _tidy(document)
        pickles: Any = Compiler(self._ids).compile(document)  # type: ignore[arg-type]  # the same, typed as a dict
        return document, list(pickles)

    def _say(self, document: dict[str, Any], pickles: list[dict[str, Any]], text: str) -> None:
        self._envelopes.append({"source": {"data": text, "uri": document["uri"], "mediaType": _MEDIA_TYPE}})
        self._envelopes.append({"gherkinDocument": document})
        self._envelopes.extend({"pickle": pickle} for pickle in pickles)


def _steps(node: Any) -> Iterator[dict[str, Any]]:
    """Every step of a document, those of backgrounds included."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "steps":
                yield from value
            else:
                yield from _steps(value)
    elif isinstance(node, list):
        for one in node:
            yield from _steps(one)


def _tidy(node: Any) -> None:
    """A description ends with its last line that says something; Python's parser keeps lines of blanks below it."""
    if isinstance(node, dict):
        if isinstance(node.get("description"), str):
            node["description"] = _BLANK_END.sub("", node["description"])
        node = list(node.values())
    if isinstance(node, list):
        for one in node:
            _tidy(one)


def _text_of(attempts: Iterable[Attempt]) -> Iterator[str]:
    """In English, whatever the file is in: a history that holds no text does not hold its language either."""
    yield _RETOLD
    for number, attempt in enumerate(attempts):
        started = attempt.started
        if number == 0:
            yield f"Feature: {_line(started.feature)}"
        tags = " ".join(f"@{tag}" for tag in started.tags if not set(tag) & set(" \t#@"))
        yield ""
        if tags:
            yield f"  {tags}"
        yield f"  Scenario: {_line(started.name)}"
        for step in attempt.steps():
            keyword = f"{step.keyword} " if step.keyword in _ENGLISH else f"* {step.keyword} "
            yield f"    {keyword}{_line(step.text)}"


def _line(text: str) -> str:
    return " ".join(text.split())
