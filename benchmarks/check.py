"""`tellonce check` over ten thousand scenarios, beside behave's dry run, gherkin-official's parser and robocop.

    python -m benchmarks.check [--features 1000] [--scenarios 10] [--rounds 3] [--mistakes 10] [--keep FOLDER]

A suite of journeys in Northbank's words is written once: eight steps a scenario, nearly all scenarios different. Each
turn. What each of them looks at differs, and is printed beside its time. A second table plants one mistake each in
turn. What each of them looks at differs, and is printed beside its time. A second table plants one mistake each in
a suite of one scenario, and asks each tool whether it says anything. What is not installed is named and left out.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from time import monotonic

from benchmarks.running import ROOT

FACTS = ("postal address", "phone number", "e-mail address")
SHOWING = ("the agent desktop", "the details page", "the profile in the app")
PEOPLE = {"Maria": "her", "Claire": "her", "Jan": "his", "Liam": "his"}
SUBJECTS = {"her": "she", "his": "he"}

GHERKIN = """
import sys
from pathlib import Path
from gherkin.parser import Parser
for path in sorted(Path("journeys").rglob("*.feature")):
    Parser().parse(path.read_text(encoding="utf-8"))
"""
STEPS = """
from behave import given, then, when

def step(context, **_): pass

# The special before the general: behave refuses them the other way round.
given("{name} is a customer")(step)
when("{days:d} days pass")(step)
when("{who} changes {whose} {fact} in self-service")(step)
then("every touchpoint shows {whose} new {fact} within its promise")(step)
then("no touchpoint still uses {whose} old {fact}")(step)
then("{touchpoint} shows {whose} new {fact}")(step)
"""
ROBOT = """*** Settings ***
Documentation    The bank is told once.

*** Keywords ***
Is A Customer
    [Arguments]    ${name}
    Log    ${name}

Days Pass
    [Arguments]    ${days}
    Log    ${days}

Changes
    [Arguments]    ${fact}
    Log    ${fact}

Shows
    [Arguments]    ${place}    ${fact}
    Log    ${place} ${fact}

*** Test Cases ***
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool:
    """A way to check a suite. command: run in the suite's folder.  looks_at: what it can tell at all."""

    name: str
    command: Sequence[str]
    looks_at: str
    needs: str = ""
    folder: str = "."
    ends_with: tuple[int, ...] = (0,)


TOOLS = (
    Tool(
        name="tellonce check",
        command=("-m", "tellonce", "check"),
        looks_at="syntax, sentences, personas, promises, layout: every rule",
    ),
    Tool(
        name="behave --dry-run",
        command=(
            *("-m", "behave", "--dry-run", "-f", "null", "--no-summary", "-r", "behave.runner:Runner"),
            "journeys",
        ),
        looks_at="syntax, undefined steps",
        needs="behave",
        folder="plain",
    ),
    Tool(
        name="gherkin-official",
        command=("-c", GHERKIN),
        looks_at="syntax alone",
        needs="gherkin",
    ),
    Tool(
        name="robocop check",
        command=("-m", "robocop", "check", "robot"),
        looks_at="syntax, naming, layout of Robot Framework files; no step is resolved",
        needs="robocop",
        ends_with=(0, 1),  # it finds a thing or two in any suite
    ),
)

SOUND = """Feature: Maria moves house

  Scenario: Everyone knows
    Given Maria is a customer
    When she changes her postal address in self-service
    Then every touchpoint shows her new postal address within its promise
"""
MISTAKES: Mapping[str, tuple[str, str]] = {
    "a misspelt keyword": ("  Scenario: Everyone knows\n", "  Scenario: Everyone knows\n    Wehn 2 days pass\n"),
    "an undefined sentence": ("she changes her postal address in self-service", "she sells her house"),
    "a scenario without a step": ("  Scenario: Everyone", "  Scenario: Later\n\n  Scenario: Everyone"),
    "a feature without a scenario": ("  Scenario: Everyone knows\n", "  Everyone knows\n"),
    "a scenario without a Then": ("    Then every touchpoint shows her new postal address within its promise\n", ""),
    "two scenarios of one name": ("moves house\n", "moves house\n" + SOUND.partition("house\n")[2]),
    "a text that is never closed": ("in self-service\n", 'in self-service\n      """\n      by letter\n'),
    "a value nobody changed": ("shows her new postal", "shows her new phone number and postal"),
    "a Then no probe can answer": (
        "every touchpoint shows her new postal address within its promise",
        "the offer mail shows her new postal address",
    ),
    "words of the user interface": ("Everyone knows\n", "She clicks the button, and everyone knows\n"),
}


