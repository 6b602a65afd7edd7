"""Places on an axis as moments of a calendar."""

from __future__ import annotations

from datetime import datetime

from made_runs import cell, run, scenario

from tellonce.report.account import take_account
from tellonce.report.formats.moments import Moments


def test_a_place_on_the_axis_is_counted_from_when_she_told() -> None:
    cells = (cell("profile"),)
    [lived] = take_account(run(scenario(cells)), cells).scenarios

    assert Moments(lived).at("maria-1", 70.0) == datetime.fromisoformat("2026-11-21T21:46:00+01:00")


def test_who_told_nothing_is_placed_by_when_she_came_to_be() -> None:
    [lived] = take_account(run(scenario(at_s=1.0)), ()).scenarios

    assert Moments(lived).at("maria-1", 2.0) == datetime.fromisoformat("2026-11-21T21:45:01+01:00")


def test_nobody_knows_when_it_was_for_a_stranger_or_beyond_all_calendars() -> None:
    [lived] = take_account(run(scenario()), ()).scenarios

    assert Moments(lived).at("jan-1", 2.0) is None
    assert Moments(lived).at("maria-1", 1e15) is None
