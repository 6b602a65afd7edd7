"""A value of a file as a person would write it there: durations in words, and nothing that was left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from tellonce.model.calendar import Span
from tellonce.model.duration import Seconds, describe_s
from tellonce.model.network import describe_rate

__all__ = ["as_written", "in_lines"]


def as_written(value: BaseModel) -> dict[str, Any]:
    """Key -> value, of all that differs from what it is when nothing is said; by the keys of the file."""
    told: dict[str, Any] = {}
    for name, field in type(value).model_fields.items():
        said = getattr(value, name)
        if not field.is_required() and said == field.get_default(call_default_factory=True):
            continue
        told[field.alias or name] = _plain(said, timed=_is_timed(field.metadata))
    return told


def in_lines(said: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """(label, text) of each key, for a terminal; "" as the label of what goes on."""
    for key, value in said.items():
        label = key.replace("_", " ")
        if isinstance(value, list) and any(isinstance(one, str) and " " in one for one in value):
            yield from ((label if nth == 0 else "", _on_one_line(one)) for nth, one in enumerate(value))
        else:
            yield label, _on_one_line(value)


def _is_timed(metadata: list[Any]) -> bool:
    """Whether a field is a duration: its bare number says nothing to a reader."""
    return any(marker in metadata for marker in (*Seconds.__metadata__[:1], *Span.__metadata__[:1]))  # type: ignore[attr-defined]  # both are Annotated


def _plain(value: Any, *, timed: bool = False) -> Any:
    if timed and isinstance(value, int | float):
        return describe_s(value)
    if isinstance(value, BaseModel):
        return as_written(value)
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    return value


def _on_one_line(value: Any) -> str:
    if isinstance(value, Mapping) and {"latency", "down", "up"} <= value.keys():
        return _network(value)
    if isinstance(value, Mapping):
        return "; ".join(f"{str(key).replace('_', ' ')}: {_on_one_line(one)}" for key, one in value.items())
    if isinstance(value, list):
        return ", ".join(map(_on_one_line, value))
    return (
        {True: "yes", False: "no", None: "none"}.get(value, str(value))
        if isinstance(value, bool | None)
        else str(value)
    )


def _network(said: Mapping[str, Any]) -> str:
    """down, up: in bits per second.  latency: in words."""
    figures = f"down {describe_rate(said['down'])}, up {describe_rate(said['up'])}, delay {said['latency']}"
    return f"{said['name']} ({figures})" if said.get("name") else figures
