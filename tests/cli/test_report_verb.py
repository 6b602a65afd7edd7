"""`tellonce report`: what is written where, and what is said of a mistake."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from made_runs import founding_story, run, scenario
from runs_bench import kept_run
from typer.testing import CliRunner
from verb_bench import Tellonce

from tellonce.cli.app import app
from tellonce.ledger import RunFolder
from tellonce.model.report_format import REPORT_FORMATS
from tellonce.report import formats
from tellonce.report.formats import Source
from tellonce.report.formats.markdown import markdown
from tellonce.report.read_again import read_source
from tellonce.report.write import write_all


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with two runs, "tonight", the latest, and "other", each with a scenario of its own."""
    (tmp_path / "tellonce.toml").write_text("", encoding="utf-8")
    kept_run(tmp_path / "reports" / "other", run(scenario(name="Jan moves", journey="journeys/j.feature")).events)
    tonight = kept_run(tmp_path / "reports" / "tonight", founding_story()[0].events)
    write_all(tonight, project=tmp_path, at_end=False)
    RunFolder(tonight).become_latest()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_without_a_format_all_that_a_run_leaves_is_written_again(tellonce: Tellonce, project: Path) -> None:
    folder = project / "reports" / "tonight"
    before = {file.name: file.read_bytes() for file in folder.iterdir() if file.is_file()}
    for name in before:
        if name != "history.ndjson":
            (folder / name).unlink()

    code, out, err = tellonce("report")

    assert (code, err) == (0, "")
    assert out == (folder / "summary.txt").read_text(encoding="utf-8")
    assert {file.name: file.read_bytes() for file in folder.iterdir() if file.is_file()} == before


def test_what_could_not_be_written_again_is_said_and_ends_with_1(tellonce: Tellonce, project: Path) -> None:
    (project / "reports" / "tonight" / "junit.xml").unlink()
    (project / "reports" / "tonight" / "junit.xml").mkdir()

    code, out, err = tellonce("report")

    assert (code, err) == (1, "")
    assert "  problem   junit.xml could not be written: " in out


def test_a_text_format_is_printed_as_it_is(tellonce: Tellonce, project: Path) -> None:
    source = read_source(project / "reports" / "tonight", project=project)

    assert tellonce("report", "tonight", "--format", "markdown") == (0, markdown(source.account).decode(), "")


def test_a_format_touches_nothing_else_of_the_run(tellonce: Tellonce, project: Path) -> None:
    folder = project / "reports" / "tonight"
    before = {file: (file.stat().st_mtime_ns, file.read_bytes()) for file in folder.iterdir() if file.is_file()}

    assert tellonce("report", "--format", "csv", "--output", "cells.csv") == (0, "cells.csv is written.\n", "")

    assert (project / "cells.csv").read_bytes().startswith(b"\xef\xbb\xbfid,")
    assert {file: (file.stat().st_mtime_ns, file.read_bytes()) for file in folder.iterdir() if file.is_file()} == before


def test_a_page_without_a_place_is_written_where_the_run_has_its_own(tellonce: Tellonce, project: Path) -> None:
    page = project / "reports" / "tonight" / "index.html"
    page.unlink()

    assert tellonce("report", "--format", "html") == (0, f"{page} is written.\n", "")
    assert page.read_bytes().startswith(b"<!DOCTYPE html>")


def test_several_formats_go_into_a_folder_under_their_own_names(tellonce: Tellonce, project: Path) -> None:
    assert tellonce("report", "--format", "junit, openmetrics,junit", "-o", "out") == (
        0,
        "out/junit.xml is written.\nout/openmetrics.txt is written.\n",
        "",
    )
    assert sorted(file.name for file in (project / "out").iterdir()) == ["junit.xml", "openmetrics.txt"]


def test_one_format_goes_into_a_folder_that_is_there_or_that_ends_like_one(tellonce: Tellonce, project: Path) -> None:
    (project / "there").mkdir()

    assert tellonce("report", "--format", "json", "-o", "there")[1] == "there/report.json is written.\n"
    assert tellonce("report", "--format", "json", "-o", "new/")[1] == "new/report.json is written.\n"


def test_several_runs_are_one_report_in_a_folder_of_its_own(tellonce: Tellonce, project: Path) -> None:
    code, out, err = tellonce("report", "tonight", "other", "--output", "reports/all")

    assert (code, err) == (0, "")
    assert "  scenarios 2 passed, 1 failed, 1 inconclusive, 1 error\n" in out
    assert out.endswith("  report    reports/all/index.html\n")
    assert tellonce("report", "all", "--format", "text")[1] == out


