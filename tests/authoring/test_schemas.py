"""The schemas by which editors complete a project's files: they take what a run takes, and no misspelt key."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator
from pydantic import BaseModel, Field
from ruamel.yaml import YAML

from small_bank import BLUEPRINT, JAN, MARIA
from talking_bank import BANK, make_talking_bank
from tellonce.authoring.editor.as_written import schema_of
from tellonce.authoring.editor.said_in_docstrings import about_fields
from tellonce.authoring.editor.schemas import blueprint_schema, persona_schema, plan_schema, steps_schema
from tellonce.cli.editor import files_for_editors
from tellonce.engine.flows import begin_deeds
from tellonce.model.blueprint import Blueprint, Promise, Touchpoint
from tellonce.model.duration import Seconds
from tellonce.model.persona import Persona
from tellonce.probes.registry import known_kinds

ROOT = Path(__file__).resolve().parents[2]
PLAN = """\
stages:
  - {stage: Telling the bank, does: Tells., thinks: Once., feels: neutral, touchpoints: [profile]}
"""
STEPS = """\
flows:
  - sentence: "{customer} has a new number"
    changes: phone
    acts: [{fill: {Number: "{new.number}"}}, {press: Save}]
    answer: {accepted: Thank you, within: 5 s}
"""
SCHEMAS = {"blueprint": blueprint_schema(), "persona": persona_schema(), "plan": plan_schema(), "steps": steps_schema()}


def read(text: str) -> Any:
    """YAML as an editor reads it: a date is text."""
    return json.loads(json.dumps(YAML(typ="safe", pure=True).load(text), default=str))


def mistakes(schema: dict[str, Any], text: str) -> list[str]:
    """Where it is wrong, as dotted paths, the deepest cause of each."""
    found: list[str] = []
    for error in Draft7Validator(schema).iter_errors(read(text)):
        found.append(".".join(str(part) for part in error.absolute_path) + f": {error.validator}")
    return found


@pytest.fixture(scope="module")
def northbank() -> Iterator[dict[str, dict[str, Any]]]:
    """The schemas of this repository's own project."""
    files = files_for_editors(ROOT)
    yield {name.partition(".")[0]: json.loads(text) for name, text in files.items() if name.endswith(".json")}
    begin_deeds(lambda _flow: None)


@pytest.mark.parametrize("name", SCHEMAS)
def test_each_is_a_sound_schema_of_the_draft_that_editors_know_best(name: str) -> None:
    Draft7Validator.check_schema(SCHEMAS[name])
    assert SCHEMAS[name]["$schema"] == "http://json-schema.org/draft-07/schema#"
    assert _loose_references(SCHEMAS[name]) == set()


@pytest.mark.parametrize(
    ("name", "files"),
    [
        ("blueprint", "fixtures/blueprint.yaml"),
        ("persona", "fixtures/personas/*.yaml"),
        ("plan", "journeys/**/*.plan.yaml"),
        ("steps", "steps/*.yaml"),
    ],
)
def test_every_file_of_northbank_is_taken(northbank: dict[str, dict[str, Any]], name: str, files: str) -> None:
    found = {path.name: mistakes(northbank[name], path.read_text(encoding="utf-8")) for path in ROOT.glob(files)}

    assert found
    assert {name: wrong for name, wrong in found.items() if wrong} == {}
    assert _loose_references(northbank[name]) == set()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("blueprint", BLUEPRINT),
        ("blueprint", BANK),
        ("blueprint", BLUEPRINT.replace("within: 10 s", "within: Two Weeks")),
        ("blueprint", BLUEPRINT.replace("within: 10 s", "within: 1.5 min, holds_for: 0")),
        ("blueprint", BLUEPRINT.replace("within: 10 s", "within: 3 working days, drain: '${DRAIN:-1 day}'")),
        ("blueprint", BLUEPRINT.replace("within: 10 s", "within: 10 s, at_most: '${MOST}'")),
        ("blueprint", BLUEPRINT.replace("channel: web", "channel: '${CHANNEL:-web}'")),
        ("blueprint", BLUEPRINT.replace("fed_by: master", "fed_by: master\n    notice: yes", 1)),
        ("blueprint", BLUEPRINT.replace("data: ./data", "data: {by: '${B:-x}', among: {x: ./data}}")),
        ("blueprint", BLUEPRINT.replace("{called: customer master}", "{called: master, observe: }")),
        (
            "blueprint",
            BLUEPRINT.replace("{called: customer master}", "{called: master, observe: {kind: http, url: '{web}/x'}}"),
        ),
        ("blueprint", BLUEPRINT + "calendars:\n  desk: {time_zone: Europe/Berlin, closed: [2026-12-24]}\n"),
        ("persona", MARIA),
        ("persona", JAN.replace("name: Jan", "name: Małgorzata-Łucja O'Brien")),
        ("persona", MARIA + "patience: 2 minutes\nsetting: {device: Pixel 7, reduced_motion: on}\n"),
        ("persona", MARIA + "setting: {viewport: 1280x720, zoom: 200 %, network: slow}\n"),
        ("persona", MARIA + "setting: {viewport: {width: 400, height: 800}, zoom: 150}\n"),
        ("persona", MARIA + "history: [A customer since 2014, earlier addresses: 2]\n"),
        ("persona", MARIA + "values: {anything: {text: x}}\nservice: {whatever: 1}\n"),
        ("plan", PLAN),
        ("steps", STEPS),
        ("steps", STEPS.replace("Thank you", "{role: status, text: Thank you}")),
        ("steps", STEPS.replace("changes: phone", "changes: [phone, email]")),
    ],
)
def test_what_a_run_takes_is_taken(name: str, text: str) -> None:
    assert mistakes(SCHEMAS[name], text) == []


