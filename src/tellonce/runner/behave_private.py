"""Every name of behave that is not part of its documented API, and the few places where it is made cheaper.

Pinned to behave >=1.3.3,<1.5. Costs measured on 1.3.3: `Status.__eq__` and its predicates are 24 % of a step,
`Context.__setattr__` (a stat per assignment, by extract_stack) 17 %, a relpath per statement 5 %.
"""

from __future__ import annotations

import sys
from functools import lru_cache
from typing import Any

from behave import model_core, step_registry
from behave.capture import CaptureController
from behave.configuration import Configuration
from behave.cucumber_expression import StepMatcher4CucumberExpressions
from behave.formatter._registry import make_formatters
from behave.matchers import Match, get_step_matcher_factory
from behave.model import Scenario
from behave.model_core import make_relpath_if_possible
from behave.model_type import Argument, FileLocation, Status
from behave.runner import Context, ContextMode, Runner

from tellonce.authoring.quick_parser import read_backticks

__all__ = [
    "Argument",
    "CheapContext",
    "Configuration",
    "FileLocation",
    "Match",
    "QuietCapture",
    "Runner",
    "Scenario",
    "Status",
    "behave_parameters",
    "close_layer",
    "close_remaining_layers",
    "current_matcher_class",
    "depth",
    "has_run",
    "make_cheap",
    "make_formatters",
    "open_layer",
    "redirect_decorators",
    "reset_keeping_row",
    "row_of",
    "set_active_row",
    "set_mode",
    "user_mode",
]

_PASSED = frozenset(s.value for s in Status if s.is_passed())
_ERRORS = frozenset(s.value for s in Status if s.is_error())
_FAILED = frozenset(s.value for s in Status if s.has_failed())
_FINAL = frozenset(s.value for s in Status if s.is_final())
_UNTESTED = frozenset(s.value for s in Status if s.is_untested())


class CheapContext(Context):  # type: ignore[misc]  # behave is untyped
    """behave's context; it looks up who assigns a name without reading that file from disk."""

    def __setattr__(self, attr: str, value: object) -> None:
        state = self.__dict__
        if attr[0] == "_":
            state[attr] = value
            return
        stack = state["_stack"]
        for frame in stack[1:]:
            if attr in frame:
                filename, line, _, function = state["_record"].get(attr, ("?", 0, None, "?"))
                self._emit_warning(attr, {"attr": attr, "filename": filename, "line": line, "function": function})
        caller = sys._getframe(1)
        state["_record"][attr] = (caller.f_code.co_filename, caller.f_lineno, None, caller.f_code.co_name)
        stack[0][attr] = value
        state["_origin"].setdefault(attr, state["_mode"])

    def attach(self, mime_type: str, data: bytes | str, file_name: str = "") -> None:
        """Keep something to be shown with the step or hook that runs: text as text, bytes as they are.

        behave itself hands it to formatters that can embed it, and to nobody else.
        """
        engine = getattr(self, "tellonce", None)
        if engine is not None:
            engine.attach(mime_type, data, file_name)
        super().attach(mime_type, data.encode() if isinstance(data, str) else data)


class QuietCapture(CaptureController):  # type: ignore[misc]  # behave is untyped
    """Does nothing when nothing is captured (inside pytest, which captures by itself)."""

    def update_delta_bookmark(self) -> None:
        if self.should_capture():
            super().update_delta_bookmark()


def make_cheap() -> None:
    """Replace slow methods of behave's values by equal, faster ones. Safe to call again, and for plain behave."""
    read_backticks()
    if getattr(Status, "made_cheap_by_tellonce", False):
        return
    Status.made_cheap_by_tellonce = property(lambda self: True)
    Status.__eq__ = lambda self, other: self is other or (isinstance(other, str) and self._name_ == other)
    Status.__hash__ = lambda self: hash(self._value_)
    Status.is_passed = lambda self: self._value_ in _PASSED
    Status.is_error = lambda self: self._value_ in _ERRORS
    Status.has_failed = lambda self: self._value_ in _FAILED
    Status.is_final = lambda self: self._value_ in _FINAL
    Status.is_untested = lambda self: self._value_ in _UNTESTED
    model_core.make_relpath_if_possible = lru_cache(maxsize=64)(make_relpath_if_possible)
    run_plain = Scenario.run

    def run(self: Any, runner: Any) -> bool:
        """The engine may settle a scenario as failed after its last step; behave counts only what steps say."""
        failed = run_plain(self, runner)
        ended = getattr(runner, "scenario_ended", None)
        if ended is not None:
            ended(self)
        return bool(failed or (ended is not None and self.status.has_failed()))

    Scenario.run = run


def open_layer(context: Any, container: Any) -> None:
    """Begin a feature or rule, as the first lines of ScenarioContainer.run do."""
    container.clear_status()
    container.hook_failed = False
    context._push(layer=container.type)
    context.tags = set(container.tags)
    container._setup_context_for_run(context)


def close_layer(context: Any) -> None:
    """Leave the newest layer. Raises what a cleanup raises, after all of them ran."""
    context._pop()


def close_remaining_layers(context: Any) -> None:
    """Run every cleanup that is left, those of the whole run included. Raises the first error."""
    context._do_remaining_cleanups()


def depth(context: Any) -> int:
    """How many layers are open."""
    return len(context._stack)


def row_of(scenario: Any) -> Any:
    """The Examples row of a scenario, or None."""
    return scenario._row


def set_active_row(context: Any, row: Any) -> None:
    """What ScenarioOutline.run does around each row."""
    context._set_root_attribute("active_outline", row)


def has_run(scenario: Any) -> bool:
    """False for a scenario that was not selected, so that a partly run feature is not taken for a failed one."""
    return bool(scenario.status._value_ not in _UNTESTED)


def reset_keeping_row(scenario: Any) -> None:
    """Scenario.reset forgets the row, and a second run would then miss it."""
    row = scenario._row
    scenario.reset()
    scenario._row = row


def user_mode(context: Any) -> Any:
    """Enter user mode; returns what `set_mode` takes to leave it."""
    before = context._mode
    context._mode = ContextMode.USER
    return before


def set_mode(context: Any, mode: Any) -> None:
    """Go back to the mode that `user_mode` returned."""
    context._mode = mode


def behave_parameters() -> list[Any]:
    """The parameter types of behave's Cucumber Expressions, those that every project has included."""
    return list(StepMatcher4CucumberExpressions.TYPE_REGISTRY.parameter_types.parameter_types)


def current_matcher_class() -> Any:
    """The matcher that `use_step_matcher` chose last."""
    return get_step_matcher_factory().current_matcher


def redirect_decorators(registry: Any) -> dict[str, Any]:
    """Make `from behave import when` register into `registry`. Returns decorators; call again with the old registry.

    behave's own loader cannot do this: its decorators are bound once, to a global that nothing clears.
    """
    import behave  # noqa: PLC0415 - the package holds the names that steps files import

    decorators: dict[str, Any] = {}
    step_registry.setup_step_decorators(decorators, registry)
    for module in (behave, step_registry):
        vars(module).update(decorators)
    return decorators
