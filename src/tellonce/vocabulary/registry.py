"""What a vocabulary needs of whoever keeps its sentences."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any, Protocol

from tellonce.engine.rehearsal import Rehearsal
from tellonce.model.duration import DurationWords
from tellonce.model.errors import Place

__all__ = ["Registry"]


class Registry(Protocol):
    """Where sentences are registered; the runner has one."""

    def add(
        self,
        sentence: str,
        function: Callable[..., Any],
        *,
        kind: str = "step",
        rehearsed: bool = False,
        language: str = "",
        translated: Collection[str] = (),
        translates: str = "",
        place: Place | None = None,
    ) -> None:
        """Define a sentence (Cucumber Expression). rehearsed: its function does nothing but ask the scene.

        language: whose it is, "" for every language's.  translated: the languages that have another text for it.
        translates: the sentence for which this is another text.  place: where it is written, if not at its function.
        """

    def parameter_type(
        self,
        name: str,
        regexp: str,
        transformer: Callable[..., Any],
        names: Sequence[str] = (),
        *,
        understood: Collection[str] = (),
        language: str = "",
        of: str = "",
    ) -> None:
        """Define {name}. names: the words that messages list.  understood: all the words it takes, if that is more.

        language: whose it is, "" for every language's.  of: the parameter of other languages that it is.
        Raises UsageProblem for a name that is taken.
        """

    def rehearse_with(self, make: Callable[[str], Rehearsal]) -> None:
        """Read every scenario to a fresh rehearsal before anything starts. make: gets the journey's language."""

    def speak_with(self, begin: Callable[[str], None]) -> None:
        """Have a language's own parameters and sentences declared before its first journey is read."""

    def durations_of(self, language: str, words: DurationWords) -> None:
        """How a language writes durations, for hints."""
