"""The sentences about effort: what each asks the engine, once."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from tellonce.model.effort import Measure
from tellonce.vocabulary.sentences import effort

WHERE = {"step": "the step", "line": 7}


@pytest.mark.parametrize(
    ("key", "words", "measure", "at_most", "channel"),
    [
        ("nothing_told_twice", (), Measure.REPEATED, 0, ""),
        ("reaches_a_person", (600.0,), Measure.PERSON, 600.0, ""),
        ("handed_over", (1,), Measure.HANDED_OVER, 1, ""),
        ("turned_to", (2,), Measure.CONTACTS, 2, ""),
        ("met_pages", (4,), Measure.PAGES, 4, ""),
        ("filled_fields", (8,), Measure.FIELDS, 8, ""),
        ("waited", (20.0,), Measure.WAITED, 20.0, ""),
        ("one_channel", ("app",), Measure.CHANNELS, 0, "app"),
        ("nothing_by_a_refused_channel", (), Measure.REFUSED, 0, ""),
    ],
)
def test_a_sentence_asks_for_its_measure(
    key: str, words: tuple[Any, ...], measure: Measure, at_most: float, channel: str
) -> None:
    asked: list[Any] = []
    scene = SimpleNamespace(expect_effort=lambda *said, **more: asked.append((said, more)))
    context = SimpleNamespace(tellonce=SimpleNamespace(scene=scene, run=lambda _done: None, said=WHERE))
    sentence = next(one for one in effort.ALL if one.key == key)

    sentence.function(context, "she", *words)

    assert asked == [(("she", measure, at_most), {"channel": channel, **WHERE})]


def test_every_measure_can_be_asked_for() -> None:
    assert len(effort.ALL) == len(Measure)


@pytest.mark.parametrize("sentence", effort.ALL, ids=lambda one: one.key)
def test_each_says_by_example_what_it_asks_and_when_it_fails(sentence: Any) -> None:
    assert sentence.example.startswith("Then ")
    assert sentence.about.startswith("Asks ")
    assert "fails" in sentence.about
