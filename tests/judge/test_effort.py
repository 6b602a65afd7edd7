"""Effort, from histories alone: what is counted, and what a sentence about it comes to."""

from __future__ import annotations

from typing import Any

import pytest
from ruamel.yaml import YAML

from small_bank import BLUEPRINT
from tellonce.judge import AnswersAgain
from tellonce.judge.effort import effort_of_run, judge_effort
from tellonce.model.blueprint import Blueprint
from tellonce.model.effort import Deed, FieldFilled, Measure, Transfer
from tellonce.model.events import (
    CustomerEmbodied,
    CustomerGaveUp,
    EffortAsked,
    EffortMeasured,
    Event,
    PlaceRead,
    RunStarted,
    ScenarioFinished,
    ScenarioStarted,
    SentenceAnswered,
    event_adapter,
)
from tellonce.model.history import History
from tellonce.model.observation import Observation

DAY_S = 86_400.0
BANK = Blueprint.model_validate(YAML(typ="safe").load(BLUEPRINT))
NEW, AGAIN = FieldFilled(called="Street"), FieldFilled(called="City", again="postal address: city")
WEB = Deed(channel="web", facts=("email",), began_s=10.0, ended_s=12.0, pages=2, fields=(NEW,), activations=1)
CHAT = Deed(
    channel="chat",
    contact=True,
    served_by="automaton",
    facts=("concern",),
    began_s=20.0,
    ended_s=25.0,
    pages=3,
    fields=(NEW,),
    activations=2,
    waited_s=1.5,
    longest_wait_s=1.0,
    transfers=(Transfer(to="customer service", at_s=24.0),),
)
UNKNOWN = "nobody knows whether anything reached Maria:"
ANSWER = Deed(channel="chat", by="person", answers=("concern",), facts=("answer",), began_s=300.0, ended_s=320.0)
CALL = Deed(channel="phone", contact=True, served_by="person", facts=("concern",), began_s=DAY_S, ended_s=DAY_S + 5.0)


def history(*deeds: Deed, more: tuple[Event, ...] = (), **her: Any) -> History:
    """One scenario of Maria's with these deeds. her: what her file says of channels."""
    begun: tuple[Event, ...] = (
        RunStarted(run="r1", version="0", seed="s", blueprint=BANK),
        ScenarioStarted(scenario="s1", journey="journeys/maria.feature", line=3, feature="Maria", name="moving"),
        CustomerEmbodied(
            scenario="s1",
            customer="maria-1",
            persona="Maria",
            role="customer",
            pronouns={},
            locale="de_DE",
            service_id="1",
            values={},
            **her,
        ),
    )
    measured = (EffortMeasured(scenario="s1", customer="maria-1", change="c", deed=deed) for deed in deeds)
    return History(events=(*begun, *measured, *more))


def asked(measure: Measure, at_most: float = 0, *, now_s: float = 380.0, channel: str = "") -> EffortAsked:
    return EffortAsked(
        scenario="s1",
        customer="maria-1",
        measure=measure,
        at_most=at_most,
        channel=channel,
        now_s=now_s,
        step="Then",
        line=9,
    )


def letter(
    item: str = "1.pdf", *, recipient: str = "self", before: bool = False, outcome: str = "read", observer: bool = False
) -> PlaceRead:
    return PlaceRead(
        scenario="s1",
        change="c",
        before=before,
        observation=Observation(
            place="card-letter",
            customer="maria-1",
            start_s=1.0,
            end_s=2.0,
            observer=observer,
            outcome=outcome,  # type: ignore[arg-type]  # one of the literals
            item=item if outcome == "read" else "",
            recipient=recipient,  # type: ignore[arg-type]  # one of the literals
        ),
    )


