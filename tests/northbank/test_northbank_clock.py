"""One clock per customer: forward only, jobs in order, and a ready signal that can be believed."""

from datetime import timedelta

import pytest
from northbank_bench import Bench

pytestmark = pytest.mark.anyio


async def test_a_clock_never_goes_back(bench: Bench) -> None:
    number = await bench.enrol()
    answer = await bench.client.post(f"/lab/customers/{number}/clock", json={"advance_to": "2027-02-28T09:00:00+01:00"})
    assert answer.status_code == 409
    assert "only goes forward" in answer.json()["error"]


async def test_one_customers_time_leaves_the_others_alone(bench: Bench) -> None:
    one = await bench.enrol()
    other = await bench.enrol()
    await bench.advance(one, "2027-04-12T09:00:00+01:00")
    assert (await bench.ready(other)).isoformat().startswith("2027-03-01T09:00")
    assert list(bench.data.glob(f"partner/*{other}*")) == []


async def test_she_is_not_ready_while_a_system_has_not_heard(bench: Bench) -> None:
    number = await bench.enrol()
    await bench.client.post("/lab/systems/partner-feed/stop")
    await bench.change("postal_address")
    answer = (await bench.client.get(f"/lab/customers/{number}/clock?wait_ready_s=0.2")).json()
    assert answer["status"] == "advancing"
    await bench.client.post("/lab/systems/partner-feed/start")
    await bench.ready(number)
    assert bench.stored("partner-feed", number)["city"] == "München"


async def test_an_advance_waits_for_the_queue_before_the_first_night(bench: Bench) -> None:
    number = await bench.enrol()
    await bench.client.post("/lab/systems/card-system/stop")
    await bench.change("postal_address")
    await bench.client.post(f"/lab/customers/{number}/clock", json={"advance_to": "2027-03-16T09:00:00+01:00"})
    assert list(bench.data.glob("cards/*")) == []
    await bench.client.post("/lab/systems/card-system/start")
    await bench.ready(number)
    assert bench.window("card-letters/*.pdf")[2] == "80331 München"


async def test_work_is_stamped_with_the_time_at_which_it_was_due(bench: Bench) -> None:
    number = await bench.enrol()
    await bench.advance(number, "2027-04-12T09:00:00+01:00")
    occurred = [mail["X-Northbank-Occurred"] for mail in bench.outside.mails_from("invoices")]
    assert occurred == ["2027-03-05T06:00:00+01:00", "2027-04-05T06:00:00+01:00"]


async def test_each_file_of_the_night_appears_once(bench: Bench) -> None:
    number = await bench.enrol()
    await bench.advance(number, "2027-03-20T09:00:00+01:00")
    await bench.advance(number, "2027-04-20T09:00:00+01:00")
    assert len(list(bench.data.glob("card-letters/*.pdf"))) == 1
    assert list(bench.data.glob("being-written/*")) == []


async def test_a_clock_of_nobody_is_not_found(bench: Bench) -> None:
    assert (await bench.client.get("/lab/customers/0000000000/clock")).status_code == 404


async def test_an_enrolment_with_mistakes_names_each_field(bench: Bench) -> None:
    answer = await bench.client.post("/lab/customers", json={"given_name": "Maria", "clock": "soon", "plan": "x"})
    assert answer.status_code == 422
    assert {"family_name", "clock", "plan", "password", "address", "email"} & set(answer.json()["errors"]) >= {
        "family_name",
        "clock",
        "plan",
        "password",
        "email",
    }


async def test_a_night_that_real_time_reaches_is_run_before_she_is_ready(bench: Bench) -> None:
    number = await bench.enrol()
    night_over = bench.bank.clocks.now(number).replace(hour=2, minute=1) + timedelta(days=1)
    bench.bank.clocks.reach(number, night_over)  # as the passing of real time would
    assert (await bench.client.get(f"/lab/customers/{number}/clock")).json()["status"] == "advancing"
    await bench.ready(number)
    assert len(list(bench.data.glob("partner/feed-20270302-*.txt"))) == 1
