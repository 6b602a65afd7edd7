"""behave's parser with its two slow questions answered faster, and the same answers.

Plain, a parser asks of each line for each keyword of the language in turn whether it begins the line, and makes the
path of the file relative to the folder for each statement. A test holds both parsers side by side, over every language.
Both learn one thing that Gherkin has and behave has not: a text between lines of three backticks.
"""

from __future__ import annotations

import logging
from functools import cache, lru_cache
from typing import Any

from behave import model_core
from behave.i18n import languages
from behave.model import Step
from behave.model_core import make_relpath_if_possible
from behave.parser import Parser, ParserError, State

__all__ = ["parse_quickly", "read_backticks"]

_STEPS = ("given", "when", "then", "and", "but")


class _QuickParser(Parser):  # type: ignore[misc]  # behave is untyped
    keywords: Any
    last_step_type: str | None

    def match_keyword(self, keyword: str, line: str) -> Any:
        """The keyword that begins the line, or None."""
        if self.keywords and not line.startswith(_with_colon(self.language, keyword)):
            return None
        return super().match_keyword(keyword, line)

    def parse_step(self, line: str) -> Any:
        """The step that the line is, or None. behave takes the first keyword that fits."""
        found = _keyword(self.language, line[: _longest(self.language)])
        if found is None:
            return None
        step_type, keyword = found
        if step_type in ("and", "but") or keyword.startswith("*"):
            if not self.last_step_type:
                return super().parse_step(line)  # looks into the Background, and may refuse
            step_type = self.last_step_type
        else:
            self.last_step_type = step_type
        return Step(self.filename, self.line, keyword.rstrip(), step_type, line[len(keyword) :].strip())


@cache
def _with_colon(language: str, keyword: str) -> tuple[str, ...]:
    return tuple(f"{alias}:" for alias in languages[language][keyword])


@cache
def _steps(language: str) -> tuple[tuple[str, str, str], ...]:
    """Type, keyword, and the keyword in small letters, in the order in which behave tries them."""
    return tuple((kind, word, word.lower()) for kind in _STEPS for word in languages[language][kind])


@cache
def _longest(language: str) -> int:
    """As many letters as any keyword has, and what a letter may become when it is made small."""
    return max(max(len(word), len(lowered)) for _, word, lowered in _steps(language)) + 1


@lru_cache(maxsize=4096)
def _keyword(language: str, begins: str) -> tuple[str, str] | None:
    """Type and keyword of a step that begins so; None of what is no step. Lines begin alike."""
    lowered = begins.lower()
    for kind, word, small in _steps(language):
        if begins.startswith(word) or lowered.startswith(small):
            return kind, word
    return None


def parse_quickly(text: str, filename: str) -> Any:
    """As behave's parse_feature: the feature, None when there is none. Raises ParserError."""
    _make_paths_cheap()
    _keep_quiet()
    read_backticks()
    try:
        return _QuickParser().parse(text, filename)
    except ParserError as error:
        error.filename = filename
        raise


@cache
def _make_paths_cheap() -> None:
    """The folder is among the arguments, so that an answer stays right when it changes."""
    model_core.make_relpath_if_possible = lru_cache(maxsize=64)(make_relpath_if_possible)


@cache
def read_backticks() -> None:
    """Have every parser of behave take ``` for the beginning of a text, as Cucumber does; done once."""
    read_plain = Parser.action_steps

    def action_steps(parser: Any, line: str) -> Any:
        opening = line.lstrip()
        if not opening.startswith("```") or not parser.statement.steps:
            return read_plain(parser, line)
        parser.state = State.MULTILINE_TEXT
        parser.multiline_start = parser.line
        parser.multiline_terminator, parser.multiline_leading = opening[:3], len(line) - len(opening)
        return True

    Parser.action_steps = action_steps


@cache
def _keep_quiet() -> None:
    """What behave logs of a row without its last bar is told with place and next step, as TO115."""
    logging.getLogger("behave").addFilter(lambda record: not str(record.msg).startswith("Malformed table row"))
