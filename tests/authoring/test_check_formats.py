"""Each form of a check's report: for people, scripts, code scanning, and beside the lines of a pull request."""

from __future__ import annotations

import json
from dataclasses import replace

from pydantic_sarif.model import StaticAnalysisResultsFormatSarifVersion210JsonSchema as Sarif

from tellonce.authoring.checks.formats import as_github, as_json, as_sarif, as_text
from tellonce.authoring.checks.report import Report
from tellonce.authoring.checks.rules import RULES
from tellonce.model.errors import Place
from tellonce.model.finding import Finding, Fix

WRONG_NAME = Finding(
    rule="TO203",
    severity="error",
    place=Place(file="journeys/maría/moving, out.feature", line=9, column=40),
    end_column=53,
    what='there is no fact "postal adress", in "Then 100% of it\nshows"',
    bad="postal adress",
    valid=("postal address", "phone number"),
    nearest="postal address",
)
WORDS = Finding(
    rule="TO301",
    severity="warning",
    place=Place(file="journeys/a.feature", line=3, column=3),
    what='this name speaks of the user interface: "button"',
    hint="say what she wants",
)
LAYOUT = Finding(
    rule="TO501",
    severity="hint",
    place=Place(file="journeys/a.feature", line=4, column=1),
    end_column=8,
    what="white space stands at the end of this line",
    fix=Fix(line=4, before="  She. ", after="  She.", said="white space removed"),
    fixable=True,
)
WHOLE = Finding(
    rule="TO002", severity="error", place=Place(file="fixtures/blueprint.yaml"), what="this file is missing"
)
REPORT = Report(findings=(WHOLE, LAYOUT, WORDS, WRONG_NAME), files=2, scenarios=1, notes=("Not all was checked.",))
NOTHING = Report(findings=(), files=1, scenarios=3)


def test_text_tells_place_rule_and_what_to_do() -> None:
    assert as_text(REPORT) == (
        "fixtures/blueprint.yaml: error TO002 bad-blueprint: this file is missing\n"
        "journeys/a.feature:4:1: hint TO501 not-formatted: white space stands at the end of this line\n"
        'journeys/a.feature:3:3: warning TO301 ui-words: this name speaks of the user interface: "button"\n'
        "  next          say what she wants\n"
        "journeys/maría/moving, out.feature:9:40: error TO203 unknown-name: "
        'there is no fact "postal adress", in "Then 100% of it\nshows"\n'
        "  did you mean  postal address\n"
        "  valid         postal address, phone number\n"
        "Not all was checked.\n"
        "2 errors, 1 warning and 1 hint in 2 journeys, 1 scenario; --fix mends 1.\n"
    )
    assert as_text(NOTHING) == "Nothing to mend in 1 journey, 3 scenarios.\n"


def at(line: int, column: int = 40, *, file: str = WRONG_NAME.place.file) -> Finding:
    return replace(WRONG_NAME, place=Place(file=file, line=line, column=column), end_column=column + 13)


AGAIN = Report(
    findings=(at(9), at(9, 60), WORDS, at(12), at(20), at(20, 60), at(30, file="journeys/other.feature")),
    files=2,
    scenarios=3,
)


def test_text_tells_the_same_once_for_each_file_and_names_the_other_lines() -> None:
    told = as_text(AGAIN).splitlines()

    assert [line for line in told if line.startswith("  also")] == ["  also          on lines 9:60, 12, 20"]
    assert [line.partition(": error")[0] for line in told if ": error" in line] == [
        "journeys/maría/moving, out.feature:9:40",
        "journeys/other.feature:30:40",
    ]
    assert told[-1] == "6 errors and 1 warning in 2 journeys, 3 scenarios."
    assert "  also          on line 12\n" in as_text(Report(findings=(at(9), at(12)), files=1, scenarios=1))


def test_every_other_form_keeps_one_result_for_each_place() -> None:
    assert [one["line"] for one in json.loads(as_json(AGAIN))["findings"]] == [9, 9, 3, 12, 20, 20, 30]
    assert len(json.loads(as_sarif(AGAIN))["runs"][0]["results"]) == 7
    assert as_github(AGAIN).count("::error file=") == 6


def test_json_leaves_out_what_there_is_nothing_to_say_of() -> None:
    whole = json.loads(as_json(REPORT))

    assert {key: whole[key] for key in ("version", "files", "scenarios", "notes")} == {
        "version": 1,
        "files": 2,
        "scenarios": 1,
        "notes": ["Not all was checked."],
    }
    assert whole["findings"][0] == {
        "rule": "TO002",
        "name": "bad-blueprint",
        "severity": "error",
        "file": "fixtures/blueprint.yaml",
        "message": "this file is missing",
        "fixable": False,
    }
    assert whole["findings"][3]["end_column"] == 53
    assert whole["findings"][3]["valid"] == ["postal address", "phone number"]


def test_github_annotations_escape_what_its_commands_are_made_of() -> None:
    said = as_github(REPORT).splitlines()

    assert said == [
        "::error file=fixtures/blueprint.yaml,title=TO002 bad-blueprint::this file is missing",
        "::notice file=journeys/a.feature,line=4,endLine=4,col=1,endColumn=8,title=TO501 not-formatted"
        "::white space stands at the end of this line",
        "::warning file=journeys/a.feature,line=3,endLine=3,col=3,title=TO301 ui-words"
        '::this name speaks of the user interface: "button"%0Asay what she wants',
        "::error file=journeys/maría/moving%2C out.feature,line=9,endLine=9,col=40,endColumn=53,"
        'title=TO203 unknown-name::there is no fact "postal adress", in "Then 100%25 of it%0Ashows"'
        "%0Adid you mean postal address",
        "Not all was checked.",
        "2 errors, 1 warning and 1 hint in 2 journeys, 1 scenario; --fix mends 1.",
    ]


def test_sarif_is_what_its_schema_says() -> None:
    for report in (REPORT, NOTHING):
        Sarif.model_validate(json.loads(as_sarif(report)))  # generated from the schema of OASIS; forbids other keys


def test_sarif_names_every_rule_and_each_place() -> None:
    (run,) = json.loads(as_sarif(REPORT))["runs"]

    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == list(RULES)
    for result in run["results"]:
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
    layout = run["results"][1]
    assert layout["level"] == "note"
    assert layout["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "journeys/a.feature", "uriBaseId": "PROJECT"},
                "region": {"startLine": 4, "startColumn": 1, "endColumn": 8},
            }
        }
    ]
    (change,) = layout["fixes"][0]["artifactChanges"]
    assert change["replacements"] == [
        {"deletedRegion": {"startLine": 4, "startColumn": 1, "endColumn": 8}, "insertedContent": {"text": "  She."}}
    ]
    named = run["results"][3]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert named == "journeys/mar%C3%ADa/moving%2C%20out.feature"


def test_two_equal_findings_of_one_file_keep_marks_of_their_own() -> None:
    (run,) = json.loads(as_sarif(Report(findings=(WORDS, WORDS), files=1, scenarios=1)))["runs"]
    marks = [result["partialFingerprints"]["tellonce/v1"] for result in run["results"]]

    assert len(set(marks)) == 2
