"""Customers' secrets, blotted out of everything that is written."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from json import dumps
from typing import Any
from urllib.parse import quote, quote_plus

import ahocorasick

from tellonce.model.persona import Customer

__all__ = ["Secrets"]

_IN_URL = re.compile(r"(://[^/?#\s:@\"']*:)[^/?#\s@\"']+@")
"""user:password@ of a URL: addresses of databases may have it, and they are recorded with the blueprint."""
_NAMED_SECRET = re.compile(r"passw|passphrase|secret|token|api_?key|private_?key|access_?key|credential", re.IGNORECASE)
_LONG_ENOUGH = 16
"""Letters of one kind that are no word any more."""
_SHORTEST_SECRET = 8
"""Shorter secrets are words: blotting them out would blot out honest text."""


class Secrets:
    """Passwords and tokens of customers, taken out of everything that is written, to the end of the run: a file that is
    looked at for one customer may hold another's, long after her scenario.

    A text costs no more with each customer: secrets are searched together, by one automaton for each doubling of them.
    """

    def __init__(self) -> None:
        self._known: set[str] = set()
        # Replaced as a whole, because histories are written from several threads.
        self._levels: tuple[_Level, ...] = ()

    def learn(self, customer: Customer) -> None:
        """From now on her secrets are blotted out."""
        self._learn(self._forms(customer.secrets.values()))

    def learn_environment(self, environment: Mapping[str, str]) -> None:
        """From now on what the environment holds under a secret's name is blotted out: a blueprint may fill it into
        a probe's settings, and a service may answer with it. Plain words stay: "postgres" is a password, too."""
        self._learn(
            self._forms(
                value
                for name, value in environment.items()
                if _NAMED_SECRET.search(name) and "/" not in value[:1] and _guessed_by_nobody(value)
            )
        )

    def _learn(self, forms: set[str]) -> None:
        fresh = forms - self._known
        if not fresh:
            return
        self._known |= fresh
        levels = list(self._levels)
        while levels and len(levels[-1].secrets) < 2 * len(fresh):
            fresh |= levels.pop().secrets
        self._levels = (*levels, _Level.of(frozenset(fresh)))

    @staticmethod
    def _forms(found: Iterable[str]) -> set[str]:
        """Secrets as they are, and as JSON, URLs and HTML write them."""
        return {
            form
            for text in found
            if len(text) >= _SHORTEST_SECRET
            for form in (
                text,
                dumps(text, ensure_ascii=False)[1:-1],
                dumps(text)[1:-1],
                quote(text, safe=""),
                quote_plus(text),
                escape(text),
                escape(text, quote=False),
            )
        }

    def redact(self, text: str) -> str:
        """`text` without any known secret, nor the password of any URL."""
        if "://" in text:
            text = _IN_URL.sub(r"\1[secret]@", text)
        found = [match for level in self._levels for match in level.found(text)]
        if not found:
            return text
        # Longest first: of a secret that holds another one no end must remain.
        found.sort(key=lambda match: (match[0] - match[1], text[match[0] : match[1]], match[0]))
        starts: list[int] = []
        ends: list[int] = []
        for start, end in found:
            at = bisect(ends, start)
            if at == len(starts) or end <= starts[at]:
                starts.insert(at, start)
                ends.insert(at, end)
        kept = (text[end:start] for end, start in zip((0, *ends), (*starts, len(text)), strict=True))
        return "[secret]".join(kept)


def _guessed_by_nobody(text: str) -> bool:
    kinds = (str.islower, str.isupper, str.isdigit, lambda letter: not letter.isalnum())
    return len(text) >= _LONG_ENOUGH or sum(any(map(kind, text)) for kind in kinds) > 1


@dataclass(frozen=True, slots=True)
class _Level:
    """Secrets searched by one automaton, which cannot take more once it is made."""

    secrets: frozenset[str]
    automaton: Any

    @classmethod
    def of(cls, secrets: frozenset[str]) -> _Level:
        automaton = ahocorasick.Automaton()
        for secret in secrets:
            automaton.add_word(secret, len(secret))
        automaton.make_automaton()
        return cls(secrets, automaton)

    def found(self, text: str) -> Iterator[tuple[int, int]]:
        """Start and end of every secret in `text`, overlapping ones too."""
        return ((last + 1 - length, last + 1) for last, length in self.automaton.iter(text))