@pytest.mark.parametrize(
    ("name", "text", "wrong"),
    [
        (
            "blueprint",
            BLUEPRINT.replace("owner: Digital", "ownr: Digital"),
            "touchpoints.profile: additionalProperties",
        ),
        ("blueprint", BLUEPRINT.replace("channel: web", "channel: wbe"), "touchpoints.profile.channel: anyOf"),
        ("blueprint", BLUEPRINT.replace("lane: frontstage", "lane: 3", 1), "touchpoints.profile.lane: anyOf"),
        ("blueprint", BLUEPRINT.replace("from: master", "frm: master"), "hops.0: additionalProperties"),
        (
            "blueprint",
            BLUEPRINT.replace("from: master", "from: master\n    from_: master"),
            "hops.0: additionalProperties",
        ),
        ("blueprint", BLUEPRINT.replace("within: 10 s", "within: 10"), "touchpoints.profile.promise.within: anyOf"),
        (
            "blueprint",
            BLUEPRINT.replace("within: 10 s", "within: ten sconds"),
            "touchpoints.profile.promise.within: anyOf",
        ),
        ("blueprint", BLUEPRINT.replace("within: 10 s", "window: 10 s"), "touchpoints.profile.promise: required"),
        ("blueprint", BLUEPRINT.replace("kind: http", "kind: htpp"), "touchpoints.profile.probe.kind: enum"),
        ("blueprint", BLUEPRINT.replace("kind: http", "sort: http"), "touchpoints.profile.probe: required"),
        ("blueprint", BLUEPRINT.replace("url: ", "ulr: "), "touchpoints.profile.probe: additionalProperties"),
        ("blueprint", BLUEPRINT.replace("folder: ", "url: "), "touchpoints.card-letter.probe: additionalProperties"),
        ("blueprint", BLUEPRINT.replace("{kind: email,", "{kind: emial,"), "facts.email.kind: anyOf"),
        ("blueprint", BLUEPRINT.replace("service: Small Bank\n", ""), ": required"),
        (
            "blueprint",
            BLUEPRINT.replace("{called: customer master}", "{called: m, observe: [{kind: sql, querry: x}]}"),
            "systems.master.observe: anyOf",
        ),
        ("persona", MARIA.replace("locale:", "local:"), ": additionalProperties"),
        ("persona", MARIA.replace("de_DE", "de-DE"), "locale: anyOf"),
        ("persona", MARIA.replace("language: de", "language: german"), "language: anyOf"),
        ("persona", MARIA + "patience: 30\n", "patience: anyOf"),
        ("persona", MARIA + "setting: {device: Pixel 777}\n", "setting.device: anyOf"),
        ("persona", MARIA + "setting: {screen_reder: true}\n", "setting: additionalProperties"),
        ("persona", MARIA + "setting: {viewport: {wdth: 400, height: 800}}\n", "setting.viewport: anyOf"),
        ("persona", MARIA + "pronouns: {subjct: she}\n", "pronouns: additionalProperties"),
        ("plan", PLAN.replace("feels: neutral", "feels: fine"), "stages.0.feels: anyOf"),
        ("plan", "stages: []\n", "stages: minItems"),
        ("steps", STEPS.replace("press:", "pres:"), "flows.0.acts.1: additionalProperties"),
        ("steps", STEPS.replace("{press: Save}", "{press: Save, tick: Terms}"), "flows.0.acts.1: maxProperties"),
        ("steps", STEPS.replace("changes: phone", "change: phone"), "flows.0: required"),
        ("steps", STEPS.replace("within: 5 s", "within: 5"), "flows.0.answer.within: anyOf"),
    ],
)
def test_what_a_run_refuses_is_marked_where_it_stands(name: str, text: str, wrong: str) -> None:
    assert wrong in mistakes(SCHEMAS[name], text)


