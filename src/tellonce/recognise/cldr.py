"""The languages whose names of months, currencies and languages are known: those that addresses are written in."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from tellonce.recognise.postal import address_languages

__all__ = ["locales"]


@lru_cache(maxsize=64)
def locales(declared: str = "") -> tuple[Any, ...]:
    """CLDR's data of each language, as Babel's Locale, English first; then of the locale that a touchpoint declares.

    The first call costs a few tenths of a second.
    """
    # Imported on first use: most runs read no date and no amount.
    from babel import Locale  # noqa: PLC0415
    from babel.localedata import exists  # noqa: PLC0415

    names = dict.fromkeys(("en", *(language for language in address_languages() if exists(language))))
    wanted = declared.replace("-", "_")
    # A misspelt locale was refused when the blueprint was read; one that CLDR lacks adds nothing.
    extra = (wanted,) if wanted and exists(wanted) else ()
    return tuple(Locale.parse(name) for name in (*names, *extra))
