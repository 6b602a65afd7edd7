"""She changes one fact twice: every emission is judged by one of the two changes, and by what was let pass of each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from judge_histories import BLUEPRINT, DAY, NEW, NEW_MAIL, OLD, OLD_MAIL, OTHERS, history, letter, look, mail, scenario

from tellonce.judge import judge
from tellonce.model.blueprint import Blueprint
from tellonce.model.change import Change, Replaced
from tellonce.model.events import ChangeAcknowledged, ChangeBegan, Event, PlaceRead
from tellonce.model.observation import Observation
from tellonce.model.verdict import Verdict

FIRST = {**OTHERS, "flat": ""}
CARD = (("postal_address", "card-letter"),)
MAIL = (("email", "confirmation"),)
THIRD_MAIL = {"address": "maria@third.example"}


def promising(touchpoint: str, **promise: Any) -> Blueprint:
    """The bank with another promise at one touchpoint."""
    described = BLUEPRINT.model_dump(by_alias=True)
    described["touchpoints"][touchpoint]["promise"] = promise
    return Blueprint.model_validate(described)


def moved_twice(*looks: Observation, first_s: float) -> list[Event]:
    """From FIRST to OLD, acknowledged at `first_s`, and to NEW at 10 s; only the second change is judged."""
    events = scenario(*looks, cells=CARD)
    told = {"postal_address": Replaced(old=OLD, new=NEW, earlier=(FIRST,))}
    change = Change(key="c1-1", customer="c1", t0_s=10.0, facts=told, replaced_s={"postal_address": (first_s,)})
    return [
        event.model_copy(update={"change": change}) if isinstance(event, ChangeAcknowledged) else event
        for event in events
    ]


@pytest.mark.parametrize(
    ("first_s", "verdict"),
    [(10 - 30 * DAY, Verdict.LATE), (10 - 5 * DAY, Verdict.LATE), (10 - DAY, Verdict.ON_TIME), (5.0, Verdict.ON_TIME)],
)
def test_a_letter_to_where_she_lived_two_moves_ago_is_let_pass_as_long_as_after_the_first_move(
    first_s: float, verdict: Verdict
) -> None:
    """Or the grace of each move would be granted to every place where she ever lived."""
    blueprint = promising("card-letter", within="5 days", drain="3 days")
    long_ago = letter("card-letter", 10 + 2 * DAY, FIRST, originated_s=10 + 2 * DAY)
    right = letter("card-letter", 10 + 4 * DAY, NEW, item="2.pdf", originated_s=10 + 4 * DAY)
    at_the_end = look("card-letter", 10 + 6 * DAY, outcome="absent")
    (cell,) = judge(history(moved_twice(long_ago, right, at_the_end, first_s=first_s), blueprint=blueprint))
    assert cell.verdict is verdict


def test_a_letter_to_where_she_lived_two_moves_ago_is_not_in_flight_after_the_first_moves_drain() -> None:
    blueprint = promising("card-letter", within="1 minute", window="5 days", drain="3 days")
    right = letter("card-letter", 12, NEW, originated_s=12)
    long_ago = letter("card-letter", 10 + 2 * DAY, FIRST, item="2.pdf", originated_s=10 + 2 * DAY)

    def verdict(first_s: float) -> Verdict:
        (cell,) = judge(history(moved_twice(right, long_ago, first_s=first_s), blueprint=blueprint))
        return cell.verdict

    assert (verdict(10 - 2 * DAY), verdict(10.0 - DAY / 2)) == (Verdict.REVERTED, Verdict.ON_TIME)


def told_again(*first: Observation, then: Observation, **promise: Any) -> Verdict:
    """The verdict of her first change of two: the second began at 98 s, and `then` was looked at after it."""
    events = scenario(*first, facts={"email": Replaced(old=OLD_MAIL, new=NEW_MAIL)}, cells=MAIL)
    told = {"email": Replaced(old=NEW_MAIL, new=THIRD_MAIL, earlier=(OLD_MAIL,))}
    again: list[Event] = [
        ChangeBegan(scenario="moving", change="c1-2", customer="c1", step="again", line=20, cells=MAIL, began_s=98.0),
        ChangeAcknowledged(scenario="moving", change=Change(key="c1-2", customer="c1", t0_s=100.0, facts=told)),
        PlaceRead(scenario="moving", change="c1-1", observation=then),
    ]
    one, _ = judge(history([*events[:-1], *again, events[-1]], blueprint=promising("confirmation", **promise)))
    return one.verdict


def test_a_second_mail_that_the_next_change_lets_pass_is_one_too_many_for_this_one() -> None:
    """Or nobody would count it."""
    right = mail("confirmation", 12, NEW_MAIL["address"], originated_s=12)
    promise = {"within": "1 minute", "window": "10 minutes", "at_most": 1, "drain": "30 seconds"}

    def verdict(sent_s: float) -> Verdict:
        second = mail("confirmation", 200, NEW_MAIL["address"], item="2.eml", originated_s=sent_s)
        return told_again(right, then=second, **promise)

    assert (verdict(110.0), verdict(140.0)) == (Verdict.DUPLICATED, Verdict.ON_TIME)


def test_a_mail_whose_time_is_not_exact_was_perhaps_sent_before_she_told_the_next_value() -> None:
    promise = {"within": "1 minute", "window": "10 minutes"}
    nothing = look("confirmation", 80, outcome="absent", fact="email")

    def verdict(slack_s: float) -> Verdict:
        found = mail("confirmation", 200, NEW_MAIL["address"], originated_s=101, originated_slack_s=slack_s)
        return told_again(nothing, then=found, **promise)

    assert (verdict(0.0), verdict(30.0)) == (Verdict.PENDING, Verdict.ON_TIME)


def test_a_stamp_that_is_not_exact_is_believed_where_the_window_was_over_anyway() -> None:
    quoting_old = mail("confirmation", 12, OLD_MAIL["address"], originated_s=11)
    nothing_more = look("confirmation", 80, outcome="absent", fact="email")
    found = mail("confirmation", 200, NEW_MAIL["address"], item="2.eml", originated_s=104, originated_slack_s=10)
    assert told_again(quoting_old, nothing_more, then=found, within="1 minute") is Verdict.STALE


def moved_on(to: Mapping[str, str], *, recipient: str = "self", content: str = "") -> tuple[Verdict, Verdict]:
    """She moves from OLD to NEW and on to FIRST; both changes find a letter `to` somewhere, sent after she told."""
    events = scenario(letter("card-letter", 12, NEW, originated_s=12, recipient="self"), cells=CARD)
    told = {"postal_address": Replaced(old=NEW, new=FIRST, earlier=(OLD,))}
    found = letter("card-letter", 130, to, item="2.pdf", originated_s=120, recipient=recipient, content=content)
    again: list[Event] = [
        ChangeBegan(scenario="moving", change="c1-2", customer="c1", step="again", line=20, cells=CARD, began_s=98.0),
        ChangeAcknowledged(scenario="moving", change=Change(key="c1-2", customer="c1", t0_s=100.0, facts=told)),
        *(PlaceRead(scenario="moving", change=change, observation=found) for change in ("c1-1", "c1-2")),
    ]
    one, two = judge(history([*events[:-1], *again, events[-1]]))
    return one.verdict, two.verdict


@pytest.mark.parametrize("recipient", ["self", "unknown"])
def test_a_letter_to_where_she_moved_next_is_no_wrong_recipient_of_the_change_before(recipient: str) -> None:
    assert moved_on(FIRST, recipient=recipient) == (Verdict.ON_TIME, Verdict.ON_TIME)
    assert moved_on({**FIRST, "city": "Hambug"}, recipient=recipient) == (Verdict.ON_TIME, Verdict.PENDING)


def test_a_letter_to_nobody_of_hers_is_one_of_both_changes() -> None:
    nowhere = {**FIRST, "street": "Irgendwo", "house_number": "99", "postcode": "99999", "city": "Nirgends"}
    assert moved_on(nowhere) == (Verdict.WRONG_RECIPIENT, Verdict.WRONG_RECIPIENT)


def test_a_letter_that_gives_her_second_home_away_at_the_first_is_a_leak_though_she_moved_on() -> None:
    assert moved_on(OLD, content="Rosenweg 7b, 80331 München")[0] is Verdict.LEAKED
