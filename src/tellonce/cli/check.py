"""`tellonce check`: mistakes and stumbling blocks, told before anything runs."""

from __future__ import annotations

import gc
import os
from pathlib import Path
from typing import Annotated

import typer

from tellonce.model.errors import NothingRan, Problem, UsageProblem

__all__ = ["check"]

_MANY_OBJECTS = 100_000
"""What is read is kept until the end: to look for garbage among it more often costs a tenth of the time."""


def check(
    paths: Annotated[
        list[str] | None, typer.Argument(help="Folders or feature files; all journeys when left out.")
    ] = None,
    shape: Annotated[str | None, typer.Option("--format", help="text, json, sarif or github.")] = None,
    output: Annotated[str | None, typer.Option("--output", help="Write to this file instead of printing.")] = None,
    select: Annotated[
        list[str] | None,
        typer.Option("--select", help="Only these rules beside errors: TO301, TO3, ui-words; commas between."),
    ] = None,
    ignore: Annotated[list[str] | None, typer.Option("--ignore", help="Not these rules; commas between.")] = None,
    strict: Annotated[bool | None, typer.Option("--strict", help="Warnings fail too.")] = None,
    fix: Annotated[bool, typer.Option("--fix", help="Mend what can be mended without asking.")] = False,
    diff: Annotated[bool, typer.Option("--diff", help="Show what --fix would do, and write nothing.")] = False,
) -> None:
    """Check journeys without browser or service. Exit: 0 clean, 1 findings that fail, 2 usage, 5 nothing to check."""
    from tellonce.authoring.checks.formats import FORMATS  # noqa: PLC0415
    from tellonce.runner.checking import check as look  # noqa: PLC0415
    from tellonce.runner.checking import chosen, strictly  # noqa: PLC0415
    from tellonce.runner.mending import mend_files  # noqa: PLC0415
    from tellonce.runner.where import project_of  # noqa: PLC0415

    if shape is not None and shape not in FORMATS:
        raise UsageProblem(Problem(what=f"there is no format '{shape}'", bad=shape, valid=tuple(FORMATS)))
    gc.set_threshold(_MANY_OBJECTS)
    root, asked_paths = project_of(paths or ())
    asked = chosen(root, select=_words(select), ignore=_words(ignore))
    if fix or diff:
        said = mend_files(root, asked_paths, asked=asked, write=fix and not diff)
        typer.echo(said, nl=False, err=shape not in (None, "text") and output is None)
    report = look(root, asked_paths, asked=asked)
    if not report.files:
        raise NothingRan(
            "There is no journey here: not one *.feature file.\n  next          write one, or name a folder"
        )
    text = FORMATS[shape or "text"](report)
    if shape is None and os.environ.get("GITHUB_ACTIONS") == "true" and output is None:
        text += FORMATS["github"](report)  # beside the lines of the pull request; the log hides them
    if output is None:
        typer.echo(text, nl=False)
    else:
        _write(Path(output), text)
        typer.echo(f"{report.summary}\n{output}")
    gc.freeze()  # nothing of it has to be taken apart piece by piece at the end
    raise typer.Exit(1 if report.fails(strict=strictly(root) if strict is None else strict) else 0)


def _words(said: list[str] | None) -> tuple[str, ...] | None:
    """None where the flag was not given: then the settings decide."""
    if said is None:
        return None
    return tuple(word.strip() for one in said for word in one.split(",") if word.strip())


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise UsageProblem(Problem(what=f"{path} cannot be written: {error.strerror}")) from None
