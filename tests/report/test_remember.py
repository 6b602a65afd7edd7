"""A run is entered at its end, beside the run before; a ledger that cannot be used costs it nothing."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from made_runs import blueprint, cell, run, scenario, stale_card
from unpacked import first_page, unpacked

from tellonce.ledger import HistoryWriter
from tellonce.ledger.address import address_of
from tellonce.ledger.database import Database
from tellonce.ledger.read_back import cells_of, read_trends, run_called
from tellonce.ledger.records import RunRecord
from tellonce.model.cell import CellVerdict
from tellonce.model.events import RunStarted
from tellonce.model.history import History
from tellonce.model.verdict import Verdict
from tellonce.report.account import take_account
from tellonce.report.formats.registry import MAKERS
from tellonce.report.previous import find_previous
from tellonce.report.read_again import read_source
from tellonce.report.remember import remember, scope_of
from tellonce.report.write import RunSummary, write_reports

MARIA = "journeys/maria/moving-house.feature: Maria moves house"


def history(cells: Sequence[CellVerdict], day: int, **more: Any) -> History:
    """A run on a day of November; more: of its beginning."""
    events = run(scenario(cells)).events
    wall = f"2026-11-{day:02d}T10:00:00+00:00"
    started = RunStarted(run=f"r{day}", version="0.1.0", seed="42", blueprint=blueprint(), wall=wall, **more)
    dated = [event.model_copy(update={"wall": wall}) for event in events if not isinstance(event, RunStarted)]
    return History(events=[started, *dated])


def written(
    root: Path, name: str, cells: Sequence[CellVerdict], day: int, language: str = "en", **more: Any
) -> RunSummary:
    folder = root / "reports" / name
    folder.mkdir(parents=True, exist_ok=True)
    told = history(cells, day, **more)
    with HistoryWriter(folder, "main") as writer:
        for event in told.events:
            writer.append(event)
    (folder / "history.main.ndjson").unlink()
    lines = [event.model_dump_json(by_alias=True) for event in told.events]
    (folder / "history.ndjson").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return write_reports(folder, told, cells, project=root, language=language)


def kept(root: Path, name: str = "r1") -> RunRecord | None:
    address = address_of(root, {})
    assert address is not None
    with Database(address) as database:
        return run_called(database, "Northbank", name)


def test_a_run_is_entered_with_what_it_came_to(tmp_path: Path) -> None:
    written(tmp_path, "r1", [cell("profile"), stale_card(), cell("mail", Verdict.PENDING)], 1)

    found = kept(tmp_path)

    assert found is not None
    assert (found.kept, found.broken, found.waiting, found.not_seen) == (1, 1, 1, 0)
    assert (found.scope, found.began, found.seed) == ("whole", "2026-11-01T10:00:00+00:00", "42")
    assert dict(found.statuses) == {"failed": 1}


def test_writing_the_reports_again_enters_the_run_again_and_not_twice(tmp_path: Path) -> None:
    for _ in range(2):
        written(tmp_path, "r1", [cell("profile")], 1)
    address = address_of(tmp_path, {})
    assert address is not None

    with Database(address) as database:
        assert len(read_trends(database, "Northbank", runs=9).runs) == 1
        assert len(cells_of(database, "Northbank", "r1")) == 1


def test_a_customer_is_another_one_in_each_run_and_her_cells_are_the_same(tmp_path: Path) -> None:
    written(tmp_path, "r1", [cell("profile", change="maria-7f3a01-1"), stale_card(change="maria-7f3a01-1")], 1)
    done = written(tmp_path, "r2", [cell("profile", change="maria-aaaaaa-1"), cell(change="maria-aaaaaa-1")], 2)

    assert "  since     r1: 1 mended\n" in done.text


def test_the_summary_and_the_page_tell_what_changed(tmp_path: Path) -> None:
    written(tmp_path, "r1", [cell("profile"), cell("agent", Verdict.STALE)], 1)
    done = written(tmp_path, "r2", [cell("profile"), cell("agent", Verdict.STALE), stale_card()], 2)
    page = (tmp_path / "reports" / "r2" / "index.html").read_text(encoding="utf-8")

    assert "  since     r1: 1 newly broken, 1 still broken\n" in done.text
    shown = first_page(page)
    news = "Maria&#39;s new card goes to her old home. (the card letter, Card Operations)"
    assert f'<li class="broken">Broken since the last run: {news}</li>' in shown
    assert "<dt>Broken since</dt><dd>1 Nov 2026, 10:00 (run r1)</dd>" in shown
    assert shown.count("<dt>Broken since</dt>") == 1  # what broke in this run needs no word
    more, index = unpacked(page).more, unpacked(page).index
    assert more["since"]["earlier"] == {"name": "r1", "at": "2026-11-01T10:00:00+00:00"}
    assert [one[2:] for one in more["since"]["cells"]] == [
        ["address", "card_letter", "broken"],
        ["address", "agent", "still"],
    ]
    assert {one[0] for one in more["since"]["cells"]} <= set(index["scenarios"]["id"])
    assert {one[1] for one in more["since"]["cells"]} <= set(index["rows"]["change"])
    assert [one["name"] for one in more["trends"]["runs"]] == ["r1", "r2"]


def test_the_page_tells_what_changed_in_its_language_and_the_terminal_in_english(tmp_path: Path) -> None:
    written(tmp_path, "r1", [cell("profile"), cell("agent", Verdict.STALE)], 1)
    done = written(tmp_path, "r2", [cell("profile"), cell("agent"), stale_card(consequence="")], 2, language="de")
    page = (tmp_path / "reports" / "r2" / "index.html").read_text(encoding="utf-8")

    assert "  since     r1: 1 newly broken, 1 mended\n" in done.text
    told = unpacked(page).more["since"]["sentences"]
    assert told == [
        [
            "broken",
            "Gebrochen seit dem letzten Lauf: Card letter: postal address noch alt, 1 Tag nach der Änderung durch "
            "Maria. (card letter, Card Operations)",
        ],
        [
            "mended",
            "Behoben seit dem letzten Lauf: Agent desktop: postal address von Maria wieder rechtzeitig bekannt.",
        ],
    ]
    assert unpacked(page).more["trends"]["quantiles"] == "nächster Rang"


def test_the_first_run_has_no_run_before(tmp_path: Path) -> None:
    done = written(tmp_path, "r1", [cell("profile")], 1)

    assert "  since " not in done.text
    page = (tmp_path / "reports" / "r1" / "index.html").read_text(encoding="utf-8")
    assert unpacked(page).more["since"] is None
    assert [one["name"] for one in unpacked(page).more["trends"]["runs"]] == ["r1"]


@pytest.mark.parametrize(
    ("name", "more", "scope"),
    [
        ("r1", {}, "whole"),
        ("r1", {"only": ()}, "whole"),
        ("r1", {"only": (), "chosen": 1}, "whole"),
        ("r1", {"only": (), "chosen": 2}, "part"),  # stopped before the second
        ("r1", {"only": ("-k moving",)}, "part"),
        ("watch-2026-11-28T225512-7f3a", {}, "watch"),
    ],
)
def test_a_run_stands_for_the_project_only_when_it_was_whole(name: str, more: dict[str, Any], scope: str) -> None:
    cells = [cell("profile")]

    assert scope_of(take_account(history(cells, 1, **more), cells), name) == scope


def test_a_run_that_was_cut_off_is_a_part() -> None:
    cells = [cell("profile")]

    assert scope_of(take_account(history(cells, 1), cells, ["This run was cut off"]), "r1") == "part"
    assert scope_of(take_account(run(scenario(cells, finished=False)), cells), "r1") == "part"
    assert scope_of(take_account(run(), ()), "r1") == "part"


def test_a_part_is_compared_with_the_last_whole_run_and_misses_nothing(tmp_path: Path) -> None:
    written(tmp_path, "r1", [cell("profile"), cell("agent")], 1)
    written(tmp_path, "r2", [cell("profile", Verdict.STALE)], 2, only=("-k profile",))
    done = written(tmp_path, "r3", [cell("profile")], 3, only=("-k profile",))

    assert "  since     r1: no promise that both judged broke or was mended\n" in done.text


def test_an_attempt_after_the_first_changes_nothing(tmp_path: Path) -> None:
    again = f"{MARIA}#2"
    cells = [stale_card(), cell(scenario=again)]
    events = [*history([stale_card()], 1).events]
    second = [one.model_copy(update={"scenario": again}) for one in scenario([cell()])]
    folder = tmp_path / "reports" / "r1"
    folder.mkdir(parents=True)

    write_reports(folder, History(events=[*events[:-1], *second, events[-1]]), cells, project=tmp_path)

    found = kept(tmp_path)
    assert found is not None
    assert (found.broken, found.kept, found.retried, dict(found.statuses)) == (1, 0, 1, {"failed": 1})


# a ledger that cannot be used ----------------------------------------------------------------------------------------


def test_a_damaged_ledger_is_said_and_costs_neither_reports_nor_exit_code(tmp_path: Path) -> None:
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "ledger.sqlite").write_bytes(b"no database at all, " * 100)

    done = written(tmp_path, "r1", [cell("profile")], 1)

    assert (done.exit_code, done.troubles) == (0, ())
    assert done.text.endswith(
        "  report    reports/r1/index.html\n"
        "  ledger    the ledger at reports/ledger.sqlite is damaged: file is not a database; "
        "move the file away, and the next run begins another\n"
    )
    assert done.report is not None
    assert (tmp_path / "reports" / "ledger.sqlite").read_bytes().startswith(b"no database")


def test_a_newer_ledger_is_left_alone(tmp_path: Path) -> None:
    written(tmp_path, "r1", [cell("profile")], 1)
    with sqlite3.connect(tmp_path / "reports" / "ledger.sqlite") as connection:
        connection.execute("UPDATE tellonce_meta SET value = '99'")

    done = written(tmp_path, "r2", [cell("profile")], 2)

    assert done.exit_code == 0
    assert "is of version 99, and this Tellonce knows 1: a newer Tellonce wrote it\n" in done.text
    # The folder beside tells it too.
    assert "  since     r1: no promise that both judged broke or was mended\n" in done.text


def test_settings_with_a_mistake_are_said_and_cost_nothing(tmp_path: Path) -> None:
    (tmp_path / "tellonce.toml").write_text("ledger = 7\n", encoding="utf-8")

    done = written(tmp_path, "r1", [cell("profile")], 1)

    assert done.exit_code == 0
    assert "  ledger    tellonce.toml:1: ledger: " in done.text


def test_a_project_that_wants_no_ledger_has_none(tmp_path: Path) -> None:
    (tmp_path / "tellonce.toml").write_text('ledger = "off"\n', encoding="utf-8")

    written(tmp_path, "r1", [cell("profile")], 1)
    done = written(tmp_path, "r2", [cell("profile", Verdict.STALE)], 2)

    assert not (tmp_path / "reports" / "ledger.sqlite").exists()
    assert "  since     r1: 1 newly broken\n" in done.text


def test_a_password_in_an_address_is_never_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELLONCE_LEDGER", "postgresql+psycopg://maria:geheim@127.0.0.1:1/quality")

    done = written(tmp_path, "r1", [cell("profile")], 1)

    assert done.exit_code == 0
    assert "  ledger    the ledger at postgresql at 127.0.0.1:1/quality cannot be used: " in done.text
    assert "geheim" not in done.text


def test_a_history_without_a_beginning_is_not_entered(tmp_path: Path) -> None:
    assert remember(take_account(History(events=()), ()), tmp_path, project=tmp_path).problem == ""
    assert list(tmp_path.iterdir()) == []


# the run before ------------------------------------------------------------------------------------------------------


@pytest.fixture(params=["ledger", "folders"])
def root(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A project that knows its runs by its ledger, and one that has only their folders."""
    if request.param == "folders":
        (tmp_path / "tellonce.toml").write_text('ledger = "off"\n', encoding="utf-8")
    return tmp_path


