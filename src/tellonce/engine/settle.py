"""Brings cells to a verdict: waits where the end is near, moves her clock where it is far."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence

from tellonce.engine.cast import Part
from tellonce.engine.outcomes import CannotTell
from tellonce.engine.stage import Stage
from tellonce.model.duration import describe_s
from tellonce.model.errors import TellonceError
from tellonce.model.events import ClockMoved, Event
from tellonce.model.verdict import Verdict
from tellonce.watch.cell_watch import CellWatch
from tellonce.watch.watcher import Watcher

__all__ = ["Settling"]

_MAY_STILL_COME = (Verdict.STALE, Verdict.LOST, Verdict.PARTIAL, Verdict.GARBLED)
_SMALLEST_LEAP_S = 1.0


class Settling:
    """For one scenario. record: writes an event down.  mark: remembers what there is before and after a leap."""

    def __init__(
        self,
        stage: Stage,
        scenario: str,
        record: Callable[[Event], object],
        mark: Callable[[Part], Awaitable[None]],
    ) -> None:
        self._stage, self._scenario, self._record, self._mark = stage, scenario, record, mark

    async def leap_to(self, part: Part, axis_s: float) -> None:
        """Move her clock to a place on her axis, wait until it is ready, and look where it may decide something.

        Whoever leaps for the last time looks everywhere afterwards: what was new may be old again.

        Raises CannotTell when she has no clock, or it does not become ready.
        """
        customer = part.customer
        if customer is None or not part.axis.anchored:
            raise CannotTell(
                f"{describe_s(max(0.0, axis_s - part.axis.now()))} cannot pass for {part.persona.name}: "
                "the service gives her no clock (see 'clock' in fixtures/blueprint.yaml)"
            )
        await self._wait_for_what_is_near(part)
        await self._mark(part)
        target = part.axis.at(axis_s)
        try:
            reading = await self._stage.clock.advance(customer, target)
        except TellonceError as error:
            self._record(
                ClockMoved(
                    scenario=self._scenario,
                    customer=customer.key,
                    leap_s=0.0,
                    to=target.isoformat(),
                    ready=False,
                    why=str(error),
                )
            )
            raise CannotTell(
                f"{part.persona.name}'s clock could not be moved to {target:%Y-%m-%d %H:%M}: {error}"
            ) from None
        self._record(
            ClockMoved(
                scenario=self._scenario,
                customer=customer.key,
                leap_s=part.axis.leapt(reading.now),
                to=reading.now.isoformat(),
                ready=True,
            )
        )
        await self._mark(part)
        for watcher in part.watchers:
            await watcher.look_where_open()

    async def _wait_for_what_is_near(self, part: Part) -> None:
        """What is promised within seconds is watched for seconds: a leap must not run it over."""
        for watcher in part.watchers:
            await watcher.wait(watcher.cells)

    async def let_pass(self, part: Part, seconds: float) -> None:
        """Let `seconds` pass for her, stopping wherever a look decides something."""
        leapt_before_s = part.axis.leaps_s
        await self._leap_all_the_way(part, part.axis.now() + seconds)
        await self._look_back(part, leapt_before_s)

    async def _leap_all_the_way(self, part: Part, axis_s: float) -> None:
        while part.axis.now() < axis_s - _SMALLEST_LEAP_S:
            await self._leap_towards(part, axis_s)

    async def _leap_towards(self, part: Part, axis_s: float) -> None:
        """As far as to the next place where a look decides something of any of her changes, at most to `axis_s`.

        Whoever waits for one touchpoint must not run past the moment at which another is decided.
        """
        await self._wait_for_what_is_near(part)
        stops = [stop for watcher in part.watchers if (stop := watcher.next_stop_s(watcher.cells)) is not None]
        await self.leap_to(part, min([axis_s, *(stop for stop in stops if stop < axis_s)]))

    async def settle(self, part: Part, watcher: Watcher, cells: Iterable[CellWatch]) -> None:
        """Look until none of `cells` is pending, or nothing more can be learned.

        A broken cell is looked at once more after the blueprint's `look_on`, to tell late from never.
        """
        wanted: Sequence[CellWatch] = tuple(cells)
        leapt_before_s = part.axis.leaps_s
        await watcher.wait(wanted)
        while part.axis.anchored and (stop_s := watcher.next_stop_s(wanted)) is not None:
            await self._leap_towards(part, stop_s)
            await watcher.wait(wanted)
        broken = [cell for cell in wanted if cell.verdict in _MAY_STILL_COME and cell.touchpoint.kind == "state"]
        look_on_s = self._stage.blueprint.look_on
        if broken and look_on_s and part.axis.anchored:
            latest_s = max(cell.ends_s for cell in broken) + look_on_s
            await self._leap_all_the_way(part, latest_s)
        if not await self._look_back(part, leapt_before_s):
            await self._count_again(part, watcher, wanted)

    async def look_on(self, part: Part) -> None:
        """The blueprint's `look_on` after her last change, one more look: what is kept must also stay.

        A night's import that brings the old value back is seen here, even where every promise is one of seconds.
        """
        told = [watcher.change.t0_s for watcher in part.watchers if watcher.change is not None]
        until_s = max(told, default=0.0) + self._stage.blueprint.look_on
        if told and part.axis.anchored and part.axis.now() < until_s:
            leapt_before_s = part.axis.leaps_s
            await self._leap_all_the_way(part, until_s)
            await self._look_back(part, leapt_before_s)

    async def _look_back(self, part: Part, leapt_before_s: float) -> bool:
        """After leaps, one look everywhere: what was new may be old again. Returns whether there was one."""
        if part.axis.leaps_s == leapt_before_s:
            return False
        for watcher in part.watchers:
            await watcher.look_everywhere()
        return True

    async def _count_again(self, part: Part, watcher: Watcher, cells: Sequence[CellWatch]) -> None:
        """One more look where too many could have been sent, once nothing of hers is under way any more.

        After a refusal one more look everywhere: what was refused could still be on its way.
        """
        refused = watcher.change is not None and watcher.change.outcome == "refused"
        counted = [cell for cell in cells if refused or cell.touchpoint.promise.at_most is not None]
        if not counted:
            return
        if part.customer is not None and part.axis.anchored:
            try:
                await self._stage.clock.ready(part.customer)
            except TellonceError:
                return  # what is under way stays unknown; the looks so far stand
        await watcher.count_again(counted)
