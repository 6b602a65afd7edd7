"""The command line: what each verb says, and how it ends."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

import pytest
from made_runs import founding_story
from verb_bench import Tellonce

from tellonce.judge import judge
from tellonce.ledger import HistoryWriter, RunFolder, combine, read_history, write_verdicts
from tellonce.model.errors import NothingRan, TellonceError
from tellonce.report.account import breaks_of
from tellonce.report.breaks import break_lines
from tellonce.runner import run as runner
from tellonce.runner.run import RunArgs

FLAGS = (
    *("--tags", "@post", "--persona", "Maria", "--touchpoint", "card-letter", "--workers", "2"),
    *("-k", "moves", "--seed", "7", "--headed", "-x", "--run", "tonight", "--lf"),
)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with one run, "tonight", judged and whole; the command is given inside it."""
    (tmp_path / "tellonce.toml").write_text("", encoding="utf-8")
    folder = RunFolder(tmp_path / "reports" / "tonight").create()
    folder.become_latest()
    with HistoryWriter(folder.path, "main") as writer:
        for event in founding_story()[0].events:
            writer.append(event)
    combine(folder.path)
    write_verdicts(folder.path, judge(read_history(folder.path)[0]))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def cells(project: Path) -> tuple[str, ...]:
    return tuple(cell.id for cell in judge(read_history(project / "reports/tonight")[0]))


@pytest.mark.parametrize("run", [(), ("--run", "latest"), ("--run", "tonight"), ("--run", "reports/tonight")])
def test_explain_tells_a_cell_of_the_latest_run_or_of_a_named_one(
    tellonce: Tellonce, project: Path, run: tuple[str, ...]
) -> None:
    first = cells(project)[0]

    code, out, err = tellonce("explain", first, *run)

    assert (code, err) == (0, "")
    told = next(cell for cell in judge(read_history(project / "reports/tonight")[0]) if cell.id == first)
    assert f"  journey   {told.journey}:{told.line}\n" in out
    assert "  more      --full tells who knew when" in out


def test_explain_tells_the_whole_story_on_request(tellonce: Tellonce, project: Path) -> None:
    code, out, err = tellonce("explain", cells(project)[0], "--full")
    assert (code, err) == (0, "")
    assert "\nWho knew when (" in out
    assert "\nWho knew when (Jan told the company at 0 s)\n" in out


def test_explain_takes_the_beginning_of_an_id(tellonce: Tellonce, project: Path) -> None:
    ids = cells(project)
    first = ids[0]
    beginning = next(first[:n] for n in range(1, 9) if sum(one.startswith(first[:n]) for one in ids) == 1)

    assert tellonce("explain", beginning) == tellonce("explain", first)


def test_explain_without_an_id_tells_what_broke(tellonce: Tellonce, project: Path) -> None:
    told = founding_story()[1]
    broken = breaks_of(told)
    write_verdicts(project / "reports/tonight", told)

    code, out, err = tellonce("explain")

    assert (code, err, len(broken)) == (0, "", 2)
    assert out.splitlines() == [
        f"2 breaks, the worst first. Which one? tellonce explain {broken[0].cell.id}",
        "",
        *break_lines(broken),
    ]


def test_explain_without_an_id_tells_the_only_break_or_that_there_is_none(tellonce: Tellonce, project: Path) -> None:
    told = founding_story()[1]
    broken = breaks_of(told)
    only = tuple(cell for cell in told if cell not in broken[1].cells)
    write_verdicts(project / "reports/tonight", only)
    assert tellonce("explain") == tellonce("explain", broken[0].cell.id)

    kept = tuple(cell for cell in only if cell is not broken[0].cell)
    write_verdicts(project / "reports/tonight", kept)
    code, out, _ = tellonce("explain")
    assert (code, out.splitlines()[0].startswith("Nothing broke in this run.")) == (0, True)


def test_an_unknown_cell_is_a_usage_error_with_the_known_ones(tellonce: Tellonce, project: Path) -> None:
    code, out, err = tellonce("explain", "zzzz")

    assert (code, out) == (2, "")
    assert err.startswith("no cell of this run has the id 'zzzz'\n  valid         ")
    assert err.endswith(
        "  next          the report shows each id beside its touchpoint, as does verdicts.ndjson; "
        "of an older run: --run NAME\n"
    )


@pytest.mark.parametrize("verb", [("explain", "7f3a", "--run", "tonite"), ("replay", "tonite")])
def test_an_unknown_run_is_a_usage_error_with_the_known_ones(
    tellonce: Tellonce, project: Path, verb: tuple[str, ...]
) -> None:
    assert tellonce(*verb) == (
        2,
        "",
        f"there is no run 'tonite' in {project / 'reports'}\n"
        "  did you mean  tonight\n"
        "  valid         tonight, latest\n"
        "  next          name one of these, or its folder\n",
    )


