"""`.tellonce/steps_index.py` and `.tellonce/words.feature`: what the Cucumber language server reads of a project.

The server reads Python as text and runs nothing. From the index it takes the sentences and what each parameter may be;
which words it offers for a parameter it takes from steps of features, so `words.feature` says each word once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from tellonce.authoring.editor.expanding import as_cucumber, as_javascript, quoted, spelt_out
from tellonce.authoring.editor.groups import groups_of, with_groups
from tellonce.authoring.sentences import Sentence, SentenceIndex
from tellonce.authoring.spoken import spoken

__all__ = ["steps_index", "words_feature"]

_PARAMETER = re.compile(r"\{(?P<name>[^{}]*)\}")
_ANYTHING = ".+"
_HEAD = '''\
"""Written by `tellonce editor` for the Cucumber language server, which reads it and runs nothing. Do not edit.

Not a file of steps: nothing here is ever imported. Write it again with `tellonce editor`.
"""
# ruff: noqa
# mypy: ignore-errors
'''
_BUILT_IN: Mapping[str, str] = {"int": "2", "float": "2.5", "word": "word", "string": '"text"', "": "text"}
_NATURAL = ("her", "she")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """One expression, and the sentence that it comes from."""

    text: str
    sentence: Sentence


class _Tongue:
    """The sentences of one language, with names for its parameter types that no other language's have."""

    def __init__(self, code: str, sentences: SentenceIndex, first: SentenceIndex) -> None:
        """first: the language whose parameter types keep their names; what is the same there is not told again."""
        own = (
            {}
            if sentences is first
            else {name for name, takes in sentences.patterns.items() if first.patterns.get(name) != takes}
        )
        self._named = {name: f"{name} {code}" if name in own else name for name in sentences.patterns}
        told = {(one.kind, one.text, one.place) for one in first} if sentences is not first else set()
        self.sentences = [
            one
            for one in sentences
            if (one.kind, one.text, one.place) not in told or any(f"{{{name}}}" in one.text for name in own)
        ]
        self.patterns = {
            self._named[name]: takes for name, takes in sentences.patterns.items() if sentences is first or name in own
        }
        self.groups = {
            self._named[name]: groups
            for name, words in sentences.names.items()
            if (groups := groups_of(self._named[name], words))
        }
        self.words: dict[str, tuple[str, ...]] = {
            self._named[name]: tuple(dict.fromkeys(words)) for name, words in sentences.names.items()
        }
        self.words |= {group.name: group.words for some in self.groups.values() for group in some}

    def expressions(self, sentence: Sentence) -> Iterator[str]:
        """As Cucumber Expressions without optional parts, then with groups; nothing for a regular expression."""
        if sentence.form not in ("cucumber", "parse"):
            return
        for text in spelt_out(sentence.text) if sentence.form == "cucumber" else (as_cucumber(sentence.text),):
            named = _PARAMETER.sub(lambda found: f"{{{self._named.get(found['name'], found['name'])}}}", text)
            yield named
            yield from with_groups(named, self.groups)

    def written(self, sentence: Sentence) -> Iterator[str]:
        """As Python source; nothing for what the server could not read."""
        yield from map(quoted, self.expressions(sentence))
        if sentence.form == "regex":
            found = as_javascript(sentence.text)
            if found is not None:
                # A group around it says "regular expression" to the server, whatever else stands there.
                yield f'"(?:{found})"'


def steps_index(sentences: Mapping[str, SentenceIndex]) -> str:
    """The Python file. The same sentences make the same text.

    sentences: language -> what journeys in it can say, the first for what all of them can.
    """
    parts, number = [_HEAD], 0
    for tongue in _tongues(sentences):
        types = [(name, as_javascript(pattern) or _ANYTHING) for name, pattern in tongue.patterns.items()]
        types += [
            (group.name, _any_of(group.words))
            for name, some in tongue.groups.items()
            for group in some
            if name in tongue.patterns
        ]
        if types:
            parts.append("\n".join(f'ParameterType(name="{name}", regexp="{takes}")' for name, takes in types) + "\n")
        for sentence in tongue.sentences:
            written = [*tongue.written(sentence)]
            if not written:
                text = " ".join(sentence.text.split())
                parts.append(f"# {sentence.place}: cannot be said in this file: {text}\n")
                continue
            number += 1
            lines = [f"# {sentence.place}", *(f"@{sentence.kind}({source})" for source in written)]
            parts.append("\n".join([*lines, f"def sentence_{number}(context, *values): ..."]) + "\n")
    return "\n".join(parts)


def words_feature(sentences: Mapping[str, SentenceIndex]) -> str:
    """A feature that says every word once, for the language server alone: hidden folders hold no journeys."""
    lines = [
        "# Written by `tellonce editor`: the words that the Cucumber language server offers. No journey.",
        "Feature: Words for the editor",
        "",
        "  Scenario: Each word once",
    ]
    steps: dict[str, None] = {}
    for tongue in _tongues(sentences):
        said = [_Said(text=text, sentence=one) for one in tongue.sentences for text in tongue.expressions(one)]
        words, usual = tongue.words, _usual(tongue.words)
        for name in dict.fromkeys(name for one in said for name in _PARAMETER.findall(one.text) if name):
            first = next(one for one in said if name in _PARAMETER.findall(one.text))
            for word in words.get(name) or (usual.get(name, ""),):
                steps[_step(first, {**usual, name: word} if word else usual)] = None
    return "\n".join([*lines, *(f"    {step}" for step in steps)]) + "\n"


def _tongues(sentences: Mapping[str, SentenceIndex]) -> Iterator[_Tongue]:
    first = next(iter(sentences.values()))
    yield from (_Tongue(code, index, first) for code, index in sentences.items())


def _any_of(words: Iterable[str]) -> str:
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return "|".join(as_javascript(re.escape(word).replace(r"\ ", " ")) or _ANYTHING for word in longest_first)


def _usual(words: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """The word that stands for a parameter where another one is shown."""
    usual = {
        name: next((word for word in _NATURAL if word in listed), listed[0]) for name, listed in words.items() if listed
    }
    return {**_BUILT_IN, **usual}


def _step(one: _Said, words: Mapping[str, str]) -> str:
    def fill(found: re.Match[str]) -> str:
        name = found["name"]
        return words[name] if name in words else spoken(found[0], "", {})

    keyword = "*" if one.sentence.kind == "step" else one.sentence.kind.capitalize()
    text = _PARAMETER.sub(fill, one.text)
    return f"{keyword} {spoken(text, '', {})}"
