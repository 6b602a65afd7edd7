"""What a finished run leaves to read."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType

import pytest
from made_runs import cell, founding_story, run, scenario
from unpacked import first_page, unpacked

from tellonce.ledger import HistoryWriter, read_verdicts
from tellonce.model.cell import CellVerdict
from tellonce.model.history import History
from tellonce.report.write import write_all, write_reports
from tellonce.story.words import Group


def kept(folder: Path, history: History) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with HistoryWriter(folder, "main") as writer:
        for event in history.events:
            writer.append(event)


def judged_by(monkeypatch: pytest.MonkeyPatch, judge: object) -> None:
    stand_in = ModuleType("tellonce.judge")
    stand_in.judge = judge  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "tellonce.judge", stand_in)


def test_one_call_judges_and_writes_everything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    history, cells = founding_story()
    folder = tmp_path / "reports" / "r1"
    kept(folder, history)
    judged_by(monkeypatch, lambda _: cells)
    done = write_all(folder, project=tmp_path)
    assert sorted(file.name for file in folder.iterdir()) == [
        "effort.ndjson",
        "history.ndjson",
        "index.html",
        "journeys.ndjson",
        "junit.xml",
        "summary.txt",
        "verdicts.ndjson",
    ]
    assert read_verdicts(folder) == cells
    assert (folder / "summary.txt").read_text(encoding="utf-8") == done.text
    assert done.text.endswith("  report    reports/r1/index.html\n")
    assert done.counts == {Group.BROKEN: 2, Group.WAITING: 1, Group.NOT_SEEN: 0, Group.KEPT: 16}
    assert (done.exit_code, done.troubles, done.first_line) == (1, (), "Maria's new card goes to her old home.")


def test_a_judge_that_crashes_means_unknown_never_a_pass(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept(tmp_path, run(scenario()))

    def crash(_: History) -> tuple[CellVerdict, ...]:
        raise ZeroDivisionError("no promise")

    judged_by(monkeypatch, crash)
    done = write_all(tmp_path, project=tmp_path)
    assert done.exit_code == 1
    assert "the judge failed, so nothing is known: ZeroDivisionError: no promise" in done.text


def test_a_folder_without_a_history_is_said_not_raised(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    judged_by(monkeypatch, lambda _: ())
    done = write_all(tmp_path, project=tmp_path)
    assert done.exit_code == 5
    assert "Nothing ran, so nothing is known." in done.text


def test_a_run_in_which_all_went_well_exits_with_nothing_to_say(tmp_path: Path) -> None:
    cells = (cell("profile"),)
    assert write_reports(tmp_path, run(scenario(cells)), cells, project=tmp_path).exit_code == 0


def test_formats_of_the_settings_are_written_beside_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = '[tool.tellonce]\nreports = ["markdown", "csv", "junit", "text"]\n'
    (tmp_path / "pyproject.toml").write_text(settings, encoding="utf-8")
    history, cells = founding_story()
    kept(tmp_path / "r1", history)
    judged_by(monkeypatch, lambda _: cells)

    done = write_all(tmp_path / "r1", project=tmp_path)

    assert {"report.md", "cells.csv", "junit.xml"} <= {file.name for file in (tmp_path / "r1").iterdir()}
    assert "The whole report: `r1/index.html`." in (tmp_path / "r1" / "report.md").read_text(encoding="utf-8")
    assert (tmp_path / "r1" / "summary.txt").read_text(encoding="utf-8") == done.text


def test_settings_that_became_bad_while_it_ran_cost_no_report(tmp_path: Path) -> None:
    (tmp_path / "tellonce.toml").write_text('reports = ["makrdown"]\n', encoding="utf-8")
    kept(tmp_path / "r1", run(scenario()))

    done = write_all(tmp_path / "r1", project=tmp_path)

    assert done.report is not None
    assert (
        "the settings could not be read: tellonce.toml:1: reports: there is no format of a report 'makrdown'"
        in done.text
    )


def test_a_report_that_cannot_be_written_costs_no_other(tmp_path: Path) -> None:
    (tmp_path / "index.html").mkdir()
    done = write_reports(tmp_path, run(scenario()), (), project=tmp_path)
    assert done.report is None
    assert done.exit_code == 1
    assert "  problem   index.html could not be written: " in done.text
    assert (tmp_path / "junit.xml").exists()


def test_a_thousand_scenarios_are_written(tmp_path: Path) -> None:
    cells: list[CellVerdict] = []
    scenarios = []
    template = cell("profile")
    for number in range(1000):
        name = f"Household {number} moves"
        own = [
            template.model_copy(
                update={
                    "id": f"{number * 12 + place:08x}",
                    "scenario": f"journeys/h{number % 20}.feature: {name}",
                    "change": f"c{number}",
                    "touchpoint": f"t{place}",
                    "touchpoint_called": f"the touchpoint {place}",
                }
            )
            for place in range(12)
        ]
        cells += own
        scenarios.append(scenario(own, name=name, journey=f"journeys/h{number % 20}.feature", at_s=float(number)))
    history = run(*scenarios)
    done = write_reports(tmp_path, history, cells, project=tmp_path)
    assert done.exit_code == 0
    page = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert len(unpacked(page).cells) == 12_000
    assert len(first_page(page)) < 200_000


@pytest.mark.parametrize(("asked", "setting", "spoken"), [("", "", "en"), ("", "fr", "fr"), ("de", "fr", "de")])
def test_the_report_speaks_the_language_that_is_asked_for_or_set_and_the_terminal_english(
    asked: str, setting: str, spoken: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    history, cells = founding_story()
    folder = tmp_path / "reports" / "r1"
    kept(folder, history)
    judged_by(monkeypatch, lambda _: cells)
    if setting:
        (tmp_path / "tellonce.toml").write_text(f'report_language = "{setting}"\n', encoding="utf-8")

    done = write_all(folder, project=tmp_path, language=asked)

    page = (folder / "index.html").read_text(encoding="utf-8")
    assert f'<html lang="{spoken}">' in page
    assert unpacked(page).index["language"] == spoken
    assert "promised within 1 day (Card Operations)" in done.text
    assert "Maria's new card goes to her old home." in (folder / "junit.xml").read_text(encoding="utf-8")
