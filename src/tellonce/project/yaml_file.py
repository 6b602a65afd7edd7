"""YAML with line numbers, so that a mistake is shown where it stands."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from tellonce.model.duration import WRITTEN_BY_HAND
from tellonce.model.errors import Place, Problem, UsageProblem
from tellonce.model.mistakes import in_words
from tellonce.project.environment import filled, not_set
from tellonce.project.yaml_tree import Node, NotYaml, parse

__all__ = ["YamlFile", "read_yaml"]

_Model = TypeVar("_Model", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class YamlFile:
    """A parsed file. shown: the path as messages name it. data: plain dicts and lists."""

    shown: str
    data: Any
    _tree: Node
    _begins: tuple[int, int] = (1, 1)

    def place(self, path: Sequence[str | int]) -> Place:
        """Where the value at `path` stands; the nearest parent that exists when it does not."""
        node, (line, column) = self._tree, self._begins
        for step in path:
            if isinstance(node.value, dict) and step in node.value:
                (row, col), node = node.key(str(step)), node.value[str(step)]
            elif isinstance(node.value, list) and isinstance(step, int) and step < len(node.value):
                node = node.value[step]
                row, col = node.at
            else:
                break
            line, column = row + 1, col + 1
        return Place(file=self.shown, line=line, column=column)

    def part(self, path: Sequence[str | int]) -> YamlFile:
        """What stands at `path`, which must exist, as a file of its own; its places are those of the whole."""
        data, tree = self.data, self._tree
        for step in path:
            data, tree = data[step], tree.value[step]
        place = self.place(path)
        return YamlFile(self.shown, data, tree, (place.line or 1, place.column or 1))

    def fit(self, model: type[_Model]) -> _Model:
        """The data as a `model`. Raises UsageProblem with one problem per mistake."""
        try:
            return model.model_validate(self.data, context=WRITTEN_BY_HAND)
        except ValidationError as error:
            raise UsageProblem(self._problems(error, model)) from None

    def _problems(self, error: ValidationError, model: type[BaseModel]) -> list[Problem]:
        problems = []
        for detail in error.errors(include_url=False):
            path = tuple(part for part in detail["loc"] if part != "[key]")
            shown = ".".join(str(part) for part in path)
            if detail["type"] == "extra_forbidden":
                problems.append(
                    Problem(
                        what=f"unknown key '{path[-1]}'" + (f" in {shown.rpartition('.')[0]}" if len(path) > 1 else ""),
                        place=self.place(path),
                        bad=str(path[-1]),
                        valid=_keys_at(model, path[:-1]),
                    )
                )
                continue
            if detail["type"] == "missing":
                what = f"'{path[-1]}' is missing" + (f" in {shown.rpartition('.')[0]}" if len(path) > 1 else "")
                problems.append(Problem(what=what, place=self.place(path)))
                continue
            message = in_words(detail)
            expected = (detail.get("ctx") or {}).get("expected")
            valid = (
                tuple(re.findall(r"'([^']*)'", str(expected))) if detail["type"] in ("literal_error", "enum") else ()
            )
            bad = detail["input"] if isinstance(detail["input"], str | int | float | bool) else None
            what = f"{shown}: '{bad}' will not do" if valid else f"{shown}: {message}"
            if bad is not None and not valid and str(bad) not in message:
                what += f" (got '{bad}')"
            problems.append(
                Problem(what=what, place=self.place(path), bad=None if bad is None else str(bad), valid=valid)
            )
        return problems


def _keys_at(model: type[BaseModel], path: Sequence[str | int]) -> tuple[str, ...]:
    """The keys that the model at `path` inside `model` knows; empty when they cannot be told."""
    current: Any = model
    for step in path:
        if isinstance(current, type) and issubclass(current, BaseModel):
            fields = {(field.alias or name): field for name, field in current.model_fields.items()}
            if step not in fields:
                return ()
            current = fields[str(step)].annotation
        else:
            arguments = [part for part in getattr(current, "__args__", ()) if part is not Ellipsis]
            if not arguments:
                return ()
            current = arguments[-1]
        for candidate in getattr(current, "__args__", ()):
            if isinstance(candidate, type) and issubclass(candidate, BaseModel) and type(None) in current.__args__:
                current = candidate
                break
    if isinstance(current, type) and issubclass(current, BaseModel):
        return tuple((field.alias or name) for name, field in current.model_fields.items())
    return ()


def _plain(node: Node, environment: Mapping[str, str], problems: list[Problem], shown: str, at: tuple[int, int]) -> Any:
    value = node.value
    if isinstance(value, dict):
        return {key: _plain(one, environment, problems, shown, node.key(key)) for key, one in value.items()}
    if isinstance(value, list):
        return [_plain(item, environment, problems, shown, item.at) for item in value]
    if isinstance(value, str):
        unset: list[str] = []
        whole = filled(value, environment, unset)
        problems.extend(not_set(name, Place(file=shown, line=at[0] + 1, column=at[1] + 1)) for name in unset)
        return whole
    return value


def read_yaml(path: Path, *, root: Path) -> YamlFile:
    """Parse `path` (shown relative to `root`) and fill in ${NAME:-default} from the environment.

    Raises UsageProblem when it is missing, not UTF-8, not YAML, not a mapping, or has a key twice.
    """
    shown = path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise UsageProblem(
            Problem(what="this file is missing", place=Place(file=shown), hint="write it, or run from the project root")
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise UsageProblem(Problem(what=f"cannot be read: {error}", place=Place(file=shown))) from None
    try:
        tree = parse(text)
    except NotYaml as error:
        what = error.what if error.hint else f"this is not YAML: {error.what}"
        raise UsageProblem(Problem(what=what, place=error.place(shown), hint=error.hint)) from None
    if tree is None or not isinstance(tree.value, dict):
        raise UsageProblem(Problem(what="this file must be a mapping of keys to values", place=Place(file=shown)))
    problems: list[Problem] = []
    data = _plain(tree, os.environ, problems, shown, (0, 0))
    if problems:
        raise UsageProblem(problems)
    return YamlFile(shown, data, tree)