def test_every_kind_of_probe_has_its_own_settings() -> None:
    probe = SCHEMAS["blueprint"]["definitions"]["PROBE"]

    assert tuple(probe["properties"]["kind"]["enum"]) == known_kinds()
    assert [one["if"]["properties"]["kind"]["const"] for one in probe["allOf"]] == list(known_kinds())


def test_every_key_of_a_file_is_in_its_schema_with_what_the_code_says_of_it() -> None:
    for model, schema in ((Blueprint, SCHEMAS["blueprint"]), (Persona, SCHEMAS["persona"])):
        keys = {field.alias or name for name, field in model.model_fields.items()}
        assert set(schema["properties"]) == keys
    promise = SCHEMAS["blueprint"]["definitions"]["Promise"]["properties"]
    assert promise["within"]["description"] == "from t0 until the touchpoint must show the new value."
    assert promise["drain"]["default"] == "0 s"
    spot = SCHEMAS["blueprint"]["definitions"]["Touchpoint"]["properties"]
    assert spot["fed_by"]["description"] == about_fields(Touchpoint)["fed_by"]
    assert SCHEMAS["persona"]["properties"]["patience"]["default"] == "30 s"


def test_what_a_docstring_says_of_a_field_is_found_in_both_places() -> None:
    class Told(BaseModel):
        """A thing.

        first, second: said of both,
        on two lines.  third: said beside it.
        """

        first: str
        second: str = ""
        third: str = ""
        fourth: str = ""
        """Said below."""
        fifth: str = ""

    assert about_fields(Told) == {
        "first": "said of both, on two lines.",
        "second": "said of both, on two lines.",
        "third": "said beside it.",
        "fourth": "Said below.",
    }
    assert about_fields(Promise)["at_most"].startswith("emissions per change")


def test_a_new_field_of_a_model_comes_by_itself() -> None:
    class New(BaseModel):
        patience: Seconds = Field(default=60.0, alias="waits")
        """How long."""

    written = schema_of(New, title="New")

    assert written["properties"] == {
        "waits": {"$ref": "#/definitions/DURATION", "default": "60 s", "description": "How long."}
    }


def test_what_other_files_say_is_offered_and_not_insisted_on(tmp_path: Path) -> None:
    files = files_for_editors(make_talking_bank(tmp_path))
    begin_deeds(lambda _flow: None)
    persona, plan = json.loads(files["persona.schema.json"]), json.loads(files["plan.schema.json"])

    assert persona["properties"]["role"]["examples"] == ["customer", "dealer"]
    assert list(persona["properties"]["values"]["properties"]["package"]["properties"]) == ["name", "monthly_fee"]
    assert plan["definitions"]["PlannedStage"]["properties"]["touchpoints"]["items"]["examples"] == [
        "profile",
        "card-letter",
        "agent-desk",
    ]
    assert mistakes(persona, MARIA + "role: newcomer\nservice: {anew: 1}\nvalues: {news: {text: x}}\n") == []
    assert mistakes(persona, MARIA + "service: {renewal_in_days: soon}\n") == ["service.renewal_in_days: anyOf"]


def _loose_references(schema: dict[str, Any]) -> set[str]:
    text = json.dumps(schema)
    used = {part.partition('"')[0] for part in text.split('"$ref": "')[1:]}
    return {one for one in used if one.removeprefix("#/definitions/") not in schema["definitions"]}
