"""Exports in JSON: a list of contacts, a list somewhere in an object, or an object on each line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from tellonce.contacts.json_stream import Broken, JsonStream
from tellonce.contacts.rows import LONGEST_LINE, Row, Source, lines_of
from tellonce.model.errors import Place, Problem, UsageProblem
from tellonce.probes.dotted import MISSING, as_text, at_path
from tellonce.story.visible import one_line

__all__ = ["json_rows"]

_LINES = (".jsonl", ".ndjson")


def json_rows(source: Source, rows: str) -> Iterator[Row]:
    """Every row of the file. rows: the path of the list in a file that holds an object; "" when it holds a list.

    Raises UsageProblem, before the first, where there is no list.
    """
    if _has_one_a_line(source, rows):
        return _of_lines(source)
    stream = JsonStream(source.text, source.first, source.line)
    try:
        alone = _go_to_list(stream, source, rows)
    except Broken as broken:
        raise UsageProblem(
            Problem(what=f"this is not JSON: {broken.why}", place=Place(file=source.shown, line=broken.line))
        ) from None
    return _of_list(source, stream, alone=alone)


def _has_one_a_line(source: Source, rows: str) -> bool:
    if source.shown.endswith(_LINES):
        return True
    line = source.first.strip()
    if len(source.first) >= LONGEST_LINE:
        return False
    if not line.startswith("{") or not line.endswith("}"):
        return False
    try:
        whole = json.loads(line)
    except (ValueError, RecursionError):
        return True  # a bad line is told as one
    columns = source.columns.declared.values()
    return not (rows and at_path(whole, rows) is not MISSING) and any(
        _at(whole, column) is not MISSING for column in columns
    )


def _go_to_list(stream: JsonStream, source: Source, rows: str) -> bool:
    """Move to the first element of the list of contacts. Returns whether the list is all that the file holds."""
    line = stream.line
    if stream.begins("["):
        return True
    path = rows.split(".") if rows else []
    seen: list[str] = []
    while path and stream.begins("{"):
        seen = []
        for key in stream.named():
            seen.append(key)
            if key == path[0]:
                break
            stream.value()
        else:
            break
        path = path[1:]
        line = stream.line
        if not path and stream.begins("["):
            return False
    raise UsageProblem(
        Problem(
            what=f"there is no list of {source.things} at '{rows}'" if rows else f"this is no list of {source.things}",
            place=Place(file=source.shown, line=line),
            bad=rows.rpartition(".")[2] or None,
            valid=tuple(one_line(key) for key in seen),
            hint=source.hint or "say where the list lies: contacts.rows in fixtures/blueprint.yaml",
        )
    )


def _of_list(source: Source, stream: JsonStream, *, alone: bool) -> Iterator[Row]:
    seen: set[str] = set()
    try:
        for value, line, end in stream.elements():
            yield _row(source, value, line, end, seen)
        if alone:
            stream.end()
    except Broken as broken:
        yield source.row(
            line=broken.line, end=broken.line, wrong=f"this is not JSON ({broken.why}); nothing after it was read"
        )
    _never_seen(source, seen)


def _of_lines(source: Source) -> Iterator[Row]:
    seen: set[str] = set()
    for line, text in enumerate(lines_of(source), source.line):
        if not text.strip():
            continue
        try:
            value = json.loads(text)
        except (ValueError, RecursionError) as error:
            long = len(text) >= LONGEST_LINE
            why = "the line is too long" if long else f"this is not JSON ({getattr(error, 'msg', 'nested too deeply')})"
            yield source.row(line=line, end=line, wrong=why)
            continue
        yield _row(source, value, line, line, seen)
    _never_seen(source, seen)


def _row(source: Source, value: Any, line: int, end: int, seen: set[str]) -> Row:
    row = source.row(line=line, end=end)
    if not isinstance(value, dict):
        row.wrong = "it is no object of keys and values"
        return row
    for meaning, column in source.columns.declared.items():
        found = _at(value, column)
        if found is MISSING:
            continue
        seen.add(column)
        if isinstance(found, (dict, list)):
            row.wrong = f"what stands at '{column}' is no text"
            return row
        setattr(row, meaning, as_text(found))
    return row


def _at(value: dict[str, Any], column: str) -> Any:
    return value[column] if column in value else at_path(value, column)


def _never_seen(source: Source, seen: set[str]) -> None:
    # A key may be left out where it is empty, so that one row without it is no mistake. All rows without it may be one.
    source.notes += [
        f"{source.shown}: no row has '{column}', which contacts.columns.{meaning} names"
        for meaning, column in source.columns.declared.items()
        if column not in seen
    ]
