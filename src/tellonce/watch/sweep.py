"""Everything that probes can list, marked as time goes by, so that what lies there can be dated when it is searched."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from tellonce.model.errors import TellonceError
from tellonce.model.facts import Components, FactKind
from tellonce.model.leftover import PlaceSought
from tellonce.probes.protocol import Listing, Target, Thing
from tellonce.watch.axis import Axis

__all__ = ["Found", "Sweep"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One thing that a listing holds. not_before_s, seen_s: as in tellonce.model.leftover.Leftover."""

    listing: Listing
    thing: Thing
    not_before_s: float
    seen_s: float


@dataclass(slots=True)
class _Marked:
    """When on the axis a listing was marked, and at which number.

    blind: nothing in it can be dated.  missed: one later mark could not be taken, so that what came may seem older.
    """

    listing: Listing
    marks: list[tuple[float, int]] = field(default_factory=list)
    blind: str = ""
    missed: str = ""

    def last_without(self, number: int) -> float:
        """When it was last looked at without what has this number."""
        return max((at_s for at_s, mark in self.marks if mark <= number), default=0.0)


class Sweep:
    """listings: each is asked once, however many probes share it."""

    def __init__(self, listings: Sequence[Listing], axis: Axis) -> None:
        self._axis = axis
        self._marked = {listing.key: _Marked(listing) for listing in listings}

    async def mark(self) -> None:
        """Remember how far everything is now. A place that cannot be seen stays blind, and says so when searched."""
        await asyncio.gather(
            *(self._mark(marked) for marked in self._marked.values() if marked.listing.kind == "emission")
        )

    async def _mark(self, marked: _Marked) -> None:
        at_s = self._axis.now()
        try:
            number = await marked.listing.mark()
        except Exception as error:  # an adapter may crash in any way; the others go on
            if not marked.marks:  # what was there before is not known, so nothing there can be dated
                marked.blind = f"{marked.listing.called} could not be listed before she told: {_why(error)}"
            else:
                marked.missed = f"{marked.listing.called} could not be listed at times: {_why(error)}"
            return
        if not marked.blind:
            marked.marks.append((at_s, number))

    async def search(
        self, target: Target, fact: str, kind: FactKind, old: Components, *, leave_out: Callable[[str], bool]
    ) -> tuple[tuple[PlaceSought, ...], tuple[Found, ...]]:
        """Everything that may hold the old value: all emissions since the first mark, all states but those that are
        judged by this fact already.

        leave_out: whether what is called so need not be read, or may be blind.
        """
        asked = [marked for marked in self._marked.values() if fact not in marked.listing.uses]
        found = await asyncio.gather(*(self._search(marked, target, kind, old, leave_out) for marked in asked))
        return tuple(place for place, _ in found), tuple(one for _, things in found for one in things)

    async def _search(
        self, marked: _Marked, target: Target, kind: FactKind, old: Components, leave_out: Callable[[str], bool]
    ) -> tuple[PlaceSought, list[Found]]:
        listing = marked.listing
        start_s = self._axis.now()
        since = marked.marks[0][1] if marked.marks else 0
        if marked.blind or (listing.kind == "emission" and not marked.marks):
            why = marked.blind or f"{listing.called} was not listed before she told"
            return PlaceSought(where=listing.called, blind=() if leave_out(listing.called) else (why,)), []
        try:
            things = await listing.things(target, kind, old, since)
        except Exception as error:  # as above
            unseen = () if leave_out(listing.called) else (f"{listing.called}: {_why(error)}",)
            return PlaceSought(where=listing.called, blind=unseen), []
        seen_s = self._axis.now()
        found = [
            Found(
                listing=listing,
                thing=thing,
                not_before_s=start_s if listing.kind == "state" else marked.last_without(thing.mark),
                seen_s=seen_s,
            )
            for thing in things.things
            if not leave_out(thing.where)
        ]
        missed = (marked.missed,) if marked.missed and not leave_out(listing.called) else ()
        blind = (*missed, *(why for why in things.blind if not leave_out(why)))
        return PlaceSought(where=listing.called, things=things.looked, blind=blind), found


def _why(error: Exception) -> str:
    return str(error) if isinstance(error, TellonceError) else f"{type(error).__name__}: {error}"
