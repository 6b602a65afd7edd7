"""A customer's promise axis: lived time and leapt time on one line."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tellonce.watch.axis import Axis

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)


class Watch:
    """A stopwatch that a test moves by hand."""

    def __init__(self) -> None:
        self.s = 1000.0

    def __call__(self) -> float:
        return self.s


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def axis(watch: Watch) -> Axis:
    """An axis that began ten seconds ago."""
    return Axis(990.0, watch)


def test_it_counts_the_seconds_since_the_worker_started(axis: Axis, watch: Watch) -> None:
    assert axis.now() == 10.0
    watch.s += 2.5
    assert axis.now() == 12.5


def test_her_clock_is_placed_by_differences_of_her_own_clock(axis: Axis, watch: Watch) -> None:
    axis.anchor(NOON)
    watch.s += 5

    assert axis.of((NOON + timedelta(seconds=3)).isoformat()) == 13.0
    assert axis.at(13.0) == NOON + timedelta(seconds=3)


def test_only_the_first_anchor_counts(axis: Axis) -> None:
    axis.anchor(NOON)
    axis.anchor(NOON + timedelta(days=1))

    assert axis.of(NOON.isoformat()) == 10.0


def test_a_leap_moves_the_axis_on_and_leaves_the_past_where_it_was(axis: Axis, watch: Watch) -> None:
    axis.anchor(NOON)
    watch.s += 4

    assert axis.leapt(NOON + timedelta(days=14)) == 14 * 86400 - 4
    assert axis.now() == 10 + 14 * 86400
    assert axis.leaps_s == 14 * 86400 - 4
    assert axis.of(NOON.isoformat()) == 10.0


def test_leaps_add_up(axis: Axis) -> None:
    axis.anchor(NOON)
    axis.leapt(NOON + timedelta(hours=1))
    axis.leapt(NOON + timedelta(hours=3))

    assert axis.leaps_s == 3 * 3600
    assert axis.now() == 10 + 3 * 3600


def test_a_clock_that_lags_behind_makes_no_leap_backwards(axis: Axis, watch: Watch) -> None:
    axis.anchor(NOON)
    watch.s += 60

    assert axis.leapt(NOON + timedelta(seconds=30)) == 0.0
    assert axis.now() == 70.0


def test_stamps_of_another_zone_are_the_same_moment(axis: Axis) -> None:
    axis.anchor(NOON)

    assert axis.of("2026-05-04T14:00:01+02:00") == 11.0


@pytest.mark.parametrize("stamp", ["yesterday", "", "2026-05-04T12:00:00"])
def test_a_stamp_that_is_no_moment_on_her_clock_is_not_placed(axis: Axis, stamp: str) -> None:
    axis.anchor(NOON)

    assert axis.of(stamp) is None


def test_without_an_anchor_nothing_can_be_placed_or_leapt(axis: Axis) -> None:
    assert not axis.anchored
    assert axis.of(NOON.isoformat()) is None
    with pytest.raises(ValueError, match="the axis was never anchored to her clock"):
        axis.leapt(NOON)
    with pytest.raises(ValueError, match="the axis was never anchored to her clock"):
        axis.at(3.0)
