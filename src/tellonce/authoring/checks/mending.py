"""What can be mended without asking: a keyword that can only be meant one way, a letter in a sentence's own words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tellonce.authoring.keywords import block_keywords, slips, step_keyword, step_keywords
from tellonce.authoring.sentences import SentenceIndex
from tellonce.authoring.spoken import spoken
from tellonce.model.errors import Problem
from tellonce.model.finding import Fix

__all__ = ["mend"]

_MEANT = re.compile(r'^did you mean "(?P<keyword>[^"]+)"\?$')
_SHORTEST = 4
"""Of a word that may be mended: "no", "not", "old" and "new" are never one letter away by mistake."""
_SLIPS = 1


def mend(problem: Problem, lines: Sequence[str], language: str, sentences: SentenceIndex | None) -> Fix | None:
    """The one line to write instead; None where a person must decide."""
    place = problem.place
    if place is None or place.line is None or not 0 < place.line <= len(lines):
        return None
    line = lines[place.line - 1]
    if problem.rule == "TO104":
        return _keyword(problem, line, place.line, language)
    if problem.rule == "TO201" and sentences is not None:
        return _sentence(line, place.line, language, sentences.of(language))
    return None


def _keyword(problem: Problem, line: str, number: int, language: str) -> Fix | None:
    meant = _MEANT.match(problem.hint or "")
    text = line.strip()
    if meant is None:
        return None
    keyword = meant["keyword"]
    margin = line[: len(line) - len(line.lstrip())]
    if keyword.endswith(":"):
        before, colon, rest = text.partition(":")
        if not colon:  # "Scenario She moves": the colon is missing
            rest = text[len(keyword) - 1 :]
            if not text.startswith(keyword[:-1]):
                return None
        elif not _only_one(before, block_keywords(language), keyword[:-1]):
            return None
        after = f"{margin}{keyword} {rest.strip()}".rstrip()
    else:
        first, _, rest = text.partition(" ")
        if not rest or not _only_one(first, step_keywords(language), keyword):
            return None
        after = f"{margin}{keyword} {rest.strip()}"
    return Fix(line=number, before=line, after=after, said=f"the keyword {keyword} written as it is")


def _only_one(word: str, keywords: Sequence[str], meant: str) -> bool:
    """Whether no other keyword is as near; the plural of one is another ("Exampls" is nearest to both)."""
    near = {one: slips(word.casefold(), one.casefold()) for one in keywords}
    return all(distance > near.get(meant, 99) for one, distance in near.items() if one.casefold() != meant.casefold())


def _sentence(line: str, number: int, language: str, sentences: SentenceIndex) -> Fix | None:
    """One word of the sentence's own has one letter wrong, and there is no second way to mend it."""
    text = line.strip()
    keyword = next((one for one in step_keywords(language) if text.startswith(f"{one} ")), None)
    if keyword is None or step_keyword(keyword, language) is None:
        return None
    said = text[len(keyword) :].strip()
    key = ("slip", said)
    if key not in sentences.memo:
        sentences.memo[key] = _sure(said, sentences)
    sure: list[str] = sentences.memo[key]
    if len(sure) != 1:
        return None
    margin = line[: len(line) - len(line.lstrip())]
    return Fix(
        line=number,
        before=line,
        after=f"{margin}{keyword} {sure[0]}",
        said=f'"{said}" written "{sure[0]}"',
    )


def _sure(said: str, sentences: SentenceIndex) -> list[str]:
    """Every sentence that was meant if one word of `said` has one wrong letter."""
    words = set(said.split())
    near = [one for one in sentences if len(one.words - words) <= 1]
    candidates = dict.fromkeys(spoken(one.text, said, sentences.names) for one in near)
    return [
        one for one in candidates if _is_slip(said, one) and any(_means(one, kind, said, sentences) for kind in _KINDS)
    ]


_KINDS = ("given", "when", "then")


def _is_slip(said: str, candidate: str) -> bool:
    """The same words, but for one that is long, has no figure, and differs by one letter."""
    words, others = said.split(), candidate.split()
    if len(words) != len(others):
        return False
    differ = [(one, other) for one, other in zip(words, others, strict=True) if one != other]
    return len(differ) == 1 and all(
        min(len(one), len(other)) >= _SHORTEST
        and not any(letter.isdigit() for letter in one + other)
        and slips(one.casefold(), other.casefold()) <= _SLIPS
        for one, other in differ
    )


def _means(candidate: str, kind: str, said: str, sentences: SentenceIndex) -> bool:
    """Whether it is one sentence, filled in with nothing but what was written."""
    try:
        found = sentences.find(kind, candidate)
        arguments = sentences.arguments(found[0], candidate) if len(found) == 1 else []
    except Exception:  # a parameter may fail in any way its author did not foresee
        return False
    return len(found) == 1 and all(one.original in said for one in arguments)
