"""Where a Tellonce project is, and which parts it plugs into the runner."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from tellonce.model.errors import Problem, UsageProblem
from tellonce.project.settings import read_settings

__all__ = ["Project", "find_project", "load_object", "open_project"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """A folder with journeys. engine, vocabulary, reports: "module:name" of the parts that the runner calls.

    reports: beyond those installed under the entry point group `tellonce.reports`.
    """

    root: Path
    engine: str
    vocabulary: str
    reports: tuple[str, ...] = ()

    @property
    def steps(self) -> Path:
        """The project's own sentences and flows; the folder may be missing."""
        return self.root / "steps"

    @property
    def environment(self) -> Path:
        """The project's own hooks; the file may be missing."""
        return self.root / "fixtures" / "environment.py"


def find_project(start: Path) -> Path | None:
    """The nearest folder at or above `start` with Tellonce settings or a journeys folder; None outside a project."""
    return _find(start.absolute())


@cache
def _find(start: Path) -> Path | None:
    for folder in (start, *start.parents):
        if (folder / "tellonce.toml").is_file() or (folder / "journeys").is_dir():
            return folder
        settings = folder / "pyproject.toml"
        if settings.is_file() and b"[tool.tellonce" in settings.read_bytes():
            return folder
    return None


def open_project(root: Path) -> Project:
    """The parts that the project's settings name. Raises UsageProblem for settings with mistakes."""
    settings = read_settings(root)
    return Project(root=root, engine=settings.engine, vocabulary=settings.vocabulary, reports=settings.reporters)


def load_object(name: str, *, what: str) -> Callable[..., Any]:
    """Import "module:attribute". what: its part in the sentence of the error.  Raises UsageProblem."""
    module, _, attribute = name.partition(":")
    try:
        found: Callable[..., Any] = getattr(import_module(module), attribute)
    except (ImportError, AttributeError, ValueError) as error:
        raise UsageProblem(
            Problem(what=f'the {what} "{name}" cannot be loaded: {error}', hint='write it as "module:function"')
        ) from error
    return found
