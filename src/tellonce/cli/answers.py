"""`tellonce answers`: imports what real customers answered, for trends."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tellonce.model.errors import NothingRan, Problem, UsageProblem

__all__ = ["answers"]

_MOST_ROWS = 20


def answers(
    files: Annotated[
        list[str],
        typer.Argument(
            help="CSV or JSON with question, score and at, or with created and resolved; - is standard input."
        ),
    ],
) -> None:
    """Import answers (NPS, CES, CSAT) and contacts' times. Exit: 0, 1 some rows not understood, 2 usage, 5 none."""
    from tellonce.cli.ledger_told import ledger_told  # noqa: PLC0415
    from tellonce.contacts.answers import read_answer_files  # noqa: PLC0415
    from tellonce.ledger.address import address_of  # noqa: PLC0415
    from tellonce.ledger.answers import add_answers  # noqa: PLC0415
    from tellonce.ledger.database import Database  # noqa: PLC0415
    from tellonce.project import find_root  # noqa: PLC0415
    from tellonce.project.blueprint_file import load_blueprint  # noqa: PLC0415
    from tellonce.story.block import row  # noqa: PLC0415
    from tellonce.story.words import plural  # noqa: PLC0415

    root = find_root(Path.cwd())
    blueprint, _ = load_blueprint(root / "fixtures" / "blueprint.yaml", root=root)
    with ledger_told():
        address = address_of(root)
        if address is None:
            raise UsageProblem(
                Problem(what="the ledger is switched off, so answers have no place to be kept", hint="unset it")
            )
        found = read_answer_files(files, blueprint, root / "journeys", root)
        imported = None
        if found.answers:
            with Database(address) as database:
                imported = add_answers(database, blueprint.service, found.answers, file=", ".join(files))
    if imported is not None:
        kinds = ("nps", "NPS"), ("ces", "CES"), ("csat", "CSAT"), ("contact", "contacts")
        counts = [(sum(one.question == kind for one in found.answers), called) for kind, called in kinds]
        typer.echo(row("read", ", ".join(f"{count:,} {called}" for count, called in counts if count)))
        said = f"{imported.new:,} new, {imported.known:,} known already, {imported.changed:,} changed"
        typer.echo(row("ledger", f"{said} ({address.shown})"))
    if found.unread:
        typer.echo(f"{plural(found.unread.total(), 'row')} could not be understood, and counted for nothing", err=True)
        for unread in found.unread_rows[:_MOST_ROWS]:
            typer.echo(f"  {unread.place}: {unread.why}", err=True)
        if found.unread.total() > _MOST_ROWS:
            for why, count in found.unread.most_common(10):
                typer.echo(row("rows", f"{count:,}  {why}"), err=True)
    if imported is None:
        raise NothingRan("There is no answer in these files.")
    raise typer.Exit(1 if found.unread else 0)
