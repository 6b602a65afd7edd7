"""The quick parser reads what behave's own parser reads, in every language, and refuses what that refuses."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from behave.i18n import languages
from behave.parser import ParserError, parse_feature
from gherkin_made import features, lines_in_any_order
from hypothesis import given

from tellonce.authoring.model_text import said_in
from tellonce.authoring.quick_parser import parse_quickly

ROOT = Path(__file__).parents[2]


def read(parse: Any, text: str) -> object:
    """All that a parser makes of a text: what it says, on which lines, or the error in its own words."""
    try:
        model = parse(text, filename="one.feature")
    except (ParserError, KeyError, AttributeError) as error:  # behave's own bugs are to stay the same, too
        return type(error), str(error)
    if model is None:
        return None
    steps = [step.line for one in model.walk_scenarios() for step in one.all_steps]
    return model.parser.state, model.parser.tags, said_in(model), steps


@given(lines_in_any_order)
def test_lines_in_any_order_are_read_alike(text: str) -> None:
    assert read(parse_quickly, text) == read(parse_feature, text)


@given(features())
def test_made_up_features_are_read_alike(text: str) -> None:
    assert read(parse_quickly, text) == read(parse_feature, text)


@pytest.mark.parametrize("language", sorted(languages))
def test_every_keyword_of_every_language_is_read_alike(language: str) -> None:
    words = languages[language]
    feature, scenario = words["feature"][0], words["scenario"][0]
    steps = [f"{word}x" for kind in ("given", "when", "then", "and", "but") for word in words[kind]]
    odd = [step.upper() for step in steps] + [step.lower() for step in steps]
    blocks = [f"{word}: y" for kind in ("scenario", "scenario_outline", "rule") for word in words[kind]]
    for lines in (steps, odd, blocks):
        text = "\n".join([f"# language: {language}", f"{feature}: f", f"{scenario}: s", *lines])
        assert read(parse_quickly, text) == read(parse_feature, text)


@pytest.mark.parametrize("path", sorted((ROOT / "journeys").rglob("*.feature")), ids=lambda path: path.stem)
def test_the_journeys_here_are_read_alike(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert read(parse_quickly, text) == read(parse_feature, text)
