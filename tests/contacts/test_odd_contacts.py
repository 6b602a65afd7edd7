"""Whatever stands in an export: every row of it is in a group, outside the days that were asked for, or told."""

from __future__ import annotations

import csv
import io
import json
from contextlib import ExitStack
from pathlib import Path

import pytest
from contacts_bench import HEADER
from hypothesis import given
from hypothesis import strategies as st

from tellonce.contacts.days import day_reader
from tellonce.contacts.exports import open_exports
from tellonce.contacts.tally import Tally
from tellonce.contacts.words import Words
from tellonce.model.contacts import ContactColumns, Contacts

CELLS = st.text(max_size=8) | st.sampled_from(["2026-05-04", "card", "moved", "unknown", "\ufeff", '"', "a\nb", "1e9"])


@given(table=st.lists(st.lists(CELLS, min_size=1, max_size=8), max_size=12))
def test_every_row_of_an_odd_csv_is_in_a_group_or_told(
    table: list[list[str]], words: Words, tmp_path_factory: pytest.TempPathFactory
) -> None:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(table)
    section = Contacts(columns=ContactColumns(time="when", about="about", cause="why", channel="by", said="words"))
    tally = count(HEADER + text.getvalue(), section, words, tmp_path_factory.mktemp("odd") / "odd.csv")

    assert sum(heap.contacts for heap in tally.heaps) + tally.outside + tally.unread.total() == len(table)


@given(objects=st.lists(st.dictionaries(st.sampled_from(["when", "about", "why"]), CELLS | st.integers()), max_size=8))
def test_every_row_of_odd_json_lines_is_in_a_group_or_told(
    objects: list[dict[str, object]], words: Words, tmp_path_factory: pytest.TempPathFactory
) -> None:
    section = Contacts(columns=ContactColumns(time="when", about="about", cause="why"))
    text = "".join(f"{json.dumps(one, ensure_ascii=False)}\n" for one in objects)
    tally = count(text, section, words, tmp_path_factory.mktemp("odd") / "odd.jsonl")

    assert sum(heap.contacts for heap in tally.heaps) + tally.outside + tally.unread.total() == len(objects)


def count(text: str, section: Contacts, words: Words, path: Path) -> Tally:
    """What is counted of one file, contacts after 2026 left out."""
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    tally = Tally(words, day_reader(section), until="2026-12-31")
    with ExitStack() as stack:
        for source, rows in open_exports((str(path),), section, stack):
            tally.count(source.shown, rows)
    return tally