@pytest.mark.parametrize(
    ("measure", "at_most", "deeds", "outcome", "reason"),
    [
        (Measure.REPEATED, 0, (WEB, CHAT), "kept", "Maria told everything once"),
        (
            Measure.REPEATED,
            0,
            (WEB, CHAT.model_copy(update={"fields": (NEW, AGAIN), "told_again": ("name",)})),
            "broken",
            "Maria had to tell the company what it knew: City (postal address: city), name",
        ),
        (
            Measure.REPEATED,
            0,
            (WEB.model_copy(update={"uncounted": {"fields": "no session"}}),),
            "unobserved",
            "what Maria filled in could not be seen; fields: no session",
        ),
        (Measure.HANDED_OVER, 1, (CHAT, ANSWER), "kept", "Maria was handed over 1 time"),
        (
            Measure.HANDED_OVER,
            0,
            (CHAT, ANSWER),
            "broken",
            "Maria was handed over 1 time, and at most 0 is allowed: to customer service",
        ),
        (Measure.CONTACTS, 2, (WEB, CHAT, CALL), "kept", "Maria had to turn to the company 2 times"),
        (
            Measure.CONTACTS,
            1,
            (WEB, CHAT, CALL),
            "broken",
            "Maria had to turn to the company 2 times, and at most 1 is allowed: by chat, then by phone",
        ),
        (Measure.PAGES, 5, (WEB, CHAT), "kept", "Maria met 5 pages"),
        (Measure.PAGES, 4, (WEB, CHAT), "broken", "Maria met 5 pages, and at most 4 is allowed"),
        (Measure.FIELDS, 2, (WEB, CHAT), "kept", "Maria filled in 2 fields"),
        (Measure.FIELDS, 1, (WEB, CHAT), "broken", "Maria filled in 2 fields, and at most 1 is allowed"),
        (
            Measure.FIELDS,
            2,
            (WEB.model_copy(update={"uncounted": {"fields": "no session"}}),),
            "unobserved",
            "Maria filled in 1 field, as far as could be counted; fields: no session",
        ),
        (Measure.WAITED, 2, (WEB, CHAT), "kept", "Maria waited for 1.5 s in all, for 1.0 s at the longest"),
        (
            Measure.WAITED,
            1,
            (WEB, CHAT),
            "broken",
            "Maria waited for 1.5 s in all, for 1.0 s at the longest; 1 s is allowed",
        ),
        (Measure.PERSON, 600, (CHAT, ANSWER), "kept", "Maria reached a person after 5 minutes"),
        (
            Measure.PERSON,
            60,
            (CHAT, ANSWER),
            "broken",
            "Maria reached a person only after 5 minutes; 60 s is allowed",
        ),
        (Measure.PERSON, 60, (CHAT,), "broken", "Maria reached no person within 60 s"),
        (
            Measure.PERSON,
            600,
            (CHAT,),
            "pending",
            "Maria has reached no person for 6 minutes of 10 minutes, and no more time could pass",
        ),
        (Measure.PERSON, 60, (WEB,), "unobserved", "Maria has turned to nobody, so nobody could be reached"),
        (Measure.PERSON, 10, (CALL,), "kept", "Maria reached a person after 5 s"),
        (Measure.PAGES, 5, (), "unobserved", "the history holds nothing that she did: no effort is known"),
    ],
)
def test_a_sentence_about_effort_is_judged_by_what_was_measured(
    measure: Measure, at_most: float, deeds: tuple[Deed, ...], outcome: str, reason: str
) -> None:
    said = judge_effort(history(*deeds), asked(measure, at_most))

    assert (said.outcome, said.reason) == (outcome, reason)


@pytest.mark.parametrize(
    ("channel", "outcome", "reason"),
    [
        ("web", "broken", "Maria had to use chat, phone besides web"),
        ("chat", "broken", "Maria had to use web, phone besides chat"),
    ],
)
def test_another_channel_is_named(channel: str, outcome: str, reason: str) -> None:
    said = judge_effort(history(WEB, CHAT, ANSWER, CALL), asked(Measure.CHANNELS, channel=channel))

    assert (said.outcome, said.reason) == (outcome, reason)


def test_what_the_company_does_is_no_channel_of_hers() -> None:
    said = judge_effort(history(CHAT, ANSWER), asked(Measure.CHANNELS, channel="chat"))

    assert (said.outcome, said.reason) == ("kept", "Maria used no other channel than chat")


