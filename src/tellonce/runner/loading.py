"""Loads what a run can say: the installed vocabulary first, then the project's steps, then its hooks."""

from __future__ import annotations

import importlib
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from importlib.util import cache_from_source, module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

from behave import step_registry
from behave.api.step_matchers import step_matcher, use_default_step_matcher, use_step_matcher

from tellonce.authoring.gherkin import journey_of
from tellonce.engine.flows import begin_deeds
from tellonce.model.errors import Place, Problem, TellonceError, UsageProblem
from tellonce.runner.behave_private import redirect_decorators
from tellonce.runner.hooks import HOOK_KINDS, HookChain, begin_hooks, plain_hook
from tellonce.runner.project import Project, load_object
from tellonce.runner.registry import SentenceRegistry

__all__ = ["active_registry", "forget_steps", "load_hooks", "load_sentences"]

_active: list[SentenceRegistry] = []


def active_registry() -> SentenceRegistry | None:
    """The registry that steps files are being loaded into, for decorators that add sentences; None at other times."""
    return _active[-1] if _active else None


def load_sentences(project: Project) -> SentenceRegistry:
    """Every sentence of a project.

    Raises UsageProblem with every mistake of the vocabulary's files, and file:line for each steps file that cannot be
    imported.
    """
    registry = SentenceRegistry(project.root)
    importlib.invalidate_caches()
    with _loading(registry, project) as decorators:
        problems: list[Problem] = []
        if project.vocabulary:
            try:
                load_object(project.vocabulary, what="vocabulary")(registry, project.root)
            except UsageProblem as problem:
                problems += problem.problems
                begin_deeds(
                    lambda _flow: None, root=project.root
                )  # steps are read all the same, for their own mistakes
        _forget_other_steps(project)
        for path in sorted(project.steps.glob("*.py")):
            use_default_step_matcher()
            try:
                _load(path, "steps", project, decorators)
            except UsageProblem as problem:
                problems += problem.problems
        use_default_step_matcher()
        try:
            _load_written(project)
        except UsageProblem as problem:
            problems += problem.problems
    if problems:
        raise UsageProblem(dict.fromkeys(problems))
    return registry


def _load_written(project: Project) -> None:
    """The flows in YAML, after those in Python. Raises UsageProblem with the mistakes of every file."""
    for path in sorted(project.steps.glob("*.yml")):
        what, place = "this file would not be read", Place(file=journey_of(path, project.root))
        raise UsageProblem(Problem(what=what, place=place, hint=f"call it {path.stem}.yaml"))
    paths = sorted(project.steps.glob("*.yaml"))
    if not paths:
        return
    from tellonce.engine.written import declare_written  # noqa: PLC0415 - imports Playwright

    problems: list[Problem] = []
    for path in paths:
        try:
            declare_written(path, root=project.root)
        except UsageProblem as error:
            problems += [_placed(one, project) for one in error.problems]
    if problems:
        raise UsageProblem(problems)


def forget_steps(project: Project) -> None:
    """Let the next load read every file under steps/ anew, also those that only other steps files import.

    Byte code that Python kept of them goes too: it knows a file by its second and size, and two saves may share both.
    """
    for name, module in list(sys.modules.items()):
        file = getattr(module, "__file__", None)
        if file is not None and Path(file).is_relative_to(project.steps):
            del sys.modules[name]
    for path in project.steps.rglob("*.py"):
        Path(cache_from_source(str(path))).unlink(missing_ok=True)


def load_hooks(project: Project) -> dict[str, Callable[..., Any]]:
    """The project's own behave hooks from fixtures/environment.py; empty without that file.

    Those around the run and around scenarios are HookChains: behave's function, and what `tellonce.hook` adds to it.
    """
    if not project.environment.is_file():
        return {}
    gathered = begin_hooks()
    module = _load(project.environment, "fixtures", project, {})
    names = ("all", "feature", "rule", "scenario", "step", "tag")
    wanted = [f"{when}_{name}" for when in ("before", "after") for name in names]
    hooks = {name: getattr(module, name) for name in wanted if callable(getattr(module, name, None))}
    for kind in HOOK_KINDS:
        own = (plain_hook(kind, hooks[kind]),) if kind in hooks else ()
        chain = HookChain(kind, (*own, *(one for one in gathered if one.kind == kind)))
        if chain.hooks:
            hooks[kind] = chain
    return hooks


@contextmanager
def _loading(registry: SentenceRegistry, project: Project) -> Iterator[dict[str, Any]]:
    for folder in (str(project.root), str(project.steps)):
        while folder in sys.path:  # another project's may stand before it: only this one's `steps` may answer
            sys.path.remove(folder)
        sys.path.insert(0, folder)
    before = step_registry.registry
    decorators = redirect_decorators(registry)
    _active.append(registry)
    try:
        yield decorators | {"use_step_matcher": use_step_matcher, "step_matcher": step_matcher}
    finally:
        _active.pop()
        redirect_decorators(before)


def _load(path: Path, package: str, project: Project, names: dict[str, Any]) -> ModuleType:
    """Import one file as a real module, so that dataclasses, typing and pickling work in it."""
    spec = spec_from_file_location(f"{package}.{path.stem}", path)
    if spec is None or spec.loader is None:  # a .py file always has a loader
        raise UsageProblem(Problem(what="is no Python file", place=Place(file=journey_of(path, project.root))))
    module = module_from_spec(spec)
    vars(module).update(names)
    sys.modules[spec.name] = module
    try:
        spec.loader.exec_module(module)
    except UsageProblem as problem:
        raise UsageProblem(_placed(one, project) for one in problem.problems) from None
    except TellonceError:
        raise
    except Exception as error:  # any import of the project may fail in any way
        raise UsageProblem(_cannot_load(error, path, project)) from error
    return module


def _cannot_load(error: Exception, path: Path, project: Project) -> Problem:
    file, line = path, None
    if isinstance(error, SyntaxError):
        file, line = Path(error.filename or path), error.lineno
    else:
        for frame in traceback.extract_tb(error.__traceback__):
            if Path(frame.filename).is_relative_to(project.root):
                file, line = Path(frame.filename), frame.lineno
    reason = error.msg if isinstance(error, SyntaxError) else error
    return Problem(
        what=f"cannot be loaded: {type(error).__name__}: {reason}",
        place=Place(file=journey_of(file, project.root), line=line),
    )


def _placed(problem: Problem, project: Project) -> Problem:
    """With its place as a person would type it: what declares flows knows files only by their whole path."""
    place = problem.place
    if place is None or not Path(place.file).is_absolute():
        return problem
    return replace(problem, place=replace(place, file=journey_of(Path(place.file), project.root)))


def _forget_other_steps(project: Project) -> None:
    """Two projects in one process both have a package called steps; only this one's may answer."""
    for name in [name for name in sys.modules if name == "steps" or name.startswith("steps.")]:
        file = getattr(sys.modules[name], "__file__", None)
        if file is None or not Path(file).is_relative_to(project.root):
            del sys.modules[name]
