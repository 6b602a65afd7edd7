"""What a register's words mean in the blueprint, and on which day a contact was."""

from __future__ import annotations

from pathlib import Path

import pytest
from contacts_bench import SECTION, make_bank

from tellonce.contacts.days import day_reader
from tellonce.contacts.words import Words
from tellonce.model.contacts import ContactColumns, Contacts
from tellonce.project.blueprint_file import load_blueprint


@pytest.mark.parametrize(
    ("word", "key"),
    [
        ("card", "card-letter"),
        (" CARD ", "card-letter"),
        ("card-letter", "card-letter"),
        ("the card letter", "card-letter"),
        ("Card  Letter", "card-letter"),
        ("our web site", "profile"),
        ("site", ""),
        ("our web site map", ""),
        ("cards", ""),
        ("", ""),
    ],
)
def test_a_word_means_what_is_declared_or_what_the_blueprint_calls_so(words: Words, word: str, key: str) -> None:
    assert words.about(word).key == key


@pytest.mark.parametrize(
    ("word", "key", "shown"),
    [
        ("moved to Rome", "postal_address", "moved to Rome"),
        ("postal address", "postal_address", "postal address"),
        ("language", "language", "language"),
        ("", "", ""),
        ("Unknown", "", ""),
        ("7 of 10", "", ""),
        ("weather", "", "weather"),
        ("bad\x1b[31m \u202eword", "", "bad⟦U+001B⟧[31m ⟦U+202E⟧word"),
        ("my neighbour took it and " * 4, "", "a text of more than 60 characters"),
    ],
)
def test_a_cause_is_a_fact_or_none_or_a_word_that_may_be_shown(words: Words, word: str, key: str, shown: str) -> None:
    assert (words.cause(word).key, words.cause(word).word) == (key, shown)


def test_what_is_declared_counts_before_what_the_blueprint_calls_so(tmp_path: Path) -> None:
    root = make_bank(tmp_path, section=SECTION.replace("card: card-letter", "details page: card-letter"))
    blueprint, _ = load_blueprint(root / "fixtures/blueprint.yaml", root=root)
    assert blueprint.contacts is not None

    assert Words(blueprint, blueprint.contacts).about("details page").key == "card-letter"


@pytest.mark.parametrize(
    ("settings", "time", "day"),
    [
        ({}, "2026-05-04T23:30:00-07:00", "2026-05-04"),
        ({}, "2026-05-04", "2026-05-04"),
        ({"time_zone": "Europe/Berlin"}, "2026-05-04T23:30:00Z", "2026-05-05"),
        ({"time_zone": "Europe/Berlin"}, "2026-05-04 23:30", "2026-05-04"),
        ({"time_format": "%d.%m.%Y %H:%M"}, "04.05.2026 23:30", "2026-05-04"),
        ({"time_format": "seconds"}, "1777880000", "2026-05-04"),
        ({"time_format": "milliseconds"}, "1777880000000", "2026-05-04"),
        ({}, "yesterday", None),
        ({}, "0001-01-01", None),
        ({"time_zone": "Asia/Tokyo"}, "9999-12-31T23:59:00Z", None),
        ({"time_format": "seconds"}, "1e300", None),
        ({"time_format": "seconds"}, "nan", None),
    ],
)
def test_a_day_is_read_as_the_register_writes_it(settings: dict[str, str], time: str, day: str | None) -> None:
    day_of = day_reader(Contacts(columns=ContactColumns(time="at", about="about"), **settings))
    if day is None:
        with pytest.raises(ValueError, match=r"."):
            day_of(time)
    else:
        assert day_of(time) == day
