"""Watching one change: push wakes, poll confirms, the deadline is read at, and nothing waits that need not."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Literal

import pytest
from benchmarks.simulation.jumping import play
from watch_bench import NEW, OLD, Bench, ToyProbe, change, knows_from, mail, now_s, touchpoint

from tellonce.model.errors import ProbeBlind
from tellonce.model.observation import Seen
from tellonce.probes.protocol import Item
from tellonce.watch.health import SourceHealth
from tellonce.watch.watcher import Watcher

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
NEVER = 1e9


def waited(bench: Bench) -> float:
    """Arm, hear of the change at once, wait for every cell; returns when that was over."""

    async def scene() -> float:
        watcher = await bench.told_watcher()
        await watcher.wait(watcher.cells)
        return round(now_s(), 6)

    return play(scene)


def test_a_cell_that_passes_ends_the_waiting_at_once() -> None:
    bench = Bench()
    cell = bench.watch("page", probe := ToyProbe(says=knows_from(0.3)))

    assert waited(bench) == 0.35
    assert cell.verdict == "on_time"
    assert probe.looked_s == [0.0, 0.0, 0.1, 0.35]


def test_looks_come_quickly_at_first_and_then_by_the_promise() -> None:
    bench = Bench()
    bench.watch("page", probe := ToyProbe(says=knows_from(NEVER)), touchpoint(within=5.0))

    waited(bench)

    assert probe.looked_s == [0.0, 0.0, 0.1, 0.35, 0.85, 1.85, 2.85, 3.85, 4.75, 4.99, 5.0]


@pytest.mark.parametrize("within_s", [0.05, 3.0, 7.25, 59.0])
def test_the_place_is_read_at_the_deadline_and_what_is_seen_there_decides(within_s: float) -> None:
    bench = Bench()
    cell = bench.watch("page", probe := ToyProbe(says=knows_from(NEVER)), touchpoint(within=within_s))

    assert waited(bench) == within_s
    assert probe.looked_s[-1] == within_s
    assert cell.verdict == "stale"


def test_push_wakes_a_look_that_polling_would_have_taken_later() -> None:
    bench = Bench()
    push = asyncio.Event()
    letters: list[Item] = []
    probe = ToyProbe(says=lambda _: letters, push=push)
    cell = bench.watch("mail", probe, touchpoint("emission", within=50.0))

    async def scene() -> float:
        watcher = await bench.told_watcher()

        def arrives() -> None:
            letters.append(mail(NEW, key="1.eml"))
            push.set()

        asyncio.get_running_loop().call_later(2.1, arrives)
        await watcher.wait(watcher.cells)
        return round(now_s(), 6)

    assert play(scene) == 2.1
    assert cell.verdict == "on_time"


def test_push_that_tells_of_nothing_costs_one_look() -> None:
    bench = Bench()
    push = asyncio.Event()
    bench.watch("mail", probe := ToyProbe(says=lambda _: [], push=push), touchpoint("emission", within=1.0))

    async def scene() -> None:
        watcher = await bench.told_watcher()
        asyncio.get_running_loop().call_later(0.2, push.set)
        await watcher.wait(watcher.cells)

    play(scene)
    assert probe.looked_s == [0.0, 0.0, 0.1, 0.2, 0.7, 0.99, 1.0]


def test_push_that_loses_an_event_is_made_up_for_by_polling() -> None:
    bench = Bench()
    probe = ToyProbe(says=lambda at_s: [mail(NEW, key="1")] if at_s >= 1.0 else [], push=asyncio.Event())
    cell = bench.watch("mail", probe, touchpoint("emission", within=50.0))

    assert waited(bench) == 1.85
    assert cell.verdict == "on_time"


@pytest.mark.parametrize(
    ("item", "verdict"),
    [
        (Item(key="1", recipient="stranger", destination=Seen(text="x@y.example")), "wrong_recipient"),
        (Item(key="1", recipient="stranger", seen={"email": Seen(components=NEW)}), "leaked"),
    ],
)
def test_what_can_never_be_made_good_ends_the_waiting_at_once(item: Item, verdict: str) -> None:
    bench = Bench()
    probe = ToyProbe(says=lambda at_s: [item] if at_s >= 0.1 else [])
    cell = bench.watch("mail", probe, touchpoint("emission", within=50.0))

    assert waited(bench) == 0.1
    assert cell.verdict == verdict


def test_one_cell_does_not_wait_for_another_place() -> None:
    bench = Bench()
    bench.watch("quick", quick := ToyProbe(says=knows_from(0.1)))
    bench.watch("slow", slow := ToyProbe(says=knows_from(4.0)))

    assert waited(bench) == 4.85
    assert quick.looked_s == [0.0, 0.0, 0.1]
    assert slow.looked_s[-1] == 4.85


def test_a_place_that_cannot_be_seen_is_looked_at_until_its_deadline_and_stays_unobserved() -> None:
    bench = Bench()
    cell = bench.watch("page", probe := ToyProbe(says=lambda _: ProbeBlind("no connection")), touchpoint(within=2.0))

    assert waited(bench) == 2.0
    assert probe.looked_s[-1] == 2.0
    assert cell.verdict == "unobserved"


def test_a_crashing_probe_does_not_end_the_watching_of_the_others() -> None:
    bench = Bench()
    broken = bench.watch("broken", ToyProbe(says=lambda _: ZeroDivisionError("no fee")), touchpoint(within=1.0))
    sound = bench.watch("sound", ToyProbe(says=knows_from(0.5)))

    waited(bench)

    assert (broken.verdict, sound.verdict) == ("unobserved", "on_time")


def test_what_is_promised_further_off_than_a_leap_is_not_waited_for() -> None:
    bench = Bench(leap_beyond_s=60.0)
    cell = bench.watch("letter", probe := ToyProbe(says=lambda _: []), touchpoint("emission", within=86400.0))

    assert waited(bench) == 0.0
    assert probe.looked_s == [0.0]
    assert cell.verdict == "pending"


def test_an_old_letter_is_known_to_be_let_pass_by_a_look_at_the_end_of_that() -> None:
    bench = Bench()
    letters = [(4.0, mail(OLD, key="1")), (20.0, mail(NEW, key="2"))]
    probe = ToyProbe(says=lambda at_s: [letter for sent_s, letter in letters if sent_s <= at_s])
    cell = bench.watch("letter", probe, touchpoint("emission", within=50.0, drain=4.2))

    waited(bench)

    assert 4.2 in probe.looked_s
    assert (cell.verdict, cell.judgement and cell.judgement.flags) == ("on_time", ("drained",))


@pytest.mark.parametrize("arrives_s", [49.5, 49.972])
def test_what_arrives_just_before_the_deadline_is_seen_before_it(arrives_s: float) -> None:
    bench = Bench()
    cell = bench.watch("page", ToyProbe(says=knows_from(arrives_s), takes_s=0.01), touchpoint(within=50.0))

    waited(bench)

    assert cell.verdict == "on_time"


def test_the_last_looks_before_a_deadline_are_few_even_where_one_look_was_slow() -> None:
    bench = Bench()
    probe = ToyProbe(says=knows_from(NEVER), takes_s=2.0)
    bench.watch("page", probe, touchpoint(within=50.0))

    async def scene() -> None:
        watcher = await bench.told_watcher()
        waiting = asyncio.create_task(watcher.wait(watcher.cells))
        await asyncio.sleep(5.0)
        probe.takes_s = 0.02
        await waiting

    play(scene)
    assert [at_s for at_s in probe.looked_s if at_s > 46.0] == [46.59, 47.61, 47.995, 49.015, 49.75, 50.0]


def test_what_arrived_well_before_the_deadline_is_seen_before_it_though_looks_grow_slow() -> None:
    bench = Bench()
    probe = ToyProbe(says=knows_from(4.0), takes_s=0.001)
    cell = bench.watch("page", probe, touchpoint(within=5.0))

    async def scene() -> None:
        watcher = await bench.told_watcher()
        asyncio.get_running_loop().call_later(3.9, setattr, probe, "takes_s", 0.2)
        await watcher.wait(watcher.cells)

    play(scene)
    assert cell.verdict == "on_time"


def test_a_look_that_began_before_the_deadline_and_ended_after_it_is_not_the_last() -> None:
    bench = Bench()
    push = asyncio.Event()
    probe = ToyProbe(says=knows_from(NEVER), takes_s=0.2, push=push)
    cell = bench.watch("page", probe, touchpoint(within=2.0))

    async def scene() -> None:
        watcher = await bench.told_watcher()
        asyncio.get_running_loop().call_later(1.9, push.set)
        await watcher.wait(watcher.cells)

    play(scene)
    assert probe.looked_s[-1] >= 2.0
    assert cell.verdict == "stale"


def test_a_look_at_the_deadline_that_could_not_see_is_tried_again() -> None:
    bench = Bench()

    def busy_at_the_end(at_s: float) -> Sequence[Item] | Exception:
        return ProbeBlind("busy") if 1.99 <= at_s < 2.2 else [mail(OLD)]

    cell = bench.watch("page", ToyProbe(says=busy_at_the_end), touchpoint(within=2.0))

    assert waited(bench) == 2.35
    assert cell.verdict == "stale"


def test_a_source_that_keeps_failing_is_asked_less_and_less_but_always_at_the_deadline() -> None:
    bench = Bench()
    bench.watch("page", probe := ToyProbe(says=lambda _: ProbeBlind("down")), touchpoint(within=50.0))

    waited(bench)

    assert probe.looked_s == [0.0, 0.0, 0.5, 1.5, 3.5, 7.5, 15.5, 31.5, 49.99, 50.0]
    assert "failed 9 times in a row, for 50 s" in bench.written[-1][0].why


def test_customers_who_look_through_one_probe_share_its_health() -> None:
    bench = Bench()
    bench.health = SourceHealth()
    for _ in range(5):
        bench.health.failed("down", 0.0)
    bench.watch("page", probe := ToyProbe(says=lambda _: ProbeBlind("down")), touchpoint(within=5.0))

    waited(bench)

    assert probe.looked_s == [0.0, 0.0, 4.99, 5.0]


def test_an_emission_is_waited_for_to_the_end_of_its_window() -> None:
    bench = Bench()
    cell = bench.watch("mail", ToyProbe(says=lambda _: []), touchpoint("emission", within=5.0, window=20.0))

    assert waited(bench) == 20.0
    assert cell.verdict == "lost"


def test_a_value_that_must_stay_is_watched_for_as_long() -> None:
    bench = Bench()
    probe = ToyProbe(says=lambda at_s: [mail(NEW if 0.1 <= at_s < 15 else OLD)])
    cell = bench.watch("page", probe, touchpoint(within=5.0, holds_for=30.0))

    waited(bench)

    assert cell.verdict == "reverted"


def test_watching_that_is_stopped_leaves_nobody_looking() -> None:
    bench = Bench()
    bench.watch("page", ToyProbe(says=knows_from(NEVER)))
    bench.observe("master", ToyProbe(says=knows_from(NEVER)))

    async def scene() -> int:
        watcher = await bench.told_watcher()
        waiting = asyncio.create_task(watcher.wait(watcher.cells))
        await asyncio.sleep(1)
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
        await watcher.stop()
        return len(asyncio.all_tasks())

    assert play(scene) == 1


# systems behind the stage ----------------------------------------------------------------------------------------


def test_a_system_is_looked_into_until_it_knows() -> None:
    bench = Bench()
    bench.watch("page", ToyProbe(says=knows_from(3.0)))
    bench.observe("master", master := ToyProbe(says=knows_from(0.2)))

    waited(bench)

    assert master.looked_s == [0.0, 0.0, 0.1, 0.35]


def test_a_system_that_never_knows_is_looked_into_once_more_when_the_waiting_is_over() -> None:
    bench = Bench()
    bench.watch("page", ToyProbe(says=knows_from(0.5), takes_s=0.2))
    bench.observe("cards", cards := ToyProbe(says=knows_from(NEVER)))

    assert waited(bench) == 0.7
    assert cards.looked_s == [0.0, 0.2, 0.3, 0.55, 0.7]


def test_a_system_knows_by_the_components_that_changed() -> None:
    bench = Bench()
    bench.watch("page", ToyProbe(says=knows_from(3.0)))
    bench.observe("master", master := ToyProbe(says=lambda _: [mail({**NEW, "verified": "no"})]))

    waited(bench)

    assert master.looked_s == [0.0, 0.0]


def test_a_system_that_cannot_be_seen_holds_nobody_up() -> None:
    bench = Bench()
    cell = bench.watch("page", ToyProbe(says=knows_from(0.3)))
    bench.observe("master", ToyProbe(says=lambda _: ProbeBlind("the table is locked")))

    assert waited(bench) == 0.35
    assert cell.verdict == "on_time"


def test_a_system_gives_no_verdict() -> None:
    bench = Bench()
    bench.watch("page", ToyProbe(says=knows_from(0.0)))
    bench.observe("page", ToyProbe(says=knows_from(NEVER)))

    waited(bench)

    assert [cell.verdict for cell in bench.cells] == ["on_time"]


# a refused change ------------------------------------------------------------------------------------------------


def test_after_a_refusal_without_a_clock_the_old_value_must_stay_until_the_deadline() -> None:
    bench = Bench(told=change("refused"))
    cell = bench.watch("page", probe := ToyProbe(says=knows_from(NEVER)), touchpoint(within=3.0))

    assert waited(bench) == 3.0
    assert probe.looked_s[-1] == 3.0
    assert cell.verdict == "on_time"


def test_after_a_refusal_a_clock_can_tell_that_the_old_value_will_stay() -> None:
    bench = Bench(told=change("refused"))
    bench.axis.anchor(NOON)
    cell = bench.watch("page", ToyProbe(says=knows_from(NEVER)), touchpoint(within=3.0))

    assert waited(bench) == 0.0
    assert cell.verdict == "on_time"


def test_a_refused_value_that_arrives_all_the_same_is_caught() -> None:
    bench = Bench(told=change("refused"))
    cell = bench.watch("page", ToyProbe(says=knows_from(0.5)), touchpoint(within=3.0))

    waited(bench)

    assert cell.verdict == "reverted"


def test_that_a_refusal_sets_nothing_off_is_not_waited_for_where_her_clock_can_tell() -> None:
    bench = Bench(told=change("refused"))
    bench.axis.anchor(NOON)
    bench.watch("mail", probe := ToyProbe(says=lambda _: []), touchpoint("emission", within=50.0))

    assert waited(bench) == 0.0
    assert probe.looked_s == [0.0]


def test_that_a_refusal_sets_nothing_off_is_waited_for_where_no_clock_can_tell() -> None:
    bench = Bench(told=change("refused"))
    bench.watch("mail", ToyProbe(says=lambda _: []), touchpoint("emission", within=50.0))

    assert waited(bench) == 50.0


# leaps -----------------------------------------------------------------------------------------------------------


def told(bench: Bench, then: Callable[[Watcher], float | None]) -> float | None:
    """What `then` says of a watcher that has heard of the change at 0 s and has looked once."""

    async def scene() -> float | None:
        watcher = await bench.told_watcher()
        await watcher.look_everywhere()
        return then(watcher)

    return play(scene)


@pytest.mark.parametrize(
    ("kind", "promise", "stop_s"),
    [
        ("state", {"within": 86400.0}, 86370.0),  # half a minute before the deadline, and then at it
        ("state", {"within": 20.0}, 20.0),
        ("emission", {"within": 86400.0}, 86400.0),
        ("emission", {"within": 86400.0, "window": 172800.0}, 172800.0),
    ],
)
def test_the_next_stop_of_a_leap_is_where_a_look_decides(
    kind: Literal["state", "emission"], promise: dict[str, float], stop_s: float
) -> None:
    bench = Bench()
    says: Callable[[float], Sequence[Item]] = knows_from(NEVER) if kind == "state" else lambda _: []
    bench.watch("place", ToyProbe(says=says), touchpoint(kind, **promise))

    assert told(bench, lambda watcher: watcher.next_stop_s(watcher.cells)) == stop_s


def test_of_several_open_cells_the_nearest_stop_comes_first() -> None:
    bench = Bench()
    for key, within_s in (("week", 604800.0), ("day", 86400.0)):
        bench.watch(key, ToyProbe(says=lambda _: []), touchpoint("emission", within=within_s))

    assert told(bench, lambda watcher: watcher.next_stop_s(watcher.cells)) == 86400.0


def test_a_cell_that_is_decided_needs_no_stop() -> None:
    bench = Bench()
    bench.watch("page", ToyProbe(says=knows_from(0.0)), touchpoint(within=86400.0))

    assert told(bench, lambda watcher: watcher.next_stop_s(watcher.cells)) is None


def test_after_a_leap_to_the_deadline_one_look_decides() -> None:
    bench = Bench()
    bench.axis.anchor(NOON)
    cell = bench.watch("page", ToyProbe(says=knows_from(NEVER)), touchpoint(within=86400.0))

    async def scene() -> float | None:
        watcher = await bench.told_watcher()
        bench.axis.leapt(NOON + timedelta(days=1))
        await watcher.look_everywhere()
        return watcher.next_stop_s(watcher.cells)

    assert play(scene) is None
    assert cell.verdict == "stale"


def test_looking_again_at_some_cells_leaves_other_places_alone() -> None:
    bench = Bench()
    wanted = bench.watch("wanted", first := ToyProbe(says=knows_from(0.0)))
    bench.watch("other", second := ToyProbe(says=knows_from(0.0)))

    async def scene() -> None:
        watcher = await bench.told_watcher()
        await watcher.look_again_at([wanted])

    play(scene)
    assert (len(first.looked_s), len(second.looked_s)) == (2, 1)


def test_counting_again_looks_into_the_systems_where_what_was_right_is_wrong_now() -> None:
    bench = Bench()
    cell = bench.watch("page", ToyProbe(says=lambda at_s: [mail(NEW if at_s < 2.0 else OLD)]))
    bench.observe("master", system := ToyProbe(says=knows_from(0.0)))

    async def scene() -> list[int]:
        watcher = await bench.told_watcher()
        await watcher.wait(watcher.cells)
        looks = [len(system.looked_s)]
        for pause_s in (1.0, 3.0):
            await asyncio.sleep(pause_s)
            await watcher.count_again([cell])
            looks.append(len(system.looked_s))
        return looks

    before, right, wrong = play(scene)
    assert (before, right, wrong) == (before, before, before + 1)
    assert cell.verdict == "reverted"


def letters_at(*sent_s: float) -> Callable[[float], Sequence[Item]]:
    """A mailbox that keeps what was sent."""
    return lambda at_s: [mail(NEW, key=str(number)) for number, moment_s in enumerate(sent_s) if at_s >= moment_s]


def test_while_others_are_waited_for_a_window_that_may_hold_too_many_is_looked_at_about_its_end() -> None:
    bench = Bench()
    counted = bench.watch(
        "mail", probe := ToyProbe(says=letters_at(0.3, 4.0)), touchpoint("emission", within=2.0, at_most=1)
    )
    bench.watch("page", ToyProbe(says=knows_from(7.0)))

    async def scene() -> None:
        watcher = await bench.told_watcher()
        await watcher.wait(watcher.cells)
        await watcher.count_again([counted])

    play(scene)
    assert probe.looked_s[-4:] == [0.35, 1.99, 2.001, 7.85]
    assert counted.verdict == "on_time"


def test_what_is_sent_twice_within_its_window_is_counted_also_where_a_look_takes_time() -> None:
    bench = Bench()
    probe = ToyProbe(says=letters_at(0.3, 1.5), takes_s=0.04)
    counted = bench.watch("mail", probe, touchpoint("emission", within=2.0, at_most=1))
    bench.watch("page", ToyProbe(says=knows_from(7.0)))

    waited(bench)

    assert probe.looked_s[-1] == 1.91
    assert counted.verdict == "duplicated"


def test_nobody_waits_for_the_end_of_a_window_only_to_count() -> None:
    bench = Bench()
    bench.watch("mail", ToyProbe(says=letters_at(0.3)), touchpoint("emission", within=20.0, at_most=1))

    assert waited(bench) == 0.35


def test_a_cell_that_does_not_exist_is_not_found() -> None:
    bench = Bench()
    cell = bench.watch("page", ToyProbe(says=knows_from(0.0)))
    watcher = bench.watcher()

    assert watcher.cell("email", "page") is cell
    assert watcher.cell("phone", "page") is None


# beside the steps ------------------------------------------------------------------------------------------------


def test_watching_goes_on_beside_the_steps_and_whoever_waits_later_waits_for_nothing() -> None:
    bench = Bench()
    cell = bench.watch("page", probe := ToyProbe(says=knows_from(0.3)))

    async def scene() -> float:
        watcher = await bench.told_watcher()
        watcher.start()
        await asyncio.sleep(5)
        assert cell.verdict == "on_time"
        await watcher.wait(watcher.cells)
        return now_s()

    assert play(scene) == 5.0
    assert probe.looked_s == [0.0, 0.0, 0.1, 0.35]


def test_whoever_waits_for_one_cell_does_not_wait_for_another() -> None:
    bench = Bench()
    quick = bench.watch("quick", ToyProbe(says=knows_from(0.1)))
    slow = bench.watch("slow", ToyProbe(says=knows_from(4.0)))

    async def scene() -> float:
        watcher = await bench.told_watcher()
        await watcher.wait([quick])
        first = now_s()
        await watcher.wait([slow])
        await watcher.stop()
        return first

    assert play(scene) == 0.1
    assert slow.verdict == "on_time"


def test_starting_twice_looks_no_more_often() -> None:
    bench = Bench()
    bench.watch("page", probe := ToyProbe(says=knows_from(0.3)))

    async def scene() -> None:
        watcher = await bench.told_watcher()
        watcher.start()
        watcher.start()
        await watcher.wait(watcher.cells)

    play(scene)
    assert probe.looked_s == [0.0, 0.0, 0.1, 0.35]


def test_what_is_stopped_looks_no_more_and_may_be_stopped_twice() -> None:
    bench = Bench()
    bench.watch("page", probe := ToyProbe(says=knows_from(NEVER)))
    bench.observe("master", ToyProbe(says=knows_from(NEVER)))

    async def scene() -> int:
        watcher = await bench.told_watcher()
        watcher.start()
        await asyncio.sleep(0.2)
        await watcher.stop()
        await watcher.stop()
        await asyncio.sleep(60)
        return len(asyncio.all_tasks())

    assert play(scene) == 1
    assert probe.looked_s == [0.0, 0.0, 0.1]


def test_after_a_leap_that_is_not_the_last_only_open_places_are_looked_at() -> None:
    bench = Bench()
    bench.watch("knows", knows := ToyProbe(says=knows_from(0.0)), touchpoint(within=86400.0))
    bench.watch("asks", asks := ToyProbe(says=knows_from(NEVER)), touchpoint(within=86400.0))

    async def scene() -> None:
        watcher = await bench.told_watcher()
        await watcher.look_everywhere()
        await watcher.look_where_open()

    play(scene)
    assert (len(knows.looked_s), len(asks.looked_s)) == (2, 3)


def test_a_source_that_failed_thousands_of_times_still_only_fails() -> None:
    health = SourceHealth()
    for number in range(3000):
        health.failed("down", float(number))

    assert health.rests_for_s(2999.0) == 30.0
    health.saw()
    assert health.failed("busy", 4000.0) == "busy"
    assert health.rests_for_s(4000.0) == 0.5
