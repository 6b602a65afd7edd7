"""The JSON Schemas of the files that a project is written in: made from the models, so that nothing is listed twice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from faker.config import AVAILABLE_LOCALES

from tellonce.authoring.editor.as_written import schema_of
from tellonce.engine.enrolments import Enrolment
from tellonce.model.base import Frozen
from tellonce.model.blueprint import Alternatives, Blueprint
from tellonce.model.persona import Persona
from tellonce.model.plan import Plan
from tellonce.model.written_steps import WrittenSteps
from tellonce.probes.registry import known_kinds, settings_model
from tellonce.project.devices import known_devices
from tellonce.project.languages import LANGUAGES

__all__ = ["blueprint_schema", "persona_schema", "plan_schema", "steps_schema"]


def blueprint_schema() -> dict[str, Any]:
    """fixtures/blueprint.yaml. The settings of each kind of probe are those that its adapter declares."""
    schema = schema_of(Blueprint, title="The service blueprint of Tellonce")
    known = schema["definitions"]
    known["PROBE"] = _probe(known)
    _put(known, "Touchpoint", "probe", {"$ref": "#/definitions/PROBE"})
    one_look = {"$ref": "#/definitions/PROBE"}
    _put(known, "System", "observe", {"anyOf": [one_look, {"type": "array", "items": one_look}, {"type": "null"}]})
    # In the file an address may depend on a setting; the blueprint has the one that was chosen.
    _adopt(known, Alternatives)
    either = {"anyOf": [{"type": "string"}, {"$ref": "#/definitions/Alternatives"}]}
    schema["properties"]["addresses"]["additionalProperties"] = either
    return schema


def persona_schema(blueprint: Blueprint | None = None, enrolments: Iterable[Enrolment] = ()) -> dict[str, Any]:
    """fixtures/personas/*.yaml. blueprint, enrolments: of the project, whose names are offered and not insisted on:
    the file that says them may be newer than the schema.
    """
    schema = schema_of(Persona, title="A persona of Tellonce")
    for name, words in (("locale", sorted(AVAILABLE_LOCALES)), ("language", list(LANGUAGES))):
        _one_of(schema, name, words)
    _one_of(schema["definitions"].get("Setting", {}), "device", list(known_devices()))
    properties = schema["properties"]
    if blueprint is not None:
        roles = dict.fromkeys(role for spot in blueprint.touchpoints.values() for role in spot.serves)
        properties["role"]["examples"] = list(roles)
        for name, offered in (("values", _components), ("insists", lambda _blueprint, _fact: {})):
            properties[name]["properties"] = {fact: offered(blueprint, fact) for fact in blueprint.facts}
        _as_declared(properties["insists"])
    settings = [one for one in enrolments if one.service is not None]
    if settings:
        usual, known = properties["role"].get("default"), schema["definitions"]
        schema["allOf"] = [_service(one, known, usual, f"SERVICE_{nth}") for nth, one in enumerate(settings, 1)]
    return schema


def plan_schema(blueprint: Blueprint | None = None) -> dict[str, Any]:
    """journeys/**/*.plan.yaml."""
    schema = schema_of(Plan, title="The plan of a journey of Tellonce")
    if blueprint is not None:
        stage = schema["definitions"]["PlannedStage"]["properties"]
        stage["stage"]["examples"] = list(dict.fromkeys(spot.stage for spot in blueprint.touchpoints.values()))
        stage["touchpoints"]["items"] = {"type": "string", "examples": list(blueprint.touchpoints)}
    return schema


def steps_schema(blueprint: Blueprint | None = None) -> dict[str, Any]:
    """steps/*.yaml."""
    schema = schema_of(WrittenSteps, title="Steps of Tellonce")
    if blueprint is not None:
        changes = schema["definitions"]["WrittenFlow"]["properties"]["changes"]
        changes["examples"] = list(blueprint.facts)
    return schema


def _probe(known: dict[str, Any]) -> dict[str, Any]:
    kinds = known_kinds()
    by_kind = []
    for kind in kinds:
        model = settings_model(kind)
        if model is None:  # an installed adapter that does not say: anything may be written
            continue
        name = _adopt(known, model)
        settings = known[name]
        settings["properties"] = {"kind": {"const": kind}, **settings.get("properties", {})}
        asked = {"properties": {"kind": {"const": kind}}, "required": ["kind"]}
        by_kind.append({"if": asked, "then": {"$ref": f"#/definitions/{name}"}})
    return {
        "type": "object",
        "description": "How to look: the kind of probe, and that probe's own settings.",
        "required": ["kind"],
        "properties": {"kind": {"enum": list(kinds), "description": "Which probe."}},
        "allOf": by_kind,
    }


def _adopt(known: dict[str, Any], model: type[Frozen]) -> str:
    """Add a model, and those that it uses, to the definitions. Returns its name there."""
    schema = schema_of(model, title=model.__name__)
    own = schema.pop("definitions")
    del schema["$schema"]
    known |= {name: definition for name, definition in own.items() if name not in known}
    known[model.__name__] = schema
    return model.__name__


def _put(known: Mapping[str, Any], model: str, name: str, written: Mapping[str, Any]) -> None:
    """Replace what a key may be, and keep what is said of it."""
    properties = known[model]["properties"]
    kept = {key: properties[name][key] for key in ("description",) if key in properties[name]}
    properties[name] = {**kept, **written}


def _one_of(schema: Mapping[str, Any], name: str, words: list[str]) -> None:
    """Only these words, or a setting. Nothing where the words are not known."""
    written = schema.get("properties", {}).get(name)
    if written is None or not words:
        return
    for key in ("type", "pattern", "anyOf"):
        written.pop(key, None)
    written["anyOf"] = [{"enum": words}, {"$ref": "#/definitions/SETTING"}]


def _components(blueprint: Blueprint, fact: str) -> dict[str, Any]:
    components = {name: {"type": "string"} for name in blueprint.facts[fact].components}
    return {"type": "object", "description": blueprint.facts[fact].called, "properties": components}


def _as_declared(written: dict[str, Any]) -> None:
    """Each offered key is as any other key is."""
    written["properties"] = dict.fromkeys(written["properties"], written.get("additionalProperties", {}))


def _service(enrolment: Enrolment, known: dict[str, Any], usual: object, name: str) -> dict[str, Any]:
    assert enrolment.service is not None  # noqa: S101 - the caller chose those that have one
    schema = schema_of(enrolment.service, title=f"service of {enrolment.role}")
    own = schema.pop("definitions")
    del schema["$schema"]
    schema.pop("additionalProperties", None)  # steps/ may be newer than the schema
    known |= {key: definition for key, definition in own.items() if key not in known}
    known[name] = schema
    asked: dict[str, Any] = {"properties": {"role": {"const": enrolment.role}}}
    if enrolment.role != usual:
        asked["required"] = ["role"]
    return {"if": asked, "then": {"properties": {"service": {"$ref": f"#/definitions/{name}"}}}}
