"""Many customers' values looked for in one pass over a document, however many customers there are.

An automaton (Aho-Corasick) finds the telling component of every value: the street, the family name, the whole e-mail
address, the number. What stands beside it is looked up, not searched, so that a street where hundreds live costs no
more than another. Only what is left is compared component by component.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain, islice
from typing import Any

from tellonce.model.blueprint import Normalisation
from tellonce.model.facts import Components, FactKind
from tellonce.recognise.canonical import spaced, transliterations
from tellonce.recognise.components import Way, find
from tellonce.recognise.house import another_street, find_house
from tellonce.recognise.phone import same_phone, significant_digits
from tellonce.recognise.searched import as_searched, breaks, joined, whole_words
from tellonce.recognise.spelling import abbreviations, has_unspaced

__all__ = ["Sighting", "ValueIndex"]

Span = tuple[int, int]
_TELLING = {
    FactKind.POSTAL_ADDRESS: ("street", "house_number"),
    FactKind.PERSON_NAME: ("family_name", "given_name"),
    FactKind.EMAIL: ("address", ""),
    FactKind.PHONE: ("number", ""),
    FactKind.TEXT: ("text", ""),
}
"""Kind -> the component that is searched, and the one beside it that tells namesakes apart."""
_REACH_CHARS = {FactKind.POSTAL_ADDRESS: (24, 64), FactKind.PERSON_NAME: (60, 60)}
_FAR_CHARS = 200
"""No further from a value anything tells whether it is there, but for the length of what stands beside it."""
_MOST_SHORT_FORMS = 8
_FEW = 8
_TOKEN = re.compile(r"\d+|[^\W\d_]+")
_NUMBER = re.compile(r"\+?\d(?:[\s().\-/\u2011]{0,3}\d){5,24}")
_AS_TOLD = Normalisation()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """One value that stands in a text. span: offsets of the component in the text as given."""

    customer: str
    fact: str
    component: str
    value_id: int
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Held:
    customer: str
    fact: str
    kind: FactKind
    value: Components
    value_id: int


_Kinds = list[tuple[FactKind, dict[str, list[_Held]]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Level:
    """Keys searched by one automaton, which cannot take more once it is made."""

    keys: dict[str, _Kinds]
    automaton: Any

    @classmethod
    def of(cls, keys: dict[str, _Kinds]) -> _Level:
        """Build it."""
        # Imported on first use: only a run with strangers needs it.
        import ahocorasick  # noqa: PLC0415

        automaton = ahocorasick.Automaton()
        for key, kinds in keys.items():
            automaton.add_word(key, (key, kinds))
        automaton.make_automaton()
        return cls(keys=keys, automaton=automaton)


@dataclass(slots=True)
class ValueIndex:
    """Values of many customers. Values that are all there before the first search are searched in one pass.

    Whoever adds while searching pays no rebuilding of everything: what is new gets an automaton of its own, and is
    united with the older ones as it grows, so that there are never more of them than doublings.
    """

    _held: dict[FactKind, dict[str, dict[str, list[_Held]]]] = field(default_factory=dict)
    _numbers: dict[str, list[_Held]] = field(default_factory=dict)
    _number_lengths: set[int] = field(default_factory=set)
    _new: dict[str, _Kinds] = field(default_factory=dict)
    _levels: list[_Level] = field(default_factory=list)
    _count: int = 0
    _longest_second: int = 0

    def __len__(self) -> int:
        return self._count

    def add(self, customer: str, fact: str, kind: FactKind, value: Components) -> int:
        """Remember a value; returns its id, counting from 0. Kinds that tell nobody apart are counted, never found."""
        held = _Held(customer=customer, fact=fact, kind=kind, value=value, value_id=self._count)
        self._count += 1
        name, second = _TELLING.get(kind, ("", ""))
        text = value.get(name, "")
        if not text.strip():
            return held.value_id
        if kind is FactKind.PHONE:
            digits = significant_digits(text)
            if digits:
                self._numbers.setdefault(digits, []).append(held)
                self._number_lengths.add(len(digits))
            return held.value_id
        other = value.get(second, "") if second else ""
        self._longest_second = max(self._longest_second, len(other))
        seconds = _first_tokens(other)
        for key in _keys(kind, text, value.get("country", "")):
            known = self._held.setdefault(kind, {})
            if key not in known:
                known[key] = {}
                self._new.setdefault(key, []).append((kind, known[key]))
            by_second = known[key]
            for token in seconds:
                by_second.setdefault(token, []).append(held)
        return held.value_id

    def sightings(self, text: str) -> list[Sighting]:
        """Every value in `text` whose telling components stand there, exact in each. In order; empty for an empty text.

        Spelling is let pass as widely as any touchpoint may declare: capitals, transliteration, abbreviations.
        """
        return self._found(text, exact=True)

    def candidates(self, text: str) -> list[Sighting]:
        """Values that might stand in `text`, for those who compare by themselves: no value in it is missing."""
        return self._found(text, exact=False)

    def _found(self, text: str, *, exact: bool) -> list[Sighting]:
        found: dict[tuple[int, int], Sighting] = {}
        for span, held in self._hits(text, exact):
            key = (span[0], held.value_id)
            if key not in found:
                found[key] = Sighting(
                    customer=held.customer,
                    fact=held.fact,
                    component=_TELLING[held.kind][0],
                    value_id=held.value_id,
                    span=span,
                )
        return [found[key] for key in sorted(found)]

    def _hits(self, text: str, exact: bool) -> Iterator[tuple[Span, _Held]]:
        if self._numbers:
            yield from self._numbers_in(text, exact)
        if not self._held:
            return
        levels = self._built()
        plain, back = as_searched(text)
        for start, end, held in self._pass(levels, plain, exact):
            yield (back(start), back(end - 1) + 1), held
        # A word broken at a line's end is joined, with and without its hyphen. What stands far from it was seen above.
        broken = breaks(text, plain, back)
        reach = _FAR_CHARS + 2 * self._longest_second
        for by in ("", "-") if broken else ():
            whole, at, shift = joined(plain, broken, by)
            for start, end, held in self._pass(levels, whole, exact, near=at, reach=reach):
                yield (back(shift(start)), back(shift(end - 1)) + 1), held

    @staticmethod
    def _pass(
        levels: list[_Level], plain: str, exact: bool, *, near: Sequence[int] | None = None, reach: int = 0
    ) -> Iterator[tuple[int, int, _Held]]:
        """near: only what stands so close to one of these places that what is there may matter; None for everything."""
        words = whole_words(plain)
        for last, (key, kinds) in chain.from_iterable(level.automaton.iter(words) for level in levels):
            # A key that is whole words bears a blank at either end, and so does the text before its beginning.
            padded = key.startswith(" ")
            start, end = last - len(key) + (1 if padded else 0), last - (1 if padded else 0)
            if near is not None and not _is_close(near, start - reach, end + reach):
                continue
            for kind, by_second in kinds:
                for held in _beside(kind, by_second, plain, start, end):
                    if not exact or _is_there(plain, start, end, held):
                        yield start, end, held

    def _numbers_in(self, text: str, exact: bool) -> Iterator[tuple[Span, _Held]]:
        lengths = sorted(self._number_lengths, reverse=True)
        for written in _NUMBER.finditer(text):
            digits = re.sub(r"\D", "", written[0])
            for length in lengths:
                for start in range(len(digits) - length + 1):
                    for held in self._numbers.get(digits[start : start + length], ()):
                        number = held.value["number"]
                        if not exact or same_phone(written[0], number) or _phone_within(text, written, number):
                            yield written.span(), held

    def _built(self) -> list[_Level]:
        if self._new:
            keys, self._new = self._new, {}
            while self._levels and len(self._levels[-1].keys) < 2 * len(keys):
                for key, kinds in self._levels.pop().keys.items():
                    keys.setdefault(key, []).extend(kinds)
            self._levels.append(_Level.of(keys))
        return self._levels


def _is_close(places: Sequence[int], start: int, end: int) -> bool:
    at = bisect_left(places, start)
    return at < len(places) and places[at] <= end


@lru_cache(maxsize=16384)
def _keys(kind: FactKind, text: str, country: str) -> frozenset[str]:
    """The spellings under which a telling component is searched."""
    told = spaced(text).replace("\n", " ")
    ways = {told}
    if kind is FactKind.POSTAL_ADDRESS:
        ways.update(islice(abbreviations(told, country), _MOST_SHORT_FORMS))
    spelled = {way for each in ways for way in (each, *transliterations(each))}
    plain = {key for way in spelled if (key := as_searched(way)[0].strip())}
    return frozenset(key if has_unspaced(key) else whole_words(key) for key in plain)


def _beside(kind: FactKind, by_second: dict[str, list[_Held]], plain: str, start: int, end: int) -> Iterator[_Held]:
    """Of those who share a street or a family name, the ones whose house number or given name stands near."""
    yield from by_second.get("", ())
    if len(by_second) == 1 and "" in by_second:
        return
    before, after = _REACH_CHARS.get(kind, (0, 0))
    if len(by_second) <= _FEW:
        near = f"{plain[max(0, start - before) : start]} {plain[end : end + after]}"
        found = [token for token in by_second if token and token in near]
    else:
        tokens = _TOKEN.findall(plain[max(0, start - before) : start]) + _TOKEN.findall(plain[end : end + after])
        found = sorted(by_second.keys() & set(tokens))
    for token in found:
        yield from by_second[token]


def _is_there(plain: str, start: int, end: int, held: _Held) -> bool:
    """Whether what stands at plain[start:end], and beside it, is this value and no longer one."""
    if held.kind is FactKind.EMAIL:
        return not re.search(r"[\w.+%-]$", plain[max(0, start - 1) : start]) and not re.match(
            r"[-.]?\w|@", plain[end : end + 2]
        )
    if re.search(r"\w[-'’]$", plain[max(0, start - 2) : start]) or re.match(r"-\w", plain[end : end + 2]):
        return False
    if held.kind is FactKind.POSTAL_ADDRESS:
        house = held.value.get("house_number", "")
        if another_street(plain, (start, end), as_searched(f"{held.value['street']} {house}")[0]):
            return False
        told = {**held.value, "house_number": as_searched(house)[0]}
        return not house or find_house(plain, (start, end), told) is not None
    if held.kind is FactKind.PERSON_NAME and held.value.get("given_name"):
        before, after = _REACH_CHARS[held.kind]
        near = f"{plain[max(0, start - before) : start]}\n{plain[end : end + after]}"
        return any(_has_words(near, way) for way in _ways(held.value["given_name"]))
    return True


def _has_words(text: str, words: str) -> bool:
    at = text.find(words)
    while at >= 0:
        before, after = text[max(0, at - 2) : at], text[at + len(words) :][:2]
        if not (before[-1:].isalnum() or after[:1].isalnum() or (before[-1:] == "-" and before[:1].isalnum())) and not (
            after[:1] == "-" and after[1:].isalnum()
        ):
            return True
        at = text.find(words, at + 1)
    return False


@lru_cache(maxsize=16384)
def _ways(text: str) -> frozenset[str]:
    told = spaced(text)
    return frozenset(as_searched(way)[0] for way in (told, *transliterations(told)))


def _phone_within(text: str, written: re.Match[str], number: str) -> bool:
    """Whether the number is only a part of the digits in a row, or its sign stands before them: "(+49) 151"."""
    around = text[max(0, written.start() - 8) : written.end() + 2]
    return bool(find(Way.PHONE, around, number, _AS_TOLD))


@lru_cache(maxsize=16384)
def _first_tokens(text: str) -> frozenset[str]:
    """The same of every way to write it in A-Z."""
    return frozenset(_first_token(way) for way in (text, *transliterations(text)))


def _first_token(text: str) -> str:
    """The first number of a house number, the first word of a name."""
    words = _TOKEN.findall(as_searched(text)[0])
    numbers = [word for word in words if word[0].isdigit()]
    found: str = (numbers or words or [""])[0]
    return found
