"""YAML with line numbers, so that a mistake is shown where it stands."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.constructor import DuplicateKeyError
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.reader import ReaderError

from tellonce.model.duration import WRITTEN_BY_HAND
from tellonce.model.errors import Place, Problem, UsageProblem
from tellonce.model.mistakes import in_words

__all__ = ["YamlFile", "read_yaml"]

_VARIABLE = re.compile(r"\$\{(?P<name>[A-Z][A-Z0-9_]*)(?::-(?P<default>[^}]*))?\}")
_Model = TypeVar("_Model", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class YamlFile:
    """A parsed file. shown: the path as messages name it. data: plain dicts and lists."""

    shown: str
    data: Any
    _tree: Any
    _begins: tuple[int, int] = (1, 1)

    def place(self, path: Sequence[str | int]) -> Place:
        """Where the value at `path` stands; the nearest parent that exists when it does not."""
        node, (line, column) = self._tree, self._begins
        for step in path:
            if isinstance(node, CommentedMap) and step in node:
                row, col = _where(node, step)
            elif isinstance(node, CommentedSeq) and isinstance(step, int) and step < len(node):
                row, col = node.lc.item(step)
            else:
                break
            line, column = row + 1, col + 1
            node = node[step]
        return Place(file=self.shown, line=line, column=column)

    def part(self, path: Sequence[str | int]) -> YamlFile:
        """What stands at `path`, which must exist, as a file of its own; its places are those of the whole."""
        data, tree = self.data, self._tree
        for step in path:
            data, tree = data[step], tree[step]
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


def _where(node: CommentedMap, key: Any) -> tuple[int, int]:
    """Row and column of a key, counted from 0; those of the mapping for a key that came in by a merge (<<)."""
    row, column = node.lc.key(key) if key in node.lc.data else (node.lc.line, node.lc.col)
    return row, column


def _plain(node: Any, environment: Mapping[str, str], problems: list[Problem], shown: str, at: tuple[int, int]) -> Any:
    if isinstance(node, CommentedMap):
        return {str(key): _plain(node[key], environment, problems, shown, _where(node, key)) for key in node}
    if isinstance(node, CommentedSeq):
        return [_plain(item, environment, problems, shown, node.lc.item(nth)) for nth, item in enumerate(node)]
    if isinstance(node, str):

        def fill(found: re.Match[str]) -> str:
            value = environment.get(found["name"], found["default"])
            if value is None:
                problems.append(
                    Problem(
                        what=f"the environment variable {found['name']} is not set and has no default",
                        place=Place(file=shown, line=at[0] + 1, column=at[1] + 1),
                        hint=f"set {found['name']}, or write ${{{found['name']}:-a default}}",
                    )
                )
                return ""
            return value

        return _VARIABLE.sub(fill, str(node))
    return node


def _written_twice(error: DuplicateKeyError, text: str, shown: str) -> Problem:
    found = re.search(r'duplicate key "(?P<key>.*?)" with value', error.problem or "", re.DOTALL)
    key = found["key"] if found else "a key"
    if error.problem_mark is None:  # never seen, but the library allows it
        return Problem(what=f"'{key}' is written twice", place=Place(file=shown))
    row, column = error.problem_mark.line, error.problem_mark.column
    lines = text.splitlines()
    spelt = re.compile(rf"(?:[\s-]{{{column}}}|.*[{{,]\s*)[\"']?{re.escape(key)}[\"']?\s*:")
    first = next((number for number in range(row - 1, -1, -1) if spelt.match(lines[number])), None)
    return Problem(
        what=f"'{key}' is written twice" + (f"; the first is on line {first + 1}" if first is not None else ""),
        place=Place(file=shown, line=row + 1, column=column + 1),
        hint="keep one of them",
    )


@lru_cache(maxsize=512)
def _tree(text: str) -> Any:
    """Parsing costs nearly all of the time that loading a project takes, and a run loads it more than once.

    Nobody changes a tree; what is read from it, and the environment that fills it in, is another matter each time.
    """
    return YAML(typ="rt").load(text)


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
        tree = _tree(text)
    except DuplicateKeyError as error:
        raise UsageProblem(_written_twice(error, text, shown)) from None
    except MarkedYAMLError as error:
        mark = error.problem_mark
        place = Place(file=shown, line=mark.line + 1, column=mark.column + 1) if mark else Place(file=shown)
        said = (error.problem or "this is not YAML").split("\n")[0]
        raise UsageProblem(Problem(what=f"this is not YAML: {said}", place=place)) from None
    except ReaderError as error:
        line, column = text.count("\n", 0, error.position) + 1, error.position - text.rfind("\n", 0, error.position)
        bad = f"U+{ord(text[error.position]):04X}"
        raise UsageProblem(
            Problem(what=f"this is not YAML: the character {bad}", place=Place(file=shown, line=line, column=column))
        ) from None
    except ValueError as error:  # what looks like a date and is none
        raise UsageProblem(Problem(what=f"this is not YAML: {error}", place=Place(file=shown))) from None
    if not isinstance(tree, CommentedMap):
        raise UsageProblem(Problem(what="this file must be a mapping of keys to values", place=Place(file=shown)))
    problems: list[Problem] = []
    data = _plain(tree, os.environ, problems, shown, (0, 0))
    if problems:
        raise UsageProblem(problems)
    return YamlFile(shown, data, tree)
