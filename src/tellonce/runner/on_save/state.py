"""What the project's files say at one moment, checked: the ground on which scenarios are chosen and run."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tellonce.authoring.features import check_features, feature_paths
from tellonce.authoring.gherkin import FeatureFile, OneScenario, read_feature
from tellonce.authoring.rehearsing import read_through
from tellonce.engine.flows import Deeds, current_deeds
from tellonce.model.errors import NothingRan, Place, Problem, UsageProblem
from tellonce.project import Project as Declared
from tellonce.project import load_project
from tellonce.project.settings import Settings
from tellonce.runner.loading import forget_steps, load_hooks, load_sentences
from tellonce.runner.on_save.attached import attached_files, content_of, shown
from tellonce.runner.on_save.definitions import Definitions, read_steps
from tellonce.runner.on_save.wanted import Wanted
from tellonce.runner.project import Project, open_project
from tellonce.runner.registry import SentenceRegistry

__all__ = ["Reading", "State", "read_state", "stamps_of"]

Check = Callable[[Project, SentenceRegistry], None]
_PLAN = ".plan.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One scenario as its file has it. text: all that decides how it runs; equal texts are the same scenario.

    personas: the names of those who take part.  touchpoints: those that a change of hers reaches, and those that its
    sentences look at beside them.  unclear: sentences of the project's own may reach any.
    said: (file, line) of the functions in steps/ that its steps call.
    """

    id: str
    journey: str
    line: int
    name: str
    text: str
    personas: frozenset[str]
    touchpoints: frozenset[str]
    unclear: bool
    said: frozenset[tuple[str, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """All of it. stamps: path in the project -> hash of its content.  scenarios: id -> as read, in file order.

    declared: blueprint, personas and plans; None for a project whose engine and vocabulary are its own and has none.
    attached: which of the files are there for flows in YAML to attach.
    """

    stamps: Mapping[str, str]
    project: Project
    sentences: SentenceRegistry
    hooks: Mapping[str, Callable[..., Any]]
    declared: Declared | None
    deeds: Deeds
    steps: Definitions
    attached: frozenset[str]
    features: Mapping[str, FeatureFile]
    scenarios: Mapping[str, Reading]

    def feature_of(self, known: str) -> tuple[FeatureFile, OneScenario]:
        """The file of a scenario, and the scenario in it."""
        feature = self.features[self.scenarios[known].journey]
        return feature, next(one for one in feature.scenarios() if one.id == known)


def stamps_of(root: Path, wanted: Wanted) -> dict[str, str]:
    """Path in the project -> hash, of every file that decides what runs and how."""
    found: dict[str, str] = {}
    for path in _files(root, wanted):
        content = content_of(path)
        if content:  # else it is just being replaced, or gone: another save will tell
            found[shown(path, root)] = content
    return found


def _files(root: Path, wanted: Wanted) -> Iterator[Path]:
    yield from (root / name for name in ("tellonce.toml", "pyproject.toml"))
    yield from (root / "fixtures" / name for name in ("blueprint.yaml", "environment.py"))
    yield from sorted((root / "fixtures" / "personas").glob("*.y*ml"))
    yield from sorted((root / "steps").rglob("*.py"))
    yield from sorted((root / "steps").glob("*.yaml"))
    yield from attached_files(root)
    yield from sorted((root / "journeys").rglob(f"*{_PLAN}"))
    yield from feature_paths([path for path in wanted.folders if path.exists()])


def read_state(root: Path, wanted: Wanted, check: Check, before: State | None = None) -> State:
    """Read and check. before: the last good state; what did not change since is not read again.

    check: what the engine says of project and sentences; called after they were loaded.
    Raises UsageProblem with every mistake at once, in reading order, NothingRan without any feature.
    """
    stamps = stamps_of(root, wanted)
    known_stamps = before.stamps if before is not None else {}
    moved = {name for name in {**stamps, **known_stamps} if stamps.get(name) != known_stamps.get(name)}
    if before is not None and all(name.endswith((".feature", _PLAN)) for name in moved):
        base = before
        if any(name.endswith(_PLAN) for name in moved) and before.declared is not None:
            base = replace(before, declared=load_project(root))
        known = {name: one for name, one in before.features.items() if not _concerns_file(one, moved)}
    else:
        base, known = _load(root, check, stamps), {}
    features, fresh = _features(root, wanted, stamps, known)
    problems = [one for one in features.values() if isinstance(one, Problem)]
    read = {name: one for name, one in features.items() if isinstance(one, FeatureFile)}
    problems += check_features([read[name] for name in fresh if name in read], base.sentences.index)
    if problems:
        raise UsageProblem(sorted(problems, key=_in_reading_order))
    if not read:
        raise NothingRan("There is no journey left: not one *.feature file.")
    readings = dict(before.scenarios) if before is not None and base.sentences is before.sentences else {}
    scenarios: dict[str, Reading] = {}
    for name, feature in read.items():
        for one in feature.scenarios():
            if not wanted.wants(feature, one):
                continue
            kept = readings.get(one.id) if name not in fresh else None
            scenarios[one.id] = kept or _reading(feature, one, base)
    return replace(base, stamps=stamps, features=read, scenarios=scenarios)


def _concerns_file(feature: FeatureFile, moved: set[str]) -> bool:
    """A plan is checked against its feature, so either of them makes both worth reading."""
    return feature.journey in moved or feature.journey.removesuffix(".feature") + _PLAN in moved


def _load(root: Path, check: Check, stamps: Mapping[str, str]) -> State:
    project = open_project(root)
    forget_steps(project)
    own = project.vocabulary != Settings().vocabulary and not (root / "fixtures" / "blueprint.yaml").is_file()
    declared = None if own else load_project(root)
    sentences = load_sentences(project)
    hooks = load_hooks(project)
    check(project, sentences)
    return State(
        stamps=stamps,
        project=project,
        sentences=sentences,
        hooks=hooks,
        declared=declared,
        deeds=current_deeds(),
        steps=read_steps(project.steps, root),
        attached=frozenset(shown(path, root) for path in attached_files(root)),
        features={},
        scenarios={},
    )


def _features(
    root: Path, wanted: Wanted, stamps: Mapping[str, str], known: Mapping[str, FeatureFile]
) -> tuple[dict[str, FeatureFile | Problem], set[str]]:
    """Journey -> what its file says, those of `known` as they are; and which were read now."""
    found: dict[str, FeatureFile | Problem] = {}
    fresh: set[str] = set()
    for name in (one for one in stamps if one.endswith(".feature")):
        if name in known:
            found[name] = known[name]
        else:
            found[name] = read_feature(root / name, root)
            fresh.add(name)
    return found, fresh


def _reading(feature: FeatureFile, one: OneScenario, state: State) -> Reading:
    rehearsal = read_through(one, state.sentences.index)
    reached = rehearsal.reached() if rehearsal is not None else None
    said: set[tuple[str, int]] = set()
    for step in one.model.all_steps:
        for sentence in state.sentences.index.of(one.language).find(step.step_type, step.name):
            said.add((sentence.place.file, sentence.place.line or 0))
    return Reading(
        id=one.id,
        journey=feature.journey,
        line=one.line,
        name=one.name,
        text=_text(feature, one),
        personas=_personas(one, state),
        touchpoints=frozenset(reached or ()) | (frozenset() if rehearsal is None else rehearsal.looked_at()),
        unclear=reached is None,
        said=frozenset(said),
    )


def _text(feature: FeatureFile, one: OneScenario) -> str:
    parts = [feature.language, str(feature.model.name), one.id, " ".join(one.tags)]
    for step in one.model.all_steps:
        parts.append(f"{step.step_type} {step.keyword} {step.name}")
        if step.text is not None:
            parts.append(str(step.text))
        if step.table is not None:
            parts += ["|".join(step.table.headings), *("|".join(row.cells) for row in step.table)]
    return "\n".join(parts)


def _personas(one: OneScenario, state: State) -> frozenset[str]:
    """Whom its steps name, and whom their files name: they may be embodied together."""
    if state.declared is None:
        return frozenset()
    known = state.declared.personas
    text = "\n".join(step.name for step in one.model.all_steps)
    named = {name for name in known if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text)}
    while also := {other for name in named for other in _related(known[name].model_dump(), known)} - named:
        named |= also
    return frozenset(named)


def _related(said: Any, known: Collection[str]) -> Iterator[str]:
    """Every other persona whom a persona's file names as a whole value, such as whom she shares an account with."""
    if isinstance(said, str):
        if said in known:
            yield said
    elif isinstance(said, Mapping):
        for value in said.values():
            yield from _related(value, known)
    elif isinstance(said, list | tuple):
        for value in said:
            yield from _related(value, known)


def _in_reading_order(problem: Problem) -> tuple[str, int, int]:
    place = problem.place or Place(file="")
    return place.file, place.line or 0, place.column or 0
