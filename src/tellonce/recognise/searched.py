"""A text as it is searched for many values at once, and the way from an offset in it back to the text as given."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence

from anyascii import anyascii

from tellonce.recognise.canonical import fold

__all__ = ["as_searched", "breaks", "joined", "whole_words"]

_HYPHEN_BREAK = re.compile(r"(?<=\w)[-‐]\s*\n\s*(?=\w)")
_GAPS = re.compile(r"\s\s|[^\S ]")
_UNEVEN = re.compile(r"[^\x00-\x7f\s]|\s{2,}|[^\S ]")


class _Table(dict[int, str]):
    """Character -> what it is searched as: folded, Latin letters without marks, any white space a blank."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        if character.isspace():
            plain = " "
        elif character in "\u00ad\u200b\u200c\u200d\u2060\ufeff" or 0x300 <= code < 0x370:
            plain = ""
        elif code < 0x250 or 0x1E00 <= code < 0x1F00 or 0xFB00 <= code < 0xFB07:
            plain = fold(str(anyascii(character))) if code >= 0x80 else character.lower()
        else:
            plain = character.casefold()
        self[code] = plain
        return plain


class _LettersOnly(dict[int, str]):
    def __missing__(self, code: int) -> str:
        character = chr(code)
        self[code] = kept = character if character.isalnum() or unicodedata.category(character)[0] == "M" else " "
        return kept


_TABLE = _Table()
_LETTERS = _LettersOnly()


def as_searched(text: str) -> tuple[str, Callable[[int], int]]:
    """`text` as it is searched, and the way from an offset in it back to the text."""
    if text.isascii() and not _GAPS.search(text):
        return text.lower(), _same_place
    at_plain, at_text = [0], [0]
    grown = 0

    def changed(found: re.Match[str]) -> str:
        # Only where lengths differ is anything remembered: between such places offsets run in step.
        nonlocal grown
        old = found[0]
        new = " " if old.isspace() else old.translate(_TABLE)
        if len(new) != len(old):
            at_plain.append(found.start() + grown)
            at_text.append(found.start())
            grown += len(new) - len(old)
            at_plain.append(found.end() + grown)
            at_text.append(found.end())
        return new

    plain = _UNEVEN.sub(changed, text).lower()
    if not grown and len(at_text) == 1:
        return plain, _same_place

    def back(at: int) -> int:
        place = bisect_right(at_plain, at) - 1
        # Inside what changed its length, no character goes beyond it.
        limit = at_text[place + 1] - 1 if place + 1 < len(at_text) else len(text) - 1
        return max(at_text[place], min(at_text[place] + at - at_plain[place], limit))

    return plain, back


def whole_words(plain: str) -> str:
    """`plain` between blanks, with a blank for whatever is no letter and no digit."""
    return f" {plain.translate(_LETTERS)} "


def breaks(text: str, plain: str, back: Callable[[int], int]) -> list[tuple[int, int]]:
    """Where in `plain`, which is `text` as it is searched, a hyphen at a line's end may have broken a word."""
    places = range(len(plain))
    return [
        (bisect_left(places, found.start(), key=back), bisect_left(places, found.end(), key=back))
        for found in _HYPHEN_BREAK.finditer(text)
    ]


def joined(plain: str, broken: Sequence[tuple[int, int]], by: str) -> tuple[str, list[int], Callable[[int], int]]:
    """`plain` with its broken words joined by "" or "-", where that was done, and the way back."""
    pieces: list[str] = []
    at_joined, at_plain = [0], [0]
    length = done = 0
    for start, end in broken:
        pieces += (plain[done:start], by)
        length += start - done + len(by)
        done = end
        at_joined.append(length)
        at_plain.append(done)
    pieces.append(plain[done:])

    def back(at: int) -> int:
        place = bisect_right(at_joined, at) - 1
        return at_plain[place] + at - at_joined[place]

    return "".join(pieces), at_joined[1:], back


def _same_place(at: int) -> int:
    return at
