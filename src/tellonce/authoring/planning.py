"""A plan against its feature: what is planned must be met by some scenario, or no run could tell that it is missing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tellonce.authoring.gherkin import FeatureFile
from tellonce.authoring.rehearsing import reached
from tellonce.authoring.sentences import SentenceIndex
from tellonce.model.errors import Problem, UsageProblem
from tellonce.project.plans_file import plan_beside, read_plan

__all__ = ["never_met"]


def never_met(feature: FeatureFile, sentences: SentenceIndex) -> Iterator[Problem]:
    """Touchpoints of the feature's plan that no change of its scenarios concerns.

    Yields nothing without a plan, for one with mistakes of its own (told where it is loaded), and where a scenario says
    sentences of the project's own, which may change anything.
    """
    path = plan_beside(feature.path)
    if sentences.rehearsal is None or not path.is_file():
        return
    shown = Path(feature.journey)
    root = feature.path.parent if shown.is_absolute() else feature.path.parents[len(shown.parts) - 1]
    try:
        plan, file = read_plan(path, root=root)
    except UsageProblem:
        return
    met: set[str] = set()
    for one in feature.scenarios():
        found = reached(one, sentences)
        if found is None:
            return
        met |= set(found)
    for index, stage in enumerate(plan.stages):
        for nth, key in enumerate(stage.touchpoints):
            if key not in met:
                yield Problem(
                    what=f"no scenario of {feature.journey} changes anything that '{key}' shows her",
                    place=file.place(("stages", index, "touchpoints", nth)),
                    bad=key,
                    valid=tuple(sorted(met - {each for stage in plan.stages for each in stage.touchpoints})),
                    hint="take it out of the plan, or write the scenario in which she meets it",
                    rule="TO006",
                )
