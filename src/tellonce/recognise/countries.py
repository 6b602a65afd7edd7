"""Countries by name, in the languages that envelopes use. A component holds the ISO 3166 code."""

from __future__ import annotations

from functools import lru_cache

from tellonce.recognise.canonical import fold
from tellonce.recognise.cldr import packed

__all__ = ["country_names"]


@lru_cache(maxsize=256)
def country_names(code: str) -> tuple[str, ...]:
    """Names of the country with this two-letter code; the text itself when it is no such code."""
    names = packed("countries").get(code.strip().upper(), ())
    return tuple({fold(name): name for name in (*names, code)}.values())
