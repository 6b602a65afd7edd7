"""The sentences of one project in one language: made when a journey first speaks it, so that nobody pays for others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from cucumber_expressions.expression import CucumberExpression
from cucumber_expressions.parameter_type import ParameterType
from cucumber_expressions.parameter_type_registry import ParameterTypeRegistry

from tellonce.authoring.sentences import MatchedArgument, Matcher, Sentence, SentenceIndex
from tellonce.engine.rehearsal import Rehearsal
from tellonce.model.duration import DurationWords

__all__ = ["Declared", "Parameter", "Tongue", "Tongues", "as_matched"]

ENGLISH = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A parameter type as a vocabulary or steps/ declare it.

    names: what messages list, empty for what is no list.  understood: all that it takes.
    language: "" for every language.  of: the parameter of other languages that it is, "" when it is called the same.
    """

    name: str
    regexp: str
    transformer: Callable[..., Any]
    names: tuple[str, ...] = ()
    understood: frozenset[str] = frozenset()
    language: str = ""
    of: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """A sentence, and who says it.

    language: "" for every language: what steps/ say.  translated: languages that have another text for it.
    is_expression: a Cucumber Expression of ours, whose parameters each language fills in its own way.
    """

    sentence: Sentence
    language: str = ""
    translated: frozenset[str] = frozenset()
    is_expression: bool = True


class Tongue:
    """One language. Its own sentences come first; what is said in English only lies beyond them."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.index = SentenceIndex()
        self._parameters = self._sentences = 0
        self._types = ParameterTypeRegistry()
        if language != ENGLISH:
            beyond = self.index.beyond = SentenceIndex()
            beyond.names, beyond.readers = self.index.names, self.index.readers
            beyond.understood, beyond.stands_for = self.index.understood, self.index.stands_for
            beyond.patterns = self.index.patterns

    def knows(self, parameter: str) -> bool:
        """Whether there is a parameter of this name."""
        return self._types.lookup_by_type_name(parameter) is not None

    def define(self, parameter: Parameter) -> None:
        """Take a parameter, unless this language has one of that name already."""
        if self.knows(parameter.name):
            return
        index, name = self.index, parameter.name
        if parameter.names:
            index.names[name] = parameter.names
        else:
            index.readers[name] = parameter.transformer
        index.patterns[name] = parameter.regexp
        if parameter.understood:
            index.understood[name] = parameter.understood
        if parameter.of:
            index.stands_for[name] = parameter.of
        self._types.define_parameter_type(
            ParameterType(name, parameter.regexp, str, parameter.transformer, True, False)
        )

    def say(self, declared: Declared) -> None:
        """Take a sentence, unless it is only another language's."""
        if declared.language not in ("", self.language, ENGLISH):
            return
        sentence, text = declared.sentence, declared.sentence.text
        if declared.is_expression:
            sentence = replace(sentence, compile=lambda: self._compiled(text), _matcher=None)
        own = declared.language == self.language or (not declared.language and self.language not in declared.translated)
        index = self.index if own or self.index.beyond is None else self.index.beyond
        index.add(sentence)

    def catch_up(self, parameters: Sequence[Parameter], declared: Sequence[Declared]) -> None:
        """Take what was declared since the last time: steps/ may be loaded later."""
        if len(parameters) > self._parameters:
            new = [one for one in parameters[self._parameters :] if one.language in ("", self.language)]
            for parameter in sorted(new, key=lambda one: not one.language):  # its own win over those of all
                self.define(parameter)
            self._parameters = len(parameters)
        for one in declared[self._sentences :]:
            self.say(one)
        self._sentences = len(declared)

    def _compiled(self, text: str) -> Matcher:
        expression = CucumberExpression(text, self._types)

        def match(step: str) -> list[MatchedArgument] | None:
            found = expression.match(step)
            if found is None:
                return None
            return [as_matched(one) for one in found]

        return match


def as_matched(argument: Any) -> MatchedArgument:
    """An argument of a Cucumber Expression."""
    group = argument.group
    return MatchedArgument(
        start=group.start,
        end=group.end,
        original=group.value,
        value=argument.value,
        parameter=argument.parameter_type.name or "",
        group=group,
    )


class Tongues:
    """Every language of a project. English is there from the beginning, the others from their first journey."""

    def __init__(self) -> None:
        self.begin: Callable[[str], None] = lambda _language: None
        """Declares what a language has of its own; called once, before it is first used."""
        self.rehearsal: Callable[[str], Rehearsal] | None = None
        """Makes the scene to which scenarios of a language are read before they run."""
        self.durations: dict[str, DurationWords] = {}
        """Language -> how it writes durations, for hints."""
        self.english = Tongue(ENGLISH)
        self.english.index.translated = self.of
        self._others: dict[str, Tongue] = {}
        self._parameters: list[Parameter] = []
        self._declared: list[Declared] = []

    @property
    def declared(self) -> Sequence[Declared]:
        """Every sentence of every language met so far, in the order of their declaration."""
        return self._declared

    @property
    def parameters(self) -> Sequence[Parameter]:
        """Every parameter of every language met so far."""
        return self._parameters

    def define(self, parameter: Parameter) -> None:
        """A parameter of one language, or of all."""
        self._parameters.append(parameter)
        if not parameter.language:
            self.english.define(parameter)

    def declare(self, declared: Declared) -> None:
        """A sentence of one language, or of all."""
        self._declared.append(declared)
        self.english.say(declared)

    def of(self, language: str) -> SentenceIndex:
        """The sentences of journeys in this language (Gherkin has some that are English: "en-au", "en-pirate").

        Raises UsageProblem for a translation in steps/ that does not fit its sentence.
        """
        if language.partition("-")[0] == ENGLISH:
            return self.english.index
        tongue = self._others.get(language)
        if tongue is None:
            self.begin(language)
            tongue = self._others[language] = Tongue(language)
            tongue.index.translated = self.of
            tongue.index.durations = self.durations.get(language, tongue.index.durations)
            if self.rehearsal is not None:
                tongue.index.rehearsal = partial(self.rehearsal, language)
        tongue.catch_up(self._parameters, self._declared)
        return tongue.index
