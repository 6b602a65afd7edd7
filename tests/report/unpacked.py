"""What a report carries for its app, unpacked: tests without a browser read it as the app does."""

from __future__ import annotations

import base64
import gzip
import json
import re
from dataclasses import dataclass
from typing import Any

__all__ = ["Unpacked", "first_page", "unpacked"]

_HELD = re.compile(r'<script type="application/gzip" id="([a-z]+|[cm]-[0-9a-f]+)">([^<]*)</script>')
_NOTHING_OF_A_LOOK: dict[str, Any] = {"item": "", "again": 0, "day": "", "evidence": []}
_NOTHING_OF_A_CELL: dict[str, Any] = {
    **dict.fromkeys(("says", "also", "also_language", "reason_language", "clock"), ""),
    **dict.fromkeys(("broke_how", "broke_language", "broke_kind"), ""),
    **{name: [] for name in ("flags", "broke", "broke_places", "evidence")},
}


@dataclass(frozen=True, slots=True)
class Unpacked:
    """index, more: as in app/src/payload.ts.  scenarios: their details, in order.  pictures: name -> data: address."""

    index: dict[str, Any]
    more: dict[str, Any]
    scenarios: list[dict[str, Any]]
    pictures: dict[str, str]

    @property
    def cells(self) -> list[dict[str, Any]]:
        """The cells of all scenarios."""
        return [cell for scenario in self.scenarios for cell in scenario["cells"]]

    @property
    def evidence(self) -> list[dict[str, Any]]:
        """The evidence of all cells."""
        return [one for cell in self.cells for one in cell["evidence"]]


def unpacked(page: str) -> Unpacked:
    """Everything in the page's inert scripts."""
    held = dict(_HELD.findall(page))
    pictures = {name[2:]: data for name, data in held.items() if name.startswith("m-")}
    data = {name: json.loads(gzip.decompress(base64.b64decode(held[name]))) for name in held if name[:2] != "m-"}
    chunks = [data[f"c-{number}"] for number in range(len(data["index"]["chunks"]))]
    scenarios = [scenario | {"cells": list(map(_whole, scenario["cells"]))} for chunk in chunks for scenario in chunk]
    return Unpacked(data["index"], data["more"], scenarios, pictures)


def _whole(cell: dict[str, Any]) -> dict[str, Any]:
    """What says nothing is left out of a cell: `wholeCell` in app/src/payload.ts fills it in."""
    looks = [_NOTHING_OF_A_LOOK | {"until_s": look["at_s"]} | look for look in cell["looks"]]
    return _NOTHING_OF_A_CELL | cell | {"looks": looks}


def first_page(page: str) -> str:
    """What can be read without a script, as HTML."""
    return page[: page.index('<script type="application/gzip"')]
