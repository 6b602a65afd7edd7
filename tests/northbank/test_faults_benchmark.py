"""What the benchmark of faults expects: a harm is one for the changes that it concerns, told in its time."""

from pathlib import Path

import pytest

DAY_S = 86_400.0


@pytest.fixture(autouse=True)
def _root_on_the_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(Path(__file__).parents[2]))


@pytest.mark.parametrize(
    ("fault", "day", "harms"),
    [
        ("no-backfill", 0, True),
        ("no-backfill", 1, True),
        ("no-backfill", 2, False),
        ("in-flight-batch", 0, True),
        ("in-flight-batch", 7, False),
        ("in-flight-batch", 10, False),
        ("in-flight-batch", 14, True),
        ("single-slot", 30, True),
    ],
)
def test_some_faults_harm_only_what_is_told_at_a_time(fault: str, day: int, harms: bool) -> None:
    from benchmarks.harms import HARMS  # noqa: PLC0415 - the path has to be right before the import

    assert HARMS[fault].when(day * DAY_S) is harms


def test_a_harm_without_a_verdict_is_a_sentence_that_cannot_hold_or_a_barrier() -> None:
    from benchmarks.harms import HARMS  # noqa: PLC0415 - the path has to be right before the import

    assert all(harm.said != "sent all the same" or harm.sent_all_the_same for harm in HARMS.values())


def test_faults_that_harm_one_touchpoint_never_share_a_run() -> None:
    from benchmarks.faults import packed  # noqa: PLC0415 - the path has to be right before the import
    from benchmarks.harms import HARMS  # noqa: PLC0415

    runs = packed(list(HARMS))

    assert sorted(name for names in runs for name in names) == sorted(HARMS)
    for names in runs:
        harmed = [where for name in names for where in {*HARMS[name].touchpoints, *HARMS[name].sent_all_the_same}]
        assert len(harmed) == len(set(harmed))
    assert len(runs) < len(HARMS) / 5
    assert packed([]) == []


def test_a_statement_after_the_next_that_is_right_in_time_makes_the_verdict_late() -> None:
    from benchmarks.harms import HARMS  # noqa: PLC0415 - the path has to be right before the import

    harm = HARMS["in-flight-batch"]
    assert harm.when(1 * DAY_S)
    assert harm.comes_right(1 * DAY_S)
    assert harm.when(0)
    assert not harm.comes_right(0)
