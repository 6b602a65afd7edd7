"""The one runner: `behave journeys/` runs it whole, the pytest plugin calls its parts scenario by scenario."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NoReturn

from behave.runner_util import parse_features

from tellonce.authoring.as_written import description_of, example_of
from tellonce.authoring.features import load_features
from tellonce.authoring.gherkin import FeatureFile, OneScenario, journey_of
from tellonce.authoring.keywords import said_step
from tellonce.engine.protocol import EngineProtocol, RunOptions, ScenarioEnd, ScenarioInfo
from tellonce.model.errors import NothingRan, TellonceError, UsageProblem
from tellonce.runner.behave_private import (
    CheapContext,
    QuietCapture,
    Runner,
    close_layer,
    close_remaining_layers,
    depth,
    has_run,
    make_cheap,
    make_formatters,
    open_layer,
    reset_keeping_row,
    row_of,
    set_active_row,
)
from tellonce.runner.describing import Describing
from tellonce.runner.hooks import HOOK_KINDS
from tellonce.runner.left_out import left_out_by_behave
from tellonce.runner.loading import load_hooks, load_sentences
from tellonce.runner.outcome import Outcome, from_steps, settle, step_info
from tellonce.runner.project import Project, find_project, load_object, open_project
from tellonce.runner.registry import SentenceRegistry
from tellonce.runner.reports import write_reports
from tellonce.runner.run_names import check_name, new_run_id
from tellonce.runner.stopping import Stopping, listening

__all__ = ["HookFailed", "TellonceRunner"]

EXIT_USAGE = 2
EXIT_NOTHING_RAN = 5


class HookFailed(TellonceError):
    """A hook of the project raised: nothing below it can be trusted."""


class TellonceRunner(Runner):  # type: ignore[misc]  # behave is untyped
    """behave's runner with its own registry, hooks from the package, and an engine beside the steps."""

    step_registry: SentenceRegistry

    def __init__(
        self, config: Any, *, project: Project | None = None, options: RunOptions | None = None, worker: str = "main"
    ) -> None:
        make_cheap()
        super().__init__(config)
        self.capture_controller = QuietCapture(config)
        self.project = project or self._project_of(config)
        self.options = options or self._options_of(config)
        self.worker = worker
        self.engine: EngineProtocol | None = None
        self.whole = False
        self.hooked = False
        """Whether before_all was called: then after_all and cleanups are owed, even if it failed."""
        self.chosen: int | None = None
        """How many scenarios are to run; whoever knows says so before begin()."""
        self._opened = False
        self._known: dict[tuple[str, int], tuple[FeatureFile, OneScenario]] = {}
        self._outcomes: dict[int, Outcome] = {}
        self._attempts: Counter[str] = Counter()
        self._own_steps: frozenset[int] = frozenset()
        self._lines: tuple[str, ...] = ()
        """Of the feature file of the scenario that is played; none of one that the file does not know."""
        self._told: set[int] = set()
        self._started = False

    # -- loading

    def prepare(
        self, sentences: SentenceRegistry | None = None, hooks: Mapping[str, Callable[..., Any]] | None = None
    ) -> None:
        """Load vocabulary, steps and hooks; nothing starts. sentences, hooks: those loaded already for an earlier run.

        Raises UsageProblem.
        """
        self.context = CheapContext(self)
        self.step_registry = load_sentences(self.project) if sentences is None else sentences
        self.step_registry.language = lambda: getattr(self.feature, "language", None) or "en"
        loaded = load_hooks(self.project) if hooks is None else hooks
        self._describing = Describing(self.step_registry, loaded, self.project.root)
        described: dict[str, Callable[..., Any]] = {
            kind: self._describing.hook(kind, loaded[kind]) for kind in HOOK_KINDS if kind in loaded
        }
        own = {name: self._watched(described.get(name, hook)) for name, hook in loaded.items()}
        self.hooks = {
            **own,
            "before_scenario": lambda context, scenario: self._before_scenario(scenario, own.get("before_scenario")),
            "before_step": lambda context, step: self._before_step(step, own.get("before_step")),
            "after_step": lambda context, step: self._after_step(step, own.get("after_step")),
            "after_scenario": lambda context, scenario: self._after_scenario(scenario, own.get("after_scenario")),
        }

    def know(self, feature: FeatureFile) -> None:
        """Remember the names under which this feature's scenarios are reported."""
        for one in feature.scenarios():
            self._known[str(feature.path), one.line] = (feature, one)

    # -- the whole run

    def begin(self) -> None:
        """Start the engine, then the project's before_all. Raises TellonceError."""
        self.open_engine()
        self.hooked = True
        if not self.run_hook("before_all") or self.aborted:
            for feature, _ in self._known.values():  # reports can still say what was to be played
                self._describing.feature(feature)
            raise HookFailed("The hook before_all failed, so no journey was run.")

    def make_engine(self) -> None:
        """Make the engine, once; nothing starts. Raises UsageProblem for mistakes in the project's files."""
        if self.engine is None:
            make = load_object(self.project.engine, what="engine")
            self.engine = make(self.project.root, self.options, self.worker)
            self.context.tellonce = self.engine

    def share_engine(self) -> None:
        """Bring up what workers in other processes share. Raises TellonceError."""
        self.make_engine()
        self._opened = True
        if self.engine is not None:
            self.engine.start_shared()

    def open_engine(self) -> None:
        """Start the engine; steps see it as context.tellonce. Raises TellonceError."""
        self.make_engine()
        self._opened = True
        if self.engine is not None:
            expect = getattr(self.engine, "expect_scenarios", None)  # a project's own engine need not have it
            if expect is not None and self.chosen is not None:
                expect(self.chosen)
            self.engine.start_run()
            self._describing.begin(self.engine)

    def end(self) -> list[str]:
        """after_all, every cleanup that is left, then the engine. Returns what went wrong, each whole."""
        problems: list[str] = []
        if not self.run_hook("after_all"):
            problems.append("The hook after_all failed.")
        try:
            close_remaining_layers(self.context)
        except Exception as error:  # cleanups are the project's own functions
            problems.append(f"A cleanup at the end of the run failed: {type(error).__name__}: {error}")
        return problems + self.close_engine()

    def close_engine(self) -> list[str]:
        """Finish the engine's run, once. Returns what went wrong."""
        engine, self.engine = self.engine, None
        self._describing.end()
        if engine is None or not self._opened:
            return []
        try:
            engine.finish_run()
        except TellonceError as error:
            return [str(error)]
        except Exception as error:  # what was learned so far must still be reported
            return [f"The run could not be closed in order: {type(error).__name__}: {error}"]
        return []

    # -- one feature or rule, one scenario

    def enter(self, container: Any) -> None:
        """Begin a feature or rule as behave does: its layer, its tag hooks, its hook. Raises HookFailed."""
        if container.type == "feature":
            self.feature = container
        open_layer(self.context, container)
        self.run_hook_tags_with_capture("before_tag", container.tags, capture_sink=container.capture_sink)
        self.run_hook_with_capture(f"before_{container.type}", container, capture_sink=container.capture_sink)
        if container.hook_failed:
            raise HookFailed(str(container.error_message))

    def leave(self, container: Any) -> None:
        """End a feature or rule. Scenarios that were not selected count as skipped meanwhile. Raises HookFailed."""
        failed_before = container.hook_failed
        left_out = [scenario for scenario in container.walk_scenarios() if not has_run(scenario)]
        for scenario in left_out:
            scenario.mark_skipped()
        container.clear_status()
        problem = ""
        self.run_hook_with_capture(f"after_{container.type}", container, capture_sink=container.capture_sink)
        self.run_hook_tags_with_capture("after_tag", container.tags, capture_sink=container.capture_sink)
        if container.hook_failed and not failed_before:
            problem = str(container.error_message)
        try:
            close_layer(self.context)
        except Exception as error:  # cleanups are the project's own functions
            problem = (
                problem or f"A cleanup of {container.type} {container.name} failed: {type(error).__name__}: {error}"
            )
        for scenario in left_out:
            reset_keeping_row(scenario)
        if problem:
            raise HookFailed(problem)

    def run_scenario(self, scenario: Any) -> Outcome:
        """Run one scenario through behave's own Scenario.run. Call it between enter and leave of its feature."""
        if has_run(scenario):
            reset_keeping_row(scenario)
        open_layers = depth(self.context)
        set_active_row(self.context, row_of(scenario))
        try:
            scenario.run(self)
        finally:
            while depth(self.context) > open_layers:  # an interrupt between two steps leaves a layer open
                close_layer(self.context)
            set_active_row(self.context, None)
        return self.outcome(scenario)

    def outcome(self, scenario: Any) -> Outcome:
        """How a scenario ended, after it ran."""
        said = self._outcomes.get(id(scenario))
        if said is None:
            return Outcome(status="skipped", text=scenario.skip_reason or "")
        if scenario.status.name in ("hook_error", "cleanup_error") and said.status != "error":
            _, one, journey = self._names(scenario)
            reason = scenario.error_message or "a cleanup failed"
            head = f"{one}\n  journey   {journey}:{scenario.line}\n  because   {reason}"
            return Outcome(status="error", text=f"{head}\n{said.text}".rstrip())
        return said

    # -- hooks of the package

    def _before_scenario(self, scenario: Any, own: Callable[..., Any] | None) -> None:
        self._started = False
        self._own_steps = frozenset(id(step) for step in scenario.all_steps)
        self._told.clear()
        if self.engine is not None:
            self._started = True  # also when it cannot start: the engine then writes down that it could not
            feature = self._feature_of(scenario)
            self._lines = feature.lines if feature is not None else ()
            info = self._info(scenario)
            self._describing.feature(feature)
            self._describing.steps(info.id, scenario.all_steps)
            self.engine.start_scenario(info)
        if own is not None:
            own(self.context, scenario)

    def _before_step(self, step: Any, own: Callable[..., Any] | None) -> None:
        self.step_registry.left = None
        if self._started and self.engine is not None and id(step) in self._own_steps:
            self.engine.start_step(said_step(step.keyword, step.name), step.line)
        if own is not None:
            own(self.context, step)

    def _after_step(self, step: Any, own: Callable[..., Any] | None) -> None:
        try:
            if own is not None:
                own(self.context, step)
        finally:
            # execute_steps runs steps within a step; the journey knows only the outer one.
            if self._started and self.engine is not None and id(step) in self._own_steps:
                self._told.add(id(step))
                left = self.step_registry.left
                self.engine.finish_step(step_info(step, self.project.root, left, lines=self._lines))

    def _after_scenario(self, scenario: Any, own: Callable[..., Any] | None) -> None:
        failed: Exception | None = None
        try:
            if own is not None:
                own(self.context, scenario)
        except Exception as error:  # hooks are the project's own functions
            failed = error
            raise
        finally:
            self._settle(scenario, failed)

    def _settle(self, scenario: Any, hook_failed: Exception | None) -> None:
        """hook_failed: what after_scenario raised. What she was promised is settled all the same; it is no pass."""
        _, name, journey = self._names(scenario)
        steps = from_steps(scenario, journey, name, self.project.root)
        if hook_failed is not None and steps.status in ("passed", "skipped"):
            said = f"the hook after_scenario failed: {type(hook_failed).__name__}: {hook_failed}"
            steps = Outcome(status="failed", text=f"{name}\n  journey   {journey}:{scenario.line}\n  because   {said}")
        end: ScenarioEnd | None = None
        if self._started and self.engine is not None:
            for step in scenario.all_steps:
                if id(step) not in self._told:  # not reached, or no sentence says it
                    self.engine.finish_step(step_info(step, self.project.root, lines=self._lines))
            try:
                ended = "failed" if steps.status == "inconclusive" else steps.status  # the engine knows which it is
                end = self.engine.finish_scenario(ended, steps.text)
            except TellonceError as error:
                end = ScenarioEnd(status="error", message=str(error))
            except KeyboardInterrupt as stopped:
                self.step_registry.interrupted = True
                self.abort(reason="KeyboardInterrupt")
                end = ScenarioEnd(status="error", message=f"stopped by {stopped or 'Ctrl-C'}")
        outcome = settle(steps, end)
        self._outcomes[id(scenario)] = outcome
        if outcome.status in ("failed", "inconclusive"):
            scenario.set_status("failed")
        elif outcome.status == "error":
            scenario.set_status("error")

    def scenario_ended(self, scenario: Any) -> None:
        """Called after each scenario: plain behave has no other place to say why it was not kept."""
        if self.whole and not self.config.dry_run:
            outcome = self.outcome(scenario)
            if not outcome.kept and outcome.text:
                print(f"\n{outcome.text}\n")

    def _info(self, scenario: Any) -> ScenarioInfo:
        one, name, journey = self._names(scenario)
        known = one.id if one else f"{journey}::{name}"
        self._attempts[known] += 1
        attempt = self._attempts[known]
        example = example_of(scenario)
        return ScenarioInfo(
            id=known if attempt == 1 else f"{known}#{attempt}",
            journey=journey,
            line=scenario.line,
            feature=scenario.feature.name,
            name=name,
            tags=one.tags if one else tuple(sorted(str(tag) for tag in scenario.effective_tags)),
            attempt=attempt,
            description=description_of(scenario if example is None else scenario.parent, self._lines),
            example=example,
        )

    def _feature_of(self, scenario: Any) -> FeatureFile | None:
        known = self._known_as(scenario)
        return known[0] if known is not None else None

    def _known_as(self, scenario: Any) -> tuple[FeatureFile, OneScenario] | None:
        path = os.path.abspath(scenario.filename)
        return self._known.get((path, scenario.line)) or self._known.get((os.path.realpath(path), scenario.line))

    def _names(self, scenario: Any) -> tuple[OneScenario | None, str, str]:
        """(the scenario as it was read, its name, its journey); rows that a hook added are unknown to the file."""
        known = self._known_as(scenario)
        if known is not None:
            return known[1], known[1].name, known[0].journey
        return None, scenario.name, journey_of(Path(scenario.filename), self.project.root)

    def _watched(self, hook: Callable[..., Any]) -> Callable[..., Any]:
        """behave takes Ctrl-C in a hook for a failed hook; remember that it was the person."""

        def watched(*args: Any) -> None:
            try:
                hook(*args)
            except KeyboardInterrupt:
                self.step_registry.interrupted = True
                raise

        watched.capture = getattr(hook, "capture", True)  # type: ignore[attr-defined]  # behave's own switch
        return watched

    # -- what `behave journeys/` calls

    def setup_paths(self) -> None:
        """The base is the project, wherever behave was started and whether or not it has steps of its own."""
        self.base_dir = self.config.base_dir = str(self.project.root)
        self.path_manager.add(self.base_dir)
        if not self.config.paths:
            self.config.paths = [str(self.project.root / "journeys")]

    def run_with_paths(self) -> bool:
        """The whole run. Returns True when anything was not kept; exits 2 or 5 as `tellonce run` does."""
        self.whole = True
        try:
            check_name(self.config.userdata.get("run"), self.project.root)
            self.prepare()
            found = (one for one in self.feature_locations() if not self.config.exclude(one))
            locations = [one for one in found if not self._lies_hidden(one)]
            asked = [Path(one.filename) for one in locations] or [Path(path) for path in self.config.paths]
            for feature in load_features(asked, self.project.root, self.step_registry.index):
                self.know(feature)
            if not self.config.dry_run:
                self.make_engine()
        except NothingRan as nothing:
            _stop(nothing, EXIT_NOTHING_RAN)
        except UsageProblem as problem:
            _stop(problem, EXIT_USAGE)
        self.features.extend(parse_features(locations, language=self.config.lang))
        self.formatters = make_formatters(self.config, self.config.outputs)
        if self.config.dry_run:
            return bool(self.run_model())
        with listening() as stopping:
            return self._run_and_report(stopping)

    def _lies_hidden(self, location: Any) -> bool:
        """Whether it lies in a hidden folder of the project, such as the words for editors: no journey."""
        shown = Path(journey_of(Path(location.filename), self.project.root))
        return not shown.is_absolute() and any(part.startswith(".") for part in shown.parent.parts)

    def _run_and_report(self, stopping: Stopping) -> bool:
        problems: list[str] = []
        failed = False
        try:
            self.open_engine()
        except UsageProblem as problem:
            _stop(problem, EXIT_USAGE)
        except TellonceError as problem:
            problems.append(str(problem))
        except KeyboardInterrupt:
            self.close_engine()
            print(stopping.sentence(learned=False), file=sys.stderr)
            return True
        else:
            failed = bool(self.run_model())
        problems += self.close_engine()
        if stopping:
            print(f"\n{stopping.sentence(learned=True)}")
            failed = True
        summaries, unwritten = write_reports(self.project, self.options.folder)
        for text in (*problems, *unwritten, *summaries):
            print(f"\n{text}")
        if problems or unwritten or failed:
            return True
        if not any(outcome.status != "skipped" for outcome in self._outcomes.values()):
            _stop(NothingRan("No scenario was run."), EXIT_NOTHING_RAN)
        return False

    @staticmethod
    def _project_of(config: Any) -> Project:
        start = Path(config.paths[0]) if config.paths else Path.cwd()
        return open_project(find_project(start) or Path.cwd())

    def _options_of(self, config: Any) -> RunOptions:
        """From behave's own -D: persona, touchpoint, seed, headed, run."""
        given: dict[str, str] = config.userdata
        run = given.get("run") or new_run_id()
        return RunOptions(
            run=run,
            folder=self.project.root / "reports" / run,
            persona=given.get("persona"),
            touchpoint=given.get("touchpoint"),
            seed=given.get("seed"),
            headed=given.get("headed", "").casefold() in ("1", "true", "yes"),
            only=left_out_by_behave(config, given, self.project.root),
        )


def _stop(problem: TellonceError, code: int) -> NoReturn:
    print(f"{problem}", file=sys.stderr)
    raise SystemExit(code)
