"""The sentences that every project has, as the steps of a journey say them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from small_bank import BLUEPRINT, make_small_bank
from tellonce.authoring.features import load_features
from tellonce.engine.flows import Act, begin_deeds, flow
from tellonce.model.errors import UsageProblem
from tellonce.runner.registry import SentenceRegistry
from tellonce.vocabulary import load
from tellonce.vocabulary.sentences import ALL

MORE_TOUCHPOINTS = """\
  card:
    called: the card
    channel: card
    owner: Card Operations
    lane: backstage
    stage: Getting the card
    kind: state
    facts: [postal_address]
    fed_by: cards
    promise: {within: 1 day}
    probe: {kind: http, url: "{web}/card"}
"""


class Recorder:
    """A context whose scene writes down what it is asked, with words in the order of its sentences."""

    def __init__(self) -> None:
        self.asked: list[tuple[Any, ...]] = []
        self.tellonce = SimpleNamespace(scene=self, run=self.asked.append, said=dict(SAID))

    def enter(self, name: str, role: str) -> None:
        self.asked.append(("enter", name, role))

    def __getattr__(self, name: str) -> Any:
        return lambda *words, **more: (name, *words, *((more,) if more else ()))


@pytest.fixture
def registry(tmp_path: Path) -> Iterator[SentenceRegistry]:
    made = SentenceRegistry(make_small_bank(tmp_path, blueprint=BLUEPRINT + MORE_TOUCHPOINTS))
    load(made, tmp_path)

    @flow("{customer} changes {possessive} postal address in self-service", changes="postal_address")
    async def changes(act: Act) -> None:
        """She moves."""

    yield made
    begin_deeds(lambda _flow: None)


def said(registry: SentenceRegistry, kind: str, text: str) -> list[tuple[Any, ...]]:
    """What the engine is asked when this step is said."""
    match = registry.find_match(SimpleNamespace(step_type=kind, keyword=kind.capitalize(), name=text))
    assert match is not None, f"no sentence says {text!r}"
    context = Recorder()
    arguments = [argument.value for argument in match.arguments]
    match.func(context, *arguments)
    return context.asked


SAID = {"step": "the step", "line": 7}


@pytest.mark.parametrize(
    ("kind", "text", "asked"),
    [
        ("given", "Maria is a customer", ("enter", "Maria", "customer")),
        ("when", "2 weeks pass", ("pass_time", 1209600.0)),
        ("when", "one day passes", ("pass_time", 86400.0)),
        ("when", "an hour passes", ("pass_time", 3600.0)),
        ("when", "90 s pass", ("pass_time", 90.0)),
        (
            "then",
            "every touchpoint shows her new postal address within its promise",
            ("expect_everywhere", "her", "postal_address"),
        ),
        (
            "then",
            "every touchpoint shows Maria's new e-mail address within its promise",
            ("expect_everywhere", "Maria's", "email"),
        ),
        (
            "then",
            "the card letter shows his new postal address",
            ("expect_at", "his", "postal_address", "card-letter"),
        ),
        ("then", "the card shows their new postal address", ("expect_at", "their", "postal_address", "card")),
        ("then", "card letter shows her new postal address", ("expect_at", "her", "postal_address", "card-letter")),
        (
            "then",
            "the card letter goes to Jan's new postal address",
            ("expect_sent_to", "Jan's", "postal_address", "card-letter"),
        ),
        (
            "then",
            "every touchpoint still shows her old e-mail address",
            ("expect_unchanged", "her", "email"),
        ),
        (
            "then",
            "nothing is sent to her old postal address for 5 weeks",
            ("expect_never", "her", "postal_address", 3024000.0, SAID),
        ),
        (
            "then",
            "no card letter is sent to Maria for six weeks",
            ("expect_none_sent", "Maria", "card-letter", 3628800.0, SAID),
        ),
        (
            "then",
            "no card letter was sent before her new postal address",
            ("expect_none_before", "her", "card-letter", "postal_address", SAID),
        ),
        (
            "then",
            "no touchpoint still uses her old postal address",
            ("expect_no_leftovers", "her", "postal_address", SAID),
        ),
        ("then", "she can do it with the keyboard alone", ("expect_by_keyboard", "she", SAID)),
        ("then", "every page Maria met can be read by a screen reader", ("expect_readable", "Maria", SAID)),
        ("then", "every page he met fits a screen 320 pixels wide", ("expect_fits", "he", 320, SAID)),
        ("then", "every page she met is in her language", ("expect_in_her_language", "she", SAID)),
    ],
)
def test_a_sentence_asks_the_engine_once(
    registry: SentenceRegistry, kind: str, text: str, asked: tuple[Any, ...]
) -> None:
    assert said(registry, kind, text) == [asked]


@pytest.mark.parametrize("who", ["Maria", "Jan", "she", "he", "they"])
def test_a_flow_of_the_steps_is_a_sentence_too(registry: SentenceRegistry, who: str) -> None:
    [(name, person, declared, words, more)] = said(
        registry, "when", f"{who} changes her postal address in self-service"
    )

    assert (name, person, declared.changes, words, more) == ("change", who, ("postal_address",), ("her",), SAID)


def problems(registry: SentenceRegistry, steps: str) -> str:
    """All that is said of a journey with these steps; empty when it is sound."""
    journey = registry.root / "journeys" / "maria.feature"
    journey.write_text(f"Feature: Maria\n  Scenario: She moves\n{steps}", encoding="utf-8")
    try:
        load_features([journey], registry.root, registry.index)
    except UsageProblem as problem:
        return str(problem)
    return ""


SOUND = """\
    Given Maria is a customer
    When she changes her postal address in self-service
    And 2 weeks pass
    Then the card letter goes to her new postal address
    And nothing is sent to her old postal address for 5 weeks
