"""The pages about reports list what there is."""

from __future__ import annotations

import json
import re
import tomllib

from hostile_bench import founding_account
from markdown_pages import code, page
from test_docs_commands import flags_of

from tellonce.model.report_format import REPORT_FORMATS, REPORT_LANGUAGES
from tellonce.project.settings import Settings
from tellonce.report.formats.as_json import as_json
from tellonce.report.formats.markdown import markdown
from tellonce.report.formats.openmetrics import openmetrics

REFERENCE = page("docs/reference/reports.md")
HOW_TO = page("docs/how-to/report-in-ci.md")


def test_every_format_is_listed_with_its_file() -> None:
    listed = {code(name): code(file) for name, file, *_ in REFERENCE.rows("Formats")}

    assert list(listed.items()) == [(one.name, one.file) for one in REPORT_FORMATS.values()]


def test_every_flag_and_language_of_the_verb_is_listed() -> None:
    rows = REFERENCE.rows("Reports and their formats")
    flags = {code(flag).split(" ")[0] for row in rows for flag in re.findall(r"`-[^`]*`", row[0])}

    assert flags == {flag for flag in flags_of("report") if flag.startswith("-")}
    assert [code for code in REPORT_LANGUAGES if f"`{code}`" not in rows[-1][1]] == []


def test_the_settings_that_are_shown_are_some_that_are_read() -> None:
    for one in (REFERENCE, HOW_TO):
        for block in one.blocks("toml"):
            settings = Settings.model_validate(tomllib.loads(block)["tool"]["tellonce"])
            assert set(settings.reports) <= set(REPORT_FORMATS)
    assert {code(key) for key, *_ in REFERENCE.rows("Settings")} <= set(Settings.model_fields)


def test_every_metric_is_listed() -> None:
    written = {line.split()[2] for line in openmetrics(founding_account()).decode().splitlines() if "# TYPE" in line}
    named = {code(name) for row in REFERENCE.rows("openmetrics") for name in row[0].split(", ")}
    whole = {f"tellonce_effort{name}" if name.startswith("_") else name for name in named}

    assert whole == written


def test_every_key_of_the_document_is_listed() -> None:
    listed = [code(key) for row in REFERENCE.rows("json") for key in row[0].split(", ")]

    assert sorted(listed) == sorted(json.loads(as_json(founding_account())))


def test_the_comment_that_is_shown_is_written_like_that() -> None:
    [shown] = REFERENCE.blocks("markdown")
    written = markdown(founding_account()).decode().splitlines()

    assert [line for line in shown.splitlines() if line not in written] == []
