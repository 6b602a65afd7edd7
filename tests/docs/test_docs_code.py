"""The Python that the docs show runs, and does what the page says."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from markdown_pages import ROOT, code, page
from ruamel.yaml import YAML

from tellonce.engine.flows import Draft, begin_deeds
from tellonce.engine.written import declare_written
from tellonce.model.blueprint import Blueprint, Role, Service, System
from tellonce.model.duration import WRITTEN_BY_HAND
from tellonce.model.facts import Fact, FactKind
from tellonce.model.network import Network
from tellonce.model.persona import Customer, Persona
from tellonce.model.plan import Plan
from tellonce.probes.contract import check_probe
from tellonce.probes.protocol import Place, Target
from tellonce.project.blueprint_file import load_blueprint
from tellonce.vocabulary.language import Language, languages

MARIA = Customer(
    key="maria",
    persona=Persona(name="Maria", locale="de_DE", language="de", time_zone="Europe/Berlin"),
    values={"person_name": {"given_name": "Maria", "family_name": "Mole"}},
    service_id="1001",
    secrets={"password": "correct horse"},
)
LANGUAGES = "docs/how-to/write-in-your-language.md"
NAME = Place(key="shelf", called="the shelf", kind="state", facts={"person_name": ()})


class Sources:
    """Sources of a project without addresses."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.facts = {"person_name": Fact(kind=FactKind.PERSON_NAME, called="name")}

    def fill(self, text: str, customer: Customer | None = None) -> str:
        return text

    async def page_for(self, viewer: str, customer: Customer) -> Any:
        raise AssertionError("a shelf is no page")


def only_block(name: str) -> str:
    """The one Python block of a page."""
    (block,) = page(name).blocks("python")
    return block


def test_the_probe_of_the_how_to_keeps_the_contract(tmp_path: Path) -> None:
    names: dict[str, Any] = {"__name__": "shelf"}
    exec(compile(only_block("docs/how-to/add-a-probe.md"), "add-a-probe.md", "exec"), names)  # noqa: S102 - our own page
    shelf = tmp_path / "shelf"
    shelf.mkdir()

    def make(settings: Mapping[str, Any]) -> Any:
        return names["ShelfProbe"](NAME, settings, Sources(tmp_path))

    async def arrive() -> None:
        (shelf / "1001.txt").write_text("Maria Vogel", encoding="utf-8")

    breaches = asyncio.run(
        check_probe(
            lambda: make({"folder": "shelf"}),
            target=Target(customer=MARIA, place=NAME),
            arrive=arrive,
            source=lambda: sorted((path.name, path.read_bytes()) for path in shelf.iterdir()),
            make_blind=lambda: make({"folder": "no-shelf"}),
        )
    )

    assert breaches == []


def test_the_blueprint_of_the_how_to_about_traces_is_one_that_is_read() -> None:
    exporting, named = (YAML(typ="safe").load(block) for block in page("docs/how-to/use-traces.md").blocks("yaml"))

    assert [Service.model_validate(service).name for service in exporting.pop("start")] == ["postbox", "bank"]
    assert set(exporting) <= set(Blueprint.model_fields)
    assert System.model_validate(named["systems"]["card-system"]).traced_as == "cards-prod"


def test_the_plan_of_the_how_to_is_one_that_is_read() -> None:
    shown, loose = (YAML(typ="safe").load(block) for block in page("docs/how-to/plan-a-journey.md").blocks("yaml"))
    plan = Plan.model_validate(shown)
    blueprint, _ = load_blueprint(ROOT / "fixtures" / "blueprint.yaml", root=ROOT)

    assert Plan.model_validate(shown | loose).tolerance == 86400.0
    assert {stage.stage for stage in plan.stages} <= {spot.stage for spot in blueprint.touchpoints.values()}
    assert {key for stage in plan.stages for key in stage.touchpoints} <= set(blueprint.touchpoints)


def test_what_the_how_to_says_is_told_of_traces_is_told() -> None:
    judge = ROOT / "src" / "tellonce" / "judge"
    words = "".join((judge / name).read_text(encoding="utf-8") for name in ("traced.py", "frontier.py"))

    assert all(code(told) in words for told, _ in page("docs/how-to/use-traces.md").rows("What is told"))


def test_what_the_how_to_declares_a_project_may_declare() -> None:
    announced: list[str] = []
    deeds = begin_deeds(lambda flow: announced.append(flow.sentence))

    names: dict[str, Any] = {"__name__": "steps"}
    for block in page("docs/how-to/write-a-journey.md").blocks("python"):
        exec(compile(block, "write-a-journey.md", "exec"), names)  # noqa: S102 - our own page
    begin_deeds(lambda _flow: None)

    assert announced == [
        "{customer} changes {possessive} phone number by the form",
        "{customer} orders the {package} package",
        "{customer} asks in the chat",
        "{customer} is called back",
        "{customer} orders a card reader",
    ]
    assert list(deeds.choices) == ["package"]
    assert deeds.enrolments["customer"].settings({"renewal_in_days": 14}) == {"renewal_in_days": 14, "cards": 1}


