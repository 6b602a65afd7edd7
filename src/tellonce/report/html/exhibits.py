"""Evidence in the page: pictures inside the file up to a budget, the rest beside it; text always as text."""

from __future__ import annotations

import base64
import json
import os
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from tellonce.model.observation import Evidence
from tellonce.report.html.cleaned import cleaned
from tellonce.report.html.mails import MOST_BYTES, parse_mail
from tellonce.report.html.marks import Values, pieces_of
from tellonce.report.html.packing import element
from tellonce.report.html.pictures import why_not_shown
from tellonce.story.masks import current_masks, masked
from tellonce.story.visible import LONGEST, cut, visible

__all__ = ["BUDGET_BYTES", "Exhibits", "showing", "shown"]

BUDGET_BYTES = 10_000_000
"""Of all pictures inside the file, before base64."""

_MOST_TEXT_BYTES = 16_000
"""Read of a text file; the page shows its beginning only."""
_HEADER_BYTES = 64_000
"""Read of a picture until it is known whether it goes inside."""
_MOST_BYTES_OF = {"message/rfc822": MOST_BYTES, "text/html": MOST_BYTES}
_MOST_ROWS = 120
_LONGEST_LINE = 300
_REMEMBERED = 64
PICTURES = ("image/png", "image/jpeg", "image/webp", "image/gif")
_TEXTUAL = ("application/json", "application/xml", "image/svg+xml", "message/rfc822")
_KEPT = re.compile(r"evidence/[0-9a-f]{24}(?:\.[a-z0-9]{1,8}){1,2}")
_HARMLESS = (".png", ".jpg", ".webp", ".gif", ".pdf", ".txt", ".json", ".csv")
"""Endings of files that a link may lead to: none of them runs, or asks a network, when it is opened."""
_LINE = re.compile(r"(?:^|\bline |:)(\d{1,9})$")
_ROW = re.compile(r"([\w .\[\]()/-]{1,60}): (.*)|([\w.\[\]-]{1,60}):")
_NONE = Values()
_PAGE = re.compile(r"page (\d{1,6})(?: of (\d{1,6}))?")
_MORE_PAGES = re.compile(r"(\d{1,6}) more of (\d{1,6}) pages")
_OTHER_PAGES = 300
"""The least weight of a letter's pages on which the value does not stand: they go inside after all that show it."""
_MOST_SEEN = 8_192
_REPEATED = 400
"""Characters of a text that may well come again."""


