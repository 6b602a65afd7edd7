"""Other customers' values, found by their telling words, so that one look is not compared with everybody."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from tellonce.model.facts import Components, FactKind
from tellonce.model.observation import Observation, Seen
from tellonce.recognise.canonical import fold, transliterations

__all__ = ["Strangers"]

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
    _by_word: dict[str, list[tuple[int, str, Components]]] = field(default_factory=lambda: defaultdict(list))

    def add(self, order: int, customer: str, value: Components) -> None:
        """Remember that `customer` has, had or gets `value` since event number `order`."""
        text = value.get(_TELLING.get(self.kind, ""), "")
        for word in dict.fromkeys(self._keys(text)):
            self._by_word[word].append((order, customer, value))

    def candidates(
        self, observation: Observation, fact: str, before: int, except_for: frozenset[str]
    ) -> list[Components]:
        """Values that might stand in what was read; recognition decides. None of `except_for`, none after `before`."""
        readings = [observation.seen.get(fact)]
        if observation.destination_fact == fact:
            readings.append(observation.destination)
        found: dict[tuple[int, str], Components] = {}
        for reading in readings:
            for word in self._words(_text(reading)):
                for order, customer, value in self._by_word.get(word, ()):
                    if order < before and customer not in except_for:
                        found[order, customer] = value
        return [found[key] for key in sorted(found)]

    def _keys(self, text: str) -> Iterable[str]:
        if self.kind is FactKind.PHONE:
            digits = re.sub(r"\D", "", text)
            return (digits[-_GRAM:],) if digits else ()
        local = text.partition("@")[0] if self.kind is FactKind.EMAIL else text
        return (max(re.findall(r"\w+", fold(way)), key=len, default="") for way in transliterations(local) if way)

    def _words(self, text: str) -> Iterable[str]:
        if not text or not self._by_word:
            return ()
        if self.kind is FactKind.PHONE:
            digits = re.sub(r"\D", "", text)
            return {digits[i : i + _GRAM] for i in range(len(digits) - _GRAM + 1)}
        joined = text.replace("-\n", "").replace("\u00ad", "")
        return {
            word for read in {text, joined} for way in transliterations(read) for word in re.findall(r"\w+", fold(way))
        }


def _text(reading: Seen | None) -> str:
    if reading is None:
        return ""
    return reading.text or "\n".join((reading.components or {}).values())
