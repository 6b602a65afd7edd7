"""A whole small project in a temporary folder: an engine that only writes down what it hears, and a few journeys."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

import tellonce

PLUGIN = "tellonce.runner.pytest_plugin"

# Other installed plugins take longer to import than a toy run takes to run.
_ONLY_OURS = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}

ENGINE = '''
"""Writes every call to trace.txt; settles a scenario as its tag @settled-<status> says."""
import asyncio
import signal
import threading
from pathlib import Path

from tellonce.model.errors import TellonceError, UsageProblem, Problem
from tellonce.engine.protocol import ScenarioEnd


class Engine:
    def __init__(self, project, options, worker):
        self.file, self.options, self.worker = Path(project) / "trace.txt", options, worker
        self.loop, self.info = asyncio.new_event_loop(), None
        self.thread = threading.Thread(target=self.loop.run_forever, name="engine loop", daemon=True)

    def note(self, *words):
        with self.file.open("a", encoding="utf-8") as file:
            file.write(" ".join(str(word) for word in words) + "\\n")

    def start_shared(self):
        self.shared = True
        self.heed("stopped-at-start.txt")

    def heed(self, file):
        asked = self.file.with_name(file)
        if asked.exists():
            signal.raise_signal(getattr(signal, asked.read_text(encoding="utf-8")))

    def start_run(self):
        # A seed that was not asked for is another one in every run: 16 characters that no test can foresee.
        seed = self.options.seed if self.options.seed and len(self.options.seed) != 16 else None
        self.note("start_run", self.worker, self.options.persona, self.options.touchpoint, seed)
        broken, misdescribed = self.file.with_name("broken.txt"), self.file.with_name("misdescribed.txt")
        if broken.exists():
            raise TellonceError(broken.read_text(encoding="utf-8"))
        if misdescribed.exists():
            raise UsageProblem(Problem(what=misdescribed.read_text(encoding="utf-8")))
        self.heed("stopped-at-start.txt")
        self.thread.start()

    def start_scenario(self, info):
        self.info = info
        if "unstartable" in info.tags:
            raise TellonceError("The browser has died.")
        self.note("start_scenario", info.id, ",".join(info.tags))

    def start_step(self, text, line):
        self.begun = (text, line)

    def finish_step(self, step):
        if step.status not in ("skipped", "undefined") and self.begun != (f"{step.keyword} {step.text}", step.line):
            self.note("unannounced", step.text)
        self.note("step", step.status, step.keyword, step.text, "|", step.message)

    def finish_scenario(self, status, message):
        if "stopped-at-the-end" in self.info.tags:
            signal.raise_signal(signal.SIGINT)
        for tag in self.info.tags:
            if tag.startswith("settled-") and status == "passed":
                status, message = tag.removeprefix("settled-"), "The card letter still shows the old address."
        self.note("finish_scenario", self.info.id, status)
        return ScenarioEnd(status=status, message=message)

    def record(self, event):
        pass

    def attach(self, media_type, data, file_name=""):
        self.note("attached", media_type, file_name)

    def finish_run(self):
        if not getattr(self, "shared", False):
            self.note("finish_run", self.worker)
        if self.thread.is_alive():
            self.loop.call_soon_threadsafe(self.loop.stop)
            self.thread.join()
        self.loop.close()
        if self.file.with_name("stopped-at-start.txt").exists():
            self.note("closed")

    def run(self, work):
        return asyncio.run_coroutine_threadsafe(work, self.loop).result()


def make(project, options, worker):
    return Engine(project, options, worker)


def report(folder, project):
    words = (Path(project) / "trace.txt").read_text(encoding="utf-8").splitlines()
    return f"{sum(line.startswith('finish_scenario') for line in words)} scenarios were settled."


FACTS = ("postal address", "e-mail")


def fact(name):
    if name not in FACTS:
        raise UsageProblem(Problem(what=f'there is no fact "{name}"', bad=name, valid=FACTS))
    return name


def she_changes(context, name):
    context.changed = name


def told(context, fact):
    assert context.changed == fact


def vocabulary(registry, project):
    registry.parameter_type("fact", r"[a-z -]+", fact)
    registry.add("she changes her {fact}", she_changes, kind="when")
    registry.add("everyone knows her {fact}", told, kind="then")
'''

SETTINGS = """
[tool.tellonce]
engine = "toy_engine:make"
vocabulary = "toy_engine:vocabulary"
reporters = ["toy_engine:report"]

[tool.behave]
runner = "tellonce.runner:TellonceRunner"
"""

STEPS = """
import asyncio
import threading

import pytest


@given("{name} is a customer")
def is_a_customer(context, name):
    context.name = name


@when("she calls {whom}")
async def calls(context, whom):
    await asyncio.sleep(0)
    context.thread = threading.current_thread().name


@then("the call ran on the engine's loop")
def on_the_loop(context):
    assert context.thread == "engine loop", context.thread


@then("it holds")
def holds(context):
    pass


@then("it does not hold")
def does_not_hold(context):
    assert False, "the invoice shows the old address"


