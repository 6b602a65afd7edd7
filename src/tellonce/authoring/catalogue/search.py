"""Words in any order; what comes near where nothing is found."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Generic, TypeVar

from tellonce.model.catalogue import ListedSentence
from tellonce.model.errors import nearest

__all__ = ["Found", "searched", "texts_of_sentence"]

_T = TypeVar("_T")
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_MOST_NEAR = 3
_NEAR_ENOUGH = 0.4


@dataclass(frozen=True, slots=True, kw_only=True)
class Found(Generic[_T]):
    """found: the best first.  near, meant: only where nothing was found; what comes near, and word -> word meant."""

    found: tuple[_T, ...]
    near: tuple[_T, ...] = ()
    meant: Mapping[str, str]


def searched(things: Sequence[_T], words: Iterable[str], texts: Callable[[_T], Sequence[str]]) -> Found[_T]:
    """The things that say every word somewhere, as a part of a word too, whatever its case.

    texts: of one thing, what says most of it first: who says a word there comes before who says it elsewhere.
    No words: all things, in their order.
    """
    wanted = [word.casefold() for said in words for word in said.split()]
    folded = [(thing, [text.casefold() for text in texts(thing)]) for thing in things]
    ranked = []
    for order, (thing, said) in enumerate(folded):
        places = [place for word in wanted if (place := _place(word, said)) is not None]
        if len(places) == len(wanted):
            ranked.append((sum(places), order, thing))
    ranked.sort(key=lambda one: one[:2])
    if ranked or not wanted:
        return Found(found=tuple(thing for _, _, thing in ranked), meant={})
    known = sorted({word for _, said in folded for text in said for word in _WORD.findall(text)})
    everything = "\n".join(text for _, said in folded for text in said)
    meant = {word: near for word in wanted if word not in everything and (near := nearest(word, known))}
    return Found(found=(), near=tuple(_near(folded, [meant.get(word, word) for word in wanted])), meant=meant)


def texts_of_sentence(sentence: ListedSentence) -> tuple[str, ...]:
    """What a search for a sentence looks through: its words first, then what it is about, then the words it takes."""
    changed = " ".join(word.replace("_", " ") for word in (*sentence.changes, *sentence.learns))
    return (
        f"{sentence.kind} {sentence.text} {sentence.example}",
        f"{changed} {sentence.channel} {sentence.key.replace('_', ' ')} {sentence.about}",
        "\n".join(word for parameter in sentence.parameters for word in parameter.words),
        f"{sentence.source} {sentence.file} {' '.join(use.journey for use in sentence.used_by)}",
    )


def _place(word: str, said: Sequence[str]) -> int | None:
    return next((place for place, text in enumerate(said) if word in text), None)


def _near(folded: Sequence[tuple[_T, list[str]]], words: Sequence[str]) -> Iterator[_T]:
    """Who says most of the words; of those, whose own words are most like them."""
    wanted = " ".join(words)
    scored = []
    for order, (thing, said) in enumerate(folded):
        share = sum(_place(word, said) is not None for word in words) / len(words)
        likeness = SequenceMatcher(None, wanted, said[0], autojunk=False).ratio()
        if max(share, likeness) >= _NEAR_ENOUGH:
            scored.append((-share, -likeness, order, thing))
    yield from (thing for *_, thing in sorted(scored, key=lambda one: one[:3])[:_MOST_NEAR])
