"""Evidence in the page: pictures inside the file up to a budget, the rest beside it; text always as text."""

from __future__ import annotations

import base64
import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from tellonce.ledger.evidence import KEPT
from tellonce.model.observation import Evidence
from tellonce.report.html.mails import MOST_BYTES
from tellonce.report.html.marks import Values, pieces_of
from tellonce.report.html.packing import element
from tellonce.report.html.pictures import why_not_shown
from tellonce.report.html.shown import shown
from tellonce.report.html.texts import MOST_TEXT_BYTES, html_of, mail_of, text_of, text_of_file
from tellonce.story.masks import current_masks

__all__ = ["BUDGET_BYTES", "Exhibits"]

BUDGET_BYTES = 10_000_000
"""Of all pictures inside the file, before base64."""

_FOR_READING = os.O_RDONLY | sum(getattr(os, flag, 0) for flag in ("O_BINARY", "O_NONBLOCK", "O_NOFOLLOW"))
"""Where a file was kept somebody may have put a pipe, which is not waited for, or a link, which is not followed."""
_HEADER_BYTES = 64_000
"""Read of a picture until it is known whether it goes inside."""
_MOST_BYTES_OF = {"message/rfc822": MOST_BYTES, "text/html": MOST_BYTES}
_LONGEST_LINE = 300
_REMEMBERED = 64
PICTURES = ("image/png", "image/jpeg", "image/webp", "image/gif")
_TEXTUAL = ("application/json", "application/xml", "image/svg+xml", "message/rfc822")
_HARMLESS = (".png", ".jpg", ".webp", ".gif", ".pdf", ".txt", ".json", ".csv")
"""Endings of files that a link may lead to: none of them runs, or asks a network, when it is opened."""
_NONE = Values()
_PAGE = re.compile(r"page (\d{1,6})(?: of (\d{1,6}))?")
_MORE_PAGES = re.compile(r"(\d{1,6}) more of (\d{1,6}) pages")
_OTHER_PAGES = 300
"""The least weight of a letter's pages on which the value does not stand: they go inside after all that show it."""


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
            return exhibit | text_of(evidence, evidence.text, values)
        media = evidence.media_type
        textual = media.startswith("text/") or media in _TEXTUAL
        body, size = self._read(path, _MOST_BYTES_OF.get(media, MOST_TEXT_BYTES if textual else _HEADER_BYTES))
        if not size:
            said = text_of(evidence, evidence.text, values) if evidence.text else {}
            return exhibit | {"missing": True} | said
        if path.endswith(_HARMLESS):
            exhibit["path"] = path
        if media in PICTURES:
            return self._picture(exhibit, evidence, weight, values, body)
        if media == "message/rfc822":
            return exhibit | mail_of(body, values)
        if textual:
            html = html_of(body) if media == "text/html" else ""
            return exhibit | text_of_file(evidence, body, size, values) | ({"html": html} if html else {})
        return exhibit | (text_of(evidence, evidence.text, values) if evidence.text else {})

    def _picture(
        self, exhibit: dict[str, Any], evidence: Evidence, weight: int, values: Values, beginning: bytes
    ) -> dict[str, Any]:
        masks = current_masks()
        if masks and not masks.keeps_pictures:
            return _without(exhibit, "path") | {"left_out": "masked"} | text_of(evidence, evidence.text, values)
        path = evidence.path
        why = self._refused.get(path)
        if why is None:
            why = self._refused[path] = why_not_shown(beginning)
        if why:
            return exhibit | {"left_out": why} | text_of(evidence, evidence.text, values)
        known = self._wanted.get(path)
        if known is None or weight < known[0]:
            self._wanted[path] = (weight, evidence.media_type)
        # All of a small one was read, and it is not read again.
        if known is None and len(beginning) < min(_HEADER_BYTES, self._left):
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
        if not KEPT.fullmatch(path):
            return b"", 0
        try:
            file = os.open(self._folder + path, _FOR_READING)
            try:
                body = os.read(file, most)
                return body, os.fstat(file).st_size if len(body) == most else len(body)
            finally:
                os.close(file)
        except OSError:
            return b"", 0


def _stem(path: str) -> str:
    """The name of a kept file, without its last ending: `KEPT` says how it looks."""
    return path[len("evidence/") :].rpartition(".")[0]


def _without(exhibit: dict[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in exhibit.items() if name != key}


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
