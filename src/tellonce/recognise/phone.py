"""Telephone numbers, in E.164 or as people of the country write them."""

from __future__ import annotations

import re
from functools import lru_cache

import phonenumbers

__all__ = ["phone_pattern", "preceded_by_other_country", "same_phone", "significant_digits"]

_BETWEEN = r"[\s().\-/\u2011]*"
_OTHER_COUNTRY = re.compile(r"(?:\+|\b00)\s?\d{1,3}[\s().\-/]*$")


@lru_cache(maxsize=65536)
def _digit_forms(number: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(international digits, national digits) that mean `number`; national is empty when it is not E.164."""
    digits = re.sub(r"\D", "", number)
    if not number.strip().startswith("+"):
        return (), (digits,) if digits else ()
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return (digits,), ()
    region = phonenumbers.region_code_for_country_code(parsed.country_code or 0)
    trunk = phonenumbers.ndd_prefix_for_region(region, True) or ""
    nsn = phonenumbers.national_significant_number(parsed)
    written = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.NATIONAL)
    national = (trunk + nsn, re.sub(r"\D", "", written))
    with_zero = (f"{parsed.country_code}0{nsn}",) if trunk == "0" else ()  # +49 (0)151 ...
    return (digits, *with_zero), tuple(dict.fromkeys(national))


@lru_cache(maxsize=16384)
def significant_digits(number: str) -> str:
    """The digits that every way of writing `number` holds in a row: without country code and trunk prefix."""
    international, national = _digit_forms(number)
    # What all forms end in; a trunk prefix and a country code stand before it.
    forms = [*international, *national]
    shortest = min(forms, key=len, default="")
    return next((shortest[i:] for i in range(len(shortest)) if all(f.endswith(shortest[i:]) for f in forms)), "")


@lru_cache(maxsize=4096)
def phone_pattern(number: str) -> re.Pattern[str] | None:
    """Finds `number` in a text, spaced in any way; None when it has no digits. Group "nation" marks a national form."""
    international, national = _digit_forms(number)
    if not international and not national:
        return None
    ways = [r"(?:\+|\b00)\s?" + _BETWEEN.join(form) for form in international]
    ways += (
        [r"(?P<nation>(?<![\d+])(?:" + "|".join(_BETWEEN.join(form) for form in national) + "))"] if national else []
    )
    ways += [rf"(?<![\d+]){_BETWEEN.join(form)}" for form in international]
    return re.compile(rf"(?:{'|'.join(ways)})(?!\d)")


def preceded_by_other_country(text: str, start: int) -> bool:
    """Whether a national form at `start` is really the tail of a number with a country code before it."""
    return _OTHER_COUNTRY.search(text[max(0, start - 8) : start]) is not None


def same_phone(seen: str, number: str) -> bool:
    """Whether a field holds `number`, in E.164, with 00, or in national form."""
    international, national = _digit_forms(number)
    digits = re.sub(r"\D", "", seen)
    if seen.strip().startswith("+"):
        return digits in international
    return bool(digits) and (
        digits in national or digits in international or digits.removeprefix("00") in international
    )
