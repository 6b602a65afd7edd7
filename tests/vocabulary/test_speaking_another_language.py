"""A journey in another language: what its mistakes get told, what steps/ and the blueprint say in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from small_bank import BLUEPRINT, JAN, MARIA, make_small_bank
from tellonce.authoring.features import load_features
from tellonce.engine.flows import Act, begin_deeds, flow
from tellonce.model.errors import UsageProblem
from tellonce.runner.registry import SentenceRegistry
from tellonce.vocabulary import load

NAMED = (
    BLUEPRINT.replace("called: postal address}", "called: postal address, called_in: {de: Postanschrift}}")
    .replace("called: e-mail address}", "called: e-mail address, called_in: {de: E-Mail-Adresse, fi: sähköposti}}")
    .replace("the details page\n", "the details page\n    called_in: {de: die Datenseite}\n")
    .replace("the card letter\n", "the card letter\n    called_in: {de: [der Kartenbrief, den Kartenbrief]}\n")
    .replace("facts:\n", "roles:\n  customer: {called_in: {pl: [klientką, klientem]}}\nfacts:\n", 1)
)


@pytest.fixture
def registry(tmp_path: Path) -> Iterator[SentenceRegistry]:
    made = SentenceRegistry(make_small_bank(tmp_path, blueprint=NAMED, personas={"maria": MARIA, "jan": JAN}))
    load(made, tmp_path)

    @flow(
        "{customer} changes {possessive} postal address in self-service",
        changes="postal_address",
        also={
            "de": (
                "{customer} {possessive} Postanschrift im Online-Banking ändert",
                "im Online-Banking zieht {customer} mit {possessive} Sachen um",
            )
        },
    )
    async def changes(act: Act) -> None:
        """She moves."""

    yield made
    begin_deeds(lambda _flow: None)


def problems(registry: SentenceRegistry, text: str) -> str:
    """All that is said of a journey; empty when it is sound. Places in Tellonce and in this file have no line."""
    journey = registry.root / "journeys" / "maria.feature"
    journey.write_text(text, encoding="utf-8")
    try:
        load_features([journey], registry.root, registry.index)
    except UsageProblem as problem:
        return re.sub(
            r"\([^()]*?([\w.]+\.(?:py|yaml)):\d+\)", r"(\1)", str(problem).removeprefix("journeys/maria.feature:")
        )
    return ""


GERMAN = """\
# language: de
Funktionalität: Maria zieht um
  Szenario: Sie sagt es einmal
    Angenommen Maria ist Kundin
    Wenn sie ihre Postanschrift im Online-Banking ändert
    Und zwei Wochen vergehen
    Dann geht der Kartenbrief an ihre neue Postanschrift
    Und fünf Wochen lang wird nichts an Marias alte Postanschrift geschickt
