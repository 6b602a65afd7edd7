"""Sentences that say never."""

from __future__ import annotations

from typing import Any

import pytest
from judge_histories import NEW, OLD, history, letter, look, mail, scenario

from tellonce.judge import judge_never
from tellonce.model.events import ChangeBegan, NeverAsked
from tellonce.model.observation import Observation


def asked(**more: Any) -> NeverAsked:
    given = {
        "scenario": "moving",
        "customer": "c1",
        "fact": "postal_address",
        "which": "old",
        "touchpoints": ("card-letter",),
        "from_s": 10.0,
        "until_s": 1000.0,
        "witness": "her clock reported ready",
        "step": "Then nothing is ever sent to her old address",
        "line": 20,
    }
    return NeverAsked.model_validate({**given, **more})


def closing(place: str = "card-letter", at: float = 1000.0) -> Observation:
    """The look after the window: nothing further has come."""
    return look(place, at, outcome="absent")


def said(question: NeverAsked, *looks: Observation) -> tuple[str, str]:
    judged = judge_never(history(scenario(*looks, cells=[("postal_address", "card-letter")], asked=question)), question)
    return judged.outcome, judged.reason


def test_one_letter_to_the_old_address_breaks_it() -> None:
    right, wrong = letter("card-letter", 20, NEW), letter("card-letter", 30, OLD, item="2.pdf")
    assert said(asked(), right, wrong) == ("broken", "the old value was used after 20 s: the card letter")


def test_it_is_kept_on_a_witness_and_proof_of_sight() -> None:
    expected = ("kept", "not seen for 16.5 minutes; closed by her clock reported ready")
    assert said(asked(), letter("card-letter", 20, NEW), closing()) == expected


def test_when_nobody_could_look_after_the_window_it_is_unobserved() -> None:
    seen = letter("card-letter", 20, NEW)
    blind = look("card-letter", 1000, outcome="failed", why="the folder is gone")
    expected = "not seen for 11 s of 16.5 minutes, but nobody looked after the window at the card letter"
    assert said(asked(), seen) == ("unobserved", expected)
    assert said(asked(), seen, blind) == ("unobserved", expected)


def test_every_place_must_have_been_looked_at_to_the_end() -> None:
    question = asked(touchpoints=("card-letter", "desktop"))
    looks = [letter("card-letter", 20, NEW), closing(), look("desktop", 20, seen=NEW)]
    outcome, reason = said(question, *looks)
    assert (outcome, reason.endswith("nobody looked after the window at the agent desktop")) == ("unobserved", True)
    assert said(question, *looks, look("desktop", 1000, seen=NEW))[0] == "kept"


def test_the_first_violation_is_told_wherever_it_was() -> None:
    question = asked(touchpoints=("card-letter", "desktop"))
    late, early = letter("card-letter", 90, OLD), look("desktop", 30, seen=OLD)
    assert said(question, late, early) == ("broken", "the old value was used after 20 s: the agent desktop")


def test_without_a_witness_it_stays_pending() -> None:
    question = asked(witness="")
    assert said(question, letter("card-letter", 20, NEW)) == ("pending", "not seen for 11 s of 16.5 minutes")


def test_without_proof_of_sight_it_is_unobserved() -> None:
    absent = look("card-letter", 1200, outcome="absent")
    expected = (
        "unobserved",
        "not seen for 16.5 minutes of 16.5 minutes, but nothing of hers was read at the card letter",
    )
    assert said(asked(), absent) == expected


def test_when_nobody_could_look_it_is_unobserved() -> None:
    assert said(asked()) == ("unobserved", "nobody could look")
    assert said(asked(), look("card-letter", 20, outcome="failed", why="blind")) == ("unobserved", "nobody could look")


def test_what_was_sent_before_or_after_the_window_does_not_count() -> None:
    early, tardy = letter("card-letter", 5, OLD), letter("card-letter", 1500, OLD, item="2.pdf")
    assert said(asked(), early, tardy, closing())[0] == "kept"


