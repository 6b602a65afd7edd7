"""A document's text, folded once so that many customers can be looked for in it cheaply."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

__all__ = ["Searchable", "compact_number", "fold"]

_BETWEEN_DIGITS = re.compile(r"(?<=[\d+)])[\s()/.\u2011\u2013-]+(?=[\d(])")
_SOFT_HYPHEN = "\u00ad"


def fold(text: str) -> str:
    """Lower case, every run of white space one blank, soft hyphens gone."""
    return " ".join(text.replace(_SOFT_HYPHEN, "").casefold().split())


def compact_number(text: str) -> str:
    """A telephone number as digits alone, whether it was written with +, 00, blanks or brackets."""
    digits = "".join(character for character in text if character.isdigit())
    return digits.removeprefix("00")


@dataclass(frozen=True)
class Searchable:
    """Text to look for customers in. Exact matches only: which customer a document is about is never guessed."""

    text: str

    @cached_property
    def folded(self) -> str:
        """For words and addresses."""
        return fold(self.text)

    @cached_property
    def digits_joined(self) -> str:
        """For telephone numbers: what people put between digits is gone."""
        return _BETWEEN_DIGITS.sub("", self.text)

    def has_word(self, word: str) -> bool:
        """Is `word` in the text, not as a part of a longer word or number?"""
        wanted = fold(word)
        start = self.folded.find(wanted) if wanted else -1
        while start >= 0:
            end = start + len(wanted)
            if not (self.folded[start - 1 : start].isalnum() or self.folded[end : end + 1].isalnum()):
                return True
            start = self.folded.find(wanted, start + 1)
        return False

    def has_number(self, number: str) -> bool:
        """Is this telephone number, with its country code, in the text?"""
        wanted = compact_number(number)
        return bool(wanted) and re.search(rf"(?<!\d)(?:00)?{wanted}(?!\d)", self.digits_joined) is not None
