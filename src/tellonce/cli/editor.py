"""`tellonce editor`: what VS Code and other editors read of a project."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from tellonce.model.errors import Place, Problem, UsageProblem

__all__ = ["editor", "files_for_editors", "write_for_editors"]

_SETTINGS = ".vscode/settings.json"


def editor(
    check: Annotated[bool, typer.Option("--check", help="Write nothing; exit 1 when a file is stale.")] = False,
    vscode: Annotated[bool, typer.Option("--vscode", help=f"Also put the settings into {_SETTINGS}.")] = False,
) -> None:
    """Write .tellonce/, from which editors complete and check. Exit: 0, 1 stale (with --check), 2 usage."""
    from tellonce.authoring.editor import settings_of_vs_code, stale_files  # noqa: PLC0415
    from tellonce.project import find_root  # noqa: PLC0415

    root = find_root(Path.cwd())
    files = files_for_editors(root)
    if check:
        stale = stale_files(root, files)
        for name in stale:
            typer.echo(f"{name} is stale; next: tellonce editor")
        raise typer.Exit(1 if stale else 0)
    for line in _written(root, files):
        typer.echo(line)
    settings = settings_of_vs_code()
    if vscode:
        typer.echo(_into_settings(root, settings))
        return
    typer.echo(
        "\nVS Code: install the extensions CucumberOpen.cucumber-official and redhat.vscode-yaml; then put this into\n"
        f"{_SETTINGS}, or let `tellonce editor --vscode` do it:\n\n{json.dumps(settings, indent=2)}\n\n"
        "Other editors: the same settings for @cucumber/language-server, and as the first line of a YAML file\n"
        "  # yaml-language-server: $schema=../.tellonce/blueprint.schema.json"
    )


def files_for_editors(root: Path) -> dict[str, str]:
    """Name in .tellonce/ -> text. Raises UsageProblem with the mistakes of the project's files and steps."""
    from tellonce.authoring.editor import editor_files  # noqa: PLC0415
    from tellonce.cli.opened import open_at  # noqa: PLC0415

    opened = open_at(root)
    return editor_files(opened.by_language, opened.project.blueprint, opened.deeds.enrolments.values())


def write_for_editors(root: Path) -> list[str]:
    """Write what is stale in the project of this folder; a line for each file, for the terminal."""
    return _written(root, files_for_editors(root))


def _written(root: Path, files: dict[str, str]) -> list[str]:
    from tellonce.authoring.editor import FOLDER, write_files  # noqa: PLC0415

    written = write_files(root, files)
    return [f"{FOLDER}/{name}{'' if f'{FOLDER}/{name}' in written else '  as it was'}" for name in files]


def _into_settings(root: Path, settings: dict[str, object]) -> str:
    """Add the keys to the file, keeping all others. Raises UsageProblem for a file that is not plain JSON."""
    path = root / _SETTINGS
    try:
        there = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    except ValueError as error:
        raise UsageProblem(
            Problem(
                what=f"this cannot be read as JSON (comments and trailing commas are none): {error}",
                place=Place(file=_SETTINGS),
                hint=f"put this into it by hand: {json.dumps(settings)}",
            )
        ) from None
    if not isinstance(there, dict):
        raise UsageProblem(Problem(what="the settings must be an object", place=Place(file=_SETTINGS)))
    wanted = {**there, **settings}
    schemas = there.get("yaml.schemas")
    if isinstance(schemas, dict):
        wanted["yaml.schemas"] = {**schemas, **settings["yaml.schemas"]}  # type: ignore[dict-item]  # a dict, too
    if wanted == there:
        return f"{_SETTINGS}  as it was"
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(wanted, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return _SETTINGS
