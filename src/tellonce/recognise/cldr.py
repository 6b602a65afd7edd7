"""The languages whose names of months, currencies and languages are known: those that addresses are written in."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from tellonce.recognise.postal import address_languages

__all__ = ["locales"]


@lru_cache(maxsize=1)
def locales() -> tuple[Any, ...]:
    """CLDR's data of each language, as Babel's Locale. The first call costs a few tenths of a second."""
    # Imported on first use: most runs read no date and no amount.
    from babel import Locale  # noqa: PLC0415
    from babel.localedata import exists  # noqa: PLC0415

    return tuple(Locale.parse(language) for language in address_languages() if exists(language))
