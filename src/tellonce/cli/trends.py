"""`tellonce trends`: how promises, journeys and customers fare over the last runs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tellonce.cli.formats import Output, give, insist_on_one_of
from tellonce.cli.ledger_told import ledger_told
from tellonce.model.errors import NothingRan

__all__ = ["trends"]

_SHAPES = ("text", "markdown", "json")


def trends(
    runs: Annotated[int, typer.Option("--runs", min=1, max=1000, help="Over so many whole runs.")] = 30,
    shape: Annotated[str, typer.Option("--format", help="text, markdown or json.")] = "text",
    output: Output = "",
) -> None:
    """Tell trends from the ledger: promises, effort, lost customers, NPS. Exit: 0, 2 usage, 5 nothing there."""
    from tellonce.project import find_root  # noqa: PLC0415
    from tellonce.report.over_time import over_time  # noqa: PLC0415
    from tellonce.report.trends_words import trends_as_json, trends_as_markdown, trends_as_text  # noqa: PLC0415

    insist_on_one_of("format", shape, _SHAPES)
    with ledger_told():
        found = over_time(find_root(Path.cwd()), runs=runs)
    if found is None or not (found.runs or found.figures.exist):
        raise NothingRan("There is no whole run in the ledger yet, so there is no trend.\n  next          tellonce run")
    give(
        shape,
        {
            "text": lambda: trends_as_text(found),
            "markdown": lambda: trends_as_markdown(found),
            "json": lambda: trends_as_json(found),
        },
        output,
    )
