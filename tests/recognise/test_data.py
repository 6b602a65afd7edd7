"""The data of the recogniser: whose it is, and that what is typed by hand is well formed."""

from __future__ import annotations

import json
from importlib import resources

import pytest

from tellonce.recognise.canonical import fold
from tellonce.recognise.cldr import packed

DATA = resources.files("tellonce.recognise").joinpath("data")
FILES = sorted(file.name for file in DATA.iterdir() if file.name.endswith(".json"))
OWN = packed("own_words")


@pytest.mark.parametrize("name", FILES)
def test_every_file_says_whose_it_is_and_its_licence_is_told(name: str) -> None:
    head = json.loads(DATA.joinpath(name).read_text(encoding="utf-8"))
    assert head["source"].startswith(("@fragaria/address-formatter of npm", "Unicode CLDR", "Tellonce's own"))
    assert head["licence"]
    assert f"`{name}`" in DATA.joinpath("LICENCES.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("language", OWN)
def test_own_words_are_single_words_in_known_lists(language: str) -> None:
    told = OWN[language]
    assert set(told) <= {"units", "numbers", "apart", "streets", "joins"}
    groups = [group for name in ("units", "apart", "streets") for group in told.get(name, ())]
    words = [*told.get("numbers", ()), *told.get("joins", ()), *(word for group in groups for word in group)]
    assert all(isinstance(word, str) and word and " " not in word for word in words)


def test_a_short_form_stands_for_one_sort_of_unit_only() -> None:
    """ "Fl" may be a flat or a floor: whoever reads it cannot tell, so one of them is always written out."""
    for language, told in OWN.items():
        short = [fold(word) for group in told.get("units", ()) for word in group[1:]]
        assert len(set(short)) == len(short), language


def test_what_joins_a_longer_word_has_a_short_form() -> None:
    for language, told in OWN.items():
        groups = [*packed("postal_words").get(language, ()), *told.get("streets", ())]
        assert set(map(fold, told.get("joins", ()))) <= {fold(group[0]) for group in groups}, language
