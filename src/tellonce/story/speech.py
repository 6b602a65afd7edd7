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

__all__ = ["LANGUAGES", "Speech", "current_speech", "say", "say_many", "speaking", "speech_of"]

LANGUAGES: Final = ("en", "de", "fr", "es", "nl", "fi")
_HERE = Path(__file__).parent / "languages"


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

    def say_many(self, key: str, number: int, **filled: object) -> str:
        """The same where a number decides, which fills {n}."""
        category = _plural_of(self.language)(number)
        said = self.words.get(f"{key}.{category}") or self.words[f"{key}.other"]
        return said.format_map({"n": f"{number:,}", **filled})


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


_spoken: ContextVar[str] = ContextVar("spoken", default="en")


def current_speech() -> Speech:
    """The language that is spoken now; English unless `speaking` says otherwise."""
    return speech_of(_spoken.get())


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak this language for the time being."""
    token = _spoken.set(language)
    try:
        yield
    finally:
        _spoken.reset(token)


def say(key: str, **filled: object) -> str:
    """What `key` is called in the language that is spoken now."""
    return current_speech().say(key, **filled)


def say_many(key: str, number: int, **filled: object) -> str:
    """The same where a number decides."""
    return current_speech().say_many(key, number, **filled)


@lru_cache
def _plural_of(language: str):  # type: ignore[no-untyped-def]  # Babel's own rule, a callable
    return Locale.parse(language).plural_form
