"""Pictures that would harm who looks: a few bytes that unpack to gigabytes."""

from __future__ import annotations

import io
import warnings
from struct import unpack
from zlib import crc32

from PIL import Image

__all__ = ["why_not_shown"]

_MOST_PIXELS = 50_000_000
_LONGEST_SIDE = 30_000
_PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"


def why_not_shown(beginning: bytes) -> str:
    """ "huge" or "broken" when a picture must not be shown, judged by its header alone; empty when it may."""
    try:
        width, height = _size_of_png(beginning) or _size_of(beginning)
    except Image.DecompressionBombError:
        return "huge"
    except (OSError, ValueError, SyntaxError, EOFError):
        return "broken"
    if not width or not height:
        return "broken"
    fits = width * height <= _MOST_PIXELS and max(width, height) <= _LONGEST_SIDE
    return "" if fits else "huge"


def _size_of_png(beginning: bytes) -> tuple[int, int] | None:
    """What a sound header of a PNG says, at once: all screenshots are such, and a long run has thousands. None for
    anything else (PNG 1.2, 11.2.2)."""
    header, said, next_chunk = beginning[12:29], beginning[29:33], beginning[37:41]
    if not beginning.startswith(_PNG) or not next_chunk.isalpha() or crc32(header) != int.from_bytes(said, "big"):
        return None
    width, height = unpack(">II", header[4:12])
    return width, height


def _size_of(beginning: bytes) -> tuple[int, int]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with Image.open(io.BytesIO(beginning), formats=("PNG", "JPEG", "WEBP", "GIF")) as picture:
            return picture.size
