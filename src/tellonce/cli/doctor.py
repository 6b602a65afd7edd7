"""`tellonce doctor`: finds what is missing, and says what to do."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

__all__ = ["doctor"]


def doctor(
    quick: Annotated[
        bool, typer.Option("--quick", help="Make no customers: leave out clock, viewers and looks.")
    ] = False,
    enrol: Annotated[
        bool, typer.Option("--enrol", help="Make test customers also in a service that was not started from here.")
    ] = False,
    headed: Annotated[
        bool, typer.Option("--headed", help="Look for a browser with a window, as --headed needs.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="For machines: one JSON document.")] = False,
) -> None:
    """Find what is missing (browser, service, mail, clock, rights), and what to do. Exit: 0, 1 a problem, 2 usage."""
    from tellonce.project import find_root  # noqa: PLC0415 - heavy, as are those below
    from tellonce.runner.doctor import Asked, examine, exit_code  # noqa: PLC0415
    from tellonce.runner.doctor import as_json as json_of  # noqa: PLC0415
    from tellonce.runner.doctor.finding import as_text, closing  # noqa: PLC0415
    from tellonce.runner.stopping import listening  # noqa: PLC0415

    root = find_root(Path.cwd())
    found = []
    with listening():
        if not as_json:
            typer.echo(f"Tellonce examines {root}.\n")
        for finding in examine(root, Asked(quick=quick, enrol=enrol, headed=headed)):
            found.append(finding)
            if not as_json:
                typer.echo(as_text(finding))
    typer.echo(json_of(found) if as_json else f"\n{closing(found)}")
    raise typer.Exit(exit_code(found))
