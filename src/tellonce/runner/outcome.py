"""How a scenario went, in words: from behave's statuses and the engine's settlement."""

from __future__ import annotations

import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from tellonce.authoring.as_written import below_step
from tellonce.authoring.keywords import said_step
from tellonce.engine.outcomes import CannotTell
from tellonce.engine.protocol import ScenarioEnd, ScenarioStatus, StepInfo, StepStatus
from tellonce.model.errors import TellonceError
from tellonce.runner.registry import AmbiguousSentence

__all__ = ["Outcome", "from_steps", "settle", "step_info", "traced"]

_STEP_STATUS: dict[str, StepStatus] = {
    "passed": "passed",
    "pending_warn": "passed",
    "failed": "failed",
    "skipped": "skipped",
    "untested": "skipped",
    "undefined": "undefined",
}
_DEEPEST = 20
"""Frames of a trace: a recursion that does not end has a thousand."""
_TELLONCE = Path(__file__).resolve().parent.parent
_WEIGHT: tuple[ScenarioStatus, ...] = ("skipped", "passed", "inconclusive", "failed", "error")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The end of one scenario. text: what to show when it was not kept, else empty."""

    status: ScenarioStatus
    text: str = ""

    @property
    def kept(self) -> bool:
        """True only for passed: unknown is never a pass."""
        return self.status == "passed"


def step_info(step: Any, root: Path, left: BaseException | None = None, *, lines: Sequence[str] = ()) -> StepInfo:
    """What the engine is told of one behave step. left: by what it left, when it skipped its scenario.

    lines: of its file, where that is known.
    """
    status = _STEP_STATUS.get(step.status.name, "error")
    error = left if status == "skipped" else step.exception
    message = "" if status in ("passed", "skipped", "undefined") else _reason(step, root)
    return StepInfo(
        keyword=step.keyword,
        text=step.name,
        line=step.line,
        status=status,
        duration_s=step.duration,
        message=message if left is None or status != "skipped" else str(left),
        detail=_detail(step),
        raised=type(error).__name__ if error is not None else "",
        trace=traced(error, root),
        below=below_step(step, lines),
    )


def _detail(step: Any) -> Literal["", "pending", "ambiguous"]:
    if step.status.name in ("pending", "pending_warn"):
        return "pending"
    return "ambiguous" if isinstance(step.exception, AmbiguousSentence) else ""


def traced(error: BaseException | None, root: Path) -> str:
    """The lines of the project through which an exception came, the innermost last; empty when there is none."""
    frames = traceback.extract_tb(error.__traceback__) if error is not None else []
    own = [frame for frame in frames if Path(frame.filename).is_relative_to(root)]
    lines = [
        f"{Path(frame.filename).relative_to(root).as_posix()}:{frame.lineno} in {frame.name}"
        for frame in own
        if "site-packages" not in Path(frame.filename).parts
    ]
    return "\n".join(lines[-_DEEPEST:])


def from_steps(scenario: Any, journey: str, name: str, root: Path) -> Outcome:
    """What the steps and hooks alone say."""
    if scenario.hook_failed:
        message = _hook_reason(scenario, root)
        return Outcome(
            status="error", text=f"{name}\n  journey   {journey}:{scenario.line}\n  because   {_indented(message)}"
        )
    for step in scenario.all_steps:
        status = _STEP_STATUS.get(step.status.name, "error")
        if status in ("passed", "skipped"):
            continue
        said = "no sentence says this step" if status == "undefined" else _reason(step, root)
        lines = (
            name,
            f"  journey   {journey}:{step.line}",
            f"  step      {said_step(step.keyword, step.name)}",
            f"  because   {_indented(said)}",
        )
        return Outcome(status=_ended(step, status), text="\n".join(lines))
    if scenario.should_skip or scenario.status.name == "skipped":
        return Outcome(status="skipped", text=scenario.skip_reason or "")
    return Outcome(status="passed")


def _ended(step: Any, status: StepStatus) -> ScenarioStatus:
    if isinstance(step.exception, CannotTell):
        return "inconclusive"  # an AssertionError only for runners that know no third verdict
    return "failed" if status == "failed" else "error"


def settle(steps: Outcome, end: ScenarioEnd | None) -> Outcome:
    """The worse of both: an engine cannot make a failed step pass, nor a passed one hide a broken promise."""
    if end is None:
        return steps
    if end.status == "skipped" and steps.status == "passed":
        return Outcome(status="skipped", text=end.message)  # nothing was looked at, so nothing passed
    if _WEIGHT.index(end.status) < _WEIGHT.index(steps.status):
        return Outcome(status=steps.status, text=end.message or steps.text)
    text = end.message or steps.text
    if end.status == "inconclusive":
        text = f"Inconclusive: nobody can say that this was kept.\n{text}".rstrip()
    return Outcome(status=end.status, text=text)


def _reason(step: Any, root: Path) -> str:
    error = step.exception
    if error is None:
        return str(step.error_message or step.status.name)
    if isinstance(error, TellonceError):
        return str(error)
    if isinstance(error, KeyboardInterrupt):
        return f"stopped by {error or 'Ctrl-C'}"
    where = _where(error, root)
    said = str(error)
    if isinstance(error, AssertionError):
        return f"{said or 'an assertion does not hold'}{where}"
    return f"{type(error).__name__}: {said}{where}" if said else f"{type(error).__name__}{where}"


def _hook_reason(scenario: Any, root: Path) -> str:
    error = scenario.exception
    if isinstance(error, TellonceError):
        return str(error)
    return f"{scenario.error_message or 'a hook failed'}{_where(error, root) if error else ''}"


def _where(error: BaseException, root: Path) -> str:
    """The innermost line of the project's own code."""
    frames = traceback.extract_tb(error.__traceback__)
    if frames and Path(frames[-1].filename).is_relative_to(_TELLONCE):
        return ""  # said by Tellonce itself, whose lines are no help to the project
    for frame in reversed(frames):
        path = Path(frame.filename)
        if path.is_relative_to(root) and "site-packages" not in path.parts:
            return f"  ({path.relative_to(root).as_posix()}:{frame.lineno})"
    return ""


def _indented(text: str) -> str:
    return text.replace("\n", "\n            ")
