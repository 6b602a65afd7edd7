"""What a runner tells the engine, and what it hears back. Any runner that speaks this gets the same verdicts."""

from __future__ import annotations

from collections.abc import Coroutine
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Protocol, TypeVar

from tellonce.engine.warm import Warm
from tellonce.model.as_written import Below, ExampleRow
from tellonce.model.events import Event

__all__ = ["EngineProtocol", "RunOptions", "ScenarioEnd", "ScenarioInfo", "ScenarioStatus", "StepInfo", "StepStatus"]

T = TypeVar("T")

ScenarioStatus = Literal["passed", "failed", "inconclusive", "error", "skipped"]
StepStatus = Literal["passed", "failed", "error", "skipped", "undefined"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RunOptions:
    """What was asked of this run, the same for every worker. folder: where it leaves things (reports/<run>).

    warm: what outlives this run, for the next one; None where a run starts and ends everything itself.
    only: flags that leave something out of a whole run, such as ("-k moving",); None where nobody knows.
    """

    run: str
    folder: Path
    persona: str | None = None
    touchpoint: str | None = None
    seed: str | None = None
    headed: bool = False
    warm: Warm | None = None
    only: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioInfo:
    """One attempt at one scenario. id: stable; with "#2" for the second attempt.  tags: without "@".

    description, example: as in tellonce.model.events.ScenarioStarted.
    """

    id: str
    journey: str
    line: int
    feature: str
    name: str
    tags: tuple[str, ...] = ()
    attempt: int = 1
    description: str = ""
    example: ExampleRow | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StepInfo:
    """How one step ended. message: why it did not pass, empty otherwise.

    detail, raised, trace, below: as in tellonce.model.events.StepFinished.
    """

    keyword: str
    text: str
    line: int
    status: StepStatus
    duration_s: float
    message: str = ""
    detail: Literal["", "pending", "ambiguous"] = ""
    raised: str = ""
    trace: str = ""
    below: Below | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioEnd:
    """How the engine settles a scenario. message: the whole text to show, empty when it passed."""

    status: ScenarioStatus
    message: str = ""


class EngineProtocol(Protocol):
    """One per worker. Steps see it as `context.tellonce`; all but `run` is called from the runner only."""

    def start_shared(self) -> None:
        """Bring up what several workers share, in the process that starts and ends them. May raise TellonceError.

        Called instead of start_run; finish_run takes it down again.
        """

    def start_run(self) -> None:
        """Open service, browser and history. May raise TellonceError."""

    def start_scenario(self, info: ScenarioInfo) -> None:
        """A scenario begins. May raise TellonceError: the scenario is then an error."""

    def start_step(self, text: str, line: int) -> None:
        """A step of the journey begins, as its file has it."""

    def finish_step(self, step: StepInfo) -> None:
        """A step ended, or (status skipped) was never reached."""

    def finish_scenario(self, status: str, message: str) -> ScenarioEnd:
        """Settle every open cell. status: passed, failed, error or skipped, from the steps alone."""

    def record(self, event: Event) -> None:
        """Write down what only the runner knows (tellonce.model.told). Called between start_run and finish_run."""

    def attach(self, media_type: str, data: bytes | str, file_name: str = "") -> None:
        """Keep what a step or hook wants to be shown. Text stays text, whatever its media type."""

    def finish_run(self) -> None:
        """Close everything. Called once, also after an interrupt."""

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Run a coroutine on the engine's loop, in its thread, and wait for it."""
