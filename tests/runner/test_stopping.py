"""Ctrl-C and SIGTERM: one plain line, the report of what was learned, nothing left running, exit 130."""

from __future__ import annotations

import pytest
from toy_project import Ran, ToyProject

LONG = """
Feature: Long
  Scenario: First
    Then it holds
  Scenario: Second
    Then {what} {how}
  Scenario: Third
    Then it holds
"""

STEPS = """
import os, signal, threading

@then("{what} comes")
def comes(context, what):
    signal.raise_signal(getattr(signal, what))

@then("{what} is sent from outside")
def sent(context, what):
    os.kill(os.getppid(), getattr(signal, what))
    threading.Event().wait(60)
"""

IN_THE_END = """
import signal

def after_all(context):
    signal.raise_signal(signal.SIGINT)
"""


@pytest.fixture
def long(project: ToyProject) -> ToyProject:
    """Three scenarios; a test says what happens in the second."""
    return project.write({"steps/stopping.py": STEPS})


def stopped(project: ToyProject, what: str, how: str = "comes", **arguments: object) -> Ran:
    """`tellonce run` of a journey in whose second scenario a signal comes."""
    return project.write({"journeys/long.feature": LONG.format(what=what, how=how)}).tellonce(**arguments)


def insist_on_no_noise(ran: Ran) -> None:
    """Nothing that only Python or pytest would say."""
    for noise in ("KeyboardInterrupt", "Traceback", "!!!", "threading", "Exception ignored"):
        assert noise not in ran.out + ran.err


@pytest.mark.parametrize(
    ("what", "who", "why"),
    [
        ("SIGINT", "Stopped by you", "Ctrl-C"),
        ("SIGTERM", "Stopped from outside (SIGTERM)", "SIGTERM"),
        ("SIGHUP", "Stopped from outside (SIGHUP)", "SIGHUP"),
    ],
)
def test_a_signal_tells_what_was_learned_in_one_line_and_is_exit_130(
    long: ToyProject, what: str, who: str, why: str
) -> None:
    ran = stopped(long, what)

    assert ran.code == 130
    assert f"\n{who}. What was learned up to here, of 3 scenarios:\n" in ran.out
    assert ran.out.rstrip().endswith("2 scenarios were settled.")
    assert [line for line in ran.trace if line.startswith("finish")] == [
        "finish_scenario journeys/long.feature::First passed",
        "finish_scenario journeys/long.feature::Second error",
        "finish_run main",
    ]
    assert f"step error Then {what} comes | stopped by {why}" in ran.trace
    insist_on_no_noise(ran)
    assert ran.err == ""


def test_a_stop_before_the_first_scenario_ended_ends_as_cleanly(long: ToyProject) -> None:
    long.write({"journeys/long.feature": "Feature: Long\n  Scenario: First\n    Then SIGINT comes\n"})

    ran = long.tellonce()

    assert ran.code == 130
    assert "\nStopped by you" in ran.out
    assert ran.trace[-1] == "finish_run main"
    insist_on_no_noise(ran)


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("what", ["SIGINT", "SIGTERM"])
def test_a_stop_while_services_start_closes_them(journeys: ToyProject, what: str, workers: int) -> None:
    journeys.write({"stopped-at-start.txt": what})

    ran = journeys.tellonce(workers=workers)

    assert ran.code == 130
    assert "before the first scenario began." in ran.out
    assert ran.trace[-1] == "closed"
    assert not any(line.startswith("start_scenario") for line in ran.trace)
    insist_on_no_noise(ran)


def test_a_second_ctrl_c_is_answered_and_costs_neither_the_end_nor_the_report(long: ToyProject) -> None:
    long.write({"fixtures/environment.py": IN_THE_END})

    ran = stopped(long, "SIGINT")

    assert ran.code == 130
    assert ran.err == ("Already stopping: the browser and the services are being closed, then the report is written.\n")
    assert "finish_run main" in ran.trace
    assert "2 scenarios were settled." in ran.out
    insist_on_no_noise(ran)


def test_a_stop_while_a_scenario_is_settled_settles_it_as_it_stands(long: ToyProject) -> None:
    long.write(
        {"journeys/long.feature": "Feature: Long\n  @stopped-at-the-end\n  Scenario: First\n    Then it holds\n"}
    )

    ran = long.tellonce()

    assert ran.code == 130
    assert "\nStopped by you" in ran.out
    assert ran.trace[-1] == "finish_run main"
    insist_on_no_noise(ran)


@pytest.mark.parametrize("what", ["SIGINT", "SIGTERM"])
def test_workers_stop_with_the_process_that_started_them(long: ToyProject, what: str) -> None:
    ran = stopped(long, what, "is sent from outside", workers=2)

    assert ran.code == 130
    assert "\nStopped " in ran.out
    assert [line for line in ran.trace if line.startswith("finish_scenario")] == [
        "finish_scenario journeys/long.feature::First passed",
        "finish_scenario journeys/long.feature::Second error",
    ]
    insist_on_no_noise(ran)


def test_pytest_and_behave_stop_as_cleanly_with_their_own_words_and_codes(long: ToyProject) -> None:
    long.write({"journeys/long.feature": LONG.format(what="SIGTERM", how="comes")})

    by_pytest, by_behave = long.pytest("journeys"), long.behave("journeys")

    assert (by_pytest.code, by_behave.code) == (2, 1)
    for ran in (by_pytest, by_behave):
        assert "Stopped from outside (SIGTERM). What was learned up to here" in ran.out
        assert "2 scenarios were settled." in ran.out
        assert ran.trace[-1] == "finish_run main"
        assert not any("Third" in line for line in ran.trace)
