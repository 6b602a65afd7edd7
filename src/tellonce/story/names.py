"""What touchpoints and facts are called in the language that is spoken, as far as the blueprint says it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import Final

from tellonce.model.blueprint import Blueprint, Normalisation
from tellonce.model.cell import CellVerdict
from tellonce.model.facts import FactKind
from tellonce.story.speech import current_speech

__all__ = [
    "Names",
    "bare",
    "component_called",
    "fact_called",
    "fact_of",
    "heading_of",
    "naming",
    "own_consequence_of",
    "place_called",
    "place_of",
    "spelling_of",
    "system_called",
]

_AS_TOLD: Final = Normalisation()
_ARTICLES: Final[Mapping[str, tuple[str, ...]]] = {
    "en": ("the ",),
    "de": ("der ", "die ", "das ", "den ", "dem ", "ein ", "eine ", "einen ", "ihr ", "ihre ", "sein ", "seine "),
    "fr": ("le ", "la ", "les ", "l'", "l’", "un ", "une ", "des ", "son ", "sa ", "ses "),
    "es": ("el ", "la ", "los ", "las ", "un ", "una ", "su ", "sus "),
    "nl": ("de ", "het ", "een ", "haar ", "zijn "),
    "fi": (),
}


class Names:
    """Names by key, in one language. Whoever reads a run tells its blueprint once that is known."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._blueprint: Blueprint | None = None
        self._touchpoints: dict[str, str] = {}
        self._facts: dict[str, str] = {}
        self._systems: dict[str, str] = {}
        self._consequences: dict[str, str] = {}

    def learn(self, blueprint: Blueprint | None) -> None:
        """Take in what a blueprint says of this language; the same one again, or none, changes nothing."""
        if blueprint is None or blueprint is self._blueprint:
            return
        self._blueprint, code = blueprint, self.language
        self._touchpoints = {
            key: spot.called_in[code][0] for key, spot in blueprint.touchpoints.items() if code in spot.called_in
        }
        self._facts = {key: fact.called_in[code][0] for key, fact in blueprint.facts.items() if code in fact.called_in}
        self._systems = {
            system.called: bare(system.called_in[code][0], code)
            for system in blueprint.systems.values()
            if code in system.called_in
        }
        self._consequences = {
            key: spot.consequence_in[code] for key, spot in blueprint.touchpoints.items() if code in spot.consequence_in
        }

    def touchpoint(self, key: str, called: str) -> str:
        """As a heading says it, without an article; without a name in this language, the English one."""
        named = self._touchpoints.get(key)
        return bare(called, "en") if named is None else bare(named, self.language)

    def fact(self, key: str, called: str) -> str:
        """Without a name in this language, the English one."""
        return self._facts.get(key, called)

    def system(self, called: str) -> str:
        """A system by its English name, which is all that a verdict says of it."""
        return self._systems.get(called, called)

    def consequence(self, touchpoint: str) -> str:
        """The blueprint's own sentence in this language; empty where it has none."""
        return self._consequences.get(touchpoint, "")

    def spelling(self, touchpoint: str, fact: str) -> tuple[FactKind, Normalisation]:
        """Of what kind a fact is, and how a touchpoint may write it; text as it was told, where it is not declared."""
        declared = self._blueprint.facts.get(fact) if self._blueprint else None
        spot = self._blueprint.touchpoints.get(touchpoint) if self._blueprint else None
        return declared.kind if declared else FactKind.TEXT, spot.normalise if spot else _AS_TOLD


def system_called(called: str) -> str:
    """A system by its English name, in the language that is spoken."""
    return _here().system(called)


def component_called(name: str) -> str:
    """A component of a fact, such as its house number."""
    return current_speech().words.get(f"component.{name}") or name.replace("_", " ")


_names: ContextVar[Names | None] = ContextVar("names", default=None)


@contextmanager
def naming() -> Iterator[Names]:
    """Call things for the time being as the language that is spoken calls them."""
    names = Names(current_speech().language)
    token = _names.set(names)
    try:
        yield names
    finally:
        _names.reset(token)


def place_called(cell: CellVerdict) -> str:
    """A cell's touchpoint as sentences name it: in English with its article; in other languages, whose sentences must
    bear names of any gender, without."""
    return place_of(cell.touchpoint, cell.touchpoint_called)


def place_of(key: str, called: str) -> str:
    """The same of a touchpoint by its key and its English name."""
    return called if current_speech().language == "en" else heading_of(key, called)


def heading_of(key: str, called: str) -> str:
    """A touchpoint without its article, in the language that is spoken."""
    return _here().touchpoint(key, called)


def fact_of(key: str, called: str) -> str:
    """A fact by its key and its English name, in the language that is spoken."""
    return _here().fact(key, called)


def fact_called(cell: CellVerdict) -> str:
    """A cell's fact, in the language that is spoken."""
    return fact_of(cell.fact, cell.fact_called)


def own_consequence_of(cell: CellVerdict) -> str:
    """What the blueprint says of its touchpoint in the language that is spoken, not filled in; empty for nothing."""
    return _here().consequence(cell.touchpoint)


def spelling_of(cell: CellVerdict) -> tuple[FactKind, Normalisation]:
    """Of what kind a cell's fact is, and how its touchpoint may write it."""
    return _here().spelling(cell.touchpoint, cell.fact)


def bare(called: str, language: str = "en") -> str:
    """A name without its article: "card letter"."""
    for article in _ARTICLES[language]:
        if called.startswith(article):
            return called[len(article) :]
    return called


def _here() -> Names:
    names, language = _names.get(), current_speech().language
    return names if names is not None and names.language == language else _nameless(language)


@lru_cache
def _nameless(language: str) -> Names:
    return Names(language)
