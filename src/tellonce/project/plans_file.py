"""Reads journeys/**/*.plan.yaml: each beside its feature, in the blueprint's own words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from tellonce.model.blueprint import Blueprint
from tellonce.model.errors import Problem, UsageProblem, nearest
from tellonce.model.plan import Plan
from tellonce.project.yaml_file import YamlFile, read_yaml

__all__ = ["load_plans", "plan_beside", "read_plan"]

_ENDING = ".plan.yaml"


def plan_beside(feature: Path) -> Path:
    """Where the plan of a feature lies, whether or not there is one."""
    return feature.with_name(feature.name.removesuffix(".feature") + _ENDING)


def read_plan(path: Path, *, root: Path) -> tuple[Plan, YamlFile]:
    """One plan and its file, for later messages. Raises UsageProblem with every mistake that the file alone shows."""
    file = read_yaml(path, root=root)
    return file.fit(Plan), file


def load_plans(folder: Path, *, root: Path, blueprint: Blueprint | None) -> dict[str, Plan]:
    """Feature path, relative to `root` with forward slashes -> its plan; empty without any.

    blueprint: None when it has mistakes of its own; then only the files themselves are checked.
    Raises UsageProblem with the mistakes of every file.
    """
    problems: list[Problem] = []
    plans: dict[str, Plan] = {}
    for path in sorted(folder.rglob(f"*{_ENDING}")):
        if any(part.startswith(".") for part in path.relative_to(folder).parts):
            continue
        feature = path.with_name(path.name.removesuffix(_ENDING) + ".feature")
        try:
            plan, file = read_plan(path, root=root)
        except UsageProblem as error:
            problems += error.problems
            continue
        problems += _alone(file, feature)
        problems += _told_twice(plan, file)
        if blueprint is not None:
            problems += _unknown_names(plan, file, blueprint)
        plans[feature.relative_to(root).as_posix()] = plan
    if problems:
        raise UsageProblem(problems)
    return plans


def _alone(file: YamlFile, feature: Path) -> Iterator[Problem]:
    if not feature.is_file():
        near = nearest(feature.name, [path.name for path in feature.parent.glob("*.feature")])
        yield Problem(
            what=f"there is no {feature.name} beside this plan",
            place=file.place(()),
            hint=f"did you mean {near}? A plan is named as its feature is" if near else "name it as its feature is",
        )


def _told_twice(plan: Plan, file: YamlFile) -> Iterator[Problem]:
    stages: set[str] = set()
    touchpoints: dict[str, str] = {}
    for index, stage in enumerate(plan.stages):
        if stage.stage in stages:
            yield Problem(
                what=f"the stage '{stage.stage}' is planned twice",
                place=file.place(("stages", index, "stage")),
                hint="make one of the two, where she is in it first",
            )
        stages.add(stage.stage)
        for nth, key in enumerate(stage.touchpoints):
            if key in touchpoints:
                yield Problem(
                    what=f"'{key}' is planned twice; first in the stage '{touchpoints[key]}'",
                    place=file.place(("stages", index, "touchpoints", nth)),
                    hint="name it where she meets it first",
                )
            touchpoints.setdefault(key, stage.stage)


def _unknown_names(plan: Plan, file: YamlFile, blueprint: Blueprint) -> Iterator[Problem]:
    known: Mapping[str, None] = dict.fromkeys(touchpoint.stage for touchpoint in blueprint.touchpoints.values())
    for index, stage in enumerate(plan.stages):
        if stage.stage not in known:
            yield Problem(
                what=f"unknown stage '{stage.stage}'",
                place=file.place(("stages", index, "stage")),
                bad=stage.stage,
                valid=tuple(known),
                hint="use a stage that a touchpoint of fixtures/blueprint.yaml has",
            )
        for nth, key in enumerate(stage.touchpoints):
            if key not in blueprint.touchpoints:
                yield Problem(
                    what=f"unknown touchpoint '{key}'",
                    place=file.place(("stages", index, "touchpoints", nth)),
                    bad=key,
                    valid=tuple(blueprint.touchpoints),
                )
