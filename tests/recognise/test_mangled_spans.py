"""Where in a text a value stands mangled."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellonce.recognise.mangled import Manner, mangled_spans

STREET = "Hauptstraße"


@pytest.mark.parametrize(
    ("text", "value", "found"),
    [
        ("Maria\nHauptstrae 12\n10115", STREET, [("Hauptstrae", Manner.CHARACTERS)]),
        ("in Hauptstra?e 12", STREET, [("Hauptstra?e", Manner.CHARACTERS)]),
        ("4711;HauptstraÃ\x9fe;7b", STREET, [("HauptstraÃ\x9fe", Manner.MOJIBAKE)]),
        ("HAUPTSTRASSE 12", STREET, [("HAUPTSTRASSE", Manner.CASE)]),
        ("Muellerweg, Mullerweg", "Müllerweg", [("Muellerweg", Manner.CHARACTERS), ("Mullerweg", Manner.CHARACTERS)]),
        ("?hrenweg 3", "Ährenweg", [("?hrenweg", Manner.CHARACTERS)]),
        ("CittÃ\xa0 di Castello.", "Città di Castello", [("CittÃ\xa0 di Castello", Manner.MOJIBAKE)]),
        ("Sebastian-Knei\n80331", "Sebastian-Kneipp-Weg", [("Sebastian-Knei", Manner.TRUNCATED)]),
        ("Sebastian-Knei 80331", "Sebastian-Kneipp-Weg", []),
        ("to Haupt\n", STREET, []),
        ("Hauptstraße 12", STREET, []),
        ("Am Alten\nGutshof 3", "Am Alten Gutshof", []),
        ("Bergstraße, Hauptplatz", STREET, []),
        ("", STREET, []),
        ("Hauptstrae", "", []),
    ],
)
def test_a_mangled_value_is_found_with_its_place(text: str, value: str, found: list[tuple[str, Manner]]) -> None:
    assert [(text[start:end], manner) for start, end, manner in mangled_spans(text, value)] == found


def test_a_short_beginning_counts_where_it_was_asked_for() -> None:
    assert mangled_spans("Haupt\n", STREET, shortest_cut=3) == ((0, 5, Manner.TRUNCATED),)


@given(st.text(max_size=60), st.text(min_size=1, max_size=20))
def test_places_lie_in_the_text_and_not_on_each_other(text: str, value: str) -> None:
    places = mangled_spans(text, value)
    edges = [edge for start, end, _ in places for edge in (start, end)]
    assert edges == sorted(edges)
    assert all(0 <= start < end <= len(text) for start, end, _ in places)


@pytest.mark.parametrize("value", [STREET, "Ährenweg", "h " * 40 + "ß", "h " * 1_500 + "ß"])
def test_a_text_made_to_be_slow_is_given_up(value: str) -> None:
    began_s = time.process_time()
    mangled_spans("h " * 20_000, value)
    assert time.process_time() - began_s < 2
