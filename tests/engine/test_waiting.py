"""How long she is kept waiting, and when she has had enough: only time in which the company owes her something."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from benchmarks.simulation.jumping import loop_now_s, play

from tellonce.engine.waiting import Waiting

PATIENCE_S = 10.0
_Scene = Callable[[Waiting], Awaitable[None]]


def lived(scene: _Scene, *, patience_s: float | None = PATIENCE_S, acknowledged: bool = True) -> tuple[float, float]:
    """How long she waited in all, and at the longest, over a scene that she bears to its end."""

    async def run() -> tuple[float, float]:
        waiting = Waiting(patience_s, now=loop_now_s)
        await scene(waiting)
        assert not waiting.gone.done()
        return waiting.end(acknowledged=acknowledged)

    return play(run)


def left(scene: _Scene) -> tuple[float, str]:
    """After how long she gave up, and what she had waited for."""

    async def run() -> tuple[float, str]:
        waiting = Waiting(PATIENCE_S, now=loop_now_s)
        going_on = asyncio.ensure_future(scene(waiting))
        gone = await waiting.gone
        going_on.cancel()
        return gone.after_s, gone.doing

    return play(run)


async def load(waiting: Waiting, page: str, takes_s: float, *, again: bool = False) -> None:
    waiting.requested("hers", page, again=again, doing=f"for the page {page}")
    await asyncio.sleep(takes_s)
    waiting.answered("hers")


def test_a_page_that_comes_in_time_is_waited_for_and_borne() -> None:
    async def scene(waiting: Waiting) -> None:
        await load(waiting, "/a", 3.0)
        await asyncio.sleep(60.0)  # she reads
        await load(waiting, "/b", 4.0)

    assert lived(scene) == (7.0, 4.0)


def test_a_page_that_does_not_come_is_left_at_the_moment_her_patience_ends() -> None:
    assert left(lambda waiting: load(waiting, "/a", 600.0)) == (10.0, "for the page /a")


def test_a_redirection_is_still_the_same_waiting() -> None:
    async def scene(waiting: Waiting) -> None:
        waiting.requested("hers", "/a", again=False, doing="for the page /a")
        await asyncio.sleep(6.0)
        waiting.redirected("/a", "/b")
        await asyncio.sleep(600.0)

    assert left(scene) == (10.0, "for the page /a")


def test_what_she_pressed_is_waited_for_from_the_moment_she_pressed_it() -> None:
    async def scene(waiting: Waiting) -> None:
        waiting.asked("after pressing 'Send'")
        await asyncio.sleep(2.0)
        await load(waiting, "/sent", 600.0)

    assert left(scene) == (10.0, "after pressing 'Send'")


def test_looking_again_and_again_is_waiting_for_the_same_thing() -> None:
    async def scene(waiting: Waiting) -> None:
        waiting.asked("after pressing 'Send'")
        await load(waiting, "/chat", 1.0)
        while True:
            await asyncio.sleep(3.0)
            await load(waiting, "/chat", 0.5, again=True)

    assert left(scene) == (10.0, "after pressing 'Send'")


def test_whoever_writes_on_the_page_waits_no_longer() -> None:
    async def scene(waiting: Waiting) -> None:
        await load(waiting, "/chat", 1.0)
        await load(waiting, "/chat", 1.0, again=True)
        waiting.turned_away()
        await asyncio.sleep(600.0)

    assert lived(scene, acknowledged=False) == (2.0, 2.0)


def test_reading_is_no_waiting() -> None:
    async def scene(waiting: Waiting) -> None:
        await load(waiting, "/a", 1.0)
        await asyncio.sleep(600.0)
        assert waiting.owed_s() == 0.0
        assert waiting.out_of_patience() is None

    assert lived(scene) == (1.0, 1.0)


@pytest.mark.parametrize(("takes_s", "gives_up"), [(9.9, False), (10.0, True), (11.5, True)])
def test_an_acknowledgement_that_never_comes_is_found_out_when_the_flow_goes_away(
    takes_s: float, gives_up: bool
) -> None:
    async def run() -> bool:
        waiting = Waiting(PATIENCE_S, now=loop_now_s)
        waiting.asked("after pressing 'Send'")
        await load(waiting, "/sent", 0.5)
        await asyncio.sleep(takes_s - 0.5)
        return waiting.out_of_patience() is not None

    assert play(run) is gives_up


def test_the_answer_that_a_flow_waited_for_is_waited_for_until_it_ends() -> None:
    async def scene(waiting: Waiting) -> None:
        waiting.asked("after pressing 'Send'")
        await load(waiting, "/sent", 0.5)
        await asyncio.sleep(2.5)  # it appears on the page by itself

    assert lived(scene) == (3.0, 3.0)
    assert lived(scene, acknowledged=False) == (0.5, 0.5)


def test_two_requests_at_a_time_are_waited_for_once() -> None:
    async def scene(waiting: Waiting) -> None:
        waiting.asked("after pressing 'Search'")
        waiting.requested("hers", "one", again=True, doing="")
        waiting.requested("hers", "two", again=True, doing="")
        await asyncio.sleep(2.0)
        waiting.over("one")
        await asyncio.sleep(1.0)
        waiting.over("two")

    assert lived(scene) == (3.0, 3.0)


def test_without_patience_nobody_gives_up() -> None:
    assert lived(lambda waiting: load(waiting, "/a", 86_400.0), patience_s=None) == (86_400.0, 86_400.0)


def test_a_machine_that_slept_makes_no_lost_customer() -> None:
    async def scene(waiting: Waiting) -> None:
        waiting.requested("hers", "/a", again=False, doing="")
        await asyncio.sleep(1.0)
        asyncio.get_running_loop().now_s += 3600.0  # type: ignore[attr-defined]  # the lid was closed
        await asyncio.sleep(5.0)
        waiting.answered("hers")

    async def run() -> bool:
        waiting = Waiting(PATIENCE_S, now=loop_now_s)
        await scene(waiting)
        return waiting.gone.done()

    assert play(run) is False
