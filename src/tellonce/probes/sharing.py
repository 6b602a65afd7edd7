"""Things that several probes of one worker use together, let go of when the last one closes."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from weakref import WeakKeyDictionary

__all__ = ["Lease", "SharedPoll"]

T = TypeVar("T")


@dataclass(slots=True)
class _Held:
    thing: Any
    users: int = 0


# By loop, because what is shared (locks, connections, watches) belongs to one loop, and a worker has one.
_held: WeakKeyDictionary[asyncio.AbstractEventLoop, dict[Hashable, _Held]] = WeakKeyDictionary()


class Lease(Generic[T]):
    """One probe's share in a thing that is made once per loop and `key`."""

    def __init__(self, key: Hashable, make: Callable[[], T], close: Callable[[T], Awaitable[None]]) -> None:
        self._key = key
        self._make = make
        self._close = close
        self._mine: _Held | None = None

    def take(self) -> T:
        """The shared thing, made when nobody has it yet. Must be called on the loop."""
        if self._mine is None:
            here = _held.setdefault(asyncio.get_running_loop(), {})
            if self._key not in here:
                here[self._key] = _Held(self._make())
            self._mine = here[self._key]
            self._mine.users += 1
        thing: T = self._mine.thing
        return thing

    async def release(self) -> None:
        """Give the share back; a second time does nothing."""
        mine, self._mine = self._mine, None
        if mine is None:
            return
        mine.users -= 1
        if mine.users == 0:
            _held[asyncio.get_running_loop()].pop(self._key, None)
            await self._close(mine.thing)


class SharedPoll:
    """One poll at a time, for everybody who waits: whoever asks gets a poll that began after the asking.

    Those who ask while a poll is under way share the one after it, so a thousand waiting customers cost two polls.
    """

    def __init__(self, poll: Callable[[], Awaitable[None]]) -> None:
        self._poll = poll
        self._lock = asyncio.Lock()
        self._began = self._over = 0
        self._failure: Exception | None = None

    async def fresh(self) -> None:
        """Returns when a poll that began after this call is over; raises what that poll raised."""
        begun_before = self._began
        async with self._lock:
            if self._over <= begun_before:
                self._began += 1
                try:
                    await self._poll()
                except Exception as error:
                    self._failure = error
                else:
                    self._failure = None
                self._over = self._began  # not reached when cancelled: those who wait then poll for themselves
            if self._failure is not None:
                raise self._failure
