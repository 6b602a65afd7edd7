"""What differs between the value she gave and the value that was seen."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from tellonce.model.change import Replaced

__all__ = ["ComponentDifference", "Piece", "by_component", "by_word"]

_TOKENS = re.compile(r"\w+|[^\w\s]|\s+")
_AROUND = re.compile(r"(^\W+|\W+$)")
_LONGEST = 400
"""SequenceMatcher is quadratic: longer texts are shown whole, unmarked."""
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
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
    """Both lines cut into pieces, those that the other lacks marked.

    Nothing is marked when hardly a word is common: where all is different, marks show nothing.
    """
    left, right = _TOKENS.findall(expected), _TOKENS.findall(seen)
    if len(left) > _LONGEST or len(right) > _LONGEST:
        return (Piece(text=expected, differs=False),), (Piece(text=seen, differs=False),)
    matcher = SequenceMatcher(a=left, b=right, autojunk=False)
    common = sum(_words(left[block.a : block.a + block.size]) for block in matcher.get_matching_blocks())
    if common == 0 or common < _COMMON * max(_words(left), _words(right)):
        return (Piece(text=expected, differs=False),), (Piece(text=seen, differs=False),)
    a: list[Piece] = []
    b: list[Piece] = []
    for tag, a0, a1, b0, b1 in matcher.get_opcodes():
        if a1 > a0:
            a.append(Piece(text="".join(left[a0:a1]), differs=tag != "equal"))
        if b1 > b0:
            b.append(Piece(text="".join(right[b0:b1]), differs=tag != "equal"))
    return tuple(_words_only(a)), tuple(_words_only(b))


def _words_only(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Marks on words: what stands around them, a comma or a line's end, is no news."""
    for piece in pieces:
        if not piece.differs:
            yield piece
            continue
        for part in _AROUND.split(piece.text):
            if part:
                yield Piece(text=part, differs=any(letter.isalnum() for letter in part))


def _words(tokens: Sequence[str]) -> int:
    return sum(token[0].isalnum() for token in tokens)
