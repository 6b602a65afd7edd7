"""Canonical text: the reversible steps that make two spellings of one value the same string."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from anyascii import anyascii

from tellonce.model.blueprint import Normalisation

__all__ = [
    "Prepared",
    "fold",
    "prepare",
    "romanised",
    "spaced",
    "squash",
    "traced",
    "transliterations",
    "unreadable_characters",
]

_BREAK = re.compile("\r\n|[\r\u2028\f]")
_ENDS = re.compile(r"^\s+|\s+$")
_HORIZONTAL = re.compile(r"[^\S\n]+")
_AROUND_BREAKS = re.compile(r" ?\n[\s\n]*")
_SOFT_HYPHEN = re.compile(r"\u00ad\n?")
_ZERO_WIDTH = re.compile("[\u200b\u200c\u200d\u2060\ufeff]")
_CONTROLS = re.compile("[\x80-\x9f\ufffd]")
_HYPHEN_BREAK = re.compile(r"(?<=\w)[-‐]\n")
# One character for the same sign: ligatures as fonts set them, wide forms, hyphens and apostrophes of word processors.
_SAME_SIGN = str.maketrans(
    {
        **dict(
            zip("\ufb00\ufb01\ufb02\ufb03\ufb04\ufb05\ufb06", ("ff", "fi", "fl", "ffi", "ffl", "st", "st"), strict=True)
        ),
        **{chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},
        **dict.fromkeys("\u2010\u2011", "-"),
        **dict.fromkeys("\u2019\u02bc", "'"),
    }
)
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
    """NFC, no ligatures, soft hyphens or zero-width marks, single spaces and line breaks, nothing around either."""
    plain = text if text.isascii() else _SOFT_HYPHEN.sub("", _ZERO_WIDTH.sub("", _composed(text)))
    plain = _BREAK.sub("\n", plain)
    return _AROUND_BREAKS.sub("\n", _HORIZONTAL.sub(" ", plain)).strip()


def fold(text: str) -> str:
    """`text` without regard to case. Upper case first, because a printer that knows only capitals turns ß into SS."""
    return unicodedata.normalize("NFC", text.upper().casefold())


def transliterations(text: str) -> tuple[str, ...]:
    """The ways to write `text` in A-Z that are in use: without marks, and with German or Nordic digraphs."""
    if text.isascii():
        return (text,)
    ways = (text, text.translate(_GERMAN), text.translate(_NORDIC))
    return tuple(dict.fromkeys(romanised(way) for way in ways))


def romanised(text: str) -> str:
    """`text` in A-Z. What no keyboard writes stays visible: without it the mojibake of "Á" would read "A"."""
    return str(anyascii(_CONTROLS.sub("?", text)))


def prepare(text: str, rules: Normalisation) -> Prepared:
    """`text` ready to be searched under the touchpoint's declared normalisation. Empty text gives empty forms."""
    return _prepare(text, rules.upper_case, rules.transliterated)


@lru_cache(maxsize=512)
def _prepare(text: str, upper_case: bool, transliterated: bool) -> Prepared:
    plain = spaced(text)
    steps = ["NFC", "soft hyphens out", "white space"]
    if transliterated:
        plain = romanised(plain)
        steps.append("transliterated")
    if upper_case:
        plain = fold(plain)
        steps.append("case folded")
    forms = [plain]
    if _HYPHEN_BREAK.search(plain):
        forms += [_HYPHEN_BREAK.sub("-", plain), _HYPHEN_BREAK.sub("", plain)]
        steps.append("joined across line breaks")
    return Prepared(forms=tuple(dict.fromkeys(forms)), unbroken=plain.replace("\n", ""), steps=tuple(steps))


def traced(text: str, rules: Normalisation, form: str) -> tuple[int, ...]:
    """For each character of `form`, one of the forms of `text`, its offset in `text`; empty when they cannot be told.

    Takes the steps of `prepare` once more, carrying the offsets along.
    """
    chars = [(c, at) for start, end in _clusters(text) for c, at in _each(_composed(text[start:end]), start)]
    for pattern, by in (
        (_ZERO_WIDTH, ""),
        (_SOFT_HYPHEN, ""),
        (_BREAK, "\n"),
        (_HORIZONTAL, " "),
        (_AROUND_BREAKS, "\n"),
        (_ENDS, ""),
    ):
        chars = _replaced(chars, pattern, by)
    if rules.transliterated:
        chars = [each for c, at in chars for each in _each(romanised(c), at)]
    if rules.upper_case:
        chars = [each for c, at in chars for each in _each(fold(c), at)]
    joined = (chars, _replaced(chars, _HYPHEN_BREAK, "-"), _replaced(chars, _HYPHEN_BREAK, ""))
    unbroken = [each for each in chars if each[0] != "\n"]
    for way in (*joined, unbroken):
        if "".join(c for c, _ in way) == form:
            return tuple(at for _, at in way)
    return ()


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text).translate(_SAME_SIGN)


def _each(text: str, at: int) -> list[tuple[str, int]]:
    return [(c, at) for c in text]


def _clusters(text: str) -> Iterator[tuple[int, int]]:
    """Letters with their combining marks."""
    start = 0
    for end in range(1, len(text) + 1):
        if end == len(text) or not unicodedata.combining(text[end]):
            yield start, end
            start = end


def _replaced(chars: list[tuple[str, int]], pattern: re.Pattern[str], by: str) -> list[tuple[str, int]]:
    text = "".join(c for c, _ in chars)
    out: list[tuple[str, int]] = []
    done = 0
    for found in pattern.finditer(text):
        out += chars[done : found.start()]
        out += [(c, chars[found.start()][1]) for c in by]
        done = found.end()
    return out + chars[done:]


def squash(text: str) -> str:
    """Only what is printed, case folded: for telling *how* a text went wrong, never for telling whether it is right."""
    return "".join(c for c in fold(text) if unicodedata.category(c)[0] not in "CZ" or c == "\ufffd")


def unreadable_characters(text: str) -> bool:
    """Whether the text layer is unusable: U+0000, U+FFFD or private-use characters (verdicts.md, Recognition)."""
    return (
        not text.isascii() and any(c == "\ufffd" or "\ue000" <= c <= "\uf8ff" or c >= "\U000f0000" for c in text)
    ) or "\x00" in text
