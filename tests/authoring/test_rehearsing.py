"""A scenario that asks what its own steps can never answer is refused before it runs."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from small_bank import BLUEPRINT, JAN, MARIA, make_small_bank
from tellonce.authoring.features import load_features
from tellonce.engine.flows import Act, Draft, Enrolled, begin_deeds, enrolment, flow
from tellonce.engine.rehearsal import Rehearsal
from tellonce.engine.scene import Scene
from tellonce.model.errors import UsageProblem
from tellonce.runner.registry import SentenceRegistry
from tellonce.vocabulary import load

MORE = """\
  desk:
    called: the enquiry desk
    channel: agent
    owner: Customer Service
    lane: backstage
    stage: Asking
    kind: state
    serves: [prospect]
    facts: [email]
    fed_by: master
    promise: {within: 10 s}
    probe: {kind: http, url: "{web}/desk"}
  welcome:
    called: the welcome page
    channel: web
    owner: Customer Service
    lane: frontstage
    stage: Asking
    kind: state
    serves: [newcomer]
    facts: [language]
    fed_by: master
    promise: {within: 10 s}
    probe: {kind: http, url: "{web}/welcome"}
  feed:
    called: the partner feed
    channel: partner
    owner: Partners
    lane: support
    stage: Telling others
    kind: emission
    facts: [email, language]
    fed_by: master
    promise: {within: 1 day, exempt: {language: brokers read all of them}}
    probe: {kind: documents, folder: "{data}/feed"}
"""
BANK = BLUEPRINT.replace("systems:", "  language: {kind: language, called: language}\nsystems:", 1).replace(
    "facts: [postal_address, email]", "facts: [postal_address, email, language]"
)
LUCIA = MARIA.replace("Maria", "Lucia") + "role: prospect\n"
FATMA = MARIA.replace("Maria", "Fatma") + "role: newcomer\nvalues: {language: {code: de}}\n"
CLAIRE = MARIA.replace("Maria", "Claire") + "shares_account_with: Jan\n"


@pytest.fixture
def registry(tmp_path: Path) -> Iterator[SentenceRegistry]:
    """The sentences of a small bank with a prospect and a couple."""
    yield sentences_of(tmp_path, BANK + MORE)
    begin_deeds(lambda _flow: None)


def sentences_of(root: Path, blueprint: str) -> SentenceRegistry:
    """Tellonce's, three flows, and one that only its own code understands."""
    personas = {"maria": MARIA, "jan": JAN, "lucia": LUCIA, "claire": CLAIRE, "fatma": FATMA}
    make_small_bank(root, blueprint=blueprint, personas=personas)
    made = SentenceRegistry(root)
    load(made, root)

    @enrolment("customer")
    async def open_account(draft: Draft, addresses: Any) -> Enrolled:
        raise AssertionError("nothing runs")

    @enrolment("newcomer", known=False)
    async def keep_a_place(draft: Draft, addresses: Any) -> Enrolled:
        raise AssertionError("nothing runs")

    @flow("{customer} moves", changes="postal_address")
    async def moves(act: Act) -> None:
        raise AssertionError("nothing runs")

    @flow("{customer} has a new mailbox", changes="email")
    async def mailbox(act: Act) -> None:
        raise AssertionError("nothing runs")

    @flow("{customer} learns {word}", changes="language", new=lambda word: {"code": word})
    async def learns(act: Act) -> None:
        raise AssertionError("nothing runs")

    def anything(context: Any) -> None:
        raise AssertionError("nothing runs")

    made.add("something happens", anything, kind="step")
    return made


def told(registry: SentenceRegistry, journey: str) -> str:
    """All that is said of a journey; empty when it is sound."""
    path = registry.root / "journeys" / "one.feature"
    path.write_text(f"Feature: One\n{journey}", encoding="utf-8")
    try:
        load_features([path], registry.root, registry.index)
    except UsageProblem as problem:
        return str(problem)
    return ""


def scenario(*steps: str) -> str:
    return "  Scenario: One\n" + "".join(f"    {step}\n" for step in steps)


