"""What a scenario can never be asked about effort, and by which channel she does nothing, is told before it runs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from small_bank import BLUEPRINT, JAN, MARIA, make_small_bank
from tellonce.authoring.features import load_features
from tellonce.engine.flows import Act, begin_deeds, flow
from tellonce.model.errors import UsageProblem
from tellonce.runner.registry import SentenceRegistry
from tellonce.vocabulary import load

ASKED = "Then she has met at most 3 pages"


@pytest.fixture
def registry(tmp_path: Path) -> Iterator[SentenceRegistry]:
    """Maria refuses the phone; Jan refuses nothing."""
    personas = {"maria": f"{MARIA}channels: {{refused: [phone]}}\n", "jan": JAN}
    made = SentenceRegistry(make_small_bank(tmp_path, blueprint=BLUEPRINT, personas=personas))
    load(made, tmp_path)

    @flow("{customer} moves", changes="postal_address")
    async def moves(act: Act) -> None:
        raise AssertionError("nothing runs")

    @flow("{customer} calls", changes="email", channel="phone")
    async def calls(act: Act) -> None:
        raise AssertionError("nothing runs")

    @flow("{customer} is called back", changes="email", channel="phone", by="person")
    async def called_back(act: Act) -> None:
        raise AssertionError("nothing runs")

    yield made
    begin_deeds(lambda _flow: None)


def told(registry: SentenceRegistry, *steps: str, tags: str = "") -> str:
    """All that is said of a scenario with these steps; empty when it is sound."""
    path = registry.root / "journeys" / "one.feature"
    lines = "".join(f"    {step}\n" for step in steps)
    path.write_text(f"Feature: One\n  {tags}\n  Scenario: One\n{lines}", encoding="utf-8")
    try:
        load_features([path], registry.root, registry.index)
    except UsageProblem as problem:
        return str(problem)
    return ""


def test_she_does_nothing_by_a_channel_that_she_refuses(registry: SentenceRegistry) -> None:
    assert told(registry, "Given Maria is a customer", "When she calls", ASKED) == (
        "journeys/one.feature:5:5: \"When she calls\": Maria refuses the channel 'phone' (see fixtures/personas), "
        "by which this is done\n"
        "  next          let her use another one, or tag the scenario @by-refused-channel if she is made to on purpose"
    )


def test_a_tag_says_that_she_is_made_to_on_purpose(registry: SentenceRegistry) -> None:
    assert told(registry, "Given Maria is a customer", "When she calls", ASKED, tags="@by-refused-channel") == ""


def test_what_the_company_does_by_it_is_no_mistake_of_the_scenario(registry: SentenceRegistry) -> None:
    steps = ("Given Maria is a customer", "When she is called back", "Then nothing reaches Maria by a refused channel")

    assert told(registry, *steps) == ""


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        (
            ("Given Maria is a customer", "Then she has met at most 3 pages"),
            '5:5: "Then she has met at most 3 pages": Maria has done nothing yet: there is no effort to count\n'
            "  next          say first what she does",
        ),
        (
            ("Given Maria is a customer", "When she moves", "Then she reaches a person within 10 minutes"),
            '6:5: "Then she reaches a person within 10 minutes": Maria has turned to nobody yet, so nobody can be '
            "reached\n"
            "  next          say first that she calls, writes, chats or goes there: a flow with contact=True, or such "
            "a channel",
        ),
        (
            ("Given Jan is a customer", "When he moves", "Then nothing reaches Jan by a refused channel"),
            '6:5: "Then nothing reaches Jan by a refused channel": Jan refuses no channel\n'
            "  next          write channels: {refused: [...]} into her persona file",
        ),
        (
            ("Given Jan is a customer", "When he moves", "Then he has used no other channel than the ap"),
            '6:5: there is no channel "the ap", in "Then he has used no other channel than the ap"\n'
            "  valid         web, app, mail, sms, post, card, invoice, agent, partner, phone, chat, shop",
        ),
    ],
)
def test_a_question_that_nothing_can_answer_is_told(
    registry: SentenceRegistry, steps: tuple[str, ...], said: str
) -> None:
    assert told(registry, *steps) == f"journeys/one.feature:{said}"


@pytest.mark.parametrize(
    "last",
    [
        "Then she has not had to tell anything twice",
        "Then she is handed over at most 1 time",
        "Then she is handed over at most 2 times",
        "Then she has had to turn to the company at most 0 times",
        "Then she has met at most 1 page",
        "Then she has filled in at most 8 fields",
        "Then Maria has waited at most 20 seconds",
        "Then she has used no other channel than web",
        "Then she has used no other channel than the web",
        "Then nothing reaches Maria by a refused channel",
    ],
)
def test_whatever_she_did_can_be_asked_about(registry: SentenceRegistry, last: str) -> None:
    assert told(registry, "Given Maria is a customer", "When she moves", last) == ""
