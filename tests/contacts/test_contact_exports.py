"""Exports as registers write them: each row is read, or told with its line."""

from __future__ import annotations

import io
import json
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest
from contacts_bench import HEADER, write
from hypothesis import given
from hypothesis import strategies as st

from tellonce.contacts.exports import open_exports
from tellonce.contacts.json_stream import JsonStream
from tellonce.contacts.rows import LONGEST_LINE, Row
from tellonce.model.contacts import ContactColumns, Contacts
from tellonce.model.errors import UsageProblem

COLUMNS = ContactColumns(time="when", about="about", cause="why", channel="by", said="words", customer="number")
SECTION = Contacts(columns=COLUMNS, rows="export.contacts")
NESTED = Contacts(columns=ContactColumns(time="call.at", about="about"))
PAPER = {"when": "2026-05-04", "about": "card", "why": "moved house", "by": "phone", "words": "Where?", "number": 1001}
ROW = Row(
    line=2,
    end=2,
    time="2026-05-04",
    about="card",
    cause="moved house",
    channel="phone",
    said="Where?",
    customer="1001",
)
LINE = "2026-05-04,1001,phone,card,moved house,Where?\n"


def rows_of(file: str, section: Contacts = SECTION) -> list[Row]:
    with ExitStack() as stack:
        ((_, rows),) = open_exports((file,), section, stack)
        return list(rows)


def said_of(file: str, section: Contacts = SECTION) -> list[str]:
    """Line, end and what is wrong of every row."""
    return [f"{row.line}-{row.end} {row.wrong or 'read'}" for row in rows_of(file, section)]


@pytest.mark.parametrize(
    "content",
    [
        HEADER + LINE,
        "\ufeff" + HEADER + LINE,
        HEADER.replace(",", ";") + LINE.replace(",", ";"),
        HEADER.replace(",", "\t") + LINE.replace(",", "\t"),
        HEADER.replace(",", "|") + LINE.replace(",", "|"),
        HEADER.replace("\n", "\r\n") + LINE.replace("\n", "\r\n"),
        HEADER + LINE.rstrip("\n"),
        "when, number ,by,about,why,words\n" + LINE.replace(",", " , "),
        "id," + HEADER + "7," + LINE,
        '"when","number","by","about","why","words"\n' + '"' + LINE.rstrip("\n").replace(",", '","') + '"\n',
    ],
    ids=["comma", "BOM", "semicolon", "tab", "bar", "CRLF", "no last line end", "spaces", "more columns", "quoted"],
)
def test_a_csv_is_read_whatever_separates_its_columns(content: str, tmp_path: Path) -> None:
    assert rows_of(write(tmp_path, content)) == [ROW]


@pytest.mark.parametrize(
    ("name", "content", "line"),
    [
        ("a.json", json.dumps([PAPER]), 1),
        ("b.json", "\ufeff[\n" + json.dumps(PAPER) + "\n]\n", 2),
        ("c.json", json.dumps({"total": 1, "export": {"of": [1], "contacts": [PAPER]}, "more": {}}), 1),
        ("d.json", '{\n"export": {\n"contacts": [\n' + json.dumps(PAPER) + "]}}", 4),
        ("d.json", json.dumps(PAPER | {"export": {"contacts": [PAPER]}}), 1),
        ("e.jsonl", json.dumps(PAPER) + "\n", 1),
        ("f.txt", "\n" + json.dumps(PAPER) + "\n\n", 2),
    ],
)
def test_json_is_read_as_a_list_a_list_in_an_object_or_lines(
    name: str, content: str, line: int, tmp_path: Path
) -> None:
    (row,) = rows_of(write(tmp_path, content, name))

    assert (row.line, row.end) == (line, line)
    assert (row.time, row.about, row.cause, row.channel, row.said, row.customer) == (
        *("2026-05-04", "card", "moved house", "phone", "Where?", "1001"),
    )


def test_a_long_list_in_an_object_is_no_line_even_if_it_is_read_in_parts_that_look_like_one(tmp_path: Path) -> None:
    begin, paper = '{"export": {"contacts": [', json.dumps(PAPER | {"words": "x" * 1000})
    whole = begin + ", ".join([paper] * 1200) + "]}}"
    half = whole.rindex("}", 0, LONGEST_LINE) + 1

    assert len(rows_of(write(tmp_path, begin + " " * (LONGEST_LINE - half) + whole[len(begin) :], "a.json"))) == 1200


