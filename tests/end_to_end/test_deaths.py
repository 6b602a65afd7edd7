"""A browser that dies, a run that is stopped: with real processes, none of which may be left."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from tellonce.ledger.verdict_file import read_verdicts

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(shutil.which("ps") is None, reason="without ps nobody knows the processes of a run"),
]

STEPS = """
import os
import signal
import subprocess
import threading

from behave import given


def kin(of):
    rows = subprocess.run(["ps", "-eo", "pid=,ppid=,args="], capture_output=True, text=True, check=True).stdout
    table = [(int(pid), int(parent), command) for pid, parent, command in (r.split(None, 2) for r in rows.splitlines())]
    known, new = {of}, {of}
    while new:
        new = {pid for pid, parent, _ in table if parent in new} - known
        known |= new
    return {pid: command for pid, _, command in table if pid in known and not command.startswith("ps ")}


@given("the browser dies")
def the_browser_dies(context):
    browsers = []
    for pid, command in kin(os.getpid()).items():
        if "chrom" in command and "--type=" not in command and "playwright" not in command.split(" ", 1)[0]:
            os.kill(pid, signal.SIGKILL)
            browsers.append(pid)
    assert browsers, "no browser was found to kill"


@given("somebody stops the run by {signals}")
def somebody_stops_the_run(context, signals):
    run = os.getppid() if "PYTEST_XDIST_WORKER" in os.environ else os.getpid()
    with open("kin.txt", "w") as file:
        file.write("\\\\n".join(map(str, kin(run))))
    for name in signals.split(" and "):
        os.kill(run, getattr(signal, name))
        threading.Event().wait(0.3)
    threading.Event().wait(60)
"""

JOURNEY = """
Feature: Deaths
  Background:
    Given Maria is a customer

  Scenario: Before
    When she changes her phone number in self-service
    Then the details page shows her new phone number

  Scenario: In the middle
    When she changes her phone number in self-service
    Given {what}
    When she changes her e-mail address in self-service
    Then the details page shows her new e-mail address

  Scenario: Afterwards
    When she changes her phone number in self-service
    Then the details page shows her new phone number
"""


@pytest.fixture
def deaths(project):
    """The copy, with steps that kill."""
    (project.root / "steps" / "deaths.py").write_text(STEPS.replace("\\\\n", "\\n"), encoding="utf-8")
    return project


def journey(project, what: str) -> str:
    (project.root / "journeys" / "deaths.feature").write_text(JOURNEY.format(what=what), encoding="utf-8")
    return "journeys/deaths.feature"


def test_a_browser_that_dies_costs_one_scenario(deaths):
    ran = deaths.run("tellonce", "run", journey(deaths, "the browser dies"))

    assert ran.code == 1
    assert "the browser died in the middle of this scenario; the next one gets another" in ran.said
    assert "scenarios 2 passed, 1 error" in ran.said
    assert "Traceback" not in ran.said
    kept = {cell.scenario_name for cell in read_verdicts(ran.folder) if cell.verdict.value == "on_time"}
    assert {"Before", "Afterwards"} <= kept
    assert (ran.folder / "index.html").stat().st_size > 10_000


@pytest.mark.parametrize(
    ("signals", "workers", "who"),
    [
        ("SIGINT", "1", "Stopped by you"),
        ("SIGINT and SIGINT", "1", "Stopped by you"),
        ("SIGTERM", "2", "Stopped from outside (SIGTERM)"),
    ],
)
def test_a_run_that_is_stopped_leaves_a_report_and_no_process(deaths, signals, workers, who):
    ran = deaths.run("tellonce", "run", "--workers", workers, journey(deaths, f"somebody stops the run by {signals}"))

    assert ran.code == 130
    assert f"{who}. What was learned up to here, of 3 scenarios:\n" in ran.said
    assert "scenarios 1 passed, 1 error" in ran.said
    for noise in ("KeyboardInterrupt", "Traceback", "!!!", "Exception ignored"):
        assert noise not in ran.said
    assert (ran.folder / "index.html").stat().st_size > 10_000
    pids = (deaths.root / "kin.txt").read_text(encoding="utf-8").split()
    assert len(pids) > 5
    assert [pid for pid in pids if runs(pid)] == []


def runs(pid: str) -> bool:
    """Whether a process is there and no zombie of somebody else's."""
    status = Path(f"/proc/{pid}/stat")
    if status.parent.parent.joinpath("self").exists():
        return status.exists() and ") Z " not in status.read_text(encoding="utf-8", errors="replace")
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return False
    return True
