"""Where a value stands in what was seen: the new one, and the old one where it should not be."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from tellonce.model.change import Replaced
from tellonce.model.observation import PageLine

__all__ = ["Marked", "Values", "pieces_of", "values_of"]

Marked = list[str | list[str]]
"""Pieces of a text in order: a string, or [text, "new" or "old"]."""
_SHORT = 3
"""A component this short or shorter (12, 7b, FI) is the value only beside another of its components."""
_COMMON = frozenset({"city", "given_name"})
_BESIDE = 14
_MOST_HITS = 60


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Values:
    """What to mark. Components that both values share are not marked: they tell nothing.

    Two of them are never the same: each is asked for hundreds of texts of one change.
    """

    new: tuple[str, ...] = ()
    old: tuple[str, ...] = ()
    weak: frozenset[str] = frozenset()
    """Those of them that tell nothing alone: a town, which thousands have."""
    fields: bool = False

    def marked(self, text: str) -> Marked | None:
        """The text in pieces; None when the value stands nowhere in it."""
        found = self._spans(text)
        if not found:
            return None
        pieces: Marked = []
        at = 0
        for start, end, which in found:
            if start > at:
                pieces.append(text[at:start])
            pieces.append([text[start:end], which])
            at = end
        if at < len(text):
            pieces.append(text[at:])
        return pieces

    @property
    def alone(self) -> Values:
        """The same for a field of its own, in which a short component stands alone: house_number: 12."""
        return Values(new=self.new, old=self.old, weak=self.weak, fields=True)

    def on_page(self, lines: Sequence[PageLine]) -> list[tuple[PageLine, str]]:
        """The lines of a page in which the value stands, each with "new", or "old" where only that does."""
        found = []
        for line in lines:
            kinds = {which for _, _, which in self._spans(line.text)}
            if kinds:
                found.append((line, "new" if "new" in kinds else "old"))
        return found

    def _spans(self, text: str) -> list[tuple[int, int, str]]:
        spans: list[tuple[int, int, str]] = []
        if self.fields:
            for which, values in (("new", self.new), ("old", self.old)):
                if text.strip() in values:
                    return [(0, len(text), which)]
        folded = text.casefold()
        if not any(value.split()[0].casefold() in folded for value in (*self.new, *self.old)):
            return spans  # nearly every text, and by far the cheapest test
        # Longer ones first; the new value before the old one, of which it may hold a part.
        for which, values in (("new", self.new), ("old", self.old)):
            for value in sorted(filter(self._tells, values), key=len, reverse=True):
                _add(spans, text, value, which)
        for which, values in (("new", self.new), ("old", self.old)):
            for value in sorted((one for one in values if not self._tells(one)), key=len, reverse=True):
                anchors = [span for span in spans if span[2] == which]
                if anchors:
                    _add(spans, text, value, which, near=anchors)
        return sorted(spans)

    def _tells(self, value: str) -> bool:
        return len(value) > _SHORT and value not in self.weak


def values_of(replaced: Replaced | None) -> Values:
    """What to look for of one fact's change; nothing when the change is not known."""
    if replaced is None:
        return Values()
    before = replaced.old or {}
    new, old = _told(replaced.new, before), _told(before, replaced.new)
    weak = {
        value for told in (new, old) if not _COMMON.issuperset(told) for name, value in told.items() if name in _COMMON
    }
    return Values(
        new=tuple(dict.fromkeys(new.values())),
        old=tuple(value for value in dict.fromkeys(old.values()) if value not in new.values()),
        weak=frozenset(weak),
    )


def _told(value: Mapping[str, str], other: Mapping[str, str]) -> dict[str, str]:
    return {
        name: text.strip()
        for name, text in value.items()
        if text.strip() and text != other.get(name) and name != "country"
    }


@lru_cache(maxsize=1_024)
def _pattern(value: str) -> re.Pattern[str]:
    spaces = r"\s{1,4}".join(map(re.escape, value.split()[:20]))
    return re.compile(rf"(?<!\w){spaces}(?!\w)", re.IGNORECASE)


def _add(
    spans: list[tuple[int, int, str]],
    text: str,
    value: str,
    which: str,
    *,
    near: Iterable[tuple[int, int, str]] | None = None,
) -> None:
    for found in _pattern(value).finditer(text):
        if len(spans) >= _MOST_HITS:
            return
        start, end = found.span()
        if any(start < other_end and other_start < end for other_start, other_end, _ in spans):
            continue
        if near is not None and not any(
            0 <= start - other_end <= _BESIDE or 0 <= other_start - end <= _BESIDE for other_start, other_end, _ in near
        ):
            continue
        spans.append((start, end, which))


def pieces_of(text: str, values: Values) -> Any:
    """The text itself, or its pieces when the value stands in it: `Marked` in app/src/payload.ts."""
    return values.marked(text) or text