def test_the_run_before_is_the_newest_whole_one(root: Path) -> None:
    written(root, "a", [cell("profile")], 1)
    written(root, "b", [cell("profile")], 3, only=("-k profile",))
    written(root, "watch-2026-11-28T225512-7f3a", [cell("profile")], 4)
    written(root, "c", [cell("profile")], 9)
    written(root, "d", [cell("profile")], 5)

    found = find_previous(root / "reports" / "d", project=root)

    assert found is not None
    assert (found.name, found.began) == ("a", "2026-11-01T10:00:00+00:00")
    assert [state.touchpoint for state in found.cells] == ["profile"]
    assert find_previous(root / "reports" / "a", project=root) is None
    assert find_previous(root / "reports" / "gone", project=root) is None


def test_a_run_of_another_service_is_not_the_one_before(root: Path) -> None:
    written(root, "a", [cell("profile")], 1)
    folder = root / "reports" / "a"
    began = json.loads((folder / "history.ndjson").read_text(encoding="utf-8").splitlines()[0])

    assert find_previous(folder, project=root, service="Southbank", began="2026-12-01T10:00:00+00:00") is None
    assert began["blueprint"]["service"] == "Northbank"


def test_the_ledger_knows_runs_whose_folders_are_gone(tmp_path: Path) -> None:
    written(tmp_path, "a", [stale_card()], 1)
    for file in (tmp_path / "reports" / "a").iterdir():
        file.unlink()

    done = written(tmp_path, "b", [stale_card()], 2)

    assert "  since     a: 1 still broken\n" in done.text


