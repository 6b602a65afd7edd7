"""What of a service's personal data reports do not show: the table [tool.tellonce.mask]."""

from __future__ import annotations

import re
from importlib import import_module
from typing import Any, Literal

from pydantic import Field, field_validator

from tellonce.model.base import Frozen

__all__ = ["MaskSettings", "OwnPattern", "why_slow"]

parser: Any = import_module("re._parser")
"""The standard library's own reader of patterns: nothing public tells how a pattern is built."""
_LONGEST_PATTERN = 200
_MOST_WAYS = 2_000
_NO = {
    parser.GROUPREF: "refers back to a group",
    parser.GROUPREF_EXISTS: "asks whether a group was found",
    parser.ASSERT: "looks ahead or behind",
    parser.ASSERT_NOT: "looks ahead or behind",
}
_REPEATS = (parser.MAX_REPEAT, parser.MIN_REPEAT, parser.POSSESSIVE_REPEAT)


class OwnPattern(Frozen):
    """A rule of the project's own: what is found by `pattern`, a regular expression of Python's, is masked as `name`.

    So that no text can make it slow, it may repeat only within bounds, {1,20}, no repeat inside another, and may
    neither look around nor refer back.
    """

    name: str = Field(min_length=1, max_length=40, pattern=r"^[\w -]+$")
    pattern: str = Field(min_length=1, max_length=_LONGEST_PATTERN)

    @field_validator("pattern")
    @classmethod
    def _quick(cls, pattern: str) -> str:
        why = why_slow(pattern)
        if why:
            raise ValueError(why)
        return pattern


class MaskSettings(Frozen):
    """rules: by name.  patterns: the project's own.  pictures: nothing in a picture can be masked, so either they are
    kept or left out of the run's evidence. Without rules and patterns nothing is masked."""

    rules: tuple[Literal["email", "phone", "iban", "card_number"], ...] = ()
    patterns: tuple[OwnPattern, ...] = ()
    pictures: Literal["keep", "leave out"] = "keep"

    @property
    def masks_anything(self) -> bool:
        """Whether there is anything to do."""
        return bool(self.rules or self.patterns or self.pictures != "keep")


def why_slow(pattern: str) -> str:
    """Why this pattern is refused: it is none, or some text could make it take very long. Empty when it is fine."""
    try:
        tree = parser.parse(pattern)
        if re.compile(pattern).match(""):
            return "it finds nothing at all, the empty text, everywhere"
        _ways(tree, inside=False)
    except (re.error, OverflowError, RecursionError) as error:
        return f"it is no regular expression: {error}"
    except _Slow as slow:
        return str(slow)
    return ""


class _Slow(Exception):
    pass


def _ways(tree: Any, *, inside: bool) -> int:
    """In how many ways it may be tried from one place on. inside: within a repeat."""
    ways = 1
    for kind, argument in tree:
        if kind in _NO:
            raise _Slow(f"it {_NO[kind]}, which a pattern of masks may not")
        if kind in _REPEATS:
            least, most, inner = argument
            if most is parser.MAXREPEAT:
                raise _Slow("it repeats without end: write how often at most, as in \\d{1,20}")
            varies = most > least
            if varies and inside:
                raise _Slow("a repeat stands inside another repeat")
            ways *= (int(most) - int(least) + 1) * _ways(inner, inside=inside or most > 1)
        elif kind is parser.BRANCH:
            ways *= sum(_ways(branch, inside=inside) for branch in argument[1])
        elif kind is parser.SUBPATTERN:
            ways *= _ways(argument[-1], inside=inside)
        elif kind is parser.ATOMIC_GROUP:
            ways *= _ways(argument, inside=inside)
        if ways > _MOST_WAYS:
            raise _Slow(f"it may be tried in more than {_MOST_WAYS:,} ways: repeat less often")
    return ways
