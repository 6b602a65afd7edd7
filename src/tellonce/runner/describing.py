"""Writes down what only the runner knows: features, sentences, what steps mean, how the project's hooks went."""

from __future__ import annotations

import platform
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from cucumber_expressions.parameter_type_registry import ParameterTypeRegistry

from tellonce.authoring.as_written import described_parts
from tellonce.authoring.gherkin import FeatureFile, journey_of
from tellonce.authoring.sentences import MatchedArgument, Sentence
from tellonce.engine.protocol import EngineProtocol
from tellonce.model.errors import Place
from tellonce.model.told import (
    DeclaredHook,
    DeclaredParameter,
    DeclaredSentence,
    FeatureDescribed,
    FeatureRead,
    Filled,
    HookFinished,
    HookKind,
    Meaning,
    RunnerDescribed,
    SentencesDeclared,
    StepUnderstood,
)
from tellonce.runner.behave_private import behave_parameters
from tellonce.runner.hooks import HOOK_KINDS, HookChain, plain_hook
from tellonce.runner.outcome import traced
from tellonce.runner.registry import SentenceRegistry

__all__ = ["Describing"]

_Key = tuple[str, str, Place]


class Describing:
    """One worker's account of itself. Each feature, sentence and text of a step is written down once."""

    def __init__(self, registry: SentenceRegistry, hooks: Mapping[str, Callable[..., Any]], root: Path) -> None:
        self._registry, self._hooks, self._root = registry, hooks, root
        self._engine: EngineProtocol | None = None
        self._features: set[str] = set()
        self._steps: set[tuple[str, str, str]] = set()
        self._numbers: dict[_Key, int] = {}
        self._scenario = ""

    def begin(self, engine: EngineProtocol) -> None:
        """The history is open: say where this is, and what can be said."""
        self._engine = engine
        engine.record(
            RunnerDescribed(
                system=platform.system(),
                system_version=platform.release(),
                machine=platform.machine(),
                python=f"{platform.python_implementation()} {platform.python_version()}",
                parameters=tuple(self._parameters()),
                hooks=tuple(self._declared_hooks()),
            )
        )
        self._declare(declared.sentence for declared in self._registry.tongues.declared)

    def end(self) -> None:
        """The history is about to be closed."""
        self._engine = None

    def feature(self, feature: FeatureFile | None) -> None:
        """One of its scenarios is about to begin."""
        if self._engine is None or feature is None or feature.journey in self._features:
            return
        self._features.add(feature.journey)
        self._engine.record(FeatureRead(journey=feature.journey, text=feature.text or "\n".join(feature.lines)))
        parts = described_parts(feature)
        if parts:
            self._engine.record(FeatureDescribed(journey=feature.journey, parts=parts))

    def steps(self, scenario: str, steps: Iterable[Any]) -> None:
        """These are about to be played; also those that will not be reached have a meaning."""
        self._scenario = scenario
        if self._engine is None:
            return
        language = self._registry.language()
        index = self._registry.index.of(language)
        for step in steps:
            key = (language, step.step_type, step.name)
            if key in self._steps:
                continue
            self._steps.add(key)
            try:
                found = index.find(step.step_type, step.name)
            except Exception:  # a sentence that cannot be read says nothing; the run itself tells of it
                found = ()
            self._declare(found)
            meanings = tuple(self._meaning(sentence, step.name) for sentence in found)
            self._engine.record(
                StepUnderstood(kind=step.step_type, language=language, text=step.name, meanings=meanings)
            )

    def hook(self, kind: HookKind, hook: Callable[..., None]) -> Callable[..., None]:
        """The same hooks, of each of which it is written down how it went."""
        chain = hook if isinstance(hook, HookChain) else HookChain(kind, (plain_hook(kind, hook),))

        def described(context: Any, *args: Any) -> None:
            chain.call(context, args, partial(self._hook_ended, kind))

        return described

    # -- inside

    def _hook_ended(self, kind: HookKind, number: int, status: Any, took_s: float, error: BaseException | None) -> None:
        if self._engine is None:
            return
        self._engine.record(
            HookFinished(
                scenario=self._scenario if kind.endswith("_scenario") else "",
                kind=kind,
                number=number,
                status=status,
                duration_s=took_s,
                message=str(error) if error is not None else "",
                raised=type(error).__name__ if error is not None else "",
                trace=traced(error, self._root),
            )
        )

    def _parameters(self) -> Iterator[DeclaredParameter]:
        for one in self._registry.tongues.parameters:
            file, line = self._written(one.transformer)
            yield DeclaredParameter(name=one.name, patterns=(one.regexp,), file=file, line=line)
        ordinary = {known.name for known in ParameterTypeRegistry().parameter_types}
        for known in behave_parameters():
            if known.name not in ordinary:
                file, line = self._written(known.transformer)
                yield DeclaredParameter(
                    name=known.name,
                    patterns=tuple(known.regexps),
                    preferred=bool(known.prefer_for_regexp_match),
                    snippets=bool(known.use_for_snippets),
                    file=file,
                    line=line,
                )

    def _declared_hooks(self) -> Iterator[DeclaredHook]:
        for kind in HOOK_KINDS:
            chain = self._hooks.get(kind)
            for number, one in enumerate(chain.hooks if isinstance(chain, HookChain) else ()):
                file, line = self._written(one.function)
                yield DeclaredHook(kind=kind, number=number, tags=one.tags, name=one.name, file=file, line=line)

    def _written(self, function: Callable[..., Any]) -> tuple[str, int | None]:
        """File and line of a function of the project; nothing of others, whose path says where they are installed."""
        code = getattr(function, "__code__", None)
        file = Path(code.co_filename) if code is not None else None
        if code is None or file is None or not file.is_relative_to(self._root) or "site-packages" in file.parts:
            return "", None
        return journey_of(file, self._root), code.co_firstlineno

    def _declare(self, sentences: Iterable[Sentence]) -> None:
        new: list[DeclaredSentence] = []
        for one in sentences:
            key = _key(one)
            if key not in self._numbers:
                self._numbers[key] = len(self._numbers)
                new.append(
                    DeclaredSentence(
                        number=self._numbers[key],
                        pattern=one.text,
                        form=one.form,
                        file=one.place.file,
                        line=one.place.line,
                    )
                )
        if new and self._engine is not None:
            self._engine.record(SentencesDeclared(sentences=tuple(new)))

    def _meaning(self, sentence: Sentence, text: str) -> Meaning:
        try:
            arguments = self._registry.index.arguments(sentence, text)
        except Exception:  # a parameter that cannot be read fails its step, which tells why
            arguments = []
        return Meaning(sentence=self._numbers[_key(sentence)], filled=tuple(_filled(one) for one in arguments))


def _key(sentence: Sentence) -> _Key:
    """Each language has a copy of its own of what is said in all of them."""
    return sentence.kind, sentence.text, sentence.place


def _filled(argument: MatchedArgument) -> Filled:
    if argument.group is not None:
        return _of_group(argument.group, argument.parameter)
    if argument.original is None:
        return Filled(parameter=argument.parameter)
    return Filled(value=argument.original, start=argument.start, parameter=argument.parameter)


def _of_group(group: Any, parameter: str = "") -> Filled:
    parts = None if group.children is None else tuple(_of_group(child) for child in group.children)
    if group.value is None:
        return Filled(parameter=parameter, parts=parts)
    return Filled(value=group.value, start=group.start, parameter=parameter, parts=parts)
