"""`tellonce check --fix` mends what can only be meant one way, and nothing else."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from check_bench import MARIA_MOVES, looked, make_project

from tellonce.authoring.checks.rules import RULES
from tellonce.engine.flows import begin_deeds
from tellonce.runner.mending import format_files, mend_files

PATH = "journeys/maria/moving.feature"
ALL = frozenset(RULES)


@pytest.fixture(autouse=True)
def _forgotten(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Steps that were loaded stay loaded for no other test."""
    monkeypatch.setattr(sys, "path", list(sys.path))
    yield
    begin_deeds(lambda _flow: None)


def mended(root: Path, before: str, after: str) -> tuple[str, str]:
    """What is said and written, with one thing in her journey in place of another."""
    assert before in MARIA_MOVES
    make_project(root, {PATH: MARIA_MOVES.replace(before, after, 1)})
    said = mend_files(root, [root / "journeys"], asked=ALL, write=True)
    return said, (root / PATH).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("    When she moves", "    Wehn she moves", "line 9: the keyword When written as it is"),
        ("  Scenario: Her card", "  Scenaro: Her card", "line 8: the keyword Scenario: written as it is"),
        ("  Scenario: Her mails", "  Scenario Her mails", "line 12: the keyword Scenario: written as it is"),
        ("  Background:", "  Backgroud:", "line 4: the keyword Background: written as it is"),
        (
            "moves to another town",
            "moves to anothr town",
            'line 9: "she moves to anothr town" written "she moves to another town"',
        ),
        ("    Given Maria", "\tGiven Maria", "laid out"),
        ("moves to another town\n", "moves to another town   \n", "laid out"),
        ("  @post\n", "  @post\n\n", "laid out"),
    ],
)
def test_it_is_mended(before: str, after: str, said: str, tmp_path: Path) -> None:
    told, text = mended(tmp_path, before, after)

    assert told == f"{PATH}: {said}\n"
    assert text == MARIA_MOVES
    assert mend_files(tmp_path, [tmp_path / "journeys"], asked=ALL, write=True) == ""


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("her new postal address", "her old postal address"),  # "new" is no misspelt "old"
        ("the card letter goes to her", "the card letter goes to his"),
        ("her new postal address", "her new postal adress"),  # a name: somebody must say which
        ("moves to another town", "moves to anothr twn"),  # two slips
        ("moves to another town", "moves not to another town"),
        ("  She tells the bank once.", "  Giveth and taketh."),
    ],
)
def test_it_is_left_alone(before: str, after: str, tmp_path: Path) -> None:
    _, text = mended(tmp_path, before, after)

    assert text == MARIA_MOVES.replace(before, after, 1)


def test_a_keyword_with_a_sentence_behind_it_needs_two_steps_and_gets_both(tmp_path: Path) -> None:
    told, text = mended(tmp_path, "When she moves to another town", "Wehn she moves to anothr town")

    assert told.splitlines() == [
        f"{PATH}: line 9: the keyword When written as it is",
        f'{PATH}: line 9: "she moves to anothr town" written "she moves to another town"',
    ]
    assert text == MARIA_MOVES


def test_the_difference_is_shown_and_nothing_written(tmp_path: Path) -> None:
    untidy = MARIA_MOVES.replace("  @post", "@post")
    make_project(tmp_path, {PATH: untidy})

    said = mend_files(tmp_path, [tmp_path / "journeys"], asked=ALL, write=False)

    assert said.splitlines()[:2] == [f"--- {PATH} (as it is)", f"+++ {PATH} (mended)"]
    assert "-@post" in said.splitlines()
    assert "+  @post" in said.splitlines()
    assert (tmp_path / PATH).read_text(encoding="utf-8") == untidy


def test_the_layout_stays_where_nobody_asked_for_it(tmp_path: Path) -> None:
    untidy = MARIA_MOVES.replace("  @post", "@post")
    make_project(tmp_path, {PATH: untidy})

    assert mend_files(tmp_path, [tmp_path / "journeys"], asked=ALL - {"TO501"}, write=True) == ""


def test_what_is_mended_is_told_no_more(tmp_path: Path) -> None:
    make_project(tmp_path, {PATH: MARIA_MOVES.replace("    When she moves", "  Wehn she moves")})
    assert [one.rule for one in looked(tmp_path).findings if one.fixable] == ["TO501", "TO104"]

    mend_files(tmp_path, [tmp_path / "journeys"], asked=ALL, write=True)

    assert looked(tmp_path).findings == ()


def test_a_file_that_cannot_be_read_is_not_laid_out(tmp_path: Path) -> None:
    broken = MARIA_MOVES.replace("  @post", "@post") + "\nFeature: Two\n"
    make_project(tmp_path, {PATH: broken})

    said, differ, unreadable = format_files(tmp_path, [tmp_path / "journeys"], write=True, diff=False)

    assert (said, differ) == ("", 0)
    assert [str(one.place) for one in unreadable] == [f"{PATH}:16:1"]
    assert (tmp_path / PATH).read_text(encoding="utf-8") == broken
