"""Durations as people write them: "5 s", "1 day", "two weeks"."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field, ValidationInfo

from tellonce.model.duration_words import DurationUnit, DurationWords, NotADuration

__all__ = [
    "DURATION_PATTERN",
    "ENGLISH",
    "NUMBER_WORDS",
    "UNITS",
    "WRITTEN_BY_HAND",
    "DurationWords",
    "NotADuration",
    "Seconds",
    "describe_s",
    "insist_on_a_unit",
    "parse_duration_s",
]

WRITTEN_BY_HAND = {"written": "by hand"}
"""The validation context of what people write: there, a duration without a unit is refused."""

_UNITS_S = {"millisecond": 0.001, "second": 1.0, "minute": 60.0, "hour": 3600.0, "day": 86400.0, "week": 604800.0}
_SHORT = {"ms": "millisecond", "s": "second", "sec": "second", "secs": "second", "h": "hour"}
_SHORT |= {"min": "minute", "mins": "minute"}
_COUNTED = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen"

ENGLISH = DurationWords(
    numbers={**{word: number for number, word in enumerate(_COUNTED.split())}, "a": 1, "an": 1},
    units=(
        *(DurationUnit(seconds=_UNITS_S[of], one=short, many=short) for short, of in _SHORT.items()),
        *(DurationUnit(seconds=seconds, one=unit, many=f"{unit}s") for unit, seconds in _UNITS_S.items()),
    ),
)
DURATION_PATTERN = ENGLISH.pattern
NUMBER_WORDS: tuple[str, ...] = tuple(ENGLISH.numbers)
"""The words that say a number: "two", "a"."""
UNITS: tuple[str, ...] = (*_SHORT, *_UNITS_S)
"""The units as they are written after a number, without the s of several."""


def parse_duration_s(text: str) -> float:
    """Seconds meant by `text`. Raises NotADuration, a ValueError, with what was meant or how to write one."""
    return ENGLISH.parse_s(text)


def describe_s(seconds: float) -> str:
    """`seconds` in the largest unit that says it plainly: 0.2 s, 90 s, 5 minutes, 1 day, 2 weeks."""
    for unit, unit_s in (("week", 604800.0), ("day", 86400.0), ("hour", 3600.0), ("minute", 60.0)):
        count = seconds / unit_s
        if count >= 1 and abs(count - round(count)) < 1e-9 and (unit != "minute" or count >= 2):
            return f"{round(count)} {unit}{'' if round(count) == 1 else 's'}"
    if seconds >= 172800:
        return f"{seconds / 86400:.1f} days"
    if seconds >= 7200:
        return f"{seconds / 3600:.1f} hours"
    if seconds >= 120:
        return f"{seconds / 60:.1f} minutes"
    return f"{seconds:.3g} s" if seconds < 10 else f"{seconds:.0f} s"


def insist_on_a_unit(value: object, info: ValidationInfo) -> None:
    """A number that a person wrote has no unit: 10 could be seconds or days. In code and histories it is seconds.

    Raises NotADuration for such a number.
    """
    by_hand = info.context is WRITTEN_BY_HAND
    if by_hand and isinstance(value, int | float) and not isinstance(value, bool) and value > 0:
        parse_duration_s(f"{value:g}")


def _to_seconds(value: object, info: ValidationInfo) -> object:
    if isinstance(value, str):
        return parse_duration_s(value)
    insist_on_a_unit(value, info)
    return value


Seconds = Annotated[float, BeforeValidator(_to_seconds), Field(ge=0, allow_inf_nan=False)]
