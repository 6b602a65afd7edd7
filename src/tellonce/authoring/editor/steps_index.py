"""`.tellonce/steps_index.py` and `.tellonce/words.feature`: what the Cucumber language server reads of a project.

The server reads Python as text and runs nothing. From the index it takes the sentences and what each parameter may be;
which words it offers for a parameter it takes from steps of features, so `words.feature` says each word once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from tellonce.authoring.editor.expanding import as_cucumber, as_javascript, quoted, spelt_out
from tellonce.authoring.editor.groups import Group, groups_of, with_groups
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


def steps_index(sentences: SentenceIndex) -> str:
    """The Python file. The same sentences make the same text."""
    parts = [_HEAD]
    groups = _groups(sentences)
    types = [
        f'ParameterType(name="{name}", regexp="{as_javascript(pattern) or _ANYTHING}")'
        for name, pattern in sentences.patterns.items()
    ]
    types += [
        f'ParameterType(name="{group.name}", regexp="{_any_of(group.words)}")'
        for some in groups.values()
        for group in some
    ]
    if types:
        parts.append("\n".join(types) + "\n")
    number = 0
    for sentence in sentences:
        written = [*_written(sentence, groups)]
        if not written:
            parts.append(f"# {sentence.place}: cannot be said in this file: {_on_one_line(sentence.text)}\n")
            continue
        number += 1
        lines = [f"# {sentence.place}", *(f"@{sentence.kind}({source})" for source in written)]
        parts.append("\n".join([*lines, f"def sentence_{number}(context, *values): ..."]) + "\n")
    return "\n".join(parts)


def words_feature(sentences: SentenceIndex) -> str:
    """A feature that says every word once, for the language server alone: hidden folders hold no journeys."""
    groups = _groups(sentences)
    said = [_Said(text=text, sentence=one) for one in sentences for text in _expressions(one, groups)]
    words: dict[str, tuple[str, ...]] = {name: tuple(dict.fromkeys(listed)) for name, listed in sentences.names.items()}
    words |= {group.name: group.words for some in groups.values() for group in some}
    lines = [
        "# Written by `tellonce editor`: the words that the Cucumber language server offers. No journey.",
        "Feature: Words for the editor",
        "",
        "  Scenario: Each word once",
    ]
    steps: dict[str, None] = {}
    for name in _used(said):
        first = next(one for one in said if name in _PARAMETER.findall(one.text))
        for word in words.get(name, ()):
            steps[_step(first, {**_usual(words), name: word})] = None
        if name not in words:
            steps[_step(first, _usual(words))] = None
    return "\n".join([*lines, *(f"    {step}" for step in steps)]) + "\n"


def _groups(sentences: SentenceIndex) -> dict[str, tuple[Group, ...]]:
    return {name: groups for name, words in sentences.names.items() if (groups := groups_of(name, words))}


def _expressions(sentence: Sentence, groups: Mapping[str, tuple[Group, ...]]) -> Iterator[str]:
    """As Cucumber Expressions without optional parts, then with groups; nothing for a regular expression."""
    if sentence.form not in ("cucumber", "parse"):
        return
    for text in spelt_out(sentence.text) if sentence.form == "cucumber" else (as_cucumber(sentence.text),):
        yield text
        yield from with_groups(text, groups)


def _written(sentence: Sentence, groups: Mapping[str, tuple[Group, ...]]) -> Iterator[str]:
    yield from map(quoted, _expressions(sentence, groups))
    if sentence.form == "regex":
        found = as_javascript(sentence.text)
        if found is not None:
            # A group around it says "regular expression" to the server, whatever else stands there.
            yield f'"(?:{found})"'


def _any_of(words: Iterable[str]) -> str:
    longest_first = sorted(words, key=len, reverse=True)
    return "|".join(as_javascript(re.escape(word).replace(r"\ ", " ")) or _ANYTHING for word in longest_first)


def _used(said: Iterable[_Said]) -> list[str]:
    return list(dict.fromkeys(name for one in said for name in _PARAMETER.findall(one.text) if name))


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


def _on_one_line(text: str) -> str:
    return " ".join(text.split())
