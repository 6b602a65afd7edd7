"""How a value went wrong: cut short, in the wrong encoding, with wrong characters. Words for people, never a score."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from anyascii import anyascii

from tellonce.model.facts import Components, FactKind
from tellonce.recognise.canonical import fold, spaced, squash, transliterations
from tellonce.recognise.passage import written_lines

__all__ = [
    "SHORTEST_CUT_CHARS",
    "Mangled",
    "Manner",
    "mangled_field",
    "mangled_spans",
    "mangled_text",
    "mojibake_in",
    "mojibake_of",
]


class Manner(StrEnum):
    """In which way a value is garbled."""

    TRUNCATED = "truncated"
    MOJIBAKE = "mojibake"
    CASE = "case"
    CHARACTERS = "characters"
    MISSING = "missing"
    AMBIGUOUS = "ambiguous"


class Mangled(NamedTuple):
    """How a value went wrong. reason: in words, naming the component."""

    manner: Manner
    reason: str


_ENCODINGS = (
    ("utf-8", "latin-1"),
    ("utf-8", "cp1252"),
    ("latin-1", "utf-8"),
    ("cp1252", "utf-8"),
    ("latin-1", "ascii"),
)
_CONTROLS = re.compile(r"[\x80-\x9f]")
SHORTEST_CUT_CHARS = 8  # a shorter beginning may be chance
_SHORTEST_REST_CHARS = 5  # of a word without its letters beyond ASCII: "den" is more than an Éden that lost one
_MOST_WINDOWS, _MOST_COMPARED = 4_000, 300_000  # stretches of one text that are compared with one value; characters
_NAMED = re.compile("[A-Za-z0-9]")
# As lists, rows and sentences part them; the colon of an address parts nothing.
_WORD = re.compile(r"""(?:[^\s;,|<>()\[\]"':]|:(?=//))+""")


@lru_cache(maxsize=4096)
def mojibake_of(text: str) -> tuple[str, ...]:
    """What `text` looks like after one or two wrong re-encodings, squashed; empty for ASCII, which survives them."""
    if text.isascii():
        return ()
    seen: dict[str, None] = {}
    layer = {text}
    for _ in range(2):
        layer = {bad for good in layer for bad in _misread(good)}
        # A control character among them leaves a hole, or nothing at all where a printer's font has no sign for it.
        seen.update(dict.fromkeys(squash(way) for bad in sorted(layer) for way in (bad, _CONTROLS.sub("", bad))))
    return tuple(bad for bad in seen if bad and bad != squash(text))


def _misread(text: str) -> set[str]:
    ways = set()
    for wrote, read in _ENCODINGS:
        # What an encoding cannot hold was never written in it.
        with suppress(UnicodeEncodeError):
            ways.add(text.encode(wrote).decode(read, "replace"))
    return ways - {text}


def mangled_field(component: str, seen: str, value: str) -> Mangled | None:
    """Why a field that should read `value` reads `seen`; None when it is something else altogether."""
    seen, value = spaced(seen), spaced(value)
    called = component.replace("_", " ")
    if not seen:
        return Mangled(Manner.MISSING, f"{called} is missing") if value else None
    if value != seen and value.startswith(seen):
        return Mangled(Manner.TRUNCATED, f"{called} is cut at {len(seen)} characters")
    if squash(seen) in mojibake_of(value):
        return Mangled(Manner.MOJIBAKE, f"{called} is mojibake: written in one encoding, read in another")
    if fold(seen) == fold(value):
        return Mangled(Manner.CASE, f"{called} differs in upper and lower case, which is not declared")
    plain = fold(anyascii(seen))
    if value and (plain == fold(anyascii(value)) or plain in _written_in_ascii(value)):
        return Mangled(Manner.CHARACTERS, f"{called} has wrong characters")
    if _same_but_holes(seen, value) or seen == _rest_of(value):
        return Mangled(Manner.CHARACTERS, f"{called} has wrong characters")
    return None


def mangled_spans(
    text: str, value: str, *, shortest_cut: int = SHORTEST_CUT_CHARS
) -> tuple[tuple[int, int, Manner], ...]:
    """Where `value` stands mangled in a text, and in which way: offsets in the text, in order, none within another.

    It is `mangled_field` asked of each stretch of words that may be the value; where the value stands as it should,
    nothing is told. A beginning of it counts only at the end of a line, from `shortest_cut` characters on.
    """
    value = spaced(value)
    if not value:
        return ()
    # What white space and control characters a wrong encoding put in between is not in its squashed form.
    longest = max(map(len, (value, *mojibake_of(value)))) + 3 * sum(not c.isascii() or c == " " for c in value)
    found: list[tuple[int, int, Manner]] = []
    windows, compared, done = 0, 0, 0
    for start in _word_starts(text, value[0]):
        if start < done:
            continue
        for end in range(min(len(text), start + longest), start, -1):
            if text[end - 1].isspace() or (text[end : end + 1].isalnum() and text[end - 1].isalnum()):
                continue
            windows, compared = windows + 1, compared + end - start
            if windows > _MOST_WINDOWS or compared > _MOST_COMPARED:
                return tuple(found)
            stretch = spaced(text[start:end]).replace("\n", " ")
            if stretch == value:
                done = end
                break
            mangled = mangled_field("", stretch, value)
            if mangled is None:
                continue
            if mangled.manner is Manner.TRUNCATED and not (len(stretch) >= shortest_cut and _ends_line(text, end)):
                continue
            found.append((start, end, mangled.manner))
            done = end
            break
    return tuple(found)


def _word_starts(text: str, first: str) -> Iterator[int]:
    """Where a word begins that may be one beginning with `first`; a letter beyond ASCII may have become anything."""
    same = first.casefold() if first.isascii() else ""
    for at, character in enumerate(text):
        if character.isspace() or (at and text[at - 1].isalnum() and character.isalnum()):
            continue
        if not same or character.casefold() == same:
            yield at


def mojibake_in(form: str, value: Components, components: Sequence[str]) -> Mangled | None:
    """The first of `components` that stands in a text as mojibake; None when none does."""
    squashed = squash(form)
    for component in components:
        if any(bad in squashed for bad in mojibake_of(value.get(component, ""))):
            called = component.replace("_", " ")
            return Mangled(Manner.MOJIBAKE, f"{called} is mojibake: written in one encoding, read in another")
    return None


def mangled_text(kind: FactKind, form: str, value: Components, missing: Sequence[str]) -> Mangled | None:
    """Why a text that should hold `value` lacks the components `missing`; None when nothing explains it."""
    broken = mojibake_in(form, value, missing)
    if broken is not None:
        return broken
    # A cut explains more than one missing component, so the line is looked at before its components.
    for line in sorted(written_lines(kind, value), key=len, reverse=True):
        kept = _kept(line, form)
        gone = [c for c in missing if kept is not None and value[c] and value[c] in line and value[c] not in kept]
        if gone and kept is not None:
            called = " and ".join(gone).replace("_", " ")
            return Mangled(Manner.TRUNCATED, f"{called} lost: the line is cut at {len(kept)} characters")
    prose = form if any(_is_address(value[component]) for component in missing) else _WORD.sub(_no_address, form)
    folded = fold(prose)
    for component in missing:
        if value[component] not in form and fold(value[component]) in folded:
            return Mangled(
                Manner.CASE, f"{component.replace('_', ' ')} differs in upper and lower case, which is not declared"
            )
    plain = fold(anyascii(prose))
    for component in missing:
        wanted = value.get(component, "")
        if not wanted.isascii() and any(way in plain for way in (fold(anyascii(wanted)), *_written_in_ascii(wanted))):
            return Mangled(Manner.CHARACTERS, f"{component.replace('_', ' ')} has wrong characters")
        if not wanted.isascii() and any(_same_but_holes(word, wanted) for word in _windows(form, len(wanted))):
            return Mangled(Manner.CHARACTERS, f"{component.replace('_', ' ')} has wrong characters")
        rest = _rest_of(wanted)
        if rest and re.search(rf"(?<!\w){re.escape(rest)}(?!\w)", prose):
            return Mangled(Manner.CHARACTERS, f"{component.replace('_', ' ')} has wrong characters")
    return None


def _is_address(word: str) -> bool:
    """Of a mailbox or a page. Mueller in one of these is no garbled Müller: nothing else can be written there."""
    return "@" in word or "://" in word


def _no_address(word: re.Match[str]) -> str:
    return "" if _is_address(word[0]) else word[0]


def _kept(line: str, form: str) -> str | None:
    """The longest proper beginning of `line` that ends a line of the text, from a telling length on."""
    for end in range(len(line) - 1, SHORTEST_CUT_CHARS - 1, -1):
        kept = line[:end].rstrip(" ,/")
        if len(kept) < SHORTEST_CUT_CHARS:
            return None
        at = form.find(kept)
        while at >= 0:
            if _ends_line(form, at + len(kept)):
                return kept
            at = form.find(kept, at + 1)
    return None


def _ends_line(form: str, at: int) -> bool:
    """Whether nothing but what stands between the parts of a line follows there."""
    return form[at : at + 3].lstrip(" ,/")[:1] in ("", "\n")


@lru_cache(maxsize=4096)
def _written_in_ascii(value: str) -> frozenset[str]:
    """The value in A-Z by the habits of its language, case folded; empty for one that is."""
    return frozenset() if value.isascii() else frozenset(map(fold, transliterations(value)))


def _rest_of(value: str) -> str:
    """What is left of it when its letters beyond ASCII are dropped; empty when it has none, or too little is left: of
    each word something, as "Store" without its Å is a word of its own."""
    words = [] if value.isascii() else ["".join(filter(str.isascii, word)) for word in spaced(value).split()]
    rest = " ".join(words)
    return rest if len(rest) >= _SHORTEST_REST_CHARS and all(map(_NAMED.search, words)) else ""


def _same_but_holes(seen: str, value: str) -> bool:
    """Whether only the characters beyond ASCII differ, and a hole stands in their place."""
    return (
        len(seen) == len(value)
        and seen != value
        and all(s == v or (not v.isascii() and s in "?\ufffd_ ") for s, v in zip(seen, value, strict=True))
    )


def _windows(form: str, length: int) -> list[str]:
    return [form[i : i + length] for i, c in enumerate(form) if i == 0 or not form[i - 1].isalnum()]
