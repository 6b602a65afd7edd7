"""Sentences that the engine and the judge wrote in English, said in another language: by the forms they are known to
have."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from tellonce.model.verdict import Sight
from tellonce.story.names import system_called
from tellonce.story.spans import span_in
from tellonce.story.speech import say
from tellonce.story.words import SIGHTS

__all__ = ["Form", "forms", "said_in"]

Form = tuple[re.Pattern[str], str]
"""What a sentence must match as a whole, and the key under which it is said again."""
_SPANS = ("time", "later", "end")
_LOOKED_LIKE = {"nothing": Sight.ABSENT}


def forms(*each: tuple[str, str]) -> tuple[Form, ...]:
    """Regular expressions with the keys of their words. Groups are filled in: `time`, `later` and `end` are lengths of
    time, `sight` is what a look found, `places` are systems, `remark` is a sentence of such a form itself; others stay
    as they are."""
    return tuple((re.compile(form, re.DOTALL), key) for form, key in each)


def said_in(said: str, known: Iterable[Form], *, inner: Sequence[Form] = ()) -> str | None:
    """The sentence in the language that is spoken; None when it has no known form. inner: forms of a `remark`."""
    for form, key in known:
        found = form.fullmatch(said)
        if found is not None:
            filled = _filled(found.groupdict(default=""), inner or tuple(known))
            return None if filled is None else say(key, **filled)
    return None


def _filled(groups: Mapping[str, str], inner: Sequence[Form]) -> dict[str, str] | None:
    filled: dict[str, str] = {}
    for name, value in groups.items():
        how = _WAYS.get(name, str)
        again = said_in(value, inner) if name == "remark" else how(value)
        if again is None:
            return None
        filled[name] = again
    return filled


def _sight(word: str) -> str | None:
    sight = _LOOKED_LIKE.get(word) or Sight.__members__.get(word.upper())
    return None if sight is None else SIGHTS[sight]


def _systems(named: str) -> str:
    return ", ".join(system_called(called) for called in named.split(" and "))


_WAYS: Mapping[str, Callable[[str], str | None]] = {
    **dict.fromkeys(_SPANS, span_in),
    "sight": _sight,
    "places": _systems,
}
