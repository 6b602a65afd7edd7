"""All that one page or one answer says, beside the facts that are read there: for sweeps."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Literal

from tellonce.model.errors import ProbeBlind
from tellonce.model.facts import Components, FactKind
from tellonce.probes.protocol import Capture, Place, Target, Thing, Things

__all__ = ["Unlistable", "WholeListing"]


class Unlistable:
    """Instead of the listing of a probe that crashed when it was asked for one. why: with what."""

    kind: Literal["state", "emission"] = "state"
    source = ""
    uses: frozenset[str] = frozenset()

    def __init__(self, called: str, why: str) -> None:
        self.called, self._why = called, why
        self.key = f"unlistable {called}"

    async def mark(self) -> int:
        """Nothing is there yet."""
        return 0

    async def things(self, target: Target, kind: FactKind, old: Components, since: int) -> Things:
        """Raises ProbeBlind, always."""
        raise ProbeBlind(f"it could not be listed: {self._why}")

    async def show(self, thing: Thing, passage: str) -> Capture:
        """Never asked: there is no thing."""
        raise ProbeBlind(self._why)

    async def close(self) -> None:
        """Nothing is held."""


class WholeListing:
    """One state, whole. read: what it says to the target, "" when nothing is there; raises ProbeBlind."""

    kind: Literal["state"] = "state"
    source = ""

    def __init__(self, place: Place, read: Callable[[Target], Awaitable[str]]) -> None:
        self._read = read
        self.key = f"place {place.key} {place.observer}"
        self.called = place.called
        self.uses = frozenset(place.facts)

    async def mark(self) -> int:
        """A state is asked now."""
        return 0

    async def things(self, target: Target, kind: FactKind, old: Components, since: int) -> Things:
        """The one thing that it is. Raises ProbeBlind."""
        text = await self._read(target)
        return Things(things=(Thing(where=self.called, text=text),) if text else (), looked=1)

    async def show(self, thing: Thing, passage: str) -> Capture:
        """The passage."""
        return Capture(kind="text", caption=thing.where, text=passage)

    async def close(self) -> None:
        """Nothing is held."""
