"""What the sentences of every project refuse before anything starts, with all that is said of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from spoken_bench import BLUEPRINT, PERSONAS, Company, add_flows

from small_bank import make_small_bank
from tellonce.authoring.features import load_features
from tellonce.engine.asking import Asking
from tellonce.engine.flows import begin_deeds
from tellonce.engine.rehearsed_asking import RehearsedAsking
from tellonce.model.errors import UsageProblem
from tellonce.runner.registry import SentenceRegistry
from tellonce.vocabulary import load

MARIA = "Given Maria is a customer"


@pytest.fixture
def registry(tmp_path: Path) -> Iterator[SentenceRegistry]:
    made = SentenceRegistry(make_small_bank(tmp_path, blueprint=BLUEPRINT, personas=PERSONAS))
    load(made, tmp_path)

    def no_company() -> Company:
        raise AssertionError("nothing is played here")

    add_flows(no_company)
    yield made
    begin_deeds(lambda _flow: None)


def told(registry: SentenceRegistry, *steps: str) -> str:
    """All that is said of a scenario with these steps; empty when it is sound."""
    journey = registry.root / "journeys" / "one.feature"
    text = "Feature: One\n  Scenario: One\n" + "".join(f"    {step}\n" for step in steps)
    if not any(step.startswith("Then") for step in steps):
        text += "    Then every touchpoint shows Maria's new postal address within its promise\n"
    journey.write_text(text, encoding="utf-8")
    try:
        load_features([journey], registry.root, registry.index)
    except UsageProblem as problem:
        return str(problem)
    return ""


MOVES = (MARIA, "When she moves")
ORDERS = (MARIA, "When she orders")
TAKES_PLUS = (MARIA, "When she takes Plus")
MAILBOX = (MARIA, "When she has a new mailbox")
REFUSED: dict[str, tuple[tuple[str, ...], str]] = {
    "two who share no account": (
        ("Given Otto and Maria share an account", "When Maria moves"),
        "Otto and Maria share no account (see fixtures/personas)\n"
        "  next          write 'shares_account_with: Maria' into the file of Otto, or name who does",
    ),
    "again, and nothing was done before": (
        (MARIA, "When she changes her postal address again", "Then every moment of truth is kept"),
        "Maria has not changed the postal address in this scenario: there is nothing to do again\n"
        "  next          say first what she does",
    ),
    "again, where the sentence names the value": (
        (*TAKES_PLUS, "When she changes her account package again", "Then every moment of truth is kept"),
        "the flow '{customer} takes {word}' names the new account package\n"
        "  next          say that sentence again, with another value",
    ),
    "again, of what she is told": (
        (*ORDERS, "When she changes her delivery day again", "Then every promise of Sales is kept"),
        "the delivery day is what Maria is told: nobody but the company changes it",
    ),
    "back, and nothing was done before": (
        (MARIA, "When she changes her postal address back", "Then every moment of truth is kept"),
        "Maria has not changed the postal address in this scenario: there is nothing to change back\n"
        "  next          say first what she does",
    ),
    "back to what she never had": (
        (*ORDERS, "When she changes her order back", "Then every promise of Sales is kept"),
        "Maria had no order before: there is none to go back to",
    ),
    "a day that is none": (
        (*MOVES, "When her postal address is over"),
        "the postal address is no day\n  valid         delivery day",
    ),
    "the time of a touchpoint that does not use the fact": (
        (*MOVES, "When the receipt has had its time to learn her new postal address"),
        "the receipt does not use Maria's postal address: no probe can answer this\n"
        "  valid         the details page, the agent desktop, the card letter, the partner feed",
    ),
    "a moment of truth that nothing reaches": (
        (*ORDERS, "Then every moment of truth is kept"),
        "nothing that was changed so far reaches a moment of truth",
    ),
    "a department that nothing reaches": (
        (*ORDERS, "Then every promise of Card Operations is kept"),
        "nothing that was changed so far reaches a touchpoint of Card Operations\n"
        "  valid         Digital Shop, Sales, Logistics",
    ),
    "a stage that nothing reaches": (
        (*ORDERS, "Then every promise of the stage Getting the card is kept"),
        "nothing that was changed so far reaches the stage Getting the card\n  valid         Being served",
    ),
    "a promise that nothing reaches": (
        (*ORDERS, "Then the promise of the card letter is kept"),
        "nothing that was changed so far reaches what made this promise\n"
        "  valid         the promise of the details page, the promise of the receipt, "
        "the promise of the text message, the promise of the parcel",
    ),
    "promises, and nothing was done": (
        (MARIA, "Then every moment of truth is kept"),
        "nothing that was changed so far reaches a moment of truth\n  next          say first what she does",
    ),
    "third parties that nobody tells": (
        (*ORDERS, "Then every third party knows her new order within its promise"),
        "no touchpoint of a third party that serves a customer uses the order\n  valid         postal address",
    ),
    "a channel that does not use the fact": (
        (*MOVES, "Then every mail touchpoint shows her new postal address within its promise"),
        "no mail touchpoint that serves a customer uses the postal address\n  valid         web, agent, post, partner",
    ),
    "a notice that is none": (
        (*MOVES, "Then the card letter goes to her old postal address"),
        "the card letter is no notice to Maria's old postal address: it must not go there",
    ),
    "a word that nobody gave": (
        (*MOVES, "Then the company keeps its word about her postal address"),
        "nothing that serves a customer is promised by the day of the postal address\n  valid         delivery day",
    ),
    "within, at a touchpoint that does not use the fact": (
        (*MOVES, "Then the receipt shows her new postal address within 2 hours"),
        "the receipt does not use Maria's postal address: no probe can answer this\n"
        "  valid         the details page, the agent desktop, the card letter, the partner feed",
    ),
    "a letter that keeps showing": (
        (*MOVES, "Then the card letter keeps showing her new postal address for 6 weeks"),
        "the card letter is sent once: it cannot keep showing anything\n"
        "  valid         the details page, the agent desktop, the partner feed",
    ),
    "something before itself": (
        (*MOVES, "Then the card letter shows her new postal address before the card letter"),
        "the card letter cannot come before itself: name two\n"
        "  valid         the details page, the agent desktop, the partner feed",
    ),
    "something that agrees with itself": (
        (*MOVES, "Then the details page and the details page agree on her postal address"),
        "the details page always agrees with itself: name two\n"
        "  valid         the agent desktop, the card letter, the partner feed",
    ),
    "one page alone": (
        (*ORDERS, "Then all pages and records agree on her delivery day"),
        "only the details page shows a customer the delivery day: there is nothing to compare",
    ),
    "no page at all": (
        (*ORDERS, "Then all pages and records agree on her order"),
        "no page or record shows a customer the order: there is nothing to compare",
    ),
    "told, and nothing tells her": (
        (*MAILBOX, "Then she is told of her new e-mail address within 2 hours"),
        "nothing that is sent to a customer tells the e-mail address\n"
        "  valid         postal address, account package, order, delivery day",
    ),
    "told by a channel that does not tell it": (
        (*ORDERS, "Then she is told of her new delivery day by sms within 2 hours"),
        "nothing that is sent to a customer by sms tells the delivery day\n  valid         mail",
    ),
    "an agent who has no such screen": (
        (*ORDERS, "Then an agent sees her new order within 2 hours"),
        "no agent's screen that serves a customer uses the order\n"
        "  valid         postal address, e-mail address, account package",
    ),
    "a department that has no use for it": (
        (*MOVES, "Then Sales hears of her new postal address within 2 hours"),
        "no touchpoint of Sales that serves a customer uses the postal address\n"
        "  valid         Digital Shop, Service, Card Operations, Partners",
    ),
    "a page that is counted": (
        (*MOVES, "Then exactly one details page is sent to Maria within 2 weeks"),
        "the details page is not sent: it is a state, and can be read at any time\n"
        "  valid         the card letter, the receipt, the text message, the notice, the invoice, the parcel",
    ),
    "a count from no change": (
        (MARIA, "Then at most one card letter is sent to Maria within 2 weeks"),
        "Maria has changed nothing yet: the time is counted from her last change\n"
        "  next          say first what she does",
    ),
    "the fee of what costs nothing": (
        (*MOVES, "Then the card letter bears the fee of her new postal address"),
        "the postal address costs nothing\n  valid         account package",
    ),
    "a bill for what is on no invoice": (
        (*MOVES, "Then she is not billed for her old postal address for 2 weeks"),
        "no invoice that serves a customer bears the postal address\n  valid         account package",
    ),
    "silence in a channel that sends nothing": (
        (*MOVES, "Then nothing is sent to Maria by web for 2 weeks"),
        "nothing that is watched is sent to a customer by web\n  valid         post, mail, sms, invoice",
    ),
    "forbidden, and promised": (
        (*MOVES, "Then the partner feed does not show her new postal address for 2 weeks"),
        "the partner feed must learn the postal address, says the blueprint: it cannot be forbidden to show it\n"
        "  next          exempt the postal address there, with the reason",
    ),
    "forbidden where it could not be seen": (
        (*MAILBOX, "Then the card letter does not show her new e-mail address for 2 weeks"),
        "the card letter does not use Maria's e-mail address: no probe can answer this\n"
        "  valid         the partner feed",
    ),
    "hidden from herself": (
        (*MOVES, "Then Maria sees nothing of Maria's new postal address for 2 weeks"),
        "nothing of Maria's is to be hidden from Maria",
    ),
    "hidden, and many have the same": (
        (
            MARIA,
            "Given Jan is a customer",
            "When Maria takes Plus",
            "Then Jan sees nothing of Maria's new account package for 2 weeks",
        ),
        "Maria's account package cannot be told from Jan's own: many people have the same\n"
        "  valid         postal address, e-mail address, phone number, order",
    ),
    "hidden from somebody who is not there": (
        (*MOVES, "Then Otto sees nothing of Maria's new postal address for 2 weeks"),
        "no Given has introduced Otto\n  next          say first 'Given Otto is a customer'",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_can_never_be_answered_is_refused_before_anything_starts(case: str, registry: SentenceRegistry) -> None:
    steps, problem = REFUSED[case]
    answer = told(registry, *steps)

    assert answer.split('": ', 1)[-1] == problem


def test_none_at_all_is_not_counted(registry: SentenceRegistry) -> None:
    answer = told(registry, *MOVES, "Then exactly 0 card letters are sent to Maria within 2 weeks")

    assert answer == (
        'journeys/one.feature:5:5: "Then exactly 0 card letters are sent to Maria within 2 weeks" cannot be read: '
        "'0' is none at all: say 'no ... is sent to ...' for that"
    )


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("Then every promise of Crad Operations is kept", 'there is no owner "Crad Operations"'),
        ("Then every promise of the stage Geting the card is kept", 'there is no stage "Geting the card"'),
        ("Then nothing is sent to Maria by smss for 2 weeks", 'there is no channel "smss"'),
    ],
)
def test_a_misspelt_department_stage_or_channel_is_told_with_the_nearest(
    registry: SentenceRegistry, wrong: str, said: str
) -> None:
    answer = told(registry, *MOVES, wrong)

    assert said in answer
    assert "\n  did you mean  " in answer


def test_a_correction_and_a_return_are_sound(registry: SentenceRegistry) -> None:
    again, back = "When she changes her postal address again", "When she changes her postal address back"

    assert told(registry, *MOVES, again, back) == ""


def test_a_rehearsal_has_every_verb_that_a_sentence_asks() -> None:
    """With the same words, so that no sentence is heard on the stage and not in the rehearsal."""
    verbs = [name for name in vars(RehearsedAsking) if not name.startswith("_")]

    assert verbs == [name for name in vars(Asking) if not name.startswith("_")]
