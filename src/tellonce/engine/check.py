"""Checks that every probe of the blueprint can be made, before anything starts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from tellonce.engine.stage import Stage
from tellonce.model.errors import Problem, UsageProblem

__all__ = ["check_probes"]


def check_probes(stage: Stage) -> None:
    """Make every probe; nothing is opened. Raises UsageProblem with every mistake in probe settings, at its line."""
    problems = [problem for path, settings, make in _all(stage) for problem in _mistakes(stage, path, settings, make)]
    if problems:
        raise UsageProblem(problems)


def _all(stage: Stage) -> Iterator[tuple[tuple[str, ...], Mapping[str, Any], Callable[[], object]]]:
    for key, touchpoint in stage.blueprint.touchpoints.items():
        yield ("touchpoints", key, "probe"), touchpoint.probe, partial(stage.probe_of, key, touchpoint)
    for key, system in stage.blueprint.systems.items():
        if system.observe is not None:
            yield ("systems", key, "observe"), system.observe, partial(stage.observer_of, key, system)


def _mistakes(
    stage: Stage, path: tuple[str, ...], settings: Mapping[str, Any], make: Callable[[], object]
) -> Iterator[Problem]:
    try:
        make()
    except UsageProblem as error:
        for problem in error.problems:
            key = problem.bad if problem.bad is not None and problem.bad in settings else "kind"
            yield Problem(
                what=f"{'.'.join(path)}: {problem.what}",
                place=stage.project.blueprint_file.place((*path, key)),
                bad=problem.bad,
                valid=problem.valid,
                hint=problem.hint,
            )
