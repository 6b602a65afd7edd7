"""Files with odd names, named twice, or with fields that are endless: told as they are, counted once, not kept."""

from __future__ import annotations

import os
import tracemalloc
from pathlib import Path

import pytest
from contacts_bench import HEADER, read, write

from tellonce.contacts import SHAPES, Asked, read_in, shown
from tellonce.contacts.words import Words
from tellonce.model.errors import UsageProblem

ROW = "2026-05-04,1,phone,card,moved house,Where?\n"
WITHOUT_A_CAUSE = "2026-05-04,1,phone,card,,Where?"


@pytest.mark.parametrize("name", [b"caf\xe9.csv", b"red\x1b[31m.csv", b"two\nlines.csv"])
@pytest.mark.parametrize("shape", SHAPES)
def test_a_file_may_be_called_anything_and_is_named_without_harm(bank: Path, name: bytes, shape: str) -> None:
    file = os.fsencode(str(bank)) + b"/" + name
    Path(os.fsdecode(file)).write_text(f"{HEADER}{ROW}short\n", encoding="utf-8")
    account = read_in(bank, Asked(files=(os.fsdecode(file),)))
    said = shown(account, shape)

    assert said.encode()  # can be written
    assert not any(sign in said for sign in ("\x1b", "\\u001b"))
    assert (account.contacts, account.unread) == (1, 1)
    assert "\n" not in account.unread_rows[0].place


def test_notes_name_an_odd_file_without_harm(bank: Path) -> None:
    file = bank / "red\x1b[31m.jsonl"
    file.write_text('{"when": "2026-05-04", "about": "card"}\n', encoding="utf-8")
    account = read_in(bank, Asked(files=(str(file),)))
    assert account.notes
    assert not any("\x1b" in note for note in account.notes)


def test_one_file_by_two_names_would_count_twice(bank: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(bank, HEADER + ROW)
    (bank / "linked.csv").symlink_to("contacts.csv")
    monkeypatch.chdir(bank)
    for other in ("./contacts.csv", "linked.csv"):
        with pytest.raises(UsageProblem, match=r"this file is contacts.csv by another name"):
            read_in(bank, Asked(files=("contacts.csv", other)))


def test_words_that_are_endless_are_not_kept(words: Words) -> None:
    tracemalloc.start()
    try:
        for number in range(300):
            assert words.about(f"{number}{'x' * 100_000}").word == "a text of more than 60 characters"
        assert tracemalloc.get_traced_memory()[0] < 3_000_000
    finally:
        tracemalloc.stop()


def test_nobody_says_that_what_bears_no_cause_is_watched(bank: Path) -> None:
    """The cell that it is about cannot be named, so whether a journey watches it is not known."""
    assert shown(read(bank, WITHOUT_A_CAUSE), "text").startswith(
        "1 contact from 1 file, 2026-05-04.\n1 (100 %) bear no cause.\n"
    )
    assert shown(read(bank, WITHOUT_A_CAUSE, ROW.strip()), "text").startswith(
        "2 contacts from 1 file, 2026-05-04.\n"
        "A journey watches everything that those with a cause are about.\n"
        "1 (50 %) bear no cause.\n"
    )
