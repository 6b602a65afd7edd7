"""Durations as people write them: "5 s", "1 day", "two weeks"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Annotated

from pydantic import BeforeValidator, Field, ValidationInfo

__all__ = [
    "DURATION_PATTERN",
    "NUMBER_WORDS",
    "UNITS",
    "WRITTEN_BY_HAND",
    "NotADuration",
    "Seconds",
    "describe_s",
    "insist_on_a_unit",
    "parse_duration_s",
]

WRITTEN_BY_HAND = {"written": "by hand"}
"""The validation context of what people write: there, a duration without a unit is refused."""

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
NUMBER_WORDS: tuple[str, ...] = tuple(_NUMBERS)
"""The words that say a number: "two", "a"."""
UNITS: tuple[str, ...] = tuple(_UNITS_S)
"""The units as they are written after a number, without the s of several."""
_WORDS = ("millisecond", "second", "minute", "hour", "day", "week")
DURATION_PATTERN = (
    rf"(?:\d+(?:\.\d+)?|{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})"
    r" ?(?:ms|s|sec|min|h|(?:milliseconds?|seconds?|minutes?|hours?|days?|weeks?))"
)
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_SHAPE = re.compile(r"^(?P<number>\d+(?:\.\d+)?|[a-z]+) ?(?P<unit>[a-z]+)$")


class NotADuration(ValueError):
    """near: the duration that was probably meant, or None.  meant: a number or a unit shows that one was meant."""

    def __init__(self, text: str) -> None:
        self.near = _near(text)
        words = text.casefold().split()
        self.meant = bool(self.near) or any(_is_number(word) or word.removesuffix("s") in _UNITS_S for word in words)
        if _NUMBER.fullmatch(text.strip()):
            said = f"{text} of what? write '{text} s', '{text} minutes', '{text} days'"
        elif self.near:
            said = f"'{text}' is not a duration; did you mean '{self.near}'?"
        else:
            said = f"'{text}' is not a duration; write a number and a unit, such as '5 s', '2 minutes', '1 day'"
        super().__init__(said)


def _near(text: str) -> str | None:
    """ "two weeks" for "too weeks", "10 days" for "10 dayz" or "10"; None where neither word is near one."""
    words = re.findall(r"\d+(?:\.\d+)?|[^\W\d]+", text.casefold())
    if _NUMBER.fullmatch(text.strip()):
        return f"{text.strip()} days"
    if len(words) != 2:
        return None
    number = words[0] if _is_number(words[0]) else _closest(words[0], _NUMBERS)
    singular = words[1].removesuffix("s")
    unit = singular if singular in _UNITS_S else _closest(singular, _UNITS_S)
    if number is None or unit is None:
        return None
    return f"{number} {unit}{'s' if unit in _WORDS and number not in ('1', 'a', 'an', 'one') else ''}"


def _is_number(word: str) -> bool:
    return word in _NUMBERS or _NUMBER.fullmatch(word) is not None


def _closest(word: str, known: Iterable[str]) -> str | None:
    likely = [one for one in known if abs(len(one) - len(word)) <= 1]
    return next(iter(get_close_matches(word, likely, n=1, cutoff=0.6)), None)


def parse_duration_s(text: str) -> float:
    """Seconds meant by `text`. Raises NotADuration, a ValueError, with what was meant or how to write one."""
    found = _SHAPE.match(text.strip().casefold())
    if found:
        number, unit = found["number"], found["unit"]
        unit_s = _UNITS_S.get(unit) or _UNITS_S.get(unit.removesuffix("s"))
        count = float(number) if number[0].isdigit() else _NUMBERS.get(number)
        if unit_s is not None and count is not None:
            return count * unit_s
    raise NotADuration(text)


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
        raise NotADuration(f"{value:g}")


def _to_seconds(value: object, info: ValidationInfo) -> object:
    if isinstance(value, str):
        return parse_duration_s(value)
    insist_on_a_unit(value, info)
    return value


Seconds = Annotated[float, BeforeValidator(_to_seconds), Field(ge=0, allow_inf_nan=False)]