def test_a_key_of_json_may_be_a_path(tmp_path: Path) -> None:
    (row,) = rows_of(write(tmp_path, '[{"call": {"at": 1777880000}, "about": null}]', "a.json"), NESTED)

    assert (row.time, row.about, row.wrong) == ("1777880000", "", "")


CSV_MISTAKES = {
    "too few columns": ("a,b,c\n", "2-2 it has 3 columns, and the header has 6"),
    "too many columns": (LINE.replace("Where?", "Where, then?"), "2-2 it has 7 columns, and the header has 6"),
    "a quote that is never closed": (
        LINE.replace("Where?", '"Where?') + LINE,
        "2-3 a quote is opened and never closed",
    ),
    "a quote inside quotes": (
        LINE.replace("Where?", '"my "new" card"'),
        "2-2 text goes on after a closing quote; a quote inside a text is written twice",
    ),
    "a text without end": (
        LINE.replace("Where?", '"' + "x" * 140_000 + '"'),
        "2-2 a quote is never closed, or a text has more than 131,072 characters",
    ),
    "a line without end": ("x" * (LONGEST_LINE + 9) + "\n", "2-2 a quote is never closed, or a text has more than "),
}


@pytest.mark.parametrize("name", CSV_MISTAKES)
def test_a_row_that_is_no_csv_is_told_and_the_next_is_read(name: str, tmp_path: Path) -> None:
    bad, told = CSV_MISTAKES[name]
    said = said_of(write(tmp_path, HEADER + bad + ("" if "never closed" in name else LINE)))

    assert said[0].startswith(told)
    assert said[1:] == ([] if "never closed" in name else ["3-3 read"])


def test_a_text_over_several_lines_is_one_row_and_blank_lines_are_none(tmp_path: Path) -> None:
    content = HEADER + LINE.replace("Where?", '"Where\n\nis it?"') + "\n\n" + LINE

    assert said_of(write(tmp_path, content)) == ["2-4 read", "7-7 read"]


JSON_MISTAKES = {
    "a row that is no object": ('[1, {"when": "2026"}]', ["1-1 it is no object of keys and values", "1-1 read"]),
    "a word that is a list": ('[{"about": ["card"]}]', ["1-1 what stands at 'about' is no text"]),
    "a list that breaks off": (
        '[{"when": "2026"},\n{"when": ',
        ["1-1 read", "2-2 this is not JSON (Expecting value); nothing after it was read"],
    ),
    "a comma that is missing": (
        '[{"when": "2026"}\n{"when": "2027"}]',
        ["1-1 read", "2-2 this is not JSON (',' or ']' should stand here); nothing after it was read"],
    ),
    "two lists in one file": (
        "[{}]\n[{}]",
        ["1-1 read", "2-2 this is not JSON (more stands after the end); nothing after it was read"],
    ),
    "a nest without end": (
        "[" * 5000,
        ["1-1 this is not JSON (nested too deeply); nothing after it was read"],
    ),
    "a bad line among lines": (
        '{"when": "2026"}\n{"when": \n[]\n{"when": "2026"}',
        ["1-1 read", "2-2 this is not JSON (Expecting value)", "3-3 it is no object of keys and values", "4-4 read"],
    ),
}


@pytest.mark.parametrize("name", JSON_MISTAKES)
def test_a_row_that_is_no_json_is_told(name: str, tmp_path: Path) -> None:
    content, told = JSON_MISTAKES[name]

    assert said_of(write(tmp_path, content, "contacts.json")) == told


def test_a_line_of_json_without_end_is_told_and_the_next_is_read(tmp_path: Path) -> None:
    content = '{"words": "' + "x" * (2 * LONGEST_LINE) + '"}\n' + json.dumps(PAPER) + "\n"

    assert said_of(write(tmp_path, content, "a.jsonl")) == ["1-1 the line is too long", "2-2 read"]


def test_a_column_that_no_row_has_is_noted(tmp_path: Path) -> None:
    with ExitStack() as stack:
        file = write(
            tmp_path, '[{"when": "2026-05-04", "about": "card", "by": "", "words": "", "number": 1}]', "a.json"
        )
        ((source, rows),) = open_exports((file,), SECTION, stack)
        list(rows)

    assert source.notes == [f"{file}: no row has 'why', which contacts.columns.cause names"]


