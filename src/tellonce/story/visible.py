"""What the service says is hostile text: what could hide or turn round is made visible, what is endless is cut."""

from __future__ import annotations

import re

from tellonce.story.speech import number, say

__all__ = ["LONGEST", "cut", "one_line", "visible"]

LONGEST = 4_000
"""Characters of one text that a report shows."""

# C0 and C1 controls but tab and line feed, every format character of Unicode (bidi marks and overrides, zero widths,
# soft hyphen, tags), line and paragraph separators, surrogates. Joiners (U+200C, U+200D) stay: Persian needs them.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u0600-\u0605\u061c\u06dd\u070f\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
    "\ud800-\udfff\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)


def visible(text: str) -> str:
    """`text` with every control and bidirectional character as ⟦U+202E⟧; tabs and line ends stay."""
    if text.isprintable():
        return text  # nearly every text, and by far the cheapest test: what hides is a control or a format character
    return _HIDDEN.sub(lambda found: f"⟦U+{ord(found[0]):04X}⟧", text.replace("\r\n", "\n"))


def cut(text: str, longest: int = LONGEST) -> str:
    """`text`, or its first `longest` characters with a note of how many were left out."""
    if len(text) <= longest:
        return text
    return say("visible.cut", text=text[:longest], n=number(len(text) - longest))


def one_line(text: str, longest: int = 200) -> str:
    """`text` for a terminal line: visible, white space as single spaces, cut."""
    line = " ".join(visible(text).split())
    return line if len(line) <= longest else f"{line[: longest - 1]}…"
