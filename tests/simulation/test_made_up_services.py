"""Made-up services, whose verdicts are known: the judge agrees with all of them, and can be caught when it does not."""

from __future__ import annotations

import pytest
from benchmarks.simulation.jumping import play
from benchmarks.simulation.truth import Sight, allowed_verdicts
from benchmarks.simulation.watched import watch_world
from benchmarks.simulation.world import Emission, Spot, World, make_world
from benchmarks.truth import judge_worlds

from tellonce.judge import decide
from tellonce.model.verdict import Verdict

PUSHES = ("none", "prompt", "lossy", "late", "doubled", "silent")


def test_no_verdict_is_wrong_and_no_break_is_where_it_is_not() -> None:
    tally = judge_worlds("tests", range(250))

    assert (tally.wrong, tally.misplaced) == ([], [])
    assert tally.undecided <= 0.02 * tally.verdicts.total()
    assert set(tally.verdicts) >= {
        verdict.value for verdict in Verdict if verdict not in (Verdict.FLAPPING, Verdict.PENDING)
    }


def test_a_judge_without_patience_for_the_deadline_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decide, "_not_settled", lambda *_: None)

    assert any("true is late" in said for said in judge_worlds("tests", range(150)).wrong)


@pytest.mark.parametrize("push", PUSHES)
def test_a_push_that_is_lost_late_or_doubled_changes_no_verdict(push: str) -> None:
    for number in range(40):
        world = make_world("pushes", number)
        for spot in world.spots.values():
            spot.push = push
        assert [cell for cell in play(lambda: watch_world(world)) if not cell.right] == []  # noqa: B023 (played at once)


def test_a_world_is_the_same_whenever_it_is_made() -> None:
    assert make_world("tests", 7) == make_world("tests", 7)
    assert make_world("tests", 7) != make_world("tests", 8)


def truth(spot: Spot, last_s: float, *, own_clock: bool = False) -> set[str]:
    world = World(
        number=0,
        seed="",
        own_clock=own_clock,
        look_on_s=0.0,
        skew_s=0.0,
        systems={},
        spots={},
        trouble=None,
    )
    return set(allowed_verdicts(spot, world, Sight(last_s=last_s)))


def state(*timeline: tuple[float, str], holds_s: float = 0.0) -> Spot:
    return Spot(name="t", kind="state", fed_by="s0", within_s=10.0, holds_s=holds_s, timeline=list(timeline))


def emission(*sent: tuple[float, str], at_most: int | None = None) -> Spot:
    items = [Emission(sent_s=at_s, value=value, key=str(number)) for number, (at_s, value) in enumerate(sent)]
    return Spot(name="t", kind="emission", fed_by="s0", within_s=10.0, at_most=at_most, sent=items)


@pytest.mark.parametrize(
    ("spot", "last_s", "told"),
    [
        (state((3.0, "N")), 10.0, {"on_time"}),
        (state((9.9, "N")), 10.2, {"on_time", "undecided"}),
        (state((30.0, "N")), 40.0, {"late"}),
        (state((30.0, "N")), 10.0, {"stale"}),
        (state(), 5.0, {"pending"}),
        (state((3.0, "M")), 10.0, {"partial"}),
        (state((1.0, "N"), (5.0, "O")), 20.0, {"reverted"}),
        (state((1.0, "N"), (5.0, "O"), (9.0, "N"), holds_s=15.0), 15.0, {"flapping"}),
        (emission(), 10.0, {"lost"}),
        (emission((2.0, "O")), 10.0, {"stale"}),
        (emission((2.0, "N"), (3.0, "N"), at_most=1), 10.0, {"duplicated"}),
        (emission((2.0, "L"), (3.0, "N")), 10.0, {"leaked"}),
        (emission((12.0, "N")), 15.0, {"late"}),
    ],
)
def test_the_truth_of_a_script_is_what_a_person_would_say(spot: Spot, last_s: float, told: set[str]) -> None:
    assert truth(spot, last_s) == told


def test_a_place_that_nobody_could_see_is_unobserved_and_nothing_else() -> None:
    world = make_world("tests", 1)
    assert allowed_verdicts(state((3.0, "N")), world, None) == {"unobserved"}


@pytest.mark.parametrize(
    ("seed", "number"),
    [("1", 5982), ("1", 9839), ("101", 1887), ("101", 1323), ("202", 996), ("404", 1524), ("606", 7724)],
)
def test_what_was_once_judged_or_located_wrongly_is_right(seed: str, number: int) -> None:
    tally = judge_worlds(seed, [number])

    assert (tally.wrong, tally.misplaced, tally.undecided) == ([], [], 0)
