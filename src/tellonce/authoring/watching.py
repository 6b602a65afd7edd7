"""Which scenarios watch which cell: read from the journeys' sentences and the blueprint, before anything runs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from tellonce.authoring.gherkin import FeatureFile
from tellonce.authoring.rehearsing import read_through
from tellonce.authoring.sentences import SentenceIndex
from tellonce.model.contact_account import WatchingScenario

__all__ = ["Watched", "watched_by"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """cells: (touchpoint, fact) -> the scenarios that watch it, in the order of the files.

    by_persona: (touchpoint, fact, persona) -> the scenarios that watch it for her, likewise.
    unshown: (touchpoint, fact, persona) -> the scenarios that change the fact for her, and nothing of it that is shown
    there; they watch nothing of it.
    takes_part: persona -> the scenarios that she is in, whatever they watch.
    unclear: scenarios of which nobody can tell what they change, because they say sentences of the project's own.
    """

    cells: Mapping[tuple[str, str], tuple[WatchingScenario, ...]]
    unclear: tuple[WatchingScenario, ...] = ()
    by_persona: Mapping[tuple[str, str, str], tuple[WatchingScenario, ...]] = field(default_factory=dict)
    unshown: Mapping[tuple[str, str, str], tuple[WatchingScenario, ...]] = field(default_factory=dict)
    takes_part: Mapping[str, tuple[WatchingScenario, ...]] = field(default_factory=dict)

    def at(self, touchpoint: str, fact: str = "") -> tuple[WatchingScenario, ...]:
        """Who watches this cell; without a fact, who watches the touchpoint at all, each once."""
        if fact:
            return self.cells.get((touchpoint, fact), ())
        there = (scenarios for (key, _), scenarios in self.cells.items() if key == touchpoint)
        return tuple(dict.fromkeys(one for scenarios in there for one in scenarios))


def watched_by(features: Iterable[FeatureFile], sentences: SentenceIndex) -> Watched:
    """Read every scenario from its first step to its last.

    A scenario watches a cell when its steps change the fact for somebody whom the touchpoint serves. One that expects
    the company to refuse the change does not: it would not notice that the news never came. Neither does one that
    changes nothing which the touchpoint shows.
    """
    cells: dict[tuple[str, str], list[WatchingScenario]] = {}
    by_persona: dict[tuple[str, str, str], list[WatchingScenario]] = {}
    unshown: dict[tuple[str, str, str], list[WatchingScenario]] = {}
    takes_part: dict[str, list[WatchingScenario]] = {}
    unclear: list[WatchingScenario] = []
    for feature in features:
        for one in feature.scenarios():
            scenario = WatchingScenario(journey=feature.journey, line=one.line, name=one.name)
            rehearsal = read_through(one, sentences)
            for name in () if rehearsal is None else rehearsal.there():
                takes_part.setdefault(name, []).append(scenario)
            reached = None if rehearsal is None else rehearsal.reached()
            if rehearsal is None or reached is None:
                unclear.append(scenario)
                continue
            refused, nothing = rehearsal.refused(), rehearsal.unshown()
            for touchpoint, changed in reached.items():
                taken = [(who, fact) for who, fact in changed if (who, fact) not in refused]
                hidden = [(who, fact) for who, fact in taken if (touchpoint, who, fact) in nothing]
                for who, fact in dict.fromkeys(hidden):
                    unshown.setdefault((touchpoint, fact, who), []).append(scenario)
                taken = [one for one in taken if one not in hidden]
                for who, fact in dict.fromkeys(taken):
                    by_persona.setdefault((touchpoint, fact, who), []).append(scenario)
                for fact in dict.fromkeys(fact for _, fact in taken):
                    cells.setdefault((touchpoint, fact), []).append(scenario)
    return Watched(
        cells={cell: tuple(scenarios) for cell, scenarios in cells.items()},
        unclear=tuple(unclear),
        by_persona={cell: tuple(scenarios) for cell, scenarios in by_persona.items()},
        unshown={cell: tuple(scenarios) for cell, scenarios in unshown.items()},
        takes_part={name: tuple(scenarios) for name, scenarios in takes_part.items()},
    )
