"""`tellonce init` and what it writes."""

from __future__ import annotations

import ast
import json
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from tellonce.authoring.beginning import THINGS, Thing, thing_called
from tellonce.authoring.features import load_features
from tellonce.authoring.starting import Start, example_files, project_files, write_project
from tellonce.engine.engine import make_engine
from tellonce.engine.flows import begin_deeds
from tellonce.engine.protocol import RunOptions
from tellonce.model.errors import UsageProblem
from tellonce.runner.loading import load_sentences
from tellonce.runner.project import open_project

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("thing", THINGS, ids=lambda thing: thing.fact)
def test_a_new_project_is_sound_whatever_customers_change(tmp_path: Path, thing: Thing) -> None:
    write_project(tmp_path, project_files(Start(name="O'Neill & Sons (Cork)", thing=thing)))

    sentences = load_sentences(open_project(tmp_path)).index
    features = load_features([tmp_path / "journeys"], tmp_path, sentences)
    make_engine(tmp_path, RunOptions(run="r", folder=tmp_path / "reports" / "r"), "main")  # checks every setting
    begin_deeds(lambda _flow: None)

    assert [feature.journey for feature in features] == [
        "journeys/maria/mistyped.feature",
        "journeys/maria/told-once.feature",
    ]
    ast.parse((tmp_path / "fixtures" / "service.py").read_text(encoding="utf-8"))


def test_a_flow_in_yaml_is_a_sentence_with_its_line(tmp_path: Path) -> None:
    write_project(tmp_path, project_files(Start()))

    index = load_sentences(open_project(tmp_path)).index
    begin_deeds(lambda _flow: None)
    [found] = index.find("when", "she changes her postal address in self-service")

    lines = (tmp_path / "steps" / "details.yaml").read_text(encoding="utf-8").splitlines()
    assert found.place.file == "steps/details.yaml"
    assert lines[(found.place.line or 0) - 1].strip().startswith('- sentence: "{customer} changes')


def test_every_file_of_a_new_project_can_be_read(tmp_path: Path) -> None:
    files = project_files(Start(url="https://shop.example.com/app"))

    assert sorted(files) == [
        ".github/workflows/journeys.yml",
        ".gitignore",
        ".gitlab-ci.yml",
        ".vscode/extensions.json",
        ".vscode/settings.json",
        "README.md",
        "fixtures/blueprint.yaml",
        "fixtures/personas/maria.yaml",
        "fixtures/service.py",
        "journeys/maria/mistyped.feature",
        "journeys/maria/told-once.feature",
        "pyproject.toml",
        "reports/README.md",
        "steps/details.yaml",
    ]
    for name, content in files.items():
        assert b"[[" not in content, name
        assert b"[%" not in content, name
        if name.endswith(".json"):
            json.loads(content)
        if name.endswith((".yml", ".yaml")):
            YAML(typ="safe").load(content)
    assert b"own: https://shop.example.com/app" in files["fixtures/blueprint.yaml"]
    assert b"Yours is at https://shop.example.com/app" in files["README.md"]


@pytest.mark.parametrize(
    ("url", "practised_at", "own"),
    [
        ("http://127.0.0.1:9000", ("127.0.0.1", 9000), ""),
        ("http://localhost:9000/", ("localhost", 9000), ""),
        ("https://localhost:9000", ("127.0.0.1", 8085), "https://localhost:9000"),
        ("https://shop.example.com", ("127.0.0.1", 8085), "https://shop.example.com"),
        ("http://127.0.0.1:9000/app", ("127.0.0.1", 8085), "http://127.0.0.1:9000/app"),
    ],
)
def test_the_practice_service_stands_where_the_service_would_be_if_it_can(
    url: str, practised_at: tuple[str, int], own: str
) -> None:
    start = Start(url=url)

    assert (start.practised_at, start.own_url) == (practised_at, own)


@pytest.mark.parametrize(
    ("start", "said"),
    [
        (
            {"name": 'The "Shop"'},
            "a service cannot be called 'The \"Shop\"' here\n"
            "  next          use letters, digits, blanks and . , & ' ( ) + -, sixty at most",
        ),
        (
            {"url": "shop.example.com"},
            "'shop.example.com' is no address of a service\n  next          write it as http://127.0.0.1:8085",
        ),
        (
            {"url": "http://shop.example.com:99999"},
            "'http://shop.example.com:99999' is no address of a service\n"
            "  next          write it as http://127.0.0.1:8085",
        ),
        (
            {"url": "https://me:hush@shop.example.com"},
            "the service's address holds a user name or a password, and would be written into the project's files\n"
            "  next          leave it out; how customers sign in is said in steps/",
        ),
    ],
)
def test_what_no_project_can_be_made_of_is_told(start: dict[str, str], said: str) -> None:
    with pytest.raises(UsageProblem) as problem:
        Start(**start)

    assert str(problem.value) == said


def test_an_unknown_beginning_is_told_with_the_nearest() -> None:
    assert thing_called("Postal_Address") is THINGS[0]
    with pytest.raises(UsageProblem) as problem:
        thing_called("fone number")

    assert str(problem.value) == (
        "a new project cannot begin with 'fone number'\n  did you mean  phone number\n"
        "  valid         postal address, phone number, e-mail address\n  next          others come later"
    )


def test_nothing_is_written_where_a_file_is_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("mine", encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text("", encoding="utf-8")

    with pytest.raises(UsageProblem) as problem:
        write_project(tmp_path, project_files(Start()))

    assert str(problem.value) == (
        f"{tmp_path / 'README.md'}: this file is in the way\n"
        f"{tmp_path / 'pyproject.toml'}: this file is in the way\n"
        "  next          nothing was written: begin in an empty folder, such as tellonce init journeys-of-ours"
    )
    assert sorted(path.name for path in tmp_path.iterdir()) == ["README.md", "pyproject.toml"]
    assert (tmp_path / "README.md").read_text(encoding="utf-8") == "mine"


def test_nothing_is_written_where_a_file_stands_for_a_folder(tmp_path: Path) -> None:
    (tmp_path / "steps").write_text("", encoding="utf-8")

    with pytest.raises(UsageProblem, match="a file stands where a folder must be"):
        write_project(tmp_path, project_files(Start()))

    assert [path.name for path in tmp_path.iterdir()] == ["steps"]


def test_the_example_is_the_repository_itself() -> None:
    files = example_files("northbank")

    for folder in ("journeys", "steps", "fixtures"):
        there = {
            path.relative_to(ROOT).as_posix(): path.read_bytes()
            for path in (ROOT / folder).rglob("*")
            if path.is_file() and "__pycache__" not in path.parts
        }
        assert {name: content for name, content in files.items() if name.startswith(f"{folder}/")} == there
    assert b'pip install "tellonce[northbank]"' in files[".gitlab-ci.yml"]


def test_an_unknown_example_is_told() -> None:
    with pytest.raises(UsageProblem) as problem:
        example_files("southbank")

    assert str(problem.value) == (
        "there is no example 'southbank'\n  did you mean  northbank\n  valid         northbank"
    )


def test_a_steps_file_of_another_ending_is_told_and_not_left_out(tmp_path: Path) -> None:
    write_project(tmp_path, project_files(Start()))
    (tmp_path / "steps" / "details.yaml").rename(tmp_path / "steps" / "details.yml")

    with pytest.raises(UsageProblem) as problem:
        load_sentences(open_project(tmp_path))
    begin_deeds(lambda _flow: None)

    assert str(problem.value) == (
        "steps/details.yml: this file would not be read\n  next          call it details.yaml"
    )
