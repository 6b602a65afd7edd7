"""Where a value stands in what was seen: whole, old, or garbled."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from evidence_bench import OLD, VALUES, shown
from lived import letter_pdf

from tellonce.model.blueprint import Normalisation
from tellonce.model.change import Replaced
from tellonce.model.facts import FactKind
from tellonce.model.observation import PageLine
from tellonce.probes.pdf_text import DIN_5008_WINDOW_MM, page_lines
from tellonce.report.html.marks import values_of


def test_the_new_and_the_old_value_are_marked_and_a_town_alone_is_not() -> None:
    assert VALUES.marked("from Berlin, on a Monday: Rosenweg 7b, 80331 Berlin; was Hauptstrasse 12") == [
        "from Berlin, on a Monday: ",
        ["Rosenweg", "new"],
        " ",
        ["7b", "new"],
        ", ",
        ["80331", "new"],
        " ",
        ["Berlin", "new"],
        "; was ",
        ["Hauptstrasse", "old"],
        " ",
        ["12", "old"],
    ]
    assert VALUES.marked("12 pages about DE, by post from Berlin") is None


def test_a_value_inside_a_longer_word_or_number_is_another_one() -> None:
    assert VALUES.marked("Rosenwegs 7bis, 180331") is None


def test_where_the_value_stands_on_a_page_is_known_by_line_and_window(tmp_path: Path) -> None:
    lines = page_lines(letter_pdf("Hauptstrasse 12, 10115 Hamburg"), DIN_5008_WINDOW_MM)
    assert [line.text for line in lines if line.window][-4:] == [
        "Maria Weber",
        "Hauptstrasse 12",
        "10115 Hamburg",
        "GERMANY",
    ]
    assert [line.text for line in lines if not line.window] == ["Dear Maria Weber,", "here is your new card."]
    marked = VALUES.on_page(lines)
    assert [(mark.said, mark.which) for mark in marked] == [("Hauptstrasse 12", "old"), ("10115 Hamburg", "old")]
    left, top, right, bottom = marked[0].box
    assert pytest.approx(left, abs=0.01) == 22 / 210
    assert pytest.approx(bottom, abs=0.01) == (56 + 6) / 297
    assert left < right
    assert top < bottom


def test_of_a_line_the_words_of_the_value_are_marked_and_no_others() -> None:
    lines = page_lines(letter_pdf("Write to Hauptstrasse 12 from now on"), DIN_5008_WINDOW_MM)
    [line] = [one for one in lines if "Hauptstrasse" in one.text]
    [mark] = VALUES.on_page(lines)
    assert (mark.said, mark.which, mark.window) == ("Hauptstrasse 12", "old", True)
    assert (mark.box[0], mark.box[2]) == (line.word_ends[2][0], line.word_ends[3][1])
    assert line.box[0] < mark.box[0] < mark.box[2] < line.box[2]
    assert (mark.box[1], mark.box[3]) == (line.box[1], line.box[3])


def test_of_an_older_history_which_knows_no_words_the_whole_line_is_marked() -> None:
    known = '{"text": "Write to Rosenweg 7b, was Hauptstrasse 12", "box": [0.1, 0.2, 0.5, 0.3]}'
    assert VALUES.on_page([PageLine.model_validate_json(known)]) == [
        ((0.1, 0.2, 0.5, 0.3), "new", "Write to Rosenweg 7b, was Hauptstrasse 12", False)
    ]


@pytest.mark.parametrize("words", ["0-10", "0-1 1-2 2-3", "0-1 x", "0-1 1-2-3", "-1-1 0-1", "0-99999999 0-1"])
def test_places_of_words_that_cannot_be_are_not_believed(words: str) -> None:
    line = PageLine(text="Rosenweg 7b", box=(0.1, 0.1, 0.9, 0.2), words=words)
    assert [mark.box for mark in VALUES.on_page((line,))] == [line.box]


def test_a_value_over_two_lines_is_marked_in_both() -> None:
    lines = (
        PageLine(text="to Rosenweg 7b,", box=(0, 0, 1, 0.1), words="0-1000 2000-5000 6000-10000"),
        PageLine(text="80331 Berlin", box=(0, 0.1, 1, 0.2), words="0-4000 5000-10000"),
    )
    assert [mark[:3] for mark in VALUES.on_page(lines)] == [
        ((0.2, 0, 1, 0.1), "new", "Rosenweg 7b"),
        ((0, 0.1, 1, 0.2), "new", "80331 Berlin"),
    ]


@pytest.mark.parametrize("between", ["", " "])
def test_a_value_may_go_on_after_an_empty_line(between: str) -> None:
    street = values_of(Replaced(old={"street": "Hauptstrasse"}, new={"street": "Am Gutshof"}))
    lines = (
        PageLine(text="Am", box=(0, 0, 1, 0.1), words="0-1000"),
        PageLine(text=between, box=(0, 0.1, 1, 0.2)),
        PageLine(text="Gutshof", box=(0, 0.2, 1, 0.3), words="0-4000"),
    )
    assert [mark.said for mark in street.on_page(lines)] == ["Am", "Gutshof"]


def test_a_short_part_two_lines_away_is_not_beside_the_value() -> None:
    assert VALUES.marked("7b\nDear\nRosenweg") == ["7b\nDear\n", ["Rosenweg", "new"]]
    assert VALUES.marked("7b\nRosenweg") == [["7b", "new"], "\n", ["Rosenweg", "new"]]


UMLAUTS = {"street": "Hauptstraße", "house_number": "7b", "postcode": "80331", "city": "München"}
GARBLED = values_of(Replaced(old={**OLD, "street": "Bergweg"}, new=UMLAUTS)).garbled(
    FactKind.POSTAL_ADDRESS, Normalisation()
)


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("Hauptstrae 7b", [["Hauptstrae", "garbled"], " ", ["7b", "new"]]),
        ("HauptstraÃ\x9fe 7B\n", [["HauptstraÃ\x9fe", "garbled"], " ", ["7B", "new"], "\n"]),
        ("HAUPTSTRASSE 7b", [["HAUPTSTRASSE", "garbled"], " ", ["7b", "new"]]),
        ("hauptstraße 7b", [["hauptstraße", "garbled"], " ", ["7b", "new"]]),
        ("80331 M?nchen", [["80331", "new"], " ", ["M?nchen", "garbled"]]),
        ("80331 Mü\nDE", [["80331", "new"], " ", ["Mü", "garbled"], "\nDE"]),
        ("80331 Mü, DE", [["80331", "new"], " Mü, DE"]),
        ("M?nchen, Mün", None),
        ("was Bergweg 12", ["was ", ["Bergweg", "old"], " ", ["12", "old"]]),
        ("nothing of it", None),
    ],
)
def test_a_garbled_value_is_marked_as_one(text: str, pieces: list[Any] | None) -> None:
    assert GARBLED.marked(text) == pieces


def test_what_the_place_may_write_so_is_not_garbled() -> None:
    declared = Normalisation(upper_case=True, transliterated=True)
    values = values_of(Replaced(old=None, new=UMLAUTS)).garbled(FactKind.POSTAL_ADDRESS, declared)
    assert values.marked("HAUPTSTRASSE 7B, 80331 MUENCHEN") == [
        ["HAUPTSTRASSE", "new"],
        " ",
        ["7B", "new"],
        ", ",
        ["80331", "new"],
        " ",
        ["MUENCHEN", "new"],
    ]


def test_garbled_is_sought_only_where_the_verdict_says_so() -> None:
    assert values_of(Replaced(old=OLD, new=UMLAUTS)).marked("Hauptstrae 80") is None


def test_a_garbled_value_is_marked_in_a_field_and_on_a_page(tmp_path: Path) -> None:
    record = "a\n\nstreet: Hauptstra?e\nhouse_number: 7b\ncity: MÃ¼nchen\nshop: M"
    assert shown(tmp_path, GARBLED, kind="row", text=record)["rows"] == [
        ["street", [["Hauptstra?e", "garbled"]]],
        ["house_number", [["7b", "new"]]],
        ["city", [["MÃ¼nchen", "garbled"]]],
        ["shop", "M"],
    ]
    lines = page_lines(letter_pdf("Hauptstra?e 7b, 80331 M?nchen"), DIN_5008_WINDOW_MM)
    assert [mark[1:] for mark in GARBLED.on_page(lines)] == [
        ("garbled", "Hauptstra?e", True),
        ("new", "7b", True),
        ("new", "80331", True),
        ("garbled", "M?nchen", True),
    ]
