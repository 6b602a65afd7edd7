"""Where the postbox keeps spans and the engine finds them: one file for each trace that a change set off.

A service exports everything that it does. Traces of changes are told by how their identifiers begin, so that nothing
else is kept: <folder>/<trace>.ndjson, one span a line, appended to.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tellonce.probes.otlp import OtlpSpan

__all__ = ["new_span_id", "new_trace_id", "read_spans", "write_spans"]

_BEGINS = "7e110ce0"
"""How every trace of a change begins; the rest is random, as the standard wants it for sampling."""
_MOST_BYTES = 2_000_000
_MOST_TRACES = 1_000
_TEXTS = ("span", "parent", "service", "name", "message")


def new_trace_id() -> str:
    """A W3C trace id for one change: 32 hexadecimal digits."""
    return _BEGINS + secrets.token_hex(12)


def new_span_id() -> str:
    """A W3C parent id: 16 hexadecimal digits, not all of them zero."""
    return secrets.token_hex(7) + "01"


def write_spans(folder: Path, spans: Iterable[OtlpSpan]) -> int:
    """Append the spans of changes to their files; returns how many had no room. Others are let go.

    Raises OSError when the disk does not take them.
    """
    by_trace: dict[str, list[OtlpSpan]] = {}
    for span in spans:
        if span.trace.startswith(_BEGINS):
            by_trace.setdefault(span.trace, []).append(span)
    refused = 0
    for number, (trace, found) in enumerate(by_trace.items()):
        file = folder / f"{trace}.ndjson"
        if number >= _MOST_TRACES or (file.exists() and file.stat().st_size > _MOST_BYTES):
            refused += len(found)
            continue
        with file.open("a", encoding="utf-8") as out:
            # One write for all: whoever reads meanwhile sees whole lines, or a last one without its end.
            out.write("".join(json.dumps(asdict(span)) + "\n" for span in found))
    return refused


def read_spans(folder: Path, trace: str) -> tuple[OtlpSpan, ...]:
    """The spans of one trace, in the order of arrival and each once; empty when none came.

    A line that is no span, or not written to its end yet, is passed over.  Raises OSError when the file is there and
    cannot be read.
    """
    try:
        with (folder / f"{trace}.ndjson").open("rb") as lines:
            content = lines.read(2 * _MOST_BYTES)
    except FileNotFoundError:
        return ()
    found: dict[str, OtlpSpan] = {}
    for line in content.split(b"\n")[:-1]:
        span = _span_of(line, trace)
        if span is not None:
            found.setdefault(span.span, span)  # an exporter that got no answer sends a batch again
    return tuple(found.values())


def _span_of(line: bytes, trace: str) -> OtlpSpan | None:
    try:
        said: Any = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(said, dict) or said.get("trace") != trace or said.get("status") not in ("ok", "error"):
        return None
    texts = {name: text for name in _TEXTS if isinstance(text := said.get(name), str)}
    if len(texts) < len(_TEXTS):
        return None
    return OtlpSpan(trace=trace, status=said["status"], enters=said.get("enters") is True, **texts)
