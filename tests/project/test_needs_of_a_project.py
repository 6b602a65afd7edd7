"""fixtures/needs.yaml: read when it is there, and its mistakes told where they stand."""

from __future__ import annotations

from pathlib import Path

import pytest

from small_bank import make_small_bank
from tellonce.model.errors import UsageProblem
from tellonce.model.need import Need
from tellonce.project import load_project


def with_needs(root: Path, text: str) -> Path:
    make_small_bank(root)
    (root / "fixtures/needs.yaml").write_text(text, encoding="utf-8")
    return root


def test_a_project_without_the_file_declares_no_needs(tmp_path: Path) -> None:
    make_small_bank(tmp_path)
    assert load_project(tmp_path).needs == {}


def test_needs_keep_the_order_of_the_file(tmp_path: Path) -> None:
    text = "needs:\n  S2: {need: Second first}\n  S1: {need: Told once, lives: She tells it once.}\n"
    needs = load_project(with_needs(tmp_path, text)).needs
    assert list(needs.items()) == [
        ("S2", Need(need="Second first")),
        ("S1", Need(need="Told once", lives="She tells it once.")),
    ]


def test_an_unknown_key_of_a_need_is_told_with_its_place(tmp_path: Path) -> None:
    text = "needs:\n  S1:\n    need: Told once\n    livs: She tells it once.\n"
    with pytest.raises(UsageProblem) as raised:
        load_project(with_needs(tmp_path, text))
    [problem] = raised.value.problems
    assert (problem.place.file, problem.place.line, problem.bad) == ("fixtures/needs.yaml", 4, "livs")
