"""A page written again piece by piece is the page that the whole run made."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from made_runs import cell, run, scenario, stale_card
from unpacked import first_page, unpacked

from tellonce.ledger.verdict_file import VERDICTS
from tellonce.model.cell import CellVerdict
from tellonce.model.history import History
from tellonce.model.verdict import Verdict
from tellonce.report.formats import MAKERS
from tellonce.report.page_again import write_page_again
from tellonce.report.read_again import read_source
from tellonce.report.write import write_reports


def written(project: Path, name: str, cells: list[CellVerdict], day: int) -> Path:
    at = f"2026-11-{day:02}T10:00:00+00:00"
    begun, *events = [event.model_copy(update={"wall": at}) for event in run(scenario(cells)).events]
    history = History(events=[begun.model_copy(update={"run": name}), *events])
    folder = project / "reports" / name
    folder.mkdir(parents=True)
    lines = [event.model_dump_json(by_alias=True) + "\n" for event in history.events]
    (folder / "history.ndjson").write_text("".join(lines), encoding="utf-8")
    write_reports(folder, history, cells, project=project)
    return folder


@pytest.fixture
def two_runs(tmp_path: Path) -> Path:
    (tmp_path / "tellonce.toml").write_text("", encoding="utf-8")
    written(tmp_path, "r1", [cell("profile"), cell("agent", Verdict.STALE), cell("invoice")], 1)
    later = [cell("profile"), cell("agent", Verdict.STALE), stale_card(), cell("mail", Verdict.PENDING)]
    return written(tmp_path, "r2", later, 2)


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("ledger", [True, False], ids=["ledger", "folders"])
def test_it_says_the_same_as_the_page_of_the_whole_run(two_runs: Path, language: str, ledger: bool) -> None:
    project = two_runs.parent.parent
    if not ledger:
        (project / "reports" / "ledger.sqlite").unlink()
    target = project / "page.html"
    assert write_page_again(two_runs, target, project=project, language=language)
    again = target.read_text(encoding="utf-8")
    whole = MAKERS["html"](read_source(two_runs, project=project, language=language)).decode()
    assert first_page(again) == first_page(whole)
    assert unpacked(again) == unpacked(whole)
    assert [one[3:] for one in unpacked(again).more["since"]["cells"]] == [
        ["card_letter", "broken"],
        ["agent", "still"],
        ["invoice", "gone"],
        ["mail", "new"],
    ]


def _damaged(folder: Path) -> None:
    with (folder / VERDICTS).open("ab") as verdicts:
        verdicts.write(b'{"scenario":')


def _masked(folder: Path) -> None:
    (folder.parent.parent / "tellonce.toml").write_text('[mask]\nrules = ["email"]\n', encoding="utf-8")


def _without(name: str) -> Callable[[Path], None]:
    return lambda folder: (folder / name).unlink()


@pytest.mark.parametrize("spoil", [_damaged, _masked, _without(VERDICTS), _without("history.ndjson")])
def test_what_must_be_read_whole_is_left_to_those_who_do(two_runs: Path, spoil: Callable[[Path], object]) -> None:
    spoil(two_runs)
    target = two_runs / "page.html"
    assert not write_page_again(two_runs, target, project=two_runs.parent.parent)
    assert not target.exists()
