"""A change, its values, and evidence of it, for tests of what a report makes of them."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path
from typing import Any

from tellonce.ledger import RunFolder
from tellonce.model.change import Replaced
from tellonce.probes.protocol import Capture
from tellonce.report.html.exhibits import Exhibits
from tellonce.report.html.marks import Values, values_of

__all__ = ["NEW", "OLD", "VALUES", "png", "shown"]

NEW = {"street": "Rosenweg", "house_number": "7b", "postcode": "80331", "city": "Berlin", "country": "DE"}
OLD = {"street": "Hauptstrasse", "house_number": "12", "postcode": "10115", "city": "Hamburg", "country": "AT"}
VALUES = values_of(Replaced(old=OLD, new=NEW))


def shown(folder: Path, values: Values = VALUES, **capture: Any) -> dict[str, Any]:
    kept = RunFolder(folder).keep(Capture(**({"kind": "text", "caption": "c"} | capture)))
    return Exhibits(folder).of(kept, 0, values)


def png(width: int, height: int) -> bytes:
    """A picture of so many pixels by its header; what follows holds none of them."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(b"\x00" * 64)), (b"IEND", b""))
    body = b"".join(struct.pack(">I", len(d)) + k + d + struct.pack(">I", zlib.crc32(k + d)) for k, d in chunks)
    return b"\x89PNG\r\n\x1a\n" + body
