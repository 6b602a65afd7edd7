"""Two streams of messages made comparable, more strictly than the kit asks for.

Ignored is what differs from run to run and from language to language: moments and durations, where definitions stand
in a project, the wording of exceptions, traces and snippets, and who ran it (meta). Identifiers are renamed in the
order in which they appear, so that every reference must point at the same thing. Definitions (parameter types, hooks
and steps) may come in any order among themselves: the kit leaves that open.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

__all__ = ["comparable"]

_DEFINITIONS = ("parameterType", "hook", "stepDefinition")
_SAID = "(said in one's own words)"
_WORDS = frozenset({"message", "stackTrace", "code", "language"})
_IDS = frozenset(
    {
        "id",
        "astNodeId",
        "astNodeIds",
        "hookId",
        "pickleId",
        "pickleStepId",
        "stepDefinitionIds",
        "testCaseId",
        "testCaseStartedId",
        "testRunHookStartedId",
        "testRunStartedId",
        "testStepId",
    }
)


def comparable(envelopes: Iterable[dict[str, Any]]) -> list[str]:
    """One text for each envelope; equal lists are equal streams."""
    made = [_plain(envelope, ()) for envelope in envelopes]
    names: dict[str, str] = {}
    return [json.dumps(_renamed(one, names), sort_keys=True, ensure_ascii=False) for one in _definitions_sorted(made)]


def _plain(value: Any, path: tuple[str, ...]) -> Any:
    if isinstance(value, list):
        return [_plain(one, path) for one in value]
    if not isinstance(value, dict):
        return value
    made: dict[str, Any] = {}
    for key, one in value.items():
        if key == "meta":
            made[key] = {}
        elif key in ("timestamp", "duration", "sourceReference"):
            made[key] = "…"
        elif key == "uri":
            made[key] = str(one).rpartition("/")[2]
        elif "exception" in path or "testStepResult" in path or "testRunFinished" in path or "snippets" in path:
            made[key] = _SAID if key in _WORDS or path[-1:] == ("exception",) else _plain(one, (*path, key))
        else:
            made[key] = _plain(one, (*path, key))
    return made


def _definitions_sorted(envelopes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    kinds = [next(iter(envelope)) for envelope in envelopes]
    there = [number for number, kind in enumerate(kinds) if kind in _DEFINITIONS]
    defined = sorted(
        (envelopes[number] for number in there),
        key=lambda one: (_DEFINITIONS.index(next(iter(one))), json.dumps(_without_id(one), sort_keys=True)),
    )
    ordered = list(envelopes)
    for number, envelope in zip(there, defined, strict=True):
        ordered[number] = envelope
    return ordered


def _without_id(envelope: dict[str, Any]) -> dict[str, Any]:
    return {kind: {key: one for key, one in said.items() if key != "id"} for kind, said in envelope.items()}


def _renamed(value: Any, names: dict[str, str], key: str = "") -> Any:
    if isinstance(value, dict):
        return {one: _renamed(value[one], names, one) for one in sorted(value)}
    if isinstance(value, list):
        return [_renamed(one, names, key) for one in value]
    if key in _IDS and isinstance(value, str):
        return names.setdefault(value, f"#{len(names)}")
    return value
