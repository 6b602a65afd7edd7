"""Lengths of time in the language that is spoken: measured ones as people say them, promised ones to the letter."""

from __future__ import annotations

import math
import re
from datetime import datetime
from functools import lru_cache

from babel.dates import format_skeleton

from tellonce.model.cell import CellVerdict
from tellonce.model.duration import describe_s
from tellonce.story.speech import current_speech, speech_of

__all__ = ["about_s", "promised", "span_in"]

_UNITS = (("days", 86400.0), ("hours", 3600.0), ("minutes", 60.0))
# What the engine writes of a promise: model/calendar.py and clock/business_days.py.
_PROMISE = re.compile(
    r"(?P<number>[\d.]+) (?P<unit>s|minute|hour|day|week|business day)s?"
    r"(?:, by \w{3} (?P<day>\d{2} \w{3} \d{4}), (?:(?P<time>\d{2}:\d{2}) (?P<zone>\S+)|the day that was named))?"
)


def about_s(seconds: float) -> str:
    """A measured time as people say it: a second more than a day is "1 day". Promises use describe_s: exact.

    The app says the same of the same number (`about` in report/app/src/words.ts).
    """
    speech = current_speech()
    if seconds < 0.05:
        return speech.say("time.seconds_short", n="0")
    days = _rounded(seconds / 86400.0)
    if days >= 14 and days % 7 == 0:
        return speech.say_many("time.weeks", days / 7)
    for unit, unit_s in _UNITS:
        number = _rounded(seconds / unit_s, 10 if seconds < 10 * unit_s else 1)
        if number >= (2 if unit == "minutes" else 1):
            return speech.say_many(f"time.{unit}", number)
    decimals = 1 if seconds < 10 else 0
    return speech.say("time.seconds_short", n=speech.number(_rounded(seconds, 10 if decimals else 1), decimals))


def promised(cell: CellVerdict) -> str:
    """Within what the customer was promised it: "1 day", or business days and the moment they end."""
    said = cell.promised or describe_s(cell.promised_within_s)
    return _promise_in(current_speech().language, said)


def span_in(said: str) -> str:
    """An English length of time ("0.3 s", "2 weeks") in the language that is spoken."""
    return _promise_in(current_speech().language, said)


@lru_cache(maxsize=4096)
def _promise_in(language: str, said: str) -> str:
    """The same in another language; what is said in no known way stays as it is."""
    found = _PROMISE.fullmatch(said)
    if language == "en" or found is None:
        return said
    speech = speech_of(language)
    number, decimals = float(found["number"]), len(found["number"].removesuffix(".0").partition(".")[2])
    if found["unit"] == "s":
        span = speech.say("time.seconds_short", n=speech.number(number, decimals))
    else:
        span = speech.say_many(f"time.{found['unit'].replace(' ', '_')}s", number, n=speech.number(number, decimals))
    if not found["day"]:
        return span
    try:
        moment = datetime.strptime(found["day"], "%d %b %Y").date()
    except ValueError:
        return said
    day = format_skeleton("yMMMEd", moment, locale=language)
    if found["time"]:
        return speech.say("time.by_moment", span=span, day=day, time=found["time"], zone=found["zone"])
    return speech.say("time.by_named_day", span=span, day=day)


def _rounded(number: float, parts: int = 1) -> float:
    """To the nearest part, halves up: in Python and in JavaScript alike."""
    return math.floor(number * parts + 0.5) / parts
