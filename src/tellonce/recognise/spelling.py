"""The spellings that a touchpoint may use for a component, as a pattern."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import islice, product

from tellonce.model.blueprint import Normalisation
from tellonce.recognise.canonical import fold, spaced, transliterations
from tellonce.recognise.postal import ways_to_write

__all__ = [
    "WORD_EDGE",
    "abbreviations",
    "code",
    "code_pattern",
    "edge_in",
    "exact",
    "has_unspaced",
    "spellings",
    "unit_pattern",
    "words_pattern",
]

# Scripts that are written without spaces: their neighbours tell nothing of where a word ends.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
WORD_EDGE = rf"[^\W{_UNSPACED}]"
"""A character beside which a number has not ended."""
# Where one place's name ends and the next begins, in addresses without spaces: prefecture, province, city, ward ...
_PLACE_ENDS = "都道府県省市区區郡县縣州町村路街号號"
_MOST_CUT_SPELLINGS = 64
_ANY_UNSPACED = re.compile(f"[{_UNSPACED}]")
_PIECE = re.compile(r"\d+|[^\W\d_]+|\S")


def words_pattern(value: str, rules: Normalisation, country: str, beside: tuple[str, ...]) -> re.Pattern[str]:
    """Finds `value` as whole words. beside: other components, which may touch it in scripts without spaces."""
    case = fold if rules.upper_case else _as_is
    body = "|".join(_words(case(way), rules, country) for way in spellings(value, rules, country))
    if re.match(f"[{_UNSPACED}]", value):
        met = "".join(rf"|(?<={re.escape(case(part[-1]))})" for part in beside if part)
        before = rf"(?:(?<!\w)|(?<=[\d{_PLACE_ENDS}]){met})"
    else:
        before = r"(?<!\w)(?<!\w[-'’])"
    if re.search(f"[{_UNSPACED}]$", value):
        met = "".join(rf"|(?={re.escape(case(part))})" for part in beside if part)
        after = rf"(?:(?!\w)|(?=\d){met})"
    else:
        after = r"(?!\w)(?!-\w)"
    return re.compile(f"{before}(?:{body}){after}")


def edge_in(form: str) -> str:
    """WORD_EDGE as far as it matters in this text.

    Where every script is written with spaces it is a plain word character: a pattern of that compiles in microseconds,
    one with whole scripts in milliseconds, and every customer's values make patterns of their own.
    """
    return WORD_EDGE if has_unspaced(form) else r"\w"


def code_pattern(
    value: str, rules: Normalisation, country: str, *, postcode: bool = False, edge: str = WORD_EDGE
) -> re.Pattern[str]:
    """Finds `value` exact to the character, however spaced. A postcode may lose its hyphen. edge: see `edge_in`."""
    ways = [exact(way, groups=postcode) for way in spellings(value, rules, country)]
    before, after = rf"(?<!{edge})(?<!\d[-–])", rf"(?!{edge})(?![-–]\d)"
    return re.compile(f"{before}(?:{'|'.join(dict.fromkeys(ways))}){after}", re.IGNORECASE)


def unit_pattern(value: str, rules: Normalisation, country: str, *, edge: str = WORD_EDGE) -> re.Pattern[str]:
    """Finds a flat: its words abbreviated where declared, its numbers exact. edge: see `edge_in`."""
    if not rules.abbreviated:
        return code_pattern(value, rules, country, edge=edge)
    ways = [
        r"[\s.,]*".join(_word(piece, rules, country) if piece[0].isalpha() else re.escape(piece) for piece in pieces)
        for way in spellings(value, rules, country)
        if (pieces := [piece for piece in _PIECE.findall(way) if piece not in ".,"])
    ]
    body = "|".join(ways) or re.escape(value)
    return re.compile(rf"(?<!{edge})(?<!\d[-–])(?:{body})(?!{edge})(?![-–]\d)", re.IGNORECASE)


@lru_cache(maxsize=16384)
def spellings(value: str, rules: Normalisation, country: str = "") -> tuple[str, ...]:
    """As told, transliterated where declared, cut where declared. Abbreviations are left to the pattern until cut."""
    told = spaced(value).replace("\n", " ")
    ways = [told, *(transliterations(told) if rules.transliterated else ())]
    length = rules.field_length
    if length is not None:
        # A field of `length` holds exactly the first `length` characters: a shorter prefix is a mistake.
        written = [short for way in ways for short in abbreviations(way, country)] if rules.abbreviated else ways
        ways += [way[:length].rstrip() for way in (*ways, *written) if len(way) > length]
    return tuple(dict.fromkeys(ways))


def exact(text: str, *, groups: bool = False) -> str:
    """A pattern for a code: blanks only where it has them, or between a number and letters ("7 b").

    groups: a postcode, which may be set in groups of two characters or more ("477 63"), with or without a hyphen.
    Digits that a line break or a lone blank parts are never one number: "Apt 4 / 8764 Ulm" holds no 48764.
    """
    plain = spaced(text).replace("\n", " ")
    kept = [c for c in plain if not c.isspace() and not (groups and c == "-")]
    pieces = re.findall(r"\s|.", plain.replace("-", " ") if groups else plain)
    told = {sum(1 for piece in pieces[:at] if not piece.isspace()) for at, piece in enumerate(pieces) if piece == " "}
    pattern = ""
    for at, character in enumerate(kept):
        if at in told:
            pattern += r"[\s-]?" if groups else r"\s?"
        elif (groups and 2 <= at <= len(kept) - 2) or (at and character.isdigit() != kept[at - 1].isdigit()):
            pattern += r"[^\S\n]?"
        pattern += re.escape(character)
    return pattern


def code(text: str) -> str:
    """A number or code without white space and case."""
    return re.sub(r"\s", "", text).casefold()


def has_unspaced(text: str) -> bool:
    """Whether it holds a script that is written without spaces."""
    return not text.isascii() and _ANY_UNSPACED.search(text) is not None


def _words(text: str, rules: Normalisation, country: str) -> str:
    if not rules.abbreviated:
        return re.escape(text).replace(r"\ ", r"\s")
    # "ul. Dluga" may be set as "ul.Dluga", and "c/ Mayor" as "c/Mayor".
    return r"(?:\s|(?<=[./])\s?)".join(_word(word, rules, country) for word in text.split(" "))


@lru_cache(maxsize=16384)
def _word(word: str, rules: Normalisation, country: str) -> str:
    head, hyphen, last = word.rpartition("-")
    kept = word.rstrip(".")
    # A full stop that the value has may be missing where words are abbreviated.
    ways = [re.escape(kept) + (r"\.?" if kept else "")]
    for written in ways_to_write(last, country):
        for ending in written.endings:
            for way in transliterations(ending) if rules.transliterated else (ending,):
                bare = way.rstrip(".")
                stop = r"\." if (head or written.stem) and len(bare) == 1 else r"\.?"
                ways.append(re.escape(head + hyphen + written.stem) + f"(?i:{re.escape(bare)}){stop}")
    return f"(?:{'|'.join(dict.fromkeys(ways))})"


def abbreviations(text: str, country: str) -> Iterator[str]:
    """`text` with its words abbreviated in every way, up to a bound."""
    choices = []
    for word in text.split(" "):
        ways = [word]
        for written in ways_to_write(word, country):
            for ending in written.endings:
                like: Callable[[str], str] = str.title if not written.stem and word[:1].isupper() else _as_is
                stops = (".",) if written.stem and len(ending) == 1 else (".", "")
                ways += [written.stem + like(ending) + stop for stop in stops]
        choices.append(tuple(dict.fromkeys(ways)))
    return (" ".join(words) for words in islice(product(*choices), _MOST_CUT_SPELLINGS))


def _as_is(text: str) -> str:
    return text
