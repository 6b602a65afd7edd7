"""What a project's masks make of everything that is written after the judge."""

from __future__ import annotations

from pathlib import Path

import pytest
from made_runs import EMAIL, cell, run, scenario

from tellonce.ledger.history_file import HistoryWriter
from tellonce.model.cell import CellVerdict, Look
from tellonce.model.history import History
from tellonce.model.observation import Evidence
from tellonce.model.verdict import Verdict
from tellonce.report.masked import masks_of
from tellonce.report.write import write_reports

STRANGER = "jo.stranger@mail.example"
HERS = EMAIL[1]
SETTINGS = '[mask]\nrules = ["email"]\n'


def told(project: Path, settings: str) -> Path:
    """The folder of a run in which a stranger's address was seen beside hers."""
    (project / "tellonce.toml").write_text(settings, encoding="utf-8")
    folder = project / "reports" / "r1"
    folder.mkdir(parents=True)
    said = f"{STRANGER} and {HERS}"
    evidence = (Evidence(kind="row", caption=said, text=f"to: {said}", place=said),)
    found: CellVerdict = cell(
        "mail",
        Verdict.CONTAMINATED,
        fact="email",
        last_seen=said,
        reason=f"it shows {STRANGER}",
        read={"address": STRANGER},
        looks=(Look(start_s=11, end_s=12, sight="F", said=said, item=said, evidence=evidence),),
        evidence=evidence,
    )
    history: History = run(scenario([found]))
    writer = HistoryWriter(folder, "main")
    for event in history.events:
        writer.append(event)
    writer.close()
    write_reports(folder, history, [found], project=project)
    return folder


def test_no_report_shows_what_a_rule_found_and_every_report_shows_what_is_hers(tmp_path: Path) -> None:
    from unpacked import unpacked  # noqa: PLC0415

    folder = told(tmp_path, SETTINGS)
    page = unpacked((folder / "index.html").read_text(encoding="utf-8"))
    texts = {file.name: file.read_text(encoding="utf-8") for file in folder.iterdir() if file.is_file()}
    texts |= {"index.html": texts["index.html"] + repr(page.index) + repr(page.scenarios)}
    assert [name for name, text in texts.items() if STRANGER in text and not name.startswith("history")] == []
    assert all(HERS in texts[name] for name in ("verdicts.ndjson", "index.html", "junit.xml"))
    assert "⟦masked: email⟧" in texts["verdicts.ndjson"]
    assert page.index["masked"]["email"] > 3


def test_without_a_table_nothing_is_masked(tmp_path: Path) -> None:
    folder = told(tmp_path, "")
    assert masks_of(tmp_path) is None
    assert STRANGER in (folder / "verdicts.ndjson").read_text(encoding="utf-8")


@pytest.mark.parametrize("settings", ['[mask]\nrules = ["fone"]\n', "not toml at all"])
def test_settings_that_cannot_be_read_mask_all_they_might(settings: str, tmp_path: Path) -> None:
    folder = told(tmp_path, settings)
    assert STRANGER not in (folder / "verdicts.ndjson").read_text(encoding="utf-8")
