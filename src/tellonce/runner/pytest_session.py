"""One pytest run over journeys: checks first, then scenarios, then the reports, in whichever process does which."""

from __future__ import annotations

import contextlib
import os
import secrets
import signal
from collections.abc import Generator
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
from cucumber_tag_expressions import TagExpressionError
from cucumber_tag_expressions import parse as parse_tags

from tellonce.authoring.features import load_features
from tellonce.authoring.gherkin import FeatureFile, read_feature
from tellonce.engine.protocol import RunOptions
from tellonce.model.errors import NothingRan, Problem, TellonceError, UsageProblem
from tellonce.runner.behave_private import Configuration
from tellonce.runner.behave_runner import TellonceRunner
from tellonce.runner.chosen import insist_on_names, nothing_chosen, personas_of, slug, with_at
from tellonce.runner.left_out import left_out_by_pytest
from tellonce.runner.project import open_project
from tellonce.runner.pytest_items import JourneyFile, ScenarioItem
from tellonce.runner.reports import write_reports
from tellonce.runner.run_names import check_name, new_run_id
from tellonce.runner.stopping import listening

__all__ = ["JourneySession"]


class JourneySession:
    """Registered only when there are journeys to run. With xdist the controller checks and reports, workers run."""

    def __init__(self, config: pytest.Config, root: Path, paths: list[Path]) -> None:
        self.config = config
        self.paths = paths
        self.begun = False
        self.summaries: list[str] = []
        self.problems: list[str] = []
        self.nothing_chosen = ""
        self._root = root
        self._features: dict[Path, FeatureFile] = {}
        self._not_begun: TellonceError | None = None
        self._told: dict[str, str] = {}
        self._others_ran = False
        self._usage = False
        self._chosen: int | None = None
        self._scenarios: int | None = None
        self._unborn = 0
        workerinput: dict[str, Any] = getattr(config, "workerinput", {})
        self.worker = str(workerinput.get("workerid", "main"))
        self.is_worker = bool(workerinput)
        self._nodes: list[Any] = []
        self._open = contextlib.ExitStack()
        self.stopping = self._open.enter_context(listening())
        self.stopping.quiet = self.is_worker
        self.seed = str(workerinput.get("tellonce_seed") or config.option.tellonce_seed or secrets.token_hex(8))
        self.run = str(workerinput.get("tellonce_run") or config.option.tellonce_run or new_run_id())

    @cached_property
    def runner(self) -> TellonceRunner:
        """behave's runner, loaded and not begun. Raises UsageProblem."""
        option = self.config.option
        project = open_project(self._root)
        with contextlib.chdir(project.root):  # behave reads its settings from where it is
            config = Configuration([], capture=False, format=["null"], summary=False, stop=False, junit=False)
        config.capture_stdout = config.capture_stderr = config.capture_log = config.capture_hooks = False
        config.reporters, config.name, config.dry_run, config.stop = [], None, False, False
        options = RunOptions(
            run=self.run,
            folder=project.root / "reports" / self.run,
            persona=option.tellonce_persona,
            touchpoint=option.tellonce_touchpoint,
            seed=self.seed,
            headed=option.tellonce_headed,
            only=left_out_by_pytest(self.config, self.paths, project.root),
        )
        runner = TellonceRunner(config, project=project, options=options, worker=self.worker)
        runner.prepare()
        return runner

    def begin(self) -> None:
        """Start engine and before_all, once; a start that failed fails again. Raises TellonceError."""
        if self._not_begun is not None:
            raise self._not_begun
        if self.begun:
            return
        self.runner.chosen = self._scenarios
        try:
            self.runner.begin()
        except TellonceError as problem:
            self._not_begun = problem
            raise
        self.begun = True

    # -- before anything starts

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionstart(self) -> None:
        """Tell every mistake at once; a worker's controller has told them already."""
        if self.is_worker:
            return
        try:
            check_name(self.config.option.tellonce_run, self._root)
            self._tags()
            features = load_features(self.paths, self._root, self.runner.step_registry.index)
            self._check_persona(features)
            insist_on_names([self._absolute(argument) for argument in self.config.args], features)
            self.runner.make_engine()
            if self._has_workers() and not self.config.option.collectonly:
                self.runner.share_engine()
        except (UsageProblem, NothingRan) as problem:
            self._close()
            raise pytest.UsageError(str(problem)) from None
        except BaseException:  # Ctrl-C: pytest finishes no session that has not started
            self._close()
            raise
        self._features = {feature.path: feature for feature in features}

    def pytest_collect_file(self, file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
        """A feature file of this project, read once."""
        if file_path.suffix != ".feature":
            return None
        path = file_path.resolve()
        feature = self._features.get(path)
        if feature is None:
            read = read_feature(path, self._root)
            if isinstance(read, Problem):
                raise pytest.UsageError(str(read))
            feature = self._features[path] = read
        self.runner.know(feature)
        return JourneyFile.of(parent, self, feature)

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> Generator[None]:
        """Say why when nothing is left, whoever left it out."""
        collected = list(items)
        self._leave_out(items)
        yield
        self._scenarios = len({item.scenario.id for item in items if isinstance(item, ScenarioItem)})
        if not items and all(isinstance(item, ScenarioItem) for item in collected):
            option = self.config.option
            asked = {
                "-k": option.keyword,
                "-m": option.markexpr,
                "--tags": option.tellonce_tags,
                "--persona": option.tellonce_persona,
            }
            known = [item.scenario for item in collected if isinstance(item, ScenarioItem)]
            self.nothing_chosen = nothing_chosen({flag: said or "" for flag, said in asked.items()}, known)

    def _leave_out(self, items: list[pytest.Item]) -> None:
        """What --tellonce-tags and --tellonce-persona leave out; other people's tests stay."""
        tags, persona = self._tags(), self.config.option.tellonce_persona
        left_out = [
            item
            for item in items
            if isinstance(item, ScenarioItem)
            and not (
                (tags is None or tags.evaluate([f"@{tag}" for tag in item.scenario.tags]))
                and (persona is None or slug(persona) in personas_of(item.feature.journey, item.scenario.tags))
            )
        ]
        if left_out:
            self.config.hook.pytest_deselected(items=left_out)
            gone = set(left_out)
            items[:] = [item for item in items if item not in gone]

    # -- while it runs

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> None:
        """A service that cannot be started because of how it is described is a usage problem, told before any item."""
        if self.is_worker or self.config.option.collectonly:
            return
        if any(isinstance(item, ScenarioItem) for item in getattr(session, "items", ())):
            try:
                self.begin()
            except UsageProblem as problem:
                raise pytest.UsageError(str(problem)) from None
            except TellonceError:
                return  # the first scenario tells it as its error

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Send along what progress and reports need, in words that survive the way from worker to controller."""
        report = yield
        if isinstance(item, ScenarioItem):
            status = item.status if report.when == "call" else ("error" if report.failed else "")
            report.tellonce = {  # type: ignore[attr-defined]  # reports carry extra attributes across workers
                "id": item.scenario.id,
                "name": item.scenario.name,
                "feature": str(item.feature.model.name),
                "journey": item.feature.journey,
                "status": status,
            }
            if self._not_begun is not None:
                item.session.shouldfail = "the run could not begin"
        return report

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Count what was settled, in the process that ends the run."""
        told: dict[str, str] | None = getattr(report, "tellonce", None)
        if told is None:
            self._others_ran = self._others_ran or not report.skipped
        elif told["status"] and self._told.get(told["id"]) != "error":
            self._told[told["id"]] = told["status"]

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_setupnodes(self, specs: list[Any]) -> None:
        """Ctrl-C reaches workers that cannot take it yet: they would print where Python was just importing."""
        self._unborn = len(specs)
        self.stopping.hold(True)

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_newgateway(self) -> None:
        """With the last one born, Ctrl-C is heard again."""
        self._unborn -= 1
        self.stopping.hold(self._unborn > 0)

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node: Any) -> None:
        """All workers write into one run, and embody the same customers when it is repeated."""
        node.workerinput["tellonce_run"] = self.run
        node.workerinput["tellonce_seed"] = self.seed
        self._nodes.append(node)

    def pytest_keyboard_interrupt(self) -> None:
        """Workers stop too. A terminal tells them by itself, a CI does not, and xdist waits 5 s before it does."""
        for node in self._nodes:
            if node.gateway.spec.popen:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(node.gateway._rinfo().pid, signal.Signals[self.stopping.by or "SIGINT"])

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """What failed after a worker's last scenario belongs to no item, and must not be lost."""
        output: dict[str, Any] = getattr(node, "workeroutput", None) or {}
        self.problems += output.get("tellonce_problems", [])
        self._usage = self._usage or bool(output.get("tellonce_usage"))
        self.nothing_chosen = self.nothing_chosen or str(output.get("tellonce_nothing", ""))

    # -- after everything

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """End this process's part; the controller then writes the reports."""
        owed = self.begun or ("runner" in vars(self) and self.runner.hooked)
        self.problems += self.runner.end() if owed else self._close()
        if self.is_worker:
            workeroutput: dict[str, Any] = self.config.workeroutput  # type: ignore[attr-defined]  # xdist's
            workeroutput["tellonce_problems"] = self.problems
            workeroutput["tellonce_nothing"] = self.nothing_chosen
            workeroutput["tellonce_usage"] = isinstance(self._not_begun, UsageProblem)
            return
        if not self.config.option.collectonly and (self._told or self._learned()):
            self.summaries, unwritten = write_reports(self.runner.project, self.runner.options.folder)
            self.problems += unwritten
        self._chosen = session.testscollected or None
        if self._usage:
            session.exitstatus = pytest.ExitCode.USAGE_ERROR
        elif session.exitstatus == pytest.ExitCode.OK:
            if self.problems:
                session.exitstatus = pytest.ExitCode.TESTS_FAILED
            elif self._told and not self._others_ran and set(self._told.values()) == {"skipped"}:
                session.exitstatus = pytest.ExitCode.NO_TESTS_COLLECTED

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        """Print what the report writers say, last."""
        if self.stopping:
            terminalreporter.ensure_newline()
            terminalreporter.write_line(self.stopping.sentence(learned=bool(self.summaries), chosen=self._chosen))
        for text in filter(None, (self.nothing_chosen, *dict.fromkeys(self.problems), *self.summaries)):
            terminalreporter.ensure_newline()
            terminalreporter.write_line(text)

    def pytest_unconfigure(self) -> None:
        """Signals are the process's own again."""
        self._open.close()

    # -- inside

    def _absolute(self, argument: str) -> str:
        """An argument with its path as seen from where pytest was started; the rest of it stays."""
        path, separator, name = argument.partition("::")
        return f"{self.config.invocation_params.dir / path}{separator}{name}"

    def _close(self) -> list[str]:
        return self.runner.close_engine() if "runner" in vars(self) else []

    def _learned(self) -> bool:
        """Whether some scenario began, though none may have ended: Ctrl-C comes when it comes."""
        if "runner" not in vars(self) or self._usage:
            return False
        return any(
            '"scenario_started"' in file.read_text(encoding="utf-8", errors="replace")
            for file in self.runner.options.folder.glob("history*.ndjson")
        )

    def _has_workers(self) -> bool:
        return not self.is_worker and bool(getattr(self.config.option, "numprocesses", None))

    def _tags(self) -> Any:
        expression = self.config.option.tellonce_tags
        if not expression:
            return None
        try:
            return parse_tags(with_at(expression))
        except TagExpressionError as error:
            raise pytest.UsageError(f'The tags "{expression}" cannot be read: {error}') from None

    def _check_persona(self, features: list[FeatureFile]) -> None:
        persona = self.config.option.tellonce_persona
        if persona is None:
            return
        known: set[str] = set()
        tagged: set[str] = set()
        for feature in features:
            known |= personas_of(feature.journey, ())
            for one in feature.scenarios():
                tagged |= personas_of(feature.journey, one.tags)
        if slug(persona) not in known | tagged:
            raise UsageProblem(
                Problem(what=f'no journey is of the persona "{persona}"', bad=slug(persona), valid=tuple(sorted(known)))
            )
