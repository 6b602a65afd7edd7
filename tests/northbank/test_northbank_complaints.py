"""Complaints from form to answer: an owner, a day, a cause, and never an end without a reason."""

from datetime import UTC, datetime, timedelta

import pytest
from northbank_bench import Bench
from sqlalchemy import create_engine, text

from northbank.departments import attribute
from northbank.events import Event

COMPLAINED = datetime(2026, 5, 12, 9, 30, tzinfo=UTC)


async def complain(bench: Bench, about: str = "invoice", words: str = "the fee is wrong") -> str:
    """Both pages of the form. Returns the reference."""
    first = await bench.submit("/help/complaints/new", {"about": about, "text": words})
    assert first.status_code == 303, first.text
    second = await bench.submit(first.headers["location"], {"wish": "the right fee, please"})
    assert second.status_code == 303, second.text
    return second.headers["location"].rpartition("/")[2]


async def answer(bench: Bench, reference: str, words: str) -> int:
    await bench.submit("/agent/sign-in", {"user": "agent", "password": "desk"})
    return (await bench.submit(f"/agent/cases/{reference}", {"answer": words})).status_code


@pytest.mark.anyio
async def test_a_complaint_has_an_owner_a_day_and_a_mail_that_says_so(bench: Bench) -> None:
    number = await bench.enrol()
    await bench.sign_in(number)
    reference = await complain(bench)
    page = (await bench.client.get(f"/help/complaints/{reference}")).text
    assert 'data-fact="case_owner">Anke Brandt, Billing<' in page
    assert 'data-fact="answer_by" data-value="2027-03-08">8 March 2027<' in page
    await bench.ready(number)
    (mail,) = bench.outside.mails_from("complaints")
    said = mail.get_body(("plain",)).get_content()
    assert mail["Subject"] == f"Your complaint {reference}"
    assert "Anke Brandt, Billing, is looking after it and answers you by 8 March 2027" in said
    assert "the fee is wrong" in said


@pytest.mark.anyio
async def test_a_complaint_is_attributed_to_the_last_change_that_the_thing_depends_on(bench: Bench) -> None:
    number = await bench.enrol()
    await bench.sign_in(number)
    await bench.change("package")
    await bench.change("phone")
    await bench.ready(number)
    await complain(bench)
    await bench.submit("/agent/sign-in", {"user": "agent", "password": "desk"})
    worklist = (await bench.client.get(f"/agent/worklist?customer={number}&department=Billing")).text
    assert 'data-fact="complaint_cause">account package at Billing<' in worklist
    await bench.ready(number)
    contacts = (await bench.client.get(f"/agent/contacts.json?customer={number}")).json()
    assert contacts["by_touchpoint_and_cause"] == [
        {"touchpoint": "invoice", "cause": "account package at Billing", "contacts": 1}
    ]


@pytest.mark.parametrize(
    ("about", "days_ago", "said"),
    [
        ("invoice", {}, "no change at Billing"),
        ("invoice", {"package": 8}, "account package at Billing"),
        ("invoice", {"package": 8, "postal_address": 3}, "postal address at Billing"),
        ("invoice", {"package": 8, "phone": 3}, "account package at Billing"),
        ("invoice", {"package": 91}, "no change at Billing"),
        ("invoice", {"package": -1}, "no change at Billing"),
        ("card", {"package": 8, "person_name": 2}, "name at Card Operations"),
        ("mail", {"email": 0}, "e-mail address at Customer Communications"),
        ("service", {"email": 1, "package": 1}, "no change at Customer Service"),
    ],
)
def test_the_cause_is_the_last_change_before_it_of_what_the_thing_is_made_of(
    about: str, days_ago: dict[str, int], said: str
) -> None:
    changes = [(fact, (COMPLAINED - timedelta(days=days)).isoformat()) for fact, days in days_ago.items()]
    assert attribute(about, changes, COMPLAINED).said == said


@pytest.mark.anyio
async def test_without_a_cause_a_complaint_lies_with_customer_service(bench: Bench) -> None:
    number = await bench.enrol(faults=["cause-not-found"])
    await bench.sign_in(number)
    await bench.change("package")
    await bench.ready(number)
    await complain(bench)
    await bench.submit("/agent/sign-in", {"user": "agent", "password": "desk"})
    assert "No complaints." in (await bench.client.get(f"/agent/worklist?customer={number}&department=Billing")).text
    elsewhere = (await bench.client.get(f"/agent/worklist?customer={number}")).text
    assert 'data-fact="case_owner">Grace Okafor, Customer Service<' in elsewhere
    assert 'data-fact="complaint_cause"><' in elsewhere


@pytest.mark.anyio
async def test_the_answer_with_its_reason_reaches_page_mail_and_inbox(bench: Bench) -> None:
    number = await bench.enrol()
    await bench.sign_in(number)
    reference = await complain(bench)
    assert await answer(bench, reference, "We billed the old fee; 5.00 come back") == 303
    await bench.ready(number)
    for path in ("/help/complaints", "/messages"):
        assert (
            'data-fact="complaint_answer">We billed the old fee; 5.00 come back<' in (await bench.client.get(path)).text
        )
    mails = [mail for mail in bench.outside.mails_from("complaint-answers") if "answer" in mail["Subject"]]
    assert len(mails) == 1
    assert "We billed the old fee; 5.00 come back" in mails[0].get_body(("plain",)).get_content()


