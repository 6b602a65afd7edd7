"""The words of reports: every language has what English has, and what a translator must not change is unchanged."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from babel import Locale

import tellonce
from tellonce.judge.consequence import _SAYS
from tellonce.report.html.page import _KEPT, _SAID_HERE
from tellonce.story.speech import LANGUAGES

PACKAGE = Path(tellonce.__file__).parent
FILES = PACKAGE / "story" / "languages"
OTHERS = tuple(language for language in LANGUAGES if language != "en")
CATEGORIES = ("zero", "one", "two", "few", "many", "other")
PRONOUNS = {"subject", "object", "possessive"}
"""They are English; sentences of other languages do without."""
SAME = json.loads((Path(__file__).parent / "same_in_english.json").read_text(encoding="utf-8"))
"""Language -> words that it has in common with English."""


def words_of(language: str) -> dict[str, str]:
    return {key: said for _, key, said in entries(language)}


def entries(language: str) -> Iterator[tuple[str, str, str]]:
    for file in sorted((FILES / language).glob("*.json")):
        for key, said in json.loads(file.read_text(encoding="utf-8")).items():
            yield file.name, key, said


def counted(words: Mapping[str, str]) -> dict[str, set[str]]:
    """Key without its category -> the categories it has; only keys where a number decides."""
    found: dict[str, set[str]] = {}
    for key in words:
        stem, _, category = key.rpartition(".")
        if category in CATEGORIES and f"{stem}.other" in words:
            found.setdefault(stem, set()).add(category)
    return found


def plain(words: Mapping[str, str]) -> set[str]:
    stems = counted(words)
    return {key for key in words if not (key.rpartition(".")[0] in stems and key.rpartition(".")[2] in CATEGORIES)}


def names_in(said: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", said))


def test_no_key_stands_in_two_files() -> None:
    twice = {
        language: [key for key, times in Counter(key for _, key, _ in entries(language)).items() if times > 1]
        for language in LANGUAGES
    }
    assert twice == {language: [] for language in LANGUAGES}


@pytest.mark.parametrize("language", OTHERS)
def test_a_language_has_the_keys_of_english(language: str) -> None:
    english, words = words_of("en"), words_of(language)

    assert plain(words) == plain(english)
    assert set(counted(words)) == set(counted(english))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_number_has_its_form(language: str) -> None:
    wanted = {*Locale.parse(language).plural_form.tags, "other"}

    assert {stem: has for stem, has in counted(words_of(language)).items() if has != wanted} == {}


@pytest.mark.parametrize("language", OTHERS)
def test_a_sentence_fills_in_what_the_english_one_does(language: str) -> None:
    english, words = words_of("en"), words_of(language)
    wrong = {}
    for key, said in words.items():
        stem, _, category = key.rpartition(".")
        same = english.get(key) or english[f"{stem}.other"]
        may, must = names_in(same), names_in(same) - PRONOUNS
        if category in CATEGORIES and category != "other":
            must -= {"n"}  # "one" may be a word
        if not must <= names_in(said) <= may:
            wrong[key] = said
    assert wrong == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_said_is_plain_text_and_never_nothing(language: str) -> None:
    odd = {
        key: said
        for key, said in words_of(language).items()
        if not said or said != said.strip() or re.search(r"<\w|</|&\w+;|  |[\x00-\x1f\x7f]", said)
    }
    braces = {key: said for key, said in words_of(language).items() if re.search(r"[{}]", re.sub(r"\{\w+\}", "", said))}
    assert (odd, braces) == ({}, {})


@pytest.mark.parametrize("language", OTHERS)
def test_nothing_is_left_in_english(language: str) -> None:
    english = words_of("en")
    left = {
        key: said
        for key, said in words_of(language).items()
        if said == english.get(key) and re.search(r"[^\W\d_]{2}", re.sub(r"\{\w+\}", "", said))
    }
    assert {key: said for key, said in left.items() if said not in SAME[language]} == {}


def test_the_words_in_common_are_said_somewhere() -> None:
    assert set(SAME) == set(OTHERS)
    unused = {
        language: [said for said in SAME[language] if said not in words_of(language).values()] for language in OTHERS
    }
    assert unused == {language: [] for language in OTHERS}


def test_every_key_that_code_names_is_there() -> None:
    words = words_of("en")
    stems = counted(words)
    missing = []
    sources = [*PACKAGE.rglob("*.py"), *PACKAGE.rglob("*.j2"), *(PACKAGE / "report/app/src").rglob("*.ts*")]
    for file in sources:
        text = file.read_text(encoding="utf-8")
        for many, key in re.findall(r"""\b[sS]ay(_many|Many)?\(\s*["']([\w.-]+)["']\s*[,)]""", text):
            if (key not in stems) if many else (key not in words):
                missing.append((file.name, key))
    assert missing == []


def test_the_app_says_nothing_that_only_python_has_words_for() -> None:
    said = set()
    for file in (PACKAGE / "report/app/src").rglob("*.ts*"):
        said |= set(re.findall(r"""["'`]([a-z_]+\.[a-z_]*)""", file.read_text(encoding="utf-8")))
    assert {key for key in said if key.startswith(_SAID_HERE)} == set(_KEPT)


def test_the_judges_own_sentences_have_words() -> None:
    english = words_of("en")
    said = {
        f"consequence.{verdict}": re.sub(r"^\{owner\}", "{name}'s", sentence) for verdict, sentence in _SAYS.items()
    }
    assert {key: english[key] for key in said} == said
