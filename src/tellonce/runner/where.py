"""Which project is meant, and which of its journeys."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tellonce.authoring.features import missing
from tellonce.model.errors import Problem, UsageProblem
from tellonce.runner.project import find_project

__all__ = ["project_of"]


def project_of(paths: Sequence[str]) -> tuple[Path, list[Path]]:
    """The project's root, and the paths; its journeys/ when none is named.

    Raises UsageProblem outside a project, and for each path that is not there.
    """
    asked = [Path(path) for path in paths]
    start = asked[0].absolute() if asked and asked[0].exists() else Path.cwd()
    root = find_project(start if start.is_dir() else start.parent)
    if root is None:
        what = "there is no Tellonce project here: no journeys folder, here or above"
        raise UsageProblem(Problem(what=what, hint="name a folder, go to one, or begin a project: tellonce init"))
    gone = [missing(path, root) for path in asked if not path.exists()]
    if gone:
        raise UsageProblem(gone)
    return root, asked or [root / "journeys"]
