"""Every format can be made of every run."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hostile_bench import founding_account, hostile_account
from made_runs import run, scenario

from tellonce.model.history import History
from tellonce.model.report_format import REPORT_FORMATS, REPORT_LANGUAGES
from tellonce.report.account import Account, take_account
from tellonce.report.formats import MAKERS, Source
from tellonce.story.speech import LANGUAGES

PURE = [name for name in REPORT_FORMATS if name != "pdf"]


def made(name: str, account: Account, folder: Path) -> bytes:
    source = Source(account=account, history=History(events=()), folder=folder, project=folder)
    return MAKERS[name](source)


def test_every_format_that_can_be_named_has_a_maker_and_a_file_of_its_own() -> None:
    assert list(MAKERS) == list(REPORT_FORMATS)
    assert len({one.file for one in REPORT_FORMATS.values()}) == len(REPORT_FORMATS)


@pytest.mark.parametrize("name", PURE)
def test_a_run_in_which_nothing_ran_can_be_written_in_every_format(name: str, tmp_path: Path) -> None:
    for history in (History(events=()), run(), run(scenario(), ended=False)):
        body = made(name, take_account(history, (), ["history.ndjson:7: this line is no event"]), tmp_path)
        assert body.decode().endswith("\n") or name in ("github-annotations", "html")


@pytest.mark.parametrize("name", PURE)
def test_the_same_account_makes_the_same_bytes(name: str, tmp_path: Path) -> None:
    account = founding_account()

    assert made(name, account, tmp_path) == made(name, account, tmp_path)


@pytest.mark.parametrize("name", PURE)
def test_no_format_lets_hostile_text_turn_round_hide_or_break_its_encoding(name: str, tmp_path: Path) -> None:
    text = made(name, hostile_account(), tmp_path).decode("utf-8")

    if name != "json":  # JSON holds texts as they were seen, for whoever shows them to escape
        assert not {"\u202e", "\x1b", "\x00"} & set(text)


@pytest.mark.parametrize("name", ["markdown", "slack", "teams", "gitlab-summary", "github-summary"])
def test_what_changed_since_the_run_before_is_told_where_it_is_known(name: str, tmp_path: Path) -> None:
    account = replace(founding_account(), since=("Broken since the run before: the card letter.",))

    assert "Broken since the run before: the card letter." in made(name, account, tmp_path).decode()


@pytest.mark.parametrize("variable", ["GITHUB_WORKSPACE", "CI_PROJECT_DIR", "WORKSPACE"])
def test_files_are_named_from_the_top_of_what_a_ci_server_checked_out(
    variable: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = tmp_path / "services" / "bank"
    project.mkdir(parents=True)
    for name in ("GITHUB_WORKSPACE", "CI_PROJECT_DIR", "WORKSPACE"):
        monkeypatch.delenv(name, raising=False)
    named = 'file="journeys/maria/moving-house.feature"'
    assert named in made("junit", founding_account(), project).decode()

    monkeypatch.setenv(variable, str(tmp_path))

    below = named.replace("journeys/", "services/bank/journeys/", 1)
    assert below in made("junit", founding_account(), project).decode()
    assert below in made("xunit", founding_account(), project).decode()
    said = made("github-annotations", founding_account(), project).decode()
    assert said.startswith("::error file=services/bank/journeys/maria/moving-house.feature,line=14,")
    monkeypatch.setenv(variable, str(project))
    assert named in made("junit", founding_account(), project).decode()


def test_languages_that_a_setting_may_name_are_those_that_reports_speak() -> None:
    assert REPORT_LANGUAGES == LANGUAGES
