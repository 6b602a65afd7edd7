"""A project's YAML says what it says to ruamel.yaml, and everything in it knows where it stands."""

from __future__ import annotations

from pathlib import Path

import pytest
from ruamel.yaml import YAML

from tellonce.project import yaml_tree
from tellonce.project.yaml_tree import Node, NotYaml, parse

ROOT = Path(__file__).parents[2]
OURS = sorted(
    path
    for folder in ("fixtures", "journeys", "steps", "src/tellonce/vocabulary/languages")
    for path in (ROOT / folder).rglob("*.yaml")
)
WORDS = """
bools: [true, False, TRUE]
words: [yes, no, on, off, y, 12:30, 1.2.3, '010', "5", a#b, http://x.y/z?q=1, '=', "\\u00e9\\/"]
numbers: [010, 0o17, 0x1F, 0b101, 1_000, -5, +5, 08, 1e3, .5, -.5, 1., .inf, 6.02e23]
times: [2024-01-02, 2024-01-02T10:00:00Z]
nothing: [~, null, Null, ""]
json: {"a":1,"b":{"c":[true]}}
base: &base {p: 1, q: 2}
merged: {<<: *base, q: 3}
several: {<<: [*base, {q: 9, r: 8}], s: 7}
same: *base
block: |
  two
  lines
folded: >-
  one
  line
"""


def _tree(text: str) -> Node:
    tree = parse(text)
    assert tree is not None
    return tree


def _with_words_for_keys(data: object) -> object:
    """A project names everything by words: 1 is '1'."""
    if isinstance(data, dict):
        return {str(key): _with_words_for_keys(value) for key, value in data.items()}
    return [_with_words_for_keys(value) for value in data] if isinstance(data, list) else data


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.name)
def test_a_file_says_what_it_says_to_ruamel(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert _tree(text).plain == _with_words_for_keys(YAML(typ="safe", pure=True).load(text))


def test_words_are_those_of_yaml_1_2() -> None:
    assert _tree(WORDS).plain == YAML(typ="safe", pure=True).load(WORDS)


def test_a_lone_sign_is_a_word() -> None:
    assert _tree("a: [., -, _, 0x, .e3]").plain == {"a": [".", "-", "_", "0x", ".e3"]}


def test_where_there_is_no_libyaml_a_project_is_read_slowly(monkeypatch: pytest.MonkeyPatch) -> None:
    text = (ROOT / "fixtures" / "blueprint.yaml").read_text(encoding="utf-8")
    quickly = _tree(text)
    parse.cache_clear()
    monkeypatch.setattr(yaml_tree, "_Quick", yaml_tree._InWords)
    assert _tree(text) == quickly


def test_everything_knows_where_it_stands() -> None:
    tree = _tree("a: 1\nb:\n  - c\n  - {d: é, e: f}\nx: &x {y: 1}\nz:\n  <<: *x\n")
    assert tree.key("b") == (1, 0)
    assert [item.at for item in tree.value["b"].value] == [(2, 4), (3, 4)]
    assert tree.value["b"].value[1].key("e") == (3, 11)
    assert tree.value["z"].key("y") == tree.value["z"].at == (6, 2)  # came in by the merge


@pytest.mark.parametrize("text", ["", "# only a comment\n", "---\n"])
def test_nothing_is_nothing(text: str) -> None:
    tree = parse(text)
    assert tree is None or tree.value is None


@pytest.mark.parametrize(
    ("text", "said", "at"),
    [
        ("a: 1\nb: 2\na: 3", "'a' is written twice; the first is on line 1", (2, 0)),
        ("1: a\n'1': b", "'1' is written twice; the first is on line 1", (1, 0)),
        ("a: @x", "found character '@' that cannot start any token", (0, 3)),
        ("a: [1, 2", "expected ',' or ']', but got '<stream end>'", (0, 8)),
        ("a: *nope", "found undefined alias 'nope'", (0, 3)),
        ("a: 2024-13-45", "month must be in 1..12", (0, 3)),
        ("a: !!bool maybe", "'maybe' is neither true nor false", (0, 3)),
        ("a: !python/object:os.system x", "nobody here knows the tag '!python/object:os.system'", (0, 3)),
        ("? [a, b]\n: c", "a key must be one word or phrase", (0, 2)),
        ("a: &x [*x]", "an alias (*) within its own anchor (&)", (0, 3)),
        ("a: {<<: 1}", "<< takes a mapping, or a list of mappings", (0, 8)),
        ("é: b\nc: d\x07e", "the character U+0007", (1, 4)),
        ("a: " + "[" * 3000 + "]" * 3000, "exceeded maximum nesting depth", (0, 1002)),
    ],
)
def test_a_mistake_says_what_and_where(text: str, said: str, at: tuple[int, int]) -> None:
    with pytest.raises(NotYaml) as caught:
        parse(text)
    assert (caught.value.what, caught.value.at) == (said, at)
