"""Parameter types made of words: what a sentence takes for {persona}, {fact}, {touchpoint} ..."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tellonce.model.duration import DurationWords
from tellonce.vocabulary.registry import Registry

__all__ = ["POSSESSIVES", "PRONOUNS", "Words", "alternatives", "some_number", "some_time"]

PRONOUNS = ("she", "he", "they")
POSSESSIVES = ("her", "his", "their")


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """One parameter type. meaning: word as said -> what the sentence's function gets.

    listed: the words that messages show; all when empty.  language: whose it is, "" for every language's.
    of: the parameter of other languages that it is.
    """

    name: str
    meaning: Mapping[str, Any]
    listed: tuple[str, ...] = ()
    language: str = ""
    of: str = ""

    def define(self, registry: Registry) -> None:
        """Raises UsageProblem for a name that is taken."""
        meaning = self.meaning
        registry.parameter_type(
            self.name,
            alternatives(meaning),
            lambda said: meaning[said],
            self.listed or tuple(meaning),
            understood=meaning if self.listed else (),
            language=self.language,
            of=self.of,
        )


def some_time(*durations: DurationWords) -> Callable[[str], float]:
    """Reads a duration; what none of these can read is told in the words of the first."""

    def read(said: str) -> float:
        seconds = None
        for words in durations[1:]:
            try:
                seconds = words.parse_s(said)
            except ValueError:
                continue
        if seconds is None:
            seconds = durations[0].parse_s(said)
        if seconds <= 0:
            raise ValueError(f"'{said}' is no time at all")
        return seconds

    return read


def some_number(words: Mapping[str, int]) -> Callable[[str], int]:
    """Reads a number, in digits or in a word of one language. What it reads raises ValueError for none at all."""

    def read(said: str) -> int:
        number = int(said) if said.isdecimal() else words[said]
        if number == 0:
            raise ValueError(f"'{said}' is none at all")
        return number

    return read


def alternatives(words: Iterable[str]) -> str:
    """A regular expression of these words."""
    # Longest first: "the card letter" must not be taken for "the card".
    return "|".join(re.escape(word).replace(r"\ ", " ") for word in sorted(words, key=lambda word: (-len(word), word)))
