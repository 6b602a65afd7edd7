"""How wide text is, roughly: a drawing is laid out where no font can be asked."""

from __future__ import annotations

import unicodedata

__all__ = ["cut_to", "wide", "wrap"]

_NARROW = frozenset("iljtfrI.,:;'|!()[] ")
_WIDE = frozenset("mwMW@%&")


def wide(text: str, size: float) -> float:
    """The width of `text` in the units of `size`, a font's size: rather too wide than too narrow."""
    return size * sum(map(_em, text))


def _em(letter: str) -> float:
    if letter in _NARROW:
        return 0.37
    if letter in _WIDE:
        return 0.95
    if unicodedata.east_asian_width(letter) in ("W", "F"):
        return 1.05
    if letter.isupper():
        return 0.76
    return 0.0 if unicodedata.combining(letter) else 0.64


def cut_to(text: str, size: float, room: float) -> str:
    """`text` on one line of this room, with an ellipsis where something had to go."""
    text = " ".join(text.split())
    if wide(text, size) <= room:
        return text
    while text and wide(text + "…", size) > room:
        text = text[:-1]
    return text.rstrip() + "…"


def wrap(text: str, size: float, room: float, most: int) -> tuple[str, ...]:
    """`text` on at most `most` lines; at least one, which is empty for an empty text. Long words are cut."""
    words = text.split()
    lines: list[str] = []
    while words and len(lines) < most - 1:
        line = words.pop(0)
        if wide(line, size) > room:
            fits = next(n for n in range(len(line), 0, -1) if n == 1 or wide(line[:n], size) <= room)
            words.insert(0, line[fits:])
            line = line[:fits]
        else:
            while words and wide(f"{line} {words[0]}", size) <= room:
                line = f"{line} {words.pop(0)}"
        lines.append(line)
    return (*lines, cut_to(" ".join(words), size, room)) if words or not lines else tuple(lines)
