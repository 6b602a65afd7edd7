"""What differs between the value she gave and the value that was seen."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from rapidfuzz.distance import LCSseq

from tellonce.model.change import Replaced

__all__ = ["ComponentDifference", "Piece", "by_component", "by_word"]

_WORD = re.compile(r"(\w+)")
_LONGEST = 200
"""Words: of longer texts marks would tell nothing, so they are shown whole."""
_COMMON = 1 / 3
"""The share of words that must be common before the others are worth a mark."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ComponentDifference:
    """One component. state: "new", "old" or "other" (what was seen is neither), "same" when it did not change."""

    name: str
    old: str
    new: str
    seen: str
    state: str


class Piece(NamedTuple):
    """Some words; `differs` when the other value lacks them."""

    text: str
    differs: bool


def by_component(replaced: Replaced | None, seen: Mapping[str, str]) -> tuple[ComponentDifference, ...]:
    """Component by component. seen: what was read; without any, as of a place that shows only text, there is none."""
    if replaced is None or not seen:
        return ()
    rows = []
    for name, new in replaced.new.items():
        old, read = (replaced.old or {}).get(name, ""), seen.get(name, "")
        if not (old or new or read):
            continue
        state = "other"
        if read == new:
            state = "same" if old == new else "new"
        elif read == old:
            state = "old"
        rows.append(ComponentDifference(name=name, old=old, new=new, seen=read, state=state))
    return tuple(rows)


def by_word(expected: str, seen: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Both lines cut into pieces, the words that the other lacks marked; what stands between words is no news.

    Nothing is marked when hardly a word is common: where all is different, marks show nothing.
    """
    left, right = _WORD.split(expected), _WORD.split(seen)
    words, others = left[1::2], right[1::2]
    most = max(len(words), len(others))
    if most <= _LONGEST:
        mine, theirs = [True] * len(words), [True] * len(others)
        for step in LCSseq.opcodes(words, others):
            if step.tag == "equal":
                mine[step.src_start : step.src_end] = [False] * (step.src_end - step.src_start)
                theirs[step.dest_start : step.dest_end] = [False] * (step.dest_end - step.dest_start)
        common = mine.count(False)
        if common and common >= _COMMON * most:
            return tuple(_pieces(left, mine)), tuple(_pieces(right, theirs))
    return (Piece(expected, False),), (Piece(seen, False),)


def _pieces(parts: Sequence[str], differs: Sequence[bool]) -> Iterator[Piece]:
    """parts: what stands before, between and after words, and the words, by turns."""
    text = parts[0]
    for word, after, mark in zip(parts[1::2], parts[2::2], differs, strict=True):
        if not mark:
            text += word + after
            continue
        if text:
            yield Piece(text, False)
        yield Piece(word, True)
        text = after
    if text:
        yield Piece(text, False)
