"""What the register's words mean in the blueprint."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from tellonce.model.blueprint import Blueprint
from tellonce.model.contacts import Contacts
from tellonce.model.errors import nearest
from tellonce.story.visible import one_line

__all__ = ["Meaning", "Words"]

_LONGEST_WORD = 60
_LONGEST_KEPT = 1_000
_MOST_KNOWN = 10_000
_FREE_TEXT = f"a text of more than {_LONGEST_WORD} characters"


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """key: of the blueprint; "" when the word means nothing there.  word: the register's own, fit to be shown; "" where
    it gives none.
    """

    key: str
    word: str


class Words:
    """Reads the words of one register. Case and white space do not matter."""

    def __init__(self, blueprint: Blueprint, section: Contacts) -> None:
        touchpoints = {key: key for key in blueprint.touchpoints}
        facts = {key: key for key in blueprint.facts}
        self._about = _Lexicon(section.about, {**touchpoints, **blueprint.spoken})
        no_cause = dict.fromkeys(section.no_cause, "")
        called = {fact.called: key for key, fact in blueprint.facts.items()}
        self._causes = _Lexicon({**no_cause, **section.causes}, {**facts, **called})
        self._channels = _Lexicon({}, {})

    def about(self, word: str) -> Meaning:
        """The touchpoint that a contact is about."""
        return self._about.meaning(word)

    def cause(self, word: str) -> Meaning:
        """The fact that caused it; both empty where the register gives no cause."""
        return self._causes.meaning(word)

    def channel(self, word: str) -> str:
        """A channel as it may be shown; "" without one."""
        return self._channels.meaning(word).word

    def nearest_touchpoint(self, word: str) -> str:
        """The word of the blueprint or the section most like this one, "" when nothing is near."""
        return self._about.nearest(word)

    def nearest_fact(self, word: str) -> str:
        """The same for causes."""
        return self._causes.nearest(word)


class _Lexicon:
    """declared: word -> key, `*` for anything, first.  known: the blueprint's own names."""

    def __init__(self, declared: Mapping[str, str], known: Mapping[str, str]) -> None:
        exact = {_folded(word): key for word, key in declared.items() if "*" not in word}
        self._exact = {_folded(word): key for word, key in known.items()} | exact
        self._patterns = [(_pattern(word), key) for word, key in declared.items() if "*" in word]
        self._all = tuple(dict.fromkeys((*known, *declared)))
        self._met: dict[str, Meaning] = {}

    def meaning(self, word: str) -> Meaning:
        if len(word) > _LONGEST_KEPT:
            return self._look_up(word)
        found = self._met.get(word)
        if found is None:
            if len(self._met) >= _MOST_KNOWN:  # free text instead of words: what was met does not come again
                self._met.clear()
            found = self._met[word] = self._look_up(word)
        return found

    def nearest(self, word: str) -> str:
        return nearest(word, self._all) or ""

    def _look_up(self, word: str) -> Meaning:
        folded = _folded(word)
        if not folded:
            return Meaning(key="", word="")
        key = self._exact.get(folded)
        if key is None and len(folded) <= _LONGEST_WORD:
            key = next((key for pattern, key in self._patterns if pattern.fullmatch(folded)), None)
        if key is not None:
            return Meaning(key=key, word=one_line(word, _LONGEST_WORD) if key else "")
        # A long one is no word of a register but what somebody said, and is not shown.
        return Meaning(key="", word=_FREE_TEXT if len(folded) > _LONGEST_WORD else one_line(word))


def _folded(word: str) -> str:
    return " ".join(word.split()).casefold()


def _pattern(word: str) -> re.Pattern[str]:
    return re.compile(".*".join(re.escape(part) for part in _folded(word).split("*")), re.DOTALL)
