"""Checks that every probe of the blueprint can be made, before anything starts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tellonce.model.errors import Problem, UsageProblem
from tellonce.probes.registry import check_settings
from tellonce.project import Project

__all__ = ["check_probes"]


def check_probes(project: Project) -> None:
    """Raises UsageProblem with every mistake in probe settings, at its line."""
    problems = [problem for path, settings in _all(project) for problem in _mistakes(project, path, settings)]
    if problems:
        raise UsageProblem(problems)


def _all(project: Project) -> Iterator[tuple[tuple[str, ...], Mapping[str, Any]]]:
    for key, touchpoint in project.blueprint.touchpoints.items():
        yield ("touchpoints", key, "probe"), touchpoint.probe
    for key, system in project.blueprint.systems.items():
        if system.observe is not None:
            yield ("systems", key, "observe"), system.observe


def _mistakes(project: Project, path: tuple[str, ...], settings: Mapping[str, Any]) -> Iterator[Problem]:
    try:
        check_settings(settings)
    except UsageProblem as error:
        for problem in error.problems:
            key = problem.bad if problem.bad is not None and problem.bad in settings else "kind"
            place = project.blueprint_file.place((*path, key))
            yield Problem(
                what=f"{'.'.join(path)}: {problem.what}",
                place=place,
                bad=problem.bad,
                valid=problem.valid,
                hint=problem.hint,
            )
