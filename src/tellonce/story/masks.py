"""Masks: personal data that is not the harness's own, taken out of what reports show, by rule."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from tellonce.model.masks import MaskSettings

__all__ = ["Masks", "current_masks", "masked", "masking"]

_RULES: Mapping[str, str] = {
    # Bounded repeats only: no text, however it is made, takes long.
    "email": r"(?<![\w.%+-])[\w.%+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}(?!\w)",
    "iban": r"(?<!\w)[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?(?!\w)",
    "card_number": r"(?<!\w)(?:\d[ -]?){12,18}\d(?!\w)",
    "phone": r"(?<![\w.,:-])(?:\+|00|\(?0)[\d ()/.-]{6,20}\d(?![\w-])",
}
"""In the order in which they are tried: what is an IBAN is no phone number."""
_MARK = re.compile(r"⟦masked: ([^⟧\n]{1,60})⟧")
_SHORTEST_OWN = 6
"""Letters and digits: what stands in one of our own values is spared from this length on."""
_LEAST_DIGITS, _MOST_DIGITS = 7, 15
"""Of a telephone number (E.164)."""


@dataclass(slots=True)
class Masks:
    """The rules of one project, and the values of the customers that the harness made itself, which stay.

    counts: rule -> how many values were masked by this object or, as marks in the text, before.
    """

    settings: MaskSettings
    counts: Counter[str] = field(default_factory=Counter)
    _own: set[str] = field(default_factory=set)
    _digits: set[str] = field(default_factory=set)

    @property
    def keeps_pictures(self) -> bool:
        """Whether pictures stay: no rule can mask what is in one."""
        return self.settings.pictures == "keep"

    def spare(self, values: Iterable[str]) -> None:
        """These are the harness's own: they are shown."""
        for value in values:
            plain = _plain(value)
            if len(plain) >= _SHORTEST_OWN:
                self._own.add(plain)
                if plain.isdigit():
                    self._digits.add(plain[-_SHORTEST_OWN - 1 :])

    def take(self, later: Masks) -> None:
        """What another process masked, and spared."""
        self.counts += later.counts
        self._own |= later._own
        self._digits |= later._digits

    def mask(self, text: str) -> str:
        """`text` with all that a rule finds, and that is not ours, as ⟦masked: rule⟧."""
        for found in _MARK.finditer(text):
            self.counts[found[1]] += 1
        for name, pattern in _patterns(self.settings):
            text = pattern.sub(lambda found, name=name: self._mark(name, found[0]), text)  # type: ignore[misc]
        return text

    def _mark(self, name: str, found: str) -> str:
        plain = _plain(found)
        digits = sum(letter.isdigit() for letter in plain)
        if name == "phone" and not _LEAST_DIGITS <= digits <= _MOST_DIGITS:
            return found
        if name == "card_number" and not _luhn(plain):
            return found
        if plain in self._own or (plain.isdigit() and plain[-_SHORTEST_OWN - 1 :] in self._digits):
            return found
        self.counts[name] += 1
        return f"⟦masked: {name}⟧"


_current: ContextVar[Masks | None] = ContextVar("masks", default=None)


current_masks: Final[Callable[[], Masks | None]] = _current.get
"""The masks that hold now, or None when nothing is masked. The very method: it is asked for every text of a report."""


@contextmanager
def masking(masks: Masks | None) -> Iterator[None]:
    """Mask by these for the time being."""
    token = _current.set(masks)
    try:
        yield
    finally:
        _current.reset(token)


def masked(text: str) -> str:
    """`text` as the masks that hold now leave it."""
    masks = _current.get()
    return text if masks is None or not text else masks.mask(text)


@lru_cache
def _patterns(settings: MaskSettings) -> tuple[tuple[str, re.Pattern[str]], ...]:
    named = [(name, re.compile(pattern)) for name, pattern in _RULES.items() if name in settings.rules]
    return (*((own.name, re.compile(own.pattern)) for own in settings.patterns), *named)


def _plain(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def _luhn(digits: str) -> bool:
    """Whether it is a card number by its check digit (ISO/IEC 7812-1)."""
    if not digits.isascii() or not digits.isdigit():
        return False
    total = 0
    for place, digit in enumerate(map(int, reversed(digits))):
        total += digit if place % 2 == 0 else sum(divmod(digit * 2, 10))
    return total % 10 == 0
