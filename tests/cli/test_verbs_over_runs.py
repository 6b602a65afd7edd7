"""`tellonce diff`, `trends` and `answers`: what each says, and how it ends."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from made_runs import blueprint, cell, run, scenario, stale_card
from verb_bench import Tellonce

from small_bank import make_small_bank
from tellonce.model.cell import CellVerdict
from tellonce.model.events import RunStarted
from tellonce.model.history import History
from tellonce.model.verdict import Verdict
from tellonce.report.write import write_reports


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with two whole runs, r1 and r2; the card letter broke in between."""
    make_small_bank(tmp_path)
    monkeypatch.chdir(tmp_path)
    made(tmp_path, "r1", 1, cell("card_letter"), cell("profile", Verdict.STALE))
    made(tmp_path, "r2", 2, stale_card(), cell("profile"))
    latest(tmp_path, "r2")
    return tmp_path


def made(root: Path, name: str, day: int, *cells: CellVerdict, **more: object) -> None:
    folder = root / "reports" / name
    folder.mkdir(parents=True)
    wall = f"2026-11-{day:02d}T10:00:00+00:00"
    started = RunStarted(run=name, version="0", seed="s", blueprint=blueprint(), wall=wall, **more)  # type: ignore[arg-type]
    events = [one.model_copy(update={"wall": wall}) for one in run(scenario(cells)).events[1:]]
    history = History(events=[started, *events])
    lines = [event.model_dump_json(by_alias=True) for event in history.events]
    (folder / "history.ndjson").write_text("\n".join(lines) + "\n", encoding="utf-8")
    write_reports(folder, history, cells, project=root)


def latest(root: Path, name: str) -> None:
    link = root / "reports" / "latest"
    link.unlink(missing_ok=True)
    link.symlink_to(name, target_is_directory=True)


TOLD = (
    "r2 beside r1: 1 newly broken, 1 mended\n"
    "\n"
    "Broken since r1\n"
    "  Maria's new card goes to her old home. (the card letter, Card Operations)\n"
    "\n"
    "Mended since r1\n"
    "  The profile page knows Maria's new postal address in time again.\n"
    "\n"
    "By touchpoint\n"
    "  card letter                          1 newly broken  (Card Operations)\n"
    "  profile page                         1 mended  (Digital Banking)\n"
    "\n"
    "  explain   tellonce explain 7f3a0001 --run r2\n"
)


@pytest.mark.parametrize(
    "arguments", [(), ("r1",), ("r1", "r2"), ("previous", "latest"), ("r1", "reports/r2"), ("previous", "r2")]
)
def test_two_runs_are_compared_however_they_are_named(
    tellonce: Tellonce, root: Path, arguments: tuple[str, ...]
) -> None:
    assert tellonce("diff", *arguments) == (1, TOLD, "")


def test_the_other_way_round_it_was_mended(tellonce: Tellonce, root: Path) -> None:
    code, out, _ = tellonce("diff", "r2", "r1")

    assert (code, out.splitlines()[0]) == (1, "r1 beside r2: 1 newly broken, 1 mended")


def test_a_run_beside_itself_has_nothing_newly_broken(tellonce: Tellonce, root: Path) -> None:
    code, out, err = tellonce("diff", "r2", "r2")

    assert (code, out.splitlines()[0], err) == (0, "r2 beside r2: 1 still broken", "")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("diff", "r3", "r2"), "there is no run 'r3' in "),
        (("diff", "previous", "previous"), "both runs are 'previous', which is the one before another\n"),
        (("diff", "previous", "r1"), "there is no whole run of the same service before 'r1'\n"),
        (("diff", "--format", "xml"), "there is no format 'xml'\n"),
        (("trends", "--format", "html"), "there is no format 'html'\n"),
        (("answers", "gone.csv"), "gone.csv: this file cannot be read: No such file or directory\n"),
    ],
)
def test_a_mistake_ends_with_two(tellonce: Tellonce, root: Path, arguments: tuple[str, ...], said: str) -> None:
    code, out, err = tellonce(*arguments)

    assert (code, out) == (2, "")
    assert err.startswith(said)


def test_a_run_whose_folder_is_gone_is_known_by_the_ledger(tellonce: Tellonce, root: Path) -> None:
    shutil.rmtree(root / "reports" / "r1")

    for arguments in ((), ("r1", "r2"), ("previous",)):
        assert tellonce("diff", *arguments)[0] == 1
    code, out, _ = tellonce("diff", "r2", "r1")
    assert code == 1
    assert "  The profile page, Maria's postal address: still old. (the profile page, Digital Banking)\n" in out


