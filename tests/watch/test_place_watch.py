"""One place under watch: every look is written down, and what cannot be seen is never a pass."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Literal

import pytest
from benchmarks.simulation.jumping import play
from watch_bench import NEW, OLD, Bench, ToyProbe, mail

from tellonce.model.errors import ProbeBlind, Problem, TellonceError, UsageProblem
from tellonce.model.observation import Observation
from tellonce.probes.protocol import Item
from tellonce.watch.place_watch import PlaceWatch

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)


def looks(place: PlaceWatch, times: int = 1, *, t0_s: float | None = None) -> list[Observation]:
    """Arm, be told of the change at t0_s, and look so many times, a second apart."""

    async def scene() -> list[Observation]:
        await place.arm()
        if t0_s is not None:
            await asyncio.sleep(t0_s)
            place.acknowledged(t0_s, place.target)
        found: list[Observation] = []
        for _ in range(times):
            found += await place.look()
            await asyncio.sleep(1)
        return found

    return play(scene)


def test_the_first_reading_is_written_down_as_taken_before_the_change() -> None:
    bench = Bench()
    looks(bench.place(ToyProbe(says=lambda _: [mail(OLD)])))

    assert [(observation.outcome, before) for observation, before in bench.written] == [("read", True), ("read", False)]


def test_the_cursor_taken_before_the_change_is_looked_from_after_it() -> None:
    probe = ToyProbe(says=lambda _: [])
    looks(Bench().place(probe, kind="emission"), 2)

    assert probe.cursors == [None, "cursor", "cursor"]


def test_a_look_that_takes_time_says_when_it_began_and_ended() -> None:
    probe = ToyProbe(says=lambda _: [mail(NEW)], takes_s=0.5)
    [seen] = looks(Bench().place(probe))

    assert (seen.start_s, seen.end_s) == (0.5, 1.0)


def test_a_place_without_a_probe_fails_and_says_so() -> None:
    [seen] = looks(Bench().place(None))

    assert (seen.outcome, seen.why) == ("failed", "this touchpoint has no probe")


def test_a_place_that_is_blind_from_the_start_says_why() -> None:
    [seen] = looks(Bench().place(None, blind="its folder does not exist"))

    assert (seen.outcome, seen.why) == ("failed", "its folder does not exist")


def test_an_emission_place_that_could_not_be_armed_stays_blind_and_says_why_at_every_look() -> None:
    probe = ToyProbe(says=lambda _: [mail(NEW, key="1")], cannot_arm=[ProbeBlind("the mailbox refused the password")])
    found = looks(Bench().place(probe, kind="emission"), 2)

    assert [(one.outcome, one.why) for one in found] == [("failed", "the mailbox refused the password")] * 2
    assert probe.looked_s == []


def test_a_state_that_could_not_be_armed_is_tried_again_and_read_when_it_can_be() -> None:
    refused = [ProbeBlind("no connection"), ProbeBlind("still no connection")]
    probe = ToyProbe(says=lambda _: [mail(NEW)], cannot_arm=refused)
    found = looks(Bench().place(probe), 2)

    assert [(one.outcome, one.why) for one in found] == [("failed", "still no connection"), ("read", "")]


@pytest.mark.parametrize(
    ("error", "why"),
    [
        (ProbeBlind("the page asks for a password"), "the page asks for a password"),
        (TellonceError("no such viewer"), "no such viewer"),
        (UsageProblem(Problem(what="unknown address 'wbe'")), "unknown address 'wbe'"),
        (ZeroDivisionError("division by zero"), "the probe crashed: ZeroDivisionError: division by zero"),
        (KeyError("email"), "the probe crashed: KeyError: 'email'"),
    ],
)
def test_a_look_that_fails_is_no_information_and_says_why(error: Exception, why: str) -> None:
    answers: list[Sequence[Item] | Exception] = [[mail(OLD)], error, [mail(NEW)]]
    failed, seen = looks(Bench().place(ToyProbe(says=lambda _: answers.pop(0))), 2)

    assert (failed.outcome, failed.why, failed.seen) == ("failed", why, {})
    assert seen.outcome == "read"


@pytest.mark.parametrize("kind", ["state", "emission"])
@pytest.mark.parametrize("error", [ProbeBlind("the page did not open"), ZeroDivisionError("division by zero")])
def test_a_first_reading_that_fails_does_not_blind_a_place_whose_cursor_was_taken(
    error: Exception, kind: Literal["state", "emission"]
) -> None:
    answers: list[Sequence[Item] | Exception] = [error, [mail(NEW, key="1")]]
    bench = Bench()
    [seen] = looks(bench.place(ToyProbe(says=lambda _: answers.pop(0)), kind=kind))

    assert seen.outcome == "read"
    assert [before for _, before in bench.written] == [False]


def test_a_probe_that_crashes_while_it_is_armed_is_blind_and_lets_the_others_go_on() -> None:
    probe = ToyProbe(says=lambda _: [], cannot_arm=[ZeroDivisionError("division by zero")])
    [seen] = looks(Bench().place(probe, kind="emission"))

    assert (seen.outcome, seen.why) == ("failed", "the probe crashed: ZeroDivisionError: division by zero")


def test_nothing_there_is_absence_and_no_failure() -> None:
    [seen] = looks(Bench().place(ToyProbe(says=lambda _: [])))

    assert (seen.outcome, seen.why) == ("absent", "")


def test_an_emission_is_seen_once_however_often_it_is_found() -> None:
    letters = [mail(NEW, key="1.eml")]
    found = looks(Bench().place(ToyProbe(says=lambda _: letters), kind="emission"), 3)

    assert [(one.outcome, one.item) for one in found] == [("read", "1.eml"), ("absent", ""), ("absent", "")]


def test_two_emissions_found_at_once_are_two_observations() -> None:
    letters = [mail(NEW, key="1.eml"), mail(OLD, key="2.eml")]
    found = looks(Bench().place(ToyProbe(says=lambda _: letters), kind="emission"))

    assert [one.item for one in found] == ["1.eml", "2.eml"]


def test_an_emission_without_a_time_of_its_own_came_since_the_last_look_that_found_nothing() -> None:
    probe = ToyProbe(says=lambda at_s: [mail(NEW, key="1")] if at_s >= 3 else [])
    found = looks(Bench().place(probe, kind="emission"), 3, t0_s=2.0)

    assert [(one.outcome, one.start_s, one.end_s) for one in found[:2]] == [("absent", 2.0, 2.0), ("read", 2.0, 3.0)]


def test_an_emission_found_by_the_first_look_came_since_the_change() -> None:
    probe = ToyProbe(says=lambda at_s: [mail(NEW, key="1")] if at_s >= 2 else [], takes_s=0.25)
    found = looks(Bench().place(probe, kind="emission"), 1, t0_s=2.0)

    assert [(one.start_s, one.end_s) for one in found] == [(2.0, 2.5)]


def test_a_state_is_captured_only_when_it_changes() -> None:
    probe = ToyProbe(says=lambda at_s: [mail(NEW if at_s >= 2 else OLD)])
    found = looks(Bench().place(probe), 4)

    assert [[shown.caption for shown in one.evidence] for one in found] == [[], [], ["capture of the state"], []]


def test_a_system_behind_the_stage_is_never_captured() -> None:
    probe = ToyProbe(says=lambda at_s: [mail(NEW if at_s >= 1 else OLD)])
    found = looks(Bench().place(probe, observer=True), 2)

    assert [(one.observer, one.evidence) for one in found] == [(True, ()), (True, ())]


def test_of_emissions_that_read_the_same_three_are_shown() -> None:
    letters = [mail(NEW, key=str(number)) for number in range(5)] + [mail(OLD, key="other")]
    found = looks(Bench().place(ToyProbe(says=lambda _: letters), kind="emission"))

    assert [len(one.evidence) for one in found] == [1, 1, 1, 0, 0, 1]


def test_evidence_that_cannot_be_taken_does_not_lose_the_look() -> None:
    probe = ToyProbe(says=lambda _: [mail(NEW, key="1")], cannot_capture=OSError("the disk is full"))
    [seen] = looks(Bench().place(probe, kind="emission"))

    assert seen.outcome == "read"
    assert [(one.caption, one.text) for one in seen.evidence] == [
        ("no evidence could be taken", "OSError: the disk is full")
    ]


@pytest.mark.parametrize(
    ("sent_after_s", "originated_s"),
    [
        (-60.0, -60.0),  # before she began: it belongs to the time before
        (-1.0, 5.0),  # her clock stamps whole seconds: as good as the moment she began
        (2.0, 5.0),  # while the company was still answering
        (5.0, 5.0),
        (8.0, 8.0),
    ],
)
def test_what_she_set_off_while_the_company_was_answering_belongs_to_the_change(
    sent_after_s: float, originated_s: float
) -> None:
    bench = Bench()
    bench.axis.anchor(NOON)
    stamp = (NOON + timedelta(seconds=sent_after_s)).isoformat()

    async def scene() -> list[Observation]:
        place = bench.place(
            ToyProbe(says=lambda at_s: [mail(NEW, key="1", originated=stamp)] if at_s >= 5 else []), kind="emission"
        )
        await place.arm()
        await asyncio.sleep(5)
        place.acknowledged(5.0, place.target)
        return list(await place.look())

    [seen] = play(scene)
    assert seen.originated_s == originated_s


def test_a_time_that_cannot_be_placed_on_her_axis_is_left_out() -> None:
    [seen] = looks(
        Bench().place(ToyProbe(says=lambda _: [mail(NEW, key="1", originated="last Tuesday")]), kind="emission")
    )

    assert seen.originated_s is None


def test_looks_at_one_place_take_turns() -> None:
    """A poll and a sentence may ask at the same time; an emission must still be seen once."""
    probe = ToyProbe(says=lambda _: [mail(NEW, key="1")], takes_s=1.0)
    place = Bench().place(probe, kind="emission")

    async def scene() -> list[str]:
        both = await asyncio.gather(place.look(), place.look())
        return [one.outcome for found in both for one in found]

    assert play(scene) == ["read", "absent"]
