"""How many, as people write it: "3", "one", "twelve"."""

from __future__ import annotations

__all__ = ["NUMBER_PATTERN", "parse_number", "times"]

_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_NUMBERS = {word: number for number, word in enumerate(_WORDS, 1)}
NUMBER_PATTERN = rf"\d+|{'|'.join(sorted(_NUMBERS, key=len, reverse=True))}"


def parse_number(text: str) -> int:
    """The number meant by `text`. Raises ValueError for none at all, and for what is no number."""
    number = int(text) if text.isdecimal() else _NUMBERS.get(text.casefold())
    if number is None:
        raise ValueError(f"'{text}' is no number; write 1, 2, 3, or one to twelve")
    if number == 0:
        raise ValueError(f"'{text}' is none at all: say 'no ... is sent to ...' for that")
    return number


def times(number: int) -> str:
    """How often: "never", "once", "twice", "3 times"."""
    return {0: "never", 1: "once", 2: "twice"}.get(number, f"{number} times")
