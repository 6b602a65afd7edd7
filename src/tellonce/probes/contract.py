"""Is this a probe? Every breach of the contract at once, for those who write one."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from tellonce.model.errors import ProbeBlind
from tellonce.probes.protocol import Capture, Item, Look, Probe, Target

__all__ = ["check_probe"]

T = TypeVar("T")


class _Failed:
    """A verb that raised; the breach is noted already."""


async def check_probe(
    make: Callable[[], Probe],
    *,
    target: Target,
    arrive: Callable[[], Awaitable[None]],
    source: Callable[[], object],
    make_blind: Callable[[], Probe],
) -> list[str]:
    """What is wrong with a probe, in sentences; empty when nothing is.

    make: a fresh probe of a place where nothing of hers has changed yet.  arrive: makes the service show or send her
    new value there (a state then holds it, an emission has been sent).  source: a comparable picture of everything
    that a careless look could alter, taken while nothing else happens.  make_blind: a probe of something that is away.
    """
    bench = _Bench(target, source)
    await bench.check_seeing(make(), arrive)
    await bench.check_blind(make_blind())
    return bench.breaches


class _Bench:
    def __init__(self, target: Target, source: Callable[[], object]) -> None:
        self.breaches: list[str] = []
        self._target = target
        self._source = source
        self._emission = target.place.kind == "emission"

    async def check_seeing(self, probe: Probe, arrive: Callable[[], Awaitable[None]]) -> None:
        if not isinstance(probe.kind, str) or not probe.kind:
            self._breach("has no kind")
        event = probe.wake()
        if event is not None and not isinstance(event, asyncio.Event):
            self._breach(f"wake() gives {type(event).__name__}, not an asyncio.Event or None")
        elif event is not probe.wake():
            self._breach("wake() gives another event each time, so that nobody can wait for it")
        cursor = await self._untouched("arm", lambda: probe.arm(self._target))
        await self._untouched("a second arm", lambda: probe.arm(self._target))
        if not isinstance(cursor, _Failed):
            await self._check_looks(probe, cursor, arrive)
        for time in ("close", "a second close"):
            await self._without_error(time, probe.close)

    async def check_blind(self, probe: Probe) -> None:
        """Blind at arming or at looking, whichever comes first; never an empty look."""
        try:
            looked = await probe.look(self._target, await probe.arm(self._target))
            self._breach(f"sees {len(looked.items)} items where there is nothing to look at: ProbeBlind is missing")
        except ProbeBlind as blind:
            if not str(blind).strip():
                self._breach("does not say why it is blind")
            self._check_secrets("ProbeBlind", str(blind))
        except Exception as error:
            self._breach(f"raises {type(error).__name__} instead of ProbeBlind when it cannot see: {error}")
        await self._without_error("close of a blind probe", probe.close)

    async def _check_looks(self, probe: Probe, cursor: Any, arrive: Callable[[], Awaitable[None]]) -> None:
        before = await self._untouched("look", lambda: probe.look(self._target, cursor))
        if isinstance(before, Look) and self._emission and before.items:
            self._breach(f"look shows {len(before.items)} emissions that were there before the cursor")
        await arrive()
        first = await self._untouched("look", lambda: probe.look(self._target, cursor))
        again = await self._untouched("a second look", lambda: probe.look(self._target, cursor))
        if not isinstance(first, Look) or not isinstance(again, Look):
            return
        if not first.items:
            self._breach("look does not see what arrived")
        whole = await self._untouched("a look without a cursor", lambda: probe.look(self._target, None))
        if isinstance(whole, Look) and not {item.key for item in first.items} <= {item.key for item in whole.items}:
            self._breach("a look without a cursor does not show everything")
        if [_face(item) for item in first.items] != [_face(item) for item in again.items]:
            self._breach("looking again with the same cursor shows something else")
        self._check_items(first)
        for item in first.items:
            captures = await self._untouched("capture", lambda item=item: probe.capture(self._target, item))  # type: ignore[misc]  # mypy cannot type a default in a lambda
            if not isinstance(captures, _Failed):
                self._check_captures(captures)
        if self._emission:
            later = await self._untouched("arm", lambda: probe.arm(self._target))
            rest = await self._untouched("look", lambda: probe.look(self._target, later))
            if isinstance(rest, Look) and rest.items:
                self._breach("a cursor taken after an emission does not exclude it")

    def _check_items(self, look: Look) -> None:
        place = self._target.place
        keys = [item.key for item in look.items]
        if self._emission and ("" in keys or len(set(keys)) != len(keys)):
            self._breach(f"emissions need keys of their own, not {keys}")
        if not self._emission and keys not in ([], [""]):
            self._breach(f"a state is at most one item with the key '', not {keys}")
        for item in look.items:
            unknown = [fact for fact in item.seen if fact not in place.facts]
            if unknown:
                self._breach(f"shows facts that the place does not have: {', '.join(unknown)}")
            for fact, seen in item.seen.items():
                if seen.components is None and seen.text is None and not seen.unreadable:
                    self._breach(f"shows nothing for {fact}, and does not say that it is unreadable")
            if self._emission and place.destination and item.destination is None:
                self._breach(f"does not say where {item.key} was sent")
            self._check_secrets("an item", repr(_face(item)))

    def _check_captures(self, captures: tuple[Capture, ...]) -> None:
        for capture in captures:
            if not capture.body and not capture.text:
                self._breach(f"captures an empty {capture.kind}")
            if not capture.caption:
                self._breach(f"captures a {capture.kind} without a caption")
            self._check_secrets("evidence", f"{capture.text}{capture.place}{capture.body.decode(errors='replace')}")

    def _check_secrets(self, where: str, text: str) -> None:
        if any(secret and secret in text for secret in self._target.customer.secrets.values()):
            self._breach(f"lets a secret of hers into {where}")

    async def _untouched(self, verb: str, act: Callable[[], Awaitable[T]]) -> T | _Failed:
        before = self._source()
        result = await self._without_error(verb, act)
        if self._source() != before:
            self._breach(f"{verb} alters what it looks at")
        return result

    async def _without_error(self, verb: str, act: Callable[[], Awaitable[T]]) -> T | _Failed:
        try:
            return await act()
        except Exception as error:
            # The breach is the message; the kit goes on to find the others.
            self._breach(f"{verb} raises {type(error).__name__}: {error}")
            return _Failed()

    def _breach(self, what: str) -> None:
        if what not in self.breaches:
            self.breaches.append(what)


def _face(item: Item) -> tuple[object, ...]:
    """An item without the probe's own handle."""
    return (item.key, dict(item.seen), item.destination, item.recipient, item.content, item.originated)
