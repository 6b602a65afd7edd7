"""The language in which reports speak: words by key, from data files, so that a translator needs no code."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from babel import Locale

from tellonce.model.report_format import REPORT_LANGUAGES

__all__ = ["LANGUAGES", "Speech", "current_speech", "number", "say", "say_many", "speaking", "speech_of"]

LANGUAGES: Final = REPORT_LANGUAGES
_HERE = Path(__file__).parent / "languages"
_GROUPED_FROM = {"es": 10_000}
"""Below it digits are not grouped: CLDR's minimumGroupingDigits, which browsers keep and Babel does not."""


@dataclass(frozen=True, slots=True)
class Speech:
    """One language. words: key -> what is said, with {names} to fill in; "key.one" and "key.other" where a number
    decides (the plural categories of Unicode CLDR)."""

    language: str
    words: Mapping[str, str]

    def say(self, key: str, **filled: object) -> str:
        """What `key` is called. Raises KeyError for a key that no file has: tests see to it that all languages do."""
        said = self.words[key]
        return said.format_map(filled) if filled else said

    def say_many(self, key: str, number: float, **filled: object) -> str:
        """The same where a number decides, which fills {n}."""
        said = self.words.get(f"{key}.{_category(self.language, number)}") or self.words[f"{key}.other"]
        return said.format_map({"n": self.number(number), **filled})

    def number(self, number: float, decimals: int | None = None) -> str:
        """A number as people write it. decimals: how many; without it none for a whole number, and one for others."""
        places = (0 if number == int(number) else 1) if decimals is None else decimals
        point, group = _signs(self.language)
        if number < _GROUPED_FROM.get(self.language, 1_000):
            return f"{number:.{places}f}".replace(".", point)
        return f"{number:,.{places}f}".translate({ord(","): group, ord("."): point})


@lru_cache
def speech_of(language: str) -> Speech:
    """A language's words; a key that it lacks is said in English. Raises KeyError for a language that reports lack."""
    if language not in LANGUAGES:
        raise KeyError(language)
    words: dict[str, str] = {}
    for code in dict.fromkeys(("en", language)):
        for file in sorted((_HERE / code).glob("*.json")):
            words |= json.loads(file.read_text(encoding="utf-8"))
    return Speech(language, words)


_spoken: ContextVar[Speech | None] = ContextVar("spoken", default=None)


def current_speech() -> Speech:
    """The language that is spoken now; English unless `speaking` says otherwise."""
    return _spoken.get() or speech_of("en")


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak this language for the time being. Raises KeyError for a language that reports lack."""
    token = _spoken.set(speech_of(language))
    try:
        yield
    finally:
        _spoken.reset(token)


def say(key: str, **filled: object) -> str:
    """What `key` is called in the language that is spoken now."""
    return current_speech().say(key, **filled)


def say_many(key: str, number: float, **filled: object) -> str:
    """The same where a number decides."""
    return current_speech().say_many(key, number, **filled)


def number(number: float, decimals: int | None = None) -> str:
    """A number as people of the language that is spoken now write it."""
    return current_speech().number(number, decimals)


@lru_cache(maxsize=8192)
def _category(language: str, number: float) -> str:
    return str(Locale.parse(language).plural_form(number))


@lru_cache
def _signs(language: str) -> tuple[str, str]:
    """What stands before decimals, and between groups of digits."""
    signs = Locale.parse(language).number_symbols["latn"]
    return signs["decimal"], signs["group"]