HOW_TO_PERSONA = "docs/how-to/make-a-persona-count.md"


def test_the_persona_of_the_how_to_is_one_that_is_read() -> None:
    [text] = page(HOW_TO_PERSONA).blocks("yaml")

    persona = Persona.model_validate(YAML(typ="safe").load(text), context=WRITTEN_BY_HAND)

    assert (persona.setting.zoom, persona.setting.network) == (
        200,
        Network(latency=0.3, down="2 Mbit/s", up="500 kbit/s"),
    )


def test_the_enrolment_of_the_how_to_brings_a_history_about() -> None:
    begin_deeds(lambda _flow: None)
    names: dict[str, Any] = {"__name__": "patrons"}
    try:
        exec(compile(only_block(HOW_TO_PERSONA), "make-a-persona-count.md", "exec"), names)  # noqa: S102 - our own page
    finally:
        begin_deeds(lambda _flow: None)
    persona = MARIA.persona.model_copy(update={"history": ({"earlier cards": 2, "a feud": "old"},)})
    draft = Draft(persona=persona, values={}, service={}, history=persona.lived)

    enrolled = asyncio.run(names["give_a_card"](draft, {}))

    assert (enrolled.service_id, list(enrolled.lived)) == ("card-3", ["earlier cards"])


def test_the_steps_in_yaml_that_the_docs_show_are_declared(tmp_path: Path) -> None:
    [how_to] = page("docs/how-to/write-a-journey.md").blocks("yaml")
    [reference] = page("docs/reference/flows.md").blocks("yaml")
    blueprint, _ = load_blueprint(ROOT / "fixtures" / "blueprint.yaml", root=ROOT)
    day = blueprint.model_copy(update={"facts": {**blueprint.facts, "delivery_day": blueprint.facts["delivery_date"]}})
    deeds = begin_deeds(lambda _flow: None, root=tmp_path, blueprint=day)

    for name, block in (("how-to.yaml", how_to), ("reference.yaml", reference)):
        (tmp_path / name).write_text(block, encoding="utf-8")
        declare_written(tmp_path / name, root=tmp_path)
    begin_deeds(lambda _flow: None)

    assert [(flow.sentence, flow.learns) for flow in deeds.flows] == [
        ("{customer} changes {possessive} phone number by the form", ()),
        ("{customer} orders the {package} package", ("delivery_day",)),
    ]
    assert (list(deeds.enrolments), list(deeds.viewers), list(deeds.choices)) == (
        ["customer"],
        ["customer"],
        ["package"],
    )


def test_the_names_of_the_how_to_about_languages_are_some_that_are_read() -> None:
    things, roles, reported = (YAML(typ="safe").load(block) for block in page(LANGUAGES).blocks("yaml"))
    blueprint, _ = load_blueprint(ROOT / "fixtures" / "blueprint.yaml", root=ROOT)

    assert Fact.model_validate(things["facts"]["person_name"]).called_in["fr"] == ("nom",)
    shown = things["touchpoints"]["card-letter"]
    assert blueprint.touchpoints["card-letter"].called_in == {
        code: (names,) if isinstance(names, str) else tuple(names) for code, names in shown["called_in"].items()
    }
    told = reported["touchpoints"]["card-letter"]
    assert blueprint.touchpoints["card-letter"].consequence == told["consequence"]
    assert blueprint.touchpoints["card-letter"].consequence_in == told["consequence_in"]
    assert Role.model_validate(roles["roles"]["regular"]).called_in["de"] == ("Stammkundin", "Stammkunde")


def test_the_flow_of_the_how_to_about_languages_may_be_declared() -> None:
    deeds = begin_deeds(lambda _flow: None)

    exec(compile(only_block(LANGUAGES), LANGUAGES, "exec"), {"__name__": "steps"})  # noqa: S102 - our own page
    begin_deeds(lambda _flow: None)

    assert {code: len(ways) for code, ways in deeds.flows[0].also.items()} == {"de": 2, "fr": 1}


def test_the_keys_of_a_language_file_are_listed() -> None:
    listed = [code(key) for keys, _ in page(LANGUAGES).rows("Add a language") for key in keys.split(", ")]

    assert sorted(listed) == sorted(Language.model_fields)


def test_the_languages_that_the_how_to_names_are_those_that_there_are() -> None:
    prose = page(LANGUAGES).prose

    assert all(f"`{code}.yaml`" in prose for code in languages())
