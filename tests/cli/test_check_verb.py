"""`tellonce check` and `tellonce format`: what they print, where they write, and how they end."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from verb_bench import Tellonce

from tellonce.engine.flows import begin_deeds

# check_bench: a small project with nothing to mend.
sys.path.append(str(Path(__file__).parents[1] / "runner"))

from check_bench import MARIA_MOVES, make_project

PATH = "journeys/maria/moving.feature"
WORDY = MARIA_MOVES.replace("Her card finds her", "Her button finds her")
BROKEN = MARIA_MOVES.replace("    When she moves", "    Wehn 1 day passes\n    When she moves")
MENDED = BROKEN.replace("Wehn", "When")


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The small project, in which the command is given."""
    monkeypatch.setattr(sys, "path", list(sys.path))
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    monkeypatch.chdir(make_project(tmp_path))
    yield tmp_path
    begin_deeds(lambda _flow: None)


def journey(project: Path, text: str) -> Path:
    """Her journey, written anew."""
    path = project / PATH
    path.write_text(text, encoding="utf-8")
    return path


def test_a_clean_project_ends_with_0(tellonce: Tellonce) -> None:
    assert tellonce("check") == (0, "Nothing to mend in 2 journeys, 4 scenarios.\n", "")


def test_an_error_ends_with_1(tellonce: Tellonce, project: Path) -> None:
    journey(project, BROKEN)

    assert tellonce("check", PATH) == (
        1,
        f'{PATH}:9:5: error TO104 misspelt-keyword: "Wehn 1 day passes" would be taken for prose and '
        'never run\n  next          did you mean "When"?\n1 error in 1 journey, 2 scenarios; --fix mends 1.\n',
        "",
    )


def test_a_warning_fails_only_where_that_is_wanted(tellonce: Tellonce, project: Path) -> None:
    journey(project, WORDY)

    assert tellonce("check")[0] == 0
    assert tellonce("check", "--strict")[0] == 1
    assert tellonce("check", "--strict", "--ignore", "ui-words,TO4")[0] == 0
    assert tellonce("check", "--strict", "--select", "TO302")[0] == 0
    (project / "tellonce.toml").write_text("[check]\nstrict = true\n", encoding="utf-8")
    assert tellonce("check")[0] == 1


def test_nothing_to_check_ends_with_5(tellonce: Tellonce, project: Path) -> None:
    (project / "journeys" / "empty").mkdir()

    code, said, complained = tellonce("check", "journeys/empty")

    assert (code, said) == (5, "")
    assert complained.startswith("There is no journey here: not one *.feature file.")


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("check", "--format", "sarf"), "there is no format 'sarf'\n  did you mean  sarif\n"),
        (("check", "--select", "ui-word"), "--select: there is no rule 'ui-word'\n  did you mean  ui-words\n"),
        (("check", "journeys/marai"), 'there is no "journeys/marai"\n  next          did you mean "journeys/maria"?\n'),
        (
            ("format", "journeys/marai"),
            'there is no "journeys/marai"\n  next          did you mean "journeys/maria"?\n',
        ),
    ],
)
def test_what_cannot_be_meant_ends_with_2(tellonce: Tellonce, arguments: tuple[str, ...], complaint: str) -> None:
    code, said, complained = tellonce(*arguments)

    assert (code, said) == (2, "")
    assert complained.startswith(complaint)


def test_a_report_goes_to_a_file_and_the_sum_is_printed(tellonce: Tellonce, project: Path) -> None:
    journey(project, WORDY)

    code, said, _ = tellonce("check", "--format", "json", "--output", "out/check.json")

    assert (code, said) == (0, "1 warning in 2 journeys, 4 scenarios.\nout/check.json\n")
    assert json.loads((project / "out/check.json").read_text(encoding="utf-8"))["findings"][0]["rule"] == "TO301"


def test_in_github_actions_annotations_follow_the_text(
    tellonce: Tellonce, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    journey(project, BROKEN)

    _, said, _ = tellonce("check", PATH)

    assert said.startswith(f"{PATH}:9:5: error TO104")
    assert f"\n::error file={PATH},line=9,endLine=9,col=5,endColumn=22,title=TO104 misspelt-keyword::" in said
    assert not tellonce("check", PATH, "--format", "json")[1].startswith("journeys")


def test_fix_says_what_it_did_and_what_is_left(tellonce: Tellonce, project: Path) -> None:
    path = journey(project, BROKEN)

    assert tellonce("check", "--fix") == (
        0,
        f"{PATH}: line 9: the keyword When written as it is\nNothing to mend in 2 journeys, 4 scenarios.\n",
        "",
    )
    assert path.read_text(encoding="utf-8") == MENDED


def test_diff_writes_nothing(tellonce: Tellonce, project: Path) -> None:
    path = journey(project, BROKEN)

    code, said, _ = tellonce("check", "--fix", "--diff")

    assert code == 1
    assert "-    Wehn 1 day passes\n+    When 1 day passes\n" in said
    assert path.read_text(encoding="utf-8") == BROKEN


def test_format_lays_out_and_says_how_many(tellonce: Tellonce, project: Path) -> None:
    path = journey(project, MARIA_MOVES.replace("  @post", "@post"))

    assert tellonce("format", "--check") == (1, f"{PATH}: differs\n1 of 2 to lay out.\n", "")
    assert tellonce("format", "--diff")[0] == 1
    assert tellonce("format") == (0, f"{PATH}: laid out\n1 of 2 laid out.\n", "")
    assert path.read_text(encoding="utf-8") == MARIA_MOVES
    assert tellonce("format", "--check") == (0, "0 of 2 to lay out.\n", "")


def test_format_leaves_alone_what_it_cannot_read(tellonce: Tellonce, project: Path) -> None:
    journey(project, MARIA_MOVES + "\nFeature: Two\n")

    code, said, complained = tellonce("format")

    assert (code, said) == (2, "0 of 2 laid out.\n")
    assert complained == (
        f'{PATH}:16:1: "Feature: Two" cannot be read here: Multiple features in one file are not supported.\n'
    )
