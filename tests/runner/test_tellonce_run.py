"""`tellonce run`: plain words while it runs, and the design's exit codes."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from toy_project import ToyProject

import tellonce


def test_progress_is_one_line_per_scenario_in_the_words_of_the_journey(journeys: ToyProject) -> None:
    ran = journeys.tellonce(paths=("journeys/maria",), run="tonight")

    said = re.sub(r"\(\d+\.\d s\)", "(0.0 s)", ran.out).rstrip()
    assert said.startswith(
        "Tellonce: run tonight\n"
        "4 scenarios in 1 journey\n"
        "Moving house  (journeys/maria/moving.feature)\n"
        "  ✓ She tells the bank once … (0.0 s)\n"
        "  ✗ The invoice is forgotten … (0.0 s)\n"
        "      The invoice is forgotten\n"
        "        journey   journeys/maria/moving.feature:14\n"
        "        step      Then it does not hold\n"
        "        because   the invoice shows the old address  (steps/calls.py:30)\n"
        "  ✓ Each fact arrives (postal address) … (0.0 s)\n"
        "  ✓ Each fact arrives (e-mail) … (0.0 s)\n"
        "\n"
    )
    assert said.endswith("4 scenarios were settled.")
    assert ran.err == ""


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ({"keyword": "async"}, 0),
        ({"keyword": "Nobody"}, 1),
        ({"keyword": "blows"}, 1),
        ({"persona": "nobody"}, 2),
        ({"paths": ("journeys/maira",)}, 2),
        ({"keyword": "nothing"}, 5),
        ({"paths": ("steps",)}, 5),
        ({"tags": "post and not slow", "workers": 2, "keyword": "Each", "seed": "7"}, 0),
    ],
)
def test_exit_codes(journeys: ToyProject, arguments: dict[str, object], code: int) -> None:
    assert journeys.tellonce(**arguments).code == code


def test_a_usage_problem_is_told_whole_and_nothing_starts(journeys: ToyProject) -> None:
    journeys.write(
        {"journeys/maria/wrong.feature": "Feature: Wrong\n  Scenario: Wrong\n    Then everyone knows her emial\n"}
    )

    ran = journeys.tellonce()

    assert ran.code == 2
    assert (
        'journeys/maria/wrong.feature:3:5: there is no fact "emial"\n'
        "  did you mean  e-mail\n"
        "  valid         postal address, e-mail" in ran.err
    )
    assert ran.trace == ()


def test_a_service_that_does_not_start_is_exit_1(journeys: ToyProject) -> None:
    journeys.write({"broken.txt": "Northbank did not answer within 20 s."})

    ran = journeys.tellonce()

    assert ran.code == 1
    assert ran.out.count("Northbank did not answer within 20 s.") == 1


@pytest.mark.parametrize("workers", [1, 2])
def test_a_service_that_is_described_wrongly_is_exit_2(journeys: ToyProject, workers: int) -> None:
    journeys.write({"misdescribed.txt": "the start command ended at once"})

    ran = journeys.tellonce(workers=workers)

    assert ran.code == 2
    assert "the start command ended at once" in ran.err + ran.out


def test_the_first_line_comes_at_once(journeys: ToyProject) -> None:
    code = "from tellonce.runner.run import *; run_journeys(RunArgs(run='now'))"
    with subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=journeys.root,
        env={"PYTHONIOENCODING": "utf-8", "PYTHONPATH": str(Path(tellonce.__file__).parents[1])},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as running:
        assert running.stdout is not None
        assert running.stdout.readline() == "Tellonce: run now\n"
        assert not (journeys.root / "trace.txt").exists()
        running.send_signal(signal.SIGKILL)