def test_a_letter_that_only_quotes_the_old_address_was_not_sent_there() -> None:
    quoting = letter("card-letter", 20, NEW, seen="You lived at Hauptstraße 12, 10115 Berlin.")
    assert said(asked(), quoting, closing())[0] == "kept"


def test_any_emission_breaks_a_sentence_about_any() -> None:
    question = asked(which="any", touchpoints=("confirmation",))
    newsletter = mail("confirmation", 30, "m@x.example")
    assert said(question, newsletter) == ("broken", "something was sent after 20 s: the confirmation mail")


@pytest.mark.parametrize(("at", "outcome"), [(900, "unobserved"), (1000, "kept")])
def test_silence_is_proved_by_a_look_after_the_window(at: float, outcome: str) -> None:
    question = asked(which="any", touchpoints=("confirmation",))
    before = mail("confirmation", 5, "m@x.example")
    assert said(question, before, look("confirmation", at, outcome="absent"))[0] == outcome


NOT_EXACT = (
    "what came from the confirmation mail bears no time, or one not exact enough, "
    "so nobody knows whether it came in that time"
)


@pytest.mark.parametrize(
    ("looks", "outcome"),
    [
        # Nobody looked in between, so it may have come at any time.
        ([mail("confirmation", 1000.5, "m@x.example")], "unobserved"),
        ([look("confirmation", 30, outcome="absent"), mail("confirmation", 1000.5, "m@x.example")], "unobserved"),
        ([look("confirmation", 1001, outcome="absent"), mail("confirmation", 1010, "m@x.example")], "kept"),
        ([mail("confirmation", 5, "m@x.example"), mail("confirmation", 1000.5, "m@x.example")], "kept"),
    ],
)
def test_what_bears_no_time_and_was_found_when_the_time_was_over_may_have_come_in_it(
    looks: list[Observation], outcome: str
) -> None:
    question = asked(which="any", touchpoints=("confirmation",))
    answer = said(question, *looks, look("confirmation", 1100, outcome="absent"))
    assert answer[0] == outcome
    assert (answer[1] == NOT_EXACT) is (outcome == "unobserved")


def test_a_letter_to_the_old_address_that_bears_no_time_may_have_come_in_it_too() -> None:
    right = letter("card-letter", 20, NEW, originated_s=20)
    assert said(asked(), right, letter("card-letter", 1000.5, OLD, item="2.pdf"))[0] == "unobserved"
    assert said(asked(), right, letter("card-letter", 1000.5, NEW, item="2.pdf"))[0] == "kept"


@pytest.mark.parametrize(("sent_s", "outcome"), [(2, "kept"), (9.5, "unobserved"), (9, "unobserved"), (10, "broken")])
def test_what_was_sent_at_the_moment_of_the_answer_is_no_silence(sent_s: float, outcome: str) -> None:
    """She began at 8 s and was answered at 10 s; its time is in whole seconds."""
    question = asked(which="any", touchpoints=("confirmation",))
    sent = mail("confirmation", 1000, "m@x.example", originated_s=sent_s, originated_slack_s=1.0)
    looks = (sent, look("confirmation", 1001, outcome="absent"))
    events = scenario(*looks, cells=[("postal_address", "card-letter")], asked=question)
    begun = [one.model_copy(update={"began_s": 8.0}) if isinstance(one, ChangeBegan) else one for one in events]

    judged = judge_never(history(begun), question)

    assert judged.outcome == outcome


def test_silence_where_nothing_of_hers_was_ever_seen_proves_nothing() -> None:
    question = asked(which="any", touchpoints=("confirmation",))
    assert said(question, look("confirmation", 1000, outcome="absent")) == (
        "unobserved",
        "not seen for 16.5 minutes of 16.5 minutes, but nothing of hers was read at the confirmation mail before: "
        "let one come to her first, so that it is known to be seen",
    )


def test_notices_are_sent_to_the_old_destination_on_purpose() -> None:
    question = asked(touchpoints=("notice",), fact="email")
    assert said(question, mail("notice", 20, "maria@old.example"))[0] == "unobserved"
