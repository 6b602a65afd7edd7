"""`tellonce coverage`: what no journey would notice."""

from __future__ import annotations

from typing import Annotated

import typer

from tellonce.cli.formats import Output, give, insist_on_one_of

__all__ = ["coverage"]

_SHAPES = ("text", "json", "html", "svg")


def coverage(
    persona: Annotated[str, typer.Option("--persona", help="Only cells of her role, watched in her scenarios.")] = "",
    fail_under: Annotated[
        float | None, typer.Option("--fail-under", min=0, max=100, help="Exit 1 below so many percent.")
    ] = None,
    run: Annotated[str, typer.Option("--run", help="Also what a run found in each cell: latest.")] = "",
    shape: Annotated[str, typer.Option("--format", help="text, json, html or svg.")] = "text",
    output: Output = "",
) -> None:
    """Which cells of the blueprint journeys watch, and which nobody. Exit: 0, 1 below --fail-under, 2 usage."""
    from tellonce.authoring.coverage import cover  # noqa: PLC0415
    from tellonce.authoring.coverage.as_text import coverage_as_text  # noqa: PLC0415
    from tellonce.authoring.coverage.page import coverage_as_page  # noqa: PLC0415
    from tellonce.authoring.coverage.picture import coverage_as_picture  # noqa: PLC0415
    from tellonce.authoring.watching import watched_by  # noqa: PLC0415
    from tellonce.cli.opened import open_here, sound_journeys  # noqa: PLC0415
    from tellonce.cli.runs import verdicts_of  # noqa: PLC0415

    insist_on_one_of("format", shape, _SHAPES)
    opened = open_here()
    if persona:
        insist_on_one_of("persona", persona, tuple(opened.project.personas))
    name, verdicts = verdicts_of(run) if run else ("", None)
    watched = watched_by(sound_journeys(opened), opened.sentences)
    account = cover(opened.project, watched, opened.deeds.flows, persona=persona, run=name, verdicts=verdicts)
    makers = {
        "text": lambda: coverage_as_text(account),
        "json": lambda: account.model_dump_json(indent=2) + "\n",
        "html": lambda: coverage_as_page(account),
        "svg": lambda: str(coverage_as_picture(account, alone=True)),
    }
    give(shape, makers, output)
    raise typer.Exit(1 if fail_under is not None and account.percent < fail_under else 0)
