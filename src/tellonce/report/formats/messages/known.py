"""What steps mean: step definitions, parameter types and hooks, each once, whichever workers had them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from gherkin.stream.id_generator import IdGenerator

from tellonce.model.told import DeclaredHook, DeclaredParameter, DeclaredSentence, Filled, HookKind, Meaning
from tellonce.report.formats.messages.attempts import Told

__all__ = ["SETTLING", "Known"]

SETTLING = "every promise made is looked after"
"""The step at the end of a scenario in which Tellonce itself says how it went."""

_HOOKS = {
    "before_all": "BEFORE_TEST_RUN",
    "before_scenario": "BEFORE_TEST_CASE",
    "after_scenario": "AFTER_TEST_CASE",
    "after_all": "AFTER_TEST_RUN",
}
_KINDS = {"Context": "given", "Action": "when", "Outcome": "then"}
_Meant = tuple[tuple[str, ...], list[dict[str, Any]]]
_PATTERNS = {"regex": "REGULAR_EXPRESSION"}


class Known:
    """Everything that can be said or is called, with its envelope's id."""

    def __init__(self, told: Told, ids: IdGenerator) -> None:
        self._ids = ids
        self._envelopes: list[dict[str, Any]] = []
        self._definitions: dict[tuple[str, int], str] = {}
        self._hooks: dict[tuple[str, str, int], str] = {}
        self._meanings: dict[tuple[str, str, str, str], _Meant] = {}
        self.parameters: dict[str, DeclaredParameter] = {}
        self._settling = ""
        hooks: dict[DeclaredHook, str] = {}
        for described in told.described:
            for parameter in described.parameters:
                self._parameter(parameter)
            for hook in described.hooks:
                if hook not in hooks:
                    hooks[hook] = self._hook(hook)
                self._hooks[described.worker, hook.kind, hook.number] = hooks[hook]
        sentences: dict[DeclaredSentence, str] = {}
        for declared in told.declared:
            for sentence in declared.sentences:
                same = sentence.model_copy(update={"number": 0})
                if same not in sentences:
                    sentences[same] = self._definition(sentence)
                self._definitions[declared.worker, sentence.number] = sentences[same]
        for step in told.understood:
            meant = self._meant(step.worker, step.meanings)
            self._meanings[step.worker, step.language, step.kind, step.text] = meant

    def envelopes(self) -> Iterator[dict[str, Any]]:
        """parameterType, hook and stepDefinition."""
        yield from self._envelopes

    def meaning(self, worker: str, language: str, kind: str, text: str) -> _Meant | None:
        """(ids of step definitions, a list of arguments for each); None where the history does not say.

        kind: the pickle step's type. Of what Gherkin holds for neither ("*"), any that behave took it for.
        """
        kinds = (_KINDS[kind],) if kind in _KINDS else tuple(_KINDS.values())
        for one in kinds:
            if (found := self._meanings.get((worker, language, one, text))) is not None:
                return found
        return None

    def hook(self, worker: str, kind: HookKind, number: int) -> str:
        """A hook's id; that of one which was called but never declared is made up now."""
        known = self._hooks.get((worker, kind, number))
        if known is None:
            known = self._hooks[worker, kind, number] = self._hook(DeclaredHook(kind=kind, number=number))
        return known

    def settling(self) -> str:
        """The id of Tellonce's own hook at the end of a scenario."""
        if not self._settling:
            self._settling = self._ids.get_next_id()
            reference = {"uri": "tellonce"}
            self._envelopes.append(
                {
                    "hook": {
                        "id": self._settling,
                        "type": "AFTER_TEST_CASE",
                        "name": SETTLING,
                        "sourceReference": reference,
                    }
                }
            )
        return self._settling

    def _parameter(self, parameter: DeclaredParameter) -> None:
        if parameter.name in self.parameters:
            return  # languages have their own patterns for a name, and names are unique here
        self.parameters[parameter.name] = parameter
        made: dict[str, Any] = {"id": self._ids.get_next_id(), "name": parameter.name}
        made["regularExpressions"] = list(parameter.patterns)
        made["preferForRegularExpressionMatch"], made["useForSnippets"] = parameter.preferred, parameter.snippets
        if parameter.file:
            made["sourceReference"] = _place(parameter.file, parameter.line)
        self._envelopes.append({"parameterType": made})

    def _hook(self, hook: DeclaredHook) -> str:
        made = {"id": self._ids.get_next_id(), "type": _HOOKS[hook.kind]}
        if hook.name:
            made["name"] = hook.name
        if hook.tags:
            made["tagExpression"] = hook.tags
        self._envelopes.append({"hook": made | {"sourceReference": _place(hook.file, hook.line)}})
        return made["id"]

    def _definition(self, sentence: DeclaredSentence) -> str:
        made = self._ids.get_next_id()
        pattern = {"type": _PATTERNS.get(sentence.form, "CUCUMBER_EXPRESSION"), "source": sentence.pattern}
        where = _place(sentence.file, sentence.line)
        self._envelopes.append({"stepDefinition": {"id": made, "pattern": pattern, "sourceReference": where}})
        return made

    def _meant(self, worker: str, meanings: Sequence[Meaning]) -> _Meant:
        known = [one for one in meanings if (worker, one.sentence) in self._definitions]
        ids = tuple(self._definitions[worker, one.sentence] for one in known)
        return ids, [{"stepMatchArguments": [_argument(filled) for filled in one.filled]} for one in known]


def _place(file: str, line: int | None) -> dict[str, Any]:
    place: dict[str, Any] = {"uri": file} if file else {}
    return place | ({"location": {"line": line}} if line is not None else {})


def _argument(filled: Filled) -> dict[str, Any]:
    argument: dict[str, Any] = {"group": _group(filled)}
    return argument | ({"parameterTypeName": filled.parameter} if filled.parameter else {})


def _group(filled: Filled) -> dict[str, Any]:
    group: dict[str, Any] = {}
    if filled.value is not None:
        group = {"start": filled.start, "value": filled.value}
    if filled.parts:
        group["children"] = [_group(part) for part in filled.parts]
    return group
