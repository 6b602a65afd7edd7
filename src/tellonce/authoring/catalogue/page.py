"""The catalogue of sentences as one page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tellonce.authoring.catalogue.search import texts_of_sentence
from tellonce.authoring.pages import render_page
from tellonce.model.catalogue import Catalogue, ListedSentence

__all__ = ["catalogue_as_page"]

_PARAMETER = re.compile(r"(?<!\\)(\{[^{}]*\})")
_KINDS = {"given": "Given", "when": "When", "then": "Then", "step": "Given, When or Then"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Piece:
    text: str
    is_parameter: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    """said: what the search box looks through."""

    sentence: ListedSentence
    pieces: Sequence[_Piece]
    said: str


def catalogue_as_page(catalogue: Catalogue) -> str:
    """One self-contained HTML file. Where a search found nothing, with what comes near."""
    shown = catalogue.sentences or catalogue.nearest
    groups = [
        (kind, heading, [_entry(one) for one in shown if one.kind == kind])
        for kind, heading in _KINDS.items()
        if any(one.kind == kind for one in shown)
    ]
    return render_page("steps.html.j2", service=catalogue.service, catalogue=catalogue, groups=groups)


def _entry(sentence: ListedSentence) -> _Entry:
    said = " ".join(" ".join(texts_of_sentence(sentence)).casefold().split())
    return _Entry(sentence=sentence, pieces=tuple(_pieces(sentence.text)), said=said)


def _pieces(text: str) -> Iterator[_Piece]:
    for nth, part in enumerate(_PARAMETER.split(text)):
        if part:
            yield _Piece(text=part, is_parameter=bool(nth % 2))