@pytest.mark.anyio
async def test_a_case_cannot_be_ended_without_a_reason_nor_twice(bench: Bench) -> None:
    number = await bench.enrol()
    await bench.sign_in(number)
    reference = await complain(bench)
    assert await answer(bench, reference, "  ") == 422
    assert await answer(bench, reference, "because") == 303
    await bench.ready(number)
    bench.bank.announce("complaint-answer", number, {"reference": reference, "answer": "another"})
    await bench.ready(number)
    assert (bench.bank.complaints.case(reference) or {})["answer"] == "because"
    assert len([mail for mail in bench.outside.mails_from("complaint-answers") if "answer" in mail["Subject"]]) == 1


@pytest.mark.anyio
async def test_what_is_not_answered_in_time_goes_to_the_head_and_she_is_told(bench: Bench) -> None:
    number = await bench.enrol()
    await bench.sign_in(number)
    await complain(bench)
    await bench.advance(number, "2027-03-09T09:00:00+01:00")
    (mail,) = [mail for mail in bench.outside.mails_from("complaint-answers") if "longer" in mail["Subject"]]
    assert mail["X-Northbank-Occurred"] == "2027-03-08T16:00:00+01:00"
    assert (
        "Sofia Lindqvist, head of Billing, now looks after it and answers you by 15 March 2027"
        in mail.get_body(("plain",)).get_content()
    )
    (case,) = bench.bank.complaints.worklist(number)
    assert (case["state"], case["answer_by"], case["now_by"]) == ("open", "2027-03-08", "2027-03-15")


@pytest.mark.anyio
async def test_with_the_fault_it_is_closed_on_its_day_and_nobody_says_so(bench: Bench) -> None:
    number = await bench.enrol(faults=["complaint-closed-unresolved"])
    await bench.sign_in(number)
    await complain(bench)
    assert len(bench.bank.complaints.worklist(number)) == 1
    await bench.advance(number, "2027-03-09T09:00:00+01:00")
    assert bench.bank.complaints.worklist(number) == []
    assert bench.outside.mails_from("complaint-answers") == []
    assert "Closed" in (await bench.client.get("/help/complaints")).text


@pytest.mark.anyio
async def test_who_gives_up_in_the_middle_finds_it_again_and_the_bank_knows(bench: Bench) -> None:
    number = await bench.enrol()
    await bench.sign_in(number)
    await bench.submit("/help/complaints/new", {"about": "card", "text": "it came broken"})
    assert 'data-fact="unfinished_complaint">it came broken<' in (await bench.client.get("/help/complaints")).text
    await bench.submit("/agent/sign-in", {"user": "agent", "password": "desk"})
    before = (await bench.client.get("/agent/figures.json")).json()["figures"][-1]
    await bench.advance(number, "2027-03-01T09:31:00+01:00")
    after = (await bench.client.get("/agent/figures.json")).json()["figures"][-1]
    assert (before["made_up"]["value"], after["made_up"]["value"]) == (0.0, 100.0)
    assert 'data-fact="unfinished_complaint">it came broken<' in (await bench.client.get("/agent/figures")).text


@pytest.mark.anyio
async def test_a_left_complaint_can_go_unnoticed_by_the_figures(bench: Bench) -> None:
    number = await bench.enrol(faults=["gave-up-unnoticed"])
    await bench.sign_in(number)
    await bench.submit("/help/complaints/new", {"about": "card", "text": "it came broken"})
    await bench.advance(number, "2027-03-02T09:00:00+01:00")
    await bench.submit("/agent/sign-in", {"user": "agent", "password": "desk"})
    assert "it came broken" not in (await bench.client.get(f"/agent/figures?customer={number}")).text
    assert "it came broken" in (await bench.client.get("/help/complaints")).text


@pytest.mark.anyio
async def test_somebody_elses_complaint_is_not_shown(bench: Bench) -> None:
    first = await bench.enrol()
    await bench.sign_in(first)
    reference = await complain(bench)
    bench.client.cookies.clear()
    await bench.sign_in(await bench.enrol())
    assert (await bench.client.get(f"/help/complaints/{reference}")).status_code == 404


@pytest.mark.anyio
async def test_a_complaint_that_is_delivered_twice_is_one_case(bench: Bench) -> None:
    number = await bench.enrol()
    await bench.sign_in(number)
    await complain(bench)
    await bench.ready(number)
    engine = create_engine(f"sqlite:///{bench.data / 'stores' / 'customer-master'}.sqlite")
    with engine.connect() as connection:
        body = connection.execute(text("select body from outbox where body like '%\"complaint\"%'")).scalar_one()
    engine.dispose()
    bench.bank.publish(Event.from_json(body))
    await bench.ready(number)
    assert len(bench.bank.complaints.cases_of(number)) == 1
    assert len(bench.outside.mails_from("complaints")) == 1
