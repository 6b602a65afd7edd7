"""Every fault of Northbank meets the scenario that is to notice it, beside the same scenario without the fault."""

from __future__ import annotations

import pytest
from benchmarks import faults
from benchmarks.harms import HARMS
from benchmarks.side_by_side import catches, make_project

from tellonce.engine.browser import find_browser

CATALOGUE = [
    "card-system-never-told",
    "note-not-field",
    "single-slot",
    "resurrection",
    "merged-records",
    "forgotten-product",
    "encoding",
    "truncated-field",
    "processor-copy",
    "no-backfill",
    "consent-overwritten",
    "opt-out-reasked",
    "cancellation-not-billed",
    "wrong-monthly-fee",
    "in-flight-batch",
    "recycled-number",
    "joint-party",
    "duplicate-record",
    "race",
    "stale-cache",
    "dropped-event",
    "out-of-order",
    "half-applied",
    "double-send",
    "quoting-old",
    "time-zone-cutoff",
    "agent-blind",
    "partner-feed-drop",
    "locale-dropped",
    "complaint-closed-unresolved",
]
"""How changes fail to reach people, as documented cases."""


def test_every_fault_of_the_catalogue_is_a_switch_with_a_scenario_that_notices_it():
    assert len(CATALOGUE) == 30
    assert set(CATALOGUE) <= set(HARMS)
    assert set(catches()) == set(HARMS)


def test_a_scenario_is_played_twice_with_one_tag_more(tmp_path):
    make_project(tmp_path, [catches()["encoding"]])

    [feature] = (tmp_path / "journeys").rglob("*.feature")
    text = feature.read_text(encoding="utf-8")
    assert feature.relative_to(tmp_path).as_posix() == "journeys/malgorzata/encoding.feature"
    assert text.count("Background:") == 1
    assert text.count("When she takes her spouse's name") == 2
    assert text.count("@fault.encoding") == 1
    assert text.index("@fault.encoding") < text.index(", with the fault") < text.index(", without it")


@pytest.mark.browser
def test_every_fault_is_noticed_for_what_it_is_and_the_healthy_twin_is_never_blamed(
    project, monkeypatch, capsys, tmp_path
):
    if find_browser() is None:
        pytest.skip("no Chromium on this machine: install one, or set TELLONCE_BROWSER")
    for name, value in project.environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("NORTHBANK_DATA", str(tmp_path / "northbank"))
    monkeypatch.setenv("POSTBOX_DATA", str(tmp_path / "postbox"))

    wrong = faults.side_by_side(list(HARMS))

    said = capsys.readouterr().out
    assert not wrong, said
    assert "WRONG" not in said
