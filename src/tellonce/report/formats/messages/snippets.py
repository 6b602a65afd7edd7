"""How a step that nothing says yet could be defined."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from cucumber_expressions.expression_generator import CucumberExpressionGenerator
from cucumber_expressions.parameter_type import ParameterType
from cucumber_expressions.parameter_type_registry import ParameterTypeRegistry

from tellonce.model.told import DeclaredParameter

__all__ = ["Snippets"]

_DECORATORS = {"Context": "given", "Action": "when", "Outcome": "then"}
_NOT_IN_NAMES = re.compile(r"\W+")
_SIGNS = re.compile(r"[\\(){}/]")


class Snippets:
    """Writes the beginning of a step definition, in behave's notation with Cucumber Expressions."""

    def __init__(self, parameters: Iterable[DeclaredParameter]) -> None:
        self._registry = ParameterTypeRegistry()
        for one in parameters:
            try:
                self._registry.define_parameter_type(
                    ParameterType(one.name, list(one.patterns), str, str, one.snippets, one.preferred)
                )
            except Exception:  # noqa: S112 - one that cannot be defined here is not offered, and nothing else is lost
                continue
        self._known: dict[tuple[str, str], list[dict[str, str]]] = {}

    def of(self, kind: str, text: str) -> list[dict[str, str]]:
        """Snippets, the likeliest first, at least one. kind: the pickle step's type."""
        if (kind, text) not in self._known:
            decorator = _DECORATORS.get(kind, "step")
            self._known[kind, text] = [
                {"language": "python", "code": _code(decorator, source, names)} for source, names in self._said(text)
            ]
        return self._known[kind, text]

    def _said(self, text: str) -> list[tuple[str, Sequence[str]]]:
        """(expression, names of its parameters)."""
        try:
            made = CucumberExpressionGenerator(self._registry).generate_expressions(text)
            return [(one.source, one.parameter_names) for one in made]
        except Exception:  # the generator may stumble over any pattern of a project
            return [(_SIGNS.sub(lambda sign: f"\\{sign[0]}", text), ())]


def _code(decorator: str, source: str, names: Sequence[str]) -> str:
    arguments = "".join(f", {_NOT_IN_NAMES.sub('_', name) or 'text'}" for name in names)
    quoted = '"' + source.replace("\\", "\\\\").replace('"', '\\"') + '"'
    if '"' in source and "'" not in source and "\\" not in source:
        quoted = f"'{source}'"
    return f'@{decorator}({quoted})\ndef step(context{arguments}):\n    raise PendingStepError("not written yet")'
