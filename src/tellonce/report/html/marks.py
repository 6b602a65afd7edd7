"""Where a value stands in what was seen: the new one, whole or garbled, and the old one where it should not be."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, NamedTuple

from tellonce.model.blueprint import Normalisation
from tellonce.model.change import Replaced
from tellonce.model.facts import FactKind
from tellonce.model.observation import Box, PageLine
from tellonce.recognise.components import Way, same, way_of
from tellonce.recognise.mangled import SHORTEST_CUT_CHARS, mangled_spans

__all__ = ["Marked", "PageMark", "Values", "pieces_of", "values_of"]

Marked = list[str | list[str]]
"""Pieces of a text in order: a string, or [text, "new", "garbled" or "old"]."""
_SHORT = 3
"""A component this short or shorter (12, 7b, FI) is the value only beside another of its components."""
_COMMON = frozenset({"city", "given_name"})
_BESIDE = 14
_MOST_HITS = 60
_SHORTEST_CUT_BESIDE_CHARS, _SHORTEST_CUT_FIELD_CHARS = 2, 3
"""A beginning of a value, beside another of its components, and one that is all of a field."""
_GRAVEST_FIRST = ("garbled", "new", "old")
"""Of what stands in one line, when it can only be marked as a whole."""
_NO_WORD = re.compile(r"[^\w\n]{0,3}")
_Span = tuple[int, int, str]


class PageMark(NamedTuple):
    """A place on a page's picture. which: as in `Marked`.  said: what stands there; the whole line, where the places of
    its words are not known."""

    box: Box
    which: str
    said: str
    window: bool


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
    named: tuple[tuple[str, str], ...] = ()
    """The components of the new value: name and text."""
    spelling: Normalisation | None = None
    """How the place may write a value, where the new one is sought garbled as well; None where it is not."""
    ways: tuple[tuple[str, Way], ...] = ()
    """How each component of the new value is compared there: its text and the way."""

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
        return replace(self, fields=True)

    def garbled(self, kind: FactKind, spelling: Normalisation) -> Values:
        """The same, and the new value is sought where it is garbled: by the judge's rules, which cost more."""
        ways = tuple((text, way_of(kind, name)) for name, text in self.named)
        return replace(self, spelling=spelling, ways=ways)

    def on_page(self, lines: Sequence[PageLine]) -> list[PageMark]:
        """Where on a page the value stands, from its first line to its last: its words, or the lines that hold it."""
        spans = _joined(self._spans("\n".join(line.text for line in lines)), lines)
        found: list[PageMark] = []
        at = 0
        for line in lines if spans else ():
            here = [
                (max(start, at) - at, min(end, at + len(line.text)) - at, which)
                for start, end, which in spans
                if start < at + len(line.text) and end > at
            ]
            found += _marks_in(line, here)
            at += len(line.text) + 1
        return found

    def _spans(self, text: str) -> list[_Span]:
        spans: list[_Span] = []
        if self.fields:
            for which, values in (("new", self.new), ("old", self.old)):
                if text.strip() in values:
                    return [(0, len(text), which)]
            if self.spelling is not None and (garbled := self._garbled_field(text)):
                return [garbled]
        folded = text.casefold()
        if self.spelling is None and not any(value.split()[0].casefold() in folded for value in (*self.new, *self.old)):
            return spans  # nearly every text, and by far the cheapest test
        # Longer ones first; the new value before the old one, of which it may hold a part.
        for which, values in (("new", self.new), ("old", self.old)):
            for value in sorted(filter(self._tells, values), key=len, reverse=True):
                self._add(spans, text, value, which)
        self._add_garbled(spans, text, filter(self._tells, self.new))
        for which, values in (("new", self.new), ("old", self.old)):
            for value in sorted((one for one in values if not self._tells(one)), key=len, reverse=True):
                anchors = [span for span in spans if (span[2] == "old") == (which == "old")]
                if anchors:
                    self._add(spans, text, value, which, near=anchors)
        anchors = [span for span in spans if span[2] != "old"]
        if anchors:
            self._add_garbled(spans, text, self.new, near=anchors)
        return sorted(spans)

    def _add(
        self, spans: list[_Span], text: str, value: str, which: str, *, near: Sequence[_Span] | None = None
    ) -> None:
        for found in _pattern(value).finditer(text):
            kind = which if which == "old" else self._kind(found[0], value)
            _place(spans, text, (*found.span(), kind), near)

    def _add_garbled(
        self, spans: list[_Span], text: str, values: Iterable[str], *, near: Sequence[_Span] | None = None
    ) -> None:
        """near: anchors; beside them a short value counts as well, and a short beginning of one."""
        if self.spelling is None:
            return
        shortest = SHORTEST_CUT_CHARS if near is None else _SHORTEST_CUT_BESIDE_CHARS
        for value in sorted(values, key=len, reverse=True):
            if _pattern(value).search(text):
                continue  # it stands there whole, and that is marked
            for start, end, _ in mangled_spans(text, value, shortest_cut=shortest):
                _place(spans, text, (start, end, self._kind(text[start:end], value)), near)

    def _garbled_field(self, text: str) -> _Span | None:
        """The field, where a component fills it garbled and nothing else does."""
        whole = (len(text) - len(text.lstrip()), len(text.rstrip()))
        for value in self.new:
            for start, end, _ in mangled_spans(text, value, shortest_cut=_SHORTEST_CUT_FIELD_CHARS):
                if (start, end) == whole:
                    return (start, end, self._kind(text[start:end], value))
        return None

    def _kind(self, seen: str, value: str) -> str:
        """Whether what stands there is the new value as the place may write it, or a garbled one."""
        if self.spelling is None or seen == value:
            return "new"
        return "new" if same(dict(self.ways).get(value, Way.WORDS), seen, value, self.spelling) else "garbled"

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
        named=tuple(new.items()),
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


