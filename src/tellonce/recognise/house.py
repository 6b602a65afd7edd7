"""The house number beside a street: before or after it, exact, and not the number of something else."""

from __future__ import annotations

import re
from functools import lru_cache

from tellonce.model.facts import Components
from tellonce.recognise.canonical import fold
from tellonce.recognise.postal import house_comes_first, is_qualifier, is_unit, number_words
from tellonce.recognise.spelling import WORD_EDGE, code

__all__ = ["another_street", "find_house", "flat_after"]

Span = tuple[int, int]
_PUNCTUATION = r"[\s,;:./()–-]{0,5}"
_LABEL = r"[^\d]{0,48}?[:\n]\s*"  # "Rosenweg / House number: 7b", and a label on a line of its own
_BEFORE_GAP = r"[\s,]{0,3}"
_WORD = re.compile(r"[^\W\d_]+\.?")
_HOUSES = frozenset(["house", "haus", "maison", "casa"])  # units of an estate, and the labels of house numbers
_NUMBER_BESIDE = 12  # characters of another number and its comma


def find_house(form: str, street: Span, value: Components) -> Span | None:
    """Where the house number of `value` stands beside its street; None when it is missing, longer or another.

    "Rosenweg 7b", "Rosenweg, No. 7b", "7b Rosenweg", "Street: Rosenweg / House number: 7b".
    """
    number = value.get("house_number", "")
    if not number:
        return None
    first = house_comes_first(value.get("country", ""))
    after = _after(number).match(form, street[1])
    if after is not None and not _of_a_unit(form[street[1] : after.start("house")]):
        span = after.span("house")
        if _ends_there(form, span[1], value) and (first is False or not _rival_before(form, street[0], value)):
            return span
    earlier = max(0, street[0] - len(number) * 2 - 4)
    before = _before(number).search(form, earlier, street[0])
    if before is None or _counts_units(form[: before.start("house")]):
        return None
    return None if first is not True and _rival_after(form, street[1], value) else before.span("house")


def another_street(form: str, street: Span, name: str) -> bool:
    """Whether a word beside makes it another street: "Alte Hauptstrasse", "Main Street North"."""
    before = re.search(r"(?<!\w)([^\W\d_]+\.?) $", form[max(0, street[0] - 24) : street[0]])
    after = re.match(r" ([^\W\d_]+\.?)(?!\w)", form[street[1] : street[1] + 24])
    words = {word.casefold().rstrip(".") for word in name.split()}
    return any(beside and beside[1].rstrip(".") not in words and is_qualifier(beside[1]) for beside in (before, after))


@lru_cache(maxsize=8192)
def _after(number: str) -> re.Pattern[str]:
    more = r"(?!\s?(?:bis|ter|quater)\b)(?!\s?\d+/\d)(?![ ][A-Za-z](?![\w.\-]))" if number[-1:].isdigit() else ""
    gap = rf"(?:[\s,;(]{{0,3}}(?:{number_words()})[\s.:]{{0,2}}|{_PUNCTUATION}|{_LABEL})"
    return re.compile(
        rf"{gap}(?<!{WORD_EDGE})(?P<house>{_digits(number)})(?!{WORD_EDGE})(?!丁目)(?![.½⅓¼¾]\d?\b){more}",
        re.IGNORECASE,
    )


@lru_cache(maxsize=8192)
def _before(number: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!{WORD_EDGE})(?<!\d[-–/.])(?P<house>{_digits(number)}){_BEFORE_GAP}$", re.IGNORECASE)


def _digits(number: str) -> str:
    return r"\s?".join(re.escape(c) for c in number if not c.isspace())


def _ends_there(form: str, end: int, value: Components) -> bool:
    """Whether the number does not go on: "12-14" and "12/3" are not 12, unless the rest is the flat or the postcode."""
    more = re.match(r"\s?(?P<mark>[-–/+])\s?(?P<rest>\w+)", form[end : end + 16])
    if more is None or not more["rest"][0].isdigit():
        return True
    rest = code(more["rest"])
    town = code(value.get("postcode", ""))
    return _is_flat_alone(rest, value) or bool(town and town.startswith(rest) and len(rest) > 2)


def flat_after(form: str, end: int, value: Components) -> Span | None:
    """Where the flat follows the house number after a stroke, by its number alone: "Dluga 5/3" for "m. 3"."""
    more = re.compile(r"\s?/\s?(\w{1,8})(?!\w)").match(form, end)
    return more.span(1) if more is not None and _is_flat_alone(more[1], value) else None


def _is_flat_alone(text: str, value: Components) -> bool:
    """Whether `text` is the flat without its words: "3" for "m. 3"; never for a flat with several numbers."""
    numbers = re.findall(r"\d+[A-Za-z]?", value.get("flat", ""))
    return len(numbers) == 1 and code(text) == code(numbers[0])


def _of_a_unit(gap: str) -> bool:
    """Whether the words between street and number say that the number counts flats or floors, or name a street."""
    if ":" not in gap and "\n" not in gap:
        return False
    last = re.split(r"\n", gap.rstrip())[-1]
    return any(is_unit(word) and fold(word) not in _HOUSES for word in _WORD.findall(last))


def _counts_units(before: str) -> bool:
    """Whether a number that follows counts flats: "Flat 4, Baker Street"."""
    word = re.search(r"([^\W\d_]+\.?)\s?$", before[-24:])
    return word is not None and is_unit(word[1])


def _rival_before(form: str, start: int, value: Components) -> bool:
    """Whether another number stands where a country may put the house number: "7 Baker Street 12"."""
    found = re.search(
        rf"(?:^|[\n,;:]\s?)(?P<rival>\d{{1,4}}[A-Za-z]?){_BEFORE_GAP}$", form[max(0, start - _NUMBER_BESIDE) : start]
    )
    return found is not None and not _explained(found["rival"], value)


def _rival_after(form: str, end: int, value: Components) -> bool:
    found = re.match(r"[ ,]{1,2}(?P<rival>\d{1,4}[A-Za-z]?)(?!\w)", form[end : end + _NUMBER_BESIDE])
    return found is not None and not _explained(found["rival"], value)


def _explained(rival: str, value: Components) -> bool:
    told = {code(value.get(name, "")) for name in ("flat", "postcode")}
    return any(text == code(rival) or re.search(rf"(?<!\d){re.escape(code(rival))}(?!\d)", text) for text in told)
