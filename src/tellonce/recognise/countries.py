"""Countries by name, in the languages that envelopes use. A component holds the ISO 3166 code."""

from __future__ import annotations

from functools import lru_cache

from tellonce.recognise.canonical import fold

__all__ = ["country_names"]


@lru_cache(maxsize=256)
def country_names(code: str) -> tuple[str, ...]:
    """Names of the country with this two-letter code; the text itself when it is no such code."""
    # Imported on first use: the table comes with the whole numbering geography and costs 0.4 s.
    from phonenumbers.geodata.locale import LOCALE_DATA  # noqa: PLC0415

    names = LOCALE_DATA.get(code.strip().upper(), {})
    spelled = dict.fromkeys(name for name in names.values() if name and not name.startswith("*"))
    return tuple({fold(name): name for name in (*spelled, code)}.values())
