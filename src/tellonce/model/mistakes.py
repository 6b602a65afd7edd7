"""What a value should have been, in the words of whoever wrote the file: "a list", not "a valid tuple"."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

__all__ = ["in_words"]

_LIST = "must be a list, such as [one, two]"
_MAPPING = "must be a mapping of keys to values"
_TEXT = "must be text; put it in quotes"
_WHOLE = "must be a whole number"
_NUMBER = "must be a number"
_EITHER = "must be true or false"
_WANTED = {
    "tuple_type": _LIST,
    "list_type": _LIST,
    "set_type": _LIST,
    "frozen_set_type": _LIST,
    "dict_type": _MAPPING,
    "mapping_type": _MAPPING,
    "model_type": _MAPPING,
    "model_attributes_type": _MAPPING,
    "dataclass_type": _MAPPING,
    "string_type": _TEXT,
    "int_type": _WHOLE,
    "int_parsing": _WHOLE,
    "int_from_float": _WHOLE,
    "float_type": _NUMBER,
    "float_parsing": _NUMBER,
    "bool_type": _EITHER,
    "bool_parsing": _EITHER,
    "greater_than_equal": "must be at least {ge:g}",
    "greater_than": "must be more than {gt:g}",
    "less_than_equal": "must be at most {le:g}",
    "too_short": "must hold at least {min_length}",
    "string_too_short": "must not be empty",
}


def in_words(detail: Mapping[str, Any]) -> str:
    """What is wrong, from one of a ValidationError's errors(); the validator's own sentence where it wrote one."""
    wanted = _WANTED.get(detail["type"])
    if wanted is None:
        return str(detail["msg"]).removeprefix("Value error, ")
    if detail.get("input", "") is None:
        return f"is empty; it {wanted}"
    return wanted.format(**(detail.get("ctx") or {}))
