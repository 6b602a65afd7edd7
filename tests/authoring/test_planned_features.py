"""What a plan names must be met by some scenario of its feature, or no run could ever tell that it is missing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from small_bank import make_small_bank
from tellonce.authoring.features import load_features
from tellonce.engine.flows import Act, Draft, Enrolled, begin_deeds, enrolment, flow
from tellonce.model.errors import UsageProblem
from tellonce.runner.registry import SentenceRegistry
from tellonce.vocabulary import load

PLAN = """\
stages:
  - {stage: Telling the bank, does: Tells., thinks: Once., feels: neutral, touchpoints: [profile]}
  - {stage: Getting the card, does: Waits., thinks: Home., feels: uneasy, touchpoints: [card-letter]}
"""
FEATURE = """\
Feature: Maria moves

  Scenario: She tells the bank
    Given Maria is a customer
    When she {does}
    Then every touchpoint shows her new {fact} within its promise
"""
MOVES = FEATURE.format(does="moves", fact="postal address")
MAILBOX = FEATURE.format(does="has a new mailbox", fact="e-mail address")


@pytest.fixture
def registry(tmp_path: Path) -> Iterator[SentenceRegistry]:
    make_small_bank(tmp_path)
    made = SentenceRegistry(tmp_path)
    load(made, tmp_path)

    @enrolment("customer")
    async def open_account(draft: Draft, addresses: Any) -> Enrolled:
        raise AssertionError("nothing runs")

    @flow("{customer} moves", changes="postal_address")
    async def moves(act: Act) -> None:
        raise AssertionError("nothing runs")

    @flow("{customer} has a new mailbox", changes="email")
    async def mailbox(act: Act) -> None:
        raise AssertionError("nothing runs")

    def whistles(context: Any) -> None:
        raise AssertionError("nothing runs")

    made.add("she whistles", whistles, kind="when")
    yield made
    begin_deeds(lambda _flow: None)


def told(registry: SentenceRegistry, feature: str, plan: str = PLAN) -> str:
    journeys = registry.root / "journeys"
    (journeys / "moving.feature").write_text(feature, encoding="utf-8")
    (journeys / "moving.plan.yaml").write_text(plan, encoding="utf-8")
    try:
        load_features([journeys], registry.root, registry.index)
    except UsageProblem as problem:
        return str(problem)
    return ""


def test_a_plan_whose_touchpoints_use_what_she_changes_is_sound(registry: SentenceRegistry) -> None:
    assert told(registry, MOVES) == ""


def test_a_touchpoint_that_no_scenario_can_meet_is_told_in_the_plan(registry: SentenceRegistry) -> None:
    assert told(registry, MAILBOX) == (
        "journeys/moving.plan.yaml:3:89: no scenario of journeys/moving.feature changes anything that 'card-letter' "
        "shows her\n"
        "  next          take it out of the plan, or write the scenario in which she meets it"
    )


def test_one_scenario_that_meets_it_is_enough(registry: SentenceRegistry) -> None:
    second = MOVES.partition("\n\n")[2].replace("She tells the bank", "She moves")
    assert told(registry, f"{MAILBOX}\n{second}") == ""


def test_a_sentence_of_the_projects_own_may_change_anything(registry: SentenceRegistry) -> None:
    assert told(registry, MAILBOX.replace("    Then", "    And she whistles\n    Then")) == ""


def test_a_plan_with_mistakes_of_its_own_is_left_to_those_who_load_it(registry: SentenceRegistry) -> None:
    assert told(registry, MAILBOX, "stages: 3\n") == ""
