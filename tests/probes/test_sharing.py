"""One poll for everybody who waits."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from tellonce.model.errors import ProbeBlind
from tellonce.probes.sharing import SharedPoll


class Source:
    """Counts its polls; each lasts until it is let go. failures: what polls raise, first one first."""

    def __init__(self, *failures: Exception | None) -> None:
        self.polls = 0
        self.go = asyncio.Event()
        self._failures = [*failures]

    async def poll(self) -> None:
        self.polls += 1
        await self.go.wait()
        failure = self._failures.pop(0) if self._failures else None
        if failure is not None:
            raise failure


def run(scene: Callable[[], Coroutine[Any, Any, None]]) -> None:
    asyncio.run(scene())


async def started(work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
    task = asyncio.create_task(work)
    for _ in range(3):
        await asyncio.sleep(0)
    return task


def test_a_thousand_who_ask_meanwhile_cost_one_more_poll() -> None:
    async def scene() -> None:
        source = Source()
        shared = SharedPoll(source.poll)
        first = await started(shared.fresh())
        rest = [await started(shared.fresh()) for _ in range(1000)]
        source.go.set()
        await asyncio.gather(first, *rest)
        assert source.polls == 2

    run(scene)


def test_whoever_asks_later_gets_a_poll_of_his_own() -> None:
    async def scene() -> None:
        source = Source()
        source.go.set()
        shared = SharedPoll(source.poll)
        for _ in range(3):
            await shared.fresh()
        assert source.polls == 3

    run(scene)


def test_a_poll_that_fails_fails_for_all_who_share_it_and_for_nobody_else() -> None:
    async def scene() -> None:
        source = Source(None, ProbeBlind("gone"))
        shared = SharedPoll(source.poll)
        asked = [await started(shared.fresh()) for _ in range(4)]
        source.go.set()
        ends = await asyncio.gather(*asked, return_exceptions=True)
        assert [type(end) for end in ends] == [type(None), ProbeBlind, ProbeBlind, ProbeBlind]
        await shared.fresh()
        assert source.polls == 3

    run(scene)


def test_a_poll_that_is_cancelled_leaves_the_others_to_poll_for_themselves() -> None:
    async def scene() -> None:
        source = Source()
        shared = SharedPoll(source.poll)
        first = await started(shared.fresh())
        second, third = await started(shared.fresh()), await started(shared.fresh())
        first.cancel()
        with pytest.raises(asyncio.CancelledError):
            await first
        await asyncio.sleep(0)
        second.cancel()
        with pytest.raises(asyncio.CancelledError):
            await second
        source.go.set()
        await third
        assert source.polls == 3

    run(scene)