class Exhibits:
    """Evidence as the page shows it. `folder` is the run folder.

    Which pictures go inside is known only when all were asked for: those of the worst cells, as many as fit.
    """

    def __init__(self, folder: Path, *, budget_bytes: int = BUDGET_BYTES) -> None:
        self._folder = f"{folder}{os.sep}"
        self._budget = budget_bytes
        self._wanted: dict[str, tuple[int, str]] = {}
        self._refused: dict[str, str] = {}
        self._read_already: dict[str, bytes] = {}
        self._left = budget_bytes
        self._made: dict[tuple[Evidence, int, Values], dict[str, Any]] = {}

    def each(self, found: Sequence[Evidence], weight: int, values: Values = _NONE) -> list[dict[str, Any]]:
        """As `of`, of all; the pages of one letter are one piece: that on which the value stands, the others in it."""
        letters: dict[object, list[Evidence]] = {}
        for number, evidence in enumerate(found):
            letters.setdefault(_letter_of(evidence) or number, []).append(evidence)
        return [self._letter(pages, weight, values) for pages in letters.values()]

    def _letter(self, pages: Sequence[Evidence], weight: int, values: Values) -> dict[str, Any]:
        """pages: of one letter, in order, or one piece that is none."""
        if len(pages) == 1:
            return self.of(pages[0], weight, values)
        first = next((page for page in pages if values.on_page(page.lines)), pages[0])
        others = [
            self.of(page, weight if values.on_page(page.lines) else max(weight, _OTHER_PAGES), values)
            for page in pages
            if page is not first
        ]
        return self.of(first, weight, values) | {"pages": others}

    def of(self, evidence: Evidence, weight: int, values: Values = _NONE) -> dict[str, Any]:
        """As `_of`; a cell and its last look show the same, which is made once."""
        key = (evidence, weight, values)
        made = self._made.get(key)
        if made is None:
            if len(self._made) >= _REMEMBERED:
                self._made.clear()
            made = self._made[key] = self._of(evidence, weight, values)
        return made

    def _of(self, evidence: Evidence, weight: int, values: Values) -> dict[str, Any]:
        """One piece as JSON: `Exhibit` in app/src/payload.ts. path: of a file beside the page. picture: its name.

        weight: the smaller, the sooner its picture goes inside.  values: what is marked in it.
        """
        path = evidence.path
        exhibit: dict[str, Any] = {
            "kind": evidence.kind,
            "caption": shown(evidence.caption),
            "place": shown(evidence.place),
            "media": shown(evidence.media_type),
        }
        if _is_page(evidence):
            exhibit |= _paged(evidence.place)
        if not path:
            return exhibit | _text(evidence, evidence.text, values)
        media = evidence.media_type
        textual = media.startswith("text/") or media in _TEXTUAL
        body, size = self._read(path, _MOST_BYTES_OF.get(media, _MOST_TEXT_BYTES if textual else _HEADER_BYTES))
        if not size:
            said = _text(evidence, evidence.text, values) if evidence.text else {}
            return exhibit | {"missing": True} | said
        if path.endswith(_HARMLESS):
            exhibit["path"] = path
        if media in PICTURES:
            return self._picture(exhibit, evidence, weight, values, body)
        if media == "message/rfc822":
            return exhibit | _mail(body, values)
        if textual:
            more = _more(size - _MOST_TEXT_BYTES)
            html = cleaned(masked(_decoded(body))) if media == "text/html" else ""
            told = _text(evidence, _decoded(body[:_MOST_TEXT_BYTES]), values, more)
            return exhibit | told | ({"html": visible(html)} if html else {})
        return exhibit | (_text(evidence, evidence.text, values) if evidence.text else {})

    def _picture(
        self, exhibit: dict[str, Any], evidence: Evidence, weight: int, values: Values, beginning: bytes
    ) -> dict[str, Any]:
        masks = current_masks()
        if masks and not masks.keeps_pictures:
            return _without(exhibit, "path") | {"left_out": "masked"} | _text(evidence, evidence.text, values)
        path = evidence.path
        why = self._refused.get(path)
        if why is None:
            why = self._refused[path] = why_not_shown(beginning)
        if why:
            return exhibit | {"left_out": why} | _text(evidence, evidence.text, values)
        known = self._wanted.get(path)
        if known is None or weight < known[0]:
            self._wanted[path] = (weight, evidence.media_type)
        if known is None and len(beginning) < min(
            _HEADER_BYTES, self._left
        ):  # all of it: small ones are not read twice
            self._left -= len(beginning)
            self._read_already[path] = beginning
        said = {"text": pieces_of(shown(evidence.text), values)} if evidence.text else {}
        return exhibit | {"picture": _stem(path)} | _marks(evidence, values) | said

    def take(self, later: Exhibits) -> None:
        """What a later part of the run wants inside."""
        for path, (weight, media) in later._wanted.items():
            if path not in self._wanted or weight < self._wanted[path][0]:
                self._wanted[path] = (weight, media)
        self._read_already |= later._read_already

    def elements(self) -> Iterator[bytes]:
        """The pictures that fit, as elements named m-<picture>; their data is base64 and nothing else."""
        left = self._budget
        for path, (_, media) in sorted(self._wanted.items(), key=lambda one: one[1][0]):
            body = self._read_already.get(path) or self._whole(path, left)
            if 0 < len(body) <= left:
                left -= len(body)
                yield element(f"m-{_stem(path)}", f"data:{media};base64,".encode() + base64.b64encode(body))

    def _whole(self, path: str, most: int) -> bytes:
        """A kept file; nothing of one that is longer."""
        body, size = self._read(path, most)
        return body if len(body) == size else b""

    def _read(self, path: str, most: int) -> tuple[bytes, int]:
        """The first bytes of a kept file, and how many it has; nothing of one that is missing, or lies elsewhere."""
        if not _KEPT.fullmatch(path):
            return b"", 0
        try:
            file = os.open(self._folder + path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
            try:
                body = os.read(file, most)
                return body, os.fstat(file).st_size if len(body) == most else len(body)
            finally:
                os.close(file)
        except OSError:
            return b"", 0


def shown(text: str) -> str:
    """What hides is made visible, what is endless is cut, what is masked is masked: every text of the page passes
    here."""
    if current_masks() is None:
        return _SEEN[text]
    # Masked before it is cut, so that no half of a value is left; and not all of an endless text is looked through.
    return visible(cut(masked(text[: LONGEST + 1_000]) + text[LONGEST + 1_000 :]))


def showing() -> Callable[[str], str]:
    """`shown`, quicker where nothing is masked, for whoever shows a hundred texts under the same masks."""
    return _SEEN.__getitem__ if current_masks() is None else shown


class _Seen(dict[str, str]):
    """Texts made visible: of those of a run most are said again and again, and the short ones are remembered."""

    def __missing__(self, text: str) -> str:
        if len(text) >= _REPEATED:
            return visible(cut(text))
        if len(self) >= _MOST_SEEN:
            self.clear()
        made = self[text] = visible(text)
        return made


_SEEN = _Seen()


def _stem(path: str) -> str:
    """The name of a kept file, without its last ending: `_KEPT` says how it looks."""
    return path[len("evidence/") :].rpartition(".")[0]


def _without(exhibit: dict[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in exhibit.items() if name != key}


def _decoded(body: bytes) -> str:
    """Text of any encoding, as well as it can be read: UTF-16 by its mark, else UTF-8."""
    if body[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return body.decode("utf-16", "replace")
    return body.decode("utf-8", "replace")


def _more(bytes_left: int) -> str:
    return f"\n… ({bytes_left:,} more bytes are in the file)" if bytes_left > 0 else ""


def _text(evidence: Evidence, text: str, values: Values, more: str = "") -> dict[str, Any]:
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
    if len(text) > _MOST_TEXT_BYTES:
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


def _letter_of(evidence: Evidence) -> tuple[str, str] | None:
    """What the pages of one letter have in common: its name, and how many they are; None for anything else."""
    paged = (_PAGE.fullmatch(evidence.place) or _MORE_PAGES.fullmatch(evidence.place)) if _is_page(evidence) else None
    return (evidence.caption, paged[2]) if paged and paged[2] else None


def _is_page(evidence: Evidence) -> bool:
    return evidence.kind == "letter-page"


def _paged(place: str) -> dict[str, Any]:
    """Which page it is, and of how many, 0 where that is not known; or how many pages it stands for."""
    if page := _PAGE.fullmatch(place):
        return {"page": [int(page[1]), int(page[2] or 0)]}
    more = _MORE_PAGES.fullmatch(place)
    return {"more_pages": [int(more[1]), int(more[2])]} if more else {}


def _marks(evidence: Evidence, values: Values) -> dict[str, Any]:
    found = [
        [*mark.box, mark.which, shown(mark.said[:_LONGEST_LINE]), mark.window]
        for mark in values.on_page(evidence.lines)
        if all(0 <= edge <= 1 for edge in mark.box)
    ]
    return {"marks": found} if found else {}


def _mail(content: bytes, values: Values) -> dict[str, Any]:
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
