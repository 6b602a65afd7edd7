"""Checks that every probe can be made, every address is known and every persona can be embodied, before the start."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from tellonce.engine.check_personas import persona_mistakes
from tellonce.engine.stage import Stage
from tellonce.model.errors import Problem, UsageProblem

__all__ = ["check_project"]

KeyPath = tuple[str | int, ...]
"""Where something stands in the blueprint file."""
_OF_CUSTOMER = re.compile(r"\{customer\.[^{}]*\}")


def check_project(stage: Stage) -> None:
    """Make every probe, read every persona; nothing is opened. Raises UsageProblem with every mistake, at its line."""
    problems = [problem for path, settings, make in _all(stage) for problem in _mistakes(stage, path, settings, make)]
    problems += [problem for path, text in _with_addresses(stage) for problem in _unknown_addresses(stage, path, text)]
    problems += _unknown_viewers(stage)
    problems += persona_mistakes(stage.project, stage.deeds)
    if problems:
        raise UsageProblem(problems)


def _unknown_viewers(stage: Stage) -> Iterator[Problem]:
    known = ("visitor", *stage.deeds.viewers)
    for path, settings, _ in _all(stage):
        viewer = settings.get("viewer", "customer")
        if settings.get("kind") == "page" and viewer not in known:
            yield Problem(
                what=f"nobody in steps/ says how the viewer '{viewer}' signs in",
                place=stage.project.blueprint_file.place((*path, "viewer")),
                bad=str(viewer),
                valid=known,
                hint=f'write @viewer("{viewer}") async def sign_in(page, customer, addresses) in steps/',
            )


def _all(stage: Stage) -> Iterator[tuple[KeyPath, Mapping[str, Any], Callable[[], object]]]:
    for key, touchpoint in stage.blueprint.touchpoints.items():
        yield ("touchpoints", key, "probe"), touchpoint.probe, partial(stage.probe_of, key, touchpoint)
    for key, system in stage.blueprint.systems.items():
        for nth, block in enumerate(system.observe):
            yield _written_at(stage, key, nth), block, partial(stage.nth_observer_of, key, system, nth)


def _written_at(stage: Stage, key: str, nth: int) -> KeyPath:
    """One probe of a system is written without a list."""
    written = stage.project.blueprint_file.data["systems"][key]["observe"]
    return ("systems", key, "observe", *(() if isinstance(written, Mapping) else (nth,)))


def _with_addresses(stage: Stage) -> Iterator[tuple[KeyPath, str]]:
    """Key path and text of whatever is filled in with addresses."""
    for index, service in enumerate(stage.blueprint.start):
        here = ("start", index)
        yield (*here, "command"), service.command
        yield (*here, "ready"), service.ready
        yield from (((*here, "environment", name), text) for name, text in service.environment.items())
        yield from (((*here, "expect", name), text) for name, text in service.expect.items())
    yield ("traces",), stage.blueprint.traces
    yield ("clock", "read"), stage.blueprint.clock.read
    yield ("clock", "advance"), stage.blueprint.clock.advance
    for path, settings, _ in _all(stage):
        named = [(name, settings.get(name)) for name in ("url", "folder")]
        yield from (((*path, name), text) for name, text in named if isinstance(text, str))
        headers = settings.get("headers")
        if isinstance(headers, Mapping):
            yield from (((*path, "headers", name), text) for name, text in headers.items() if isinstance(text, str))


def _unknown_addresses(stage: Stage, path: KeyPath, text: str) -> Iterator[Problem]:
    try:
        # What is hers is known only once she is a customer.
        stage.addresses.fill(_OF_CUSTOMER.sub("hers", text))
    except UsageProblem as error:
        for problem in error.problems:
            yield replace(
                problem,
                what=f"{'.'.join(str(part) for part in path)}: {problem.what}",
                place=stage.project.blueprint_file.place(path),
            )


def _mistakes(
    stage: Stage, path: KeyPath, settings: Mapping[str, Any], make: Callable[[], object]
) -> Iterator[Problem]:
    try:
        make()
    except UsageProblem as error:
        for problem in error.problems:
            key = problem.bad if problem.bad is not None and problem.bad in settings else "kind"
            place = stage.project.blueprint_file.place((*path, key))
            yield replace(problem, what=f"{'.'.join(str(part) for part in path)}: {problem.what}", place=place)
