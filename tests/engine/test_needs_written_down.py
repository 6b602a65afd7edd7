"""The needs of a project are written down with its run, so that a report tells them without the project."""

from __future__ import annotations

from pathlib import Path

from engine_bench import events, open_bank

from small_bank import BLUEPRINT, make_small_bank
from tellonce.model.events import RunStarted


def test_a_run_writes_the_needs_of_its_project_down(tmp_path: Path) -> None:
    make_small_bank(tmp_path)
    (tmp_path / "fixtures/needs.yaml").write_text("needs: {S1: {need: Told once}}\n", encoding="utf-8")
    with open_bank(tmp_path, blueprint=BLUEPRINT) as bank:
        (written,) = events(bank, "run_started")
    assert written["needs"] == {"S1": {"need": "Told once", "lives": ""}}


def test_a_history_from_before_needs_were_written_down_has_none(tmp_path: Path) -> None:
    with open_bank(tmp_path) as bank:
        (written,) = events(bank, "run_started")
    del written["needs"]
    assert RunStarted.model_validate(written).needs == {}
