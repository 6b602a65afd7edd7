"""behave's parser with its two slow questions answered faster, and the same answers.

Plain, a parser asks of each line for each keyword of the language in turn whether it begins the line, and makes the
path of the file relative to the folder for each statement. A test holds both parsers side by side, over every language.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any

from behave import model_core
from behave.i18n import languages
from behave.model_core import make_relpath_if_possible
from behave.parser import Parser, ParserError

__all__ = ["parse_quickly"]

_STEPS = ("given", "when", "then", "and", "but")


class _QuickParser(Parser):  # type: ignore[misc]  # behave is untyped
    keywords: Any

    def match_keyword(self, keyword: str, line: str) -> Any:
        """The keyword that begins the line, or None."""
        if self.keywords and not line.startswith(_with_colon(self.language, keyword)):
            return None
        return super().match_keyword(keyword, line)

    def parse_step(self, line: str) -> Any:
        """The step that the line is, or None. behave takes the first keyword that fits, and is shown no other."""
        exact, folded, each = _steps(self.language)
        lowered = line.lower()
        if not line.startswith(exact) and not lowered.startswith(folded):
            return None
        all_keywords: Any = self.keywords
        for word, lowered_word, alone in each:
            if line.startswith(word) or lowered.startswith(lowered_word):
                self.keywords = alone
                try:
                    return super().parse_step(line)
                finally:
                    self.keywords = all_keywords
        return None


@cache
def _with_colon(language: str, keyword: str) -> tuple[str, ...]:
    return tuple(f"{alias}:" for alias in languages[language][keyword])


_Each = tuple[tuple[str, str, dict[str, list[str]]], ...]


@cache
def _steps(language: str) -> tuple[tuple[str, ...], tuple[str, ...], _Each]:
    """All keywords of steps, the same in small letters, and each with a language that knows no other."""
    pairs = [(kind, word) for kind in _STEPS for word in languages[language][kind]]
    nothing: dict[str, list[str]] = {kind: [] for kind in _STEPS}
    words = tuple(word for _, word in pairs)
    each = tuple((word, word.lower(), nothing | {kind: [word]}) for kind, word in pairs)
    return words, tuple(word.lower() for word in words), each


def parse_quickly(text: str, filename: str) -> Any:
    """As behave's parse_feature: the feature, None when there is none. Raises ParserError."""
    _make_paths_cheap()
    try:
        return _QuickParser().parse(text, filename)
    except ParserError as error:
        error.filename = filename
        raise


@cache
def _make_paths_cheap() -> None:
    """The folder is among the arguments, so that an answer stays right when it changes."""
    model_core.make_relpath_if_possible = lru_cache(maxsize=64)(make_relpath_if_possible)
