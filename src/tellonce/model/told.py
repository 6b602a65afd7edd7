"""What only the runner knows of a run: the text of features, the sentences, what steps mean, how hooks went.

Nothing here is judged. It is written down so that reports for other tools (Cucumber Messages) need the history alone.
"""

from __future__ import annotations

from typing import Literal

from tellonce.model.as_written import DescribedPart
from tellonce.model.base import Frozen
from tellonce.model.happened import InScenario

__all__ = [
    "TOLD",
    "DeclaredHook",
    "DeclaredParameter",
    "DeclaredSentence",
    "FeatureDescribed",
    "FeatureRead",
    "Filled",
    "HookFinished",
    "HookKind",
    "Meaning",
    "OfTheRun",
    "RunnerDescribed",
    "SentencesDeclared",
    "StepUnderstood",
]

TOLD = ("feature_read", "hook_finished", "runner_described", "sentences_declared", "step_understood")
"""The types of those of these events that a page does not read."""

HookKind = Literal["before_all", "after_all", "before_scenario", "after_scenario"]


class OfTheRun(InScenario):
    """Of the whole run of a worker, and of none of its scenarios."""

    scenario: str = ""


class DeclaredParameter(Frozen):
    """A parameter type, with the regular expressions of what it takes. snippets: whether it is offered in new steps.

    file, line: where what reads it is written; empty where that is not known.
    """

    name: str
    patterns: tuple[str, ...]
    preferred: bool = False
    snippets: bool = True
    file: str = ""
    line: int | None = None


class DeclaredSentence(Frozen):
    """One sentence. number: this worker's, by which steps refer to it.  form: the notation of its pattern."""

    number: int
    pattern: str
    form: Literal["cucumber", "parse", "regex", ""] = "cucumber"
    file: str = ""
    line: int | None = None


class DeclaredHook(Frozen):
    """A hook of the project. number: among those of its kind.  tags: of which scenarios it is, empty for all."""

    kind: HookKind
    number: int = 0
    tags: str = ""
    name: str = ""
    file: str = ""
    line: int | None = None


class RunnerDescribed(OfTheRun):
    """Where this worker runs, and what it has besides sentences. Once per worker, before anything is played."""

    type: Literal["runner_described"] = "runner_described"
    system: str
    system_version: str = ""
    machine: str = ""
    python: str = ""
    parameters: tuple[DeclaredParameter, ...] = ()
    hooks: tuple[DeclaredHook, ...] = ()


class SentencesDeclared(OfTheRun):
    """Sentences that a step can mean. The first time all of the project's; later those of a language not met before."""

    type: Literal["sentences_declared"] = "sentences_declared"
    sentences: tuple[DeclaredSentence, ...]


class FeatureRead(OfTheRun):
    """One feature file as it was when its first scenario began: once per file and worker."""

    type: Literal["feature_read"] = "feature_read"
    journey: str
    """Its path relative to the project, with forward slashes."""
    text: str


class FeatureDescribed(OfTheRun):
    """The prose of a feature file: once per file and worker, and only where there is any. Older histories lack it."""

    type: Literal["feature_described"] = "feature_described"
    journey: str
    """As in FeatureRead."""
    parts: tuple[DescribedPart, ...]
    """In the order of the file; all its backgrounds are among them."""


class Filled(Frozen):
    """What a step put into one place of a sentence. start: characters into its text; None where nothing was put in.

    parameter: the parameter type, empty for a group of a regular expression.  parts: the groups within it, if any.
    """

    value: str | None = None
    start: int | None = None
    parameter: str = ""
    parts: tuple[Filled, ...] | None = None


class Meaning(Frozen):
    """One sentence that a step may mean."""

    sentence: int
    """DeclaredSentence.number."""
    filled: tuple[Filled, ...] = ()


class StepUnderstood(OfTheRun):
    """What a step means: one sentence; none where it is undefined; several where it is ambiguous. Once per text."""

    type: Literal["step_understood"] = "step_understood"
    kind: Literal["given", "when", "then", "step"]
    language: str = "en"
    text: str
    meanings: tuple[Meaning, ...] = ()


class HookFinished(InScenario):
    """How a hook of the project went. scenario: empty for those around the whole run."""

    type: Literal["hook_finished"] = "hook_finished"
    kind: HookKind
    number: int = 0
    """Which of its kind: DeclaredHook.number."""
    status: Literal["passed", "failed", "skipped"]
    duration_s: float
    message: str = ""
    raised: str = ""
    """The type of the exception, empty where none came."""
    trace: str = ""
    """Where it came from: the project's own lines, the innermost last."""
