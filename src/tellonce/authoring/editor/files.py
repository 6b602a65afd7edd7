"""The files of `.tellonce/`, and the settings by which editors find them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from tellonce.authoring.editor.schemas import blueprint_schema, persona_schema, plan_schema, steps_schema
from tellonce.authoring.editor.steps_index import steps_index, words_feature
from tellonce.authoring.sentences import SentenceIndex
from tellonce.engine.enrolments import Enrolment
from tellonce.model.blueprint import Blueprint

__all__ = ["FOLDER", "editor_files", "settings_of_vs_code", "stale_files", "write_files"]

FOLDER = ".tellonce"
"""Hidden, so that neither pytest, behave nor `tellonce run` looks for steps or journeys in it."""
_SCHEMAS: Mapping[str, str] = {
    "blueprint.schema.json": "fixtures/blueprint.yaml",
    "persona.schema.json": "fixtures/personas/*.yaml",
    "plan.schema.json": "journeys/**/*.plan.yaml",
    "steps.schema.json": "steps/*.yaml",
}
"""Schema -> the files that it is for."""


def editor_files(
    sentences: Mapping[str, SentenceIndex], blueprint: Blueprint, enrolments: Iterable[Enrolment]
) -> dict[str, str]:
    """Name in `.tellonce/` -> text. sentences: by language, as for steps_index."""
    schemas = (
        blueprint_schema(),
        persona_schema(blueprint, enrolments),
        plan_schema(blueprint),
        steps_schema(blueprint),
    )
    files = {"steps_index.py": steps_index(sentences), "words.feature": words_feature(sentences)}
    return files | {name: _as_text(schema) for name, schema in zip(_SCHEMAS, schemas, strict=True)}


def stale_files(root: Path, files: Mapping[str, str]) -> tuple[str, ...]:
    """Those that are not there, or say something else, as paths from the project."""
    return tuple(f"{FOLDER}/{name}" for name, text in files.items() if _there(root / FOLDER / name) != text)


def write_files(root: Path, files: Mapping[str, str]) -> tuple[str, ...]:
    """Write those that are stale, and return them: an editor reads again what was written again."""
    stale = stale_files(root, files)
    for name in stale:
        path = root / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(files[path.name], encoding="utf-8", newline="\n")
    return stale


def settings_of_vs_code() -> dict[str, Any]:
    """The keys of .vscode/settings.json."""
    return {
        "cucumber.features": ["journeys/**/*.feature", f"{FOLDER}/*.feature"],
        "cucumber.glue": [f"{FOLDER}/*.py"],
        "yaml.schemas": {f"{FOLDER}/{schema}": files for schema, files in _SCHEMAS.items()},
    }


def _as_text(schema: Mapping[str, Any]) -> str:
    return json.dumps(schema, indent=1, ensure_ascii=False) + "\n"


def _there(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None
