"""The benchmark of the judge measures what it says, on a small history."""

from __future__ import annotations

from pathlib import Path

import pytest


def test_a_small_history_is_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(Path(__file__).parents[2]))
    from benchmarks.judge import measure, measure_live  # noqa: PLC0415 - the path has to be right before the import

    found = measure(3_000, "tellonce")
    assert (found["observations"], found["changes"], found["cells"]) == (3_000, 5, 50)
    assert 0 < found["broken"] < 20
    assert found["judged_s"] > 0 < found["peak_mb"]
    assert measure_live(50, "tellonce") > 0
