"""Plays a sample of Cucumber's compatibility kit with Tellonce's runner and engine, and reads its messages.

Left out are the checks before a run (they would refuse most samples: they have no Then, or are broken on purpose) and
the browser, which no sample uses.
"""

from __future__ import annotations

import contextlib
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from behave.cucumber_expression import StepMatcher4CucumberExpressions
from cucumber_compatibility_kit import CompatibilityKit
from engine_bench import FakeBrowsing

from small_bank import make_small_bank
from tellonce.authoring.features import check_features
from tellonce.authoring.gherkin import FeatureFile, read_feature
from tellonce.engine.engine import Engine, make_engine
from tellonce.engine.flows import begin_deeds
from tellonce.engine.protocol import RunOptions
from tellonce.judge import judge
from tellonce.ledger.history_reading import read_history
from tellonce.model.errors import NothingRan, Problem, UsageProblem
from tellonce.report.formats.messages import messages
from tellonce.runner.behave_private import Configuration
from tellonce.runner.behave_runner import HookFailed, TellonceRunner
from tellonce.runner.project import open_project

__all__ = ["SAMPLES", "Sample", "expected", "played", "refused"]

HERE = Path(__file__).parent
SETTINGS = 'engine = "kit_bench:without_browser"\nvocabulary = "kit_bench:no_words"\n'


@dataclass(frozen=True, slots=True)
class Sample:
    """One folder of the kit."""

    name: str

    @property
    def folder(self) -> Path:
        return CompatibilityKit().feature_code_for(self.name)

    @property
    def arguments(self) -> str:
        """What the kit would have given on the command line."""
        file = self.folder / f"{self.name}.arguments.txt"
        return file.read_text(encoding="utf-8").strip() if file.exists() else ""

    @property
    def reversed(self) -> bool:
        return self.arguments == "--order reverse"

    @property
    def retries(self) -> int:
        return int(self.arguments.removeprefix("--retry ")) if self.arguments.startswith("--retry ") else 0


_KIT = CompatibilityKit()
SAMPLES = tuple(Sample(name) for name in sorted({folder.name for folder in (*_KIT.gherkin(), *_KIT.markdown())}))


def without_browser(root: Path, options: RunOptions, worker: str) -> Engine:
    """The engine, with a browser that is only pretended."""
    engine = make_engine(root, options, worker)
    engine._stage.browsing = FakeBrowsing()
    return engine


def no_words(_registry: Any, _project: Path) -> None:
    """The kit's steps are all there is: what every project can say would be in its messages too; and what a project
    that was loaded before declared is over."""
    begin_deeds(lambda _flow: None)


def expected(sample: Sample) -> list[dict[str, Any]]:
    """The kit's own messages."""
    lines = (sample.folder / f"{sample.name}.ndjson").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def played(sample: Sample, root: Path) -> list[dict[str, Any]]:
    """Ours, of a run in `root`. Raises TellonceError for a sample that cannot be played at all."""
    with _project(sample, root) as runner:
        features = _features(sample, root)
        for feature in features:
            runner.know(feature)
        try:
            runner.begin()
            for feature in features:
                _play(runner, feature, sample)
        except HookFailed:  # nothing is played, and pytest would say so
            pass
        finally:
            runner.end()
    folder = runner.options.folder
    history, problems = read_history(folder)
    assert not problems
    return [json.loads(line) for line in messages(history, judge(history), folder=folder).splitlines()]


def refused(sample: Sample, root: Path) -> tuple[str, ...]:
    """The rules by which the checks before a run would refuse it, each once; empty when it would be run."""
    with _project(sample, root) as runner:
        try:
            features = _features(sample, root)
        except UsageProblem as error:
            return tuple(sorted({problem.rule for problem in error.problems if problem.rule}))
        problems = check_features(features, runner.step_registry.index)
        return tuple(sorted({problem.rule for problem in problems if problem.rule}))


@contextmanager
def _project(sample: Sample, root: Path) -> Iterator[TellonceRunner]:
    """A project with this sample alone, and a runner that has loaded it."""
    make_small_bank(root)
    (root / "tellonce.toml").write_text(SETTINGS, encoding="utf-8")
    stem = sample.name.replace("-", "_")
    shutil.copy(HERE / "steps" / f"{stem}.py", root / "steps" / f"{stem}.py")
    if (HERE / "hooks" / f"{stem}.py").exists():
        shutil.copy(HERE / "hooks" / f"{stem}.py", root / "fixtures" / "environment.py")
    for file in sample.folder.iterdir():
        if file.suffix == ".feature":
            shutil.copy(file, root / "journeys" / file.name)
        elif file.suffix in (".jpeg", ".png", ".pdf", ".svg"):
            shutil.copy(file, root / "steps" / file.name)
    try:
        with contextlib.chdir(root):
            config = Configuration([], capture=False, format=["null"], summary=False, stop=False, junit=False)
        config.capture_stdout = config.capture_stderr = config.capture_log = config.capture_hooks = False
        config.reporters = []
        options = RunOptions(run="kit", folder=root / "reports" / "kit", seed="kit")
        runner = TellonceRunner(config, project=open_project(root), options=options)
        runner.prepare()
        yield runner
    finally:
        StepMatcher4CucumberExpressions.TYPE_REGISTRY.clear()


def _features(sample: Sample, root: Path) -> list[FeatureFile]:
    features: list[FeatureFile] = []
    for path in sorted((root / "journeys").glob("*.feature"), reverse=sample.reversed):
        read = read_feature(path, root)
        if isinstance(read, Problem):
            raise UsageProblem(read)
        features.append(read)
    if not features:
        raise NothingRan("no *.feature file")
    return features


def _play(runner: TellonceRunner, feature: FeatureFile, sample: Sample) -> None:
    """As pytest plays it, item by item. A scenario that failed is played again, as a plugin for reruns would do."""
    runner.enter(feature.model)
    rule = None
    for one in reversed(feature.scenarios()) if sample.reversed else feature.scenarios():
        inside = next((each for each in feature.model.rules if one.model in each.walk_scenarios()), None)
        if inside is not rule:
            if rule is not None:
                runner.leave(rule)
            if inside is not None:
                runner.enter(inside)
            rule = inside
        for _ in range(sample.retries + 1):
            if runner.run_scenario(one.model).status != "failed":
                break
    if rule is not None:
        runner.leave(rule)
    runner.leave(feature.model)
