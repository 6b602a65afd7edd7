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


def test_a_harm_without_a_verdict_is_a_sentence_that_cannot_hold() -> None:
    from benchmarks.harms import HARMS  # noqa: PLC0415 - the path has to be right before the import

    assert all(harm.verdict is not None or harm.sent_all_the_same for harm in HARMS.values())
