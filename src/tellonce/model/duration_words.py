"""How one language writes durations: its numbers, its units in every form that a sentence needs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property

__all__ = ["DurationUnit", "DurationWords", "NotADuration"]

_WORD = re.compile(r"\d+(?:[.,]\d+)?|[^\W\d]+")
_SECOND_S, _MINUTE_S, _DAY_S, _WEEK_S = 1.0, 60.0, 86400.0, 604800.0


class NotADuration(ValueError):
    """near: the duration that was probably meant, or None.  meant: a number or a unit shows that one was meant."""

    def __init__(self, said: str, *, near: str | None, meant: bool) -> None:
        self.near, self.meant = near, meant
        super().__init__(said)


@dataclass(frozen=True, slots=True, kw_only=True)
class DurationUnit:
    """seconds: of one.  one, many: "week", "weeks".  others: every other form, of a case or an abbreviation."""

    seconds: float
    one: str
    many: str
    others: tuple[str, ...] = ()

    @property
    def forms(self) -> tuple[str, ...]:
        """Each form once."""
        return tuple(dict.fromkeys((self.one, self.many, *self.others)))


@dataclass(frozen=True, kw_only=True)
class DurationWords:
    """numbers: word -> number.  units: each with its forms; of two units of one length, what people say comes last.

    decimal: the sign before decimals, "" for a reader that takes whole numbers only. The other sign would group
    thousands ("1.500" is fifteen hundred in German), so it is refused.
    """

    numbers: Mapping[str, int]
    units: tuple[DurationUnit, ...]
    decimal: str = "."

    @property
    def example(self) -> str:
        """ "2 weeks" in this language."""
        return f"2 {self._unit(_WEEK_S).many}"

    @cached_property
    def pattern(self) -> str:
        """A regular expression of every duration, without groups."""
        numbers = "|".join(map(re.escape, sorted(self.numbers, key=len, reverse=True)))
        forms = sorted({form for unit in self.units for form in unit.forms}, key=lambda form: (-len(form), form))
        return rf"(?:{self._digits}|{numbers}) ?(?:{'|'.join(map(re.escape, forms))})"

    def parse_s(self, text: str) -> float:
        """Seconds meant by `text`. Raises NotADuration, with what was meant or how to write one."""
        found = re.fullmatch(rf"({self._digits}|[^\W\d]+) ?([^\W\d]+)", text.strip().casefold())
        if found:
            count, unit = self._count(found[1]), self._forms.get(found[2])
            if count is not None and unit is not None:
                return count * unit.seconds
        near = self._near(text)
        words = text.casefold().split()
        meant = bool(near) or any(self._count(word) is not None or word in self._forms for word in words)
        raise NotADuration(self._said(text, near), near=near, meant=meant)

    @property
    def _digits(self) -> str:
        return rf"\d+(?:{re.escape(self.decimal)}\d+)?" if self.decimal else r"\d+"

    @cached_property
    def _forms(self) -> dict[str, DurationUnit]:
        return {form.casefold(): unit for unit in self.units for form in unit.forms}

    @cached_property
    def _folded(self) -> dict[str, int]:
        return {word.casefold(): number for word, number in self.numbers.items()}

    def _count(self, word: str) -> float | None:
        if re.fullmatch(self._digits, word):
            return float(word.replace(",", "."))
        return self._folded.get(word)

    def _unit(self, seconds: float) -> DurationUnit:
        return next(unit for unit in reversed(self.units) if unit.seconds == seconds)

    def _said(self, text: str, near: str | None) -> str:
        second = next(unit for unit in self.units if unit.seconds == _SECOND_S).one
        minute, day = self._unit(_MINUTE_S), self._unit(_DAY_S)
        if re.fullmatch(self._digits, text.strip()):
            return f"{text} of what? write '{text} {second}', '{text} {minute.many}', '{text} {day.many}'"
        if near:
            return f"'{text}' is not a duration; did you mean '{near}'?"
        such = f"such as '5 {second}', '2 {minute.many}', '1 {day.one}'"
        return f"'{text}' is not a duration; write a number and a unit, {such}"

    def _near(self, text: str) -> str | None:
        """ "two weeks" for "too weeks", "10 days" for "10 dayz" or "10"; None where neither word is near one."""
        if re.fullmatch(self._digits, text.strip()):
            return f"{text.strip()} {self._unit(_DAY_S).many}"
        words = _WORD.findall(text.casefold())
        if len(words) != 2:
            return None
        number = words[0] if self._count(words[0]) is not None else _closest(words[0], self._folded)
        form = words[1] if words[1] in self._forms else _closest(words[1], self._forms)
        if number is None or form is None:
            return None
        unit = self._forms[form]
        if form == words[1]:
            return f"{number} {next(one for one in unit.forms if one.casefold() == form)}"
        return f"{number} {unit.one if self._count(number) == 1 else unit.many}"


def _closest(word: str, known: Iterable[str]) -> str | None:
    likely = [one for one in known if abs(len(one) - len(word)) <= 1]
    return next(iter(get_close_matches(word, likely, n=1, cutoff=0.6)), None)
