"""The sentences a project can say, and which of them a step means.

A step is looked up by the rarest word that every text of a sentence must hold, so that a thousand sentences cost
no more than twenty; a pattern is compiled when a step first comes near it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from typing import Any, Literal, Protocol

from tellonce.authoring.spoken import spoken
from tellonce.engine.rehearsal import Rehearsal
from tellonce.model.duration import ENGLISH, DurationWords
from tellonce.model.errors import Place

__all__ = ["BadSentence", "Form", "Kind", "MatchedArgument", "Matcher", "Sentence", "SentenceIndex", "literal_words"]

Kind = Literal["given", "when", "then", "step"]
Form = Literal["cucumber", "parse", "regex", ""]
"""The notation of a pattern: Cucumber Expressions, behave's parse, a regular expression; "" for any other."""
KINDS: tuple[Kind, ...] = ("given", "when", "then", "step")

_ESCAPED = re.compile(r"\\.")
_VARIABLE = re.compile(r"\{[^{}]*\}|\([^()]*\)")
_REGEX_SIGNS = re.compile(r"[\\^$.|?*+()\[\]{}]")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'|\d+")
_GAP = "\0"
_NEAR_ENOUGH = 0.6
_FILLED_IN = 0.2
"""A sentence filled in with the step's own words is always a little like it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchedArgument:
    """One value a step gives to its function. start and end: characters in the step's text.

    parameter: the parameter type that read it, "" where there is none.  group: of a Cucumber Expression, its own.
    """

    start: int
    end: int
    original: str
    value: object
    name: str | None = None
    parameter: str = ""
    group: Any = None


class Matcher(Protocol):
    """Reads one pattern. Returns the arguments, or None when the text is not this sentence.

    Raises whatever a parameter's own reading raises (an unknown fact, a bad duration).
    """

    def __call__(self, text: str, /) -> list[MatchedArgument] | None: ...


class BadSentence(ValueError):
    """A pattern that cannot be read at all; found when a step first comes near it."""

    def __init__(self, sentence: Sentence, reason: BaseException) -> None:
        self.sentence = sentence
        self.reason = reason
        super().__init__(f'the sentence "{sentence.text}" cannot be read: {reason}')


@dataclass(slots=True, kw_only=True, eq=False)
class Sentence:
    """One sentence: its pattern, its function, where it was written.

    compile: makes the matcher; called once, at the first step that comes near.  words: what every text of it holds.
    rehearsed: its function does nothing but ask the scene, so that it may be called with one that only listens.
    form: the notation that the pattern is written in.
    translates: the text of the sentence that this one says in another language, "" for one that translates none.
    """

    kind: Kind
    text: str
    function: Callable[..., Any]
    place: Place
    compile: Callable[[], Matcher]
    words: frozenset[str] = frozenset()
    rehearsed: bool = False
    form: Form = "cucumber"
    translates: str = ""
    _matcher: Matcher | None = None

    def match(self, text: str) -> list[MatchedArgument] | None:
        """The arguments that `text` gives, or None. Raises BadSentence, or what a parameter's reading raises."""
        if self._matcher is None:
            try:
                self._matcher = self.compile()
            except Exception as reason:  # patterns come from the project: any library error may come out
                raise BadSentence(self, reason) from reason
        return self._matcher(text)


