"""Words of a parameter in groups of ten: of more, the Cucumber language server offers only the first ten.

Source: buildSuggestions.js of @cucumber/language-service 1.7.0 (maxChoices = 10).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

__all__ = ["MOST_OFFERED", "Group", "groups_of", "with_groups"]

MOST_OFFERED = 10
_MOST_WAYS = 64
_NOT_IN_A_NAME = re.compile(r"[\[\]()$.|?*+{}/\\\"]")
_PARAMETER = re.compile(r"\{(?P<name>\w+)\}")
_ALL_SAID = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Some words of one parameter type. name: a type of its own, such as "customer: he she they".

    common: words like "she", where the others are names.
    """

    name: str
    words: tuple[str, ...]
    common: bool = False


def groups_of(kind: str, words: Sequence[str]) -> tuple[Group, ...]:
    """The words in groups, each once, in the order of the alphabet; none where all of them are offered anyway."""
    listed = sorted(dict.fromkeys(words))
    if len(listed) <= MOST_OFFERED:
        return ()
    common = [word for word in listed if word[:1].islower()]
    names = [word for word in listed if not word[:1].islower()]
    mixed = bool(common and names)
    parts = [(part, mixed) for part in _evenly(common)] + [(part, False) for part in _evenly(names)]
    return tuple(
        Group(name=_name(kind, part, nth, len(parts)), words=tuple(part), common=is_common)
        for nth, (part, is_common) in enumerate(parts, 1)
    )


def with_groups(text: str, groups: Mapping[str, Sequence[Group]]) -> Iterator[str]:
    """The expression with groups in the place of parameter types that have them; nothing where none has.

    Where names and pronouns mix, only the first parameter goes through all its groups: who says "she" first goes on
    with "her". Of more than 64 ways, one parameter after the other goes through its groups.
    """
    said = [found["name"] for found in _PARAMETER.finditer(text)]
    if not any(groups.get(name) for name in said):
        return
    ways = [_ways(name, groups.get(name, ()), first=nth == 0) for nth, name in enumerate(said)]
    count = 1
    for way in ways:
        count *= len(way)
    if count <= _MOST_WAYS:
        chosen = list(product(*ways))
    else:
        first = tuple(way[0] if len(way) == 1 else said[nth] for nth, way in enumerate(ways))
        chosen = [(*first[:nth], one, *first[nth + 1 :]) for nth, way in enumerate(ways) if len(way) > 1 for one in way]
    yield from (_named(text, names) for names in dict.fromkeys(chosen))


def _named(text: str, names: Sequence[str]) -> str:
    following = iter(names)
    return _PARAMETER.sub(lambda _found: f"{{{next(following)}}}", text)


def _ways(name: str, groups: Sequence[Group], *, first: bool) -> tuple[str, ...]:
    common = tuple(group.name for group in groups if group.common)
    if common and not first:
        return common
    return tuple(group.name for group in groups) or (name,)


def _evenly(words: Sequence[str]) -> Iterator[Sequence[str]]:
    count = -(-len(words) // MOST_OFFERED)
    for nth in range(count):
        yield words[nth * len(words) // count : (nth + 1) * len(words) // count]


def _name(kind: str, words: Sequence[str], nth: int, count: int) -> str:
    said = " ".join(words) if len(words) <= _ALL_SAID else f"{words[0]} … {words[-1]}"
    return f"{kind}: {nth} of {count}" if _NOT_IN_A_NAME.search(said) else f"{kind}: {said}"