def main() -> None:
    """Write the suite, run every tool on it, print both tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--features", type=int, default=1000)
    parser.add_argument("--scenarios", type=int, default=10)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--mistakes", type=int, default=len(MISTAKES), help="how many to plant")
    parser.add_argument("--keep", type=Path, help="write the suite here, and leave it there")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        folder = (asked.keep or Path(made) / "suite").resolve()
        if not (folder / "journeys").exists():
            write_suite(folder, features=asked.features, scenarios=asked.scenarios)
        tools = [tool for tool in TOOLS if not tool.needs or find_spec(tool.needs)]
        missing = [tool.name for tool in TOOLS if tool not in tools]
        total = asked.features * asked.scenarios
        print(f"{total:,} scenarios x 8 steps in {asked.features:,} files; {os.cpu_count()} cores; seconds")
        times: dict[str, list[tuple[float, float]]] = {tool.name: [] for tool in tools}
        for _ in range(asked.rounds):
            for tool in tools:
                times[tool.name].append(_seconds(tool, folder))
        ours = median(wall for wall, _ in times["tellonce check"])
        print(f"{'':18} {'wall':>7} {'best':>7} {'x ours':>7} {'CPU':>7}  looks at")
        for tool in tools:
            wall, best = median(one for one, _ in times[tool.name]), min(one for one, _ in times[tool.name])
            cpu = min(one for _, one in times[tool.name])
            print(f"{tool.name:18} {wall:7.2f} {best:7.2f} {wall / ours:7.2f} {cpu:7.2f}  {tool.looks_at}", flush=True)
        for name in missing:
            print(f"{name:18} not installed")
        print()
        asked_of = [tool for tool in tools if tool.name != "robocop check"]  # it reads another language
        _planted(asked_of, Path(made) / "planted", list(MISTAKES)[: asked.mistakes])


def write_suite(folder: Path, *, features: int, scenarios: int) -> None:
    """A project of Northbank's own files with made-up journeys; the same in Robot Framework; plain steps for behave."""
    _copy_project(folder)
    chance = random.Random(45)
    plain = folder / "plain"
    (plain / "steps").mkdir(parents=True)
    (plain / "steps" / "plain.py").write_text(STEPS, encoding="utf-8")
    robot = folder / "robot"
    robot.mkdir()
    for number in range(features):
        name = list(PEOPLE)[number % len(PEOPLE)]
        text = _feature(number, name, scenarios, chance)
        for base in (folder, plain):
            path = base / "journeys" / name.casefold() / f"story-{number:04}.feature"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        (robot / f"story_{number:04}.robot").write_text(_robot(number, name, scenarios, chance), encoding="utf-8")


def _copy_project(folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / "fixtures").mkdir()
    shutil.copytree(ROOT / "steps", folder / "steps", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "fixtures" / "personas", folder / "fixtures" / "personas")
    shutil.copy(ROOT / "fixtures" / "blueprint.yaml", folder / "fixtures" / "blueprint.yaml")
    (folder / "pyproject.toml").write_text("[tool.tellonce]\n", encoding="utf-8")


def _feature(number: int, name: str, scenarios: int, chance: random.Random) -> str:
    whose = PEOPLE[name]
    who = SUBJECTS[whose]
    lines = [
        f"Feature: {name} and story {number}",
        f"  {who.capitalize()} told the bank once, and should not have to tell it again.",
    ]
    for case in range(scenarios):
        fact = chance.choice(FACTS)
        spots = chance.sample(SHOWING, 2)
        lines += [
            "",
            f"  @post @part.{case % 5}",
            f"  Scenario: Case {case} of story {number}",
            f"    Given {name} is a customer",
            f"    When {chance.randint(2, 400)} days pass",
            f"    And {who} changes {whose} {fact} in self-service",
            f"    And {chance.randint(2, 400)} days pass",
            f"    Then {spots[0]} shows {whose} new {fact}",
            f"    And {spots[1]} shows {whose} new {fact}",
            f"    And no touchpoint still uses {whose} old {fact}",
            f"    And every touchpoint shows {whose} new {fact} within its promise",
        ]
    return "\n".join(lines) + "\n"


def _robot(number: int, name: str, scenarios: int, chance: random.Random) -> str:
    lines = [ROBOT.rstrip("\n")]
    for case in range(scenarios):
        fact = chance.choice(FACTS)
        lines += [
            f"Case {case} Of Story {number}",
            f"    Is A Customer    {name}",
            f"    Days Pass    {chance.randint(2, 400)}",
            f"    Changes    {fact}",
            f"    Days Pass    {chance.randint(2, 400)}",
            *(f"    Shows    {spot}    {fact}" for spot in (*SHOWING, "every touchpoint")),
            "",
        ]
    return "\n".join(lines)


def _seconds(tool: Tool, folder: Path) -> tuple[float, float]:
    """Wall seconds, and CPU seconds of all its processes: on a machine that does other things, only these compare.

    Raises SystemExit when the tool did not do what it was timed for.
    """
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), monotonic()
    done = _run(tool, folder)
    wall, after = monotonic() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in tool.ends_with:
        raise SystemExit(f"{tool.name} ended with {done.returncode}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}")
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _run(tool: Tool, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *tool.command], cwd=folder / tool.folder, capture_output=True, text=True, check=False
    )


def _planted(tools: Sequence[Tool], folder: Path, mistakes: Sequence[str]) -> None:
    """Which tool says anything of a mistake? A tool that already complains of the sound suite is not asked."""
    _copy_project(folder)
    plain = folder / "plain"
    (plain / "steps").mkdir(parents=True)
    (plain / "steps" / "plain.py").write_text(STEPS, encoding="utf-8")

    def says(tool: Tool, text: str) -> bool:
        for base in (folder, plain):
            path = base / "journeys" / "maria" / "moving.feature"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        # Only what a file shows by itself: of one journey nobody can say what the others use.
        command = (*tool.command, "journeys/maria/moving.feature", "--strict", "--ignore", "TO4")
        asked = Tool(name=tool.name, command=command if "tellonce" in command else tool.command, looks_at="")
        done = _run(Tool(name=asked.name, command=asked.command, looks_at="", folder=tool.folder), folder)
        return done.returncode != 0

    quiet = [tool for tool in tools if not says(tool, SOUND)]
    print(f"{'noticed, with a failing exit':32}" + "".join(f"{tool.name:>18}" for tool in quiet))
    for mistake in mistakes:
        before, after = MISTAKES[mistake]
        text = SOUND.replace(before, after, 1)
        answers = "".join(f"{'yes' if says(tool, text) else '-':>18}" for tool in quiet)
        print(f"{mistake:32}{answers}", flush=True)


if __name__ == "__main__":
    main()
