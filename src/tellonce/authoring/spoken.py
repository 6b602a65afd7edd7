"""A sentence as somebody would say it: "the invoice shows her new name", not "{touchpoint} shows {possessive} …"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher

from tellonce.model.duration import DURATION_PATTERN

__all__ = ["spoken"]

_PIECE = re.compile(r"\{(?P<name>\w*)\}|\((?P<optional>[^)]*)\)|(?P<choice>[^\s{}()/]+(?:/[^\s{}()/]+)+)")
_PREFERRED = ("her", "she")
_EXAMPLES = {"duration": "2 weeks", "number": "2", "int": "2", "float": "2.5", "string": '"…"'}
_A_DURATION = re.compile(rf"\b(?:{DURATION_PATTERN})\b")


def spoken(pattern: str, text: str, names: Mapping[str, Sequence[str]]) -> str:
    """`pattern` with its parameters filled in, with the words of `text` where it has them.

    names: parameter type -> the names it takes. What nobody can fill in becomes "…".
    """

    def fill(piece: re.Match[str]) -> str:
        if piece["optional"] is not None:
            return piece["optional"] if _wants(text, pattern[: piece.start()], piece["optional"]) else ""
        if piece["choice"] is not None:
            words: Sequence[str] = piece["choice"].split("/")
            return next((word for word in words if re.search(rf"\b{re.escape(word)}\b", text)), words[0])
        return _name(piece["name"], text, names)

    return _PIECE.sub(fill, pattern)


def _wants(text: str, before: str, optional: str) -> bool:
    """Whether the text says the word with its optional end: "passes" for "pass(es)"."""
    last = before.rpartition(" ")[2]
    return bool(last) and f"{last}{optional}" in text.split()


def _name(kind: str, text: str, names: Mapping[str, Sequence[str]]) -> str:
    listed = names.get(kind, ())
    said = [name for name in listed if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text)]
    if said:
        return max(said, key=len)
    if listed:
        preferred = next((name for name in _PREFERRED if name in listed), None)
        return preferred or max(listed, key=lambda name: SequenceMatcher(None, name, text, autojunk=False).ratio())
    found = _A_DURATION.search(text) if kind == "duration" else None
    return found.group() if found else _EXAMPLES.get(kind, "…")
