"""Six languages say the same: every sentence, in words of their own."""

from __future__ import annotations

from typing import Any

import pytest
from babel.units import format_unit
from behave.i18n import languages as gherkin
from language_bench import named_bank, understood

from tellonce.model.pronoun import meant_by
from tellonce.runner.registry import SentenceRegistry
from tellonce.vocabulary.language import Way, language, languages
from tellonce.vocabulary.reordered import parameters
from tellonce.vocabulary.sentences import ALL
from tellonce.vocabulary.standard import Standard

CODES = languages()
ANYBODY = {"they", "their"}
PEOPLE = {"she", "he", "her", "his", *ANYBODY}
NAMES = {"Maria", "Jan", "Claire"}


def spoken(code: str) -> Any:
    known = language(code)
    assert known is not None
    return known[0]


EVERY_WAY = [
    pytest.param(code, one, way, id=f"{code}-{one.key}-{nth}")
    for code in CODES
    for one in ALL
    if one.key in spoken(code).sentences
    for nth, way in enumerate(spoken(code).sentences[one.key].ways)
]


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> SentenceRegistry:
    return named_bank(tmp_path_factory.mktemp("bank"))


def step(code: str, example: str, kind: str) -> str:
    """An example without its keyword, which must be one of that kind, or And."""
    for word in sorted((*gherkin[code][kind], *gherkin[code]["and"]), key=len, reverse=True):
        if word != "* " and example.startswith(word):
            return example[len(word) :]
    raise AssertionError(f"{example!r} does not begin with a {kind} or an And of {code!r}")


def same(said: Any, english: Any) -> bool:
    """Two values of one sentence; a pronoun is as good as a name, and "su" as "her"."""
    if not isinstance(said, str) or not isinstance(english, str):
        return bool(said == english)
    one, other = (meant_by(word).removesuffix("'s").replace("e-mail", "email") for word in (said, english))
    return one == other or one in ANYBODY or (said in NAMES and other in PEOPLE) or (one in PEOPLE and other in NAMES)


def test_english_and_five_more_languages_are_spoken() -> None:
    assert CODES == ("de", "es", "fi", "fr", "nl")


@pytest.mark.parametrize("code", CODES)
def test_a_language_says_every_sentence_and_no_other(code: str) -> None:
    keys = {one.key for one in ALL}
    said = set(spoken(code).sentences)

    assert sorted(keys - said) == []
    assert sorted(said - keys) == []


@pytest.mark.parametrize(("code", "one", "way"), EVERY_WAY)
def test_a_way_to_say_a_sentence_has_its_parameters(code: str, one: Standard, way: Way) -> None:
    assert sorted(map(spoken(code).stands_for, parameters(way.text))) == sorted(parameters(one.text))


@pytest.mark.parametrize(("code", "one", "way"), EVERY_WAY)
def test_an_example_is_exactly_its_sentence_and_asks_what_the_english_one_asks(
    code: str, one: Standard, way: Way, registry: SentenceRegistry
) -> None:
    [(english, [(verb, *asked)])] = understood(registry, "en", one.kind, step("en", one.example, one.kind))

    [(sentence, [(own_verb, *said)])] = understood(registry, code, one.kind, step(code, way.example, one.kind))

    assert (sentence.text, sentence.translates, own_verb) == (way.text, english.text, verb)
    if way is spoken(code).sentences[one.key]:
        assert all(same(mine, theirs) for mine, theirs in zip(said, asked, strict=True)), (said, asked)
    assert [isinstance(mine, str) or type(mine) for mine in said] == [
        isinstance(one, str) or type(one) for one in asked
    ]


@pytest.mark.parametrize("code", CODES)
def test_no_two_sentences_of_a_language_are_said_alike(code: str) -> None:
    texts = [(one.kind, way.text) for one in ALL for way in spoken(code).sentences[one.key].ways]

    assert len(texts) == len(set(texts))


@pytest.mark.parametrize("code", CODES)
def test_no_example_is_a_sentence_of_another_kind(code: str, registry: SentenceRegistry) -> None:
    for one in ALL:
        for way in spoken(code).sentences[one.key].ways:
            others = {"given", "when", "then"} - {one.kind}
            text = step(code, way.example, one.kind)

            assert [kind for kind in others if understood(registry, code, kind, text)] == []


@pytest.mark.parametrize("code", CODES)
def test_what_is_said_in_english_is_understood_in_every_language(code: str, registry: SentenceRegistry) -> None:
    for one in ALL:
        text = step("en", one.example, one.kind)

        assert understood(registry, code, one.kind, text)[0][1] == understood(registry, "en", one.kind, text)[0][1]


@pytest.mark.parametrize("code", CODES)
def test_a_journey_in_english_does_not_take_another_language(code: str, registry: SentenceRegistry) -> None:
    for one in ALL:
        for way in spoken(code).sentences[one.key].ways:
            assert understood(registry, "en", one.kind, step(code, way.example, one.kind)) == []


@pytest.mark.parametrize("code", CODES)
def test_a_word_for_a_person_stands_in_one_list(code: str) -> None:
    for people in spoken(code).people.values():
        listed = [*people.she, *people.he, *people.they]

        assert len(listed) == len(set(listed))


@pytest.mark.parametrize("code", CODES)
def test_durations_are_understood_as_the_common_locale_data_writes_them(code: str) -> None:
    words = spoken(code).durations.words()
    for unit, seconds in {"second": 1.0, "minute": 60.0, "hour": 3600.0, "day": 86400.0, "week": 604800.0}.items():
        for count in (1, 3):
            said = format_unit(count, f"duration-{unit}", "long", locale=code)

            assert words.parse_s(said.replace("\xa0", " ")) == count * seconds


@pytest.mark.parametrize("code", CODES)
def test_every_number_up_to_fourteen_has_a_word(code: str) -> None:
    assert set(range(15)) <= set(spoken(code).durations.numbers)


@pytest.mark.parametrize(
    ("code", "name", "forms"),
    [
        ("de", "Maria", ("Marias",)),
        ("de", "Jens", ("Jens'", "Jens’")),
        ("nl", "Jan", ("Jans",)),
        ("nl", "Maria", ("Maria's", "Maria’s")),
        ("nl", "Claire", ("Claires",)),
        ("fi", "Maria", ("Marian",)),
        ("fi", "Jan", ("Janin",)),
        ("fi", "Pekka", ("Pekan", "Pekkan")),
        ("fi", "Virtanen", ("Virtasen",)),
        ("fi", "Markus", ("Markuksen", "Markusin")),
    ],
)
def test_a_name_is_inflected_as_the_language_does(code: str, name: str, forms: tuple[str, ...]) -> None:
    assert spoken(code).people["possessive"].named(name) == forms


@pytest.mark.parametrize(("name", "form"), [("Claire", "de Claire"), ("Amina", "d'Amina"), ("Émile", "d'Émile")])
def test_a_name_follows_in_french(name: str, form: str) -> None:
    assert spoken("fr").people["de_persona"].named(name)[0] == form
