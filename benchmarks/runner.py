"""Scenarios per second: plain behave against Tellonce's runner, through behave and through pytest, in one run.

    python benchmarks/runner.py [--scenarios 1000] [--steps 10] [--sentences 20 200 1000]

CPU seconds of the child process, start-up included; each figure is the best of two, so that a busy machine says less.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

ENGINE = """
from tellonce.engine.protocol import ScenarioEnd

class Silent:
    def __init__(self, *_): pass
    def start_run(self): pass
    def start_scenario(self, info): pass
    def start_step(self, text, line): pass
    def finish_step(self, step): pass
    def finish_scenario(self, status, message): return ScenarioEnd(status=status, message=message)
    def record(self, event): pass
    def attach(self, media_type, data, file_name=""): pass
    def finish_run(self): pass
    def run(self, work): raise NotImplementedError

def words(registry, project): pass
"""
SETTINGS = '[tool.tellonce]\nengine = "silent_engine:Silent"\nvocabulary = "silent_engine:words"\n'


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scenarios", type=int, default=1000)
    parser.add_argument("--steps", type=int, default=10)
    parser.add_argument("--sentences", type=int, nargs="+", default=[20, 200, 1000])
    asked = parser.parse_args()
    quiet = ["-f", "null", "--no-summary"]
    ways = {
        "plain behave": ["-m", "behave", *quiet, "-r", "behave.runner:Runner", "journeys"],
        "behave with TellonceRunner": ["-m", "behave", *quiet, "-r", "tellonce.runner:TellonceRunner", "journeys"],
        "pytest with the plugin": ["-m", "pytest", "-q", "-p", "tellonce.runner.pytest_plugin", "journeys"],
    }
    print(f"{asked.scenarios} scenarios x {asked.steps} empty steps; CPU s and scenarios/s")
    for sentences in asked.sentences:
        with tempfile.TemporaryDirectory() as folder:
            project = Path(folder)
            _write(project, asked.scenarios, asked.steps, sentences)
            for way, arguments in ways.items():
                spent_s = min(_spent_s(project, arguments) for _ in range(2))
                print(
                    f"{sentences:5} sentences  {way:27} {spent_s:6.2f} s  {asked.scenarios / spent_s:7.0f} /s",
                    flush=True,
                )


def _write(project: Path, scenarios: int, steps: int, sentences: int) -> None:
    for name in ("journeys", "steps"):
        (project / name).mkdir()
    (project / "silent_engine.py").write_text(ENGINE, encoding="utf-8")
    (project / "pyproject.toml").write_text(SETTINGS, encoding="utf-8")
    defined = "\n".join(
        f'@then("she sees {{value}} at place {n} of the bank")\ndef step_{n}(context, value):\n    pass\n'
        for n in range(sentences)
    )
    (project / "steps" / "places.py").write_text(defined, encoding="utf-8")
    per_feature = 50
    for first in range(0, scenarios, per_feature):
        lines = [f"Feature: Number {first}"]
        for number in range(first, min(first + per_feature, scenarios)):
            lines.append(f"  Scenario: Number {number}")
            for step in range(steps):
                lines.append(f'    Then she sees "it" at place {(number * steps + step) * 7 % sentences} of the bank')
        (project / "journeys" / f"number_{first}.feature").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _spent_s(project: Path, arguments: list[str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    source = str(Path(__file__).resolve().parents[1] / "src")
    settings = os.environ | {"PYTHONPATH": source, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    done = subprocess.run(
        [sys.executable, *arguments], cwd=project, env=settings, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(arguments)} ended with {done.returncode}\n{done.stdout}\n{done.stderr}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    main()
