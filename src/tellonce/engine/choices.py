"""Words that a sentence of steps/ may take for one of its parameters, and what each means."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tellonce.model.errors import Place, Problem, UsageProblem

__all__ = ["Choice", "make_choice"]

_NAME = re.compile(r"[A-Za-z]\w*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A parameter with its words. meaning: word as said -> what `new` gets; never empty.

    of: the fact whose values the meanings are, "" when they are anything else.
    """

    name: str
    meaning: Mapping[str, Any]
    of: str
    place: Place


def make_choice(name: str, meaning: Mapping[str, Any], *, of: str, place: Place) -> Choice:
    """A choice. Raises UsageProblem for a name that no sentence could hold, no words, and words that cannot be said."""
    problems = []
    if not _NAME.fullmatch(name):
        what = f"a choice cannot be called '{name}': sentences name it in braces"
        problems.append(Problem(what=what, place=place, bad=name, hint="use letters, digits and '_'"))
    if not isinstance(meaning, Mapping) or not meaning:
        hint = f'write choice("{name}", {{"Basic": ..., "Plus": ...}})'
        problems.append(Problem(what=f"the choice '{name}' has no words", place=place, hint=hint))
    else:
        problems += [
            Problem(
                what=f"the choice '{name}' has a word that nobody can say: {word!r}",
                place=place,
                hint="words are text, with single spaces and none around",
            )
            for word in meaning
            if not isinstance(word, str) or not word or " ".join(word.split()) != word
        ]
    if problems:
        raise UsageProblem(problems)
    return Choice(name=name, meaning=meaning, of=of, place=place)
