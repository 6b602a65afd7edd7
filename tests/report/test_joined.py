"""Several runs as one."""

from __future__ import annotations

from pathlib import Path

import pytest
from made_runs import blueprint, run, scenario
from runs_bench import kept_run

from tellonce.ledger import read_history
from tellonce.model.errors import UsageProblem
from tellonce.model.events import RunStarted
from tellonce.model.history import History
from tellonce.report.joined import join_runs
from tellonce.report.write import write_all


def shards(tmp_path: Path, *names: str) -> list[Path]:
    """One run for each scenario's name, all by a worker of one name, as on several machines."""
    return [kept_run(tmp_path / f"shard-{name}" / "r1", run(scenario(name=name)).events) for name in names]


def test_scenarios_of_all_are_in_one_history_and_none_is_taken_for_cut_off(tmp_path: Path) -> None:
    history, problems = read_history(join_runs(shards(tmp_path, "a", "b"), tmp_path / "all"))

    assert [one.name for one in history.scenarios()] == ["a", "b"]
    assert {event.worker for event in history.events} == {"r1-main", "r2-main"}
    assert (history.run().run, problems) == ("all", ())  # type: ignore[union-attr]  # it has begun


def test_the_report_of_all_is_written_like_that_of_any_run(tmp_path: Path) -> None:
    done = write_all(join_runs(shards(tmp_path, "a", "b"), tmp_path / "all"), project=tmp_path, at_end=False)

    assert (done.scenarios, done.troubles) == ({"passed": 2}, ())
    assert (tmp_path / "all" / "index.html").is_file()


def test_evidence_of_all_lies_in_one_folder(tmp_path: Path) -> None:
    folders = shards(tmp_path, "a", "b")
    (folders[0] / "evidence" / "same.png").write_bytes(b"1")
    (folders[1] / "evidence" / "same.png").write_bytes(b"1")
    (folders[1] / "evidence" / "other.png").write_bytes(b"2")
    (tmp_path / "secret.png").write_bytes(b"3")
    (folders[1] / "evidence" / "led-elsewhere.png").symlink_to(tmp_path / "secret.png")

    joined = join_runs(folders, tmp_path / "all")

    assert sorted(file.name for file in (joined / "evidence").iterdir()) == ["other.png", "same.png"]


def test_what_was_damaged_or_cut_off_in_one_is_so_in_all(tmp_path: Path) -> None:
    whole = shards(tmp_path, "a")
    cut = kept_run(tmp_path / "cut", run(scenario(name="b"), ended=False).events)
    with (cut / "history.main.ndjson").open("ab") as file:
        file.write(b'{"worker":"main","type":"scenario_fini')

    _, problems = read_history(join_runs([*whole, cut], tmp_path / "all"))

    assert len(problems) == 2
    assert problems[0].startswith("history.ndjson:16: the last event was cut off while it was being written")
    assert problems[1].startswith("This run was cut off: worker r2-main never ended")


def test_a_scenario_in_two_of_them_is_refused_by_its_name(tmp_path: Path) -> None:
    one, other = shards(tmp_path, "a", "b")
    again = kept_run(tmp_path / "again", run(scenario(name="b")).events)

    with pytest.raises(UsageProblem) as problem:
        join_runs([one, other, again], tmp_path / "all")

    assert str(problem.value) == (
        f"the scenario 'journeys/maria/moving-house.feature: b' is in two of these runs: {other} and {again}\n"
        "  next          one report of several runs is for parts of one: leave out one of the two"
    )
    assert not (tmp_path / "all").exists()


def test_the_same_run_twice_is_refused_too(tmp_path: Path) -> None:
    [one] = shards(tmp_path, "a")

    with pytest.raises(UsageProblem, match="is in two of these runs"):
        join_runs([one, one], tmp_path / "all")


def test_a_second_attempt_in_another_run_is_the_same_scenario(tmp_path: Path) -> None:
    [one] = shards(tmp_path, "a")
    again = kept_run(tmp_path / "again", run(scenario(name="a#2")).events)

    with pytest.raises(UsageProblem, match=r"moving-house\.feature: a' is in two of these runs"):
        join_runs([one, again], tmp_path / "all")


def test_of_many_doubled_scenarios_five_are_named(tmp_path: Path) -> None:
    events = run(*(scenario(name=f"s{number}") for number in range(8))).events
    folders = [kept_run(tmp_path / name, events) for name in ("one", "other")]

    with pytest.raises(UsageProblem, match="and 3 more scenarios are in two of them"):
        join_runs(folders, tmp_path / "all")


def test_runs_of_different_blueprints_are_refused_but_addresses_may_differ(tmp_path: Path) -> None:
    [one] = shards(tmp_path, "a")

    def of(name: str, **changed: object) -> Path:
        told = run(scenario(name=name))
        plan = blueprint().model_copy(update=changed)
        events = [
            event.model_copy(update={"blueprint": plan}) if isinstance(event, RunStarted) else event
            for event in told.events
        ]
        return kept_run(tmp_path / name, History(events=events).events)

    elsewhere, other = of("b", addresses={"web": "http://127.0.0.1:1"}), of("c", service="Southbank")
    assert join_runs([one, elsewhere], tmp_path / "all")
    with pytest.raises(UsageProblem) as problem:
        join_runs([one, other], tmp_path / "more")
    assert str(problem.value) == (
        f"{one} and {other} are runs of different blueprints, and cannot be one report\n"
        "  next          write a report of each"
    )


def test_a_folder_that_holds_something_is_not_written_into(tmp_path: Path) -> None:
    (tmp_path / "all").mkdir()
    (tmp_path / "all" / "mine.txt").write_text("mine", encoding="utf-8")

    with pytest.raises(UsageProblem) as problem:
        join_runs(shards(tmp_path, "a"), tmp_path / "all")

    assert str(problem.value) == (
        f"{tmp_path / 'all'}: this is no empty folder\n  next          name a new one: --output NAME"
    )


def test_a_folder_without_a_history_is_no_run(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()

    with pytest.raises(UsageProblem, match=r"empty: this is no run: it has no history"):
        join_runs([tmp_path / "empty"], tmp_path / "all")
