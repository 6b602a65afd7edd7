"""Where a value stands, or surely does not, told without a pattern of its own.

A pattern takes longer to compile than to search, and every customer's values would make new ones. Whoever asks here
gets what the pattern of `spelling` would find; None says that only the pattern can tell.
"""

from __future__ import annotations

import re
from functools import lru_cache

from tellonce.model.blueprint import Normalisation
from tellonce.recognise.canonical import fold, spaced
from tellonce.recognise.postal import ways_to_write
from tellonce.recognise.spelling import has_unspaced, spellings

__all__ = ["differ_as_codes", "find_digits", "find_words", "same_words", "without_abbreviations"]

Span = tuple[int, int]
_BEFORE_WORDS = re.compile(r"(?<!\w)(?<!\w[-'’])")
_AFTER_WORDS = re.compile(r"(?!\w)(?!-\w)")
_LEFT_OUT = re.compile(r"[\s-]")


@lru_cache(maxsize=512)
def without_abbreviations(rules: Normalisation) -> Normalisation:
    """The same rules for what is never abbreviated: a town that lost its end is another town."""
    return rules.model_copy(update={"abbreviated": False})


def same_words(read: tuple[str, ...], value: str, rules: Normalisation, country: str) -> bool | None:
    """Whether one of `read`, with single blanks, is `value` in a spelling that the rules allow."""
    if rules.abbreviated:
        return None
    ways = _spelled(value, rules, country)
    return any((fold(text) if rules.upper_case else text) in ways for text in read)


def find_words(form: str, value: str, rules: Normalisation, country: str) -> tuple[Span, ...] | None:
    """Where `value` stands in a canonical form as whole words."""
    if not any(all(word in form for word in words) for words in _needed(value, rules, country)):
        return ()
    ways = _spelled(value, rules, country)
    body, *others = ways
    if rules.abbreviated or others or not body or has_unspaced(body):
        return None
    lines = form.replace("\n", " ")  # a line may end wherever the value has a blank
    found: list[Span] = []
    at = lines.find(body)
    while at >= 0:
        end = at + len(body)
        whole = _BEFORE_WORDS.match(form, at) and _AFTER_WORDS.match(form, end)
        if whole:
            found.append((at, end))
        at = lines.find(body, end if whole else at + 1)
    return tuple(found)


def differ_as_codes(seen: str, value: str, rules: Normalisation) -> bool:
    """Whether two codes differ in more than case, blanks and hyphens; False also where a pattern is needed to tell."""
    if rules.field_length is not None or not seen.isascii() or not value.isascii():
        return False
    return _LEFT_OUT.sub("", seen).lower() != _LEFT_OUT.sub("", value).lower()


def find_digits(form: str, value: str, rules: Normalisation, *, groups: bool, edge: str) -> tuple[Span, ...] | None:
    """Where a code of digits alone stands in a canonical form. groups, edge: as for `spelling.code_pattern`."""
    digits = spaced(value)
    if rules.field_length is not None or not (digits.isascii() and digits.isdecimal()):
        return None
    before, after = _edges(edge)
    found: list[Span] = []
    head = digits[:2] if groups else digits
    at = form.find(head)
    while at >= 0:
        end = _end_of(form, at + len(head), digits, len(head))
        whole = end is not None and before.match(form, at) and after.match(form, end)
        if whole and end is not None:
            found.append((at, end))
        at = form.find(head, end if whole and end is not None else at + 1)
    return tuple(found)


def _end_of(form: str, at: int, digits: str, done: int) -> int | None:
    """Where the digits end of which so many end at form[at]: groups of two or more may be set apart."""
    for number in range(done, len(digits)):
        if number <= len(digits) - 2 and form.startswith(" ", at):
            at += 1
        if not form.startswith(digits[number], at):
            return None
        at += 1
    return at


@lru_cache(maxsize=16384)
def _spelled(value: str, rules: Normalisation, country: str) -> frozenset[str]:
    return frozenset(fold(way) if rules.upper_case else way for way in spellings(value, rules, country))


@lru_cache(maxsize=16384)
def _needed(value: str, rules: Normalisation, country: str) -> tuple[tuple[str, ...], ...]:
    """For each spelling, the words that are written in no other way: without them it is not there."""
    return tuple(
        tuple(
            word.rstrip(".")
            for word in way.split(" ")
            if not rules.abbreviated or not ways_to_write(word.rpartition("-")[2], country)
        )
        for way in _spelled(value, rules, country)
    )


@lru_cache(maxsize=8)
def _edges(edge: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    return re.compile(rf"(?<!{edge})(?<!\d[-–])"), re.compile(rf"(?!{edge})(?![-–]\d)")
