"""Other customers' values, found in one pass over what was read, so that one look is not compared with everybody."""

from __future__ import annotations

from dataclasses import dataclass, field

from tellonce.model.facts import Components, FactKind
from tellonce.model.observation import Observation, Seen
from tellonce.recognise import ValueIndex

__all__ = ["Strangers"]


@dataclass(slots=True)
class Strangers:
    """Values of one fact held by the customers of one worker, in the order in which they came up."""

    kind: FactKind
    _index: ValueIndex = field(default_factory=ValueIndex)
    _values: list[tuple[int, str, Components]] = field(default_factory=list)

    def add(self, order: int, customer: str, value: Components) -> None:
        """Remember that `customer` has, had or gets `value` since event number `order`."""
        self._index.add(customer, "", self.kind, value)
        self._values.append((order, customer, value))

    def candidates(
        self, observation: Observation, fact: str, before: int, except_for: frozenset[str]
    ) -> list[tuple[str, Components]]:
        """Customers with values that might stand in what was read; recognition decides.

        None of `except_for`, none after `before`.
        """
        readings = [observation.seen.get(fact)]
        if observation.destination_fact == fact:
            readings.append(observation.destination)
        found: dict[int, tuple[str, Components]] = {}
        for text in filter(None, map(_text, readings)):
            for sighting in self._index.candidates(text):
                order, customer, value = self._values[sighting.value_id]
                if order < before and customer not in except_for:
                    found[order] = (customer, value)
        return [found[key] for key in sorted(found)]


def _text(reading: Seen | None) -> str:
    if reading is None:
        return ""
    return reading.text or "\n".join((reading.components or {}).values())
