"""Who took part in a run, each persona once: `Persona` in app/src/payload.ts. What changes here changes there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

__all__ = ["Cast"]

_MOST_BARRIERS = 12
_MOST_NOTES = 4
"""Of what became of one constraint: reasons may hold what differs in each scenario."""


class Cast:
    """Filled scenario by scenario, from the customers of its details."""

    def __init__(self) -> None:
        self._personas: dict[str, dict[str, Any]] = {}
        self._constraints: dict[str, dict[str, Counter[str]]] = {}
        self._barriers: dict[str, Counter[str]] = {}

    def note(self, customers: Sequence[Mapping[str, Any]]) -> None:
        """The customers of one more scenario, as `scenario_detail` tells them."""
        for name in dict.fromkeys(one["persona"] for one in customers):
            first = next(one for one in customers if one["persona"] == name)
            known = self._personas.setdefault(name, {"scenarios": 0})
            known["scenarios"] += 1
            known |= {key: first[key] for key in ("persona", "role", "locale", "pronouns", "prefers", "refuses")}
        for one in customers:
            notes = self._constraints.setdefault(one["persona"], {})
            for constraint, said in one["constraints"].items():
                became = notes.setdefault(constraint, Counter())
                if said in became or len(became) < _MOST_NOTES:
                    became[said] += 1
            self._barriers.setdefault(one["persona"], Counter()).update(dict.fromkeys(one["barriers"], 1))

    def take(self, later: Cast) -> None:
        """The personas of a later part of the run."""
        for name, theirs in later._personas.items():
            known = self._personas.setdefault(name, {"scenarios": 0})
            known |= theirs | {"scenarios": known["scenarios"] + theirs["scenarios"]}
            for constraint, became in later._constraints.get(name, {}).items():
                self._constraints.setdefault(name, {}).setdefault(constraint, Counter()).update(became)
            self._barriers.setdefault(name, Counter()).update(later._barriers.get(name, Counter()))

    def index(self) -> list[dict[str, Any]]:
        """All personas, in the order in which they came. constraints: name -> what became of it -> of how many
        customers.  barriers: the most frequent, with in how many scenarios they were met."""
        return [
            {
                **known,
                "constraints": {
                    constraint: dict(became.most_common(_MOST_NOTES))
                    for constraint, became in self._constraints.get(name, {}).items()
                },
                "barriers": self._barriers[name].most_common(_MOST_BARRIERS),
            }
            for name, known in self._personas.items()
        ]
