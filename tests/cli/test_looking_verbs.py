"""`tellonce steps`, `personas`, `touchpoints`, `coverage`, `editor`: how each ends, and what it says of a mistake."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from made_runs import cell
from verb_bench import Tellonce

from talking_bank import JOURNEY, OWN_WORDS, make_talking_bank
from tellonce.engine.flows import begin_deeds
from tellonce.ledger import RunFolder, write_verdicts


@pytest.fixture
def bank(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The talking bank; the command is given in its folder."""
    make_talking_bank(tmp_path, JOURNEY, OWN_WORDS)
    monkeypatch.chdir(tmp_path)
    yield tmp_path
    begin_deeds(lambda _flow: None)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("steps",), 0),
        (("steps", "postal", "changes"), 0),
        (("steps", "zebra"), 1),
        (("steps", "--format", "xml"), 2),
        (("steps", "--language", "xx"), 2),
        (("steps", "--language", "en", "--format", "json"), 0),
        (("steps", "--language", "fi", "jokainen"), 0),
        (("personas",), 0),
        (("personas", "Maria", "--format", "json"), 0),
        (("personas", "Mario"), 2),
        (("touchpoints",), 0),
        (("touchpoints", "--persona", "Dee", "--fact", "e-mail address", "--lane", "backstage"), 0),
        (("touchpoints", "--fact", "postal_address", "--channel", "post", "--owner", "Card Operations"), 0),
        (("touchpoints", "--stage", "Getting the card", "desk"), 1),
        (("touchpoints", "--owner", "Nobody"), 2),
        (("coverage",), 0),
        (("coverage", "--fail-under", "50"), 0),
        (("coverage", "--fail-under", "50.1"), 1),
        (("coverage", "--persona", "Dee", "--fail-under", "1", "--format", "svg"), 1),
        (("coverage", "--run", "gone"), 2),
        (("coverage", "--fail-under", "101"), 2),
        (("editor", "--check"), 1),
        (("editor",), 0),
    ],
)
def test_it_ends_as_what_it_found(tellonce: Tellonce, bank: Path, arguments: tuple[str, ...], code: int) -> None:
    assert tellonce(*arguments)[0] == code


def test_a_sentence_is_looked_up_while_a_journey_is_broken(tellonce: Tellonce, bank: Path) -> None:
    Path("journeys/c.feature").write_text(JOURNEY.replace("she changes her", "she chnges her"), encoding="utf-8")

    code, out, err = tellonce("steps", "postal", "address", "phone")

    assert (code, err) == (0, "")
    assert "    said by         journeys/a.feature 2 steps\n" in out
    assert out.endswith("journeys/c.feature has mistakes: its steps are not counted\n")


def test_coverage_is_not_told_of_journeys_with_mistakes(tellonce: Tellonce, bank: Path) -> None:
    Path("journeys/c.feature").write_text(JOURNEY.replace("she changes her", "she chnges her"), encoding="utf-8")

    code, out, err = tellonce("coverage")

    assert (code, out) == (2, "")
    assert err.startswith('journeys/c.feature:4:5: no sentence says "When she chnges her postal address"\n')


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ("personas", "Mario"),
            "there is no persona 'Mario'\n  did you mean  Maria\n  valid         Dee, Jan, Maria\n",
        ),
        (
            ("touchpoints", "--lane", "backstge"),
            "there is no lane 'backstge'\n  did you mean  backstage\n  valid         frontstage, backstage\n",
        ),
        (
            ("coverage", "--format", "sgv"),
            "there is no format 'sgv'\n  did you mean  svg\n  valid         text, json, html, svg\n",
        ),
        (
            ("steps", "--output", "no/such/folder.txt"),
            "no/such/folder.txt: cannot be written: No such file or directory\n  next          name another file\n",
        ),
    ],
)
def test_a_mistake_is_told_with_what_would_do(
    tellonce: Tellonce, bank: Path, arguments: tuple[str, ...], said: str
) -> None:
    assert tellonce(*arguments) == (2, "", said)


@pytest.mark.parametrize(
    ("arguments", "key", "names"),
    [
        (("steps", "takes", "package"), "sentences", ["{customer} takes the {package} package"]),
        (("personas",), "personas", ["Dee", "Jan", "Maria"]),
        (("touchpoints", "letter"), "touchpoints", ["card-letter"]),
        (("coverage",), "rows", ["profile", "card-letter", "agent-desk"]),
    ],
)
def test_json_is_for_tools(
    tellonce: Tellonce, bank: Path, arguments: tuple[str, ...], key: str, names: list[str]
) -> None:
    told = json.loads(tellonce(*arguments, "--format", "json")[1])

    assert told["format"] == 1
    assert [one.get("text") or one.get("name") or one.get("key") or one["touchpoint"] for one in told[key]] == names