FILE_MISTAKES = {
    "a column that is missing": (
        HEADER.replace("why", "wy"),
        ":1: no column is called 'why'\n"
        "  did you mean  wy\n"
        "  valid         when, number, by, about, wy, words\n"
        "  next          it is declared in fixtures/blueprint.yaml, under contacts.columns.cause",
    ),
    "no header": (
        LINE,
        ":1: the first line names none of the columns when, about, why, by, words, number\n"
        "  next          export with a header, or mend contacts.columns in fixtures/blueprint.yaml",
    ),
    "a header that would turn the terminal round": (
        HEADER.replace("why", "w\x1b[31m"),
        ":1: no column is called 'why'\n"
        "  valid         when, number, by, about, w⟦U+001B⟧[31m, words\n"
        "  next          it is declared in fixtures/blueprint.yaml, under contacts.columns.cause",
    ),
    "a column that stands twice": (
        HEADER.replace("by", "why"),
        ":1: two columns are called 'why'\n"
        "  next          it is declared in fixtures/blueprint.yaml, under contacts.columns.cause\n"
        "{file}:1: no column is called 'by'\n"
        "  valid         when, number, why, about, why, words\n"
        "  next          it is declared in fixtures/blueprint.yaml, under contacts.columns.channel",
    ),
    "an object without the list": (
        '{"export": {"contcts": []}}',
        ":1: there is no list of contacts at 'export.contacts'\n"
        "  did you mean  contcts\n"
        "  valid         contcts\n"
        "  next          say where the list lies: contacts.rows in fixtures/blueprint.yaml",
    ),
    "an object that breaks off": ('{"export" 1', ":1: this is not JSON: a key and a colon should stand here"),
    "another encoding": (
        HEADER.encode("utf-16"),
        ": this file is UTF-16\n  next          export it as UTF-8, or save it so",
    ),
}


@pytest.mark.parametrize("name", FILE_MISTAKES)
def test_a_file_that_cannot_be_read_at_all_is_told_before_any_row(name: str, tmp_path: Path) -> None:
    content, told = FILE_MISTAKES[name]
    file = write(tmp_path, content, "contacts.csv" if "{" not in str(content) else "contacts.json")
    with pytest.raises(UsageProblem) as problem, ExitStack() as stack:
        open_exports((file,), SECTION, stack)

    assert str(problem.value) == file + told.replace("{file}", file)


def test_files_that_are_not_there_or_named_twice_are_told_together(tmp_path: Path) -> None:
    there, gone = write(tmp_path, HEADER), str(tmp_path / "gone.csv")
    with pytest.raises(UsageProblem) as problem, ExitStack() as stack:
        open_exports((there, there, gone), SECTION, stack)

    assert str(problem.value) == (
        f"{there}: this file is named twice: its contacts would count twice\n"
        f"{gone}: this file cannot be read: No such file or directory\n"
        "  next          name an export of the register of contacts, or - for standard input"
    )


def test_a_dash_is_standard_input_and_an_empty_file_holds_no_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = io.BufferedReader(io.BytesIO((HEADER + LINE).encode()))  # type: ignore[arg-type]  # raw enough to read
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(given))

    assert rows_of("-") == [ROW]
    assert rows_of(write(tmp_path, "")) == []


ODD = st.text(alphabet='a,"\r\n;\x00\x0bé\u2028\\ ', max_size=60).map(str.encode) | st.binary(max_size=60)


@given(content=ODD)
def test_every_line_of_an_odd_csv_belongs_to_a_row(content: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    whole = HEADER.encode() + content
    rows = rows_of(write(tmp_path_factory.mktemp("odd"), whole))
    covered = {number for row in rows for number in range(row.line, row.end + 1)}
    lines = io.StringIO(whole.decode("utf-8", "surrogateescape"), newline="").readlines()

    assert {number for number, line in enumerate(lines, 1) if line.strip("\r\n")} - {1} <= covered


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


class Sips(io.StringIO):
    """A file that gives one character at a time."""

    def read(self, _most: int | None = None) -> str:
        return super().read(1)


@given(st.lists(VALUES, max_size=5), st.sampled_from([None, 2]), st.booleans())
def test_json_that_comes_in_sips_is_the_same(values: list[object], indent: int | None, ascii_only: bool) -> None:
    text = json.dumps(values, indent=indent, ensure_ascii=ascii_only)
    stream = JsonStream(Sips(text), "", 1)

    assert stream.begins("[")
    assert [value for value, _, _ in stream.elements()] == values
    stream.end()
    assert stream.line == text.count("\n") + 1
