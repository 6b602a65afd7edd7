"""Puts what was counted beside the blueprint, the journeys and a run: what nobody would have noticed comes first."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tellonce.authoring.suggesting import Suggestion
from tellonce.authoring.watching import Watched
from tellonce.contacts.tally import Heap, Tally
from tellonce.contacts.words import Words
from tellonce.model.blueprint import Blueprint
from tellonce.model.cell import CellVerdict
from tellonce.model.contact_account import ContactGroup, Watch, WatchingScenario
from tellonce.model.verdict import worst
from tellonce.story.words import Group, group_of, plural

__all__ = ["NOT_WATCHED", "Comparison", "rank"]

NOT_WATCHED = "not watched"
_UNSETTLED = (Group.WAITING.value, Group.NOT_SEEN.value, NOT_WATCHED)


class Comparison:
    """What the project knows of the cells that contacts are about."""

    def __init__(
        self,
        blueprint: Blueprint,
        words: Words,
        watched: Watched,
        suggest: Callable[[str, str], Suggestion | None],
        cells: Sequence[CellVerdict] | None,
    ) -> None:
        """cells: of the run to compare with; None without one."""
        self._blueprint, self._words, self._watched, self._suggest = blueprint, words, watched, suggest
        self._cells = cells

    def groups(self, tally: Tally) -> tuple[ContactGroup, ...]:
        """Every heap as a group, the worst first."""
        total = sum(heap.contacts for heap in tally.heaps)
        found = [self._group(heap, total) for heap in tally.heaps]
        return tuple(sorted(found, key=lambda one: (rank(one), -one.contacts, one.about, one.cause)))

    def _group(self, heap: Heap, total: int) -> ContactGroup:
        touchpoint, fact = heap.about.key, heap.cause.key
        spot = self._blueprint.touchpoints.get(touchpoint)
        journeys = self._journeys(heap)
        watch = self._watch(heap, journeys)
        why, suggestion = self._why(heap, watch, journeys), None
        if watch is Watch.NO_JOURNEY and spot is not None:
            wanted = (fact,) if fact else spot.fact_keys
            suggestion = next((made for made in (self._suggest(touchpoint, key) for key in wanted) if made), None)
            why += "" if suggestion else ", and steps/ has no flow for it"
        return ContactGroup(
            touchpoint=touchpoint,
            about=spot.called if spot else heap.about.word,
            owner=spot.owner if spot else "",
            fact=fact,
            cause=self._blueprint.facts[fact].called if fact else heap.cause.word,
            contacts=heap.contacts,
            share=round(heap.contacts / total, 4),
            first=heap.first,
            last=heap.last,
            weeks=dict(sorted(heap.weeks.items())),
            channels=dict(sorted(heap.channels.items(), key=lambda pair: (-pair[1], pair[0]))),
            watch=watch,
            why=why,
            journeys=journeys,
            in_run=self._in_run(touchpoint, fact),
            suggestion=suggestion.text if suggestion else "",
            suggestion_path=suggestion.path if suggestion else "",
            quotes=tuple(heap.quotes),
        )

    def _journeys(self, heap: Heap) -> tuple[WatchingScenario, ...]:
        known = heap.about.key and (heap.cause.key or not heap.cause.word)
        return self._watched.at(heap.about.key, heap.cause.key) if known else ()

    def _watch(self, heap: Heap, journeys: Sequence[WatchingScenario]) -> Watch:
        touchpoint, fact = heap.about.key, heap.cause.key
        if not touchpoint or (heap.cause.word and not fact):
            return Watch.NOT_IN_THE_BLUEPRINT
        spot = self._blueprint.touchpoints[touchpoint]
        if fact and (fact not in spot.facts or fact in spot.promise.exempt):
            return Watch.NOT_USED
        if not journeys:
            return Watch.NO_JOURNEY
        return Watch.WATCHED if fact else Watch.NO_CAUSE

    def _why(self, heap: Heap, watch: Watch, journeys: Sequence[WatchingScenario]) -> str:
        if watch is Watch.WATCHED:
            return ""
        if watch is Watch.NOT_IN_THE_BLUEPRINT:
            return "; ".join(self._unknown_words(heap))
        spot = self._blueprint.touchpoints[heap.about.key]
        if watch is Watch.NO_CAUSE:
            return f"the register gives no cause; {spot.called} is watched by {plural(len(journeys), 'scenario')}"
        if not heap.cause.key:
            return f"no scenario changes anything that {spot.called} shows"
        called = self._blueprint.facts[heap.cause.key].called
        if watch is Watch.NO_JOURNEY:
            shown = f", as far as {spot.called} shows it" if spot.shown(heap.cause.key) else ""
            return f"no scenario changes the {called} of a {' or '.join(spot.serves)}{shown}"
        reason = spot.promise.exempt.get(heap.cause.key)
        if reason:
            return f"the blueprint exempts {spot.called} from the {called}: {reason}"
        return f"the blueprint says that {spot.called} does not use the {called}: mend that, or contacts.causes"

    def _unknown_words(self, heap: Heap) -> list[str]:
        said = []
        for meaning, word, part, nearest in (
            (heap.about, "touchpoint", "about", self._words.nearest_touchpoint),
            (heap.cause, "fact", "causes", self._words.nearest_fact),
        ):
            if meaning.word and not meaning.key:
                near = nearest(meaning.word)
                hint = f"did you mean '{near}'? " if near else ""
                said.append(f"'{meaning.word}' means no {word}; {hint}say what it means under contacts.{part}")
        return said

    def _in_run(self, touchpoint: str, fact: str) -> str:
        if self._cells is None or not touchpoint or not fact:
            return ""
        verdict = worst(cell.verdict for cell in self._cells if (cell.touchpoint, cell.fact) == (touchpoint, fact))
        return NOT_WATCHED if verdict is None else group_of(verdict).value


def rank(group: ContactGroup) -> int:
    """How bad a group is, 0 the worst: unwatched, broken in the run, not settled there, watched, without a cause."""
    if group.unwatched:
        return list(Watch).index(group.watch)
    if group.watch is Watch.NO_CAUSE:
        return 6
    return 3 if group.in_run == Group.BROKEN.value else 4 if group.in_run in _UNSETTLED else 5
