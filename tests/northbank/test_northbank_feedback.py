"""Feedback: asked for once and not too early, heard by a person, counted apart from real answers; the figures."""

from datetime import datetime, timedelta

import pytest
from northbank_bench import Bench

from northbank.figures import (
    Ended,
    Figure,
    customer_effort_score,
    customer_satisfaction,
    first_contact_resolution,
    gave_up,
    hours_to_resolution,
    net_promoter_score,
    read_answers,
)

NOON = datetime(2026, 5, 4, 12)


async def answered_complaint(bench: Bench, number: str) -> None:
    await bench.sign_in(number)
    first = await bench.submit("/help/complaints/new", {"about": "card", "text": "it came broken"})
    second = await bench.submit(first.headers["location"], {"wish": "another one"})
    reference = second.headers["location"].rpartition("/")[2]
    await bench.submit("/agent/sign-in", {"user": "agent", "password": "desk"})
    await bench.submit(f"/agent/cases/{reference}", {"answer": "a new one is on its way"})
    await bench.ready(number)


@pytest.mark.anyio
async def test_it_is_asked_for_once_on_the_morning_after_the_answer(bench: Bench) -> None:
    number = await bench.enrol()
    await answered_complaint(bench, number)
    assert bench.outside.mails_from("feedback") == []
    await bench.advance(number, "2027-03-20T09:00:00+01:00")
    (mail,) = bench.outside.mails_from("feedback")
    assert mail["X-Northbank-Occurred"] == "2027-03-02T10:00:00+01:00"
    assert "a new one is on its way" in mail.get_body(("plain",)).get_content()


@pytest.mark.anyio
async def test_with_the_fault_it_is_asked_for_before_there_is_an_answer_and_never_after(bench: Bench) -> None:
    number = await bench.enrol(faults=["feedback-too-early"])
    await bench.sign_in(number)
    first = await bench.submit("/help/complaints/new", {"about": "card", "text": "it came broken"})
    await bench.submit(first.headers["location"], {"wish": "another one"})
    await bench.ready(number)
    assert len(bench.outside.mails_from("feedback")) == 1
    await bench.advance(number, "2027-03-20T09:00:00+01:00")
    assert len(bench.outside.mails_from("feedback")) == 1


@pytest.mark.anyio
async def test_a_low_score_is_in_the_mailbox_and_on_the_worklist_of_a_named_person(bench: Bench) -> None:
    number = await bench.enrol()
    await answered_complaint(bench, number)
    await bench.submit("/help/feedback", {"score": "2", "comment": "nobody listened"})
    await bench.ready(number)
    (mail,) = bench.outside.mails_from("feedback-alerts")
    assert mail["To"] == "mehmet.kaya@northbank.example"
    assert "nobody listened" in mail.get_body(("plain",)).get_content()
    worklist = (await bench.client.get(f"/agent/worklist?customer={number}")).text
    assert 'data-fact="criticism">nobody listened<' in worklist
    assert "Mehmet Kaya reads it" in (await bench.client.get("/help/feedback")).text


@pytest.mark.anyio
async def test_a_high_score_bothers_nobody_and_an_unread_low_one_is_only_filed(bench: Bench) -> None:
    for faults, score in (([], "9"), (["low-score-unread"], "2")):
        number = await bench.enrol(faults=faults)
        await bench.sign_in(number)
        await bench.submit("/help/feedback", {"score": score, "comment": "so it was"})
        await bench.ready(number)
        assert bench.bank.feedback.low_scores(number) == []
        assert len(bench.bank.feedback.answers_of(number)) == 1
    assert bench.outside.mails_from("feedback-alerts") == []


@pytest.mark.anyio
async def test_answers_of_made_up_customers_are_counted_apart_from_imported_ones(bench: Bench) -> None:
    number = await bench.enrol()
    await bench.sign_in(number)
    await bench.submit("/help/feedback", {"score": "3", "ease": "6", "satisfaction": "", "comment": ""})
    await bench.submit("/agent/sign-in", {"user": "agent", "password": "desk"})
    figures = {one["key"]: one for one in (await bench.client.get("/agent/figures.json")).json()["figures"]}
    assert figures["nps"]["real"] == {"value": None, "made_of": 0}
    assert figures["nps"]["made_up"] == {"value": -100.0, "made_of": 1}
    assert figures["csat"]["made_up"] == {"value": None, "made_of": 0}
    lines = "given_at,score,ease,satisfaction,comment\n2026-05-04T09:30:00,10,7,5,fine\n2026-05-04T09:31:00,7,,,"
    assert (await bench.submit("/agent/figures", {"answers": lines})).status_code == 303
    figures = {one["key"]: one for one in (await bench.client.get("/agent/figures.json")).json()["figures"]}
    assert figures["nps"]["real"] == {"value": 50.0, "made_of": 2}
    assert figures["nps"]["made_up"] == {"value": -100.0, "made_of": 1}
    assert figures["ces"]["real"] == {"value": 100.0, "made_of": 1}
    refused = await bench.submit("/agent/figures", {"answers": lines.replace(",10,", ",11,")})
    assert "line 2: score is &#39;11&#39;, not a whole number from 0 to 10" in refused.text