SHOWN = "Then every touchpoint shows her new postal address within its promise"
SOUND = {
    "the usual": ("Given Maria is a customer", "When she moves", "And 2 weeks pass", SHOWN),
    "two people by their names": (
        "Given Maria is a customer",
        "And Jan is a customer",
        "When Maria moves",
        "And Jan moves",
        "Then the card letter goes to Maria's new postal address",
        "And the card letter goes to Jan's new postal address",
    ),
    "who shares her account is there with her": (
        "Given Claire is a customer",
        "When Jan moves",
        "Then the card letter goes to Jan's new postal address",
    ),
    "one of several touchpoints, a silence and a refusal": (
        "Given Maria is a customer",
        "When she moves",
        "Then nothing is sent to her old postal address for 5 weeks",
        "And no partner feed is sent to Maria for 5 weeks",
        "And every touchpoint still shows her old postal address",
    ),
    "a prospect at her desk": (
        "Given Lucia is a prospect",
        "When she has a new mailbox",
        "Then the enquiry desk shows her new e-mail address",
    ),
    "another language": (
        "Given Maria is a customer",
        "When she learns pl",
        "Then the details page shows her new language",
    ),
    "who is yet to be known tells as news what her file chooses": (
        "Given Fatma is a newcomer",
        "When she learns de",
        "Then the welcome page shows her new language",
    ),
    "a change that only the project's own sentence knows of": (
        "Given Lucia is a prospect",
        "When something happens",
        "Then the enquiry desk shows Lucia's new e-mail address",
    ),
    "after a sentence of the project's own, nothing is taken for granted": ("Given something happens", SHOWN),
    "plural pronouns are anybody's": (
        "Given Jan is a customer",
        "And Maria is a customer",
        "When they moves",
        "Then the card letter goes to their new postal address",
    ),
}


@pytest.mark.parametrize("name", SOUND)
def test_a_scenario_that_can_be_answered_is_sound(name: str, registry: SentenceRegistry) -> None:
    assert told(registry, scenario(*SOUND[name])) == ""


