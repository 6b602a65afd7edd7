"""JSON Schemas of files as people write them: durations in words, one thing for a list of one, ${SETTING:-default}."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from tellonce.authoring.editor.said_in_docstrings import about_fields
from tellonce.model.calendar import Span
from tellonce.model.duration import NUMBER_WORDS, UNITS, Seconds, describe_s

__all__ = ["DRAFT", "schema_of"]

DRAFT = "http://json-schema.org/draft-07/schema#"
"""What the YAML language server knows best."""
_SETTING = {
    "type": "string",
    "pattern": r"\$\{[A-Z][A-Z0-9_]*(:-[^}]*)?\}",
    "description": "Filled in from the environment: ${NAME}, or ${NAME:-a default}.",
}
_REFERS = "x-refers"
"""Pydantic insists on knowing every $ref: those to our own definitions are put in when it is done."""
_YES_OR_NO = ["yes", "no", "on", "off"]
_TELLS_UNICODE = re.compile(r"\\[wWdDbBsS]")


def schema_of(model: type[BaseModel], *, title: str) -> dict[str, Any]:
    """A draft-07 schema of a file that is one `model`, written by hand in YAML."""
    schema = model.model_json_schema(schema_generator=_AsWritten, ref_template="#/definitions/{model}")
    # Words of an enumeration stand by themselves, where no key's own schema is that may be a setting.
    own = {name: _or_a_setting(definition) for name, definition in schema.pop("$defs", {}).items()}
    schema, definitions = _with_references(schema), _with_references(own)
    whole = {"$schema": DRAFT, **schema, "title": title, "definitions": definitions | {"SETTING": dict(_SETTING)}}
    whole["definitions"] |= {"DURATION": _duration(), "SPAN": _span()}
    return whole


def _with_references(schema: Any) -> Any:
    if isinstance(schema, list):
        return [_with_references(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    told = {key: _with_references(value) for key, value in schema.items() if key != _REFERS}
    return {"$ref": f"#/definitions/{schema[_REFERS]}", **told} if _REFERS in schema else told


class _AsWritten(GenerateJsonSchema):
    """Pydantic's schemas, for what stands in the file and not for what it becomes."""

    def generate_inner(self, schema: Any) -> JsonSchemaValue:
        """Leaves may be a setting of the environment."""
        return _or_a_setting(super().generate_inner(schema))

    def function_before_schema(self, schema: core_schema.BeforeValidatorFunctionSchema) -> JsonSchemaValue:
        """A duration is text with a unit; a list that a validator prepares may also be one thing, or left empty.

        What else a validator prepares may be written as text, unless it says itself what may be written: only a run can
        tell which text will do, and an editor must not refuse what a run takes.
        """
        if _calls(schema, Seconds):
            return {_REFERS: "DURATION"}
        inner = super().function_before_schema(schema)
        if inner.get("type") == "array":
            return {"anyOf": [inner, inner["items"], {"type": "null"}]}
        if "json_schema_input_schema" in schema or inner.get("type") == "string":
            return inner
        return {"anyOf": [inner, {"type": "string"}]}

    def function_plain_schema(self, schema: core_schema.PlainValidatorFunctionSchema) -> JsonSchemaValue:
        """A span: a duration, or business days."""
        return {_REFERS: "SPAN"} if _calls(schema, Span) else super().function_plain_schema(schema)

    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchemaValue:
        """With what the docstrings say of each key, and without names that only repeat it."""
        written = super().model_schema(schema)
        model = schema["cls"]
        told = about_fields(model)
        for name, field in model.model_fields.items():
            key = written.get("properties", {}).get(field.alias or name)
            if key is None:
                continue
            key.pop("title", None)
            for limit in ("ge", "gt", "le", "lt"):  # Pydantic's own words, which no schema knows
                key.pop(limit, None)
            if name in told:
                key["description"] = told[name]
            if "default" in key:
                key["default"] = _default(field.default, timed=_is_timed(field.metadata))
                if key["default"] in (None, "", [], {}) or isinstance(field.default, BaseModel):
                    del key["default"]
        return written


def _calls(schema: Any, annotated: Any) -> bool:
    """Whether a validator's schema is that of an annotated type."""
    return any(schema["function"]["function"] is getattr(marker, "func", None) for marker in annotated.__metadata__)


def _is_timed(metadata: list[Any]) -> bool:
    return any(marker in metadata for marker in (*Seconds.__metadata__[:1], *Span.__metadata__[:1]))  # type: ignore[attr-defined]  # both are Annotated


def _default(value: Any, *, timed: bool) -> Any:
    if timed and isinstance(value, int | float):
        return describe_s(value)
    if isinstance(value, Mapping):
        return dict(value)
    return list(value) if isinstance(value, tuple) else value


def _or_a_setting(schema: JsonSchemaValue) -> JsonSchemaValue:
    """What is no plain text, so that the text ${SETTING} would be refused."""
    kind = schema.get("type")
    if "pattern" in schema and _TELLS_UNICODE.search(schema["pattern"]):
        # \w is any letter in Python and an ASCII one in JavaScript: José must not be told that he has no name.
        schema = {key: value for key, value in schema.items() if key != "pattern"}
    leaf = kind in ("integer", "number", "boolean") or "enum" in schema or "const" in schema or "pattern" in schema
    if not leaf or "anyOf" in schema:
        return schema
    ways = [schema, {"enum": _YES_OR_NO}] if kind == "boolean" else [schema]
    return {"anyOf": [*ways, {_REFERS: "SETTING"}]}


def _any_case(word: str) -> str:
    return "".join(f"[{letter.lower()}{letter.upper()}]" for letter in word)


def _number() -> str:
    return rf"([0-9]+([.][0-9]+)?|{'|'.join(map(_any_case, NUMBER_WORDS))})"


def _duration() -> dict[str, Any]:
    units = "|".join(f"{_any_case(unit)}[sS]?" for unit in UNITS)
    return {
        "anyOf": [
            {
                "type": "string",
                "pattern": rf"^\s*{_number()} ?({units})\s*$",
                "patternErrorMessage": "Write a number and a unit, such as '5 s', '2 minutes', '1 day'.",
                "examples": ["5 s", "2 minutes", "1 day", "3 weeks"],
            },
            {"const": 0},
            {"$ref": "#/definitions/SETTING"},
        ]
    }


def _span() -> dict[str, Any]:
    days = f"({_any_case('business')}|{_any_case('working')}) {_any_case('day')}[sS]?"
    return {
        "anyOf": [
            {
                "type": "string",
                "pattern": rf"^\s*{_number()} ?{days}\s*$",
                "patternErrorMessage": "Write a number and a unit, such as '5 s', '1 day' or '2 business days'.",
                "examples": ["2 business days"],
            },
            {"$ref": "#/definitions/DURATION"},
        ]
    }