@pytest.mark.parametrize(("verb", "shape"), [("steps", "html"), ("coverage", "html"), ("coverage", "svg")])
def test_a_page_or_a_picture_goes_into_a_file(tellonce: Tellonce, bank: Path, verb: str, shape: str) -> None:
    assert tellonce(verb, "--format", shape, "-o", f"out.{shape}") == (0, f"out.{shape} is written.\n", "")
    assert (
        Path(f"out.{shape}").read_text(encoding="utf-8").startswith("<!DOCTYPE html>" if shape == "html" else "<svg ")
    )


def test_what_is_nearest_is_told_where_no_touchpoint_is_like_that(tellonce: Tellonce, bank: Path) -> None:
    assert tellonce("touchpoints", "lettr") == (
        1,
        "No touchpoint is like that.\n"
        "  did you mean  letter  (for lettr)\n"
        "  near          the card letter  (card-letter)\n",
        "",
    )


def test_where_nothing_is_near_all_touchpoints_are_a_verb_away(tellonce: Tellonce, bank: Path) -> None:
    assert tellonce("touchpoints", "xylophone") == (
        1,
        "No touchpoint is like that.\n  next          tellonce touchpoints lists them all\n",
        "",
    )


def test_a_run_is_put_beside_the_cells(tellonce: Tellonce, bank: Path) -> None:
    folder = RunFolder(bank / "reports" / "tonight").create()
    folder.become_latest()
    found = cell("letter").model_copy(
        update={"touchpoint": "card-letter", "fact": "postal_address", "persona": "Maria"}
    )
    write_verdicts(folder.path, [found])

    assert "  run        tonight: 1 kept, 5 not watched\n" in tellonce("coverage", "--run", "latest")[1]


def test_the_files_for_editors_are_the_same_from_every_process(bank: Path) -> None:
    written = []
    for seed in ("1", "2", "3"):
        command = [sys.executable, "-c", "from tellonce.cli.app import main; main()", "editor"]
        subprocess.run(command, check=True, capture_output=True, env={**os.environ, "PYTHONHASHSEED": seed})
        written.append({path.name: path.read_text(encoding="utf-8") for path in Path(".tellonce").iterdir()})

    assert written[0] == written[1] == written[2]


def test_the_files_for_editors_are_stale_when_the_project_says_something_new(tellonce: Tellonce, bank: Path) -> None:
    code, out, _ = tellonce("editor")
    assert (code, out.splitlines()[:6]) == (
        0,
        [
            ".tellonce/steps_index.py",
            ".tellonce/words.feature",
            ".tellonce/blueprint.schema.json",
            ".tellonce/persona.schema.json",
            ".tellonce/plan.schema.json",
            ".tellonce/steps.schema.json",
        ],
    )
    assert tellonce("editor", "--check") == (0, "", "")

    steps = Path("steps/talking.py")
    steps.write_text(steps.read_text(encoding="utf-8").replace("takes the", "chooses the"), encoding="utf-8")

    assert tellonce("editor", "--check") == (
        1,
        ".tellonce/steps_index.py is stale; next: tellonce editor\n"
        ".tellonce/words.feature is stale; next: tellonce editor\n",
        "",
    )
    assert tellonce("editor")[1].splitlines()[2] == ".tellonce/blueprint.schema.json  as it was"


def test_the_settings_of_vs_code_keep_what_stands_there(tellonce: Tellonce, bank: Path) -> None:
    settings = Path(".vscode/settings.json")
    settings.parent.mkdir()
    settings.write_text('{"editor.tabSize": 2, "yaml.schemas": {"mine.json": "mine.yaml"}}', encoding="utf-8")

    assert tellonce("editor", "--vscode")[1].endswith("\n.vscode/settings.json\n")
    assert tellonce("editor", "--vscode")[1].endswith("\n.vscode/settings.json  as it was\n")

    told = json.loads(settings.read_text(encoding="utf-8"))
    assert told["editor.tabSize"] == 2
    assert told["cucumber.glue"] == [".tellonce/*.py"]
    assert told["cucumber.features"] == ["journeys/**/*.feature", ".tellonce/*.feature"]
    assert told["yaml.schemas"] == {
        "mine.json": "mine.yaml",
        ".tellonce/blueprint.schema.json": "fixtures/blueprint.yaml",
        ".tellonce/persona.schema.json": "fixtures/personas/*.yaml",
        ".tellonce/plan.schema.json": "journeys/**/*.plan.yaml",
        ".tellonce/steps.schema.json": "steps/*.yaml",
    }


def test_settings_with_comments_are_left_alone(tellonce: Tellonce, bank: Path) -> None:
    settings = Path(".vscode/settings.json")
    settings.parent.mkdir()
    settings.write_text('{"a": 1, // mine\n}', encoding="utf-8")

    code, _, err = tellonce("editor", "--vscode")

    assert code == 2
    assert err.startswith(
        ".vscode/settings.json: this cannot be read as JSON (comments and trailing commas are none): "
    )
    assert 'put this into it by hand: {"cucumber.features": ' in err
    assert settings.read_text(encoding="utf-8") == '{"a": 1, // mine\n}'
