"""One place watched for one change: takes a cursor before, looks after, and writes down every look."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from tellonce.model.errors import TellonceError
from tellonce.model.facts import Components
from tellonce.model.observation import Evidence, Observation, Seen
from tellonce.probes.protocol import Capture, Item, Probe, Target
from tellonce.watch.axis import STAMP_RESOLUTION_S, Axis
from tellonce.watch.health import SourceHealth

__all__ = ["PlaceWatch"]

_SHOWN_PER_KIND = 3
"""How many emissions that read the same are worth evidence: one proves it, thirty fill a disk."""


class PlaceWatch:
    """record: writes an observation down (with whether it was taken before the change). keep: files evidence.

    health: shared by all who look through the same probe; without one the place has its own.
    skew_s: by how much the times that emissions bear may differ from her clock.
    """

    def __init__(
        self,
        target: Target,
        probe: Probe | None,
        *,
        axis: Axis,
        record: Callable[[Observation, bool], None],
        keep: Callable[[Capture], Evidence],
        blind: str = "",
        health: SourceHealth | None = None,
        skew_s: float = 0.0,
    ) -> None:
        self._slack_s = STAMP_RESOLUTION_S + skew_s
        self.health = health or SourceHealth()
        self.longest_look_s = 0.0
        self.target, self.probe, self._axis = target, probe, axis
        self._record, self._keep, self._blind = record, keep, blind
        self._cursor: Any = None
        self._items: set[str] = set()
        self._last_absent_s: float | None = None
        self._last_read: Mapping[str, Seen] | None = None
        self._evidence_of: dict[str, int] = {}
        self._began_s = axis.now()
        self._t0_s: float | None = None
        self._lock = asyncio.Lock()
        self.observations: list[Observation] = []

    @property
    def can_recover(self) -> bool:
        """Whether a place that could not be seen may be seen when it is tried again at once."""
        return self.probe is not None and not self.health.broken

    @property
    def key(self) -> str:
        """The touchpoint's or system's key."""
        return self.target.place.key

    async def arm(self) -> None:
        """Take the cursor and a first reading. A place that cannot be armed stays blind, and says so at each look."""
        if self.probe is None:
            return
        self._began_s = self._axis.now()
        await self._take_cursor(self.probe)
        if self._blind:
            return
        try:
            first = await self.probe.look(self.target, None)
        except Exception:
            return  # no first reading; whether the place can be seen is told by the looks that count
        end_s = self._axis.now()
        for item in first.items:
            self._record(self._observation(item, self._began_s, end_s), True)
            if self.target.place.kind == "state":
                self._last_read = dict(item.seen)

    def acknowledged(self, t0_s: float, target: Target) -> None:
        """The change counts from here; `target` may know her new values now."""
        self._t0_s, self.target = t0_s, target

    def learn(self, news: Mapping[str, Components]) -> None:
        """She tells this as well, by a later change: what goes there goes to her, and not to a stranger."""
        known = self.target.known
        hers = {fact: (*known.get(fact, ()), value) for fact, value in news.items()}
        self.target = replace(self.target, known={**known, **hers})

    def wake(self) -> asyncio.Event | None:
        """The probe's push, where it has one."""
        return None if self.probe is None else self.probe.wake()

    async def look(self) -> Sequence[Observation]:
        """Look once. Returns what is new since the last look; a state is always new. Never raises."""
        async with self._lock:
            start_s = self._axis.now()
            found = await self._look()
            self.longest_look_s = max(self.longest_look_s, self._axis.now() - start_s)
            for observation in found:
                self.observations.append(observation)
                self._record(observation, False)
            return found

    async def _look(self) -> list[Observation]:
        start_s = self._axis.now()
        if self.probe is None:
            return [self._failed(self._blind or "this touchpoint has no probe", start_s)]
        if self._blind:
            await self._arm_again()
            if self._blind:
                return [self._failed(self._blind, start_s)]
        try:
            look = await self.probe.look(self.target, self._cursor)
        except Exception as error:
            return [self._failed(self.health.failed(_why(error), asyncio.get_running_loop().time()), start_s)]
        self.health.saw()
        end_s = self._axis.now()
        if self.target.place.kind == "state":
            return [await self._state(look.items, start_s, end_s)]
        return await self._emissions(look.items, start_s, end_s)

    async def _arm_again(self) -> None:
        # Whatever could not be armed before the change has no cursor; it may still be read as a state.
        if self.target.place.kind == "state" and self.probe is not None:
            await self._take_cursor(self.probe)

    async def _take_cursor(self, probe: Probe) -> None:
        try:
            self._cursor = await probe.arm(self.target)
        except Exception as error:  # an adapter may crash in any way; the others go on
            self._blind = _why(error)
        else:
            self._blind = ""

    async def _state(self, items: Sequence[Item], start_s: float, end_s: float) -> Observation:
        if not items:
            self._last_read = {}
            return self._absent(start_s, end_s)
        item = items[0]
        changed = dict(item.seen) != self._last_read
        self._last_read = dict(item.seen)
        evidence = await self._capture(item) if changed and not self.target.place.observer else ()
        return self._observation(item, start_s, end_s, evidence)

    async def _emissions(self, items: Sequence[Item], start_s: float, end_s: float) -> list[Observation]:
        fresh = [item for item in items if item.key not in self._items]
        since_s = self._last_absent_s if self._last_absent_s is not None else self._t0_s
        self._last_absent_s = start_s
        if not fresh:
            return [self._absent(start_s, end_s)]
        found = []
        for item in fresh:
            self._items.add(item.key)
            alike = repr((sorted((fact, seen.text or str(seen.components)) for fact, seen in item.seen.items()),))
            count = self._evidence_of[alike] = self._evidence_of.get(alike, 0) + 1
            evidence = await self._capture(item) if count <= _SHOWN_PER_KIND else ()
            found.append(
                self._observation(item, start_s if since_s is None else since_s, end_s, evidence, looked_s=start_s)
            )
        return found

    async def _capture(self, item: Item) -> tuple[Evidence, ...]:
        assert self.probe is not None  # noqa: S101 - only called after a look
        try:
            return tuple(self._keep(capture) for capture in await self.probe.capture(self.target, item))
        except Exception as error:
            return (
                Evidence(kind="text", caption="no evidence could be taken", text=f"{type(error).__name__}: {error}"),
            )

    def _observation(
        self,
        item: Item,
        start_s: float,
        end_s: float,
        evidence: tuple[Evidence, ...] = (),
        *,
        looked_s: float | None = None,
    ) -> Observation:
        originated_s = self._originated_s(item)
        return Observation(
            place=self.key,
            observer=self.target.place.observer,
            customer=self.target.customer.key,
            start_s=start_s,
            end_s=end_s,
            looked_s=looked_s,
            originated_s=originated_s,
            originated_slack_s=0.0 if originated_s is None else self._slack_s,
            outcome="read",
            item=item.key,
            recipient=item.recipient,
            destination=item.destination,
            destination_fact=self.target.place.destination,
            seen=dict(item.seen),
            content=item.content,
            evidence=evidence,
        )

    def _originated_s(self, item: Item) -> float | None:
        if item.originated is None:
            return None
        placed_s = self._axis.of(item.originated)
        if placed_s is None or self._t0_s is None:
            return placed_s
        # What she set off while the company was still answering belongs to this change, not to the time before it.
        if self._began_s - self._slack_s <= placed_s < self._t0_s:
            return self._t0_s
        return placed_s

    def _absent(self, start_s: float, end_s: float) -> Observation:
        return Observation(
            place=self.key,
            observer=self.target.place.observer,
            customer=self.target.customer.key,
            start_s=start_s,
            end_s=end_s,
            outcome="absent",
        )

    def _failed(self, why: str, start_s: float) -> Observation:
        return Observation(
            place=self.key,
            observer=self.target.place.observer,
            customer=self.target.customer.key,
            start_s=start_s,
            end_s=self._axis.now(),
            outcome="failed",
            why=why,
        )


def _why(error: Exception) -> str:
    """In the probe's words; an error that is not Tellonce's own is a crash."""
    return str(error) if isinstance(error, TellonceError) else f"the probe crashed: {type(error).__name__}: {error}"