@pytest.mark.parametrize(
    ("more", "refuses", "outcome", "reason"),
    [
        ((letter(outcome="absent"),), ("post",), "kept", "nothing reached Maria by post"),
        ((letter(outcome="failed"), letter(outcome="absent")), ("post",), "kept", "nothing reached Maria by post"),
        ((letter(outcome="absent"),), ("post", "sms"), "kept", "nothing reached Maria by post, sms"),
        ((), ("post",), "unobserved", f"{UNKNOWN} no touchpoint was watched by which something is sent by post"),
        (
            (letter(outcome="absent", before=True),),
            ("post",),
            "unobserved",
            f"{UNKNOWN} no touchpoint was watched by which something is sent by post",
        ),
        (
            (letter(outcome="absent", observer=True),),
            ("post",),
            "unobserved",
            f"{UNKNOWN} no touchpoint was watched by which something is sent by post",
        ),
        ((letter(outcome="failed"),), ("post",), "unobserved", f"{UNKNOWN} the card letter could not be looked at"),
        (
            (letter(), letter(), letter("2.pdf")),
            ("post", "sms"),
            "broken",
            "Maria refuses post, sms, and was reached all the same: the card letter",
        ),
        (
            (letter(),),
            ("sms",),
            "unobserved",
            f"{UNKNOWN} no touchpoint was watched by which something is sent by sms",
        ),
        ((letter(before=True), letter(recipient="related")), ("post",), "kept", "nothing reached Maria by post"),
        ((letter(),), (), "unobserved", "the history does not say which channels Maria refuses"),
    ],
)
def test_what_reaches_her_by_a_channel_that_she_refuses_is_told(
    more: tuple[Event, ...], refuses: tuple[str, ...], outcome: str, reason: str
) -> None:
    said = judge_effort(history(WEB, more=more, refuses=refuses), asked(Measure.REFUSED))

    assert (said.outcome, said.reason) == (outcome, reason)


def test_a_sentence_is_judged_by_what_came_before_it_when_the_history_is_judged_again() -> None:
    first = asked(Measure.PAGES, 2).model_copy(update={"at_s": 12.5})
    later = EffortMeasured(scenario="s1", customer="maria-1", change="d", deed=CHAT)
    whole = history(WEB, more=(first, later))

    assert judge_effort(whole, first).outcome == "kept"
    assert judge_effort(whole, asked(Measure.PAGES, 2)).outcome == "broken"


def test_a_replay_judges_what_was_asked_of_effort_again() -> None:
    first = asked(Measure.PAGES, 2)
    answered = SentenceAnswered(scenario="s1", outcome="broken", reason="", step=first.step, line=first.line)
    later = EffortMeasured(scenario="s1", customer="maria-1", change="d", deed=CHAT)
    answers = AnswersAgain()

    list(answers.listen(history(WEB, more=(first, answered, later)).events))

    assert [(one.recorded, one.again.outcome) for one in answers.answered] == [("broken", "kept")]


def test_a_journey_adds_up_what_it_cost_her() -> None:
    gave_up = CustomerGaveUp(
        scenario="s1",
        customer="maria-1",
        change="c",
        step="When she calls",
        line=7,
        facts=("email", "gone"),
        after_s=30.2,
        patience_s=30.0,
        doing="after pressing 'Send'",
    )
    [journey] = effort_of_run(
        history(WEB, CHAT, ANSWER, CALL, more=(gave_up, letter()), prefers=("web",), refuses=("post", "phone"))
    )
    effort = journey.effort

    assert (journey.persona, journey.scenarios[0].channels) == ("Maria", ("web", "chat", "phone"))
    assert (effort.deeds, effort.contacts, effort.switches, effort.transfers) == (3, 2, 2, 1)
    assert (effort.pages, effort.fields, effort.interactions, effort.waited_s) == (5, 2, 5, 1.5)
    assert (effort.answered_after_s, effort.person_after_s) == (295.0, 300.0)
    assert (effort.unpreferred, effort.refused_used, effort.refused_reached, effort.gave_up) == (2, 1, 1, 1)
    assert journey.lost[0].wanted == ("e-mail address", "gone")
    assert (journey.lost[0].line, journey.median_pages) == (7, 5)


def test_an_old_history_knows_no_effort_and_is_borne() -> None:
    begun = history().events
    old = event_adapter.validate_python(
        {**begun[2].model_dump(exclude={"prefers", "refuses"}), "type": "customer_embodied"}
    )

    assert effort_of_run(History(events=())) == ()
    assert effort_of_run(History(events=(*begun[:2], old, ScenarioFinished(scenario="s1", status="passed")))) == ()
