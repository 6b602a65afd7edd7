"""What was lost of a value on its way, component by component, in words."""

from __future__ import annotations

import pytest

from tellonce.report.lost import lost
from tellonce.story.names import component_called
from tellonce.story.speech import speaking

NEW = {"street": "Müllerstraße", "house_number": "7b", "flat": "Whg 12", "postcode": "80331", "city": "München"}
OLD = {"street": "Hauptstrasse", "house_number": "12", "flat": "", "postcode": "10115", "city": "Berlin"}


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"street": "Hauptstrasse"}, "The old street was kept: “Hauptstrasse” instead of “Müllerstraße”."),
        ({"flat": ""}, "The flat is missing: without “Whg 12” the post does not find the door."),
        ({"house_number": ""}, "The house number is missing: “7b”."),
        ({"house_number": "12"}, "The old house number was kept: “12” instead of “7b”."),
        ({"street": "Müllers"}, "The street was cut off after 7 characters: “Müllers” is left of “Müllerstraße”."),
        (
            {"street": "MÃ¼llerstraÃŸe"},
            "The letters of the street were broken: “Müllerstraße” was written in one encoding and read in another.",
        ),
        ({"city": "MÜNCHEN"}, "The town “München” changed between small and capital letters."),
        ({"city": "Munchen"}, "The town lost its accents or umlauts: “München” became “Munchen”."),
        ({"city": "Muenchen"}, "The town was rewritten without its special letters: “München” became “Muenchen”."),
        ({"city": "M?nchen"}, "Letters of the town “München” were replaced by others."),
        ({"postcode": "80331 D"}, "Something else stands with the postcode: “80331 D” instead of “80331”."),
        ({"city": "Hamburg"}, "The town is another one: “Hamburg” instead of “München”."),
    ],
)
def test_what_became_of_a_field_is_said_in_words(changed: dict[str, str], said: str) -> None:
    assert [loss.said for loss in lost(OLD, NEW, read=NEW | changed, text="")] == [said]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "Maria / Müllerstraße 7b, Whg 12 / 10115 München",
            ["The old postcode was kept: “10115” instead of “80331”."],
        ),
        (
            "Maria / Müllerstraße 7b / 80331 München",
            ["The flat is missing: without “Whg 12” the post does not find the door."],
        ),
        (
            "Maria / Muellerstrasse 7b, Whg 12 / 80331 Muenchen",
            [
                "The street was rewritten without its special letters: “Müllerstraße” became “Muellerstrasse”.",
                "The town was rewritten without its special letters: “München” became “Muenchen”.",
            ],
        ),
        (
            "Maria\nMüllerstraße 7b, Whg 12\n80331 Münc\nGERMANY",
            ["The town was cut off after 4 characters: “Münc” is left of “München”."],
        ),
        (
            "Maria / Müllerstraße 7b, Whg 12 / 80331 MÃ¼nchen",
            ["The letters of the town were broken: “München” was written in one encoding and read in another."],
        ),
        (
            "Maria / Müllerstraße 7b, Whg 12 / 80331 MÜNCHEN",
            ["The town “München” changed between small and capital letters."],
        ),
        ("Maria / Müllerstraße 7b, Whg 12 / 80331 München", []),
    ],
)
def test_what_a_text_lacks_is_said_in_words(text: str, said: list[str]) -> None:
    assert [loss.said for loss in lost(OLD, NEW, read={}, text=text)] == said


def test_a_flat_that_she_left_and_that_is_still_there_is_the_old_one() -> None:
    before, after = NEW, NEW | {"flat": "", "house_number": "9"}
    found = lost(before, after, read={**after, "flat": "Whg 12"}, text="")
    assert [loss.said for loss in found] == ["The flat is still the old one: “Whg 12”."]


@pytest.mark.parametrize("text", ["", "   ", "Maria / Hauptstrasse 12 / 10115 Berlin", "something else altogether"])
def test_where_nothing_of_the_news_arrived_nothing_was_lost_on_its_way(text: str) -> None:
    assert lost(OLD, NEW, read={}, text=text) == ()


def test_a_first_value_has_no_old_one_to_keep() -> None:
    assert [
        loss.how for loss in lost(None, {"given_name": "Zoë", "family_name": "Lang"}, read={}, text="Zoe Lang")
    ] == ["letters"]


def test_parts_are_called_as_people_call_them_and_unknown_ones_by_their_name() -> None:
    with speaking("en"):
        assert (component_called("city"), component_called("loyalty_level")) == ("town", "loyalty level")