"""


def test_a_german_journey_is_sound(registry: SentenceRegistry) -> None:
    assert problems(registry, GERMAN) == ""


def test_english_names_are_understood_in_a_german_journey(registry: SentenceRegistry) -> None:
    english = GERMAN.replace(
        "der Kartenbrief an ihre neue Postanschrift", "the card letter an ihre neue postal address"
    )

    assert problems(registry, english.replace("zwei Wochen vergehen", "2 weeks pass")) == ""


def test_a_flow_without_a_sentence_in_the_language_is_said_in_its_own(registry: SentenceRegistry) -> None:
    english = GERMAN.replace(
        "sie ihre Postanschrift im Online-Banking ändert", "Maria changes her postal address in self-service"
    )

    assert problems(registry, english) == ""


def test_a_flow_may_name_things_in_another_order_and_in_several_ways(registry: SentenceRegistry) -> None:
    other = GERMAN.replace(
        "sie ihre Postanschrift im Online-Banking ändert", "im Online-Banking zieht Maria mit ihren Sachen um"
    )

    assert problems(registry, other) == ""


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        (
            "der Kartenbrief an",
            "der Kartenbreif an",
            '7:5: there is no touchpoint "der Kartenbreif", in "Dann geht der Kartenbreif an ihre neue Postanschrift"\n'
            "  did you mean  der Kartenbrief\n"
            "  valid         die Datenseite, der Kartenbrief",
        ),
        (
            "ihre neue Postanschrift",
            "ihre neue Postanschirft",
            '7:5: there is no fact "Postanschirft", in "Dann geht der Kartenbrief an ihre neue Postanschirft"\n'
            "  did you mean  Postanschrift\n"
            "  valid         Postanschrift, E-Mail-Adresse",
        ),
        (
            "ist Kundin",
            "ist Kundn",
            '4:5: there is no role "Kundn", in "Angenommen Maria ist Kundn"\n'
            "  did you mean  Kundin\n"
            "  valid         Kundin",
        ),
        (
            "Marias alte",
            "Mariahs alte",
            '8:5: there is no possessive "Mariahs", in "Und fünf Wochen lang wird nichts an Mariahs alte Postanschrift '
            'geschickt"\n'
            "  did you mean  Marias\n"
            "  valid         Jans, Marias, ihre, ihren, ihr, ihrer, ihrem, ihres, seine, seinen, sein, seiner, seinem, "
            "seines",
        ),
        (
            "zwei Wochen vergehen",
            "zwei Wohcen vergehen",
            "6:5: \"Und zwei Wohcen vergehen\" cannot be read: 'zwei Wohcen' is not a duration; did you mean "
            "'zwei Wochen'?",
        ),
        (
            "zwei Wochen vergehen",
            "10 vergehen",
            "6:5: \"Und 10 vergehen\" cannot be read: 10 of what? write '10 s', '10 Minuten', '10 Tage'",
        ),
        (
            "geht der Kartenbrief an",
            "reist der Kartenbrief an",
            '7:5: no sentence says "Dann reist der Kartenbrief an ihre neue Postanschrift"\n'
            '  next          did you mean "geht der Kartenbrief an ihre neue Postanschrift" (de.yaml)?',
        ),
        (
            "fünf Wochen lang wird nichts",
            "fünf Wochen lang kommt nichts",
            '8:5: no sentence says "Und fünf Wochen lang kommt nichts an Marias alte Postanschrift geschickt"\n'
            '  next          did you mean "fünf Wochen lang wird nichts an Marias alte Postanschrift '
            'geschickt" (de.yaml)?',
        ),
        (
            "im Online-Banking ändert",
            "im Onlinebanking ändert",
            '5:5: no sentence says "Wenn sie ihre Postanschrift im Onlinebanking ändert"\n'
            '  next          did you mean "sie ihre Postanschrift im Online-Banking ändert" '
            "(test_speaking_another_language.py)?",
        ),
        (
            "Wenn sie ihre",
            "Wnen sie ihre",
            '5:5: "Wnen sie ihre Postanschrift im Online-Banking ändert" does not start with a keyword\n'
            '  next          did you mean "Wenn"?',
        ),
        (
            "Und zwei Wochen vergehen",
            "Dann zwei Wochen vergehen",
            '6:5: no sentence says "Dann zwei Wochen vergehen"\n'
            "  next          it is a Wenn sentence (de.yaml), said here as Dann",
        ),
        (
            "Angenommen Maria ist Kundin\n    ",
            "",
            "4:5: \"Wenn sie ihre Postanschrift im Online-Banking ändert\": nobody is meant by 'sie' yet\n"
            "  valid         Jan, Maria\n"
            "  next          begin with a sentence such as 'Angenommen Maria ist eine Kundin'",
        ),
    ],
)
def test_a_mistake_is_told_in_the_words_of_the_journey(
    registry: SentenceRegistry, right: str, wrong: str, told: str
) -> None:
    assert problems(registry, GERMAN.replace(right, wrong)) == told


TWO = {
    "de": ("Angenommen Maria ist Kundin", "Und Jan ist Kunde", "Wenn {} umzieht"),
    "fr": ("Étant donné que Maria est cliente", "Et que Jan est client", "Quand {} déménage"),
    "es": ("Dado que Maria es clienta", "Y que Jan es cliente", "Cuando {} se muda"),
    "nl": ("Stel dat Maria een klant is", "En Jan is klant", "Als {} verhuist"),
    "fi": ("Oletetaan että Maria on asiakas", "Ja Jan on asiakas", "Kun {} muuttaa"),
}
HEADS = {
    "de": ("Funktionalität", "Szenario", "Dann zeigt die Datenseite seine neue Postanschrift"),
    "fr": ("Fonctionnalité", "Scénario", "Alors details page affiche sa nouvelle postal address"),
    "es": ("Característica", "Escenario", "Entonces details page muestra su nueva postal address"),
    "nl": ("Functionaliteit", "Scenario", "Dan toont details page zijn nieuwe postal address"),
    "fi": ("Ominaisuus", "Tapaus", "Niin details page näyttää hänen uuden postal address"),
}


@pytest.mark.parametrize(
    ("code", "word", "meant"),
    [
        ("de", "sie", False),
        ("de", "er", True),
        ("fr", "elle", False),
        ("fr", "il", True),
        ("es", "ella", False),
        ("es", "él", True),
        ("nl", "ze", False),
        ("nl", "hij", True),
        ("fi", "hän", True),
    ],
)
def test_she_is_not_him_who_was_spoken_of_last_and_a_word_for_anybody_is(
    registry: SentenceRegistry, code: str, word: str, meant: bool
) -> None:
    texts = {"de": "{customer} umzieht", "fr": "{customer} déménage", "es": "{customer} se muda"}

    @flow(
        "{customer} moves",
        changes="postal_address",
        also={**texts, "nl": "{customer} verhuist", "fi": "{customer} muuttaa"},
    )
    async def moves(act: Act) -> None:
        """Both may."""

    feature, scenario, asked = HEADS[code]
    maria, jan, act = TWO[code]
    steps = (maria, jan, act.format(word), asked)
    text = f"# language: {code}\n{feature}: Two\n  {scenario}: One\n" + "".join(f"    {step}\n" for step in steps)

    told = problems(registry, text)
    not_him = (
        f"6:5: \"{act.format(word)}\": '{word}' would be Jan, who was spoken of last and is 'he'\n"
        "  valid         Maria\n"
        "  next          say who is meant, such as Maria"
    )
    assert told == "" if meant else told.startswith(not_him)


def test_a_language_without_sentences_has_names_and_flows(registry: SentenceRegistry) -> None:
    @flow("{customer} moves", changes="postal_address", also={"pl": "{customer} się przeprowadza"})
    async def moves(act: Act) -> None:
        """In Polish."""

    polish = (
        "# language: pl\nFunkcja: Przeprowadzka\n  Scenariusz: Jeden\n    Zakładając Maria is a klientką\n"
        "    Jeżeli Maria się przeprowadza\n    Wtedy the card letter shows her new postal address\n"
    )

    assert problems(registry, polish) == ""


@pytest.mark.parametrize(
    ("also", "told"),
    [
        (
            {"dee": "{customer} zieht um"},
            "the flow '{customer} moves' has a sentence in an unknown language 'dee'\n"
            "  did you mean  ee\n  valid         ",
        ),
        ({"de": "jemand zieht um"}, "'jemand zieht um' does not say who acts\n  next          put {customer} into it"),
    ],
)
def test_a_translation_that_cannot_be_one_is_told_where_it_is_declared(
    registry: SentenceRegistry, also: dict[str, str], told: str
) -> None:
    with pytest.raises(UsageProblem) as problem:

        @flow("{customer} moves", changes="postal_address", also=also)
        async def moves(act: Act) -> None:
            """She moves."""

    assert str(problem.value).partition(": ")[2].startswith(told)


def test_a_translation_with_other_parameters_is_told_when_its_language_is_first_spoken(
    registry: SentenceRegistry,
) -> None:
    @flow(
        "{customer} gives {possessive} new address",
        changes="postal_address",
        also={"de": ("{customer} nennt eine neue Adresse", "{customer} nennt {possessive} {fact}")},
    )
    async def gives(act: Act) -> None:
        """She moves."""

    said = problems(registry, GERMAN)

    assert re.sub(r"\S*test_speaking\w*\.py:\d+", "HERE", said) == (
        "HERE: '{customer} nennt eine neue Adresse' does not say what "
        "'{customer} gives {possessive} new address' says: {possessive} is missing\n"
        "  next          give it the same parameters, in any order\n"
        "HERE: '{customer} nennt {possessive} {fact}' does not say what "
        "'{customer} gives {possessive} new address' says: {fact} is too much\n"
        "  next          give it the same parameters, in any order"
    )


def test_a_language_is_read_when_a_journey_first_speaks_it(
    registry: SentenceRegistry, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr("tellonce.vocabulary.speaking.language", asked.append)

    registry.index.of("en").find("when", "2 weeks pass")
    registry.index.of("en-au").find("when", "2 weeks pass")
    assert asked == []

    for _ in range(2):
        registry.index.of("fi").find("when", "2 weeks pass")
    assert asked == ["fi"]
