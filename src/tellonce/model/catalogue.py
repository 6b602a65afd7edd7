"""What a project can say and look at: what `tellonce steps`, `personas` and `touchpoints` print with --format json."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from tellonce.model.base import Frozen

__all__ = ["Catalogue", "ListedSentence", "Parameter", "PersonaCard", "SentenceUse", "TouchpointCard", "Watcher"]

Source = Literal["every project", "flow", "own step"]


class Parameter(Frozen):
    """A parameter of a sentence."""

    name: str
    """As it stands in braces; empty for one without a type."""
    words: tuple[str, ...] = ()
    """All that it takes in this project; empty where they cannot be listed."""
    example: str = ""


class SentenceUse(Frozen):
    """A journey that says the sentence. steps: how often, each row of Examples counted."""

    journey: str
    steps: int


class ListedSentence(Frozen):
    """One sentence of the project."""

    kind: Literal["given", "when", "then", "step"]
    """"step" stands for any of the three."""
    text: str
    """As it was written: a Cucumber Expression, or the pattern of a plain behave step."""
    source: Source
    key: str = ""
    """The name by which translations know a sentence of every project."""
    language: str = ""
    """Of its words; empty where nobody says."""
    example: str
    """A whole step that says it, keyword included."""
    about: str = ""
    parameters: tuple[Parameter, ...] = ()
    channel: str = ""
    """A flow's: the one that she uses."""
    changes: tuple[str, ...] = ()
    """A flow's: facts whose new value she brings, by their keys."""
    learns: tuple[str, ...] = ()
    """A flow's: facts whose new value the company tells her, by their keys."""
    file: str
    line: int | None
    used_by: tuple[SentenceUse, ...] = ()
    """In the order of the journeys' paths."""

    @property
    def steps(self) -> int:
        """How often journeys say it."""
        return sum(use.steps for use in self.used_by)


class Catalogue(Frozen):
    """All that was asked for."""

    format: int = 1
    """Raised when a key changes its meaning or goes."""
    service: str
    searched: tuple[str, ...] = ()
    sentences: tuple[ListedSentence, ...]
    """The best first, where words were searched; else in the order in which they are declared."""
    nearest: tuple[ListedSentence, ...] = ()
    """Where none was found: those that come near."""
    words_meant: Mapping[str, str] = {}
    """Where none was found: word -> the one that was probably meant."""
    not_counted: tuple[str, ...] = ()
    """Journeys with mistakes: their steps are in no count."""


class Watcher(Frozen):
    """A scenario. facts: those that it watches there; empty where it only takes place."""

    journey: str
    line: int
    name: str
    facts: tuple[str, ...] = ()


class PersonaCard(Frozen):
    """One persona. said: what her file says beyond the keys of her own here, without what it leaves out."""

    name: str
    role: str
    about: str = ""
    file: str
    line: int | None = None
    said: Mapping[str, Any] = {}
    journeys: tuple[Watcher, ...] = ()
    """The scenarios that she takes part in, also as the one she shares an account with."""
    touchpoints: tuple[str, ...] = ()
    """Keys of those that serve her role."""


class TouchpointCard(Frozen):
    """One touchpoint. said: what the blueprint says beyond the keys of its own here."""

    key: str
    called: str
    lane: str
    stage: str
    owner: str
    channel: str
    kind: str
    facts: Mapping[str, tuple[str, ...]]
    """Fact -> the components it shows; empty for all."""
    serves: tuple[str, ...]
    promise: str
    """In words."""
    probe: str
    """Its kind."""
    fed_by: str
    file: str
    line: int | None = None
    said: Mapping[str, Any] = {}
    watched_by: tuple[Watcher, ...] = ()
