"""Is this line a misspelt keyword? Gherkin takes such a line for prose and never runs it."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from functools import cache

from behave.i18n import languages

from tellonce.authoring.prose_words import PROSE

__all__ = [
    "block_keywords",
    "keyword_for",
    "near_keyword",
    "near_step_keyword",
    "said_step",
    "slips",
    "step_keyword",
    "step_keywords",
]

_BLOCKS = ("feature", "background", "rule", "scenario", "scenario_outline", "examples")
_STEPS = ("given", "when", "then", "and", "but")
_BEFORE_COLON = re.compile(r"^([^:|\"]{3,40}?)\s*:")
_FIRST_WORD = re.compile(r"^[^\W\d_]+")
_LONG_WORD = 5
_SHORT_WORD = 3
_APOSTROPHES = ("'", "’")

# Keywords that start many a sentence of prose: "For example", "Scenarios of ..."
_OFTEN_PROSE = frozenset({"Example", "Beispiel", "Exemple", "Ejemplo", "Voorbeeld", "Szenarien"})
# What a hint proposes, where the first that Gherkin lists is not what most people write.
_USUAL = {
    ("de", "background"): "Hintergrund",
    ("de", "rule"): "Regel",
    ("fr", "given"): "Étant donné que",
    ("fr", "and"): "Et",
    ("fr", "but"): "Mais",
}


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
def keyword_for(language: str, name: str) -> str:
    """The word for one kind of block or step, as a hint proposes it: keyword_for("de", "given") is "Angenommen"."""
    words = [word.strip() for word in languages[language].get(name, ()) if word != "* "]
    words = [word for word in words if word not in _OFTEN_PROSE] or words
    return _USUAL.get((language, name)) or (words[0] if words else name.capitalize())


def said_step(keyword: str, name: str) -> str:
    """A step as it was written: with a space behind its keyword, except "Lorsqu'elle"."""
    return f"{keyword}{name}" if keyword.endswith(_APOSTROPHES) else f"{keyword} {name}"


@cache
def _kinds(language: str) -> tuple[tuple[str, str], ...]:
    """(keyword with what must follow it, kind), the longest first: "Et que " is no "Et "."""
    kinds = {word.casefold(): name for name in _STEPS for word in languages[language].get(name, ())}
    return tuple(sorted(kinds.items(), key=lambda pair: -len(pair[0])))


def step_keyword(line: str, language: str) -> str | None:
    """given, when, then, and, but: what this line would be if it were a step; None for anything else."""
    folded = line.casefold()
    return next((kind for word, kind in _kinds(language) if f"{folded} ".startswith(word)), None)


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
            if keyword not in _OFTEN_PROSE and line.startswith(f"{keyword} ") and ":" not in line:
                return f"{keyword}:"
    return None


def near_step_keyword(line: str, language: str) -> str | None:
    """As near_keyword, for a line that cannot be prose, since an And goes on from it: "Wen" was meant as When."""
    return _near_step(line, language, prose=frozenset())


def _near_step(line: str, language: str, *, prose: frozenset[str] | None = None) -> str | None:
    for keyword in step_keywords(language):
        if keyword.endswith("'") and line.startswith(f"{keyword[:-1]}’"):
            return keyword
    found = _FIRST_WORD.match(line)
    word = found.group().casefold() if found else ""
    if not word or word in (PROSE.get(language, PROSE["en"]) if prose is None else prose):
        return None
    usual = _USUAL.get((language, "given"), "")
    for keyword in (usual, *step_keywords(language)) if usual else step_keywords(language):
        folded = keyword.casefold()
        count = len(folded.split())
        said = word if count == 1 else " ".join(line.casefold().split()[:count])
        if len(folded) <= _SHORT_WORD:
            near = set(said) == set(folded) and abs(len(said) - len(folded)) <= 1
        else:
            near = slips(said, folded) <= (2 if len(folded) > _LONG_WORD else 1)
        if near and said != folded:
            return keyword
    # "Angenommen, Maria ...": the keyword itself, and not what must follow it.
    exact = next((one for one in step_keywords(language) if one.casefold() == word), None)
    return exact if prose is None and exact and line.startswith(f"{exact},") else None


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
