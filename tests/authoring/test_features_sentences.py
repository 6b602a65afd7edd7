"""The sentence index finds what a walk over all patterns would find, and compiles only what a step comes near."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellonce.authoring.sentences import BadSentence, MatchedArgument, Matcher, Sentence, SentenceIndex, literal_words
from tellonce.model.errors import Place

WORDS = st.sampled_from(["she", "her", "knows", "changes", "address", "{}", "a{}", "{}b"])
PATTERNS = st.lists(WORDS, min_size=1, max_size=4).map(" ".join)
TEXTS = st.lists(st.sampled_from(["she", "her", "knows", "changes", "address", "ab", "b"]), min_size=1, max_size=5).map(
    " ".join
)


def matcher(pattern: str) -> Matcher:
    """{} stands for one or more letters or spaces."""
    regex = re.compile(re.escape(pattern).replace(r"\{\}", r"([a-z ]+)"))

    def match(text: str) -> list[MatchedArgument] | None:
        found = regex.fullmatch(text)
        if found is None:
            return None
        spans = [(found.start(n), found.end(n), found.group(n)) for n in range(1, regex.groups + 1)]
        return [MatchedArgument(start=start, end=end, original=value, value=value) for start, end, value in spans]

    return match


def sentence(pattern: str, line: int, compiled: list[str] | None = None) -> Sentence:
    """A Then sentence that notes when it is compiled."""

    def compile_() -> Matcher:
        if compiled is not None:
            compiled.append(pattern)
        return matcher(pattern)

    return Sentence(
        kind="then",
        text=pattern,
        function=print,
        place=Place(file="steps/bank.py", line=line),
        compile=compile_,
        words=literal_words(pattern),
    )


@given(patterns=st.lists(PATTERNS, max_size=8), text=TEXTS)
def test_the_index_finds_exactly_what_a_walk_over_all_finds(patterns: list[str], text: str) -> None:
    index = SentenceIndex()
    for line, pattern in enumerate(patterns, 1):
        index.add(sentence(pattern, line))

    found = {one.place.line for one in index.find("then", text)}

    assert found == {line for line, pattern in enumerate(patterns, 1) if matcher(pattern)(text) is not None}


def test_only_sentences_near_the_step_are_compiled() -> None:
    compiled: list[str] = []
    index = SentenceIndex()
    for line, pattern in enumerate(("she changes her {}", "her letter shows {}", "the card shows {}"), 1):
        index.add(sentence(pattern, line, compiled))

    index.find("then", "the card shows nothing")

    assert compiled == ["the card shows {}"]


def test_the_same_line_is_one_sentence_and_another_line_is_another() -> None:
    index = SentenceIndex()
    for line in (1, 1, 2):
        index.add(sentence("she knows", line))

    assert len(index.find("then", "she knows")) == 2


def test_a_sentence_is_found_for_its_kind_only_and_a_step_for_any() -> None:
    index = SentenceIndex()
    index.add(sentence("she knows", 1))

    assert index.find("when", "she knows") == ()
    assert len(index.find("then", "she knows")) == 1


def test_a_pattern_that_cannot_be_read_is_told_with_its_text() -> None:
    def broken() -> Matcher:
        raise ValueError("unbalanced brace")

    index = SentenceIndex()
    index.add(
        Sentence(
            kind="step", text="she {knows", function=print, place=Place(file="steps/bank.py", line=9), compile=broken
        )
    )

    with pytest.raises(BadSentence, match=r'the sentence "she \{knows" cannot be read: unbalanced brace'):
        index.find("then", "she knows")


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("she changes her {fact}", {"she", "changes", "her"}),
        ("{int} letter(s) come", {"come"}),
        ("she/he knows (very well )it", {"knows"}),
        (r"a price \(in euro\) of {float}", {"a", "price", "of"}),
        ("{}", set()),
    ],
)
def test_literal_words_leave_out_whatever_may_vary(pattern: str, words: set[str]) -> None:
    assert literal_words(pattern) == words


def test_a_regular_expression_is_literal_only_without_signs() -> None:
    assert literal_words("^she knows$", regex=True) == {"she", "knows"}
    assert literal_words("she (knows|sees)", regex=True) == frozenset()
