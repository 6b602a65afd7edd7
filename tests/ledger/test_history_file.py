"""Histories survive kills, and what is damaged is said with its place."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from threading import Thread

import pytest

from tellonce.ledger import HistoryWriter, combine, read_history
from tellonce.model.blueprint import Blueprint
from tellonce.model.events import Event, RunFinished, RunStarted, ScenarioStarted

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


def begun() -> RunStarted:
    blueprint = Blueprint.model_validate(
        {"service": "Bank", "facts": {}, "systems": {}, "hops": [{"from": "a", "to": "b"}], "touchpoints": {}}
    )
    return RunStarted(run="r1", version="0.1.0", seed="1", blueprint=blueprint)


def named(name: str) -> ScenarioStarted:
    return ScenarioStarted(scenario=name, journey="j.feature", line=3, feature="F", name=name)


def written(folder: Path, worker: str, *events: Event) -> None:
    with HistoryWriter(folder, worker) as writer:
        for event in events:
            writer.append(event)


def test_what_is_written_is_read_back_stamped(tmp_path: Path) -> None:
    ticks = iter([100.0, 100.5, 102.25])
    with HistoryWriter(tmp_path, "gw0", monotonic=lambda: next(ticks), now=lambda: NOON) as writer:
        stamped = [writer.append(begun()), writer.append(RunFinished())]
    history, problems = read_history(tmp_path)
    assert list(history.events) == stamped
    assert [(event.worker, event.at_s, event.wall) for event in history.events] == [
        ("gw0", 0.5, "2026-11-21T12:00:00.000+00:00"),
        ("gw0", 2.25, "2026-11-21T12:00:00.000+00:00"),
    ]
    assert problems == ()


def test_workers_are_joined_in_order_and_their_files_go(tmp_path: Path) -> None:
    for worker in ("gw10", "gw2"):
        written(tmp_path, worker, begun(), named(worker), RunFinished())
    combine(tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["history.ndjson"]
    history, problems = read_history(tmp_path)
    assert [scenario.name for scenario in history.scenarios()] == ["gw2", "gw10"]
    assert problems == ()


def test_joining_again_after_a_kill_half_way_doubles_nothing(tmp_path: Path) -> None:
    written(tmp_path, "main", begun(), RunFinished())
    left_behind = (tmp_path / "history.main.ndjson").read_bytes()
    combine(tmp_path)
    (tmp_path / "history.main.ndjson").write_bytes(left_behind)
    combine(tmp_path)
    assert len(read_history(tmp_path)[0].events) == 2


@pytest.mark.parametrize("cut", [2, 5, 20, 30, 31, 33, 60, 100])
def test_a_killed_worker_loses_its_last_line_only_and_both_are_said(cut: int, tmp_path: Path) -> None:
    written(tmp_path, "gw0", begun(), named("kept"), named("lost"))
    file = tmp_path / "history.gw0.ndjson"
    file.write_bytes(file.read_bytes()[:-cut])
    written(tmp_path, "gw1", begun(), RunFinished())
    combine(tmp_path)
    history, problems = read_history(tmp_path)
    assert [scenario.name for scenario in history.scenarios()] == ["kept"]
    assert problems[0] == "history.ndjson:3: the last event was cut off while it was being written, and was left out"
    assert problems[1].startswith("This run was cut off: worker gw0 never ended; last heard of 0.0 s after its start")
    assert len(problems) == 2


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("garbage", "this line is no JSON and was left out: 'garbage'"),
        ('{"type": "no_such"}', "this line is no event and was left out: Input tag 'no_such' found using 'type'"),
        ('{"type": "run_finished", "mood": 1}', "run_finished.mood: Extra inputs are not permitted"),
    ],
)
def test_a_garbage_line_is_left_out_with_its_place(line: str, said: str, tmp_path: Path) -> None:
    written(tmp_path, "main", begun(), RunFinished())
    file = combine(tmp_path)
    first, last = file.read_text(encoding="utf-8").splitlines()
    file.write_text(f"{first}\n{line}\n{last}\n", encoding="utf-8")
    history, problems = read_history(tmp_path)
    assert len(history.events) == 2
    (problem,) = problems
    assert problem.startswith("history.ndjson:2: ")
    assert said in problem


def test_of_two_bad_lines_that_are_alike_each_is_told_with_its_place(tmp_path: Path) -> None:
    written(tmp_path, "main", begun(), RunFinished())
    file = combine(tmp_path)
    first, last = file.read_text(encoding="utf-8").splitlines()
    file.write_text(f"{first}\ngarbage\n\n{last}\ngarbage\n", encoding="utf-8")
    assert [problem.partition(": ")[0] for problem in read_history(tmp_path)[1]] == [
        "history.ndjson:2",
        "history.ndjson:5",
    ]


def test_secrets_never_reach_the_disk(tmp_path: Path) -> None:
    with HistoryWriter(tmp_path, "main", redact=lambda line: line.replace("hunter2", "***")) as writer:
        writer.append(named("signs in with hunter2"))
    assert b"hunter2" not in (tmp_path / "history.main.ndjson").read_bytes()


def test_threads_do_not_tear_each_others_lines(tmp_path: Path) -> None:
    with HistoryWriter(tmp_path, "main") as writer:
        threads = [Thread(target=lambda: [writer.append(named("s" * 500)) for _ in range(50)]) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(read_history(tmp_path)[0].events) == 200


def test_after_a_sync_a_reader_sees_everything(tmp_path: Path) -> None:
    writer = HistoryWriter(tmp_path, "main")
    writer.append(named("one"))
    writer.sync()
    assert len(read_history(tmp_path)[0].events) == 1
    writer.close()
    writer.close()


def test_a_folder_that_is_no_run_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"holds no history\.ndjson: is it a run folder\?"):
        read_history(tmp_path)


def test_a_worker_name_that_is_a_path_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="cannot name a worker"):
        HistoryWriter(tmp_path, "../x")
