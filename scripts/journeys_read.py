"""What each journey is for: its needs, the touchpoints it has to do with, and the faults of Northbank that break it.

Read, and not run: from the tags of the journeys, what their sentences change, the blueprint and benchmarks/harms.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Any

from benchmarks.harms import HARMS

from tellonce.authoring.gherkin import FeatureFile, OneScenario, read_feature
from tellonce.authoring.rehearsing import reached
from tellonce.authoring.sentences import SentenceIndex
from tellonce.engine.cast import register
from tellonce.engine.flows import current_deeds
from tellonce.engine.values import MADE_UP
from tellonce.model.blueprint import Blueprint
from tellonce.model.cell import CellVerdict
from tellonce.model.errors import Problem, UsageProblem
from tellonce.model.facts import Components, spell
from tellonce.model.need import NEED_TAG, Need
from tellonce.model.persona import Persona
from tellonce.project import Project, load_project
from tellonce.project.needs_file import load_needs
from tellonce.runner.loading import load_sentences
from tellonce.runner.project import open_project
from tellonce.watch.axis import Axis

__all__ = ["ROOT", "Lived", "Need", "lived_through", "read_needs"]

ROOT = Path(__file__).resolve().parent.parent
_CATCHES = "catches."
_SEEDS = 6
"""Values made up for each fact: a fault that harms only long or accented ones must meet some."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What one step of a scenario changes. number: which change of the scenario, from 1."""

    persona: Persona
    fact: str
    number: int
    new: tuple[str, ...]
    """Some new values as people read them, to ask whether a fault harms them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lived:
    """One scenario: which needs it shows, which touchpoints it has to do with, which faults break it, which of them it
    is there to catch. touchpoints: keys, in blueprint order.  concerned: those of them that use what its steps change.
    """

    journey: str
    name: str
    needs: tuple[str, ...]
    touchpoints: tuple[str, ...]
    concerned: tuple[str, ...]
    faults: tuple[str, ...]
    catches: tuple[str, ...]


def read_needs() -> Mapping[str, Need]:
    """Id -> need, in the order of the file. Raises UsageProblem for a mistake in it."""
    return load_needs(ROOT / "fixtures" / "needs.yaml", root=ROOT)


def lived_through() -> tuple[tuple[Lived, ...], dict[str, str]]:
    """Every scenario of journeys/, in the order of the files; and what the blueprint's touchpoints are called.

    Raises UsageProblem for mistakes in the project.
    """
    sentences = load_sentences(open_project(ROOT)).index
    project = load_project(ROOT)
    features = [read_feature(path, ROOT) for path in sorted((ROOT / "journeys").rglob("*.feature"))]
    broken = [feature for feature in features if isinstance(feature, Problem)]
    if broken:
        raise UsageProblem(broken)
    lived = tuple(
        _lived(feature, one, sentences, project)
        for feature in features
        if isinstance(feature, FeatureFile)
        for one in feature.scenarios()
    )
    spots = project.blueprint.touchpoints
    return lived, {key: spot.called.removeprefix("the ") for key, spot in spots.items()}


def _lived(feature: FeatureFile, one: OneScenario, sentences: SentenceIndex, project: Project) -> Lived:
    blueprint = project.blueprint
    changes, named, refused = _read(one, sentences, project)
    concerned = reached(one, sentences) or {}
    catches = tuple(tag.removeprefix(_CATCHES) for tag in one.tags if tag.startswith(_CATCHES))
    harmed = () if refused else tuple(name for name in HARMS if _breaks(name, one, changes, blueprint))
    return Lived(
        journey=feature.journey,
        name=one.name,
        needs=tuple(tag.removeprefix(NEED_TAG) for tag in one.tags if tag.startswith(NEED_TAG)),
        touchpoints=tuple(key for key in blueprint.touchpoints if key in concerned or key in named),
        concerned=tuple(key for key in blueprint.touchpoints if key in concerned),
        faults=tuple(dict.fromkeys((*harmed, *catches))),
        catches=catches,
    )


def _read(one: OneScenario, sentences: SentenceIndex, project: Project) -> tuple[list[Change], set[str], bool]:
    """What the steps change, the touchpoints that they name, and whether they expect a refusal."""
    flows = {flow.sentence: flow for flow in current_deeds().flows}
    changes: list[Change] = []
    named: set[str] = set()
    refused = False
    number = 0
    for step, who in _steps(one, project.personas):
        for sentence in sentences.of(one.language).find(step.step_type, step.name)[:1]:
            words = [argument.value for argument in sentence.match(step.name) or ()]
            named |= {word for word in words if isinstance(word, str) and word in project.blueprint.touchpoints}
            said = sentence.translates or sentence.text
            refused |= said.startswith("every touchpoint still shows")
            flow = flows.get(said)
            if flow is None or who is None:
                continue
            number += 1
            for fact in dict.fromkeys((*flow.changes, *flow.learns)):
                given = flow.new(*words[1:]) if flow.new is not None and fact == flow.changes[0] else None
                new = _samples(who, fact, project, given)
                changes.append(Change(persona=who, fact=fact, number=number, new=new))
    return changes, named, refused


def _steps(one: OneScenario, personas: Mapping[str, Persona]) -> Iterator[tuple[Any, Persona | None]]:
    """Each step, and who acts in it: whoever its first word names, else who was named before."""
    who: Persona | None = None
    for step in one.model.all_steps:
        first = re.split(r"['’\s]", step.name, maxsplit=1)[0]
        named = next((name for name in personas if name in step.name.split()), "")
        if first in personas or who is None:
            who = personas.get(first) or personas.get(named) or who
        yield step, who


def _samples(who: Persona, fact: str, project: Project, given: Components | None) -> tuple[str, ...]:
    declared = project.blueprint.facts[fact]
    if given is not None:
        return (spell(declared.kind, given),)
    if declared.kind not in MADE_UP:
        return ("",)
    parts = [register(who, seed=f"needs-{number}", axis=Axis(monotonic())) for number in range(_SEEDS)]
    return tuple(spell(declared.kind, part.maker.make(declared.kind, fact)) for part in parts)


def _breaks(fault: str, one: OneScenario, changes: Sequence[Change], blueprint: Blueprint) -> bool:
    """Whether the fault harms a cell of this scenario, as its entry in HARMS says."""
    harm = HARMS[fault]
    cells = (
        CellVerdict.model_construct(
            scenario_name=one.name,
            persona=change.persona.name,
            fact=change.fact,
            touchpoint=touchpoint,
            change=f"{change.persona.name}-{change.number}",
            new=new,
        )
        for change in changes
        for touchpoint in blueprint.touchpoints_of(change.fact, change.persona.role)
        if touchpoint in harm.touchpoints
        for new in change.new
    )
    return any(harm.concerns(cell) for cell in cells)
