"""Does this text give a value away? The exact test behind every leak."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from tellonce.model.blueprint import Normalisation
from tellonce.model.facts import Components, FactKind
from tellonce.recognise.canonical import prepare
from tellonce.recognise.passage import find_value

__all__ = ["contains", "tells"]

_AS_TOLD = Normalisation()
# Spellings that a leaking text may use; wider than any one touchpoint's, because a leak need not follow its rules.
_WAYS = (_AS_TOLD, Normalisation(upper_case=True, transliterated=True, abbreviated=True))
_NOTHING: Components = {}


def contains(
    text: str, kind: FactKind, value: Components, compare: Sequence[str], *, twin: Components = _NOTHING
) -> bool:
    """Whether `text` reveals `value` to whoever reads it. twin: what is a part of this value is not the other one.

    A street with its house number in a town is somebody's home; a town or a country is not. What tells nobody apart
    (a language, a consent) is never given away. Empty text or value reveals nothing.
    """
    if not text or kind in (FactKind.LANGUAGE, FactKind.CONSENT):
        return False
    return _contains(text, kind, tuple(value.items()), tuple(compare), tuple(twin.items()))


_Told = tuple[tuple[str, str], ...]


@lru_cache(maxsize=512)
def _contains(text: str, kind: FactKind, components: _Told, compare: tuple[str, ...], twin: _Told) -> bool:
    """Asked of one letter while it is waited for, and when all is judged."""
    value, other = dict(components), dict(twin)
    return any(_found(text, kind, value, names, other) for names in _telling(kind, value, compare))


def tells(kind: FactKind, value: Components, compare: Sequence[str]) -> bool:
    """Whether `contains` could ever find it: not a home without a street, or one to which only a flat was added."""
    return kind not in (FactKind.LANGUAGE, FactKind.CONSENT) and bool(_telling(kind, value, compare))


def _found(text: str, kind: FactKind, value: Components, names: tuple[str, ...], twin: Components) -> bool:
    return any(
        find_value(prepare(text, rules), kind=kind, value=value, twin=twin, compare=names, rules=rules).whole
        for rules in _WAYS
    )


def _telling(kind: FactKind, value: Components, compare: Sequence[str]) -> list[tuple[str, ...]]:
    """The sets of filled components any of which identifies the value."""
    if kind is not FactKind.POSTAL_ADDRESS:
        names = tuple(c for c, text in value.items() if text)
        return [names] if names else []
    if not value.get("street"):
        return []
    # When street and number stay, only what did change can be given away.
    moved = {"street", "house_number"} & set(compare)
    changed = () if moved else tuple(c for c in ("flat", "postcode", "city") if c in compare and value.get(c))
    home = tuple(c for c in ("street", "house_number") if value.get(c))
    towns = [c for c in ("postcode", "city") if value.get(c)]
    if not moved and not changed:
        return []
    return [tuple(dict.fromkeys((*home, *changed, town))) for town in towns]
