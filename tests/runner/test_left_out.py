"""What a run's flags leave out is in its history: nobody takes a part for the whole."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from behave.configuration import Configuration

from tellonce.runner.left_out import left_out_by_behave, left_out_by_pytest


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two journeys of two personas."""
    for path in ("journeys/maria/a.feature", "journeys/jan/b.feature"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text("Feature: F\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def asked(root: Path, *args: str, **options: Any) -> tuple[str, ...]:
    config = SimpleNamespace(option=SimpleNamespace(**options), args=[str(root / one) for one in args])
    return left_out_by_pytest(config, [root / one.partition("::")[0] for one in args], root)


@pytest.mark.parametrize(
    ("args", "options", "only"),
    [
        (("journeys",), {}, ()),
        (("",), {}, ()),
        (("journeys/maria", "journeys/jan"), {}, ()),
        (("journeys",), {"keyword": "", "markexpr": "", "tellonce_tags": None, "lf": False}, ()),
        (("journeys",), {"keyword": "moving"}, ("-k moving",)),
        (("journeys",), {"markexpr": "slow"}, ("-m slow",)),
        (("journeys",), {"tellonce_tags": "not @slow"}, ("--tags not @slow",)),
        (("journeys",), {"tellonce_persona": "maria"}, ("--persona maria",)),
        (("journeys",), {"tellonce_touchpoint": "card-letter"}, ("--touchpoint card-letter",)),
        (("journeys",), {"lf": True}, ("--last-failed",)),
        (("journeys",), {"deselect": ["a", "b"]}, ("--deselect a b",)),
        (("journeys/maria",), {}, ("journeys/maria",)),
        (("journeys", "journeys/maria/a.feature::F"), {}, ("journeys", "journeys/maria/a.feature::F")),
    ],
)
def test_pytest_leaves_out_what_its_flags_say(
    root: Path, args: tuple[str, ...], options: dict[str, Any], only: tuple[str, ...]
) -> None:
    assert asked(root, *args, **options) == only


@pytest.mark.parametrize(
    ("arguments", "only"),
    [
        ([], ()),
        (["journeys"], ()),
        (["journeys/maria"], ("journeys/maria",)),
        (["journeys/maria/a.feature", "journeys/jan"], ()),
        (["journeys/maria/a.feature:1", "journeys/jan"], ("journeys/maria/a.feature:1", "journeys/jan")),
        (["journeys", "--tags", "@post"], ("--tags @post",)),
        (["journeys", "--name", "moves"], ("--name moves",)),
        (["journeys", "-D", "persona=maria"], ("-D persona=maria",)),
    ],
)
def test_behave_leaves_out_what_its_flags_say(root: Path, arguments: list[str], only: tuple[str, ...]) -> None:
    config = Configuration(arguments)

    assert left_out_by_behave(config, config.userdata, root) == only
