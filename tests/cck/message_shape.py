"""Whether an envelope has the shape that the protocol gives it, by the dataclasses that Cucumber publishes for it."""

from __future__ import annotations

import types
from collections.abc import Iterator
from dataclasses import MISSING, fields, is_dataclass
from enum import Enum
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

import cucumber_messages._messages as published

__all__ = ["misshapen"]


def misshapen(envelope: dict[str, Any]) -> list[str]:
    """Every key that is not known, missing or of another type, with its path."""
    return list(_wrong(envelope, published.Envelope, ""))


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind, vars(published))


def _wrong(value: Any, kind: Any, path: str) -> Iterator[str]:
    if get_origin(kind) in (Union, types.UnionType):
        kinds = [one for one in get_args(kind) if one is not type(None)]
        yield from _wrong(value, kinds[0], path)
    elif get_origin(kind) is list:
        if not isinstance(value, list):
            yield f"{path}: no list"
            return
        for number, one in enumerate(value):
            yield from _wrong(one, get_args(kind)[0], f"{path}[{number}]")
    elif is_dataclass(kind):
        yield from _wrong_object(value, kind, path)
    elif isinstance(kind, type) and issubclass(kind, Enum):
        if value not in [one.value for one in kind]:
            yield f"{path}: {value!r} is none of {kind.__name__}"
    elif not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        yield f"{path}: {value!r} is no {kind.__name__}"


def _wrong_object(value: Any, kind: Any, path: str) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f"{path}: no object"
        return
    known = {_camel(field.name): field for field in fields(kind)}
    yield from (f"{path}.{key}: not known" for key in value if key not in known)
    for key, field in known.items():
        if key in value:
            yield from _wrong(value[key], _hints(kind)[field.name], f"{path}.{key}")
        elif field.default is MISSING and field.default_factory is MISSING:
            yield f"{path}.{key}: missing"


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(part.title() for part in rest)
