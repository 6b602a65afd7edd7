"""Pictures that would harm who looks: a few bytes that unpack to gigabytes."""

from __future__ import annotations

import io
import warnings

from PIL import Image

__all__ = ["why_not_shown"]

_MOST_PIXELS = 50_000_000
_LONGEST_SIDE = 30_000


def why_not_shown(beginning: bytes) -> str:
    """ "huge" or "broken" when a picture must not be shown, judged by its header alone; empty when it may."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(beginning), formats=("PNG", "JPEG", "WEBP", "GIF")) as picture:
                width, height = picture.size
    except Image.DecompressionBombError:
        return "huge"
    except (OSError, ValueError, SyntaxError, EOFError):
        return "broken"
    fits = width * height <= _MOST_PIXELS and max(width, height) <= _LONGEST_SIDE
    return "" if fits else "huge"
