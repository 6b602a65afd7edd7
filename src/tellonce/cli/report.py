"""`tellonce report`: a run's reports, written again, of several runs, or in another format."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from tellonce.cli.formats import insist_on_one_of
from tellonce.cli.runs import all_there, folder_of
from tellonce.model.errors import Place, Problem, TellonceError, UsageProblem
from tellonce.model.report_format import REPORT_FORMATS, REPORT_LANGUAGES, ReportFormat

__all__ = ["FORMATS_LISTED", "report"]

FORMATS_LISTED = "Formats:\n\n" + "\n\n".join(f"{one.name}: {one.what}" for one in REPORT_FORMATS.values())
"""What stands under the help of the verb, a paragraph for each format."""


def report(
    runs: Annotated[
        list[str] | None,
        typer.Argument(help="Runs' folders, or their names under reports/; the latest when left out."),
    ] = None,
    shapes: Annotated[
        str,
        typer.Option(
            "--format",
            metavar="NAME[,NAME]",
            help="Only these, of those listed below; nothing else of the run is touched.",
        ),
    ] = "",
    output: Annotated[
        str,
        typer.Option(
            "--output",
            "-o",
            help="The file of one format, or a folder. Left out: text is printed, html goes beside the run.",
        ),
    ] = "",
    language: Annotated[
        str, typer.Option("--language", help=f"Of the report's own words: {', '.join(REPORT_LANGUAGES)}.")
    ] = "",
) -> None:
    """Write a run's reports again, one of several runs, or other formats. Exit: 0 written, 1 could not be, 2 usage."""
    if language:
        insist_on_one_of("language of a report", language, REPORT_LANGUAGES)
    formats = _formats(shapes)
    folders = [folder_of(run) for run in runs or ["latest"]]
    if formats:
        _write_formats(folders, formats, output, language)
    else:
        _write_everything(folders, output, language)


def _formats(said: str) -> list[ReportFormat]:
    names = list(dict.fromkeys(name.strip() for name in said.split(",") if name.strip()))
    for name in names:
        insist_on_one_of("format of a report", name, tuple(REPORT_FORMATS))
    return [REPORT_FORMATS[name] for name in names]


def _write_everything(folders: list[Path], output: str, language: str) -> None:
    """All that a run leaves, in its own folder, or in another where there are several runs or one was named."""
    from tellonce.report.joined import join_runs  # noqa: PLC0415
    from tellonce.report.write import write_all  # noqa: PLC0415

    if len(folders) > 1 and not output:
        raise UsageProblem(
            Problem(what="one report of several runs needs a folder of its own", hint="name one: --output FOLDER")
        )
    root = _root(folders[0])
    with _said_when_it_fails("the runs could not be joined"):
        folder = join_runs(folders, Path(output).absolute()) if output else folders[0]
    if not (folder / "history.ndjson").exists() and not any(folder.glob("history.*.ndjson")):
        raise UsageProblem(Problem(what="this is no run: it has no history", place=Place(file=str(folder))))
    done = write_all(folder.absolute(), project=root, language=language, at_end=False)
    typer.echo(done.text, nl=False)
    if done.unwritten:
        raise typer.Exit(1)


def _write_formats(folders: list[Path], formats: list[ReportFormat], output: str, language: str) -> None:
    to_folder = output.endswith(("/", "\\")) or Path(output).is_dir() or len(formats) > 1
    if not output and len(formats) > 1:
        raise UsageProblem(Problem(what="several formats need a folder", hint="name one: --output FOLDER"))
    if not output and formats[0].binary:
        what = f"{formats[0].name} is no text, and cannot be printed"
        raise UsageProblem(Problem(what=what, hint=f"name a file: --output {formats[0].file}"))
    if not output and formats[0].name == "html" and len(folders) > 1:
        raise UsageProblem(Problem(what="a page of several runs needs a folder", hint="name one: --output FOLDER"))
    if len(folders) > 1:
        import tempfile  # noqa: PLC0415

        from tellonce.report.joined import join_runs  # noqa: PLC0415

        with tempfile.TemporaryDirectory(prefix="tellonce-report-") as room:
            with _said_when_it_fails("the runs could not be joined"):
                # Named as where its page is to be, for that is what links into it say.
                name = Path(output).absolute().name if to_folder else ""
                folder = join_runs(folders, Path(room) / (name or folders[0].name))
            _make_and_give(folder, _root(folders[0]), formats, output, language, to_folder=to_folder, joined=True)
    else:
        _make_and_give(folders[0], _root(folders[0]), formats, output, language, to_folder=to_folder)


def _make_and_give(
    folder: Path,
    root: Path,
    formats: list[ReportFormat],
    output: str,
    language: str,
    *,
    to_folder: bool,
    joined: bool = False,
) -> None:
    from tellonce.report.formats import MAKERS  # noqa: PLC0415
    from tellonce.report.read_again import read_source  # noqa: PLC0415

    def target_of(one: ReportFormat) -> Path:
        return folder / one.file if not output else Path(output) / one.file if to_folder else Path(output)

    if [one.name for one in formats] == ["html"] and _page_again(folder, root, target_of(formats[0]), language):
        return
    with _said_when_it_fails("the run could not be read"), all_there():
        has_page = not joined or any(one.name == "html" for one in formats)
        source = read_source(folder.absolute(), project=root, language=language, has_page=has_page)
    for one in formats:
        with _said_when_it_fails(f"{one.name} could not be made"):
            body = MAKERS[one.name](source)
        if not output and one.name != "html":
            typer.echo(body, nl=False)
            continue
        _put(target_of(one), lambda target, body=body: target.write_bytes(body))  # type: ignore[misc]


def _page_again(folder: Path, root: Path, target: Path, language: str) -> bool:
    """The page alone, which needs no memory for the whole run; False where it must be read whole."""
    from tellonce.report.page_again import write_page_again  # noqa: PLC0415

    with _said_when_it_fails("html could not be made"):
        return _put(target, lambda target: write_page_again(folder.absolute(), target, project=root, language=language))


@contextmanager
def _said_when_it_fails(what: str) -> Iterator[None]:
    """Raises TellonceError for whatever else than a mistake of usage goes wrong: exit 1, and no traceback."""
    from tellonce.report.failed import why_failed  # noqa: PLC0415

    try:
        yield
    except TellonceError:
        raise
    except Exception as error:  # a history may hold anything, and evidence may be gone
        raise TellonceError(f"{what}: {why_failed(error)}") from error


def _put(target: Path, write: Callable[[Path], object]) -> bool:
    """write: False where it has written nothing."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        written = write(target) is not False
    except OSError as error:
        raise UsageProblem(
            Problem(
                what=f"cannot be written: {error.strerror}", place=Place(file=str(target)), hint="name another file"
            )
        ) from None
    if written:
        typer.echo(f"{target} is written.")
    return written


def _root(folder: Path) -> Path:
    """The project's folder; where there is none, as with a run that was downloaded, the folder of the command."""
    from tellonce.project import find_root  # noqa: PLC0415

    for start in (Path.cwd(), folder.absolute()):
        try:
            return find_root(start)
        except UsageProblem:
            continue
    return Path.cwd()