def _place(spans: list[_Span], text: str, span: _Span, near: Sequence[_Span] | None) -> None:
    """Add it, unless it lies over another, or is not beside any of the spans where it has to be."""
    start, end, _ = span
    if len(spans) >= _MOST_HITS or any(start < other_end and other_start < end for other_start, other_end, _ in spans):
        return
    if near is not None and not any(
        _beside(text, other_end, start) or _beside(text, end, other_start) for other_start, other_end, _ in near
    ):
        return
    spans.append(span)


def _beside(text: str, end: int, start: int) -> bool:
    """Whether what ends and what starts there stand near each other: a whole line between them is too much."""
    return 0 <= start - end <= _BESIDE and text.count("\n", end, start) <= 1


def _joined(spans: Sequence[_Span], lines: Sequence[PageLine]) -> list[_Span]:
    """Neighbours of one kind in one line as one: a street and its house number are one place on a page."""
    text = "\n".join(line.text for line in lines) if spans else ""
    joined: list[_Span] = []
    for start, end, which in spans:
        last = joined[-1] if joined else None
        if last and last[2] == which and _NO_WORD.fullmatch(text, last[1], start):
            joined[-1] = (last[0], end, which)
        else:
            joined.append((start, end, which))
    return joined


def _marks_in(line: PageLine, spans: Sequence[_Span]) -> list[PageMark]:
    """The places in one line, with offsets in its text: each its own mark, or one of the whole line."""
    if not spans:
        return []
    words, ends = [found.span() for found in re.finditer(r"\S+", line.text)], line.word_ends
    if len(words) != len(ends):
        gravest = min((which for *_, which in spans), key=_GRAVEST_FIRST.index)
        return [PageMark(line.box, gravest, line.text, line.window)]
    _, top, _, bottom = line.box
    found = []
    for start, end, which in spans:
        within = [edges for (first, last), edges in zip(words, ends, strict=True) if first < end and start < last]
        if not within:
            continue  # of a line that is empty, between two that hold the value
        box = (min(left for left, _ in within), top, max(right for _, right in within), bottom)
        found.append(PageMark(box, which, line.text[start:end], line.window))
    return found


def pieces_of(text: str, values: Values) -> Any:
    """The text itself, or its pieces when the value stands in it: `Marked` in app/src/payload.ts."""
    return values.marked(text) or text
