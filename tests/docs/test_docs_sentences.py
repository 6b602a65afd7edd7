"""What the docs show as a journey can be run."""

from __future__ import annotations

from pathlib import Path

import pytest
from markdown_pages import ROOT, code, page, pages

from tellonce.authoring.features import load_features
from tellonce.authoring.sentences import SentenceIndex

SHOWN = [
    pytest.param(block, id=f"{one.name}-{number}")
    for one in pages()
    if not one.name.startswith("docs/tutorial/")  # in a project of its own, and walked by its own test
    for number, block in enumerate(one.blocks("gherkin"), 1)
]
TOLD = [
    row for section in ("In every project", "In Northbank") for row in page("docs/reference/sentences.md").rows(section)
]


@pytest.mark.parametrize("block", SHOWN)
def test_every_journey_in_the_docs_passes_the_checks_that_a_run_begins_with(
    block: str, sentences: SentenceIndex, tmp_path: Path
) -> None:
    whole = "Feature:" in block or block.startswith("# language:")
    text = block if whole else f"Feature: From the docs\n\n{block}"
    (tmp_path / "shown.feature").write_text(text, encoding="utf-8")

    features = load_features([tmp_path / "shown.feature"], tmp_path, sentences)

    assert features[0].scenarios()


def test_the_docs_show_journeys() -> None:
    assert len(SHOWN) >= 3


def test_the_reference_lists_every_sentence_and_no_other(sentences: SentenceIndex) -> None:
    listed = [(kind.casefold(), code(sentence)) for kind, sentence, _ in TOLD]

    assert sorted(listed) == sorted((sentence.kind, sentence.text) for sentence in sentences)


@pytest.mark.parametrize(("kind", "sentence", "example"), TOLD)
def test_every_example_of_the_reference_is_that_sentence(
    kind: str, sentence: str, example: str, sentences: SentenceIndex
) -> None:
    assert [found.text for found in sentences.find(kind.casefold(), code(example))] == [code(sentence)]


def test_the_journeys_that_the_docs_name_exist() -> None:
    named = {
        word.strip("`.,:()")
        for one in pages()
        for word in one.prose.split()
        if word.strip("`.,:()").endswith(".feature") and "<" not in word and "*" not in word and "](" not in word
    }
    shown_here = {
        f"journeys/maria/{name}.feature"  # the reader writes these, or a new project has them
        for name in ("next-flat", "told-once", "has-a-new-number")
    } | {"words.feature"}

    assert [name for name in sorted(named - shown_here) if not (ROOT / name).is_file()] == []
