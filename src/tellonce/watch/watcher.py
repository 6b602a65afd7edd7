"""Watches one change: arms before it, waits beside the steps, and says when every cell is settled."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress

from tellonce.model.change import Change
from tellonce.model.observation import Observation
from tellonce.model.verdict import Sight, Verdict
from tellonce.watch.axis import Axis
from tellonce.watch.cell_watch import CellWatch, JudgeNow
from tellonce.watch.place_watch import PlaceWatch
from tellonce.watch.schedule import pauses

__all__ = ["Watcher"]

_BEFORE_DEADLINE_S = 30.0
"""How far before a deadline a leap stops, so that a look fits in between."""
_WELL_BEFORE_S = 0.25
"""How much before a deadline there is a look even if it should last longer than any before it."""
_LEAST_BEFORE_S = 0.01
"""How much before a deadline the last look but one must be over."""
_JUST_AFTER_S = 0.001
"""How much after the end of a window a look begins that is to find nothing sent at the very end of it."""
_AGAIN_S = (0.1, 0.25, 0.5)
"""Pauses after a look that decides something and could not see."""


class Watcher:
    """touchpoints: place watches with cells. observers: systems, which only locate breaks.

    leap_beyond_s: what lies further off than this is reached by moving her clock, not by waiting.
    """

    def __init__(
        self,
        cells: Sequence[CellWatch],
        touchpoints: Sequence[PlaceWatch],
        observers: Sequence[PlaceWatch],
        *,
        axis: Axis,
        judge_now: JudgeNow,
        leap_beyond_s: float,
    ) -> None:
        self.cells = tuple(cells)
        self._touchpoints, self._observers = tuple(touchpoints), tuple(observers)
        self._axis, self._judge_now, self._leap_beyond_s = axis, judge_now, leap_beyond_s
        self._knowing: set[str] = set()
        self._watching: dict[str, asyncio.Task[None]] = {}
        self._counting: dict[str, asyncio.Task[None]] = {}
        self._locating: list[asyncio.Task[None]] = []
        self._near: Sequence[CellWatch] = ()
        self._looked_s: dict[str, float] = {}
        self._over = asyncio.Event()
        """Set while nobody waits in real time."""
        self.change: Change | None = None
        self._news: dict[str, dict[str, str]] = {}
        """What the company was told: fact -> its components that changed."""

    async def arm(self) -> None:
        """Every probe takes its cursor and first reading, at the same time."""
        await asyncio.gather(*(place.arm() for place in (*self._touchpoints, *self._observers)))

    def acknowledged(self, change: Change, places_know: Callable[[PlaceWatch], None]) -> None:
        """The company answered: promises run from here."""
        self.change = change
        self._news = {fact: {name: value.new[name] for name in value.changed} for fact, value in change.facts.items()}
        # Of a fact that she was to learn and was told nothing new of, there is nothing to see.
        self.cells = tuple(cell for cell in self.cells if cell.fact in change.facts)
        for cell in self.cells:
            cell.start(change)
        for place in (*self._touchpoints, *self._observers):
            places_know(place)

    def cell(self, fact: str, touchpoint: str) -> CellWatch | None:
        """The cell, or None when this change does not concern the touchpoint."""
        return next((cell for cell in self.cells if (cell.fact, cell.key) == (fact, touchpoint)), None)

    def of_place(self, place: PlaceWatch) -> tuple[CellWatch, ...]:
        """The cells seen at one place."""
        return tuple(cell for cell in self.cells if cell.key == place.key)

    def items_of(self, fact: str) -> list[tuple[str, str]]:
        """(touchpoint, item) of every emission seen so far where this fact is judged."""
        keys = {cell.key for cell in self.cells if cell.fact == fact}
        return [
            (place.key, look.item)
            for place in self._touchpoints
            if place.key in keys
            for look in place.observations
            if look.item
        ]

    def start(self) -> None:
        """Watch what is promised within seconds, beside the steps, from the answer on."""
        near = [cell for cell in self.cells if self._is_near(cell)]
        self._near = near or self._near
        for place in self._touchpoints:
            cells = [cell for cell in near if cell.key == place.key]
            if cells and (place.key not in self._watching or self._watching[place.key].done()):
                self._over.clear()
                self._watching[place.key] = asyncio.create_task(self._wait_at(place, cells))
                self._watching[place.key].add_done_callback(self._note_the_end)
                counted = [cell for cell in cells if cell.terms.at_most is not None]
                if counted and place.target.place.kind == "emission":
                    self._counting[place.key] = asyncio.create_task(self._until_counted(place, counted))
        if near and not self._locating:
            self._locating = [asyncio.create_task(self._until_knowing(place)) for place in self._observers]

    async def wait(self, cells: Iterable[CellWatch]) -> None:
        """Look, in real time, until each of `cells` whose end is near is settled. Push wakes, poll confirms."""
        self.start()
        keys = {cell.key for cell in cells}
        await asyncio.gather(*(task for key, task in self._watching.items() if key in keys))
        if self._over.is_set():
            await asyncio.gather(*self._locating, *self._counting.values())

    def _note_the_end(self, _task: asyncio.Task[None]) -> None:
        if all(task.done() for task in self._watching.values()):
            self._over.set()

    async def stop(self) -> None:
        """End the watching beside the steps; what was seen so far stands."""
        tasks = [*self._watching.values(), *self._counting.values(), *self._locating]
        self._watching.clear()
        self._counting.clear()
        self._locating = []
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _is_near(self, cell: CellWatch) -> bool:
        return not self._settled(cell, self._axis.now()) and self._is_reached_by_waiting(cell)

    def _is_reached_by_waiting(self, cell: CellWatch) -> bool:
        if self._refused and self._axis.anchored and cell.touchpoint.kind == "emission":
            # That a refusal sets nothing off is shown by her clock being ready, not by sitting out every window.
            return False
        # With a clock of her own the promise decides how it is reached; without one, whether its end is in sight.
        span_s = _end_s(cell) - (cell.t0_s if self._axis.anchored else self._axis.now())
        return span_s <= self._leap_beyond_s

    @property
    def _refused(self) -> bool:
        return self.change is not None and self.change.outcome == "refused"

    @property
    def _unanswered(self) -> bool:
        return self.change is not None and self.change.outcome == "unknown"

    def _settled(self, cell: CellWatch, now_s: float) -> bool:
        if self._unanswered:
            # Which value is right shows only when all are compared, and each of them must be final by then.
            return now_s >= cell.ends_s
        # After a refusal the old value is right from the first look on; that it stays is shown by her clock being
        # ready or, where she has none, by a look at the deadline.
        if self._refused and cell.passing and not self._axis.anchored:
            return now_s >= cell.ends_s
        return cell.settled(now_s)

    async def _wait_at(self, place: PlaceWatch, cells: Sequence[CellWatch]) -> None:
        """cells: those seen at the place, at least one."""
        rests = pauses(min(cell.terms.within for cell in cells))
        wake = place.wake()
        while True:
            if wake is not None:
                wake.clear()
            started_s = self._axis.now()
            # What looked in vain at the end is not settled by that: it is insisted on, as far as there is hope.
            await self.look_at(place, insist=any(started_s >= _end_s(cell) for cell in cells))
            # A look that began before the end does not decide, even if it was over after it.
            waiting = [cell for cell in cells if not self._settled(cell, started_s)]
            if not any(self._is_reached_by_waiting(cell) for cell in waiting):
                return
            await _rest(wake, self._rest_s(place, waiting, next(rests)))

    def _rest_s(self, place: PlaceWatch, waiting: Sequence[CellWatch], rest_s: float) -> float:
        """Until the next look: `rest_s`, but always some just before a moment that decides and one *at* it.

        They leave little room in which a value could arrive and nobody say on which side of its deadline.
        """
        now_s = self._axis.now()
        rest_s = max(rest_s, place.health.rests_for_s(asyncio.get_running_loop().time()))
        before_s = _LEAST_BEFORE_S + 2 * place.longest_look_s
        ends = [_end_s(cell) - now_s for cell in waiting]
        # What is sent until then was under way already: that, too, is only known by looking there.
        looked_s = self._looked_s.get(place.key, 0.0)
        ends += [max(0.0, cell.drained_by_s - now_s) for cell in waiting if looked_s < cell.drained_by_s]
        stops = [end - before_s for end in ends if end - before_s > before_s]
        if not place.health.broken:
            stops += [end - _WELL_BEFORE_S for end in ends if end > 2 * _WELL_BEFORE_S]
        if place.longest_look_s:  # as long a look as ever fits in once more
            nearer_s = _LEAST_BEFORE_S / 2 + place.longest_look_s
            stops += [end - nearer_s for end in ends if end > nearer_s]
        return max(0.0, min([rest_s, *ends, *stops]))

    async def _until_counted(self, place: PlaceWatch, cells: Sequence[CellWatch]) -> None:
        """While others are waited for anyway, look about the end of a window in which too many may be sent.

        What is found long after it was perhaps sent inside, perhaps not.
        """
        await asyncio.wait([self._watching[place.key]])  # only then is it known how long looks take here
        for end_s in sorted({cell.ends_s for cell in cells}):
            for stop_s in (end_s - _LEAST_BEFORE_S - 2 * place.longest_look_s, end_s + _JUST_AFTER_S):
                if (rest_s := stop_s - self._axis.now()) > 0:
                    await _rest(self._over, rest_s)
                if self._over.is_set():
                    return
                if any(cell.passing and cell.ends_s == end_s for cell in cells):
                    await self.look_at(place)

    async def _until_knowing(self, place: PlaceWatch) -> None:
        for rest_s in pauses(self._leap_beyond_s):
            last = self._over.is_set()
            await self.look_at(place)
            if last:
                return
            if place.key in self._knowing:
                break
            await _rest(self._over, rest_s)
        await self._over.wait()
        if not all(cell.passing for cell in self._near):
            await self.look_at(place)  # what it knew once it may have lost again, and that may be why

    async def look_at(self, place: PlaceWatch, *, insist: bool = False) -> None:
        """One look, and what the judge says of the place's cells after it.

        insist: the look decides something; one that could not see is tried again a few times.
        """
        found = await self._look(place)
        for rest_s in _AGAIN_S if insist else ():
            if any(look.outcome != "failed" for look in found) or not place.can_recover:
                break
            await asyncio.sleep(rest_s)
            found = await self._look(place)
        if place.target.place.observer:
            if any(
                seen.components is not None
                and (news := self._news.get(fact)) is not None
                and news.items() <= seen.components.items()
                for observation in found
                for fact, seen in observation.seen.items()
            ):
                self._knowing.add(place.key)
            return
        cells = self.of_place(place)
        for cell in cells:
            cell.judgement = self._judge_now(cell.fact, cell.key, place.observations)
        sent = place.target.place.kind == "emission" and any(look.outcome == "read" for look in found)
        if sent and any(_is_wrong(cell) for cell in cells):
            # What the systems held when it was sent is soon over: where it broke shows now or never.
            await asyncio.gather(*(self.look_at(observer) for observer in self._observers))

    async def _look(self, place: PlaceWatch) -> Sequence[Observation]:
        self._looked_s[place.key] = self._axis.now()
        return await place.look()

    async def look_everywhere(self) -> None:
        """One look at every place, at the same time: before the verdicts."""
        await asyncio.gather(
            *(self.look_at(place, insist=True) for place in self._touchpoints),
            *(self.look_at(place) for place in self._observers),
        )

    async def look_where_open(self) -> None:
        """One look where a look may decide something: after a leap that is not the last."""
        await self.look_again_at(cell for cell in self.cells if not cell.passing)

    async def count_again(self, cells: Iterable[CellWatch]) -> None:
        """One look at the places of `cells`; where something is wrong now that was right, one at every system too."""
        counted = tuple(cells)
        await self.look_again_at(counted)
        if not all(cell.passing for cell in counted):
            await asyncio.gather(*(self.look_at(place) for place in self._observers))

    async def look_again_at(self, cells: Iterable[CellWatch]) -> None:
        """One look at the places of `cells`."""
        keys = {cell.key for cell in cells}
        await asyncio.gather(*(self.look_at(place, insist=True) for place in self._touchpoints if place.key in keys))

    def next_stop_s(self, cells: Iterable[CellWatch]) -> float | None:
        """Where on the axis a look would help next, for cells that are open; None when none is.

        A state is read just before and at its deadline.  An emission bears its own time, so the end of its window is
        enough.
        """
        now_s = self._axis.now()
        stops = []
        for cell in cells:
            # A look that began before the end does not decide, even if it was over after it.
            if self._unanswered:
                if self._looked_s.get(cell.key, cell.t0_s) < cell.ends_s:
                    stops.append(max(now_s, cell.ends_s))
                continue
            if cell.verdict is not Verdict.PENDING or cell.settled(self._looked_s.get(cell.key, cell.t0_s)):
                continue
            if cell.knows:
                stops.append(max(now_s, cell.holds_until_s))
                continue
            stops.append(max(now_s, cell.ends_s))
            before_s = cell.deadline_s - _BEFORE_DEADLINE_S
            if cell.touchpoint.kind == "state" and before_s > now_s:
                stops.append(before_s)
        return min(stops, default=None)


def _is_wrong(cell: CellWatch) -> bool:
    last = cell.judgement.last if cell.judgement else None
    return last is not None and last.sight not in (Sight.NEW, Sight.ABSENT)


def _end_s(cell: CellWatch) -> float:
    """When a look decides: what is there already must hold so long, what is not must have come."""
    return cell.holds_until_s if cell.knows else cell.ends_s


async def _rest(wake: asyncio.Event | None, rest_s: float) -> None:
    if wake is None:
        await asyncio.sleep(rest_s)
        return
    with suppress(TimeoutError):
        async with asyncio.timeout(rest_s):  # unlike wait_for, it makes no task of every wait
            await wake.wait()
