"""One language: its words for people, durations and roles, and what it says for every sentence of every project."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Literal

from pydantic import Field

from tellonce.model.base import Frozen
from tellonce.model.blueprint import Channel
from tellonce.model.duration_words import DurationUnit, DurationWords
from tellonce.model.errors import Place
from tellonce.project.yaml_tree import parse

__all__ = ["Durations", "Language", "NameRule", "People", "Translation", "Unit", "Way", "language", "languages"]

_FOLDER = "tellonce/vocabulary/languages"


class Way(Frozen):
    """One way to say a sentence. text: a Cucumber Expression.  example: a whole step that says it, with its keyword."""

    text: str
    example: str


class Translation(Way):
    """What a language says for one sentence. also: other ways, such as the order of words after "and"."""

    also: tuple[Way, ...] = ()
    about: str = ""
    """What it asks and when it fails, in this language; "" where only English says it."""

    @property
    def ways(self) -> tuple[Way, ...]:
        """Every way, the usual one first."""
        return (self, *self.also)


class NameRule(Frozen):
    """How a name is inflected. when: a regular expression that the whole name fits.

    becomes: its forms, the usual one first; \\0 is the name, \\1 a group of the expression.
    """

    when: str = ".*"
    becomes: tuple[str, ...] = Field(min_length=1)

    def forms(self, name: str) -> tuple[str, ...]:
        """The name inflected; nothing when the rule is not for it."""
        found = re.fullmatch(self.when, name, re.IGNORECASE)
        return tuple(found.expand(form.replace(r"\0", r"\g<0>")) for form in self.becomes) if found else ()


class People(Frozen):
    """A parameter that stands for a person. of: the parameter of the English sentence that it is.

    she, he, they: pronoun words by whom they can mean. A word that may mean anybody is listed under they alone.
    names: how a persona's name is said; the first rule that fits it counts.
    """

    of: Literal["persona", "customer", "possessive"]
    she: tuple[str, ...] = ()
    he: tuple[str, ...] = ()
    they: tuple[str, ...] = ()
    names: tuple[NameRule, ...] = ()

    def named(self, name: str) -> tuple[str, ...]:
        """The forms of a persona's name; none where this parameter takes pronouns only."""
        return next((forms for rule in self.names if (forms := rule.forms(name))), ())


class Unit(Frozen):
    """The forms of one unit: for one, for many, and every other."""

    of: Literal["millisecond", "second", "minute", "hour", "day", "week"]
    one: str
    many: str
    others: tuple[str, ...] = ()


_UNITS_S = {"millisecond": 0.001, "second": 1.0, "minute": 60.0, "hour": 3600.0, "day": 86400.0, "week": 604800.0}


class Durations(Frozen):
    """numbers: number -> its words in every form.  units: abbreviations first.  decimal: the sign before decimals."""

    numbers: Mapping[int, tuple[str, ...]]
    units: tuple[Unit, ...]
    decimal: Literal[".", ","]

    def words(self) -> DurationWords:
        """What reads them."""
        return DurationWords(
            numbers={word: number for number, words in self.numbers.items() for word in words},
            units=tuple(
                DurationUnit(seconds=_UNITS_S[unit.of], one=unit.one, many=unit.many, others=unit.others)
                for unit in self.units
            ),
            decimal=self.decimal,
        )


class Language(Frozen):
    """One file of this folder. native: the language's own name for itself.

    people: parameter -> what it takes.  roles: role of a persona -> words for such a person.
    channels: channel of a touchpoint -> words for it.
    articles: what may be left off before the name of a touchpoint.  sentences: key of a sentence -> what is said.
    """

    native: str
    people: Mapping[str, People]
    durations: Durations
    roles: Mapping[str, tuple[str, ...]]
    channels: Mapping[Channel, tuple[str, ...]]
    articles: tuple[str, ...] = ()
    sentences: Mapping[str, Translation]

    def stands_for(self, parameter: str) -> str:
        """The parameter of the English sentence that this one is."""
        return self.people[parameter].of if parameter in self.people else parameter

    def bare(self, called: str) -> str:
        """The name of a touchpoint without its article."""
        for article in self.articles:
            joined = article if article.endswith("'") else f"{article} "
            if called.startswith(joined):
                return called[len(joined) :]
        return called


def languages() -> tuple[str, ...]:
    """The codes of the languages that have a file, in order."""
    names = (path.name for path in files("tellonce.vocabulary").joinpath("languages").iterdir())
    return tuple(sorted(name.removesuffix(".yaml") for name in names if name.endswith(".yaml")))


@cache
def language(code: str) -> tuple[Language, Mapping[str, Place]] | None:
    """A language and where each of its sentences is written; None where there is no file."""
    file = files("tellonce.vocabulary").joinpath("languages", f"{code}.yaml")
    if not re.fullmatch(r"[a-z]{2}", code) or not file.is_file():
        return None
    text = file.read_text(encoding="utf-8")
    tree = parse(text)
    if tree is None:
        return None
    sentences = tree.value["sentences"]
    places = {id: Place(file=f"{_FOLDER}/{code}.yaml", line=sentences.key(id)[0] + 1) for id in sentences.value}
    return Language.model_validate(tree.plain), places
