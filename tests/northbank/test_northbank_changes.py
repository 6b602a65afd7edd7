"""A change, told once, reaches every system and everything that they send."""

import csv

import pytest
from northbank_bench import CHANGES, MARIA, NEW_HOME, SYSTEMS, Bench, pdf_text

from northbank.facts import FACTS

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize("fact", FACTS)
async def test_a_change_reaches_the_store_of_every_system_that_uses_it(bench: Bench, fact: str) -> None:
    number = await bench.enrol()
    answer = await bench.change(fact)
    assert answer.status_code == 200
    await bench.ready(number)
    new = {FACTS[fact][part]: value for part, value in CHANGES[fact].items()}
    for system in SYSTEMS:
        row = bench.stored(system, number)
        assert {column: row[column] for column in new if column in row} == {
            column: value for column, value in new.items() if column in row
        }, system


async def test_the_answer_does_not_wait_for_the_other_systems(bench: Bench) -> None:
    number = await bench.enrol()
    await bench.client.post("/lab/systems/billing/stop")
    assert (await bench.change("postal_address")).status_code == 200
    assert bench.stored("customer-master", number)["city"] == "München"
    assert bench.stored("billing", number)["city"] == "Berlin"
    await bench.client.post("/lab/systems/billing/start")
    await bench.ready(number)
    assert bench.stored("billing", number)["city"] == "München"


async def test_the_renewed_card_goes_to_the_new_home(bench: Bench) -> None:
    number = await bench.enrol()
    await bench.change("postal_address")
    await bench.advance(number, "2027-03-15T12:00:00+01:00")
    window = bench.window("card-letters/*.pdf")
    assert window == ["Maria Gómez", "Rosenweg zur Alten Mühle 7b, Whg 21", "80331 München", "GERMANY"]
    (file,) = bench.data.glob("cards/embossing-20270315-*.csv")
    *lines, trailer = file.read_text(encoding="utf-8").splitlines()
    assert trailer == "#TRAILER,1"
    (row,) = csv.DictReader(lines)
    assert row["embossed_name"] == "MARIA GÓMEZ"
    assert {part: row[part] for part in NEW_HOME} == NEW_HOME
    assert row["produced_at"] == "2027-03-15T02:00:00+01:00"
    assert "MARIA GÓMEZ" in pdf_text(next(bench.data.glob("card-letters/*.pdf")))


async def test_letters_go_to_both_homes_and_the_old_one_does_not_learn_the_new(bench: Bench) -> None:
    number = await bench.enrol()
    await bench.change("postal_address")
    await bench.advance(number, "2027-03-02T12:00:00+01:00")
    assert bench.window("letters/confirmation-*.pdf")[1:3] == ["Rosenweg zur Alten Mühle 7b, Whg 21", "80331 München"]
    assert bench.window("letters/notice-*.pdf")[1:3] == ["Hauptstraße 12, Whg 4", "10115 Berlin"]
    notice = pdf_text(next(bench.data.glob("letters/notice-*.pdf")))
    assert not [part for part in NEW_HOME.values() if part != "DE" and part in notice]


async def test_an_e_mail_change_is_confirmed_to_the_new_and_noticed_to_the_old_address(bench: Bench) -> None:
    number = await bench.enrol()
    await bench.change("email")
    await bench.ready(number)
    (confirmation,) = bench.outside.mails_from("confirmations")
    (notice,) = bench.outside.mails_from("security")
    assert confirmation["To"] == "maria@new.example"
    assert "Your new e-mail address: maria@new.example" in confirmation.get_body(("plain",)).get_content()
    assert notice["To"] == "maria@old.example"
    assert b"maria@new" not in bytes(notice)
    assert confirmation["X-Northbank-Customer"] == number
    assert confirmation["X-Northbank-Occurred"].startswith("2027-03-01T09:00")
    assert confirmation["Date"].startswith("Mon, 01 Mar 2027 09:00")


async def test_a_phone_change_is_confirmed_once_by_text_to_the_new_number(bench: Bench) -> None:
    number = await bench.enrol()
    await bench.change("phone", {"number": "0172 999-8887"})
    await bench.ready(number)
    (sms,) = bench.outside.texts
    assert (sms["to"], sms["customer_no"]) == ("+491729998887", number)
    assert "+491729998887" in sms["text"]
    assert len(bench.outside.mails) == 1


