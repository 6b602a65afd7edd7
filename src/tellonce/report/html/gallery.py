"""Evidence on the page: pictures inside the file up to a budget, the rest beside it; text always as text."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup

from tellonce.model.observation import Evidence

__all__ = ["BUDGET_BYTES", "Exhibit", "Gallery"]

BUDGET_BYTES = 10_000_000
"""Of all pictures inside the file, before base64."""

_MOST_TEXT_BYTES = 1_000_000
"""Read of a text file; the page shows its beginning only."""
_PICTURES = ("image/png", "image/jpeg", "image/webp", "image/gif")
_KEPT = re.compile(r"evidence/[0-9a-f]{24}\.[a-z0-9]{1,8}")
_KINDS = {
    "screenshot": "Page",
    "mail": "Mail",
    "letter-page": "Letter",
    "file-line": "File",
    "row": "Record",
    "json": "Data",
    "text": "Text",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Exhibit:
    """One piece of evidence as the page shows it.

    source: a data: URI, or None.  link: a relative link into evidence/, or "#id" of the same picture elsewhere.
    anchor: the id to give the picture; empty when it has none.  note: why there is nothing to see, or not here.
    """

    kind: str
    caption: str
    place: str
    source: Markup | None = None
    link: str = ""
    anchor: str = ""
    text: str = ""
    note: str = ""


class Gallery:
    """Decides once, for the whole page, which pictures go inside it. `folder` is the run folder."""

    def __init__(self, folder: Path, worst_first: Iterable[Evidence], *, budget_bytes: int = BUDGET_BYTES) -> None:
        self._folder = folder
        self._inside: set[str] = set()
        self._hung: dict[str, str] = {}
        left = budget_bytes
        for evidence in worst_first:
            path = evidence.path
            if evidence.media_type in _PICTURES and path not in self._inside and _KEPT.fullmatch(path):
                size = self._size(path)
                if 0 < size <= left:
                    left -= size
                    self._inside.add(path)

    def show(self, evidence: Evidence) -> Exhibit:
        """The exhibit of one piece; to be called in the page's order, since a picture hangs where it comes first."""
        kind, caption, place = _KINDS[evidence.kind], evidence.caption, evidence.place
        if not evidence.path:
            return Exhibit(kind=kind, caption=caption, place=place, text=evidence.text)
        path = evidence.path
        if not _KEPT.fullmatch(path) or not self._size(path):
            return Exhibit(kind=kind, caption=caption, place=place, note="This piece of evidence is missing.")
        if evidence.media_type not in _PICTURES:
            return Exhibit(kind=kind, caption=caption, place=place, link=path, text=self._text(evidence))
        if path not in self._inside:
            return Exhibit(kind=kind, caption=caption, place=place, link=path, note="Kept beside this file.")
        if path in self._hung:
            return Exhibit(
                kind=kind,
                caption=caption,
                place=place,
                link=f"#{self._hung[path]}",
                note="Shown elsewhere on this page.",
            )
        self._hung[path] = anchor = f"e-{Path(path).stem[:12]}"
        body = base64.b64encode((self._folder / path).read_bytes()).decode("ascii")
        # Markup: base64 holds nothing to escape, and the cut for long texts must not touch it
        source = Markup(f"data:{evidence.media_type};base64,{body}")  # noqa: S704
        return Exhibit(kind=kind, caption=caption, place=place, source=source, link=path, anchor=anchor)

    def _size(self, path: str) -> int:
        try:
            return (self._folder / path).stat().st_size
        except OSError:
            return 0

    def _text(self, evidence: Evidence) -> str:
        if not (
            evidence.media_type.startswith("text/") or evidence.media_type in ("application/json", "message/rfc822")
        ):
            return ""
        with (self._folder / evidence.path).open("rb") as file:
            return file.read(_MOST_TEXT_BYTES).decode("utf-8", "replace")
