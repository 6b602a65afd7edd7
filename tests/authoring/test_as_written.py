"""What stands in a feature file beside the words of its steps: tables, texts, rows of Examples, prose."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent, indent

import pytest

from tellonce.authoring.as_written import below_step, described_parts, description_of, example_of
from tellonce.authoring.gherkin import FeatureFile, read_text
from tellonce.model.as_written import Below, DescribedPart, ExampleRow


def read(text: str) -> FeatureFile:
    root = Path("/project")
    feature = read_text(dedent(text), root / "journeys/maria/moves.feature", root)
    assert isinstance(feature, FeatureFile)
    return feature


def below(argument: str, examples: str = "") -> Below | None:
    """What is read below the one step of a scenario; of an outline's first row where there are Examples."""
    kind = "Scenario Outline" if examples else "Scenario"
    text = f"Feature: F\n  {kind}: S\n    Given it is so\n{indent(dedent(argument), '      ')}\n{examples}\n"
    feature = read(text)
    (step,) = feature.scenarios()[0].model.steps
    return below_step(step, feature.lines)


BELOW = [
    ("", None),
    ("| a | b |\n| 1 |  |", Below(rows=(("a", "b"), ("1", "")))),
    ("| only | a | heading |", Below(rows=(("only", "a", "heading"),))),
    (r"| a\|b |", Below(rows=(("a|b",),))),
    ('"""\nDear Maria,\n\n  yours\n"""', Below(text="Dear Maria,\n\n  yours")),
    ('"""json\n{}\n"""', Below(text="{}", media_type="json")),
    ("''' text/markdown \n# Hi\n'''", Below(text="# Hi", media_type="text/markdown")),
    ("```xml\n<a/>\n```", Below(text="<a/>", media_type="xml")),
    ('"""\n"""', Below(text="")),
    ('"""\n```json\n"""', Below(text="```json")),
]


@pytest.mark.parametrize(("argument", "expected"), BELOW)
def test_what_stands_below_a_step_is_read(argument: str, expected: Below | None) -> None:
    assert below(argument) == expected


@pytest.mark.parametrize(
    ("argument", "expected"),
    [
        ("| who | <who> |", Below(rows=(("who", "Jan"),))),
        ('"""json\n{"who": "<who>"}\n"""', Below(text='{"who": "Jan"}', media_type="json")),
    ],
)
def test_values_of_the_row_are_filled_in(argument: str, expected: Below) -> None:
    assert below(argument, "    Examples:\n      | who |\n      | Jan |") == expected


def test_a_step_that_no_file_knows_has_no_media_type() -> None:
    feature = read('Feature: F\n  Scenario: S\n    Given it is so\n      """json\n      {}\n      """\n')
    (step,) = feature.scenarios()[0].model.steps
    assert below_step(step) == Below(text="{}")


WHOLE = """\
    # language: en
    Feature: Maria moves
      She tells it once.
      Everybody knows.

      # nobody reads this
      - and nobody asks again

      Background: a customer
        She has an account.
        Given she is signed in

      Scenario: Plain
        Given it is so

      Rule: Cards [new]
        They follow her.

        Background:
          Given she has a card

        Scenario Outline: Her <card> comes
          In time.


          Through the right door.
          Given it is so

          Examples: gold and silver
            | card   | days |
            | gold   | 3    |

          Examples:
            | card   | days |
            | silver | 5    |

      Rule: Bare
        Scenario: Last
          Given it is so
    """


def test_the_prose_of_a_feature_is_told_by_its_parts() -> None:
    assert described_parts(read(WHOLE)) == (
        DescribedPart(
            kind="feature", line=2, description="She tells it once.\nEverybody knows.\n\n- and nobody asks again"
        ),
        DescribedPart(kind="background", line=9, name="a customer", description="She has an account."),
        DescribedPart(kind="rule", line=16, name="Cards (new)", description="They follow her."),
        DescribedPart(kind="background", line=19),
    )


def test_the_name_of_a_described_rule_is_that_in_the_ids_of_its_scenarios() -> None:
    feature = read(WHOLE)
    assert {part.name for part in described_parts(feature) if part.kind == "rule"} == {"Cards (new)"}
    assert {one.rule for one in feature.scenarios()} == {None, "Cards (new)", "Bare"}


def test_a_feature_without_prose_is_not_described() -> None:
    assert described_parts(read("Feature: F\n  Background:\n    Given a\n\n  Scenario: S\n    Given b\n")) == ()


def test_the_row_of_examples_says_of_which_outline_and_which_examples_it_is() -> None:
    plain, gold, silver, last = (one.model for one in read(WHOLE).scenarios())
    assert (example_of(plain), example_of(last)) == (None, None)
    assert example_of(gold) == ExampleRow(outline=22, name="gold and silver", values={"card": "gold", "days": "3"})
    assert example_of(silver) == ExampleRow(outline=22, values={"card": "silver", "days": "5"})


def test_a_description_has_its_paragraphs_where_its_file_is_known() -> None:
    feature = read(WHOLE)
    outline = feature.scenarios()[1].model.parent
    assert description_of(outline, feature.lines) == "In time.\n\nThrough the right door."
    assert description_of(outline) == "In time.\nThrough the right door."
    assert description_of(feature.scenarios()[0].model, feature.lines) == ""
