"""A project: its settings, blueprint and personas, read and checked together."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from tellonce.model.blueprint import Blueprint
from tellonce.model.errors import Problem, UsageProblem
from tellonce.model.need import Need
from tellonce.model.persona import Persona
from tellonce.model.plan import Plan
from tellonce.project.agreement import disagreements
from tellonce.project.blueprint_file import load_blueprint
from tellonce.project.needs_file import load_needs
from tellonce.project.personas_file import load_personas
from tellonce.project.plans_file import load_plans
from tellonce.project.settings import Settings, read_settings
from tellonce.project.yaml_file import YamlFile

__all__ = ["Project", "load_project"]

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """What the project's files say. root: absolute.  plans: feature path -> the plan beside it.  needs: id -> need."""

    root: Path
    settings: Settings
    blueprint: Blueprint
    blueprint_file: YamlFile
    personas: Mapping[str, Persona]
    persona_files: Mapping[str, YamlFile]
    plans: Mapping[str, Plan] = field(default_factory=dict)
    needs: Mapping[str, Need] = field(default_factory=dict)

    @property
    def journeys(self) -> Path:
        """The folder of features."""
        return self.root / "journeys"

    @property
    def steps(self) -> Path:
        """The folder of flows and own sentences."""
        return self.root / "steps"

    @property
    def reports(self) -> Path:
        """Where runs leave their folders."""
        return self.root / "reports"


def load_project(root: Path) -> Project:
    """Read everything. Raises UsageProblem with the mistakes of all files at once."""
    problems: list[Problem] = []

    def collect(read: Callable[[], _T]) -> _T | None:
        try:
            return read()
        except UsageProblem as error:
            problems.extend(error.problems)
            return None

    settings = collect(lambda: read_settings(root))
    fixtures = root / "fixtures"
    blueprint = collect(lambda: load_blueprint(fixtures / "blueprint.yaml", root=root))
    personas = collect(lambda: load_personas(fixtures / "personas", root=root))
    known = blueprint[0] if blueprint is not None else None
    plans = collect(lambda: load_plans(root / "journeys", root=root, blueprint=known))
    needs = collect(lambda: load_needs(fixtures / "needs.yaml", root=root))
    if blueprint is not None and personas is not None:
        problems += disagreements(blueprint[0], *personas, file=blueprint[1])
    if problems or not (settings and blueprint and personas) or plans is None or needs is None:
        raise UsageProblem(problems)
    return Project(
        root=root,
        settings=settings,
        blueprint=blueprint[0],
        blueprint_file=blueprint[1],
        personas=personas[0],
        persona_files=personas[1],
        plans=plans,
        needs=needs,
    )
