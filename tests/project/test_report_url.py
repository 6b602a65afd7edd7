"""Where people open the page of a run, as the settings or the environment say it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tellonce.model.errors import UsageProblem
from tellonce.project.settings import read_settings

MEANT = '  next          write it as "https://ci.example/artifacts/{run}/index.html"'


def read(project: Path, said: str, **environment: str) -> str:
    (project / "pyproject.toml").write_text(f"[tool.tellonce]\n\nreport_url = '{said}'\n", encoding="utf-8")
    return read_settings(project, environment).report_url


@pytest.mark.parametrize(
    ("said", "url"),
    [
        ("https://ci.example/artifacts/{run}/index.html", "https://ci.example/artifacts/{run}/index.html"),
        ("http://127.0.0.1:8000/{run}/", "http://127.0.0.1:8000/{run}/"),
        ("  https://ci.example/index.html  ", "https://ci.example/index.html"),
        ("https://ci.example/view?run={run}&of=a%2Fb", "https://ci.example/view?run={run}&of=a%2Fb"),
        ("https://ci.example/ü <b>|`\\/50%/{run}", "https://ci.example/%C3%BC%20%3Cb%3E%7C%60%5C/50%25/{run}"),
        ("", ""),
    ],
)
def test_it_is_an_address_with_all_encoded_but_the_runs_name(said: str, url: str, tmp_path: Path) -> None:
    assert read(tmp_path, said) == url


@pytest.mark.parametrize(
    ("said", "url"),
    [
        ("${JOB_URL}/artifacts/{run}/index.html", "https://ci.example/jobs/7/artifacts/{run}/index.html"),
        ("https://ci.example/${BRANCH}/{run}/", "https://ci.example/fix/%2312%20%7Brun%7D/{run}/"),
        ("https://${HOST:-pages.example}/{run}/", "https://pages.example/{run}/"),
        ("${NOWHERE:-}", ""),
    ],
)
def test_variables_of_the_environment_are_filled_in_and_encoded(said: str, url: str, tmp_path: Path) -> None:
    assert read(tmp_path, said, JOB_URL="https://ci.example/jobs/7", BRANCH="fix/#12 {run}") == url


def test_the_environment_goes_before_the_settings_and_needs_no_project(tmp_path: Path) -> None:
    environment = {"TELLONCE_REPORT_URL": " https://ci.example/${JOB}/{run}/ ", "JOB": "7"}

    assert read(tmp_path, "${NOT_SET}/{run}", **environment) == "https://ci.example/7/{run}/"
    assert read(tmp_path, "https://a.example/", TELLONCE_REPORT_URL=" ") == "https://a.example/"
    assert read_settings(tmp_path / "elsewhere", environment).report_url == "https://ci.example/7/{run}/"


def test_what_the_environment_has_that_is_no_utf_8_is_encoded_as_it_is(tmp_path: Path) -> None:
    assert read(tmp_path, "https://ci.example/${DIR}/", DIR="caf\udce9") == "https://ci.example/caf%E9/"


def refused(project: Path, said: str, **environment: str) -> str:
    with pytest.raises(UsageProblem) as problem:
        read(project, said, **environment)
    return str(problem.value)


def test_a_variable_that_is_not_set_is_told_and_makes_no_broken_link(tmp_path: Path) -> None:
    assert refused(tmp_path, "${JOB_URL}/${JOB_URL}/${OTHER}") == (
        "pyproject.toml:3: the environment variable JOB_URL is not set and has no default\n"
        "  next          set JOB_URL, or write ${JOB_URL:-a default}\n"
        "pyproject.toml:3: the environment variable OTHER is not set and has no default\n"
        "  next          set OTHER, or write ${OTHER:-a default}"
    )


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("ftp://ci.example/", f"'ftp' is neither http nor https\n{MEANT}"),
        ("javascript:alert(1)", f"'javascript' is neither http nor https\n{MEANT}"),
        ("file:///reports/{run}/index.html", f"'file' is neither http nor https\n{MEANT}"),
        ("//ci.example/{run}", f"it begins with no https:// or http://\n{MEANT}"),
        ("reports/{run}/index.html", f"it begins with no https:// or http://\n{MEANT}"),
        ("https:///{run}", f"it names no host\n{MEANT}"),
        ("https://ci.example:port/", f"this is no address\n{MEANT}"),
        (
            "https://ci.example/#/{run}",
            "it names a place within the page, which each link does itself\n"
            "  next          leave out '#' and what follows it",
        ),
        (
            "https://maria:secret@ci.example/{run}/",
            "it has a user name or a password, which every message would tell\n"
            "  next          leave out what stands before '@'",
        ),
        (
            "https://ci.example/{rum}/",
            "nothing is known to be filled in for '{rum}'\n"
            "  did you mean  {run}\n"
            "  valid         {run}\n"
            "  next          write ${NAME} for what the environment has, in capitals",
        ),
    ],
)
def test_what_people_could_not_open_is_refused_with_its_place_and_what_to_do(
    said: str, told: str, tmp_path: Path
) -> None:
    assert refused(tmp_path, said) == f"pyproject.toml:3: report_url: {told}"


def test_a_mistake_in_the_environment_is_told_as_its_own_without_what_may_be_secret(tmp_path: Path) -> None:
    said = refused(tmp_path, "", TELLONCE_REPORT_URL="https://ci.example:hidden/")

    assert said == f"TELLONCE_REPORT_URL: report_url: this is no address\n{MEANT}"


def test_variables_are_not_filled_into_other_settings(tmp_path: Path) -> None:
    (tmp_path / "tellonce.toml").write_text('browser = "${NAME}"\n', encoding="utf-8")

    assert read_settings(tmp_path, {"NAME": "x"}).browser == "${NAME}"
