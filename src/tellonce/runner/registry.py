"""The runner's own step registry: behave asks it for matches, vocabulary and steps files add sentences to it."""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, cast

from tellonce.authoring.keywords import said_step
from tellonce.authoring.sentences import (
    KINDS,
    BadSentence,
    Form,
    Kind,
    MatchedArgument,
    Matcher,
    Sentence,
    SentenceIndex,
    literal_words,
)
from tellonce.engine.rehearsal import Rehearsal
from tellonce.model.duration import DurationWords
from tellonce.model.errors import Place, Problem, TellonceError, UsageProblem
from tellonce.runner.behave_private import Argument, FileLocation, Match, current_matcher_class, set_mode, user_mode
from tellonce.runner.tongues import ENGLISH, Declared, Parameter, Tongues, as_matched

__all__ = ["AmbiguousSentence", "SentenceRegistry"]

_REGEX_MATCHERS = ("re", "re0")
_FORMS: Mapping[str, Form] = {
    "cucumber_expressions": "cucumber",
    "parse": "parse",
    "cfparse": "parse",
    "re": "regex",
    "re0": "regex",
}


class AmbiguousSentence(TellonceError):
    """A step that is two sentences: nobody can say which was meant."""


class SentenceRegistry:
    """Sentences of one run. behave calls find_match; vocabulary calls add and parameter_type."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._tongues = Tongues()
        self.index: SentenceIndex = self._tongues.english.index
        """What journeys in English can say; `index.of(language)` is what those in another language can."""
        self.language: Callable[[], str] = lambda: ENGLISH
        """The language of the feature that is running."""
        self.left: BaseException | None = None
        """By what the last step that skipped its scenario left it; None where it just said so."""
        self._locations: dict[int, Any] = {}
        self._files: dict[str, str] = {}
        self.interrupted = False

    # -- what vocabularies call

    def add(
        self,
        sentence: str,
        function: Callable[..., Any],
        *,
        kind: str = "step",
        rehearsed: bool = False,
        language: str = "",
        translated: Collection[str] = (),
        translates: str = "",
        place: Place | None = None,
    ) -> None:
        """Define a sentence in Cucumber Expressions. kind: given, when, then, or step for any of them.

        The function gets behave's context, then the arguments by position; an `async def` runs on the engine's loop.
        rehearsed: it only asks the scene, and is also called with a Rehearsal when the journeys are checked.
        language: whose it is, "" for every language's.  translated: the languages that have another text for it.
        translates: the sentence for which this is another text.  place: where it is written, if not at its function.
        Raises UsageProblem for an unknown kind.
        """
        place = place or self._place(function)
        if kind not in KINDS:
            raise UsageProblem(Problem(what=f'"{kind}" is no kind of sentence', place=place, bad=kind, valid=KINDS))
        made = Sentence(
            kind=kind,
            text=sentence,
            function=function,
            place=place,
            compile=_by_its_tongue,
            words=literal_words(sentence),
            rehearsed=rehearsed,
            translates=translates,
        )
        self._tongues.declare(Declared(sentence=made, language=language, translated=frozenset(translated)))

    @property
    def tongues(self) -> Tongues:
        """Every language, with all that was declared."""
        return self._tongues

    def rehearse_with(self, make: Callable[[str], Rehearsal]) -> None:
        """Read every scenario to a fresh rehearsal before anything starts. make: gets the journey's language."""
        self.index.rehearsal = partial(make, ENGLISH)
        self._tongues.rehearsal = make

    def speak_with(self, begin: Callable[[str], None]) -> None:
        """Have a language's own parameters and sentences declared before its first journey is read."""
        self._tongues.begin = begin

    def durations_of(self, language: str, words: DurationWords) -> None:
        """How a language writes durations, for hints."""
        self._tongues.durations[language] = words

    def parameter_type(
        self,
        name: str,
        regexp: str,
        transformer: Callable[..., Any],
        names: Sequence[str] = (),
        *,
        understood: Collection[str] = (),
        language: str = "",
        of: str = "",
    ) -> None:
        """Define {name} for sentences added here. transformer: gets the regexp's groups, or all text without one.

        names: the words that messages list, where they can be listed.  understood: all that it takes, if that is more.
        language: whose it is, "" for every language's; that of one language wins over that of all.
        of: the parameter of other languages that it is.
        Raises UsageProblem for a name that is taken.
        """
        if not language and self._tongues.english.knows(name):
            raise UsageProblem(Problem(what=f"there is a parameter {{{name}}} already", hint="choose another name"))
        self._tongues.define(
            Parameter(
                name=name,
                regexp=regexp,
                transformer=transformer,
                names=tuple(names),
                understood=frozenset(understood),
                language=language,
                of=of,
            )
        )

    # -- what behave calls

    def add_step_definition(self, keyword: str, step_text: str, func: Callable[..., Any]) -> None:
        """A plain behave decorator, in whatever matcher is current; the pattern is compiled at its first use."""
        kind = keyword.lower()
        matcher_class = current_matcher_class()
        is_regex = matcher_class.NAME in _REGEX_MATCHERS
        known = is_regex or matcher_class.NAME in ("parse", "cfparse", "cucumber_expressions")
        case_matters = getattr(matcher_class, "CASE_SENSITIVE", True)
        words = literal_words(step_text, regex=is_regex) if known and case_matters else frozenset()
        made = Sentence(
            kind=cast(Kind, kind),
            text=step_text,
            function=func,
            place=self._place(func),
            compile=lambda: _plain(matcher_class(func, step_text, step_type=kind)),
            words=words,
            form=_FORMS.get(matcher_class.NAME, ""),
        )
        self._tongues.declare(Declared(sentence=made, is_expression=False))

    def make_decorator(self, step_type: str) -> Callable[..., Any]:
        """What `@given` and its like are while steps are loaded. An async function stays as it is: see Said.run."""

        def decorator(step_text: str, **_: Any) -> Callable[..., Any]:
            def wrapper(func: Callable[..., Any]) -> Callable[..., Any]:
                self.add_step_definition(step_type, step_text, func)
                return func

            return wrapper

        return decorator

    def find_match(self, step: Any) -> Match | None:
        """The match of one step, None when no sentence says it. An ambiguous one fails when it is run."""
        found = self.index.of(self.language()).find(step.step_type, step.name)
        if not found:
            return None
        said = Said(self, found[0], step.name)
        if len(found) > 1:
            both = "\n".join(f'  {one.place}  "{one.text}"' for one in found)
            said.problem = AmbiguousSentence(
                f'"{said_step(step.keyword, step.name)}" fits {len(found)} sentences:\n{both}'
            )
        return said

    def find_step_definition(self, step: Any) -> Sentence | None:
        """The sentence of one step, for behave's formatters."""
        found = self.index.of(self.language()).find(step.step_type, step.name)
        return found[0] if found else None

    def location(self, sentence: Sentence) -> Any:
        """behave's form of a sentence's place."""
        key = id(sentence)
        if key not in self._locations:
            self._locations[key] = FileLocation(sentence.place.file, sentence.place.line)
        return self._locations[key]

    # -- inside

    def _place(self, function: Callable[..., Any]) -> Place:
        code = inspect.unwrap(function).__code__
        name = self._files.get(code.co_filename)
        if name is None:
            file = Path(code.co_filename)
            try:
                name = file.resolve().relative_to(self.root.resolve()).as_posix()
            except ValueError:
                name = re.sub(r"^.*/(?=tellonce/)", "", file.as_posix())
            self._files[code.co_filename] = name
        return Place(file=name, line=code.co_firstlineno)


