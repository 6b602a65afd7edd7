"""How steps, hooks and scenarios ended, in Cucumber's statuses. Unknown is never a pass, nor anything milder.

Readers of messages take a test case for its worst step, and UNKNOWN for the mildest of all. So what Tellonce calls
inconclusive is FAILED here, with a message that says so.
"""

from __future__ import annotations

from typing import Any

from tellonce.model.events import HookFinished, ScenarioFinished, StepFinished
from tellonce.model.verdict import Outcome
from tellonce.report.formats.messages.attempts import Attempt
from tellonce.report.formats.messages.moments import duration
from tellonce.story.headline import headline

__all__ = ["cut_off", "is_bad", "of_hook", "of_settling", "of_step", "plain", "settles"]

_STATUS = {
    "passed": "PASSED",
    "failed": "FAILED",
    "error": "FAILED",
    "skipped": "SKIPPED",
    "undefined": "UNDEFINED",
}
_DETAIL = {"pending": "PENDING", "ambiguous": "AMBIGUOUS"}
_SILENT = ("PASSED", "UNDEFINED", "AMBIGUOUS")
"""Statuses that say all by themselves: readers show next to them what is missing, or what is double."""
_INCONCLUSIVE = "Inconclusive: nobody can say that this was kept."


def is_bad(result: dict[str, Any]) -> bool:
    """Whether what comes after it is not played."""
    return result["status"] not in ("PASSED", "SKIPPED")


def plain(status: str) -> dict[str, Any]:
    """A result with nothing to say."""
    return {"status": status, "duration": duration(0.0)}


def cut_off() -> dict[str, Any]:
    """The end of a scenario that the run did not live to see."""
    return _told("FAILED", 0.0, "The run ended before this scenario did.", "CutOff")


def of_step(step: StepFinished) -> dict[str, Any]:
    """The TestStepResult of one step. One that is not written yet has a message where it was given words of its own."""
    status = _DETAIL.get(step.detail, _STATUS[step.status])
    if status == "PENDING" and not step.message.startswith(f"{step.raised}: "):
        return {"status": status, "duration": duration(step.duration_s)}
    return _told(status, step.duration_s, step.message, step.raised, step.trace)


def of_hook(hook: HookFinished) -> dict[str, Any]:
    """The TestStepResult of one call of a hook."""
    return _told(_STATUS[hook.status], hook.duration_s, hook.message, hook.raised, hook.trace)


def settles(attempt: Attempt, results: list[dict[str, Any]]) -> bool:
    """Whether Tellonce has anything to say that steps and hooks do not: of promises, or of how it all ended."""
    if attempt.cells or attempt.finished is None:
        return True
    status = attempt.finished.status
    if status in ("failed", "error", "inconclusive"):
        return not any(is_bad(result) for result in results)
    return status == "skipped" and not any(result["status"] != "PASSED" for result in results)


def of_settling(attempt: Attempt, results: list[dict[str, Any]]) -> dict[str, Any]:
    """The TestStepResult of Tellonce's own word at the end. results: of the attempt's hooks and steps."""
    ended = attempt.finished
    if ended is None:
        return cut_off()
    bad = [cell for cell in attempt.cells if cell.verdict.outcome is not Outcome.PASSING]
    unexplained = not any(is_bad(result) for result in results)
    if ended.status in ("failed", "error", "inconclusive") and (bad or unexplained):
        return _told("FAILED", 0.0, _said(ended) or "\n".join(map(headline, bad)), _RAISED[ended.status])
    if ended.status == "skipped":
        return _told("SKIPPED", 0.0, ended.message)
    return plain("PASSED")


_RAISED = {"failed": "PromiseBroken", "error": "Error", "inconclusive": "Inconclusive"}


def _said(ended: ScenarioFinished) -> str:
    if ended.status != "inconclusive" or ended.message.startswith(_INCONCLUSIVE):
        return ended.message
    return f"{_INCONCLUSIVE}\n{ended.message}".rstrip()


def _told(status: str, seconds: float, message: str, raised: str = "", trace: str = "") -> dict[str, Any]:
    result = {"status": status, "duration": duration(seconds)}
    if status in _SILENT or not message:
        if status != "FAILED":
            return result
        message = message or "no reason was given"
    result["message"] = message
    if raised or status == "FAILED":
        exception = {"type": raised or "Error", "message": message}
        if trace:
            exception["stackTrace"] = trace
        result["exception"] = exception
    return result