@pytest.mark.anyio
async def test_a_score_outside_the_scale_is_explained_and_not_kept(bench: Bench) -> None:
    number = await bench.enrol()
    await bench.sign_in(number)
    answer = await bench.submit("/help/feedback", {"score": "11", "ease": "0", "comment": "x"})
    assert answer.status_code == 422
    assert "Choose a number from 0 to 10." in answer.text
    assert "Choose a number from 1 to 7." in answer.text
    assert bench.bank.feedback.answers_of(number) == []


@pytest.mark.parametrize(
    ("scores", "figure"),
    [
        ([], Figure(value=None, made_of=0)),
        ([10], Figure(value=100.0, made_of=1)),
        ([0, 6], Figure(value=-100.0, made_of=2)),
        ([7, 8], Figure(value=0.0, made_of=2)),
        ([9, 10, 8, 6], Figure(value=25.0, made_of=4)),
        ([9, 7, 7, 0, 3, 10], Figure(value=0.0, made_of=6)),
    ],
)
def test_net_promoter_score_keeps_passives_in_the_denominator(scores: list[int], figure: Figure) -> None:
    assert net_promoter_score(scores) == figure


@pytest.mark.parametrize(
    ("ratings", "effort", "satisfaction"),
    [([], None, None), ([5], 100.0, 100.0), ([4], 0.0, 100.0), ([1, 3], 0.0, 0.0), ([5, 4, 1], 33.3, 66.7)],
)
def test_effort_counts_from_5_of_7_and_satisfaction_from_4_of_5(
    ratings: list[int], effort: float | None, satisfaction: float | None
) -> None:
    assert customer_effort_score(ratings) == Figure(value=effort, made_of=len(ratings))
    assert customer_satisfaction(ratings) == Figure(value=satisfaction, made_of=len(ratings))


def ended(hours: float, *contacts_after_days: float) -> Ended:
    answered_at = NOON + timedelta(hours=hours)
    contacts = tuple(answered_at + timedelta(days=days) for days in contacts_after_days)
    return Ended(opened_at=NOON, answered_at=answered_at, contacts=(NOON, *contacts))


@pytest.mark.parametrize(
    ("cases", "hours", "at_first_contact"),
    [
        ([], None, None),
        ([ended(2)], 2.0, 100.0),
        ([ended(2, 7)], 2.0, 0.0),
        ([ended(2, 7.01)], 2.0, 100.0),
        ([ended(2), ended(4, 1), ended(60, 8)], 4.0, 66.7),
    ],
)
def test_a_case_is_settled_at_first_contact_when_nothing_follows_within_7_days(
    cases: list[Ended], hours: float | None, at_first_contact: float | None
) -> None:
    assert hours_to_resolution(cases) == Figure(value=hours, made_of=len(cases))
    assert first_contact_resolution(cases) == Figure(value=at_first_contact, made_of=len(cases))


def test_a_contact_before_the_answer_is_a_further_contact() -> None:
    case = Ended(opened_at=NOON, answered_at=NOON + timedelta(days=3), contacts=(NOON, NOON + timedelta(days=1)))
    assert first_contact_resolution([case]).value == 0.0


def test_nobody_can_have_given_up_what_nobody_began() -> None:
    assert gave_up(0, 0) == Figure(value=None, made_of=0)
    assert gave_up(4, 1) == Figure(value=25.0, made_of=4)


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("", "line 1: the columns must be given_at, score, ease, satisfaction, comment"),
        ("score\n9", "line 1: the columns must be given_at, score, ease, satisfaction, comment"),
        ("given_at,score,ease,satisfaction,comment\nsoon,9,,,", "line 2: given_at is 'soon', no time such as"),
        ("given_at,score,ease,satisfaction,comment\n2026-05-04,9,8,,", "line 2: ease is '8', not a whole number"),
    ],
)  # fmt: skip
def test_an_import_that_cannot_be_used_is_told_with_its_line(lines: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        read_answers(lines)
