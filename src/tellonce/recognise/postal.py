"""Words of postal addresses and how countries write them, from the files in `data/`.

The words of streets, the languages and the layouts are a package's, the compass points CLDR's
(scripts/postal_words.py); words of flats, floors and house numbers are Tellonce's own short list, own_words.json.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
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
_GROUPED = ("units", "apart", "streets")  # of own_words.json: each word with its short forms


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """How one word may be written: `stem` followed by any of `endings`. stem is empty when the whole word varies.

    endings: folded, without a closing full stop, which is optional; one letter at the end of a longer word needs it.
    """

    stem: str
    endings: tuple[str, ...]


@lru_cache(maxsize=512)
def languages_of(country: str) -> tuple[str, ...]:
    """Languages (ISO 639) in which addresses of a country (ISO 3166) are written; empty when it is unknown."""
    return tuple(packed("address_languages").get(country.strip().upper(), ()))


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
    with_words = _languages_with_words()
    known = tuple(language for language in languages_of(country) if language in with_words)
    languages = known or with_words
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


@lru_cache(maxsize=1)
def _languages_with_words() -> tuple[str, ...]:
    return tuple(sorted({*packed("postal_words"), *packed("own_words")}))


@lru_cache(maxsize=64)
def _index(language: str) -> tuple[dict[str, list[tuple[str, ...]]], dict[str, list[tuple[str, ...]]]]:
    """(word -> groups it belongs to, suffix -> groups), folded, with the transliterated spellings as keys too."""
    words: dict[str, list[tuple[str, ...]]] = {}
    suffixes: dict[str, list[tuple[str, ...]]] = {}
    joins = {fold(word) for word in packed("own_words").get(language, {}).get("joins", ())}
    for group in _groups(language):
        for key in {key for word in group for key in (word, *map(fold, transliterations(word)))}:
            words.setdefault(key, []).append(group)
            if group[0] in joins:
                suffixes.setdefault(key, []).append(group)
    return words, suffixes


@lru_cache(maxsize=64)
def _groups(language: str) -> tuple[tuple[str, ...], ...]:
    """The words of a language that are shortened, each with its short forms, folded and without full stop."""
    own = packed("own_words").get(language, {})
    told = [*packed("postal_words").get(language, ()), *(g for name in _GROUPED for g in own.get(name, ()))]
    folded = (tuple(dict.fromkeys(fold(word).rstrip(".") for word in group)) for group in told)
    return tuple(dict.fromkeys(group for group in folded if len(group) > 1))


def is_unit(word: str) -> bool:
    """Whether a number beside this word counts flats, floors or stairs, in any language."""
    return fold(word.rstrip(".")) in _units()


def is_qualifier(word: str) -> bool:
    """Whether this word makes another street of one: "Alte Hauptstrasse", "Main Street North", "Gl. Kongevej"."""
    key = fold(word.rstrip("."))
    if key in _numbers():
        return False  # "No" is north-east somewhere, and "number" everywhere
    # One letter is a compass point in English; elsewhere it is a preposition as well.
    return key in ("n", "s", "e", "w") or (len(key) > 1 and key in _qualifiers())


@lru_cache(maxsize=1)
def _units() -> frozenset[str]:
    return _told("units", tuple(packed("own_words")))


@lru_cache(maxsize=1)
def _numbers() -> frozenset[str]:
    """Words for "number" in any language. What counts flats anywhere says no house number: "d" is Turkish for flat."""
    return _told("numbers", tuple(packed("own_words"))) - _units()


@lru_cache(maxsize=512)
def _told(name: str, languages: tuple[str, ...]) -> frozenset[str]:
    """The own words of these languages in one list, short forms too."""
    told = [entry for language in languages for entry in packed("own_words").get(language, {}).get(name, ())]
    return _in_any_script(word for entry in told for word in ([entry] if isinstance(entry, str) else entry))


@lru_cache(maxsize=1)
def _qualifiers() -> frozenset[str]:
    """Compass points, "old", "upper", and what is short for nothing else than these: "gl", but never "st"."""
    own = [group for told in packed("own_words").values() for group in told.get("apart", ())]
    compass = [word for told in packed("directions").values() for word in told]
    full = _in_any_script([*(group[0] for group in own), *compass])
    shortened = [group for language in _languages_with_words() for group in _groups(language)]
    short = _in_any_script(word for group in shortened if group[0] in full for word in group)
    other = _in_any_script(word for group in shortened if group[0] not in full for word in group)
    return _in_any_script(word for group in own for word in group) | full | (short - other)


def _in_any_script(words: Iterable[str]) -> frozenset[str]:
    folded = {fold(word).rstrip(".") for word in words}
    return frozenset(folded | {fold(way) for word in folded for way in transliterations(word)})


@lru_cache(maxsize=512)
def number_words(country: str) -> str:
    """A regular expression for the words that say "number" in any language, with or without a full stop.

    country: there "D. 5" may be the house ("д."), which elsewhere it is not; empty when unknown.
    """
    spoken = languages_of(country)
    found = _numbers() | (_told("numbers", spoken) - _told("units", spoken))
    return "|".join(re.escape(word) + r"\.?" for word in sorted(found, key=lambda word: (-len(word), word)))
