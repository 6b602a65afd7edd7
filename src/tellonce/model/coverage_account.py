"""Which cells of the blueprint journeys watch: what `tellonce coverage --format json` prints."""

from __future__ import annotations

from enum import StrEnum

from tellonce.model.base import Frozen
from tellonce.model.contact_account import WatchingScenario

__all__ = ["CellWatch", "Coverage", "CoverageCell", "CoverageRow"]


class CellWatch(StrEnum):
    """Whether journeys watch a cell. A hole is never a pass."""

    UNWATCHED = "unwatched"
    """No scenario changes the fact for somebody of this role, or none anything of it that the touchpoint shows."""
    EXEMPT = "exempt"
    """The blueprint says, with a reason, that the touchpoint need not learn the fact."""
    WATCHED = "watched"


class CoverageCell(Frozen):
    """A fact at a touchpoint, for customers of one role."""

    touchpoint: str
    fact: str
    role: str
    watch: CellWatch
    why: str = ""
    """Why nobody watches it: there is no flow, no scenario, or none of what is shown; of an exempt one, the reason."""
    scenarios: tuple[WatchingScenario, ...] = ()
    in_run: str = ""
    """kept, broken, still waiting, not seen or not watched in the run; empty without a run."""


class CoverageRow(Frozen):
    """A touchpoint and its cells."""

    touchpoint: str
    called: str
    lane: str
    owner: str
    moment_of_truth: bool
    promise: str
    """In words."""
    cells: tuple[CoverageCell, ...]

    def of(self, fact: str) -> tuple[CoverageCell, ...]:
        """Its cells of one fact: one for each role that it serves and that was asked for."""
        return tuple(cell for cell in self.cells if cell.fact == fact)

    @property
    def watched(self) -> int:
        """How many cells are watched."""
        return sum(cell.watch is CellWatch.WATCHED for cell in self.cells)

    @property
    def counted(self) -> int:
        """How many there are, without those that are exempt."""
        return sum(cell.watch is not CellWatch.EXEMPT for cell in self.cells)


class Coverage(Frozen):
    """The whole."""

    format: int = 1
    """Raised when a key changes its meaning or goes."""
    service: str
    persona: str = ""
    """Only for her role, and only by scenarios in which she changes the fact; empty: for everybody."""
    run: str = ""
    """The run that the cells are compared with; empty without one."""
    cells: int
    """All but the exempt ones."""
    watched: int
    percent: float
    """Of the cells, rounded down to a tenth: 100 means all of them. 0 where there is none."""
    rows: tuple[CoverageRow, ...]
    """In the order of the blueprint."""
    facts: dict[str, str]
    """Key -> how sentences call it, of those that some row has, in the order of the blueprint."""
    facts_never_changed: tuple[str, ...]
    """Facts that no scenario changes."""
    touchpoints_never_watched: tuple[str, ...]
    """Touchpoints none of whose cells is watched: their promises are only words."""
    personas_in_no_journey: tuple[str, ...]
    unclear: tuple[WatchingScenario, ...]
    """Scenarios with steps of the project's own: nobody can tell what they watch, so they count for nothing."""
