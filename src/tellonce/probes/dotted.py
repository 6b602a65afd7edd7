"""Dotted paths into JSON: "postal_address.street", "addresses.0.city"."""

from __future__ import annotations

from typing import Any

__all__ = ["MISSING", "as_text", "at_path"]


class _Missing:
    """Nothing stands at the path; not the same as an empty value."""


MISSING = _Missing()


def at_path(body: Any, path: str) -> Any:
    """What stands at the path, or MISSING."""
    for step in path.split("."):
        if isinstance(body, dict) and step in body:
            body = body[step]
        elif isinstance(body, list) and step.isdecimal() and int(step) < len(body):
            body = body[int(step)]
        else:
            return MISSING
    return body


def as_text(value: Any) -> str:
    """A JSON value as components write it: nothing is empty, truth is yes or no."""
    if value is None or value is MISSING:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value).strip()
