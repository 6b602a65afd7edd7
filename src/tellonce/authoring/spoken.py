"""A sentence as somebody would say it: "the invoice shows her new name", not "{touchpoint} shows {possessive} …"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher

from tellonce.model.duration import ENGLISH, DurationWords

__all__ = ["spoken"]

_PIECE = re.compile(r"\{(?P<name>\w*)\}|\((?P<optional>[^)]*)\)|(?P<choice>[^\s{}()/]+(?:/[^\s{}()/]+)+)")
_PREFERRED = ("her", "she")
_EXAMPLES = {"number": "2", "int": "2", "float": "2.5", "string": '"…"'}


def spoken(pattern: str, text: str, names: Mapping[str, Sequence[str]], durations: DurationWords = ENGLISH) -> str:
    """`pattern` with its parameters filled in, with the words of `text` where it has them.

    names: parameter type -> the names it takes.  durations: those of the language.
    What nobody can fill in becomes "…".
    """

    def fill(piece: re.Match[str]) -> str:
        if piece["optional"] is not None:
            return piece["optional"] if _wants(text, pattern[: piece.start()], piece["optional"]) else ""
        if piece["choice"] is not None:
            words: Sequence[str] = piece["choice"].split("/")
            return next((word for word in words if re.search(rf"\b{re.escape(word)}\b", text)), words[0])
        if piece["name"] == "duration":
            said = re.search(rf"\b(?:{durations.pattern})\b", text)
            return said.group() if said else durations.example
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
    return _EXAMPLES.get(kind, "…")
