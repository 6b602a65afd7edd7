"""Whether she is made to tell what she told before. Values are compared and forgotten: only salted digests stay."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from hashlib import blake2b

from tellonce.model.facts import Components, Fact

__all__ = ["Retold"]

_TELLING = 4
"""Shorter texts ("7", "yes") are the same by chance; they count where the field is called like the component."""
_CHOOSING = frozenset({"select", "radio", "checkbox", "range", "color"})
"""Of these a choice is the same by chance likewise."""
_Part = tuple[str, str]


class Retold:
    """What one customer has told in one scenario, by whatever channel, and what the company knew from the start."""

    def __init__(self, facts: Mapping[str, Fact]) -> None:
        self._facts = facts
        self._salt = secrets.token_bytes(16)
        self._known: dict[str, set[_Part]] = {}
        """Digest of a component -> the (fact, component) of which it is known to be a value."""
        self._latest: dict[str, str] = {}
        """Fact -> digest of the whole value that the company knows now: what she went back to is no repetition."""
        self._words: set[str] = set()
        """Digests of other texts that she wrote."""

    def learn(self, news: Mapping[str, Components]) -> None:
        """The company knows this from now on."""
        for fact, value in news.items():
            self._latest[fact] = self._whole(value)
            for component, text in value.items():
                if text:
                    self._known.setdefault(self._digest(text), set()).add((fact, component))

    def knows(self, fact: str, value: Components) -> bool:
        """Whether the company knows just this already."""
        return self._latest.get(fact) == self._whole(value)

    def flow(self, news: Mapping[str, Components]) -> RetoldInFlow:
        """One flow, in which she tells these."""
        return RetoldInFlow(self, news)

    def called(self, part: _Part) -> str:
        """A component of a fact, in words."""
        fact, component = part
        called = self._facts[fact].called if fact in self._facts else fact
        plain = component.replace("_", " ")
        alone = fact in self._facts and len(self._facts[fact].components) == 1
        return called if alone else f"{called}: {plain}"

    def known_as(self, text: str, name: str, *, choosing: bool) -> str:
        """As what the company knows this text, in words; "" when it does not."""
        telling = len(text.strip()) >= _TELLING and not choosing
        for fact, component in sorted(self._known.get(self._digest(text), ())):
            if telling or component.casefold() in name.casefold():
                return self.called((fact, component))
        return ""

    def wrote(self, text: str) -> bool:
        """She wrote this text; whether she had written it before."""
        digest = self._digest(text)
        again = digest in self._words
        self._words.add(digest)
        return again

    def _digest(self, text: str) -> str:
        plain = " ".join(text.split()).casefold()
        return blake2b(plain.encode(), key=self._salt, digest_size=16).hexdigest()

    def _whole(self, value: Components) -> str:
        return self._digest("\n".join(f"{name}={value[name]}" for name in sorted(value)))


class RetoldInFlow:
    """The fields of one flow, in the order in which she filled them in."""

    def __init__(self, told: Retold, news: Mapping[str, Components]) -> None:
        self._told, self._news = told, news
        self._used: set[_Part] = set()

    def again(self, text: str, *, name: str, kind: str) -> str:
        """What she tells again by writing `text` into a field, in words; "" for what is new.

        A component of what she tells now is new once: in a second field, or on a second page, she is asked for it
        again. It is not new at all where the company knows the same whole value already.
        """
        if not text.strip():
            return ""
        parts = [
            (fact, component)
            for fact, value in self._news.items()
            for component, said in value.items()
            if said and _plain(said) == _plain(text)
        ]
        if parts:
            named = [part for part in parts if part[1].casefold() in name.casefold()] or parts
            fresh = next((part for part in named if part not in self._used), None)
            part = fresh or named[0]
            self._used.add(part)
            known = self._told.knows(part[0], self._news[part[0]])
            return self._told.called(part) if fresh is None or known else ""
        choosing = kind in _CHOOSING
        known_as = self._told.known_as(text, name, choosing=choosing)
        if known_as:
            return known_as
        if choosing or len(text.strip()) < _TELLING:
            return ""
        return "the same words" if self._told.wrote(text) else ""


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
