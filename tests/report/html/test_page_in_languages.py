"""A report in another language: what is written into it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from spoken_runs import NAMES, named
from unpacked import first_page, unpacked

from tellonce.ledger import HistoryWriter
from tellonce.ledger.history_file import combine
from tellonce.ledger.verdict_file import write_verdicts
from tellonce.report.account import take_account
from tellonce.report.html import render, source, write_page
from tellonce.report.html.source import from_folder
from tellonce.story.speech import LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_says_its_language_and_brings_its_words(language: str, tmp_path: Path) -> None:
    history, cells = named()

    page = render(take_account(history, cells), tmp_path, language=language)

    index = unpacked(page).index
    assert f'<html lang="{language}">' in page
    assert (index["language"], index["words"]["verdict.on_time"]) == (
        language,
        {
            "en": "in time",
            "de": "rechtzeitig",
            "fr": "à temps",
            "es": "a tiempo",
            "nl": "op tijd",
            "fi": "ajoissa",
        }[language],
    )
    if language in NAMES:
        assert index["blueprint"]["facts"]["address"] == NAMES[language][1]
        assert index["blueprint"]["touchpoints"]["card_letter"]["called"] == NAMES[language][2]


def test_what_is_told_in_english_is_marked_as_such(tmp_path: Path) -> None:
    history, cells = named()

    german = first_page(render(take_account(history, cells), tmp_path, language="de"))
    english = first_page(render(take_account(history, cells), tmp_path, language="en"))

    assert '<p class="seen" lang="en">Maria&#39;s new card goes to her old home.</p>' in german
    assert ' lang="en">' not in english.replace('<html lang="en">', "")


def test_cells_are_told_in_the_language(tmp_path: Path) -> None:
    history, cells = named()

    told = unpacked(render(take_account(history, cells), tmp_path, language="de")).cells
    stale = next(cell for cell in told if cell["touchpoint"] == "card_letter")

    assert stale["says"] == "Kartenbrief: Postanschrift noch alt, 1 Tag nach der Änderung durch Maria."
    assert (stale["also"], stale["also_language"]) == ("Maria's new card goes to her old home.", "en")
    assert stale["promised"] == "1 Tag"
    assert stale["clock"] == "eigene Uhr, vorgestellt"
    assert (stale["broke_how"], stale["broke_language"]) == (
        "zwischen customer master (0,3 s danach bekannt) und card system (nie bekannt)",
        "",
    )


def test_every_process_that_tells_a_part_calls_things_alike(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    history, cells = named()
    with HistoryWriter(tmp_path, "main") as writer:
        for event in history.events:
            writer.append(event)
    combine(tmp_path)
    write_verdicts(tmp_path, cells)
    monkeypatch.setattr(source, "_WORTH_A_PROCESS_BYTES", 1000)
    monkeypatch.setattr(os, "cpu_count", lambda: 3)

    made = from_folder(tmp_path)
    write_page(made, tmp_path / "index.html", language="de")

    assert len(made.parts) == 3
    page = unpacked((tmp_path / "index.html").read_text(encoding="utf-8"))
    whole = unpacked(render(take_account(history, cells), tmp_path, language="de"))
    assert page.cells == whole.cells
    assert page.index["touchpoint_names"] == whole.index["touchpoint_names"]
    assert "Kartenbrief" in page.index["touchpoint_names"]


def test_a_language_that_reports_lack_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    history, cells = named()

    with pytest.raises(KeyError):
        render(take_account(history, cells), tmp_path, language="sv")
