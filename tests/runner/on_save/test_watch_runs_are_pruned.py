"""Runs that were made on a save are cleared away; nobody else's are."""

from __future__ import annotations

from pathlib import Path

from tellonce.ledger.run_folder import RunFolder
from tellonce.runner.on_save.pruning import new_watch_run, prune


def made(reports: Path, *names: str) -> None:
    for name in names:
        (reports / name / "evidence").mkdir(parents=True)


def test_the_oldest_go_but_those_that_are_spoken_of_and_what_others_made_stay(tmp_path: Path) -> None:
    runs = [f"watch-2026-11-28T10000{second}-00ff" for second in range(5)]
    others = ["2026-11-27T100000-00ff", "watch-tower", "northbank", "watch-2026-11-28T100000-00ff-by-hand"]
    made(tmp_path, *runs, *others)

    prune(tmp_path, keep=2, spare={runs[1]})

    left = sorted(path.name for path in tmp_path.iterdir())
    assert left == sorted([*others, runs[1], runs[3], runs[4]])


def test_the_latest_run_stays(tmp_path: Path) -> None:
    runs = [f"watch-2026-11-28T10000{second}-00ff" for second in range(3)]
    made(tmp_path, *runs)
    RunFolder(tmp_path / runs[0]).become_latest()

    prune(tmp_path, keep=1)

    assert sorted(path.name for path in tmp_path.glob("watch-*")) == [runs[0], runs[2]]


def test_a_new_name_is_one_that_is_pruned(tmp_path: Path) -> None:
    made(tmp_path, new_watch_run(), "watch-9999-12-31T235959-ffff")

    prune(tmp_path, keep=1)

    assert [path.name for path in tmp_path.iterdir()] == ["watch-9999-12-31T235959-ffff"]
