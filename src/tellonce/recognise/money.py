"""Amounts of money in the forms locales write them; exact to the cent."""

from __future__ import annotations

import re
from collections.abc import Iterator

__all__ = ["amounts_in", "cents"]

_NUMBER = re.compile(r"(?<![\d.,])(?:\d{1,3}(?:[.,'’ \u202f\u00a0]\d{3})+|\d+)(?:[.,]\d{1,2})?(?!\d|[.,]\d)")
_CURRENCY = re.compile(
    r"(?:[€$£¥]|\b(?:EUR|USD|GBP|CHF|PLN|SEK|NOK|DKK|CZK|HUF|zł|kr|Kč|Ft)(?![^\W\d_]))", re.IGNORECASE
)
_REACH_CHARS = 5


def cents(number: str) -> int:
    """Hundredths in one written number: "9.90", "9,9", "1.234,50" and "1 234" are 990, 990, 123450 and 123400."""
    found = re.search(r"[.,](\d{1,2})$", number)
    whole = number[: found.start()] if found else number
    fraction = found[1].ljust(2, "0") if found else "00"
    return int(re.sub(r"\D", "", whole) + fraction)


def amounts_in(text: str, *, bare: bool) -> Iterator[tuple[int, tuple[int, int]]]:
    """Amounts with their spans. bare: whole numbers without a currency beside them count too (a field, not a text)."""
    for found in _NUMBER.finditer(text):
        around = text[max(0, found.start() - _REACH_CHARS) : found.end() + _REACH_CHARS]
        if bare or re.search(r"[.,]\d{2}$", found[0]) or _CURRENCY.search(around):
            yield cents(found[0]), found.span()