"""


def test_a_journey_in_these_sentences_is_sound(registry: SentenceRegistry) -> None:
    assert problems(registry, SOUND) == ""


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        (
            "the card letter goes",
            "the card lettre goes",
            '6:5: there is no touchpoint "the card lettre", in "Then the card lettre goes to her new postal address"\n'
            "  did you mean  the card letter\n"
            "  valid         VALID",
        ),
        (
            "Given Maria is",
            "Given Marai is",
            '3:5: there is no persona "Marai", in "Given Marai is a customer"\n'
            "  did you mean  Maria\n"
            "  valid         VALID",
        ),
        (
            "is a customer",
            "is a custmer",
            '3:5: there is no role "custmer", in "Given Maria is a custmer"\n'
            "  did you mean  customer\n"
            "  valid         VALID",
        ),
        (
            "her old postal address for",
            "her old postal adress for",
            '7:5: there is no fact "postal adress", in "And nothing is sent to her old postal adress for 5 weeks"\n'
            "  did you mean  postal address\n"
            "  valid         VALID",
        ),
        (
            "for 5 weeks",
            "for 5 fortnights",
            '7:5: "And nothing is sent to her old postal address for 5 fortnights" cannot be read: '
            "'5 fortnights' is not a duration; write a number and a unit, such as '5 s', '2 minutes', '1 day'",
        ),
        (
            "for 5 weeks",
            "for 5",
            '7:5: "And nothing is sent to her old postal address for 5" cannot be read: '
            "5 of what? write '5 s', '5 minutes', '5 days'",
        ),
        (
            "2 weeks pass",
            "too weeks pass",
            "5:5: \"And too weeks pass\" cannot be read: 'too weeks' is not a duration; did you mean 'two weeks'?",
        ),
        (
            "2 weeks pass",
            "10 dayz pass",
            "5:5: \"And 10 dayz pass\" cannot be read: '10 dayz' is not a duration; did you mean '10 days'?",
        ),
        (
            "goes to her",
            "travels to her",
            '6:5: no sentence says "Then the card letter travels to her new postal address"\n'
            '  next          did you mean "the card letter goes to her new postal address" '
            "(tellonce/vocabulary/sentences/propagation.py:LINE)?",
        ),
        (
            "she changes her postal address in self-service",
            "she changes her postal address in selfservice",
            '4:5: no sentence says "When she changes her postal address in selfservice"\n'
            '  next          did you mean "she changes her postal address in self-service" '
            "(HERE:LINE)?",
        ),
    ],
)
def test_a_misspelt_word_makes_an_undefined_sentence_with_its_nearest(
    registry: SentenceRegistry, right: str, wrong: str, told: str
) -> None:
    answer = problems(registry, SOUND.replace(right, wrong))

    answer = re.sub(r"\.py:\d+\)", ".py:LINE)", answer)
    answer = re.sub(r"(?m)^(  valid         ).*$", r"\1VALID", answer)
    assert re.sub(r"\([^()]*test_sentences\w*\.py", "(HERE", answer) == f"journeys/maria.feature:{told}"


def test_a_touchpoint_is_listed_once_and_may_be_said_without_its_article(registry: SentenceRegistry) -> None:
    listed = registry.index.names["touchpoint"]

    assert "the card letter" in listed
    assert "card letter" not in listed
    assert problems(registry, SOUND.replace("the card letter goes", "card letter goes")) == ""


def test_a_flow_about_an_unknown_fact_is_told_with_the_known_ones(registry: SentenceRegistry) -> None:
    with pytest.raises(UsageProblem) as problem:

        @flow("{customer} changes {possessive} email address", changes="emial")
        async def changes(act: Act) -> None:
            """She has a new mailbox."""

    assert str(problem.value).split(": ", 1)[1] == (
        "the flow '{customer} changes {possessive} email address' changes an unknown fact 'emial'\n"
        "  did you mean  email\n"
        "  valid         postal_address, email"
    )


def test_the_sentences_of_a_project_with_mistakes_are_not_loaded(tmp_path: Path) -> None:
    make_small_bank(tmp_path, blueprint=BLUEPRINT.replace("fed_by: cards", "fed_by: crads"))

    with pytest.raises(UsageProblem, match="unknown system 'crads'"):
        load(SentenceRegistry(tmp_path), tmp_path)


def test_every_sentence_says_by_example_what_it_means() -> None:
    assert all(one.example.split(" ")[0].casefold() == one.kind for one in ALL)
    assert [one.key for one in ALL if not one.about] == []


def test_every_sentence_has_a_key_of_its_own() -> None:
    assert len({one.key for one in ALL}) == len(ALL)