def test_latest_misspelt_is_known(tellonce: Tellonce, project: Path) -> None:
    assert "\n  did you mean  latest\n" in tellonce("replay", "lates")[2]


def test_before_the_first_run_the_way_to_one_is_told(
    tellonce: Tellonce, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "tellonce.toml").write_text("", encoding="utf-8")
    monkeypatch.chdir(tmp_path)

    assert tellonce("replay") == (
        2,
        "",
        f"there is no run 'latest' in {tmp_path / 'reports'}\n  next          make one: tellonce run\n",
    )


def test_outside_a_project_it_is_told_to_go_to_one(
    tellonce: Tellonce, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    code, _, err = tellonce("replay")

    assert (code, err.splitlines()[0]) == (2, f"no Tellonce project at or above {tmp_path.resolve()}")


def test_a_run_judged_again_gives_the_same_verdicts(tellonce: Tellonce, project: Path) -> None:
    code, out, err = tellonce("replay", "tonight")

    assert (code, err) == (0, "")
    assert out == f"{len(cells(project))} cells judged again from tonight: all verdicts are the same\n"


def test_a_verdict_that_was_tampered_with_is_found(tellonce: Tellonce, project: Path) -> None:
    file = project / "reports/tonight/verdicts.ndjson"
    first = cells(project)[0]
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    was = next(word for word in lines[0].split('"verdict":"')[1].split('"')[:1])
    lines[0] = lines[0].replace(f'"verdict":"{was}"', '"verdict":"on_time"')
    file.write_text("".join(lines), encoding="utf-8")

    code, out, _ = tellonce("replay")

    assert code == 1
    assert out.endswith(f": 1 differ from what was recorded\n  {first}  on_time -> {was}\n")


@pytest.mark.parametrize("verb", [("explain", "7f3a"), ("replay",)])
def test_a_run_that_was_killed_before_its_verdicts_is_told_so(
    tellonce: Tellonce, project: Path, verb: tuple[str, ...]
) -> None:
    file = project.resolve() / "reports/tonight/verdicts.ndjson"
    file.unlink()

    assert tellonce(*verb) == (
        2,
        "",
        f"{file} is missing: the run ended before it was written\n  next          run it again: tellonce run\n",
    )


@pytest.mark.parametrize("code", [0, 1, 2, 5, 130])
def test_run_ends_as_its_journeys_do(tellonce: Tellonce, monkeypatch: pytest.MonkeyPatch, code: int) -> None:
    monkeypatch.setattr(runner, "run_journeys", lambda _args: code)

    assert tellonce("run")[0] == code


def test_every_flag_of_run_reaches_the_runner(tellonce: Tellonce, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[RunArgs] = []
    monkeypatch.setattr(runner, "run_journeys", lambda args: asked.append(args) or 0)

    tellonce("run")
    tellonce("run", "journeys/maria", "journeys/jan", *FLAGS)

    assert asked == [
        RunArgs(),
        RunArgs(
            paths=("journeys/maria", "journeys/jan"),
            tags="@post",
            persona="Maria",
            touchpoint="card-letter",
            workers=2,
            keyword="moves",
            seed="7",
            headed=True,
            exitfirst=True,
            last_failed=True,
            run="tonight",
        ),
    ]


@pytest.mark.parametrize(("error", "code"), [(NothingRan("no journey"), 5), (TellonceError("the browser died"), 1)])
def test_what_tellonce_says_in_words_ends_with_its_own_code(
    tellonce: Tellonce, monkeypatch: pytest.MonkeyPatch, error: TellonceError, code: int
) -> None:
    def fails(_args: RunArgs) -> int:
        raise error

    monkeypatch.setattr(runner, "run_journeys", fails)

    assert tellonce("run") == (code, "", f"{error}\n")


@pytest.mark.parametrize("arguments", [("run", "--wrokers", "2"), ("run", "--workers", "0"), ("rnu",)])
def test_a_flag_or_verb_that_does_not_exist_is_a_usage_error(tellonce: Tellonce, arguments: tuple[str, ...]) -> None:
    assert tellonce(*arguments)[0] == 2


def test_it_says_which_version_it_is(tellonce: Tellonce) -> None:
    assert tellonce("--version") == (0, f"tellonce {version('tellonce')}\n", "")


def test_help_names_every_verb(tellonce: Tellonce) -> None:
    code, out, _ = tellonce("--help")

    assert code == 0
    assert all(verb in out for verb in ("run", "explain", "replay", "contacts"))
