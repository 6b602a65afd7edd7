"""What the pages about the ledger and trends show is so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import typer
from made_runs import cell, stale_card
from markdown_pages import ROOT, code, page

from tellonce.cli.app import app
from tellonce.contacts.answers import COLUMNS, SCALES, read_answer_files
from tellonce.ledger.address import address_of
from tellonce.ledger.answers import add_answers
from tellonce.ledger.database import Database
from tellonce.ledger.read_back import FLIPS_OVER, TrendRecords
from tellonce.ledger.records import states_of
from tellonce.model.verdict import Verdict
from tellonce.project.blueprint_file import load_blueprint
from tellonce.report.since import compare
from tellonce.report.since_words import since_as_text
from tellonce.report.trends import FLAKY_RULE, trends_as_dict, trends_of

HOW_TO = page("docs/how-to/follow-trends.md")
REFERENCE = page("docs/reference/ledger.md")
COMMANDS = typer.main.get_command(app).commands  # type: ignore[attr-defined]  # a Typer app with verbs is a group


def test_the_answers_of_the_how_to_give_what_it_shows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (answers,) = HOW_TO.blocks("csv")
    told = next(block for block in HOW_TO.blocks("text") if block.startswith("  read"))
    monkeypatch.chdir(tmp_path)
    Path("answers.csv").write_text(answers, encoding="utf-8")
    blueprint, _ = load_blueprint(ROOT / "fixtures" / "blueprint.yaml", root=ROOT)
    address = address_of(tmp_path, {})
    assert address is not None

    found = read_answer_files(["answers.csv"], blueprint, ROOT / "journeys", ROOT)
    with Database(address) as database:
        imported = add_answers(database, blueprint.service, found.answers, file="answers.csv")

    assert [one.place + ": " + one.why for one in found.unread_rows] == [told.splitlines()[-1].strip()]
    assert f"{imported.new} new, {imported.known} known already, {imported.changed} changed ({address.shown})" in told
    assert told.startswith("  read      3 NPS, 1 CES\n")


def test_the_comparison_of_the_how_to_is_what_is_said() -> None:
    shown = next(block for block in HOW_TO.blocks("text") if block.startswith("friday"))
    monday = states_of([cell("card_letter"), cell("profile", Verdict.STALE)])
    friday = states_of([stale_card(), cell("profile")])

    assert since_as_text(compare(monday, friday), earlier="monday", later="friday") == shown


@pytest.mark.parametrize("verb", ["diff", "trends"])
def test_the_reference_lists_every_flag(verb: str) -> None:
    rows = [row[0] for row in REFERENCE.rows(f"`tellonce {verb}`") if row[0].startswith("`-")]
    named = {code(flag).split(" ")[0] for row in rows for flag in re.findall(r"`-[^`]*`", row)}
    flags = {flag for option in COMMANDS[verb].params for flag in option.opts if flag.startswith("-")}

    assert named == flags - {"--help"}


def test_the_reference_lists_every_column_of_answers() -> None:
    rows = REFERENCE.rows("Answers of real customers")
    named = [name for row in rows if row[0].startswith("`") for name in re.findall(r"`([a-z]+)`", row[0])]

    assert set(named) == set(COLUMNS)
    assert {row[1] for row in rows if row[0] == "`score`"} == {
        "a whole number: " + ", ".join(f"{least} to {most}" for least, most in SCALES.values())
    }


def test_the_reference_lists_every_key_of_trends() -> None:
    rows = REFERENCE.rows("The JSON")
    named = {name for row in rows for name in re.findall(r"`([a-z_]+)`", row[0])}

    assert named | {"format"} == set(trends_as_dict(trends_of(TrendRecords(service="Northbank"))))


def test_the_reference_and_the_rule_of_flaky_agree() -> None:
    assert f"over the last {FLIPS_OVER} whole runs that judged it" in REFERENCE.text
    assert FLAKY_RULE == (
        "a cell is flaky when, over the last 10 whole runs that judged it, it went between kept and broken at least 2 "
        "times, one of the stays in between was shorter than 3 runs, and it has been as it is now for fewer than 5"
    )


def test_the_reference_lists_what_may_become_of_a_cell() -> None:
    rows = REFERENCE.rows("`tellonce diff`", table=1)
    named = {name for row in rows if len(row) == 4 for name in re.findall(r"`([a-z]+)`", row[1])}

    assert named == set(compare([], []).counts)
