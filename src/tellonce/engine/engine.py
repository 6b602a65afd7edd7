"""The engine of one worker: what a runner calls."""

from __future__ import annotations

import secrets
from collections.abc import Coroutine
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal, TypeVar

from tellonce import __version__
from tellonce.engine.check import check_project
from tellonce.engine.flows import current_deeds
from tellonce.engine.loop import BackgroundLoop
from tellonce.engine.outcomes import CannotTell, PromiseBroken
from tellonce.engine.protocol import RunOptions, ScenarioEnd, ScenarioInfo, ScenarioStatus, StepInfo
from tellonce.engine.scene import Scene
from tellonce.engine.services import ServiceDied
from tellonce.engine.stage import Options, Stage
from tellonce.model.cell import CellVerdict
from tellonce.model.errors import Problem, TellonceError, UsageProblem
from tellonce.model.events import (
    Event,
    EvidenceKept,
    JourneyPlanned,
    RunFinished,
    ScenarioFinished,
    ScenarioStarted,
    StepFinished,
)
from tellonce.model.verdict import Outcome
from tellonce.probes.protocol import Capture
from tellonce.project import Project, load_project
from tellonce.story.block import block as cell_block

__all__ = ["Engine", "make_engine"]

_T = TypeVar("_T")


def make_engine(root: Path, options: RunOptions, worker: str) -> Engine:
    """An engine for one worker. Raises UsageProblem with every mistake in the project's files."""
    project = load_project(root)
    if options.touchpoint is not None and options.touchpoint not in project.blueprint.touchpoints:
        raise UsageProblem(
            Problem(
                what=f"unknown touchpoint '{options.touchpoint}'",
                bad=options.touchpoint,
                valid=tuple(project.blueprint.touchpoints),
            )
        )
    if options.persona is not None and options.persona not in project.personas:
        raise UsageProblem(
            Problem(what=f"unknown persona '{options.persona}'", bad=options.persona, valid=tuple(project.personas))
        )
    return Engine(project, options, worker)


