"""`tellonce format` changes how a file looks, and nothing that it says."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest
from behave.parser import ParserError
from gherkin_made import features
from hypothesis import given, settings

from tellonce.authoring.layout import lay_out_text, same_but_for_layout
from tellonce.authoring.model_text import said_in
from tellonce.authoring.quick_parser import parse_quickly

ROOT = Path(__file__).parents[2]


def laid_out(text: str) -> str:
    """The text as it should be."""
    return lay_out_text(text, parse_quickly(text.removeprefix("\ufeff"), "one.feature"))


def comments(text: str) -> list[str]:
    """Lines that begin with a hash sign: those inside quotes too, which must not be lost either."""
    return [line.strip() for line in text.splitlines() if line.strip().startswith("#")]


@settings(max_examples=300)
@given(features())
def test_whatever_is_laid_out_says_the_same_and_needs_it_no_second_time(text: str) -> None:
    try:
        before = said_in(parse_quickly(text, "one.feature"))
    except ParserError:
        return
    after = laid_out(text)

    assert said_in(parse_quickly(after, "one.feature")) == before
    assert same_but_for_layout(text, after)
    assert comments(after) == comments(text)
    assert laid_out(after) == after


def test_an_untidy_file_becomes_a_tidy_one() -> None:
    untidy = '''
        # language: en
          @a   @b   # why
        Feature:   Maria moves
           She tells it once,
             - in words

           * and in deeds
          Background:
             Given Maria is a customer
          # about it
          @x

          @y
          Scenario:  One


            Her story.

            When she says  \n
               """json
                 {"a":
                   1}

               # no comment
               """
            And she signs
              | name | in|
              |Maria \\| M.|日本|
            # between
              | Jan | 1 |



            Then all know
          # about the rule
          Rule: Always
            Scenario Outline: After <time>
              Given <time>
              Examples: of time
              # a day
              |time|
              |1 day|


        # the end
    '''
    assert laid_out(dedent(untidy).lstrip("\n")) == dedent(
        '''
        # language: en
        @a @b # why
        Feature: Maria moves
          She tells it once,
            - in words

          * and in deeds

          Background:
            Given Maria is a customer

          # about it
          @x
          @y
          Scenario: One

            Her story.

            When she says

              """json
                {"a":
                  1}

              # no comment
              """
            And she signs
              | name        | in   |
              | Maria \\| M. | 日本 |
              # between
              | Jan         | 1    |

            Then all know

          # about the rule
          Rule: Always

            Scenario Outline: After <time>
              Given <time>

              Examples: of time
                # a day
                | time  |
                | 1 day |

                # the end
        '''
    ).lstrip("\n")


def test_line_ends_and_a_byte_order_mark_stay() -> None:
    text = "\ufeffFeature: F\r\n Scenario: S\r\n  Given a  \r\n  Then b"

    assert laid_out(text) == "\ufeffFeature: F\r\n\r\n  Scenario: S\r\n    Given a\r\n    Then b\r\n"


def test_a_file_with_both_line_ends_keeps_each() -> None:
    text = "Feature: F\n\n  Scenario: S\r\n    Given a\n"

    assert laid_out(text) == text


@pytest.mark.parametrize("path", sorted((ROOT / "journeys").rglob("*.feature")), ids=lambda path: path.stem)
def test_the_journeys_here_are_laid_out(path: Path) -> None:
    text = path.read_bytes().decode("utf-8")

    assert laid_out(text) == text
