"""What is sold and sent: applications, orders, parcels, claims, settings, contracts and birthdays."""

import csv
from datetime import date
from typing import Any

import pytest
from northbank_bench import MARIA, NEW_HOME, Bench, pdf_text, window_lines

from northbank.faults import FaultBoard
from northbank.systems.greetings import birthday_in
from northbank.systems.orders import delivery_day

pytestmark = pytest.mark.anyio

BORN_IN_MAY = {"birth_date": "1988-05-09", "clock": "2027-05-03T09:00:00+02:00"}


async def signed_in_agent(bench: Bench) -> None:
    await bench.submit("/agent/sign-in", {"user": "agent", "password": "desk"})


async def applied(bench: Bench, **different: str) -> str:
    """Somebody searches, looks at a product, and applies through a shop. Returns the agent's page of it."""
    await bench.ready_shop()
    await bench.client.get("/search?q=travel+insurance")
    await bench.client.get("/products/premium")
    form = {
        "given_name": "Javier",
        "family_name": "Muñoz",
        "email": "javier@new.example",
        "phone": "+34 612 345 678",
        **{"street": "Calle Mayor", "house_number": "5", "flat": "", "postcode": "30001", "city": "Murcia"},
        "country": "ES",
        "package": "Premium",
        "password": "una contraseña larga",
    }
    answer = await bench.submit("/apply?dealer=Radio+Molina", form | {"dealer": "Radio Molina"} | different)
    assert answer.status_code == 303, answer.text
    await bench.idle(answer.headers["location"].removeprefix("/apply/"))
    await signed_in_agent(bench)
    return (await bench.client.get("/agent/applications?email=javier@new.example")).text


async def test_an_agent_sees_an_application_and_what_was_looked_for(bench: Bench) -> None:
    page = await applied(bench)
    assert 'data-fact="interest">travel insurance<' in page
    assert "<dd>Premium</dd>" in page
    assert "Radio Molina" in page
    (receipt,) = bench.outside.mails_from("applications")
    assert receipt["To"] == "javier@new.example"
    assert "Premium at €14.90" in receipt.get_body(("plain",)).get_content()


async def test_the_shop_that_sent_her_hears_of_it_and_no_shop_where_none_did(bench: Bench) -> None:
    await applied(bench, dealer="")
    assert list(bench.data.glob("dealers/referral-*")) == []
    await applied(bench)
    (file,) = bench.data.glob("dealers/referral-*")
    row = next(csv.DictReader(file.read_text(encoding="utf-8").splitlines()))
    assert (row["dealer"], row["family_name"], row["monthly_fee"]) == ("Radio Molina", "Muñoz", "14.90")
    for private in ("javier@new.example", "Calle Mayor"):
        assert private not in file.read_text(encoding="utf-8")


async def test_an_agent_who_is_not_told_sees_the_application_without_the_interest(bench: Bench) -> None:
    bench.bank.faults.for_all = FaultBoard(["agent-not-told-interest"]).for_all
    page = await applied(bench)
    assert "Muñoz" in page
    assert "travel insurance" not in page


async def test_a_half_filled_application_is_sent_to_nobody(bench: Bench) -> None:
    answer = await bench.submit("/apply", {"given_name": "Javier", "email": "javier"})
    assert answer.status_code == 422
    for field in ("family_name", "email", "phone", "street", "postcode", "country", "package", "password"):
        assert f'id="{field}-error"' in answer.text
    assert bench.outside.mails == []


async def ordered(bench: Bench, **enrolment: Any) -> str:
    number = await bench.enrol(**enrolment)
    await bench.sign_in(number)
    answer = await bench.submit("/orders/new", {"item": "Harbour Reader"})
    assert answer.headers["location"] == "/orders/received"
    await bench.ready(number)
    return number


async def app_orders(bench: Bench) -> dict[str, Any]:
    headers = {"authorization": f"Bearer {bench.token}"}
    body: dict[str, Any] = (await bench.client.get("/api/v1/me/orders", headers=headers)).json()
    return body


