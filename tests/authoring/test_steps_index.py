"""What the Cucumber language server is given to read: pure expressions, words of each parameter, each word said."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

from talking_bank import make_talking_bank
from tellonce.authoring.editor.expanding import as_cucumber, as_javascript, quoted, spelt_out
from tellonce.authoring.editor.groups import Group, groups_of, with_groups
from tellonce.authoring.editor.steps_index import steps_index, words_feature
from tellonce.authoring.sentences import Sentence, SentenceIndex
from tellonce.cli.editor import files_for_editors, write_for_editors
from tellonce.cli.opened import open_at
from tellonce.engine.flows import begin_deeds
from tellonce.model.errors import Place

MANY = ("Ada", "Bea", "Cleo", "Dora", "Ella", "Fay", "Gwen", "Hana", "Ida", "Kim")


@pytest.fixture
def bank(tmp_path: Path) -> Iterator[Path]:
    """The talking bank."""
    yield make_talking_bank(tmp_path)
    begin_deeds(lambda _flow: None)


@pytest.fixture
def sentences(bank: Path) -> SentenceIndex:
    """All that it can say."""
    return open_at(bank).sentences


@pytest.mark.parametrize(
    ("text", "ways"),
    [
        ("she waits", ("she waits",)),
        ("{duration} pass(es)", ("{duration} pass", "{duration} passes")),
        (
            "a/an {role}(s) wait(s)",
            ("a/an {role} wait", "a/an {role} waits", "a/an {role}s wait", "a/an {role}s waits"),
        ),
        (r"she says \(loudly\)", (r"she says \(loudly\)",)),
        ("".join(f"a(b{n})" for n in range(7)), ("".join(f"a(b{n})" for n in range(7)),)),
    ],
)
def test_optional_parts_are_written_out(text: str, ways: tuple[str, ...]) -> None:
    assert spelt_out(text) == ways


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("{customer} is a/an {role}", '"{customer} is a/an {role}"'),
        ("it costs 2.50", '"" + "it costs 2.50"'),
        (r"she says \(loudly\)", r'"" + "she says \(loudly\)"'),
        ('she says "no"', """'she says "no"'"""),
        ("""Maria's "no" is Jan's "yes\"""", """"Maria's " + '"no" is Jan' + "'s " + '"yes"\'"""),
    ],
)
def test_an_expression_is_quoted_so_that_it_is_read_as_it_stands(text: str, source: str) -> None:
    assert quoted(text) == source
    parts = re.findall(r"\"([^\"]*)\"|'([^']*)'", source)
    assert "".join(one or other for one, other in parts) == text


@pytest.mark.parametrize(
    ("pattern", "expression"),
    [
        ("the weather is {mood} (as ever)", r"the weather is {} \(as ever\)"),
        ("she waits {count:d} times and/or {long:g} hours", r"she waits {int} times and\/or {float} hours"),
        ("{{literal}} {}", r"\{literal\} {}"),
    ],
)
def test_a_pattern_of_parse_becomes_an_expression(pattern: str, expression: str) -> None:
    assert as_cucumber(pattern) == expression


@pytest.mark.parametrize(
    ("pattern", "script"),
    [
        (r"EUR 6\.90|the\-one", "EUR 6[.]90|the[-]one"),
        (r"(?P<count>\d+) [\d.]+ \"x\"", r"(?<count>[0-9]+) [\d.]+ \x22x\x22"),
        ("/a/", "(?:/a/)"),
        (r"(?i)she", None),
        (r"(?P=count)", None),
        (r"\Ashe\Z", None),
    ],
)
def test_a_regular_expression_is_told_in_javascript_or_not_at_all(pattern: str, script: str | None) -> None:
    assert as_javascript(pattern) == script


def test_more_than_ten_words_are_offered_in_groups_with_the_pronouns_in_one_of_their_own() -> None:
    assert groups_of("customer", ("Maria", "she")) == ()
    assert groups_of("customer", (*MANY, "she", "he")) == (
        Group(name="customer: he she", words=("he", "she"), common=True),
        Group(name="customer: Ada … Kim", words=MANY),
    )
    assert [group.name for group in groups_of("fee", [f"EUR {n}.50" for n in range(11)])] == [
        "fee: 1 of 2",
        "fee: 2 of 2",
    ]


def test_a_sentence_goes_through_the_groups_of_its_parameters() -> None:
    groups = {
        "customer": groups_of("customer", (*MANY, "she", "he")),
        "possessive": groups_of("possessive", (*(f"{name}'s" for name in MANY), "her", "his")),
    }

    assert list(with_groups("{customer} changes {possessive} {fact}", groups)) == [
        "{customer: he she} changes {possessive: her his} {fact}",
        "{customer: Ada … Kim} changes {possessive: her his} {fact}",
    ]
    assert list(with_groups("{duration} pass", groups)) == []


