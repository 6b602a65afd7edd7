"""Where a Tellonce project is, and which parts it plugs into the runner."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from tellonce.model.errors import Place, Problem, UsageProblem

__all__ = ["Project", "find_project", "load_object", "open_project"]

_ENGINE = "tellonce.engine:make_engine"
_VOCABULARY = "tellonce.vocabulary:load"


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """A folder with journeys. engine, vocabulary, reports: "module:name" of the parts that the runner calls.

    reports: beyond those installed under the entry point group `tellonce.reports`.
    """

    root: Path
    engine: str = _ENGINE
    vocabulary: str = _VOCABULARY
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
    """Read the runner's own keys of [tool.tellonce]; other keys belong to other floors. Raises UsageProblem."""
    settings: dict[str, Any] = {}
    for name, table in (("pyproject.toml", ("tool", "tellonce")), ("tellonce.toml", ())):
        path = root / name
        if not path.is_file():
            continue
        try:
            found: Any = tomllib.loads(path.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise UsageProblem(Problem(what=f"cannot be read: {error}", place=Place(file=name))) from error
        for key in table:
            found = found.get(key, {})
        settings.update(found)
    reports = settings.get("reports", ())
    return Project(
        root=root,
        engine=str(settings.get("engine", _ENGINE)),
        vocabulary=str(settings.get("vocabulary", _VOCABULARY)),
        reports=tuple(reports) if isinstance(reports, list) else (),
    )


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
