"""What steps and hooks attach is kept as evidence."""

from __future__ import annotations

from pathlib import Path

from engine_bench import PASSWORD, events, open_bank

from tellonce.model.told import FeatureRead


def test_what_a_step_attaches_is_evidence_of_its_scenario(tmp_path: Path) -> None:
    with open_bank(tmp_path) as bank:
        bank.scenario()
        bank.engine.attach("text/plain", "hello", "hello.txt")
        bank.engine.attach("image/png", b"picture")
        text, picture = events(bank, "evidence_kept")
        bank.engine.finish_scenario("passed", "")

    assert (text["scenario"], text["file_name"]) == ("journeys/maria.feature::moving", "hello.txt")
    assert text["evidence"]["text"] == "hello"
    assert picture["evidence"]["kind"] == "screenshot"
    assert (tmp_path / "reports/r1" / picture["evidence"]["path"]).read_bytes() == b"picture"


def test_no_secret_is_attached(tmp_path: Path) -> None:
    with open_bank(tmp_path) as bank:
        bank.scenario()
        bank.she_moves()
        bank.engine.attach("text/plain", f"she signs in with {PASSWORD}")
        bank.engine.attach("text/csv", f"maria,{PASSWORD}".encode())
        bank.engine.finish_scenario("passed", "")

        assert PASSWORD not in bank.history


def test_what_a_hook_around_the_run_attaches_is_of_no_scenario(tmp_path: Path) -> None:
    with open_bank(tmp_path) as bank:
        bank.engine.attach("text/plain", "hello")
        (kept,) = events(bank, "evidence_kept")

    assert kept["scenario"] == ""


def test_nothing_is_kept_once_the_run_is_over(tmp_path: Path) -> None:
    with open_bank(tmp_path) as bank:
        engine = bank.engine
        engine.finish_run()
        engine.attach("text/plain", "too late")
        engine.record(FeatureRead(journey="journeys/maria.feature", text="Feature: too late"))

        assert "too late" not in bank.history