def test_no_ledger_is_made_beside_a_run_that_was_brought_from_elsewhere(tmp_path: Path) -> None:
    folder = tmp_path / "downloads" / "r1"
    folder.mkdir(parents=True)

    done = write_reports(folder, history([cell("profile")], 1), [cell("profile")], project=tmp_path)

    assert "  ledger " not in done.text
    assert [path.name for path in tmp_path.iterdir()] == ["downloads"]


def test_a_run_that_is_read_again_for_a_format_knows_the_run_before_and_is_not_entered(tmp_path: Path) -> None:
    written(tmp_path, "r1", [cell("card_letter")], 1)
    written(tmp_path, "r2", [stale_card()], 2)
    (tmp_path / "reports" / "ledger.sqlite").unlink()

    source = read_source(tmp_path / "reports" / "r2", project=tmp_path)

    news = "Maria's new card goes to her old home. (the card letter, Card Operations)"
    assert source.account.since == (f"Broken since the last run: {news}",)
    assert not (tmp_path / "reports" / "ledger.sqlite").exists()


def test_a_page_that_is_written_again_tells_what_changed_and_the_trends_and_enters_nothing(tmp_path: Path) -> None:
    written(tmp_path, "r1", [cell("profile"), cell("card_letter")], 1)
    written(tmp_path, "r2", [cell("profile"), stale_card()], 2)
    source = read_source(tmp_path / "reports" / "r2", project=tmp_path)

    page = MAKERS["html"](source).decode()

    assert "Compared with the run r1" in first_page(page)
    assert [one["name"] for one in unpacked(page).more["trends"]["runs"]] == ["r1", "r2"]


def test_where_there_is_no_ledger_a_page_that_is_written_again_makes_none(tmp_path: Path) -> None:
    written(tmp_path, "r1", [cell("profile")], 1)
    (tmp_path / "reports" / "ledger.sqlite").unlink()

    page = MAKERS["html"](read_source(tmp_path / "reports" / "r1", project=tmp_path)).decode()

    assert unpacked(page).more["trends"] is None
    assert not (tmp_path / "reports" / "ledger.sqlite").exists()
