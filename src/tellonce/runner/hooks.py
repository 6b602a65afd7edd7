"""Hooks of a project: behave's one of each kind, and any number beside it, by tags and with names of their own."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

from cucumber_tag_expressions import TagExpressionError
from cucumber_tag_expressions import parse as parse_tags

from tellonce.model.errors import Place, Problem, UsageProblem
from tellonce.model.told import HookKind
from tellonce.runner.chosen import with_at

__all__ = ["HOOK_KINDS", "Hook", "HookChain", "Note", "begin_hooks", "hook", "plain_hook"]

HOOK_KINDS: tuple[HookKind, ...] = get_args(HookKind)

Note = Callable[[int, Literal["passed", "failed", "skipped"], float, BaseException | None], None]
"""Is told of each hook that was called: its number, how it went, how many seconds it took, and what it raised."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hook:
    """One hook. tags: for which scenarios, as --tags takes it; empty for all of them."""

    kind: HookKind
    function: Callable[..., Any]
    name: str = ""
    tags: str = ""

    def concerns(self, args: Sequence[Any]) -> bool:
        """Whether it is to be called. args: those of the hook without the context: the scenario, or nothing."""
        if not self.tags or not args:
            return True
        return bool(parse_tags(self.tags).evaluate([f"@{tag}" for tag in args[0].effective_tags]))


_gathered: list[Hook] = []


def begin_hooks() -> list[Hook]:
    """A fresh list that `hook` adds to from now on."""
    global _gathered  # noqa: PLW0603 - decorators have no other way to say where they belong
    _gathered = []
    return _gathered


def hook(kind: str, *, tags: str = "", name: str = "") -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Have a function of fixtures/environment.py called with every scenario, or around the whole run.

    kind: before_all, after_all, before_scenario or after_scenario; the function gets what behave's hook of that name
    gets.  tags: only scenarios with these, such as "@card and not @slow".  name: for reports; without one, the first
    line of the docstring.
    Hooks before are called in the order in which they are written, those after the other way round; behave's own
    function comes first before, and last after.  A scenario's later hooks before are skipped once one failed or skipped
    the scenario; hooks after, and those around the run, are all called.
    Raises UsageProblem for another kind, and for tags that cannot be read or have no scenario to be of.
    """
    caller = sys._getframe(1)
    place = Place(file=caller.f_code.co_filename, line=caller.f_lineno)
    if kind not in HOOK_KINDS:
        raise UsageProblem(Problem(what=f'there is no hook "{kind}"', place=place, bad=kind, valid=HOOK_KINDS))
    if tags and kind.endswith("_all"):
        raise UsageProblem(Problem(what=f"{kind} is around the whole run, which has no tags", place=place, bad=tags))
    said = with_at(tags) if tags else ""
    try:
        parse_tags(said)
    except TagExpressionError as error:
        raise UsageProblem(Problem(what=f'the tags "{tags}" cannot be read: {error}', place=place)) from None

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        _gathered.append(Hook(kind=kind, function=function, name=name or _first_line(function), tags=said))
        return function

    return decorate


def plain_hook(kind: HookKind, function: Callable[..., Any]) -> Hook:
    """behave's own function of a kind."""
    return Hook(kind=kind, function=function, name=_first_line(function))


@dataclass(frozen=True, slots=True)
class HookChain:
    """All hooks of one kind, in the order in which they are written: behave calls it as its one."""

    kind: HookKind
    hooks: tuple[Hook, ...]

    def __call__(self, context: Any, *args: Any) -> None:
        """Call them. Raises the first error, after all that are to be called were."""
        self.call(context, args, lambda *_: None)

    def call(self, context: Any, args: Sequence[Any], note: Note) -> None:
        """The same, and tell of each how it went."""
        errors: list[Exception] = []
        stopped = False
        numbered = list(enumerate(self.hooks))
        for number, one in numbered if self.kind.startswith("before") else reversed(numbered):
            if not one.concerns(args):
                continue
            if stopped:
                note(number, "skipped", 0.0, None)
                continue
            began_s, skipping = time.monotonic(), _skips(args)
            try:
                one.function(context, *args)
            except Exception as error:
                note(number, "failed", time.monotonic() - began_s, error)
                errors.append(error)
                stopped = self.kind == "before_scenario"
            except BaseException as leaving:
                note(number, "failed", time.monotonic() - began_s, leaving)
                raise
            else:
                skips = _skips(args) and not skipping
                note(number, "skipped" if skips else "passed", time.monotonic() - began_s, None)
                stopped = skips and self.kind == "before_scenario"
        if errors:
            raise errors[0]


def _skips(args: Sequence[Any]) -> bool:
    return bool(args and args[0].should_skip)


def _first_line(function: Callable[..., Any]) -> str:
    said = (function.__doc__ or "").strip().splitlines()
    return said[0] if said else ""
