"""Amounts of money in the forms locales write them; exact to the cent, and to the currency where both name one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from tellonce.recognise.cldr import declared_locale, packed

__all__ = ["Amount", "amounts_in", "money_spans", "same_amount"]

_GROUP = "[.,'’ \u202f\u00a0\u066c]"
_NUMBER = re.compile(
    rf"(?<![\d.,\u066b\u066c])(?:\d{{1,3}}(?:{_GROUP}\d{{2,3}})*{_GROUP}\d{{3}}(?:[.,\u066b]\d{{1,3}})?"
    r"|\d+(?:[.,\u066b]\d{1,3})?)(?![\d\u066b\u066c]|[.,]\d)"
)
_REACH_CHARS = 8
_MINUS = "-−–\u2011"
_MARKS = "\\s\u200e\u200f"
_MINUS_BEFORE = re.compile(rf"(?:^|[{_MARKS}(:]|[^\W\d_]|[€$£¥])[{_MINUS}]\s?[^{_MINUS}\s\d]{{0,6}}[{_MARKS}]*$")
_DASH_BEFORE = re.compile(rf"[^{_MARKS}]\s[{_MINUS}]\s(?:\S{{1,6}}\s?)?$")
_NOT_MONEY = re.compile(r"\s?(?:%|‰|°)")
_CLOCK = re.compile(r"\s?(?:Uhr|h\b|a\.?m\.?\b|p\.?m\.?\b)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """One written amount. values: what it may mean ("1.234" is 1234, or 1.234 where that is how cents are written).

    currencies: ISO 4217 codes that the sign beside it may stand for; empty when none stands there.
    """

    values: frozenset[Decimal]
    currencies: frozenset[str]
    span: tuple[int, int]


def same_amount(seen: str, value: str, locale: str) -> bool:
    """Whether a field holds the amount `value` ("9.90", "9.90 EUR") and nothing that contradicts its currency."""
    wanted = _told(value)
    read = list(amounts_in(seen, bare=True, locale=locale))
    if wanted is None or len(read) != 1:
        return seen == value
    return _is(read[0], wanted) and len(wanted.values) == 1


def money_spans(text: str, value: str, locale: str) -> Iterator[tuple[int, int]]:
    """Where a text says the amount `value`."""
    wanted = _told(value)
    if wanted is not None:
        yield from (amount.span for amount in amounts_in(text, bare=False, locale=locale) if _is(amount, wanted))


def amounts_in(text: str, *, bare: bool, locale: str = "") -> Iterator[Amount]:
    """Amounts in order. bare: whole numbers without a currency beside them count too (a field, not a text)."""
    signs, currencies = _currency_pattern(locale), _currencies(locale)
    for found in _NUMBER.finditer(text):
        start, end = found.span()
        if _NOT_MONEY.match(text, end) or (not bare and _CLOCK.match(text, end)):
            continue
        beside: frozenset[str] = frozenset()
        left = text[max(0, start - _REACH_CHARS) : start].rstrip(f" \u00a0\u202f\u200e\u200f{_MINUS}")
        before = next((sign for sign in signs.finditer(left) if sign.end() == len(left)), None)
        if before:
            beside = currencies[before[0].casefold()]
        elif after := signs.match(text[end : end + _REACH_CHARS].lstrip(" \u00a0\u202f\u200e\u200f-–—")):
            beside = currencies[after[0].casefold()]
        if not (bare or beside or re.search(r"[.,\u066b]\d{2}$", found[0])):
            continue
        values = _values(found[0], locale)
        if _negative(text, start, end):
            values = frozenset(-value for value in values)
        yield Amount(values=values, currencies=beside, span=(start, end))


def _is(amount: Amount, wanted: Amount) -> bool:
    """Only what can be read in no other way is the amount."""
    agree = not (amount.currencies and wanted.currencies) or bool(amount.currencies & wanted.currencies)
    return agree and amount.values == wanted.values


@lru_cache(maxsize=4096)
def _told(value: str) -> Amount | None:
    """The amount that a component says; None when it says none, or several."""
    read = list(amounts_in(value, bare=True))
    return read[0] if len(read) == 1 else None


def _values(written: str, locale: str) -> frozenset[Decimal]:
    """What the digits may mean. Only three digits after a single separator are in doubt, and the locale decides."""
    digits = "".join(str(unicodedata.digit(c)) if c.isdigit() else c for c in written)
    marks = re.findall(r"\D", digits)
    plain = re.sub(r"\D", "", digits)
    if not marks:
        return frozenset({Decimal(plain)})
    tail = len(re.split(r"\D", digits)[-1])
    whole = Decimal(plain)
    fraction = whole.scaleb(-tail)
    if tail != 3 or (len(marks) > 1 and marks[-1] not in marks[:-1]):
        return frozenset({fraction if tail < 4 and marks[-1] in ".,\u066b" else whole})
    if len(marks) > 1 or marks[0] not in ".,":
        return frozenset({whole})
    if locale:
        return frozenset({fraction if marks[0] == _decimal_mark(locale) else whole})
    # Prices of three decimals are rare and say so by their zero: "0.500".
    return frozenset({fraction}) if digits.startswith("0") else frozenset({whole})


def _negative(text: str, start: int, end: int) -> bool:
    """Whether a minus belongs to the number: "-9.90", "-€9.90", "€-9.90", "9.90-"; a dash between spaces is none."""
    before = text[max(0, start - 2 * _REACH_CHARS) : start]
    sign = _MINUS_BEFORE.search(before)
    if sign is not None and _DASH_BEFORE.search(before) is None:
        return True
    if re.match(r"[-−](?![\w-])", text[end : end + 2]):
        return True
    return before.endswith("(") and text[end : end + 1] == ")" and text.strip() == f"({text[start:end]})"


@lru_cache(maxsize=64)
def _decimal_mark(locale: str) -> str:
    # Imported on first use, like all of CLDR.
    from babel.numbers import get_decimal_symbol  # noqa: PLC0415

    return get_decimal_symbol(locale.replace("-", "_"))


@lru_cache(maxsize=64)
def _currencies(locale: str) -> dict[str, frozenset[str]]:
    """Casefolded sign or code -> the currencies it may stand for, in CLDR's languages and in the declared locale."""
    found = {sign: set(codes) for sign, codes in packed("signs").items()}
    declared = declared_locale(locale)
    for code, sign in declared.currency_symbols.items() if declared is not None else ():
        if code.casefold() in found and not sign.isspace():
            found.setdefault(sign.strip("\u200e\u200f ").casefold(), set()).add(code)
    return {sign: frozenset(codes) for sign, codes in found.items() if sign}


@lru_cache(maxsize=64)
def _currency_pattern(locale: str) -> re.Pattern[str]:
    signs = sorted(_currencies(locale), key=lambda sign: (-len(sign), sign))
    ways = [
        (r"(?<![^\W\d_])" if sign[0].isalpha() else "")
        + re.escape(sign)
        + (r"(?![^\W\d_])" if sign[-1].isalpha() else "")
        for sign in signs
    ]
    return re.compile("|".join(ways), re.IGNORECASE)
