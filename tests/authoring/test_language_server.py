"""The official Cucumber language server completes and checks what a project can say."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from language_server_bench import Editor, install, opened

from talking_bank import JOURNEY, OWN_WORDS, make_talking_bank
from tellonce.authoring.editor import settings_of_vs_code, write_files
from tellonce.cli.editor import files_for_editors, write_for_editors
from tellonce.engine.flows import begin_deeds

pytestmark = pytest.mark.node

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = {name.removeprefix("cucumber."): value for name, value in settings_of_vs_code().items()}
MANY = ("Ada", "Bea", "Cleo", "Dora", "Ella", "Fay", "Gwen", "Hana", "Ida", "Kim", "Lea", "Zoe")
DRAFT = "Feature: Draft\n\n  Scenario: Draft\n    Given Maria is a customer\n    {}\n"


@pytest.fixture(scope="module")
def server(request: pytest.FixtureRequest) -> Path:
    """The server, installed once and kept in pytest's cache."""
    return install(request.config.cache.mkdir("cucumber-language-server"))  # type: ignore[union-attr]  # always there


@pytest.fixture(scope="module")
def bank(server: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    """The talking bank, with more personas than the server offers words."""
    root = make_talking_bank(tmp_path_factory.mktemp("bank"), personas=MANY)
    write_for_editors(root)
    begin_deeds(lambda _flow: None)
    with opened(server, root, SETTINGS) as editor:
        yield editor


def test_what_a_project_can_say_has_no_diagnostic(bank: Editor) -> None:
    assert bank.open(JOURNEY) == []
    assert bank.open(OWN_WORDS) == []


@pytest.mark.parametrize(
    "step",
    [
        "When 1 week passes",
        "When Zoe takes the Plus 2.0 package",
        "Then no card letter is sent to Maria for three weeks",
        "Then nothing is sent to Jan's old e-mail address for 2 hours",
        "When she waits 1 time",
    ],
)
def test_each_notation_and_each_word_is_understood(bank: Editor, step: str) -> None:
    assert bank.open(DRAFT.format(step)) == []


@pytest.mark.parametrize(
    "step",
    [
        "she changes her postal adress",
        "Mario takes the Basic package",
        "she takes the Plus 2x0 package",
        "2 weeks passed",
        "she waits many times",
        "the weather is wet as ever",
    ],
)
def test_what_nobody_can_say_is_undefined(bank: Editor, step: str) -> None:
    assert bank.open(DRAFT.format(f"When {step}")) == [step]


def test_a_begun_step_is_completed_with_the_sentences_that_there_are(bank: Editor) -> None:
    step = "When she ch"
    bank.open(DRAFT.format(step))

    offered = bank.complete(4, 4 + len(step))

    begins = {one["textEdit"]["newText"]: one["textEdit"]["range"]["start"]["character"] for one in offered}
    assert begins["${1|he,she,they|} changes ${2|her,his,their|} postal address"] == 4 + len("When ")


@pytest.mark.parametrize(
    ("step", "word"),
    [
        ("Given Zo", "Zoe"),
        ("Given Ad", "Ada"),
        ("When she takes the Pl", "Plus 2.0"),
        ("Then the card letter go", "the card letter"),
        ("Then the details page shows her new acc", "account package"),
    ],
)
def test_the_words_of_the_project_are_offered(bank: Editor, step: str, word: str) -> None:
    bank.open(DRAFT.format(step))

    offered = bank.complete(4, 4 + len(step))

    assert any(word in one["textEdit"]["newText"] for one in offered)


def test_every_journey_of_northbank_is_understood(server: Path, tmp_path: Path) -> None:
    """Read from a copy: what is generated belongs in no checkout."""
    write_files(tmp_path, files_for_editors(ROOT))
    begin_deeds(lambda _flow: None)
    with opened(server, tmp_path, SETTINGS) as editor:
        undefined = {
            path.name: steps
            for path in sorted(ROOT.glob("journeys/**/*.feature"))
            if (steps := editor.open(path.read_text(encoding="utf-8")))
        }
        begun = DRAFT.format("When she ch")
        editor.open(begun)
        offered = editor.complete(4, 4 + len("When she ch"))

    assert undefined == {}
    assert any("postal address in self-service" in one["textEdit"]["newText"] for one in offered)