async def test_the_day_that_she_is_told_is_the_same_on_page_in_mail_and_in_the_app(bench: Bench) -> None:
    await ordered(bench)
    told = (await bench.client.get("/orders/received")).text
    assert 'data-told="delivery_date" data-value="2027-03-05">Friday, 5 March 2027<' in told
    assert 'data-value="2027-03-05"' in (await bench.client.get("/orders")).text
    (mail,) = bench.outside.mails_from("orders")
    assert "with you by Friday, 5 March 2027" in mail.get_body(("plain",)).get_content()
    assert (await app_orders(bench))["latest"]["delivery_date"] == "2027-03-05"


@pytest.mark.parametrize(
    ("ordered_on", "there_by"),
    [("2026-05-04", "2026-05-08"), ("2026-05-07", "2026-05-13"), ("2026-05-09", "2026-05-14")],
)
def test_four_business_days_lie_between_an_order_and_its_day(ordered_on: str, there_by: str) -> None:
    assert delivery_day(date.fromisoformat(ordered_on)) == date.fromisoformat(there_by)


async def test_a_parcel_leaves_in_time_and_to_the_home_she_has_then(bench: Bench) -> None:
    number = await ordered(bench)
    await bench.change("postal_address")
    await bench.advance(number, "2027-03-05T18:00:00+01:00")
    (file,) = bench.data.glob("labels/*")
    row = next(csv.DictReader(file.read_text(encoding="utf-8").splitlines()))
    assert [row[f"line{n}"] for n in (1, 2, 3)] == ["Rosenweg zur Alten Mühle 7b, Whg 21", "80331 München", "GERMANY"]
    assert row["printed_at"] == "2027-03-03T17:00:00+01:00"
    (guide,) = bench.outside.mails_from("welcome")
    assert guide["Date"].startswith("Thu, 04 Mar 2027 08:00")


async def test_a_warehouse_and_a_guide_that_are_late_come_two_months_after(bench: Bench) -> None:
    number = await ordered(bench, faults=["warehouse-behind", "guide-too-late"])
    await bench.advance(number, "2027-04-30T09:00:00+02:00")
    assert list(bench.data.glob("labels/*")) == []
    assert bench.outside.mails_from("welcome") == []
    await bench.advance(number, "2027-05-04T09:00:00+02:00")
    assert len(list(bench.data.glob("labels/*"))) == len(bench.outside.mails_from("welcome")) == 1


async def scanned(bench: Bench, number: str, status: str) -> int:
    answer = await bench.client.post(f"/carrier/parcels/{number}/scans", json={"status": status})
    await bench.ready(number)
    return answer.status_code


async def test_web_app_and_agent_know_at_once_what_the_carrier_scanned(bench: Bench) -> None:
    number = await ordered(bench)
    assert await scanned(bench, number, "out for delivery") == 201
    assert 'data-value="out for delivery"' in (await bench.client.get("/orders")).text
    assert (await app_orders(bench))["latest"]["parcel_status"] == "out for delivery"
    assert [path for path in bench.data.glob("carrier/*") if "out for delivery" in path.read_text(encoding="utf-8")]
    await signed_in_agent(bench)
    assert "out for delivery" in (await bench.client.get(f"/agent/customers/{number}")).text


async def test_tracking_that_is_behind_knows_the_next_morning(bench: Bench) -> None:
    number = await ordered(bench, faults=["tracking-behind"])
    await scanned(bench, number, "on its way")
    assert 'data-value="being packed"' in (await bench.client.get("/orders")).text
    assert (await app_orders(bench))["latest"]["parcel_status"] == "on its way"
    await bench.advance(number, "2027-03-02T09:00:00+01:00")
    assert 'data-value="on its way"' in (await bench.client.get("/orders")).text


async def test_a_scan_of_a_parcel_that_nobody_sent_is_refused(bench: Bench) -> None:
    number = await bench.enrol()
    assert await scanned(bench, number, "delivered") == 404
    await ordered(bench)
    assert await scanned(bench, number, "lost at sea") == 422