class Said(Match):  # type: ignore[misc]  # behave is untyped
    """A step and the sentence it is. Arguments are read when it is made, so that formatters can show them."""

    def __init__(self, registry: SentenceRegistry, sentence: Sentence, text: str) -> None:
        # Match.__init__ would compute a relative path for every step that runs.
        self.func = sentence.function
        self.location = registry.location(sentence)
        self.registry = registry
        self.problem: Exception | None = None
        try:
            self.arguments = [
                Argument(one.start, one.end, one.original, one.value, one.name) for one in sentence.match(text) or ()
            ]
        except BadSentence as problem:
            self.arguments, self.problem = [], problem
        except Exception as problem:  # a parameter could not be read; the step fails with its reason
            self.arguments, self.problem = [], problem

    def run(self, context: Any) -> None:
        """Call the function; an async one on the engine's loop.

        behave unwinds only Exceptions, so what pytest.skip, pytest.fail and SystemExit raise is translated here.
        """
        if self.problem is not None:
            raise self.problem
        positional = [one.value for one in self.arguments if one.name is None]
        named = {one.name: one.value for one in self.arguments if one.name is not None}
        before = user_mode(context)
        try:
            if inspect.iscoroutinefunction(self.func):
                context.tellonce.run(self.func(context, *positional, **named))
            else:
                self.func(context, *positional, **named)
        except KeyboardInterrupt:
            self.registry.interrupted = True
            raise
        except Exception:
            raise
        except BaseException as leaving:
            self.registry.left = leaving
            _translate(leaving, context)
        finally:
            set_mode(context, before)


def _translate(leaving: BaseException, context: Any) -> None:
    outcomes = sys.modules.get("_pytest.outcomes")
    if outcomes is not None and isinstance(leaving, outcomes.Skipped):
        context.scenario.skip(str(leaving.msg or "skipped by a step"))
        return
    if outcomes is not None and isinstance(leaving, outcomes.Failed):
        raise AssertionError(str(leaving.msg)) from leaving
    if outcomes is not None and isinstance(leaving, outcomes.Exit):
        context.abort(str(leaving.msg))
    raise RuntimeError(f"the step tried to end the whole run: {type(leaving).__name__}({leaving})") from leaving


def _by_its_tongue() -> Matcher:
    raise AssertionError("each language compiles an expression with its own parameters")


def _plain(matcher: Any) -> Matcher:
    matcher.compile()
    expression = getattr(matcher, "cucumber_expression", None)

    def match(text: str) -> list[MatchedArgument] | None:
        if expression is not None:  # behave keeps of its arguments neither their groups nor their types
            said = expression.match(text)
            return None if said is None else [as_matched(one) for one in said]
        found = matcher.check_match(text)
        if found is None:
            return None
        return [
            MatchedArgument(start=one.start, end=one.end, original=one.original, value=one.value, name=one.name)
            for one in found
        ]

    return match