class Engine:
    """Implements EngineProtocol. Synchronous outside; everything that waits runs on its own loop."""

    def __init__(self, project: Project, options: RunOptions, worker: str) -> None:
        self.project = project
        self._options = Options(
            run=options.run,
            seed=options.seed or secrets.token_hex(8),
            headed=options.headed,
            touchpoint=options.touchpoint,
            only=options.only,
        )
        self._stage = Stage(project, current_deeds(), self._options, worker)
        check_project(self._stage)
        self._warm = options.warm
        if self._warm is not None:
            self._stage.browsing = self._warm.browsing(preferred=project.settings.browser, headed=options.headed)
        self._services = self._stage.services() if self._warm is None else self._warm.services(self._stage.services())
        self._loop: BackgroundLoop | None = None
        self._scene: Scene | None = None
        self._broken = ""
        self._could_not_tell = self._was_broken = False
        self.said: dict[str, Any] = {"step": "", "line": 0}
        """The step that is being run, as sentences pass it on."""
        self._browser_died = False
        self._begun = False
        self._chosen: int | None = None

    @property
    def scene(self) -> Scene:
        """The scenario on stage. Raises TellonceError between scenarios."""
        if self._scene is None:
            raise TellonceError("this sentence was said outside a scenario")
        return self._scene

    def run(self, work: Coroutine[Any, Any, _T]) -> _T:
        """Run on the engine's loop and wait. Raises ServiceDied as soon as a service is gone: nothing is waited for."""
        if self._loop is None:
            self._loop = BackgroundLoop() if self._warm is None else self._warm.loop
        try:
            return self._loop.run(work, glance=None if self._broken else self._insist_on_services)
        except CannotTell:
            self._could_not_tell = True
            raise
        except PromiseBroken:
            self._was_broken = True
            raise

    def _insist_on_services(self) -> None:
        self._broken = self._services.gone()
        if self._broken:
            raise ServiceDied(self._broken)

    def expect_scenarios(self, chosen: int) -> None:
        """So many scenarios are to run, over all workers. Called before start_run by runners that know."""
        self._chosen = chosen

    def start_shared(self) -> None:
        """Services up, for workers in other processes. Raises UsageProblem as start_run does."""
        self._stage.browsing.check()
        self._services.start(self._stage.folder.path / "services")

    def start_run(self) -> None:
        """Browser and services up, history open. Raises UsageProblem when one of them does not come up."""
        self._stage.browsing.check()
        self._stage.open_history(__version__, chosen=self._chosen)
        self.warm_up()

    def warm_up(self) -> None:
        """Browser and services up, and nothing else. Raises UsageProblem when one of them does not come up."""
        browsing = self._stage.browsing
        browsing.check()
        loop = self._loop = self._loop or (BackgroundLoop() if self._warm is None else self._warm.loop)
        loop.run(browsing.open() if browsing.alive else self._stage.renew_browser())
        logs = self._warm.logs if self._warm is not None else None
        self._services.start(logs or self._stage.folder.path / "services")

    @property
    def died(self) -> str:
        """Which service went away in this run, in words; empty while all is well."""
        return self._broken

    def start_scenario(self, info: ScenarioInfo) -> None:
        """A scenario begins. Raises TellonceError when the run cannot go on."""
        self._could_not_tell = self._was_broken = False
        if not self._begun:
            self._begun = True
            self._stage.folder.become_latest()
        started = ScenarioStarted(
            scenario=info.id,
            journey=info.journey,
            line=info.line,
            feature=info.feature,
            name=info.name,
            tags=info.tags,
            description=info.description,
            example=info.example,
        )
        self._scene = Scene(self._stage, started)
        plan = self.project.plans.get(info.journey)
        if plan is not None:
            self._scene.record(JourneyPlanned(scenario=info.id, journey=info.journey, plan=plan))
        if self._broken:
            raise TellonceError(f"not run: {self._broken.splitlines()[0]}")
        self._browser_died = False
        if not self._stage.browsing.alive:
            self.run(self._stage.renew_browser())
        self._insist_on_services()

    def start_step(self, text: str, line: int) -> None:
        """From now on this is what was said, for the history."""
        self.said = {"step": text, "line": line}

    def finish_step(self, step: StepInfo) -> None:
        """Write the step down; one that did not pass may mean that something died, which is asked at once."""
        self.scene.record(
            StepFinished(
                scenario=self.scene.scenario,
                keyword=step.keyword,
                text=step.text,
                line=step.line,
                status=step.status,
                duration_s=step.duration_s,
                message=self._stage.clean(step.message),
                detail=step.detail,
                raised=self._stage.clean(step.raised),
                trace=self._stage.clean(step.trace),
                below=step.below,
            )
        )
        if step.status in ("error", "failed") and not self._broken:
            self._browser_died = not self._stage.browsing.alive
            self._broken = self._services.dead()

    def record(self, event: Event) -> None:
        """Write down what only the runner knows. Nothing before the history is open, or after it is closed."""
        if self._stage.run_started is not None and self._loop is not None:
            self._stage.record(event)

    def attach(self, media_type: str, data: bytes | str, file_name: str = "") -> None:
        """Keep it as evidence of this scenario; between scenarios, of the run. Nothing while no history is open."""
        if self._stage.run_started is None or self._loop is None:
            return
        body, text = (b"", data) if isinstance(data, str) else (data, "")
        kind: Literal["screenshot", "json", "text"] = "text"
        if media_type.startswith("image/"):
            kind = "screenshot"
        elif media_type == "application/json":
            kind = "json"
        capture = Capture(
            kind=kind, caption=file_name or "attached by a step", media_type=media_type, body=body, text=text
        )
        scenario = self._scene.scenario if self._scene is not None else ""
        self.record(EvidenceKept(scenario=scenario, evidence=self._stage.keep(capture), file_name=file_name))

    def finish_scenario(self, status: str, message: str) -> ScenarioEnd:
        """Settle every open cell and judge. A green step list with a broken or unseen cell is not green.

        After an error (a page that is not as expected, Ctrl-C) nothing is waited for: what was seen is judged.
        Raises KeyboardInterrupt when it came during the settling, after all was written down.
        """
        scene = self.scene
        stopped: KeyboardInterrupt | None = None
        try:
            if not self._broken and status in ("passed", "failed"):
                try:
                    self.run(scene.settle_everything())
                except AssertionError as cannot_tell:
                    message = message or str(cannot_tell)
                except TellonceError as error:
                    status, message = "error", message or str(error)
                except KeyboardInterrupt as now:
                    status, message, stopped = "error", message or f"stopped by {now or 'Ctrl-C'}", now
            end = self._end(scene, status, message)
            end = replace(end, message=self._stage.clean(end.message))  # a terminal is read by as many as a report
            scene.record(
                ScenarioFinished(
                    scenario=scene.scenario,
                    status=end.status,
                    message=end.message,
                    ended_axis_s=scene.ended_axis_s(),
                )
            )
            self._stage.sync()
            if stopped is not None:
                raise stopped
            return end
        finally:
            self._scene = None
            self.run(scene.leave())

    def _end(self, scene: Scene, status: str, message: str) -> ScenarioEnd:
        cells = scene.verdicts()
        barriers = scene.in_the_way()
        failing = [cell for cell in cells if cell.verdict.outcome is Outcome.FAILING]
        unknown = [cell for cell in cells if cell.verdict.outcome is Outcome.INCONCLUSIVE]
        if self._broken:
            return ScenarioEnd(status="error", message=_because(self._broken, message))
        if self._browser_died:
            died = "the browser died in the middle of this scenario; the next one gets another"
            return ScenarioEnd(status="error", message=_because(died, message))
        if status == "skipped":
            return ScenarioEnd(status="skipped", message=message)
        if failing:
            return ScenarioEnd(status="failed", message=_beside(_with(message, failing, cells), barriers))
        if status == "error":
            return ScenarioEnd(status="error", message=_beside(message, barriers))
        if barriers:
            return ScenarioEnd(status="failed", message=_beside(message, barriers))
        refusals = scene.unexpected_refusals()
        if refusals and status == "passed":
            next_step = (
                "  do next   mend it, or say 'Then every touchpoint still shows ... old ...' if it must be refused"
            )
            return ScenarioEnd(status="failed", message="\n".join([*refusals, next_step]))
        if self._was_broken and status == "failed":  # a sentence may break where every cell is kept
            return ScenarioEnd(status="failed", message=message)
        if unknown:
            return ScenarioEnd(status="inconclusive", message=_with(message, unknown, cells))
        if status == "failed":
            return ScenarioEnd(status="inconclusive" if self._could_not_tell else "failed", message=message)
        if self._options.touchpoint is not None and not cells:
            return ScenarioEnd(status="skipped", message=f"nothing in it reaches {self._options.touchpoint}")
        inapplicable = scene.inapplicable()
        if inapplicable:
            return ScenarioEnd(status="inconclusive", message="\n".join(inapplicable))
        return ScenarioEnd(status="passed" if status == "passed" else _known(status), message=message)

    def finish_run(self) -> None:
        """Close everything, and stop the services started here. Calling it again does nothing."""
        if self._loop is None:
            if self._warm is None:
                self._services.stop()
            return
        if self._stage.run_started is not None:
            self._stage.record(RunFinished(broken=self._broken))
        loop, self._loop = self._loop, None
        try:
            loop.run(self._stage.close())
        finally:
            if self._warm is None:
                loop.close()
                self._services.stop()


def _known(status: str) -> ScenarioStatus:
    return "failed" if status == "failed" else "error"


def _because(died: str, message: str) -> str:
    """What died is the reason, before what the steps noticed of it; each once."""
    if died.splitlines()[0] in message:
        return message
    return f"because   {died}\n{message}" if message else died


def _beside(message: str, barriers: list[str]) -> str:
    """What kept her out, after whatever else is told; each once."""
    told = " ".join(message.split())  # runners indent what a step said
    return "\n\n".join(
        part for part in (message, *(one for one in barriers if " ".join(one.split()) not in told)) if part
    )


def _with(message: str, cells: list[CellVerdict], everything: tuple[CellVerdict, ...]) -> str:
    """The steps' message, and the blocks of cells that it does not tell of yet."""
    blocks = [cell_block(cell, everything) for cell in cells if cell.id not in message]
    return "\n\n".join(part for part in (message, *blocks) if part)
