"""What came of reading contacts in: what `tellonce contacts --format json` prints. Days are ISO 8601."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from tellonce.model.base import Frozen

__all__ = ["ContactGroup", "ContactsAccount", "UnreadRow", "Watch", "WatchingScenario"]


class Watch(StrEnum):
    """Whether a journey would notice what a group of contacts is about. The worst first."""

    NO_JOURNEY = "no journey"
    """The blueprint has the cell, and no scenario changes the fact for somebody whom the touchpoint serves."""
    NOT_USED = "not used"
    """The blueprint says that the touchpoint does not use the fact, or need not learn it."""
    NOT_IN_THE_BLUEPRINT = "not in the blueprint"
    """A word of the register that means no touchpoint or no fact."""
    WATCHED = "watched"
    NO_CAUSE = "no cause"
    """The register gives no cause, so no cell can be named; scenarios do watch the touchpoint."""


class WatchingScenario(Frozen):
    """A scenario whose steps change the fact, for somebody whom the touchpoint serves."""

    journey: str
    line: int
    name: str


class UnreadRow(Frozen):
    """A row that could not be understood. place: "contacts.csv:7"; what stands in it is not repeated."""

    place: str
    why: str


class ContactGroup(Frozen):
    """The contacts about one touchpoint with one cause.

    touchpoint, fact: keys of the blueprint; empty where the register's word means none, or gives no cause.
    about, cause: as sentences call them, else the register's own word.
    """

    touchpoint: str = ""
    about: str
    owner: str = ""
    """The department that answers for the touchpoint: where it broke, not who took the call."""
    fact: str = ""
    cause: str = ""
    contacts: int
    share: float
    """Of all contacts, from 0 to 1."""
    first: str
    last: str
    weeks: Mapping[str, int]
    """Monday -> contacts in that week, the oldest first; weeks without any are left out."""
    channels: Mapping[str, int]
    """As the register calls them, most first."""
    watch: Watch
    why: str = ""
    """In words: why no journey would notice, or what the nearest word of the blueprint is."""
    journeys: tuple[WatchingScenario, ...] = ()
    """For a group without a cause: all that watch the touchpoint, whatever changes."""
    in_run: str = ""
    """kept, broken, still waiting, not seen or not watched in the run; empty without a run or a cell."""
    suggestion: str = ""
    """A feature that would notice, in sentences that exist; empty where none is missing or none can be made."""
    suggestion_path: str = ""
    """Where it may be written."""
    quotes: tuple[str, ...] = ()
    """What was said, made harmless; only with --quotes."""

    @property
    def unwatched(self) -> bool:
        """Whether no scenario at all would notice: unknown is never a pass."""
        return not self.journeys


class ContactsAccount(Frozen):
    """Everything that is told of some exports."""

    format: int = 1
    """Raised when a key changes its meaning or goes."""
    service: str
    files: tuple[str, ...]
    run: str = ""
    """The run that the groups are compared with; empty without one."""
    contacts: int
    without_cause: int
    no_journey: int
    """Contacts of groups that no scenario would notice."""
    scenario_missing: int
    """Those of them about cells that the blueprint has: writing a scenario is all that is missing."""
    outside: int
    """Contacts before --since or after --until; in no group."""
    first: str = ""
    last: str = ""
    groups: tuple[ContactGroup, ...]
    """The worst first: what no journey would notice, then what broke in the run, then the rest; large before small."""
    unread: int
    """Rows that could not be understood."""
    unread_why: Mapping[str, int] = {}
    """Reason -> rows."""
    unread_rows: tuple[UnreadRow, ...] = ()
    """The first 1,000 of them."""
    notes: tuple[str, ...] = ()
