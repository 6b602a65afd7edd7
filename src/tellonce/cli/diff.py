"""`tellonce diff`: what broke, what was mended, what is no longer known between two runs."""

from __future__ import annotations

from typing import Annotated

import typer

from tellonce.cli.formats import Output, give, insist_on_one_of
from tellonce.cli.ledger_told import ledger_told

__all__ = ["diff"]

_SHAPES = ("text", "markdown", "json")


def diff(
    earlier: Annotated[
        str, typer.Argument(help="The run to begin from: a folder, a name under reports/ or in the ledger, previous.")
    ] = "previous",
    later: Annotated[str, typer.Argument(help="The run that is compared with it, likewise.")] = "latest",
    shape: Annotated[str, typer.Option("--format", help="text, markdown or json.")] = "text",
    output: Output = "",
) -> None:
    """Compare two runs. Exit: 0 nothing newly broken, 1 newly broken, 2 usage."""
    from tellonce.cli.two_runs import two_runs  # noqa: PLC0415
    from tellonce.report.since import compare  # noqa: PLC0415
    from tellonce.report.since_words import since_as_json, since_as_markdown, since_as_text  # noqa: PLC0415

    insist_on_one_of("format", shape, _SHAPES)
    with ledger_told():
        before, after = two_runs(earlier, later)
    since = compare(before.cells, after.cells, whole=after.whole)
    names = {"earlier": before.name, "later": after.name}
    give(
        shape,
        {
            "text": lambda: since_as_text(since, **names),
            "markdown": lambda: since_as_markdown(since, **names),
            "json": lambda: since_as_json(since, **names),
        },
        output,
    )
    raise typer.Exit(1 if since.broken else 0)
