"""`tellonce format`: every feature file laid out in the one way."""

from __future__ import annotations

from typing import Annotated

import typer

from tellonce.model.errors import NothingRan, UsageProblem

__all__ = ["format_journeys"]


def format_journeys(
    paths: Annotated[
        list[str] | None, typer.Argument(help="Folders or feature files; all journeys when left out.")
    ] = None,
    check: Annotated[bool, typer.Option("--check", help="Write nothing; exit 1 when a file differs.")] = False,
    diff: Annotated[bool, typer.Option("--diff", help="Write nothing; show what would change.")] = False,
) -> None:
    """Lay out feature files; what they say stays. Exit: 0 done, 1 some differ (--check, --diff), 2 usage, 5 none."""
    from tellonce.authoring.features import feature_paths  # noqa: PLC0415
    from tellonce.runner.mending import format_files  # noqa: PLC0415
    from tellonce.runner.where import project_of  # noqa: PLC0415

    root, asked = project_of(paths or ())
    files = feature_paths(asked)
    if not files:
        raise NothingRan("There is no journey here: not one *.feature file.")
    write = not (check or diff)
    said, differ, unreadable = format_files(root, asked, write=write, diff=diff)
    typer.echo(said, nl=False)
    verb = "laid out" if write else "to lay out"
    typer.echo(f"{differ} of {len(files)} {verb}.", err=diff)
    if unreadable:
        raise UsageProblem(unreadable)
    raise typer.Exit(1 if differ and not write else 0)
