"""`tellonce init`: what it asks, what it says."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from verb_bench import Tellonce

from tellonce.engine.flows import begin_deeds


@pytest.fixture(autouse=True)
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", list(sys.path))
    yield tmp_path
    begin_deeds(lambda _flow: None)


def test_it_asks_nothing_where_there_is_no_terminal(tellonce: Tellonce, empty_folder: Path) -> None:
    assert tellonce("init") == (
        0,
        "Practice is in this folder: 2 journeys, one kept and one broken.\n\nNext:\n  tellonce run\n",
        "",
    )
    assert (empty_folder / "journeys" / "maria" / "told-once.feature").is_file()


class Terminal:
    """Somebody who types these lines."""

    def __init__(self, *lines: str) -> None:
        self.lines = list(lines)

    def isatty(self) -> bool:
        return True

    def readline(self, *_: int) -> str:
        return self.lines.pop(0) + "\n"


def test_it_asks_three_things_and_enter_takes_what_is_usual(
    tellonce: Tellonce, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", Terminal("Corner Library", "", "phone number"))

    code, out, _ = tellonce("init", "library")

    assert code == 0
    assert "What is your service called? [Practice]: " in out
    assert out.endswith(
        "Corner Library is in library: 2 journeys, one kept and one broken.\n\nNext:\n  cd library\n  tellonce run\n"
    )
    assert "phone: {kind: phone" in Path("library/fixtures/blueprint.yaml").read_text(encoding="utf-8")


def test_with_yes_it_asks_nothing_even_in_a_terminal(tellonce: Tellonce, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", Terminal())

    assert tellonce("init", "--yes", "--name", "Library")[:2] == (
        0,
        "Library is in this folder: 2 journeys, one kept and one broken.\n\nNext:\n  tellonce run\n",
    )


def test_a_service_elsewhere_is_practised_for_here(tellonce: Tellonce) -> None:
    code, out, _ = tellonce("init", "shop", "--service-url", "https://shop.example.com")

    assert (code, out.splitlines()[-2:]) == (
        0,
        ["It practises at http://127.0.0.1:8085.", "README.md says what to do for https://shop.example.com."],
    )


@pytest.mark.parametrize("change", ["postal address", "phone number", "e-mail address"])
def test_nothing_is_to_be_mended_in_what_was_written(tellonce: Tellonce, empty_folder: Path, change: str) -> None:
    tellonce("init", "--change", change)

    assert tellonce("check", "--strict") == (0, "Nothing to mend in 2 journeys, 2 scenarios.\n", "")


def test_a_second_time_nothing_is_touched(tellonce: Tellonce, empty_folder: Path) -> None:
    tellonce("init")
    (empty_folder / "README.md").write_text("mine", encoding="utf-8")

    code, out, err = tellonce("init", "--name", "Other")

    assert (code, out) == (2, "")
    assert err == (
        ".github/workflows/journeys.yml: this file is in the way\n"
        ".gitignore: this file is in the way\n"
        ".gitlab-ci.yml: this file is in the way\n"
        "  next          11 more are in the way; nothing was written: begin in an empty folder, "
        "such as tellonce init journeys-of-ours\n"
    )
    assert (empty_folder / "README.md").read_text(encoding="utf-8") == "mine"


def test_the_example_is_written_with_what_it_needs(tellonce: Tellonce, empty_folder: Path) -> None:
    code, out, _ = tellonce("init", "bank", "--example", "northbank")

    journeys = len(list((empty_folder / "bank" / "journeys").rglob("*.feature")))
    assert (code, out) == (
        0,
        f"northbank is in bank: {journeys} journeys.\n\n"
        'Next:\n  cd bank\n  pip install "tellonce[northbank]"\n  tellonce run --workers 2\n',
    )


@pytest.mark.parametrize("wrong", [("--example", "southbank"), ("--change", "shoe size"), ("--name", '"')])
def test_a_mistake_ends_with_2_and_writes_nothing(
    tellonce: Tellonce, empty_folder: Path, wrong: tuple[str, ...]
) -> None:
    assert tellonce("init", *wrong)[0] == 2
    assert list(empty_folder.iterdir()) == []
