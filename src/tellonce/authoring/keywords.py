"""Is this line a misspelt keyword? Gherkin takes such a line for prose and never runs it."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from functools import cache

from behave.i18n import languages

__all__ = ["block_keywords", "near_keyword", "near_step_keyword", "slips", "step_keyword", "step_keywords"]

_BLOCKS = ("feature", "background", "rule", "scenario", "scenario_outline", "examples")
_STEPS = ("given", "when", "then", "and", "but")
_BEFORE_COLON = re.compile(r"^([^:|\"]{3,40}?)\s*:")
_FIRST_WORD = re.compile(r"^[^\W\d_]+")
_LONG_WORD = 5
_SHORT_WORD = 3

# Ordinary words that stand one slip away from a keyword, and start many a sentence of prose.
_PROSE = frozenset(
    "the they them thee there these than this hen ten then "  # noqa: SIM905 - a list of words reads best as words
    "when what where whey wen whenever even wann wenn denn dann den dass dan "
    "given give gives giver gain and any an a as at ant end hand but by buy bus bit put cut bug".split()
)


@cache
def block_keywords(language: str) -> tuple[str, ...]:
    """Feature, Scenario, Examples ... as this language writes them."""
    return tuple(dict.fromkeys(word for name in _BLOCKS for word in languages[language].get(name, ())))


@cache
def step_keywords(language: str) -> tuple[str, ...]:
    """Given, When, Then ... as this language writes them, without the "*"."""
    words = (word.strip() for name in _STEPS for word in languages[language].get(name, ()))
    return tuple(dict.fromkeys(word for word in words if word != "*"))


@cache
def _kinds(language: str) -> dict[str, str]:
    return {word.strip().casefold(): name for name in _STEPS for word in languages[language].get(name, ())}


def step_keyword(line: str, language: str) -> str | None:
    """given, when, then, and, but: what this line would be if it were a step; None for anything else."""
    first = line.split(" ", 1)[0].casefold()
    return _kinds(language).get(first)


def near_keyword(line: str, language: str, *, steps: bool) -> str | None:
    """The keyword that this line probably meant, or None.

    steps: also look for misspelt Given, When, Then (not in a feature's description, where prose stands).
    """
    return _near_block(line, language) or (_near_step(line, language) if steps else None)


def _near_block(line: str, language: str) -> str | None:
    before = _BEFORE_COLON.match(line)
    if before:
        word = before.group(1).casefold()
        near = [
            (distance, -SequenceMatcher(None, word, keyword.casefold(), autojunk=False).ratio(), keyword)
            for keyword in block_keywords(language)
            if (distance := slips(word, keyword.casefold())) <= (2 if len(keyword) >= _LONG_WORD else 1)
        ]
        if near:  # "Exampls" is one slip from Example, too; Examples holds more of it
            return f"{min(near)[2]}:"
    for name in ("scenario", "scenario_outline"):
        for keyword in languages[language].get(name, ()):
            # "Example" is a scenario too, and starts many a sentence of prose.
            if keyword != "Example" and line.startswith(f"{keyword} ") and ":" not in line:
                return f"{keyword}:"
    return None


def near_step_keyword(line: str, language: str) -> str | None:
    """As near_keyword, for a line that cannot be prose, since an And goes on from it: "Wen" was meant as When."""
    return _near_step(line, language, prose=frozenset())


def _near_step(line: str, language: str, *, prose: frozenset[str] = _PROSE) -> str | None:
    found = _FIRST_WORD.match(line)
    word = found.group().casefold() if found else ""
    if not word or word in prose:
        return None
    for keyword in step_keywords(language):
        folded = keyword.casefold()
        if len(folded) <= _SHORT_WORD:
            near = set(word) == set(folded) and abs(len(word) - len(folded)) <= 1
        else:
            near = slips(word, folded) <= (2 if len(folded) > _LONG_WORD else 1)
        if near and word != folded:
            return keyword
    return None


def slips(word: str, keyword: str) -> int:
    """How many letters are missing, added, changed, or swapped with a neighbour."""
    before: list[int] = []
    row = list(range(len(keyword) + 1))
    for i, letter in enumerate(word, 1):
        older, before = before, row
        row = [i]
        for j, wanted in enumerate(keyword, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != wanted))
            if older and j > 1 and letter == keyword[j - 2] and word[i - 2] == wanted:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
    return row[-1]
