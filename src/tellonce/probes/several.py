"""Several probes that look into one system: each finds facts of its own, and together they are one look."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

from tellonce.model.facts import Fact
from tellonce.model.observation import Seen
from tellonce.probes.protocol import Capture, Item, Look, Place, Probe, Target

__all__ = ["SeveralProbes"]


class SeveralProbes:
    """A state, read in parts. parts: at least two; no fact is read by two of them.

    Whoever made the parts closes them, and asks each for its listing.
    """

    kind = "several"

    def __init__(self, parts: Sequence[tuple[Place, Probe]], facts: Mapping[str, Fact]) -> None:
        self._parts, self._facts = tuple(parts), facts

    async def arm(self, target: Target) -> tuple[Any, ...]:
        """The cursor of each part; None of one that cannot be seen, which its looks then say."""
        cursors = await asyncio.gather(*(probe.arm(target) for _, probe in self._parts), return_exceptions=True)
        return tuple(None if isinstance(cursor, BaseException) else cursor for cursor in cursors)

    async def look(self, target: Target, cursor: tuple[Any, ...] | None) -> Look:
        """What every part finds. Of what one cannot see nothing is known; raises its error when all are blind."""
        cursors = cursor or (None,) * len(self._parts)
        looks = await asyncio.gather(
            *(probe.look(target, own) for (_, probe), own in zip(self._parts, cursors, strict=True)),
            return_exceptions=True,
        )
        errors = [look for look in looks if isinstance(look, BaseException)]
        if len(errors) == len(looks):
            raise errors[0]
        seen: dict[str, Seen] = {}
        for (place, _), look in zip(self._parts, looks, strict=True):
            if isinstance(look, BaseException):
                seen |= dict.fromkeys(place.facts, Seen(unreadable=str(look) or type(look).__name__))
            elif look.items:
                seen |= look.items[0].seen
            else:
                # The others may have found theirs, so that this is missing has to be said of each of its facts.
                seen |= {fact: Seen(components=dict.fromkeys(self._facts[fact].components, "")) for fact in place.facts}
        found = errors or any(look.items for look in looks if not isinstance(look, BaseException))
        return Look(items=(Item(seen=seen, recipient="self"),) if found else ())

    async def capture(self, target: Target, item: Item) -> tuple[Capture, ...]:
        """Nobody shows what an observer saw."""
        return ()

    def wake(self) -> None:
        """Systems are polled."""

    async def close(self) -> None:
        """The parts are others' to close."""
