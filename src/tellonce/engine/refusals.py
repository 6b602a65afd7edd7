"""What the company refused: whether a sentence asked about it, and what is said where none did."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from tellonce.engine.cast import Part
from tellonce.engine.outcomes import CannotTell, PromiseBroken
from tellonce.model.facts import Fact
from tellonce.watch.cell_watch import CellWatch
from tellonce.watch.watcher import Watcher

__all__ = ["Refusals"]


class Refusals:
    """For one scenario. facts: the blueprint's, by key."""

    def __init__(self, facts: Mapping[str, Fact]) -> None:
        self._facts = facts
        self._expected: set[str] = set()

    def expect(self, change: str) -> None:
        """A sentence spoke of the change of this key as one that may have been refused."""
        self._expected.add(change)

    def insist_on_taken(self, part: Part, watcher: Watcher, fact: str) -> None:
        """Raises PromiseBroken where the company refused her change."""
        change = watcher.change
        if change is not None and change.outcome == "refused":
            raise PromiseBroken(self._refusal(part, fact, change.answer))

    def insist_on_new(self, part: Part, watcher: Watcher, fact: str, cells: Sequence[CellWatch]) -> None:
        """The judge lets the old value be right where the company refused the new one, or perhaps did; a sentence that
        asks for the new one does not."""
        self.insist_on_taken(part, watcher, fact)
        change = watcher.change
        if change is not None and change.outcome == "unknown" and not all(cell.passing for cell in cells):
            raise CannotTell(
                f"The company never answered whether it took {part.persona.name}'s new {self._facts[fact].called}, "
                f"and went on with the old one{_quoted(change.answer)}"
            )

    def insist_on_old(self, part: Part, watcher: Watcher, fact: str) -> None:
        """A sentence asks for a refusal. Raises PromiseBroken where the company accepted her change."""
        change = watcher.change
        if change is None or change.outcome != "refused":
            called = self._facts[fact].called
            raise PromiseBroken(f"The company accepted {part.persona.name}'s new {called}; a refusal was expected.")
        self.expect(change.key)

    def unexpected(self, parts: Iterable[Part]) -> list[str]:
        """What was refused though no sentence asked about a refusal: she could not tell it."""
        return [
            self._refusal(part, fact, change.answer)
            for part in parts
            for change in (watcher.change for watcher in part.watchers)
            if change is not None and change.outcome == "refused" and change.key not in self._expected
            for fact in list(change.facts)[:1]
        ]

    def _refusal(self, part: Part, fact: str, answer: str) -> str:
        return f"The company refused {part.persona.name}'s new {self._facts[fact].called}{_quoted(answer)}"


def _quoted(answer: str) -> str:
    return f": {answer}" if answer else "."
