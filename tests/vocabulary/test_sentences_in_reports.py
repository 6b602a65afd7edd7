"""A sentence that is broken while every promise is kept: told in each report, and judged again by replay."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from spoken_bench import open_shop

from tellonce.report.replay import replay
from tellonce.report.write import RunSummary, write_all

SAID = "The agent desktop did not show Maria's new postal address within 2 hours."
STEPS = (
    "Given Maria is a customer",
    "When she moves",
    "Then the agent desktop shows her new postal address within 2 hours",
)


def run(root: Path) -> RunSummary:
    with open_shop(root) as shop:
        shop.company.slow["desk"] = timedelta(hours=3)
        shop.plays(*STEPS)
    return write_all(root / "reports" / "r1", project=root)


def test_it_is_the_first_line_of_the_summary_and_makes_the_run_fail(tmp_path: Path) -> None:
    summary = run(tmp_path)

    assert (summary.exit_code, summary.first_line) == (1, SAID)
    assert f"Failed (1 scenario): {SAID}" in summary.text


def test_it_is_the_failure_that_ci_reads(tmp_path: Path) -> None:
    run(tmp_path)
    junit = (tmp_path / "reports/r1/junit.xml").read_text(encoding="utf-8")

    assert f'<failure message="{SAID}"'.replace("'", "'") in junit
    assert "found     the agent desktop: the old value at " in junit


def test_it_stands_in_the_report(tmp_path: Path) -> None:
    summary = run(tmp_path)

    assert summary.report is not None
    assert SAID.replace("'", "&#39;") in summary.report.read_text(encoding="utf-8")


def test_a_replay_comes_to_the_same_answer(tmp_path: Path) -> None:
    run(tmp_path)
    said, same = replay(tmp_path / "reports" / "r1")

    assert same
    assert said.splitlines()[-1] == "1 sentences with rules of their own judged again: all verdicts are the same"


def test_an_answer_that_was_tampered_with_is_found(tmp_path: Path) -> None:
    run(tmp_path)
    file = tmp_path / "reports/r1/history.ndjson"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('"outcome":"broken"', '"outcome":"kept"'), encoding="utf-8")
    said, same = replay(tmp_path / "reports" / "r1")

    assert not same
    assert said.splitlines()[-2:] == [
        "1 sentences with rules of their own judged again: 1 differ from what was recorded",
        f"  {STEPS[-1]}  kept -> broken (journeys/maria.feature::one)",
    ]
