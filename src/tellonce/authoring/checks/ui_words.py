"""Words of the user interface: a journey says what she wants, and steps/ know which button that is."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

__all__ = ["ui_word"]

_ADDRESS = re.compile(r"\bhttps?://\S+")
_SELECTOR = re.compile(r"[#.][a-z][\w-]*[-_][\w-]+|//[a-z]+\[")
"""What only a selector looks like: #card-form, .btn-primary, //div[."""


def ui_word(text: str, language: str, spans: Iterable[tuple[int, int]] = ()) -> str | None:
    """The first word of the user interface in `text`, or None.

    spans: (start, end) of what fills a sentence in: a touchpoint may be called "the web page".
    """
    for start, end in spans:
        text = text[:start] + "\0" * (end - start) + text[end:]
    found = _ADDRESS.search(text) or _words(language).search(text) or _SELECTOR.search(text)
    return found.group() if found else None


@cache
def _words(language: str) -> re.Pattern[str]:
    """All words of one language and of every; of every alone for a language that has no list."""
    listed = json.loads((files("tellonce.authoring") / "data" / "ui_words.json").read_text(encoding="utf-8"))
    words = [*listed["every language"], *listed.get(language.partition("-")[0], ())]
    longest_first = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return re.compile(rf"(?<![\w-])(?:{longest_first})(?![\w-])", re.IGNORECASE)
