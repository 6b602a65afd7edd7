"""A history: everything that happened in a run, in order, per worker."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tellonce.model.change import Change
from tellonce.model.events import (
    ChangeAcknowledged,
    ChangeBegan,
    CustomerEmbodied,
    Event,
    PlaceRead,
    RunStarted,
    ScenarioFinished,
    ScenarioStarted,
)

__all__ = ["History"]


@dataclass(frozen=True, slots=True)
class History:
    """Events in the order they were written; workers may be interleaved. Empty is allowed: nothing ran."""

    events: Sequence[Event]

    def run(self) -> RunStarted | None:
        """The first RunStarted, or None for an empty history."""
        return next((event for event in self.events if isinstance(event, RunStarted)), None)

    def scenarios(self) -> Iterator[ScenarioStarted]:
        """Every attempt at every scenario, in order."""
        return (event for event in self.events if isinstance(event, ScenarioStarted))

    def finished(self) -> dict[str, ScenarioFinished]:
        """Scenario id -> how it ended; a scenario without an entry was cut off."""
        return {event.scenario: event for event in self.events if isinstance(event, ScenarioFinished)}

    def customers(self) -> dict[str, CustomerEmbodied]:
        """Customer key -> embodiment."""
        return {event.customer: event for event in self.events if isinstance(event, CustomerEmbodied)}

    def began(self) -> dict[str, ChangeBegan]:
        """Change key -> its beginning, with the cells that were armed."""
        return {event.change: event for event in self.events if isinstance(event, ChangeBegan)}

    def changes(self) -> dict[str, Change]:
        """Change key -> the acknowledged change."""
        return {event.change.key: event.change for event in self.events if isinstance(event, ChangeAcknowledged)}

    def reads(self, change: str) -> Iterator[PlaceRead]:
        """The looks taken for one change, in order, the first readings before it included."""
        return (event for event in self.events if isinstance(event, PlaceRead) and event.change == change)