def test_a_part_misses_nothing(tellonce: Tellonce, root: Path) -> None:
    made(root, "r3", 3, cell("profile"), only=("-k profile",))

    assert tellonce("diff", "r2", "r3") == (0, "r3 beside r2: no promise that both judged broke or was mended\n", "")


def test_a_comparison_is_written_into_a_file(tellonce: Tellonce, root: Path) -> None:
    code, out, _ = tellonce("diff", "--format", "json", "--output", "diff.json")

    assert (code, out) == (1, "diff.json is written.\n")
    told = json.loads((root / "diff.json").read_text(encoding="utf-8"))
    assert (told["earlier"], told["later"], told["counts"]["broken"]) == ("r1", "r2", 1)
    assert tellonce("diff", "--format", "markdown")[1].startswith("## `r2` beside `r1`\n\n1 newly broken, 1 mended.\n")


def test_trends_are_told_from_the_ledger(tellonce: Tellonce, root: Path) -> None:
    (root / "fixtures" / "blueprint.yaml").write_text(
        (root / "fixtures" / "blueprint.yaml")
        .read_text(encoding="utf-8")
        .replace("service: Small Bank", "service: Northbank"),
        encoding="utf-8",
    )

    code, out, err = tellonce("trends")

    assert (code, err) == (0, "")
    assert out.startswith("Northbank: 2 whole runs, 2026-11-01 to 2026-11-02\n")
    assert "Broken now\n  The card letter, postal address: broken since 2026-11-02 (run r2), Card Operations\n" in out
    assert [one["name"] for one in json.loads(tellonce("trends", "--format", "json", "--runs", "1")[1])["runs"]] == [
        "r2"
    ]
    assert tellonce("trends", "--format", "markdown")[1].startswith("## Northbank: 2 whole runs")


def test_without_a_run_there_is_no_trend(tellonce: Tellonce, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_small_bank(tmp_path)
    monkeypatch.chdir(tmp_path)

    assert tellonce("trends") == (
        5,
        "",
        "There is no whole run in the ledger yet, so there is no trend.\n  next          tellonce run\n",
    )


def test_a_ledger_that_cannot_be_used_ends_with_two(tellonce: Tellonce, root: Path) -> None:
    (root / "reports" / "ledger.sqlite").write_bytes(b"no database at all, " * 100)
    shutil.rmtree(root / "reports" / "r1")

    for arguments in (("trends",), ("diff", "r1", "r2")):
        code, out, err = tellonce(*arguments)
        assert (code, out) == (2, "")
        assert err.startswith("the ledger at reports/ledger.sqlite is damaged: file is not a database")
        assert err.endswith("  next          [tool.tellonce] ledger, or TELLONCE_LEDGER, says where it is\n")


def test_answers_are_imported_once_and_bad_rows_are_told(tellonce: Tellonce, root: Path) -> None:
    file = root / "nps.csv"
    file.write_text("at,question,score\n2026-05-04,nps,9\n2026-05-04,nps,12\n2026-05-05,ces,6\n", encoding="utf-8")

    first, again = tellonce("answers", "nps.csv"), tellonce("answers", "nps.csv")

    assert first == (
        1,
        "  read      1 NPS, 1 CES\n  ledger    2 new, 0 known already, 0 changed (reports/ledger.sqlite)\n",
        "1 row could not be understood, and counted for nothing\n"
        "  nps.csv:3: its score is no whole number from 0 to 10, which nps takes\n",
    )
    assert again[1].endswith("  ledger    0 new, 2 known already, 0 changed (reports/ledger.sqlite)\n")


def test_sound_answers_end_with_nought_and_none_with_five(tellonce: Tellonce, root: Path) -> None:
    (root / "good.csv").write_text("at,question,score\n2026-05-04,nps,9\n", encoding="utf-8")
    (root / "none.csv").write_text("at,question,score\n", encoding="utf-8")

    assert tellonce("answers", "good.csv")[0] == 0
    assert tellonce("answers", "none.csv") == (5, "", "There is no answer in these files.\n")
    assert "  NPS       +100 of 1 answer\n" in tellonce("trends")[1]


def test_where_the_ledger_is_switched_off_answers_have_no_place(
    tellonce: Tellonce, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TELLONCE_LEDGER", "off")

    code, _, err = tellonce("answers", "nps.csv")

    assert (code, err.splitlines()[0]) == (2, "the ledger is switched off, so answers have no place to be kept")