async def test_mail_is_written_in_her_new_language(bench: Bench) -> None:
    number = await bench.enrol()
    await bench.change("language")
    await bench.ready(number)
    (mail,) = bench.outside.mails
    assert mail["Content-Language"] == "de"
    assert mail["Subject"] == "Ihre Daten wurden geändert"


async def test_six_weeks_bring_invoices_receipts_newsletters_and_nightly_files(bench: Bench) -> None:
    number = await bench.enrol()
    await bench.change("package")
    now = await bench.advance(number, "2027-04-12T09:00:00+01:00")
    assert now.isoformat() >= "2027-04-12T09:00:00"
    invoices = sorted(path.name for path in bench.data.glob("invoices/*.pdf"))
    assert invoices == [f"invoice-{number}-20270305.pdf", f"invoice-{number}-20270405.pdf"]
    text = pdf_text(bench.data / "invoices" / invoices[0])
    assert "Account package Plus" in text
    assert "Monthly fee €9.90" in text
    assert len(bench.outside.mails_from("invoices")) == 2
    assert [mail["Date"][:11] for mail in bench.outside.mails_from("receipts")] == [
        "Mon, 08 Mar",
        "Mon, 15 Mar",
        "Mon, 22 Mar",
        "Mon, 29 Mar",
        "Mon, 05 Apr",
        "Mon, 12 Apr",
    ]
    assert len(bench.outside.mails_from("news")) == 2
    feeds = sorted(bench.data.glob("partner/feed-*.txt"))
    assert len(feeds) == 42
    record, trailer, *_ = feeds[-1].read_text(encoding="utf-8").split("\n")
    assert (len(record), trailer) == (314, "TRAILER 000001")
    assert record[130:140].strip() == MARIA["postcode"]


async def test_without_consent_there_is_no_newsletter(bench: Bench) -> None:
    number = await bench.enrol()
    await bench.change("marketing_consent")
    await bench.advance(number, "2027-04-12T09:00:00+01:00")
    assert bench.outside.mails_from("news") == []


async def test_an_event_that_is_delivered_twice_changes_nothing_more(bench: Bench) -> None:
    number = await bench.enrol()
    events = []
    offer = bench.bank.backing.publish
    bench.bank.backing.publish = lambda event: (events.append(event), offer(event))[1]  # type: ignore[method-assign]
    await bench.change("phone")
    await bench.ready(number)
    offer(events[0])
    await bench.ready(number)
    assert len(bench.outside.mails) == 1
    assert len(bench.outside.texts) == 1
    assert len(bench.bank.notifications.messages_for(number)) == 1
    assert len(bench.bank.agent_desktop.recent_changes(number)) == 1


async def test_an_unreachable_gateway_is_given_up_after_some_tries_and_written_down(bench: Bench) -> None:
    bench.bank.house.gateways._settings = bench.bank.settings.__class__(
        smtp_port=1, sms_url="http://127.0.0.1:1/sms", send_back_off_s=0.001
    )  # nobody listens at port 1
    number = await bench.enrol()
    await bench.change("phone")
    await bench.ready(number)
    postroom = bench.bank.notifications.postroom
    with bench.bank.notifications.store.begin() as connection:
        failures = connection.execute(postroom.failures.select()).all()
    assert {failure.channel for failure in failures} == {"mail", "sms"}
    assert {failure.tries for failure in failures} == {5}


async def test_a_prospects_enquiry_reaches_the_agent_and_is_receipted(bench: Bench) -> None:
    answer = await bench.submit(
        "/enquiry",
        {
            "given_name": "Aino",
            "family_name": "Mäkinen",
            "email": "aino@example.fi",
            "phone": "+358401234567",
            "question": "Do you have a student account?",
        },
    )
    assert answer.status_code == 303
    reference = answer.headers["location"].rpartition("/")[2]
    page = await bench.client.get(answer.headers["location"])
    assert 'role="status">Thank you. We received your question.' in page.text
    await bench.bank.work.until_idle(reference)
    (mail,) = bench.outside.mails_from("enquiries")
    assert (mail["To"], mail["X-Northbank-Customer"]) == ("aino@example.fi", reference)
    (enquiry,) = bench.bank.agent_desktop.enquiries_from("aino@example.fi")
    assert enquiry["family_name"] == "Mäkinen"
