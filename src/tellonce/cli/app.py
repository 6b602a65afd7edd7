"""Verbs and flags; each does its work elsewhere. Heavy modules are imported by the verb that needs them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from tellonce.cli.answers import answers
from tellonce.cli.check import check
from tellonce.cli.chosen import Headed, Paths, Persona, Tags, Touchpoint
from tellonce.cli.coverage import coverage
from tellonce.cli.diff import diff
from tellonce.cli.doctor import doctor
from tellonce.cli.editor import editor
from tellonce.cli.format import format_journeys
from tellonce.cli.init import init
from tellonce.cli.new import new
from tellonce.cli.personas import personas
from tellonce.cli.report import FORMATS_LISTED, report
from tellonce.cli.runs import all_there, folder_of
from tellonce.cli.steps import steps
from tellonce.cli.touchpoints import touchpoints
from tellonce.cli.trends import trends
from tellonce.cli.watch import watch
from tellonce.model.cell import CellVerdict
from tellonce.model.errors import NothingRan, Problem, TellonceError, UsageProblem

__all__ = ["app", "main"]

app = typer.Typer(
    name="tellonce",
    help="The customer tells the company once; Tellonce checks that everyone who should know, knows.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def _tell_version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version  # noqa: PLC0415

        typer.echo(f"tellonce {version('tellonce')}")
        raise typer.Exit


@app.callback()
def _anything(
    version: Annotated[
        bool, typer.Option("--version", callback=_tell_version, is_eager=True, help="Say which Tellonce this is.")
    ] = False,
) -> None:
    """Before any verb."""


app.command()(init)
app.add_typer(new, name="new")
app.command()(watch)
app.command()(doctor)
app.command(name="check")(check)
app.command(name="format")(format_journeys)

_Run = Annotated[str, typer.Option("--run", help="A run's folder, or its name under reports/.")]


@app.command()
def run(
    paths: Paths = None,
    tags: Tags = None,
    persona: Persona = None,
    touchpoint: Touchpoint = None,
    workers: Annotated[int, typer.Option("--workers", "-n", min=1, help="How many scenarios at a time.")] = 1,
    keyword: Annotated[str | None, typer.Option("-k", help="Only scenarios whose name fits, as in pytest.")] = None,
    seed: Annotated[str | None, typer.Option("--seed", help="Make the same customers as a run with this seed.")] = None,
    headed: Headed = False,
    exitfirst: Annotated[bool, typer.Option("-x", "--exitfirst", help="Stop at the first scenario not kept.")] = False,
    run_id: Annotated[str | None, typer.Option("--run", help="A name for the run's folder under reports/.")] = None,
    last_failed: Annotated[
        bool, typer.Option("--last-failed", "--lf", help="Only what was not kept last time.")
    ] = False,
) -> None:
    """Run journeys. Exit: 0 kept, 1 broken or not seen, 2 usage, 5 nothing ran."""
    from tellonce.runner.run import RunArgs, run_journeys  # noqa: PLC0415

    raise typer.Exit(
        run_journeys(
            RunArgs(
                paths=tuple(paths or ()),
                tags=tags,
                persona=persona,
                touchpoint=touchpoint,
                workers=workers,
                keyword=keyword,
                seed=seed,
                headed=headed,
                exitfirst=exitfirst,
                last_failed=last_failed,
                run=run_id,
            )
        )
    )


@app.command()
def explain(
    cell: Annotated[
        str | None,
        typer.Argument(
            help="A cell's id, as a report or a message shows it; a beginning is enough. Without it: what broke."
        ),
    ] = None,
    run: _Run = "latest",
    full: Annotated[
        bool, typer.Option("--full", help="Also who knew when, and every look that told something.")
    ] = False,
) -> None:
    """Tell one cell's story: promised, expected, seen, where it broke, what that means for her."""
    from tellonce.ledger.verdict_file import read_verdicts  # noqa: PLC0415
    from tellonce.report.explain import explain as story  # noqa: PLC0415
    from tellonce.report.explain import find_cell, what_to_explain  # noqa: PLC0415

    with all_there():
        cells = read_verdicts(folder_of(run))
    if cell is None:
        typer.echo(what_to_explain(cells), nl=False)
        return
    typer.echo(story(find_cell(cells, cell), cells, full=full), nl=False)


