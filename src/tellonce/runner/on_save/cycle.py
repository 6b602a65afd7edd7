"""One run of a few scenarios, with a folder, a history and reports of its own, as `tellonce run` would make it."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import Any

from tellonce.authoring.gherkin import FeatureFile, OneScenario, read_again
from tellonce.engine.protocol import RunOptions
from tellonce.runner.behave_private import Configuration
from tellonce.runner.behave_runner import HookFailed, TellonceRunner
from tellonce.runner.on_save.state import State
from tellonce.runner.outcome import Outcome
from tellonce.runner.project import Project
from tellonce.runner.registry import SentenceRegistry
from tellonce.runner.reports import write_reports

__all__ = ["Cycle", "Ended", "Listener", "make_runner"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """One scenario that was run to its end. took_s: wall time."""

    id: str
    journey: str
    feature: str
    line: int
    name: str
    outcome: Outcome
    took_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Listener:
    """Who hears of a run. begun: browser and services are up.  begins: of each scenario, its feature, journey and name.

    stop: asked before each scenario; anything but "" ends the run there, in order.
    """

    begun: Callable[[], None]
    begins: Callable[[str, str, str], None]
    ended: Callable[[Ended], None]
    stop: Callable[[], str]


@dataclass(slots=True, kw_only=True)
class Cycle:
    """What one run came to. stopped: why it did not go through: "" when it did, "saved", "quit", "died", "interrupted".

    died: the first thing that went away, in words.  problems: what went wrong beside the scenarios, whole sentences.
    """

    folder: Path
    ended: list[Ended] = field(default_factory=list)
    stopped: str = ""
    died: str = ""
    problems: list[str] = field(default_factory=list)
    summaries: list[str] = field(default_factory=list)

    def run(self, state: State, ids: Iterable[str], runner: TellonceRunner, listener: Listener) -> Cycle:
        """Run these scenarios, feature by feature. Returns itself.

        Raises TellonceError when the run cannot begin: nothing was run then.
        """
        try:
            runner.begin()
        except BaseException:
            self.problems += runner.close_engine()
            raise
        listener.begun()
        try:
            self._features(state, list(ids), runner, listener)
        except KeyboardInterrupt:
            self.stopped = "interrupted"
        except BaseException:
            self.problems += runner.end()
            raise
        self.problems += runner.end()
        if runner.step_registry.interrupted:
            self.stopped = "interrupted"
        self.summaries, unwritten = write_reports(state.project, self.folder)
        self.problems += unwritten
        return self

    def _features(self, state: State, ids: list[str], runner: TellonceRunner, listener: Listener) -> None:
        by_journey: dict[str, list[str]] = {}
        for known in ids:
            by_journey.setdefault(state.scenarios[known].journey, []).append(known)
        for journey, wanted in by_journey.items():
            feature = read_again(state.features[journey])
            runner.know(feature)
            chosen = [one for one in feature.scenarios() if one.id in wanted]
            with self._within(feature.model, runner):
                for rule in dict.fromkeys(one.rule for one in chosen):
                    mine = [one for one in chosen if one.rule == rule]
                    with self._within(_rule(feature, mine[0]), runner):
                        for one in mine:
                            self.stopped = self.stopped or listener.stop()
                            if self.stopped:
                                break
                            listener.begins(str(feature.model.name), feature.journey, one.name)
                            self._one(feature, one, runner, listener)
                    if self.stopped:
                        break
            if self.stopped:
                return

    @contextlib.contextmanager
    def _within(self, container: Any, runner: TellonceRunner) -> Any:
        """A feature's or rule's hooks around what is run of it; None is no rule at all."""
        if container is None:
            yield
            return
        try:
            runner.enter(container)
        except HookFailed as problem:
            self.problems.append(str(problem))
            self.stopped = self.stopped or "hook"
        try:
            yield
        finally:
            try:
                runner.leave(container)
            except HookFailed as problem:
                self.problems.append(str(problem))

    def _one(self, feature: FeatureFile, one: OneScenario, runner: TellonceRunner, listener: Listener) -> None:
        began = monotonic()
        outcome = runner.run_scenario(one.model)
        ended = Ended(
            id=one.id,
            journey=feature.journey,
            feature=str(feature.model.name),
            line=one.line,
            name=one.name,
            outcome=outcome,
            took_s=monotonic() - began,
        )
        self.ended.append(ended)
        listener.ended(ended)
        if runner.step_registry.interrupted:
            raise KeyboardInterrupt
        self.died = str(getattr(runner.engine, "died", ""))
        if self.died:
            self.stopped = "died"
        elif runner.aborted:
            self.stopped = "aborted"


def _rule(feature: FeatureFile, one: OneScenario) -> Any:
    if one.rule is None:
        return None
    return next(rule for rule in feature.model.rules if one.model in rule.walk_scenarios())


def make_runner(
    project: Project, options: RunOptions, sentences: SentenceRegistry, hooks: Any = None
) -> TellonceRunner:
    """behave's runner for one cycle, loaded, not begun. Raises UsageProblem."""
    with contextlib.chdir(project.root):  # behave reads its settings from where it is
        config = Configuration([], capture=False, format=["null"], summary=False, stop=False, junit=False)
    config.capture_stdout = config.capture_stderr = config.capture_log = config.capture_hooks = False
    config.reporters, config.name, config.dry_run, config.stop = [], None, False, False
    sentences.interrupted = False
    runner = TellonceRunner(config, project=project, options=options, worker="main")
    runner.prepare(sentences, hooks)
    return runner