async def test_a_claim_reaches_page_receipt_agent_and_repair_shop(bench: Bench) -> None:
    number = await ordered(bench)
    reference = (await app_orders(bench))["latest"]["reference"]
    answer = await bench.submit(f"/orders/{reference}/claim", {"problem": "The keys stick."})
    assert answer.headers["location"] == "/orders"
    await bench.ready(number)
    assert 'data-fact="claim">The keys stick.<' in (await bench.client.get("/orders")).text
    (receipt,) = bench.outside.mails_from("repairs")
    assert "The keys stick." in receipt.get_body(("plain",)).get_content()
    (order,) = bench.data.glob("fixwell/*")
    assert "The keys stick." in order.read_text(encoding="utf-8")


async def test_a_repair_shop_that_is_never_told_has_no_work_order(bench: Bench) -> None:
    number = await ordered(bench, faults=["service-firm-never-told"])
    bench.bank.claim(number, "Harbour Reader", "The keys stick.")
    await bench.ready(number)
    assert list(bench.data.glob("fixwell/*")) == []
    assert len(bench.outside.mails_from("repairs")) == 1


async def test_nobody_claims_for_an_order_of_somebody_else(bench: Bench) -> None:
    await ordered(bench)
    reference = (await app_orders(bench))["latest"]["reference"]
    bench.client.cookies.clear()
    other = await bench.enrol()
    await bench.sign_in(other)
    answer = await bench.client.get(f"/orders/{reference}/claim")
    assert answer.headers["location"] == "/orders"


async def test_her_settings_hold_on_a_device_that_knows_nothing_of_her(bench: Bench) -> None:
    number = await bench.enrol()
    await bench.sign_in(number)
    wanted = {"text_size": "very large", "appearance": "dark", "start_page": "messages"}
    assert (await bench.submit("/preferences", wanted)).status_code == 303
    bench.client.cookies.clear()
    answer = await bench.client.get(f"/lab/customers/{number}/other-device")
    assert answer.headers["location"] == "/messages"
    page = (await bench.client.get("/messages")).text
    for fact, value in wanted.items():
        assert f'data-fact="{fact}" data-value="{value}"' in page
    await bench.ready(number)
    assert (await bench.me())["text_size"] == {"text": "very large"}
    assert bench.outside.mails == []


async def test_settings_that_stay_here_are_unknown_on_another_device(bench: Bench) -> None:
    number = await bench.enrol(faults=["settings-stay-here"])
    await bench.sign_in(number)
    await bench.submit("/preferences", {"text_size": "very large", "appearance": "dark", "start_page": "messages"})
    assert 'data-fact="text_size" data-value="very large"' in (await bench.client.get("/messages")).text
    bench.client.cookies.clear()
    answer = await bench.client.get(f"/lab/customers/{number}/other-device")
    assert answer.headers["location"] == "/details"
    assert 'data-fact="text_size" data-value="standard"' in (await bench.client.get("/details")).text


async def test_nobody_has_no_other_device(bench: Bench) -> None:
    assert (await bench.client.get("/lab/customers/1234567890/other-device")).status_code == 404


async def test_signing_in_leads_to_the_page_that_she_chose(bench: Bench) -> None:
    number = await bench.enrol(start_page="cards")
    answer = await bench.submit("/sign-in", {"customer_no": number, "password": MARIA["password"]})
    assert answer.headers["location"] == "/cards"


async def test_the_contract_bears_what_the_invoice_will(bench: Bench) -> None:
    number = await bench.enrol()
    await bench.change("package")
    await bench.advance(number, "2027-03-06T09:00:00+01:00")
    (contract,) = bench.data.glob("contracts/*")
    (invoice,) = bench.data.glob("invoices/*")
    for paper in (contract, invoice):
        assert "Account package Plus" in pdf_text(paper)
        assert "Monthly fee €9.90" in pdf_text(paper)


