"""The house number beside a street: before or after it, exact, and not the number of something else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from tellonce.model.facts import Components
from tellonce.recognise.canonical import fold, transliterations
from tellonce.recognise.postal import house_comes_first, is_qualifier, is_unit, number_words
from tellonce.recognise.spelling import WORD_EDGE, code, exact

__all__ = ["another_street", "another_town", "find_house", "flat_after"]

Span = tuple[int, int]
_GAP_CHARS = 56
_BEFORE_GAP = re.compile(r"[\s,]{0,3}")
_PART_OF_MORE = re.compile(r"\d[-–/.]$")
_EDGE = re.compile(WORD_EDGE)
# House number 12 is not 12 b, 12 bis, 12½, 12 1/2 or 12.5.
_NO_MORE_AFTER_A_LETTER = re.compile(rf"(?!{WORD_EDGE})(?!丁目)(?![.½⅓¼¾]\d?\b)")
_NO_MORE = re.compile(
    rf"(?!{WORD_EDGE})(?!丁目)(?![.½⅓¼¾]\d?\b)"
    r"(?!\s?(?:bis|ter|quater)\b)(?!\s?\d+/\d)(?![ ][A-Za-z](?![\w.\-]))",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+\.?")
# Units of an estate, and in the labels of house numbers: "Building number: 7", "Nº de porta: 7".
_HOUSES = frozenset(["house", "haus", "maison", "casa", "huis", "talo", "building", "gebäude", "edificio", "porta"])
_WORD_BEFORE = re.compile(r"(?<!\w)([^\W\d_]+\.?) $")
_WORD_AFTER = re.compile(r" ([^\W\d_]+\.?)(?!\w)")
_NUMBER_BESIDE = 12  # characters of another number and its comma


def find_house(form: str, street: Span, value: Components) -> Span | None:
    """Where the house number of `value` stands beside its street; None when it is missing, longer or another.

    "Rosenweg 7b", "Rosenweg, No. 7b", "7b Rosenweg", "Street: Rosenweg / House number: 7b".
    """
    number = value.get("house_number", "").strip()
    if not number:
        return None
    first = house_comes_first(value.get("country", ""))
    stop = _NO_MORE if number[-1].isdigit() else _NO_MORE_AFTER_A_LETTER
    for start, end in _occurrences(form, number, street[1], street[1] + _GAP_CHARS + len(number)):
        if (
            not stop.match(form, end)
            or not _ends_there(form, end, value)
            or not _leads_to_a_house(form[street[1] : start], value.get("country", ""))
        ):
            break
        if first is False or not _rival_before(form, street[0], value):
            return start, end
        break
    for start, end in _occurrences(form, number, max(0, street[0] - len(number) * 2 - 4), street[0]):
        beside = _BEFORE_GAP.fullmatch(form, end, street[0])
        if beside is None or _PART_OF_MORE.search(form, max(0, start - 2), start) or _counts_units(form[:start]):
            continue
        if first is True or not _rival_after(form, street[1], value):
            return start, end
    return None


def another_street(form: str, street: Span, name: str) -> bool:
    """Whether a word beside makes it another street: "Alte Hauptstrasse", "Main Street North".

    name: the street with its house number, whose own words set nothing apart.
    """
    after = _WORD_AFTER.match(form, street[1])
    return another_town(form, street, name) or _sets_apart(after, name)


def another_town(form: str, town: Span, name: str) -> bool:
    """Whether the word before makes it another town: "New London". What follows may be a state: "Springfield NE"."""
    start = max(0, town[0] - 24)
    return _sets_apart(_WORD_BEFORE.search(form, start, town[0]), name)


def _sets_apart(beside: re.Match[str] | None, name: str) -> bool:
    if beside is None or not is_qualifier(beside[1]):
        return False
    words = {fold(word) for way in (name, *transliterations(name)) for word in re.findall(r"\w+", way)}
    return fold(beside[1]).rstrip(".") not in words


def _occurrences(form: str, number: str, start: int, end: int) -> Iterator[Span]:
    """Where `number` begins a word in form[start:end], as told or in A-Z; what follows is not looked at."""
    if number.isdecimal() and number.isascii():
        at = form.find(number, start, end)
        while at >= 0:
            if not _EDGE.match(form, at - 1, at):
                yield at, at + len(number)
            at = form.find(number, at + 1, end)
        return
    for found in _pattern(number).finditer(form, start, end):
        if not _EDGE.match(form, found.start() - 1, found.start()):
            yield found.span()


@lru_cache(maxsize=8192)
def _pattern(number: str) -> re.Pattern[str]:
    ways = dict.fromkeys(exact(way) for way in (number, *transliterations(number)))
    return re.compile("|".join(ways), re.IGNORECASE)


@lru_cache(maxsize=512)
def _gap(country: str) -> re.Pattern[str]:
    """What may stand between a street and its number: punctuation, a word for "number", a label.

    "Rosenweg, No. 7b"; "Rosenweg / House number: 7b"; a label on a line of its own.
    """
    word = rf"[\s,;(]{{0,3}}(?:{number_words(country)})[\s.:]{{0,2}}"
    return re.compile(rf"[\s,;:./()–-]{{0,5}}|{word}|[^\d]{{0,48}}[:\n]\s*", re.IGNORECASE)


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


def _leads_to_a_house(gap: str, country: str) -> bool:
    """Whether a number after this is the street's: not that of a flat or a floor."""
    if _gap(country).fullmatch(gap) is None:
        return False
    if ":" not in gap and "\n" not in gap:
        return True
    last = gap.rstrip().rsplit("\n", maxsplit=1)[-1]
    return not any(is_unit(word) and fold(word) not in _HOUSES for word in _WORD.findall(last))


def _counts_units(before: str) -> bool:
    """Whether a number that follows counts flats: "Flat 4, Baker Street"."""
    word = re.search(r"([^\W\d_]+\.?)\s?$", before[-24:])
    return word is not None and is_unit(word[1])


def _rival_before(form: str, start: int, value: Components) -> bool:
    """Whether another number stands where a country may put the house number: "7 Baker Street 12"."""
    found = re.search(
        r"(?:^|[\n,;:]\s?)(?P<rival>\d{1,4}[A-Za-z]?)[\s,]{0,3}$", form[max(0, start - _NUMBER_BESIDE) : start]
    )
    return found is not None and not _explained(found["rival"], value)


def _rival_after(form: str, end: int, value: Components) -> bool:
    found = re.match(r"[ ,]{1,2}(?P<rival>\d{1,4}[A-Za-z]?)(?!\w)", form[end : end + _NUMBER_BESIDE])
    return found is not None and not _explained(found["rival"], value)


def _explained(rival: str, value: Components) -> bool:
    told = {code(value.get(name, "")) for name in ("flat", "postcode")}
    return any(text == code(rival) or re.search(rf"(?<!\d){re.escape(code(rival))}(?!\d)", text) for text in told)