@then("it blows up")
def blows_up(context):
    raise ZeroDivisionError("no fee")


@then("it leaves by {way}")
def leaves(context, way):
    if way == "skip":
        pytest.skip("not on a Sunday")
    if way == "fail":
        pytest.fail("said by pytest.fail")
    raise SystemExit(3)
"""

HOOKS = """
from pathlib import Path

def note(*words):
    with (Path(__file__).parents[1] / "hooks.txt").open("a", encoding="utf-8") as file:
        file.write(" ".join(str(word) for word in words) + "\\n")

def before_all(context):
    note("before_all")

def after_all(context):
    note("after_all")

def before_feature(context, feature):
    note("before_feature", feature.name)

def after_feature(context, feature):
    note("after_feature", feature.name, feature.status.name)

def before_rule(context, rule):
    note("before_rule", rule.name)

def after_rule(context, rule):
    note("after_rule", rule.name, rule.status.name)

def before_scenario(context, scenario):
    context.add_cleanup(note, "cleanup", scenario.name)
    note("before_scenario", scenario.name)

def after_scenario(context, scenario):
    note("after_scenario", scenario.name, scenario.status.name)

def before_step(context, step):
    note("before_step", step.name)

def after_step(context, step):
    note("after_step", step.name, step.status.name)

def before_tag(context, tag):
    note("before_tag", tag)

def after_tag(context, tag):
    note("after_tag", tag)
"""

MOVING = """
@post
Feature: Moving house

  Background:
    Given Maria is a customer

  Scenario: She tells the bank once
    When she changes her postal address
    Then everyone knows her postal address

  @slow
  Scenario: The invoice is forgotten
    When she changes her postal address
    Then it does not hold
    And it holds

  Scenario Outline: Each fact arrives
    When she changes her <fact>
    Then everyone knows her <fact>

    Examples:
      | fact           |
      | postal address |
      | e-mail         |
"""

CALLING = """
Feature: Calling

  Scenario: An async step
    When she calls the bank
    Then the call ran on the engine's loop

  @settled-inconclusive
  Scenario: Nobody can see the card
    When she calls the bank
    Then it holds

  @settled-failed @post
  Scenario: The letter is stale
    When she calls the bank
    Then it holds

  Rule: Harness trouble

    @unstartable
    Scenario: The browser is gone
      When she calls the bank
      Then it holds

    Scenario: Something blows up
      When she calls the bank
      Then it blows up
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """What a command left. hooks and trace: the lines that the project's hooks and the engine wrote."""

    code: int
    out: str
    err: str
    hooks: tuple[str, ...]
    trace: tuple[str, ...]

    @property
    def settled(self) -> dict[str, str]:
        """Scenario id -> status, as the engine settled it."""
        told = (line.removeprefix("finish_scenario ") for line in self.trace if line.startswith("finish_scenario "))
        return {known: status for known, _, status in (line.rpartition(" ") for line in told)}


@dataclass(frozen=True, slots=True)
class ToyProject:
    """A project folder, and the ways to run it."""

    root: Path

    def write(self, files: Mapping[str, str]) -> ToyProject:
        """Write files by their path in the project."""
        for name, text in files.items():
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(dedent(text).lstrip("\n"), encoding="utf-8")
        return self

    def pytest(self, *arguments: str) -> Ran:
        """pytest with the plugin, in its own process."""
        return self._run("-m", "pytest", "-p", PLUGIN, "-p", "xdist", "--strict-markers", *arguments)

    def behave(self, *arguments: str) -> Ran:
        """behave, in its own process."""
        return self._run("-m", "behave", *arguments)

    def tellonce(self, **arguments: object) -> Ran:
        """run_journeys, in its own process."""
        code = f"import sys; from tellonce.runner.run import *; sys.exit(run_journeys(RunArgs(**{arguments!r})))"
        return self._run("-c", code)

    def _run(self, *arguments: str) -> Ran:
        for name in ("hooks.txt", "trace.txt"):
            (self.root / name).unlink(missing_ok=True)
        source = str(Path(tellonce.__file__).parents[1])
        settings = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "COV"))}
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=self.root,
            env=settings | {"PYTHONPATH": source, "PYTHONIOENCODING": "utf-8", "COLUMNS": "120"} | _ONLY_OURS,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
        return Ran(
            code=done.returncode,
            out=done.stdout,
            err=done.stderr,
            hooks=self._lines("hooks.txt"),
            trace=self._lines("trace.txt"),
        )

    def _lines(self, name: str) -> tuple[str, ...]:
        path = self.root / name
        return tuple(path.read_text(encoding="utf-8").splitlines()) if path.exists() else ()


def make_project(root: Path) -> ToyProject:
    """A project without journeys."""
    return ToyProject(root).write(
        {
            "pyproject.toml": SETTINGS,
            "toy_engine.py": ENGINE,
            "steps/calls.py": STEPS,
            "fixtures/environment.py": HOOKS,
            "journeys/.keep": "",
        }
    )
