"""`tellonce watch`: on saving a feature, persona, blueprint or flow, checks at once and runs what is concerned."""

from __future__ import annotations

from typing import Annotated

import typer

from tellonce.cli.chosen import Headed, Paths, Persona, Tags, Touchpoint

__all__ = ["watch"]


def watch(
    paths: Paths = None,
    tags: Tags = None,
    persona: Persona = None,
    touchpoint: Touchpoint = None,
    headed: Headed = False,
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
