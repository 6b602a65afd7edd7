"""The summary of a GitHub job gets its part when a run ends."""

from __future__ import annotations

from pathlib import Path

import pytest
from made_runs import run, scenario
from runs_bench import kept_run

from tellonce.report.write import write_all


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    page = tmp_path / "step-summary"
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(page))
    return page


def ended(tmp_path: Path, *, at_end: bool = True) -> str:
    return write_all(kept_run(tmp_path / "r1", run(scenario()).events), project=tmp_path, at_end=at_end).text


def test_it_is_added_after_what_other_steps_wrote(tmp_path: Path, page: Path) -> None:
    page.write_text("what a step before said\n", encoding="utf-8")

    ended(tmp_path)

    assert page.read_text(encoding="utf-8").startswith("what a step before said\n\n### 1 scenario passed; ")


def test_a_report_that_is_written_again_adds_nothing(tmp_path: Path, page: Path) -> None:
    ended(tmp_path, at_end=False)

    assert not page.exists()


def test_a_summary_that_is_full_is_said_and_left_alone(tmp_path: Path, page: Path) -> None:
    page.write_bytes(b"x" * 999_000)

    text = ended(tmp_path)

    assert text.endswith("  note      the summary of this GitHub job is full; this run is not in it\n")
    assert page.stat().st_size == 999_000


def test_a_summary_that_cannot_be_written_costs_the_run_nothing(tmp_path: Path, page: Path) -> None:
    page.mkdir()

    done = write_all(kept_run(tmp_path / "r1", run(scenario()).events), project=tmp_path)

    assert "the summary of this GitHub job could not be written: Is a directory" in done.text
    assert (done.exit_code, done.troubles) == (0, ())


def test_without_the_variable_nothing_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)

    assert "GitHub" not in ended(tmp_path)
