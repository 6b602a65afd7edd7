"""Where a project is, and what its settings may say."""

from __future__ import annotations

from pathlib import Path

import pytest

from tellonce.model.errors import UsageProblem
from tellonce.model.report_format import REPORT_FORMATS
from tellonce.project import Settings, find_root
from tellonce.project.settings import read_settings


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("tellonce.toml", ""),
        ("pyproject.toml", "[tool.tellonce]\n"),
        ("fixtures/blueprint.yaml", "service: X\n"),
    ],
)
def test_a_project_is_found_from_a_folder_inside_it(file: str, text: str, tmp_path: Path) -> None:
    (tmp_path / file).parent.mkdir(exist_ok=True)
    (tmp_path / file).write_text(text, encoding="utf-8")
    inside = tmp_path / "journeys" / "maria"
    inside.mkdir(parents=True)

    assert find_root(inside) == tmp_path.resolve()


def test_outside_a_project_the_way_to_one_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageProblem) as problem:
        find_root(tmp_path)

    assert str(problem.value) == (
        f"no Tellonce project at or above {tmp_path.resolve()}\n"
        "  next          go to a folder with journeys/ and fixtures/blueprint.yaml, or begin one: tellonce init"
    )


def test_without_settings_tellonces_own_parts_are_used(tmp_path: Path) -> None:
    assert read_settings(tmp_path) == Settings(
        browser="", engine="tellonce.engine:make_engine", vocabulary="tellonce.vocabulary:load", reporters=()
    )


def test_tellonce_toml_wins_over_pyproject(tmp_path: Path) -> None:
    (tmp_path / "tellonce.toml").write_text('browser = "out"\n', encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text('[tool.tellonce]\nbrowser = "elsewhere"\n', encoding="utf-8")

    assert read_settings(tmp_path).browser == "out"


def test_an_unknown_setting_is_told_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[tool.tellonce]\nbrowser = "chrome"\nreportres = []\n', encoding="utf-8")

    with pytest.raises(UsageProblem) as problem:
        read_settings(tmp_path)

    assert str(problem.value) == (
        "pyproject.toml:3: unknown setting 'reportres'\n"
        "  did you mean  reporters\n"
        "  valid         browser, engine, vocabulary, reporters, reports, report_language, report_url, check, ledger, "
        "mask"
    )


def test_toml_that_cannot_be_read_is_told_with_its_file(tmp_path: Path) -> None:
    (tmp_path / "tellonce.toml").write_text("reports =\n", encoding="utf-8")

    with pytest.raises(UsageProblem, match=r"^tellonce\.toml: this is not TOML: Invalid value"):
        read_settings(tmp_path)


def test_a_setting_of_the_wrong_kind_is_told_with_what_it_is(tmp_path: Path) -> None:
    (tmp_path / "tellonce.toml").write_text("browser = 5\n", encoding="utf-8")

    with pytest.raises(UsageProblem) as problem:
        read_settings(tmp_path)

    assert str(problem.value).splitlines()[0] == ("tellonce.toml:1: browser: must be text; put it in quotes (got '5')")


def test_formats_that_there_are_not_are_told_each_with_its_line_and_the_nearest(tmp_path: Path) -> None:
    settings = '[tool.tellonce]\nreporters = []\nreports = [\n  "csv",\n  "makrdown",\n]\nreport_language = "fe"\n'
    (tmp_path / "pyproject.toml").write_text(settings, encoding="utf-8")

    with pytest.raises(UsageProblem) as problem:
        read_settings(tmp_path)

    formats = ", ".join(REPORT_FORMATS)
    assert str(problem.value) == (
        "pyproject.toml:5: reports: there is no format of a report 'makrdown'\n"
        "  did you mean  markdown\n"
        f"  valid         {formats}\n"
        "pyproject.toml:7: report_language: there is no language of a report 'fe'\n"
        "  valid         en, de, fr, es, nl, fi"
    )


def test_an_item_of_the_wrong_kind_is_told_by_the_name_of_its_setting(tmp_path: Path) -> None:
    (tmp_path / "tellonce.toml").write_text("reports = [5]\n", encoding="utf-8")

    with pytest.raises(UsageProblem) as problem:
        read_settings(tmp_path)

    assert str(problem.value).splitlines()[0] == "tellonce.toml:1: reports: must be text; put it in quotes (got '5')"


def test_what_reports_do_not_show_is_read_from_the_table_mask(tmp_path: Path) -> None:
    (tmp_path / "tellonce.toml").write_text(
        '[mask]\nrules = ["email"]\npictures = "leave out"\n'
        'patterns = [{name = "customer number", pattern = "\\\\bK-\\\\d{8}\\\\b"}]\n',
        encoding="utf-8",
    )

    mask = read_settings(tmp_path).mask

    assert (mask.rules, mask.pictures, mask.masks_anything) == (("email",), "leave out", True)
    assert [(own.name, own.pattern) for own in mask.patterns] == [("customer number", r"\bK-\d{8}\b")]


def test_a_pattern_that_could_be_slow_is_told_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(
        '[tool.tellonce.mask]\nrules = ["email"]\npatterns = [\n  {name = "a", pattern = "a"},\n'
        "  {name = \"b\", pattern = '\\d{2,}'},\n]\n",
        encoding="utf-8",
    )

    with pytest.raises(UsageProblem) as problem:
        read_settings(tmp_path)

    assert str(problem.value).splitlines()[0] == (
        "pyproject.toml:5: pattern: it repeats without end: write how often at most, as in \\d{1,20} (got '\\d{2,}')"
    )


def test_a_rule_that_does_not_exist_is_told_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "tellonce.toml").write_text('[mask]\nrules = ["email", "fone"]\n', encoding="utf-8")

    with pytest.raises(UsageProblem) as problem:
        read_settings(tmp_path)

    assert "tellonce.toml:2: rules:" in str(problem.value)
    assert "'fone'" in str(problem.value)
