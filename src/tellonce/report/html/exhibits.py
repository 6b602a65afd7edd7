"""Evidence in the page: pictures inside the file up to a budget, the rest beside it; text always as text."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tellonce.model.observation import Evidence
from tellonce.report.html.packing import element
from tellonce.story.visible import cut, visible

__all__ = ["BUDGET_BYTES", "Exhibits"]

BUDGET_BYTES = 10_000_000
"""Of all pictures inside the file, before base64."""

_MOST_TEXT_BYTES = 16_000
"""Read of a text file; the page shows its beginning only."""
PICTURES = ("image/png", "image/jpeg", "image/webp", "image/gif")
_KEPT = re.compile(r"evidence/[0-9a-f]{24}\.[a-z0-9]{1,8}")


class Exhibits:
    """Evidence as the page shows it. `folder` is the run folder.

    Which pictures go inside is known only when all were asked for: those of the worst cells, as many as fit.
    """

    def __init__(self, folder: Path, *, budget_bytes: int = BUDGET_BYTES) -> None:
        self._folder = folder
        self._budget = budget_bytes
        self._wanted: dict[str, tuple[int, str]] = {}

    def of(self, evidence: Evidence, weight: int) -> dict[str, Any]:
        """One piece as JSON: `Exhibit` in app/src/payload.ts. path: of a file beside the page. picture: its name.

        weight: the smaller, the sooner its picture goes inside.
        """
        path = evidence.path
        exhibit: dict[str, Any] = {
            "kind": evidence.kind,
            "caption": visible(cut(evidence.caption)),
            "place": visible(cut(evidence.place)),
            "media": evidence.media_type,
        }
        if not path:
            return exhibit | {"text": visible(cut(evidence.text))}
        size = self._size(path)
        if not _KEPT.fullmatch(path) or not size:
            return exhibit | {"missing": True}
        if evidence.media_type in PICTURES:
            known = self._wanted.get(path)
            if known is None or weight < known[0]:
                self._wanted[path] = (weight, evidence.media_type)
            return exhibit | {"path": path, "picture": Path(path).stem}
        return exhibit | {"path": path, "text": self._text(evidence)}

    def take(self, later: Exhibits) -> None:
        """What a later part of the run wants inside."""
        for path, (weight, media) in later._wanted.items():
            if path not in self._wanted or weight < self._wanted[path][0]:
                self._wanted[path] = (weight, media)

    def elements(self) -> Iterator[bytes]:
        """The pictures that fit, as elements named m-<picture>; their data is base64 and nothing else."""
        left = self._budget
        for path, (_, media) in sorted(self._wanted.items(), key=lambda one: one[1][0]):
            size = self._size(path)
            if 0 < size <= left:
                left -= size
                body = base64.b64encode((self._folder / path).read_bytes())
                yield element(f"m-{Path(path).stem}", f"data:{media};base64,".encode() + body)

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
            return visible(cut(file.read(_MOST_TEXT_BYTES).decode("utf-8", "replace")))
