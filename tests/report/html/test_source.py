"""A run read piece by piece: verdicts are found whatever their lines look like."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from made_runs import cell, run, scenario
from unpacked import unpacked

from tellonce.ledger import HistoryWriter
from tellonce.ledger.history_file import combine
from tellonce.ledger.verdict_file import VERDICTS
from tellonce.model.cell import CellVerdict
from tellonce.report.html import source, write_page
from tellonce.report.html.source import DamagedVerdicts, Untold, from_folder

ODD = 'Maria "moves" \\ house ⟦"scenario":"other"⟧'


def kept(name: str, touchpoint: str) -> CellVerdict:
    [started, *_] = scenario([cell(touchpoint)], name=name)
    return cell(touchpoint, scenario=started.scenario, scenario_name=name)


def folder_of(tmp_path: Path, names: list[str], lines: bytes) -> Path:
    history = run(*(scenario([cell()], name=name) for name in names))
    with HistoryWriter(tmp_path, "main") as writer:
        for event in history.events:
            writer.append(event)
    combine(tmp_path)
    (tmp_path / VERDICTS).write_bytes(lines)
    return tmp_path


def told(folder: Path) -> dict[str, list[str]]:
    [part] = from_folder(folder).parts
    return {one.started.name: [cell.touchpoint for cell in one.cells] for one in part.scenarios(Untold())}


def test_lines_of_a_scenario_are_found_wherever_they_stand_and_however_they_are_written(tmp_path: Path) -> None:
    cells = [kept(ODD, "profile"), kept("Jan", "invoice"), kept("Jan", "profile"), kept(ODD, "card_letter")]
    lines = [one.model_dump_json().encode() for one in cells]
    lines[1:1] = [b"", b"  "]
    lines += [json.dumps(kept("Jan", "card_file").model_dump(mode="json"), indent=None).encode()]
    folder = folder_of(tmp_path, [ODD, "Jan", "Zoë"], b"\n".join(lines))
    assert told(folder) == {
        ODD: ["profile", "card_letter"],
        "Jan": ["invoice", "profile", "card_file"],
        "Zoë": [],
    }


@pytest.mark.parametrize("bad", [b"{", b'{"id": "1"}', b'{"scenario":"'], ids=["half", "no verdict", "cut"])
def test_a_line_that_is_no_verdict_is_never_passed_over(bad: bytes, tmp_path: Path) -> None:
    good = kept("Jan", "invoice").model_dump_json().encode()
    with pytest.raises(DamagedVerdicts):
        told(folder_of(tmp_path, ["Jan"], good + b"\n" + bad))


def test_a_scenario_that_began_in_two_parts_has_its_cells_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = [*"abc", "a", *"de"]
    verdicts = b"".join(kept(name, "invoice").model_dump_json().encode() + b"\n" for name in "abcde")
    folder = folder_of(tmp_path, names, verdicts)
    monkeypatch.setattr(source, "_WORTH_A_PROCESS_BYTES", 1)
    monkeypatch.setattr(os, "cpu_count", lambda: 3)
    made = from_folder(folder)
    assert len(made.parts) == 3
    write_page(made, tmp_path / "index.html")
    page = unpacked((tmp_path / "index.html").read_text(encoding="utf-8"))
    assert [(one, len(detail["cells"])) for one, detail in zip(names, page.scenarios, strict=True)] == [
        ("a", 1),
        ("b", 1),
        ("c", 1),
        ("a", 0),
        ("d", 1),
        ("e", 1),
    ]