def test_where_groups_would_multiply_one_parameter_after_the_other_goes_through_its_own() -> None:
    words = [f"word {n:03}" for n in range(100)]
    groups = {name: groups_of(name, words) for name in ("touchpoint", "fact")}

    ways = list(with_groups("{touchpoint} shows {fact}", groups))

    assert len(ways) == 20
    assert ways[0] == "{touchpoint: word 000 … word 009} shows {fact}"
    assert ways[-1] == "{touchpoint} shows {fact: word 090 … word 099}"


def test_the_index_is_python_and_says_where_each_sentence_stands(sentences: SentenceIndex) -> None:
    index = steps_index({"en": sentences})

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # an escape that only Cucumber knows
        warnings.simplefilter("ignore", SyntaxWarning)
        ast.parse(index)
    assert 'ParameterType(name="persona", regexp="Maria|Dee|Jan")' in index
    assert 'ParameterType(name="package", regexp="Plus 2[.]0|Basic")' in index
    assert re.search(
        r"# steps/talking\.py:\d+\n"
        r'@when\("\{customer\} changes \{possessive\} postal address"\)\n'
        r"def sentence_\d+\(context, \*values\): \.\.\.\n",
        index,
    )
    assert '@when("{duration} pass")\n@when("{duration} passes")\n' in index
    assert '@given("" + "the weather is {} \\(as ever\\)")\n' in index
    assert '@when("(?:she waits (?<times>[0-9]+) times?)")\n' in index


def test_no_expression_is_taken_for_a_regular_one_by_accident(sentences: SentenceIndex) -> None:
    plain = re.findall(r'^@\w+\("([^"]+)"\)$', steps_index({"en": sentences}), re.MULTILINE)

    assert [one for one in plain if re.search(r"[().*\\|]", one)] == ["(?:she waits (?<times>[0-9]+) times?)"]


def test_a_sentence_that_cannot_be_told_is_named(bank: Path) -> None:
    steps = bank / "steps/talking.py"
    steps.write_text(steps.read_text(encoding="utf-8").replace('r"she waits', 'r"(?i)she waits'), encoding="utf-8")

    index = steps_index(open_at(bank).by_language)

    assert "# steps/talking.py:38: cannot be said in this file: (?i)she waits (?P<times>\\d+) times?\n" in index


def test_the_words_feature_says_each_word_of_each_parameter(sentences: SentenceIndex) -> None:
    said = words_feature({"en": sentences}).splitlines()

    assert said[:2] == [
        "# Written by `tellonce editor`: the words that the Cucumber language server offers. No journey.",
        "Feature: Words for the editor",
    ]
    for step in (
        "Given Jan is a dealer",
        "Given Dee is a customer",
        "When 2 weeks pass",
        "When she takes the Plus 2.0 package",
    ):
        assert f"    {step}" in said
    assert len(said) == len(set(said))
    for line in said[4:]:
        kind, _, text = line.strip().partition(" ")
        assert len(sentences.find(kind.casefold(), text)) == 1, line


def test_the_same_project_makes_the_same_files(bank: Path) -> None:
    assert files_for_editors(bank) == files_for_editors(bank)


def test_neither_pytest_nor_behave_takes_the_files_for_steps_or_journeys(bank: Path) -> None:
    write_for_editors(bank)
    (bank / "pyproject.toml").write_text('[tool.behave]\nrunner = "tellonce.runner:TellonceRunner"\n', encoding="utf-8")
    for command in (["pytest", "--collect-only", "-q"], ["behave", "--dry-run", "--no-summary", "."]):
        done = subprocess.run(
            [sys.executable, "-m", *command], cwd=bank, capture_output=True, text=True, timeout=120, check=False
        )
        assert "Words for the editor" not in done.stdout + done.stderr
        assert "steps_index" not in done.stdout + done.stderr
        assert "Her card finds her" in done.stdout, done.stdout + done.stderr


def test_another_language_has_parameters_of_its_own_where_its_words_differ(sentences: SentenceIndex) -> None:
    german = SentenceIndex()
    german.names |= {"possessive": ("ihre", "seine"), "fact": sentences.names["fact"]}
    german.patterns |= {"possessive": "ihre|seine", "fact": sentences.patterns["fact"]}
    said = next(iter(sentences))
    german.add(
        Sentence(
            kind="then",
            text="jeder zeigt {possessive} neue {fact}",
            function=said.function,
            place=Place(file="de.yaml", line=3),
            compile=said.compile,
        )
    )
    german.add(said)

    index = steps_index({"en": sentences, "de": german})
    words = words_feature({"en": sentences, "de": german})

    assert 'ParameterType(name="possessive de", regexp="ihre|seine")\n' in index
    assert index.count('ParameterType(name="fact", ') == 1
    assert '# de.yaml:3\n@then("jeder zeigt {possessive de} neue {fact}")\n' in index
    assert index.count(f'"{said.text}"') == 1
    assert "    Then jeder zeigt seine neue postal address\n" in words
