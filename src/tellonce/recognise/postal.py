"""Words of postal addresses and how countries write them: from libpostal and address-formatting, see `data/`.

scripts/postal_words.py makes the files from their sources; nothing here is typed by hand.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from tellonce.recognise.canonical import fold, transliterations
from tellonce.recognise.cldr import packed

__all__ = [
    "Ways",
    "house_comes_first",
    "is_qualifier",
    "is_unit",
    "languages_of",
    "number_words",
    "ways_to_write",
]

_SHORTEST_STEM = 2
_MOTHER_TONGUE = {"no": "nb", "nn": "nb", "zh_Hant": "zh", "zh_Hans": "zh", "sr_Latn": "sr"}  # as libpostal files them
# libpostal's qualifiers are compass points and "upper", "lower"; these set streets and towns apart just as well.
_APART = frozenset(
    [
        "old", "new", "great", "little", "alte", "alter", "altes", "neue", "neuer", "neues",
        "große", "großer", "großes", "kleine", "kleiner", "kleines", "nouvelle", "nouveau", "vieille", "vieux",
        "grande", "grand", "petite", "petit", "nueva", "nuevo", "vieja", "viejo", "nova", "novo",
        "velha", "velho", "nuova", "nuovo", "vecchia", "vecchio", "stara", "stary", "stare", "nowa",
        "nowy", "nowe", "wielka", "mała", "nieuwe", "nieuw", "oude", "oud", "gamla", "nya",
        "gamle", "ny", "nye", "stará", "nová", "vanha", "uusi", "régi", "új",
    ]
)  # fmt: skip


_APART_FOLDED = frozenset(fold(way) for word in _APART for way in (word, *transliterations(word)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """How one word may be written: `stem` followed by any of `endings`. stem is empty when the whole word varies.

    endings: folded, without a closing full stop, which is optional; one letter at the end of a longer word needs it.
    """

    stem: str
    endings: tuple[str, ...]


@lru_cache(maxsize=512)
def languages_of(country: str) -> tuple[str, ...]:
    """Languages in which addresses of a country (ISO 3166) are written; empty when the country is unknown."""
    # Imported on first use: it loads CLDR's territories.
    from babel.core import get_global  # noqa: PLC0415

    spoken = get_global("territory_languages").get(country.strip().upper(), {})
    official = [code for code, facts in spoken.items() if facts["official_status"]] or list(spoken)[:1]
    kept = [_MOTHER_TONGUE.get(code, code.split("_")[0]) for code in official]
    return tuple(dict.fromkeys(code for code in kept if code in packed("postal_words")))


def house_comes_first(country: str) -> bool | None:
    """Whether the house number stands before the street there; None when the country is unknown."""
    found = packed("house_first").get(country.strip().upper())
    return None if found is None else bool(found)


@lru_cache(maxsize=8192)
def ways_to_write(word: str, country: str) -> tuple[Ways, ...]:
    """The declared spellings of one word of a street or a flat; empty when it is always written as it is.

    A word that is itself short ("Al.") is expanded only in the languages of a known country: elsewhere it may stand
    for anything.
    """
    key = fold(word.rstrip("."))
    known = languages_of(country) if country else ()
    languages = known or tuple(packed("postal_words"))
    found: dict[Ways, None] = {}
    for language in languages:
        groups, suffixes = _index(language)
        for group in groups.get(key, ()):
            if known or group[0] == key:
                found[Ways(stem="", endings=group)] = None
        kept = word.rstrip(".")
        for length in range(_SHORTEST_STEM, len(kept) - 1):
            suffix = fold(kept[length:])
            for group in suffixes.get(suffix, ()):
                if group[0] == suffix or (known and len(suffix) > 2):
                    found[Ways(stem=kept[:length], endings=group)] = None
    return tuple(found)


@lru_cache(maxsize=64)
def _index(language: str) -> tuple[dict[str, list[tuple[str, ...]]], dict[str, list[tuple[str, ...]]]]:
    """(word -> groups it belongs to, suffix -> groups), folded, with the transliterated spellings as keys too."""
    entries = packed("postal_words")[language]
    words: dict[str, list[tuple[str, ...]]] = {}
    suffixes: dict[str, list[tuple[str, ...]]] = {}
    for name, index in (("words", words), ("suffixes", suffixes)):
        for group in entries.get(name, ()):
            folded = tuple(dict.fromkeys(fold(word).rstrip(".") for word in group))
            if len(folded) < 2:
                continue
            for word in folded:
                for key in {word, *map(fold, transliterations(word))}:
                    index.setdefault(key, []).append(folded)
    return words, suffixes


def is_unit(word: str) -> bool:
    """Whether a number beside this word counts flats, floors or stairs, in any language."""
    return fold(word.rstrip(".")) in _everywhere("units")


def is_qualifier(word: str) -> bool:
    """Whether this word makes another street of one: "Alte Hauptstrasse", "Main Street North"."""
    key = fold(word.rstrip("."))
    if key in _everywhere("numbers"):
        return False  # "No" is north-east somewhere, and "number" everywhere
    # One letter is a compass point in English; elsewhere it is a preposition as well.
    return key in ("n", "s", "e", "w") or (len(key) > 1 and (key in _everywhere("qualifiers") or key in _APART_FOLDED))


@lru_cache(maxsize=4)
def _everywhere(name: str) -> frozenset[str]:
    words = {fold(word) for entries in packed("postal_words").values() for word in entries.get(name, ())}
    return frozenset(words | {fold(way) for word in words for way in transliterations(word)})


@lru_cache(maxsize=1)
def number_words() -> str:
    """A regular expression for the words that say "number", in any language, with or without a full stop."""
    words = sorted(_everywhere("numbers"), key=lambda word: (-len(word), word))
    return "|".join(re.escape(word) + r"\.?" for word in words)
