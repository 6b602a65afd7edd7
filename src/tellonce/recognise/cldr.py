"""CLDR's names and signs: packed for the languages of addresses, and straight from Babel for a declared locale."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache
from importlib import resources
from typing import Any

from tellonce.recognise.canonical import fold, transliterations

__all__ = ["declared_locale", "month_names", "packed"]


@lru_cache(maxsize=16)
def packed(name: str) -> Any:
    """The data of `data/<name>.json`: see LICENCES.md there for whose they are."""
    text = resources.files("tellonce.recognise").joinpath(f"data/{name}.json").read_text(encoding="utf-8")
    return json.loads(text)["data"]


@lru_cache(maxsize=64)
def declared_locale(name: str) -> Any | None:
    """Babel's Locale that a touchpoint declares; None for none, and for one that CLDR does not know."""
    # Imported on first use: most runs declare none.
    from babel import Locale  # noqa: PLC0415
    from babel.localedata import exists  # noqa: PLC0415

    wanted = name.replace("-", "_")
    return Locale.parse(wanted) if wanted and exists(wanted) else None


def month_names(locale: Any) -> Iterator[tuple[str, int]]:
    """The names of months in a Babel locale, long and short, folded, with and without marks."""
    for context in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            for month, name in locale.months[context][width].items():
                bare = fold(name).strip(". ")
                if bare and not bare[0].isdigit():
                    for way in dict.fromkeys((bare, *(fold(way).strip(". ") for way in transliterations(bare)))):
                        yield way, month
