"""Canonical text: the reversible steps that make two spellings of one value the same string."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from anyascii import anyascii

from tellonce.model.blueprint import Normalisation

__all__ = ["Prepared", "fold", "prepare", "spaced", "squash", "transliterations", "unreadable_characters"]

_HORIZONTAL = re.compile(r"[^\S\n]+")
_AROUND_BREAKS = re.compile(r" ?\n[\s\n]*")
_SOFT_HYPHEN = re.compile(r"\u00ad\n?")
_ZERO_WIDTH = re.compile("[\u200b\u200c\u200d\u2060\ufeff]")
_HYPHEN_BREAK = re.compile(r"(?<=\w)[-‐]\n")
_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss", "ẞ": "SS"})
_NORDIC = str.maketrans({"å": "aa", "Å": "Aa", "ø": "oe", "Ø": "Oe", "æ": "ae", "Æ": "Ae", "ä": "ae", "ö": "oe"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A text in the canonical forms in which a value may be found.

    forms: equally legitimate readings; they differ in how words broken at line ends are joined.
    unbroken: without any line break, for values that hold no white space (an e-mail address).
    steps: what was done, in order.
    """

    forms: tuple[str, ...]
    unbroken: str
    steps: tuple[str, ...]


def spaced(text: str) -> str:
    """NFC, no soft hyphens or zero-width marks, single spaces, single line breaks, nothing around either."""
    plain = text if text.isascii() else _ZERO_WIDTH.sub("", _SOFT_HYPHEN.sub("", unicodedata.normalize("NFC", text)))
    plain = plain.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\f", "\n")
    return _AROUND_BREAKS.sub("\n", _HORIZONTAL.sub(" ", plain)).strip()


def fold(text: str) -> str:
    """`text` without regard to case. Upper case first, because a printer that knows only capitals turns ß into SS."""
    return unicodedata.normalize("NFC", text.upper().casefold())


def transliterations(text: str) -> tuple[str, ...]:
    """The ways to write `text` in A-Z that are in use: without marks, and with German or Nordic digraphs."""
    if text.isascii():
        return (text,)
    ways = (text, text.translate(_GERMAN), text.translate(_NORDIC))
    return tuple(dict.fromkeys(anyascii(way) for way in ways))


def prepare(text: str, rules: Normalisation) -> Prepared:
    """`text` ready to be searched under the touchpoint's declared normalisation. Empty text gives empty forms."""
    return _prepare(text, rules.upper_case, rules.transliterated)


@lru_cache(maxsize=512)
def _prepare(text: str, upper_case: bool, transliterated: bool) -> Prepared:
    plain = spaced(text)
    steps = ["NFC", "soft hyphens out", "white space"]
    if transliterated:
        plain = anyascii(plain)
        steps.append("transliterated")
    if upper_case:
        plain = fold(plain)
        steps.append("case folded")
    forms = [plain]
    if _HYPHEN_BREAK.search(plain):
        forms += [_HYPHEN_BREAK.sub("-", plain), _HYPHEN_BREAK.sub("", plain)]
        steps.append("joined across line breaks")
    return Prepared(forms=tuple(dict.fromkeys(forms)), unbroken=plain.replace("\n", ""), steps=tuple(steps))


def squash(text: str) -> str:
    """Only what is printed, case folded: for telling *how* a text went wrong, never for telling whether it is right."""
    return "".join(c for c in fold(text) if unicodedata.category(c)[0] not in "CZ" or c == "\ufffd")


def unreadable_characters(text: str) -> bool:
    """Whether the text layer is unusable: U+0000, U+FFFD or private-use characters (verdicts.md, Recognition)."""
    return (
        not text.isascii() and any(c == "\ufffd" or "\ue000" <= c <= "\uf8ff" or c >= "\U000f0000" for c in text)
    ) or "\x00" in text