MISTAKES = {
    "another role than her file's": (
        ("Given Maria is a prospect", "When she moves", SHOWN),
        '3:5: "Given Maria is a prospect": Maria is a customer, not a prospect (see fixtures/personas)\n'
        "  valid         customer",
    ),
    "somebody whom no Given has introduced": (
        ("When Maria moves", SHOWN),
        '3:5: "When Maria moves": no Given has introduced Maria\n'
        "  next          say first 'Given Maria is a customer'",
    ),
    "somebody else than was introduced": (
        ("Given Jan is a customer", "When Maria moves", SHOWN),
        '4:5: "When Maria moves": no Given has introduced Maria\n'
        "  next          say first 'Given Maria is a customer'",
    ),
    "a pronoun that is nobody": (
        ("When she moves", SHOWN),
        "3:5: \"When she moves\": nobody is meant by 'she' yet\n"
        "  valid         Claire, Fatma, Jan, Lucia, Maria\n"
        "  next          begin with a sentence such as 'Given Maria is a customer'",
    ),
    "a pronoun after somebody else was spoken of": (
        (
            "Given Maria is a customer",
            "And Jan is a customer",
            "When Jan moves",
            "Then the card letter goes to his new postal address",
            "And every touchpoint shows her new postal address within its promise",
        ),
        "7:5: \"And every touchpoint shows her new postal address within its promise\": 'her' would be Jan, who was "
        "spoken of last and is 'he'\n"
        "  valid         Maria\n"
        "  next          say who is meant, such as Maria\n"
        'journeys/one.feature:7:5: "And every touchpoint shows her new postal address within its promise": Maria has '
        "not changed the postal address in this scenario, so there is no new one\n"
        "  next          say first what she does, or ask about what she changed",
    ),
    "a pronoun that would be somebody else": (
        ("Given Maria is a customer", "And Jan is a customer", "When she moves", SHOWN),
        "5:5: \"When she moves\": 'she' would be Jan, who was spoken of last and is 'he'\n"
        "  valid         Maria\n"
        "  next          say who is meant, such as Maria",
    ),
    "time that passes for nobody": (
        ("When 2 weeks pass", "And something happens", SHOWN),
        '3:5: "When 2 weeks pass": nobody is there yet for whom time could pass\n'
        "  next          say first 'Given Maria is a customer'",
    ),
    "a fact that nothing has changed": (
        ("Given Maria is a customer", "When she has a new mailbox", SHOWN),
        f'5:5: "{SHOWN}": Maria has not changed the postal address in this scenario, so there is no new one\n'
        "  valid         e-mail address\n"
        "  next          say first what she does, or ask about what she changed",
    ),
    "a fact that somebody else has changed": (
        ("Given Jan is a customer", "When Jan moves", "Given Maria is a customer", SHOWN),
        f'6:5: "{SHOWN}": Maria has not changed the postal address in this scenario, so there is no new one\n'
        "  next          say first what she does, or ask about what she changed",
    ),
    "a fact that is changed only later": (
        (
            "Given Maria is a customer",
            "Then nothing is sent to her old postal address for 5 weeks",
            "When she moves",
            SHOWN,
        ),
        '4:5: "Then nothing is sent to her old postal address for 5 weeks": Maria has not changed the postal address '
        "in this scenario, so there is no new one\n"
        "  next          say first what she does, or ask about what she changed",
    ),
    "an old value that she never gave up": (
        ("Given Maria is a customer", "When she moves", "Then every touchpoint still shows her old e-mail address"),
        '5:5: "Then every touchpoint still shows her old e-mail address": Maria has not changed the e-mail address in '
        "this scenario, so there is no new one\n"
        "  valid         postal address\n"
        "  next          say first what she does, or ask about what she changed",
    ),
    "a touchpoint that does not use the fact": (
        (
            "Given Maria is a customer",
            "When she has a new mailbox",
            "Then the card letter shows her new e-mail address",
        ),
        '5:5: "Then the card letter shows her new e-mail address": the card letter does not use Maria\'s e-mail '
        "address: no probe can answer this\n"
        "  valid         the details page, the partner feed",
    ),
    "a place that nothing is sent from": (
        (
            "Given Maria is a customer",
            "When she moves",
            "Then the details page goes to her new postal address",
        ),
        '5:5: "Then the details page goes to her new postal address": the details page does not go to Maria\'s postal '
        "address\n"
        "  valid         the card letter\n"
        "  next          'the details page shows ...' asks for what stands in it",
    ),
    "a touchpoint of another role": (
        (
            "Given Maria is a customer",
            "When she has a new mailbox",
            "Then the enquiry desk shows her new e-mail address",
        ),
        '5:5: "Then the enquiry desk shows her new e-mail address": the enquiry desk does not concern Maria, a '
        "customer: it serves prospect\n"
        "  valid         the details page, the partner feed",
    ),
    "a touchpoint that need not learn it": (
        ("Given Maria is a customer", "When she learns pl", "Then the partner feed shows her new language"),
        '5:5: "Then the partner feed shows her new language": the partner feed need not learn the language: brokers '
        "read all of them\n"
        "  valid         the details page",
    ),
    "a change that concerns no touchpoint of hers": (
        (
            "Given Lucia is a prospect",
            "When she moves",
            "And she has a new mailbox",
            "Then the enquiry desk shows her new e-mail address",
        ),
        '4:5: "When she moves": no touchpoint that serves a prospect uses the postal address: nothing would be '
        "watched\n"
        "  valid         e-mail address",
    ),
    "a destination that nothing is sent to": (
        (
            "Given Maria is a customer",
            "When she has a new mailbox",
            "Then nothing is sent to her old e-mail address for 3 weeks",
        ),
        '5:5: "Then nothing is sent to her old e-mail address for 3 weeks": nothing that is watched is sent to '
        "Maria's e-mail address: this cannot be seen\n"
        "  valid         postal address",
    ),
    "a state that is said to be sent": (
        ("Given Maria is a customer", "When she moves", "Then no details page is sent to Maria for 3 weeks"),
        '5:5: "Then no details page is sent to Maria for 3 weeks": the details page is not sent: it is a state, and '
        "can be read at any time\n"
        "  valid         the card letter, the partner feed",
    ),
    "an emission that never goes to her": (
        (
            "Given Lucia is a prospect",
            "When she has a new mailbox",
            "Then no card letter is sent to Lucia for 3 weeks",
        ),
        '5:5: "Then no card letter is sent to Lucia for 3 weeks": the card letter does not concern Lucia, a prospect: '
        "it serves customer",
    ),
    "a silence that is counted from no change": (
        ("Given Maria is a customer", "Then no card letter is sent to Maria for 3 weeks"),
        '4:5: "Then no card letter is sent to Maria for 3 weeks": Maria has changed nothing yet: the time is counted '
        "from her last change\n"
        "  next          say first what she does",
    ),
    "hands that are not watched": (
        ("Given Maria is a customer", "When she moves", "Then she can do it with the keyboard alone"),
        '5:5: "Then she can do it with the keyboard alone": Maria\'s setting does not say keyboard_only: '
        "her hands are not watched\n"
        "  next          write setting: {keyboard_only: true} into her persona file, or say it of somebody else",
    ),
    "pages that nobody listens to": (
        ("Given Maria is a customer", "When she moves", "Then every page she met can be read by a screen reader"),
        '5:5: "Then every page she met can be read by a screen reader": Maria\'s setting does not say screen_reader: '
        "nobody listens to the pages she meets\n"
        "  next          write setting: {screen_reader: true} into her persona file, or say it of somebody else",
    ),
    "pages before any was met": (
        ("Given Maria is a customer", "Then every page she met is in her language"),
        '4:5: "Then every page she met is in her language": Maria has done nothing yet, and met no page\n'
        "  next          say first what she does",
    ),
    "a screen that is none": (
        ("Given Maria is a customer", "When she moves", "Then every page she met fits a screen 3 pixels wide"),
        '5:5: "Then every page she met fits a screen 3 pixels wide": no screen is 3 pixels wide\n'
        "  next          say 320 pixels, or what her screen has",
    ),
    "a new value that she has already": (
        ("Given Maria is a customer", "When she learns de", "Then the details page shows her new language"),
        '4:5: "When she learns de": Maria has the language de already: nothing would change\n'
        "  next          let her choose another one, or mend what her persona file says",
    ),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_what_can_never_be_answered_is_told_once_at_its_step(name: str, registry: SentenceRegistry) -> None:
    steps, said = MISTAKES[name]

    assert told(registry, scenario(*steps)) == f"journeys/one.feature:{said}"


LETTER = "    facts: [postal_address]\n    destination: postal_address\n"
EDITED = {
    "an emission that goes to something else": (
        LETTER.replace("[postal_address]", "[postal_address, email]"),
        ("When she has a new mailbox", "Then the card letter goes to her new e-mail address"),
        "the card letter does not go to Maria's e-mail address, but to the postal address",
    ),
    "a notice, in which the new value must not stand": (
        LETTER + "    notice: true\n",
        ("When she moves", "Then the card letter shows her new postal address"),
        "the card letter is a notice: it must not contain the new postal address",
    ),
}


@pytest.mark.parametrize("name", EDITED)
def test_an_emission_can_only_be_asked_for_what_it_is_for(name: str, tmp_path: Path) -> None:
    letter, steps, said = EDITED[name]
    registry = sentences_of(tmp_path, (BANK + MORE).replace(LETTER, letter))

    first = told(registry, scenario("Given Maria is a customer", *steps)).splitlines()[0]
    begin_deeds(lambda _flow: None)

    assert first == f'journeys/one.feature:5:5: "{steps[-1]}": {said}'


def test_a_mistake_in_a_background_is_told_once_for_all_scenarios(registry: SentenceRegistry) -> None:
    background = "  Background:\n    Given Maria is a prospect\n"
    scenarios = scenario("When she moves", SHOWN) + scenario("When she moves", SHOWN).replace("One", "Two")

    assert told(registry, background + scenarios).splitlines() == [
        'journeys/one.feature:3:5: "Given Maria is a prospect": Maria is a customer, not a prospect '
        "(see fixtures/personas)",
        "  valid         customer",
    ]


def test_each_row_of_an_outline_is_read_by_itself(registry: SentenceRegistry) -> None:
    rows = "  Scenario Outline: Rows\n    Given Maria is a customer\n    When she <does>\n"
    rows += "    Then the details page shows her new <fact>\n    Examples:\n      | does | fact |\n"
    rows += (
        "      | moves | postal address |\n      | moves | language |\n      | has a new mailbox | e-mail address |\n"
    )

    assert [line for line in told(registry, rows).splitlines() if line.startswith("journeys")] == [
        'journeys/one.feature:5:5: "Then the details page shows her new language": Maria has not changed the language '
        "in this scenario, so there is no new one"
    ]


def test_the_background_of_a_rule_introduces_her_for_its_scenarios_alone(registry: SentenceRegistry) -> None:
    outside = scenario("When Maria moves", SHOWN)
    rule = "  Rule: Inside\n    Background:\n      Given Maria is a customer\n" + scenario("When Maria moves", SHOWN)

    assert [line for line in told(registry, outside + rule).splitlines() if line.startswith("journeys")] == [
        'journeys/one.feature:3:5: "When Maria moves": no Given has introduced Maria'
    ]


def test_a_step_that_cannot_be_read_is_told_alone(registry: SentenceRegistry) -> None:
    steps = ("Given Maria is here", "When she moves", SHOWN)

    assert told(registry, scenario(*steps)).count("journeys/one.feature:") == 1


def test_a_rehearsal_has_every_verb_of_a_scene_that_a_sentence_asks() -> None:
    """With the same words, so that no sentence is heard on the stage and not in the rehearsal."""
    verbs = [name for name in vars(Rehearsal) if name.startswith(("enter", "change", "pass_", "expect_"))]
    asked = [name for name in vars(Scene) if name.startswith(("enter", "change", "pass_", "expect_"))]

    assert verbs == asked
    for name in verbs:
        assert list(inspect.signature(getattr(Rehearsal, name)).parameters) == list(
            inspect.signature(getattr(Scene, name)).parameters
        )