async def test_an_offer_is_written_shown_and_accepted(bench: Bench) -> None:
    number = await bench.enrol()
    await signed_in_agent(bench)
    page = (await bench.client.get(f"/agent/customers/{number}")).text
    assert '<option value="Basic"' not in page  # what she has already
    token = page.split('name="form_token" value="')[1].split('"')[0]
    await bench.client.post(f"/agent/customers/{number}/offer", data={"package": "Plus", "form_token": token})
    await bench.ready(number)
    (mail,) = bench.outside.mails_from("offers")
    assert "Plus at €9.90 a month" in mail.get_body(("plain",)).get_content()
    await bench.sign_in(number)
    assert "Accept the offer" in (await bench.client.get("/package")).text
    await bench.submit("/package", {"name": "Plus", "confirm": "yes"})
    assert "You have taken this offer." in (await bench.client.get("/package")).text


async def test_an_offer_that_is_not_passed_on_is_unknown_at_the_desk(bench: Bench) -> None:
    number = await bench.enrol(faults=["offer-not-passed-on"])
    plus = bench.bank.on_sale("Plus")
    assert plus is not None
    bench.bank.offer(number, plus)
    await bench.ready(number)
    assert len(bench.outside.mails_from("offers")) == 1
    assert bench.bank.contracts.sales.offer_to(number) is not None
    assert bench.bank.agent_desktop.sales.offer_to(number) is None


async def test_a_contract_drawn_up_too_soon_bears_the_package_from_before(bench: Bench) -> None:
    number = await bench.enrol(faults=["contract-before-commit"])
    await bench.change("package")
    await bench.advance(number, "2027-03-02T09:00:00+01:00")
    (contract,) = bench.data.glob("contracts/*")
    assert "Account package Basic" in pdf_text(contract)


async def test_an_offer_without_the_desks_form_is_none(bench: Bench) -> None:
    number = await bench.enrol()
    await signed_in_agent(bench)
    await bench.client.post(f"/agent/customers/{number}/offer", data={"package": "Plus", "form_token": "guessed"})
    await bench.ready(number)
    assert bench.outside.mails_from("offers") == []


async def test_two_contracts_are_printed_for_two_changes_and_none_for_none(bench: Bench) -> None:
    number = await bench.enrol()
    await bench.advance(number, "2027-03-04T09:00:00+01:00")
    assert list(bench.data.glob("contracts/*")) == []
    for package in ("Plus", "Premium"):
        await bench.change("package", {"name": package})
        await bench.ready(number)
        assert len(list(bench.data.glob("contracts/*"))) == (package == "Premium")
        await bench.advance(number, f"2027-03-0{5 if package == 'Plus' else 6}T09:00:00+01:00")
    assert len(list(bench.data.glob("contracts/*"))) == 2


async def test_a_birthday_card_goes_to_her_new_home_on_the_day(bench: Bench) -> None:
    number = await bench.enrol(**BORN_IN_MAY)
    await bench.change("postal_address")
    await bench.advance(number, "2027-05-09T06:00:00+02:00")
    assert list(bench.data.glob("greetings/*")) == []
    await bench.advance(number, "2027-05-09T08:00:00+02:00")
    (card,) = bench.data.glob("greetings/*")
    assert window_lines(card)[1].startswith(NEW_HOME["street"])
    assert "Happy birthday, Maria Gómez!" in pdf_text(card)


@pytest.mark.parametrize(
    ("told", "goes_to"), [("2027-04-01T09:00:00+02:00", NEW_HOME["street"]), ("2027-05-01T09:00:00+02:00", "Haupt")]
)
async def test_a_birthday_list_that_is_old_has_what_was_told_before_it_was_drawn(
    bench: Bench, told: str, goes_to: str
) -> None:
    number = await bench.enrol(birth_date="1988-05-09", faults=["birthday-list-old"])
    await bench.advance(number, told)
    await bench.change("postal_address")
    await bench.advance(number, "2027-05-09T08:00:00+02:00")
    (card,) = bench.data.glob("greetings/*")
    assert window_lines(card)[1].startswith(goes_to)


def test_who_was_born_on_a_leap_day_has_a_birthday_every_year() -> None:
    assert birthday_in(2027, date(1988, 2, 29)) == date(2027, 3, 1)
    assert birthday_in(2028, date(1988, 2, 29)) == date(2028, 2, 29)