def test_several_runs_are_one_format(tellonce: Tellonce, project: Path) -> None:
    told = json.loads(tellonce("report", "tonight", "other", "--format", "json")[1])

    assert [one["name"] for one in told["scenarios"]][-1] == "Jan moves"
    assert len(told["scenarios"]) == 5
    assert sorted(file.name for file in (project / "reports").iterdir()) == [
        "latest",
        "ledger.sqlite",
        "other",
        "tonight",
    ]


def test_several_runs_link_to_their_page_where_one_is_written(
    tellonce: Tellonce, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TELLONCE_REPORT_URL", "https://ci.example/{run}/index.html")
    runs = ("report", "tonight", "other", "--format")

    assert "https://" not in tellonce(*runs, "markdown")[1]
    assert tellonce(*runs, "html,markdown", "-o", "public/all")[0] == 0
    said = (project / "public" / "all" / "report.md").read_text(encoding="utf-8")
    assert "[Open the report](<https://ci.example/all/index.html>)" in said
    assert (project / "public" / "all" / "index.html").is_file()


def test_a_run_that_was_brought_from_elsewhere_needs_no_project(
    tellonce: Tellonce, project: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    away = tmp_path_factory.mktemp("away")
    (project / "reports" / "tonight").rename(away / "run")
    monkeypatch.chdir(away)

    code, out, err = tellonce("report", "./run", "--format", "text")

    assert (code, err) == (0, "")
    assert out.endswith("  report    run/index.html\n")


def test_help_lists_every_format() -> None:
    said = " ".join(
        CliRunner().invoke(app, ["report", "--help"], env={"COLUMNS": "200"}).output.replace("│", " ").split()
    )

    assert [name for name in REPORT_FORMATS if f" {name}: " not in said] == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ("--format", "makrdown"),
            "there is no format of a report 'makrdown'\n  did you mean  markdown\n"
            f"  valid         {', '.join(REPORT_FORMATS)}\n",
        ),
        (
            ("--language", "fe"),
            "there is no language of a report 'fe'\n  valid         en, de, fr, es, nl, fi\n",
        ),
        (
            ("--format", "pdf"),
            "pdf is no text, and cannot be printed\n  next          name a file: --output report.pdf\n",
        ),
        (
            ("--format", "csv,json"),
            "several formats need a folder\n  next          name one: --output FOLDER\n",
        ),
        (
            ("tonight", "other", "--format", "html"),
            "a page of several runs needs a folder\n  next          name one: --output FOLDER\n",
        ),
        (
            ("tonight", "other"),
            "one report of several runs needs a folder of its own\n  next          name one: --output FOLDER\n",
        ),
    ],
)
def test_a_mistake_is_told_with_what_would_do(
    tellonce: Tellonce, project: Path, arguments: tuple[str, ...], said: str
) -> None:
    assert tellonce("report", *arguments) == (2, "", said)


def test_a_run_without_a_history_is_told(tellonce: Tellonce, project: Path) -> None:
    (project / "reports" / "empty").mkdir()
    folder = project / "reports" / "empty"

    assert tellonce("report", "empty") == (2, "", f"{folder}: this is no run: it has no history\n")
    code, out, err = tellonce("report", "empty", "--format", "json")
    assert (code, out) == (2, "")
    assert err.startswith(f"{folder} holds no history.ndjson: is it a run folder?\n")


def test_a_format_that_cannot_be_made_is_told_without_a_traceback(
    tellonce: Tellonce, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(_: Source) -> bytes:
        raise OSError("the disk is gone")

    monkeypatch.setattr(formats, "MAKERS", {"json": crash})

    code, out, err = tellonce("report", "--format", "json")

    assert (code, out) == (1, "")
    assert re.fullmatch(r"json could not be made: OSError: the disk is gone \(test_report_verb\.py:\d+\)\n", err)


def test_a_file_that_cannot_be_written_is_told(tellonce: Tellonce, project: Path) -> None:
    (project / "file").write_text("", encoding="utf-8")

    code, out, err = tellonce("report", "--format", "json", "--output", "file/report.json")

    assert (code, out) == (2, "")
    assert err.startswith("file/report.json: cannot be written: ")