@app.command()
def replay(
    run: Annotated[str, typer.Argument(help="A run's folder, or its name under reports/.")] = "latest",
) -> None:
    """Judge a run's history again. Exit: 0 the same verdicts, 1 others."""
    from tellonce.report.replay import replay as again  # noqa: PLC0415

    with all_there():
        said, same = again(folder_of(run))
    typer.echo(said)
    raise typer.Exit(0 if same else 1)


@app.command()
def contacts(
    files: Annotated[
        list[str],
        typer.Argument(help="Exports of the register of contacts: CSV or JSON; - is standard input."),
    ],
    run: Annotated[
        str | None, typer.Option("--run", help="Compare with this run; the latest, where there is one, when left out.")
    ] = None,
    since: Annotated[str, typer.Option("--since", help="Only contacts from this day on: 2026-05-04.")] = "",
    until: Annotated[str, typer.Option("--until", help="Only contacts up to this day, which counts.")] = "",
    top: Annotated[
        int | None, typer.Option("--top", min=1, help="So many groups; 20, and all of them in JSON, when left out.")
    ] = None,
    quotes: Annotated[
        int, typer.Option("--quotes", min=0, help="Show so many contacts of each group in the customers' words.")
    ] = 0,
    fail_on_missing: Annotated[
        int | None,
        typer.Option("--fail-on-missing", min=1, help="Exit 1 when no scenario watches a group of so many contacts."),
    ] = None,
    shape: Annotated[str, typer.Option("--format", help="text, json or markdown.")] = "text",
) -> None:
    """Read what customers say, and which journeys are missing. Exit: 0, 1 missing, 2 usage, 5 no contacts."""
    from tellonce.contacts import SHAPES, Asked, read_in, shown  # noqa: PLC0415
    from tellonce.project import find_root  # noqa: PLC0415

    if shape not in SHAPES:
        raise UsageProblem(Problem(what=f"there is no format '{shape}'", bad=shape, valid=SHAPES))
    root = find_root(Path.cwd())
    name, cells = _verdicts(root, run)
    asked = Asked(files=tuple(files), since=since, until=until, quotes=quotes, run=name, cells=cells)
    account = read_in(root, asked)
    typer.echo(shown(account, shape, top), nl=False)
    missing = fail_on_missing and any(one.unwatched and one.contacts >= fail_on_missing for one in account.groups)
    raise typer.Exit(1 if missing else 0)


app.command(epilog=FORMATS_LISTED)(report)
app.command()(steps)
app.command()(personas)
app.command()(touchpoints)
app.command()(coverage)
app.command()(diff)
app.command()(trends)
app.command()(answers)
app.command()(editor)


def _verdicts(root: Path, run: str | None) -> tuple[str, tuple[CellVerdict, ...] | None]:
    """A run's name and cells; "" and None where nobody asked for one and no run has ended."""
    from tellonce.ledger.run_folder import latest_run  # noqa: PLC0415
    from tellonce.ledger.verdict_file import VERDICTS, read_verdicts  # noqa: PLC0415

    folder = folder_of(run) if run else latest_run(root / "reports")
    if folder is None or not (run or (folder / VERDICTS).is_file()):
        return "", None
    with all_there():
        return folder.name, read_verdicts(folder)


def main() -> NoReturn:
    """The `tellonce` command. A mistake is said in words and ends with exit 2, nothing run with 5."""
    try:
        app(standalone_mode=True)
    except NothingRan as nothing:
        _end(nothing, 5)
    except UsageProblem as problem:
        _end(problem, 2)
    except TellonceError as error:
        _end(error, 1)
    sys.exit(0)


def _end(error: TellonceError, code: int) -> NoReturn:
    print(error, file=sys.stderr)
    sys.exit(code)