class SentenceIndex:
    """All sentences of one project in one language, and a fast way from a step to those it could mean."""

    def __init__(self) -> None:
        self.names: dict[str, tuple[str, ...]] = {}
        """Parameter type -> the names it takes, where they can be listed, as messages list them."""
        self.understood: dict[str, frozenset[str]] = {}
        """Parameter type -> everything it takes, where that is more than is listed: without an article, in English."""
        self.stands_for: dict[str, str] = {}
        """Parameter type of one language -> the type of every language that it is."""
        self.readers: dict[str, Callable[[str], object]] = {}
        """Parameter type -> what reads it, where they cannot."""
        self.patterns: dict[str, str] = {}
        """Parameter type -> the regular expression of what it takes, in Python's notation."""
        self.rehearsal: Callable[[], Rehearsal] | None = None
        """Makes the scene to which a scenario is read before it runs; None when the vocabulary has none."""
        self.memo: dict[Any, Any] = {}
        """What was found out of steps and scenarios, so that equal ones are read once; see who writes into it."""
        self.durations: DurationWords = ENGLISH
        """How this language writes durations, for hints."""
        self.beyond: SentenceIndex | None = None
        """Where to look for a step that nothing here says: what every project says in English."""
        self.translated: Callable[[str], SentenceIndex] | None = None
        """Finds the sentences of another language; None when there is one language only."""
        self._sentences: list[Sentence] = []
        self._added: set[tuple[Kind, str, Place]] = set()
        self._by_word: dict[str, list[Sentence]] | None = None
        self._wild: list[Sentence] = []
        self._known: dict[tuple[str, str], tuple[Sentence, ...]] = {}

    def __len__(self) -> int:
        return len(self._sentences)

    def __iter__(self) -> Iterator[Sentence]:
        return iter(self._sentences)

    def of(self, language: str) -> SentenceIndex:
        """The sentences of journeys in this language. Raises UsageProblem for a translation in steps/ that fits not."""
        return self if self.translated is None else self.translated(language)

    def all(self) -> Iterator[Sentence]:
        """Those of this language, then what lies beyond them."""
        yield from self
        if self.beyond is not None:
            yield from self.beyond

    def add(self, sentence: Sentence) -> None:
        """Add one. The same sentence from the same line is added once: a steps file may import another."""
        key = (sentence.kind, sentence.text, sentence.place)
        if key in self._added:
            return
        self._added.add(key)
        self._sentences.append(sentence)
        self._by_word = None
        self._known.clear()

    def find(self, kind: str, text: str) -> tuple[Sentence, ...]:
        """Every sentence that `text` could mean: none is undefined, two are ambiguous.

        A parameter that does not read its text still counts as a match: the step is that sentence, badly filled in.
        Raises BadSentence.
        """
        found = self._known.get((kind, text))
        if found is None:
            near = [one for one in self._near(text) if one.kind in (kind, "step") and _is(one, text)]
            found = tuple(sorted(near, key=lambda one: (one.place.file, one.place.line or 0)))
            self._known[kind, text] = found
        return found if found or self.beyond is None else self.beyond.find(kind, text)

    def arguments(self, sentence: Sentence, text: str) -> list[MatchedArgument]:
        """What `text` gives to `sentence`, read once. For reading only: a run reads anew. Raises as Sentence.match."""
        key = ("arguments", id(sentence), text)
        if key not in self.memo:
            self.memo[key] = sentence.match(text) or []
        read: list[MatchedArgument] = self.memo[key]
        return read

    def closest(self, text: str, *, kind: str | None = None) -> Sentence | None:
        """The sentence most like `text`, whatever its kind, for a hint; None when nothing is near."""
        wanted = _shape(text)
        best: tuple[float, int, Sentence] | None = None
        for order, sentence in enumerate(self._sentences):
            said = spoken(sentence.text, text, self.names, self.durations)
            score = max(
                SequenceMatcher(None, wanted, _shape(sentence.text), autojunk=False).ratio(),
                SequenceMatcher(None, text, said, autojunk=False).ratio() - _FILLED_IN,
            )
            fits_kind = kind is None or sentence.kind in (kind, "step")
            score += 0.01 if kind and fits_kind else 0.0
            if fits_kind and sentence.words and _loosely(sentence.text).fullmatch(text):
                # Only what fills it in is wrong. Of several such, the one that says most in its own words is meant.
                score = 1.0 + sum(map(len, sentence.words)) / max(1, len(text))
            if score >= _NEAR_ENOUGH and (best is None or score > best[0]):
                best = (score, order, sentence)
        if best is None and self.beyond is not None:
            return self.beyond.closest(text, kind=kind)
        return best[2] if best else None

    def _near(self, text: str) -> list[Sentence]:
        by_word = self._by_word if self._by_word is not None else self._build()
        near = list(self._wild)
        for word in dict.fromkeys(text.split()):
            near.extend(by_word.get(word, ()))
        return near

    def _build(self) -> dict[str, list[Sentence]]:
        commonness = Counter(word for sentence in self._sentences for word in sentence.words)
        by_word: dict[str, list[Sentence]] = {}
        self._wild = []
        for sentence in self._sentences:
            if sentence.words:
                rarest = min(sentence.words, key=lambda word: (commonness[word], -len(word), word))
                by_word.setdefault(rarest, []).append(sentence)
            else:
                self._wild.append(sentence)
        self._by_word = by_word
        return by_word


def literal_words(pattern: str, *, regex: bool = False) -> frozenset[str]:
    """The words that every text matching `pattern` holds, between white space. Empty when that cannot be told.

    Alternatives (a/b), optional parts and parameters are not literal. A regular expression is taken apart only when
    it is plain text, because any sign in it may make a distant word optional.
    """
    if regex:
        plain = pattern.removeprefix("^").removesuffix("$")
        return frozenset() if _REGEX_SIGNS.search(plain) else frozenset(plain.split())
    blanked = _VARIABLE.sub(_GAP, _ESCAPED.sub(_GAP, pattern))
    return frozenset(word for word in blanked.split() if not set(word) & set(_GAP + "/{}()\\"))


def _is(sentence: Sentence, text: str) -> bool:
    try:
        return sentence.match(text) is not None
    except BadSentence:
        raise
    except Exception:  # a parameter's reading failed, so the words fitted; the reason is told when the step is read
        return True


@cache
def _loosely(pattern: str) -> re.Pattern[str]:
    """`pattern` with anything at all for its parameters, optional parts and alternatives."""
    blanked = _VARIABLE.sub(_GAP, _ESCAPED.sub(_GAP, pattern))
    words = [_GAP if "/" in word else word for word in blanked.split()]
    return re.compile(re.escape(" ".join(words)).replace(re.escape(_GAP), ".*"))


def _shape(text: str) -> str:
    return _QUOTED.sub("…", _VARIABLE.sub("…", text)).casefold()
