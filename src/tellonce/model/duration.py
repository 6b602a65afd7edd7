"""Durations as people write them: "5 s", "1 day", "two weeks"."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import BeforeValidator, Field

__all__ = ["DURATION_PATTERN", "Seconds", "describe_s", "parse_duration_s"]

_NUMBERS = {
    word: number
    for number, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
        ]
    )
} | {"a": 1, "an": 1}
_UNITS_S = {
    "ms": 0.001,
    "millisecond": 0.001,
    "s": 1.0,
    "sec": 1.0,
    "second": 1.0,
    "min": 60.0,
    "minute": 60.0,
    "h": 3600.0,
    "hour": 3600.0,
    "day": 86400.0,
    "week": 604800.0,
}
DURATION_PATTERN = (
    rf"(?:\d+(?:\.\d+)?|{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})"
    r" ?(?:ms|s|sec|min|h|(?:milliseconds?|seconds?|minutes?|hours?|days?|weeks?))"
)
_SHAPE = re.compile(r"^(?P<number>\d+(?:\.\d+)?|[a-z]+) ?(?P<unit>[a-z]+)$")


def parse_duration_s(text: str) -> float:
    """Seconds meant by `text`. Raises ValueError with the valid units when it is not a duration."""
    found = _SHAPE.match(text.strip().casefold())
    if found:
        number, unit = found["number"], found["unit"]
        unit_s = _UNITS_S.get(unit) or _UNITS_S.get(unit.removesuffix("s"))
        count = float(number) if number[0].isdigit() else _NUMBERS.get(number)
        if unit_s is not None and count is not None:
            return count * unit_s
    raise ValueError(f"'{text}' is not a duration; write a number and a unit, such as '5 s', '2 minutes', '1 day'")


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


def _to_seconds(value: object) -> object:
    return parse_duration_s(value) if isinstance(value, str) else value


Seconds = Annotated[float, BeforeValidator(_to_seconds), Field(ge=0, allow_inf_nan=False)]
