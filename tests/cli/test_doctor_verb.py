"""What `tellonce doctor` prints, and how it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from verb_bench import Tellonce

from small_bank import BLUEPRINT, make_small_bank


@pytest.fixture
def sick(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with a mistake in its blueprint: nothing is started for it."""
    root = make_small_bank(tmp_path, blueprint=BLUEPRINT.replace("fed_by: master", "fed_by: mastre"))
    monkeypatch.chdir(root)
    return root


def test_findings_are_lines_and_a_problem_is_exit_1(tellonce: Tellonce, sick: Path) -> None:
    code, said, _ = tellonce("doctor")

    lines = said.splitlines()
    assert (code, lines[0]) == (1, f"Tellonce examines {sick}.")
    assert lines[2].startswith("  ✓ python      Python 3.")
    assert lines[-7:] == [
        "  ✗ project     1 mistake in the project's files:",
        "                fixtures/blueprint.yaml:24:5: unknown system 'mastre'",
        "                next  mend them; tellonce run tells each whole, and starts nothing before they are mended",
        "  - the rest    journeys, reports, browser, services, mail, clock and probes are not looked at: "
        "the project's files have mistakes",
        "                next  mend them, then ask again",
        "",
        "1 problem, 0 warnings, 6 in order, 1 not checked.",
    ]


def test_machines_get_one_json_document(tellonce: Tellonce, sick: Path) -> None:
    code, said, _ = tellonce("doctor", "--json")

    body = json.loads(said)
    assert (code, body["ok"]) == (1, False)
    assert [one["check"] for one in body["findings"] if one["level"] == "problem"] == ["project"]


def test_outside_a_project_it_is_a_usage_problem(
    tellonce: Tellonce, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    code, _, complained = tellonce("doctor")

    assert code == 2
    assert f"no Tellonce project at or above {tmp_path}" in complained
