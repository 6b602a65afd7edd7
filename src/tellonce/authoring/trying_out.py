"""Tries a change of the project's files out before it is written: a file that is valid must stay so."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from anyascii import anyascii

from tellonce.engine.check import check_project
from tellonce.engine.flows import Deeds
from tellonce.engine.stage import Options, Stage
from tellonce.model.errors import Place, Problem, UsageProblem
from tellonce.project import load_project

__all__ = ["add_file", "file_name", "insist_sound"]

_SETTINGS = ("pyproject.toml", "tellonce.toml")


def insist_sound(root: Path, changed: Mapping[str, str], deeds: Deeds) -> None:
    """Read and check the project as it would be. changed: path from the project -> its new text.

    Raises UsageProblem with the mistakes that the change would bring; nothing in the project is touched.
    """
    with TemporaryDirectory(prefix="tellonce-") as made:
        trial = Path(made)
        for name in _SETTINGS:
            if (root / name).is_file():
                shutil.copy(root / name, trial / name)
        for path in [root / "fixtures" / "blueprint.yaml", *(root / "fixtures" / "personas").glob("*.yaml")]:
            if path.is_file():
                copy = trial / path.relative_to(root)
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(path, copy)
        for name, text in changed.items():
            (trial / name).parent.mkdir(parents=True, exist_ok=True)
            (trial / name).write_text(text, encoding="utf-8")
        project = load_project(trial)
        check_project(Stage(project, deeds, Options(run="trial", seed="trial"), "trial"))


def add_file(root: Path, path: str, text: str) -> None:
    """Write a new file. Raises UsageProblem when there is one of this name."""
    file = root / path
    if file.exists():
        raise UsageProblem(
            Problem(what="this file is there already", place=Place(file=path), hint="choose another name")
        )
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def file_name(said: str) -> str:
    """How a file or a key is called that stands for this: "Her new flat" -> "her-new-flat". Raises UsageProblem."""
    letters = "".join(letter if letter.isalnum() else " " for letter in anyascii(said).casefold().replace("'", ""))
    name = "-".join(letters.split())
    if not name:
        raise UsageProblem(Problem(what=f"'{said}' has no letters to name a file by"))
    return name
