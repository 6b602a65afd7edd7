"""`tellonce init`: a project to begin with."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

__all__ = ["init"]


def init(
    folder: Annotated[Path, typer.Argument(help="Where; made when it is not there.")] = Path("."),
    example: Annotated[str | None, typer.Option("--example", help="A whole example instead: northbank.")] = None,
    name: Annotated[str | None, typer.Option("--name", help="What your service is called.")] = None,
    url: Annotated[str | None, typer.Option("--service-url", help="Where your service is.")] = None,
    change: Annotated[
        str | None,
        typer.Option("--change", help="What customers change: postal address, phone number, e-mail address."),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Ask nothing.")] = False,
) -> None:
    """Write a project to begin with; nothing that is there is touched. Exit: 0 written, 2 nothing written."""
    from tellonce.authoring.beginning import thing_called  # noqa: PLC0415
    from tellonce.authoring.starting import Start, example_files, project_files, write_project  # noqa: PLC0415
    from tellonce.cli.editor import write_for_editors  # noqa: PLC0415

    if example is not None:
        files = example_files(example)
        write_project(folder, files)
        write_for_editors(folder.resolve())
        typer.echo(f"{example} is in {_shown(folder)}: {_count(files, '.feature')} journeys.\n")
        typer.echo(f'Next:\n{_go_there(folder)}  pip install "tellonce[{example}]"\n  tellonce run --workers 2')
        return
    asking = not yes and sys.stdin.isatty()
    usual = Start()
    start = Start(
        name=_asked("What is your service called?", name, usual.name, asking=asking),
        url=_asked("Where is it? (a practice service stands there for now)", url, usual.url, asking=asking),
        thing=thing_called(_asked("What do your customers change?", change, usual.thing.called, asking=asking)),
    )
    files = project_files(start)
    write_project(folder, files)
    write_for_editors(folder.resolve())
    typer.echo(f"{start.name} is in {_shown(folder)}: {_count(files, '.feature')} journeys, one kept and one broken.\n")
    typer.echo(f"Next:\n{_go_there(folder)}  tellonce run")
    if start.own_url:
        typer.echo(f"\nIt practises at http://{start.practised_at[0]}:{start.practised_at[1]}.")
        typer.echo(f"README.md says what to do for {start.own_url}.")


def _asked(question: str, given: str | None, usual: str, *, asking: bool) -> str:
    if given is not None or not asking:
        return usual if given is None else given
    return str(typer.prompt(question, default=usual))


def _count(files: dict[str, bytes], ending: str) -> int:
    return sum(path.endswith(ending) for path in files)


def _shown(folder: Path) -> str:
    return "this folder" if folder == Path(".") else str(folder)


def _go_there(folder: Path) -> str:
    return "" if folder == Path(".") else f"  cd {folder}\n"
