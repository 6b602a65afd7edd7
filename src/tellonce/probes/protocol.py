"""What a probe is: four verbs, and none of them changes what the customer has."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, Protocol

from tellonce.model.facts import Components, Fact, FactKind
from tellonce.model.observation import PageLine, Seen
from tellonce.model.persona import Customer

__all__ = [
    "Capture",
    "Item",
    "Listing",
    "Look",
    "Place",
    "Probe",
    "ProbeFactory",
    "Sources",
    "Target",
    "Thing",
    "Things",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What is looked at: a touchpoint or, with `observer`, a system. facts: key -> components shown (empty: all)."""

    key: str
    called: str
    kind: Literal["state", "emission"]
    facts: Mapping[str, tuple[str, ...]]
    destination: str = ""
    """Emissions: the fact key that says where it is sent."""
    observer: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One customer at one place, and who else is about.

    known: fact key -> every value that was ever hers in this run, old and new, acknowledged or not: what a mail or a
    letter is recognised as hers by.  related: whom she shares an account with.  strangers: everybody else in the run.
    """

    customer: Customer
    place: Place
    known: Mapping[str, tuple[Components, ...]] = field(default_factory=dict)
    related: tuple[Customer, ...] = ()
    strangers: tuple[Customer, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing that was found: the state itself (key ""), or one emission since the cursor.

    recipient, destination, seen, content: as in tellonce.model.Observation.
    originated: ISO 8601 on her clock where the source bears it, else None.
    handle: the probe's own, for `capture`.
    """

    key: str = ""
    seen: Mapping[str, Seen] = field(default_factory=dict)
    destination: Seen | None = None
    recipient: Literal["self", "related", "stranger", "unknown"] = "unknown"
    content: str = ""
    originated: str | None = None
    handle: Any = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """The result of one look. No item is absence, read successfully. A probe that cannot see raises ProbeBlind."""

    items: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """Evidence before it is filed: as tellonce.model.Evidence, with its content in `body` (bytes) or `text`.

    lines: where its text stands on a picture.
    """

    kind: Literal["screenshot", "mail", "letter-page", "file-line", "row", "json", "text"]
    caption: str
    media_type: str = "text/plain"
    body: bytes = b""
    text: str = ""
    place: str = ""
    lines: tuple[PageLine, ...] = ()


class Sources(Protocol):
    """What probes share in one worker."""

    facts: Mapping[str, Fact]
    root: Path
    """The project's folder: relative paths in probe settings start here."""

    def fill(self, text: str, customer: Customer | None = None) -> str:
        """`text` with {web} and other blueprint addresses, {customer.service_id}, {customer.<secret>} filled in.

        Raises UsageProblem for a name that is neither.
        """

    async def page_for(self, viewer: str, customer: Customer) -> Any:
        """A Playwright page (async API) signed in as `viewer` ("customer", "visitor" or a viewer from steps/)."""


class Probe(Protocol):
    """How to look at one place. One instance per place and worker; targets come and go.

    Opening, looking and capturing leave the customer's state alone: no message is marked read, no item is consumed.
    """

    kind: str

    async def arm(self, target: Target) -> Any:
        """Take a cursor before the change: what is already there. Opaque to the watcher; None for a state.

        Raises ProbeBlind when the place cannot be seen.
        """

    async def look(self, target: Target, cursor: Any) -> Look:
        """State: at most one item, what is there now. Emission: every item since the cursor that concerns the
        customer (hers by subject or recipient, or containing one of her values), oldest first; looking again with
        the same cursor returns the same items and any newer ones. Without a cursor (None), every item there ever was.

        Raises ProbeBlind when it cannot see.
        """

    async def capture(self, target: Target, item: Item) -> tuple[Capture, ...]:
        """Evidence for one item just seen; called only for looks worth showing. Empty when there is none."""

    def wake(self) -> asyncio.Event | None:
        """An event set when something may have arrived (push), or None when only polling helps."""

    async def close(self) -> None:
        """Let go of everything."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """One document, mail, file, row, answer or page that lies where a probe looks, whomever it concerns.

    where: what it is and where it lies, for people: "letters/reminder-7.pdf", "card-system.sqlite, table cards".
    key: as Item.key of the same thing; empty for a state.  text: all that it says; lines matter.
    by_line: its lines are records that have nothing to do with each other.
    mark: emissions only: it was not there yet when a mark up to this one was taken.  handle: for `show`.
    sent_to: where it went, when it says so: that counts whatever else it says.
    """

    where: str
    text: str
    key: str = ""
    by_line: bool = False
    sent_to: str = ""
    mark: int = 0
    handle: Any = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Things:
    """What a listing holds. looked: how many things were read.  blind: what could not be, and why, in sentences.

    things: those that may concern her, at least; what surely holds no value of hers may be left out.
    """

    things: tuple[Thing, ...] = ()
    looked: int = 0
    blind: tuple[str, ...] = ()


class Listing(Protocol):
    """Everything that a probe's source holds, for sweeps: what a touchpoint shows, and what nobody declared.

    A probe that can list has `listing()`, which returns one. Two with an equal `key` list the same; one of them is
    asked. Two with an equal `source` read the same things in different ways; empty means the key.
    Listing changes nothing, as looking changes nothing.
    """

    key: str
    source: str
    called: str
    kind: Literal["state", "emission"]
    uses: frozenset[str]
    """The facts that a touchpoint of this name shows and is judged by: not sought here. Empty for a shared source."""

    async def mark(self) -> int:
        """How much is there now, as a number that only grows. Raises ProbeBlind. A state always gives 0."""

    async def things(self, target: Target, kind: FactKind, old: Components, since: int) -> Things:
        """What is there, or came after the mark, and may hold the old value of this kind. Raises ProbeBlind."""

    async def show(self, thing: Thing, passage: str) -> Capture:
        """Evidence for one thing, of which `passage` matters."""

    async def close(self) -> None:
        """Let go of everything."""


ProbeFactory = Callable[[Place, Mapping[str, Any], Sources], Probe]
"""What an adapter registers under the entry point group `tellonce.probes`; raises UsageProblem for bad settings."""
