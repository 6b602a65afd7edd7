"""What evidence says: as text, as rows of its fields, or as a mail; the changed value marked."""

from __future__ import annotations

import json
import re
from typing import Any

from tellonce.model.observation import Evidence
from tellonce.report.html.cleaned import cleaned
from tellonce.report.html.mails import parse_mail
from tellonce.report.html.marks import Values, pieces_of
from tellonce.report.html.shown import shown
from tellonce.story.masks import masked
from tellonce.story.visible import visible

__all__ = ["MOST_TEXT_BYTES", "html_of", "mail_of", "text_of", "text_of_file"]

MOST_TEXT_BYTES = 16_000
"""Read of a text file; the page shows its beginning only."""
_MOST_ROWS = 120
_LINE = re.compile(r"(?:^|\bline |:)(\d{1,9})$")
_ROW = re.compile(r"([\w .\[\]()/-]{1,60}): (.*)|([\w.\[\]-]{1,60}):")


def text_of_file(evidence: Evidence, beginning: bytes, size: int, values: Values) -> dict[str, Any]:
    """As `text_of`, of a file that has `size` bytes."""
    left = size - MOST_TEXT_BYTES
    more = f"\n… ({left:,} more bytes are in the file)" if left > 0 else ""
    return text_of(evidence, _decoded(beginning[:MOST_TEXT_BYTES]), values, more)


def html_of(body: bytes) -> str:
    """HTML for a frame that may do nothing; empty where nothing is left of it."""
    return visible(cleaned(masked(_decoded(body))))


def text_of(evidence: Evidence, text: str, values: Values, more: str = "") -> dict[str, Any]:
    """Text, and its fields as rows where it has any."""
    found: dict[str, Any] = {}
    if evidence.kind == "json":
        rows = _json_rows(text)
        return {"rows": _row_pieces(rows, values)} if rows else {"text": pieces_of(shown(text) + more, values)}
    if evidence.kind in ("row", "file-line"):
        record, rows = _record(text)
        if rows:
            found["rows"] = _row_pieces(rows, values)
            text = record
    if evidence.kind == "file-line":
        line = _LINE.search(evidence.place) or _LINE.search(evidence.caption)
        if line:
            found["line"] = int(line[1])
    if text.strip():
        found["text"] = pieces_of(shown(text) + more, values)
    return found or {"text": ""}


def mail_of(content: bytes, values: Values) -> dict[str, Any]:
    mail = parse_mail(content)
    told: dict[str, Any] = {
        "headers": [[name, pieces_of(shown(value), values)] for name, value in mail.headers],
        "attached": [shown(name) for name in mail.attached],
    }
    text = mail.text.replace("\r\n", "\n").strip()
    if text or not mail.html:
        told["text"] = pieces_of(shown(text), values)
    html = cleaned(masked(mail.html)) if mail.html.strip() else ""
    if html:
        told["html"] = visible(html)
    return told


def _decoded(body: bytes) -> str:
    """Text of any encoding, as well as it can be read: UTF-16 by its mark, else UTF-8."""
    if body[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return body.decode("utf-16", "replace")
    return body.decode("utf-8", "replace")


def _record(text: str) -> tuple[str, list[tuple[str, str]]]:
    """The line as the file has it, and below it its fields, as probes write them; no rows when it is anything else."""
    head, _, rest = text.partition("\n\n") if "\n\n" in text else ("", "", text)
    lines = rest.splitlines()
    rows = [_ROW.fullmatch(line) for line in lines]
    if not lines or len(lines) > _MOST_ROWS or not all(rows):
        return text, []
    return head, [(row[1] or row[3], row[2] or "") for row in rows if row]


def _json_rows(text: str) -> list[tuple[str, str]]:
    """JSON as a table of paths and values; empty for what is none, or too deep or long for a table."""
    if len(text) > MOST_TEXT_BYTES:
        return []
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return []
    rows: list[tuple[str, str]] = []
    waiting: list[tuple[str, Any, int]] = [("", value, 0)]
    while waiting:
        path, inner, depth = waiting.pop(0)
        if isinstance(inner, dict | list) and inner and depth < 6:
            pairs = inner.items() if isinstance(inner, dict) else enumerate(inner, 1)
            waiting[:0] = [(f"{path} › {key}" if path else str(key), each, depth + 1) for key, each in pairs]
        else:
            said = inner if isinstance(inner, str) else json.dumps(inner, ensure_ascii=False)
            rows.append((path, said))
        if len(rows) > _MOST_ROWS:
            return []
    return rows if value and isinstance(value, dict | list) else []


def _row_pieces(rows: list[tuple[str, str]], values: Values) -> list[list[Any]]:
    together = " \n ".join(value for _, value in rows)
    here = values.alone if values.marked(together) is not None else values
    return [[shown(name), pieces_of(shown(value), here)] for name, value in rows]
