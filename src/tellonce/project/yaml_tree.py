"""YAML 1.2 as a tree that knows where everything stands; parsed by libyaml, which reads a blueprint in no time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import yaml
from yaml.composer import Composer
from yaml.constructor import SafeConstructor
from yaml.error import MarkedYAMLError
from yaml.nodes import MappingNode, ScalarNode, SequenceNode
from yaml.parser import Parser
from yaml.reader import Reader, ReaderError
from yaml.resolver import BaseResolver
from yaml.scanner import Scanner

from tellonce.model.errors import Place

__all__ = ["Node", "NotYaml", "parse"]

_MERGE = "tag:yaml.org,2002:merge"
_At = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Node:
    """at: row and column, counted from 0.  value: a dict of nodes, a list of nodes, or what a scalar says.

    keys: where each key of a dict stands; one that came in by a merge (<<) is not among them.
    """

    at: _At
    value: Any
    keys: dict[str, _At] | None = None

    def key(self, name: str) -> _At:
        """Where the key stands; where the mapping begins for one that came in by a merge."""
        return (self.keys or {}).get(name, self.at)

    @property
    def plain(self) -> Any:
        """The same in dicts, lists and scalars."""
        if isinstance(self.value, dict):
            return {key: one.plain for key, one in self.value.items()}
        return [one.plain for one in self.value] if isinstance(self.value, list) else self.value


class NotYaml(Exception):
    """A text that cannot be read. at: row and column, counted from 0; None where nobody knows."""

    def __init__(self, what: str, at: _At | None = None, hint: str | None = None) -> None:
        super().__init__(what)
        self.what, self.at, self.hint = what, at, hint

    def place(self, shown: str) -> Place:
        """Where, in the file that messages name `shown`."""
        return Place(file=shown, line=self.at[0] + 1, column=self.at[1] + 1) if self.at else Place(file=shown)


class _Words(BaseResolver):
    """What a plain word is in YAML 1.2, where "yes", "no" and "on" are words and 010 is ten."""


class _Values(SafeConstructor):
    """What a scalar comes to in YAML 1.2."""

    def construct_yaml_int(self, node: ScalarNode) -> int:
        """As YAML 1.2 counts: 0o17 is fifteen, 017 is seventeen."""
        written = str(self.construct_scalar(node)).replace("_", "")
        sign, digits = (-1, written[1:]) if written.startswith("-") else (1, written.lstrip("+"))
        for prefix, base in (("0x", 16), ("0o", 8), ("0b", 2)):
            if digits.startswith(prefix):
                return sign * int(digits[2:], base)
        return sign * int(digits)


class _InWords(Reader, Scanner, Parser, Composer, _Values, _Words):
    """Slow, and says better what is wrong."""

    def __init__(self, text: str) -> None:
        Reader.__init__(self, text)
        Scanner.__init__(self)
        Parser.__init__(self)
        Composer.__init__(self)
        _Values.__init__(self)
        _Words.__init__(self)


if yaml.__with_libyaml__:
    from yaml._yaml import CParser

    class _Quick(CParser, _Values, _Words):
        def __init__(self, text: str) -> None:
            CParser.__init__(self, text)
            _Values.__init__(self)
            _Words.__init__(self)

else:  # an interpreter for which there is no wheel
    _Quick = _InWords  # type: ignore[assignment, misc]


for _tag, _pattern, _first in (
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    (
        "float",
        r"[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+]?[0-9]+)?|[-+]?[0-9][0-9_]*[eE][-+]?[0-9]+"
        r"|[-+]?\.[0-9][0-9_]*(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)",
        "-+0123456789.",
    ),
    ("int", r"[-+]?(?:0b[01_]*[01]|0o[0-7_]*[0-7]|0x[0-9a-fA-F_]*[0-9a-fA-F]|[0-9][0-9_]*)", "-+0123456789"),
    ("merge", r"<<", "<"),
    ("null", r"~|null|Null|NULL|", ("~", "n", "N", "")),
    (
        "timestamp",
        r"[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt]|[ \t]+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}"
        r"(?:\.[0-9]*)?(?:[ \t]*(?:Z|[-+][0-9]{1,2}(?::[0-9]{2})?))?",
        "0123456789",
    ),
):
    _Words.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(rf"^(?:{_pattern})$"), list(_first))
_Values.add_constructor("tag:yaml.org,2002:int", _Values.construct_yaml_int)  # type: ignore[type-var]


@lru_cache(maxsize=512)
def parse(text: str) -> Node | None:
    """The tree of `text`; None of an empty one. Nobody changes a tree, so each text is parsed once.

    Raises NotYaml when it is not YAML, has a key twice, or a value that cannot be one.
    """
    try:
        return _parsed(text, _Quick)
    except NotYaml as error:
        raise _better_said(error, text) from None


def _better_said(error: NotYaml, text: str) -> NotYaml:
    """What the slow parser says of the same mistake; it knows the name or the character that is wrong."""
    try:
        _parsed(text, _InWords)
    except NotYaml as said:
        lines = [min(at[0], text.rstrip().count("\n")) if at else None for at in (said.at, error.at)]
        if lines[0] == lines[1]:
            return said
    return error


def _parsed(text: str, kind: type[_Quick | _InWords]) -> Node | None:
    try:
        loader = kind(text)
        try:
            root = loader.get_single_node()
            return None if root is None else _Growing(loader).grow(root)
        finally:
            loader.dispose()
    except ReaderError as error:
        raise _unreadable(error, text) from None
    except MarkedYAMLError as error:
        mark = error.problem_mark
        said = (error.problem or "this cannot be read").split("\n")[0]
        said = said.replace("could not determine a constructor for the tag", "nobody here knows the tag")
        raise NotYaml(said, None if mark is None else (mark.line, mark.column)) from None
    except RecursionError:
        raise NotYaml("too many things within each other") from None


class _Growing:
    """From what libyaml composed to a tree of ours."""

    def __init__(self, loader: _Quick | _InWords) -> None:
        self._loader = loader
        self._grown: dict[int, Node | None] = {}

    def grow(self, node: yaml.Node) -> Node:
        """Its tree; an alias is the very tree of its anchor."""
        known = id(node)
        if known in self._grown:
            grown = self._grown[known]
            if grown is None:
                raise NotYaml("an alias (*) within its own anchor (&)", _at(node))
            return grown
        self._grown[known] = None
        self._grown[known] = grown = self._new(node)
        return grown

    def _new(self, node: yaml.Node) -> Node:
        if isinstance(node, MappingNode):
            return self._mapping(node)
        if isinstance(node, SequenceNode):
            return Node(_at(node), [self.grow(item) for item in node.value])
        return Node(_at(node), self._scalar(node))  # type: ignore[arg-type]  # there is no fourth kind

    def _mapping(self, node: MappingNode) -> Node:
        found: dict[str, Node] = {}
        keys: dict[str, _At] = {}
        merged: dict[str, Node] = {}
        for written, value in node.value:
            if written.tag == _MERGE:
                for name, one in self._merged(value).items():
                    merged.setdefault(name, one)
                continue
            if not isinstance(written, ScalarNode):
                raise NotYaml("a key must be one word or phrase", _at(written))
            name = str(self._scalar(written))
            if name in keys:
                first = f"'{name}' is written twice; the first is on line {keys[name][0] + 1}"
                raise NotYaml(first, _at(written), hint="keep one of them")
            keys[name] = _at(written)
            found[name] = self.grow(value)
        return Node(_at(node), {**merged, **found}, keys)

    def _merged(self, node: yaml.Node) -> dict[str, Node]:
        """What << brings in: of one mapping, or of several, where the first that has a key counts."""
        several = node.value if isinstance(node, SequenceNode) else [node]
        brought: dict[str, Node] = {}
        for one in several:
            grown = self.grow(one)
            if not isinstance(grown.value, dict):
                raise NotYaml("<< takes a mapping, or a list of mappings", _at(one))
            brought = {**grown.value, **brought}
        return brought

    def _scalar(self, node: ScalarNode) -> Any:
        try:
            return self._loader.construct_object(node)
        except KeyError:
            raise NotYaml(f"'{node.value}' is neither true nor false", _at(node)) from None
        except (ValueError, OverflowError) as error:  # what looks like a date and is none
            raise NotYaml(str(error), _at(node)) from None


def _at(node: yaml.Node) -> _At:
    return node.start_mark.line, node.start_mark.column


def _unreadable(error: ReaderError, text: str) -> NotYaml:
    """libyaml counts bytes, and gives the character as a number."""
    character = error.character if isinstance(error.character, int) else ord(str(error.character))
    position = text.find(chr(character))
    at = (text.count("\n", 0, position), position - text.rfind("\n", 0, position) - 1) if position >= 0 else None
    return NotYaml(f"the character U+{character:04X}", at)
