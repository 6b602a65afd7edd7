"""`tellonce watch`: on saving a feature, persona, blueprint or flow, checks at once and runs what is concerned."""

from __future__ import annotations

from typing import Annotated

import typer

__all__ = ["watch"]


def watch(
    paths: Annotated[
        list[str] | None, typer.Argument(help="Folders or feature files; all journeys when left out.")
    ] = None,
    tags: Annotated[str | None, typer.Option("--tags", help="A tag expression, such as '@post and not @slow'.")] = None,
    persona: Annotated[str | None, typer.Option("--persona", help="Only this persona's scenarios.")] = None,
    touchpoint: Annotated[str | None, typer.Option("--touchpoint", help="Watch only this touchpoint.")] = None,
    headed: Annotated[bool, typer.Option("--headed", help="Show the browser.")] = False,
    restart_on: Annotated[
        list[str] | None,
        typer.Option(
            "--restart-on", help="Start the services anew when a file of this glob is saved; may be repeated."
        ),
    ] = None,
    keep: Annotated[int, typer.Option("--keep", min=1, help="How many of its runs to leave under reports/.")] = 20,
) -> None:
    """Check and run after each save; browser and services stay up. Exit: 0, 1 something is broken, 2 usage."""
    from tellonce.runner.on_save import WatchArgs, check_after_each_save  # noqa: PLC0415 - heavy

    raise typer.Exit(
        check_after_each_save(
            WatchArgs(
                paths=tuple(paths or ()),
                tags=tags,
                persona=persona,
                touchpoint=touchpoint,
                headed=headed,
                restart_on=tuple(restart_on or ()),
                keep=keep,
            )
        )
    )
