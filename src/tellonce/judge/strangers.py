"""Other customers' values, found by their telling words, so that one look is not compared with everybody."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field

from tellonce.model.facts import Components, FactKind
from tellonce.model.observation import Observation, Seen
from tellonce.recognise.canonical import fold, transliterations

__all__ = ["Strangers"]

_WORD = re.compile(r"\w+")
_GRAM = 7  # digits of a telephone number that rarely agree by chance
_TELLING = {
    FactKind.POSTAL_ADDRESS: "street",
    FactKind.PERSON_NAME: "family_name",
    FactKind.EMAIL: "address",
    FactKind.PHONE: "number",
    FactKind.TEXT: "text",
}


@dataclass(slots=True)
class Strangers:
    """Values of one fact held by the customers of one worker, in the order in which they came up."""

    kind: FactKind
    _by_word: dict[str, list[_Held]] = field(default_factory=lambda: defaultdict(list))

    def add(self, order: int, customer: str, value: Components) -> None:
        """Remember that `customer` has, had or gets `value` since event number `order`."""
        for words in dict.fromkeys(self._telling(value.get(_TELLING.get(self.kind, ""), ""))):
            longest = max(sorted(words), key=len)
            self._by_word[longest].append(_Held(order=order, customer=customer, words=words, value=value))

    def candidates(
        self, observation: Observation, fact: str, before: int, except_for: frozenset[str]
    ) -> list[Components]:
        """Values that might stand in what was read; recognition decides. None of `except_for`, none after `before`."""
        if not self._by_word:
            return []
        readings = [observation.seen.get(fact)]
        if observation.destination_fact == fact:
            readings.append(observation.destination)
        found: dict[tuple[int, str], Components] = {}
        for reading in readings:
            words = self._words(_text(reading))
            for word in words:
                for held in self._by_word.get(word, ()):
                    if held.order < before and held.customer not in except_for and held.words <= words:
                        found[held.order, held.customer] = held.value
        return [found[key] for key in sorted(found)]

    def _telling(self, text: str) -> list[frozenset[str]]:
        """Sets of words, any of which must all stand in a text that holds the value."""
        if self.kind is FactKind.PHONE:
            digits = re.sub(r"\D", "", text)
            return [frozenset({digits[-_GRAM:]})] if digits else []
        local = text.partition("@")[0] if self.kind is FactKind.EMAIL else text
        sets = (frozenset(_WORD.findall(fold(way))) for way in transliterations(local))
        return [words for words in sets if words]

    def _words(self, text: str) -> set[str]:
        if self.kind is FactKind.PHONE:
            digits = re.sub(r"\D", "", text)
            return {digits[i : i + _GRAM] for i in range(len(digits) - _GRAM + 1)}
        joined = text.replace("-\n", "").replace("\u00ad", "")
        ways = {way for read in {text, joined} for way in transliterations(read)}
        return {word for way in ways for word in _WORD.findall(fold(way))}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Held:
    order: int
    customer: str
    words: frozenset[str]
    value: Components


def _text(reading: Seen | None) -> str:
    if reading is None:
        return ""
    return reading.text or "\n".join((reading.components or {}).values())
