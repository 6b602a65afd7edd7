"""Counts contacts by touchpoint and cause, a row at a time, in memory that does not grow with the rows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from tellonce.contacts.days import monday_of
from tellonce.contacts.rows import Row
from tellonce.contacts.words import Meaning, Words
from tellonce.model.contact_account import UnreadRow
from tellonce.story.visible import one_line

__all__ = ["MOST_UNREAD", "Heap", "Tally"]

MOST_UNREAD = 1_000
"""So many rows that cannot be understood are listed; all are counted."""
_MOST_UNKNOWN = 1_000
_MOST_CHANNELS = 30
_LONGEST_QUOTE = 160
_SHORTEST_NAME = 3
_MANY = Meaning(key="", word="further words, which are too many to list")
_OTHERS = "others"


@dataclass(slots=True, kw_only=True)
class Heap:
    """The contacts about one touchpoint with one cause. Days as 2026-05-04; weeks by their Monday."""

    about: Meaning
    cause: Meaning
    contacts: int = 0
    first: str = "9999"
    last: str = ""
    weeks: Counter[str] = field(default_factory=Counter)
    channels: Counter[str] = field(default_factory=Counter)
    quotes: list[str] = field(default_factory=list)


class Tally:
    """Everything that was counted. since, until: days, "" for no limit; both count.  quotes: how many of each heap."""

    def __init__(
        self, words: Words, day_of: Callable[[str], str], *, since: str = "", until: str = "", quotes: int = 0
    ) -> None:
        self._words, self._day_of = words, day_of
        self._since, self._until, self._quotes = since, until or "9999", quotes
        self._heaps: dict[tuple[str, str, str, str], Heap] = {}
        self._unknown = 0
        self.outside = 0
        self.unread: Counter[str] = Counter()
        self.unread_rows: list[UnreadRow] = []

    @property
    def heaps(self) -> tuple[Heap, ...]:
        """In the order in which they were met."""
        return tuple(self._heaps.values())

    def count(self, file: str, rows: Iterable[Row]) -> None:
        """Put every row on a heap, or tell why it cannot be. file: as messages name it."""
        for row in rows:
            wrong = row.wrong or self._count(row)
            if wrong:
                self._tell(file, row, wrong)

    def _count(self, row: Row) -> str:
        """Why it cannot be understood; "" when it was counted."""
        if not row.time:
            return "it has no time"
        try:
            day = self._day_of(row.time)
        except ValueError:
            # Not repeated: where columns are shifted, this may be her name or her number.
            return "its time cannot be read"
        if not row.about:
            return "it does not say what it is about"
        if not (row.about.isascii() and row.cause.isascii() and row.channel.isascii()) and not _is_utf8(row):
            return "it is not UTF-8"
        if not self._since <= day <= self._until:
            self.outside += 1
            return ""
        heap = self._heap(self._words.about(row.about), self._words.cause(row.cause))
        heap.contacts += 1
        heap.first = min(heap.first, day)
        heap.last = max(heap.last, day)
        heap.weeks[monday_of(day)] += 1
        channel = self._words.channel(row.channel)
        if channel:
            known = channel in heap.channels or len(heap.channels) < _MOST_CHANNELS
            heap.channels[channel if known else _OTHERS] += 1
        if row.said and len(heap.quotes) < self._quotes:
            heap.quotes.append(_quote(row))
        return ""

    def _heap(self, about: Meaning, cause: Meaning) -> Heap:
        unknown = [one.word.casefold() if not one.key else "" for one in (about, cause)]
        key = (about.key, unknown[0], cause.key, unknown[1])
        heap = self._heaps.get(key)
        if heap is None:
            if not about.key or (cause.word and not cause.key):
                if self._unknown >= _MOST_UNKNOWN and _MANY not in (about, cause):
                    return self._heap(about if about.key else _MANY, cause if cause.key or not cause.word else _MANY)
                self._unknown += 1
            heap = self._heaps[key] = Heap(about=about, cause=cause)
        return heap

    def _tell(self, file: str, row: Row, why: str) -> None:
        self.unread[why] += 1
        if len(self.unread_rows) < MOST_UNREAD:
            lines = f"{row.line}" if row.end <= row.line else f"{row.line}-{row.end}"
            self.unread_rows.append(UnreadRow(place=f"{file}:{lines}", why=why))


def _is_utf8(row: Row) -> bool:
    """Bad bytes were read as lone surrogates, which no text can be written of."""
    try:
        f"{row.about}{row.cause}{row.channel}".encode()
    except UnicodeEncodeError:
        return False
    return True


def _quote(row: Row) -> str:
    """What she said, on one line and harmless, without her number or the parts of her name."""
    said = row.said[: 4 * _LONGEST_QUOTE]
    hers = [row.customer, *(part for part in row.customer.split() if len(part) >= _SHORTEST_NAME)]
    if row.customer:
        said = re.sub("|".join(re.escape(part) for part in hers), "[customer]", said, flags=re.IGNORECASE)
    return one_line(said, _LONGEST_QUOTE)
