"""One fee everywhere: what the product desk sets, every channel shows, and whoever chooses pays."""

import re
from pathlib import Path
from typing import Any

import pytest
from newcomer_bench import FATMA
from northbank_bench import Bench, pdf_text
from sqlalchemy import create_engine, text

from tellonce.project import load_project

pytestmark = pytest.mark.anyio

BLUEPRINT = load_project(Path(__file__).parents[2]).blueprint
CHANGED = "The fee has changed since it was shown. Look at the new one, and choose again."


async def on_sale(bench: Bench, **different: Any) -> str:
    body = {"name": "Tide", "monthly_fee": "6.90", "benefit": "For shops.", "clock": "2027-03-01T09:00:00+01:00"}
    answer = await bench.client.post("/lab/products", json=body | different)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["product_no"])


async def change_fee(bench: Bench, number: str, fee: str) -> int:
    await bench.submit("/agent/sign-in", {"user": "agent", "password": "desk"})
    status = (await bench.submit(f"/agent/products/{number}", {"monthly_fee": fee})).status_code
    await bench.idle(number)
    return status


async def fees(bench: Bench, number: str) -> dict[str, bool]:
    """Channel -> whether it says €8.90, and no longer €6.90."""
    sheets = [path.read_text(encoding="utf-8") for path in sorted(bench.data.glob("dealers/prices-*"), key=mtime)]
    said = {
        "page": (await bench.client.get(f"/products/{number}")).text,
        "search": (await bench.client.get(f"/search?q=tide+{number}")).text,
        "app": (await bench.client.get(f"/api/v1/products?no={number}")).text,
        "agent": (await bench.client.get(f"/agent/products/{number}")).text,
        "dealer": [sheet for sheet in sheets if number in sheet][-1],
    }
    return {channel: "8.90" in text and "6.90" not in text for channel, text in said.items()}


def mtime(path: Any) -> float:
    return float(path.stat().st_mtime_ns)


async def test_a_fee_that_is_changed_at_the_desk_is_the_same_in_every_channel(bench: Bench) -> None:
    number = await on_sale(bench)
    await bench.sign_in_agent()
    assert not any((await fees(bench, number)).values())
    assert await change_fee(bench, number, "8.90") == 303
    assert await fees(bench, number) == dict.fromkeys(("page", "search", "app", "agent", "dealer"), True)


async def test_a_search_index_that_is_behind_keeps_the_first_fee_of_its_own_product_only(bench: Bench) -> None:
    behind, healthy = await on_sale(bench, faults=["search-index-behind"]), await on_sale(bench)
    for number in (behind, healthy):
        await change_fee(bench, number, "8.90")
    wrong = [channel for channel, right in (await fees(bench, behind)).items() if not right]
    assert wrong == ["search"]
    assert all((await fees(bench, healthy)).values())


async def test_a_fee_that_is_none_changes_nothing_and_says_so(bench: Bench) -> None:
    number = await on_sale(bench)
    await bench.sign_in_agent()
    answer = await bench.submit(f"/agent/products/{number}", {"monthly_fee": "a lot"})
    assert answer.status_code == 422
    assert "Enter a fee such as 7.90." in answer.text
    assert "6.90" in (await bench.client.get(f"/products/{number}")).text


async def test_nobody_but_an_agent_changes_a_fee(bench: Bench) -> None:
    number = await on_sale(bench)
    answer = await bench.client.post(f"/agent/products/{number}", data={"monthly_fee": "0.10"})
    assert answer.headers["location"] == "/agent/sign-in"


async def test_the_search_finds_what_every_word_fits_and_nothing_for_no_words(bench: Bench) -> None:
    await bench.ready_shop()
    assert 'data-product="premium"' in (await bench.client.get("/search?q=travel+INSURANCE")).text
    assert "data-product" not in (await bench.client.get("/search?q=travel+hamster")).text
    assert "data-product" not in (await bench.client.get("/search?q=")).text


def seen_into(bench: Bench, number: str) -> dict[str, str]:
    """System -> the fee of a product that the blueprint's look into it finds."""
    found = {}
    for key, system in BLUEPRINT.systems.items():
        for block in (block for block in system.observe if "product" in block["read"]):
            store = block["url"].removeprefix("{stores:").removesuffix("}")
            engine = create_engine(f"sqlite:///{bench.data / 'stores' / store}.sqlite")
            with engine.connect() as connection:
                row = connection.execute(text(block["query"]), {"customer": number}).mappings().one()
            engine.dispose()
            assert row[block["read"]["product"]["name"]] == "Tide"
            found[key] = row[block["read"]["product"]["monthly_fee"]]
    return found


async def test_a_look_into_each_system_tells_which_of_them_is_behind(bench: Bench) -> None:
    number = await on_sale(bench, faults=["search-index-behind", "application-form-behind"])
    await change_fee(bench, number, "8.90")
    fees_seen = seen_into(bench, number)
    assert {system for system, fee in fees_seen.items() if fee == "6.90"} == {"site-search", "application-form"}
    feeding = {touchpoint.fed_by for touchpoint in BLUEPRINT.touchpoints.values() if "product" in touchpoint.fact_keys}
    assert set(fees_seen) == {"product-desk", *feeding}


# choosing what is on sale ----------------------------------------------------------------------------------------


async def customer(bench: Bench, **enrolment: Any) -> str:
    """Maria, signed in at a bank whose packages are on sale everywhere."""
    await bench.ready_shop()
    number = await bench.enrol(**enrolment)
    await bench.sign_in(number)
    return number


async def opened(bench: Bench, path: str, form: str = "") -> dict[str, str]:
    """What a form on a page sends without anybody filling in anything. form: its action."""
    page = (await bench.client.get(path)).text
    sent = page[page.index(f'action="{form or path}"') :].partition("</form>")[0]
    return dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', sent))


async def text_of(bench: Bench, path: str) -> str:
    return re.sub(r"<[^>]+>", "", (await bench.client.get(path)).text)


@pytest.mark.parametrize("place", ["/", "/products", "/apply", "/package", "/agent/customers/{number}"])
async def test_a_package_costs_the_same_wherever_it_can_be_chosen(bench: Bench, place: str) -> None:
    number = await customer(bench)
    assert await change_fee(bench, "plus", "10.90") == 303
    page = await text_of(bench, place.format(number=number))
    assert "€10.90" in page
    assert "9.90" not in page


async def test_whoever_chooses_pays_what_is_on_sale_then_and_is_told_so_before(bench: Bench) -> None:
    number = await customer(bench)
    await change_fee(bench, "plus", "10.90")
    told = await bench.client.post("/package", data=await opened(bench, "/package") | {"name": "Plus"})
    assert "From your next invoice on you pay €10.90 a month." in told.text
    await bench.submit("/package", {"name": "Plus", "fee-Plus": "10.90", "confirm": "yes"})
    await bench.advance(number, "2027-03-06T09:00:00+01:00")
    for paper in (*bench.data.glob("contracts/*"), *bench.data.glob("invoices/*")):
        assert "Monthly fee €10.90" in pdf_text(paper)
    assert len(list(bench.data.glob("contracts/*"))) == 1


async def test_what_she_agreed_to_holds_until_she_chooses_again(bench: Bench) -> None:
    number = await customer(bench, package="Plus")
    await change_fee(bench, "plus", "10.90")
    assert "Plus, €9.90 a month" in await text_of(bench, "/details")
    page = await text_of(bench, "/package")
    assert "Your package now: Plus, €9.90 a month" in page
    assert "It holds until you choose again; whoever chooses Plus now pays €10.90 a month." in page
    await bench.advance(number, "2027-03-06T09:00:00+01:00")
    (invoice,) = bench.data.glob("invoices/*")
    assert "Monthly fee €9.90" in pdf_text(invoice)
    await bench.submit("/package", {"name": "Plus", "fee-Plus": "10.90", "confirm": "yes"})
    page = await text_of(bench, "/package")
    assert "Your package now: Plus, €10.90 a month" in page
    assert "It holds until you choose again" not in page


# a fee that has changed since it was shown -----------------------------------------------------------------------


@pytest.mark.parametrize("confirmed", [{}, {"confirm": "yes"}])
async def test_a_package_at_a_fee_of_before_is_refused_with_the_new_one(
    bench: Bench, confirmed: dict[str, str]
) -> None:
    number = await customer(bench)
    form = await opened(bench, "/package") | {"name": "Plus"} | confirmed
    await change_fee(bench, "plus", "10.90")
    answer = await bench.client.post("/package", data=form)
    assert answer.status_code == 422
    assert CHANGED in answer.text
    page = " ".join(re.sub(r"<[^>]+>", "", answer.text).split())
    assert "Plus, €10.90 a month (until now €9.90)" in page
    assert bench.stored("customer-master", number)["package"] == "Basic"


async def test_an_application_at_a_fee_of_before_is_refused_and_sent_once_she_has_seen_the_new_one(
    bench: Bench,
) -> None:
    number = await on_sale(bench)
    form = await opened(bench, f"/apply?package={number}", "/apply") | FATMA | {"package": number}
    await change_fee(bench, number, "8.90")
    answer = await bench.client.post("/apply", data=form)
    assert (answer.status_code, CHANGED in answer.text) == (422, True)
    assert f'name="fee-{number}" value="8.90"' in answer.text
    assert bench.outside.mails_from("applications") == []
    assert (await bench.client.post("/apply", data=form | {f"fee-{number}": "8.90"})).status_code == 303


async def test_an_agent_who_saw_a_fee_of_before_makes_no_offer_at_it(bench: Bench) -> None:
    await bench.ready_shop()
    number = await bench.enrol()
    await bench.sign_in_agent()
    offer = f"/agent/customers/{number}/offer"
    form = await opened(bench, f"/agent/customers/{number}", offer) | {"package": "Plus"}
    await change_fee(bench, "plus", "10.90")
    form |= {"form_token": (await opened(bench, f"/agent/customers/{number}", offer))["form_token"]}
    answer = await bench.client.post(offer, data=form)
    assert answer.status_code == 422
    assert "The fee of Plus has changed: it is €10.90 a month now." in answer.text
    await bench.ready(number)
    assert bench.outside.mails_from("offers") == []


async def test_an_offer_whose_fee_has_changed_since_is_shown_beside_the_new_one_and_not_accepted(bench: Bench) -> None:
    number, tide = await customer(bench), await on_sale(bench)
    product = bench.bank.on_sale(tide)
    assert product is not None
    bench.bank.offer(number, product)
    await bench.ready(number)
    form = await opened(bench, "/package") | {"name": tide}
    assert form[f"fee-{tide}"] == "6.90"
    await change_fee(bench, tide, "8.90")
    page = await text_of(bench, "/package")
    for said in ("Tide, €6.90 a month", "This fee is not on sale any more.", "Tide, €8.90 a month"):
        assert said in page
    assert "Accept the offer" not in page
    assert (await bench.client.post("/package", data=form)).status_code == 422
    assert bench.stored("customer-master", number)["package"] == "Basic"


async def test_the_app_is_told_what_is_on_sale_when_it_names_another_fee(bench: Bench) -> None:
    await customer(bench)
    await change_fee(bench, "plus", "10.90")
    headers = {"authorization": f"Bearer {bench.token}"}
    body = {"name": "Plus", "monthly_fee": "9.90"}
    answer = await bench.client.put("/api/v1/me/package", json=body, headers=headers)
    told = {"errors": {"monthly_fee": CHANGED}, "on_sale": {"name": "Plus", "monthly_fee": "10.90"}}
    assert (answer.status_code, answer.json()) == (422, told)
    assert (await bench.me())["package"] == {"name": "Basic", "monthly_fee": "4.90"}


async def test_what_the_product_desk_says_counts_even_where_a_copy_is_behind(bench: Bench) -> None:
    await customer(bench)
    await bench.client.post("/lab/systems/catalogue/stop")
    await bench.submit("/agent/sign-in", {"user": "agent", "password": "desk"})
    await bench.submit("/agent/products/plus", {"monthly_fee": "10.90"})
    form = await opened(bench, "/package") | {"name": "Plus"}
    assert form["fee-Plus"] == "9.90"
    answer = await bench.client.post("/package", data=form)
    assert (answer.status_code, 'name="fee-Plus" value="10.90"' in answer.text) == (422, True)
    await bench.client.post("/lab/systems/catalogue/start")


# products of one shopper -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("list_", ["/", "/products", "/apply", "/package", "/agent/customers/{number}"])
async def test_a_product_that_nobody_asked_for_is_in_no_list(bench: Bench, list_: str) -> None:
    await on_sale(bench)
    number = await customer(bench)
    await bench.sign_in_agent()
    assert "Tide" not in (await bench.client.get(list_.format(number=number))).text


async def test_a_product_that_is_asked_for_can_be_applied_for_at_its_fee(bench: Bench) -> None:
    number = await on_sale(bench)
    page = (await bench.client.get(f"/products/{number}")).text
    assert f'href="/apply?package={number}"' in page
    assert "Tide, €6.90 a month" in await text_of(bench, f"/apply?package={number}")
    form = await opened(bench, f"/apply?package={number}", "/apply") | FATMA | {"package": number}
    answer = await bench.client.post("/apply", data=form)
    assert "You will pay €6.90 a month." in await text_of(bench, answer.headers["location"])
    await bench.idle(answer.headers["location"].removeprefix("/apply/"))
    (receipt,) = bench.outside.mails_from("applications")
    assert "Tide at €6.90" in receipt.get_body(("plain",)).get_content()
    bench.client.cookies.clear()
    assert "You will pay" not in await text_of(bench, answer.headers["location"])


async def test_a_product_that_is_asked_for_can_be_offered_and_taken(bench: Bench) -> None:
    product, number = await on_sale(bench), await customer(bench)
    await bench.sign_in_agent()
    desk, offer = f"/agent/customers/{number}?package={product}", f"/agent/customers/{number}/offer"
    assert f'<option value="{product}" selected>Tide, €6.90</option>' in (await bench.client.get(desk)).text
    await bench.client.post(offer, data=await opened(bench, desk, offer) | {"package": product})
    await bench.ready(number)
    (mail,) = bench.outside.mails_from("offers")
    assert "Tide at €6.90 a month" in mail.get_body(("plain",)).get_content()
    form = await opened(bench, "/package") | {"name": product}
    assert form[f"fee-{product}"] == "6.90"
    assert "Change to Tide?" in (await bench.client.post("/package", data=form)).text
    await bench.client.post("/package", data=form | {"confirm": "yes"})
    assert "You have taken this offer." in await text_of(bench, "/package")
    assert bench.stored("customer-master", number)["package"] == "Tide"


@pytest.mark.parametrize("asked", ["Nothing", "plus", "%00", "x" * 300])
async def test_whatever_is_asked_for_the_form_opens(bench: Bench, asked: str) -> None:
    await bench.ready_shop()
    page = (await bench.client.get(f"/apply?package={asked}")).text
    assert page.count('type="radio"') == 3
    assert ('value="Plus" checked' in page) == (asked == "plus")


async def test_an_application_form_that_is_behind_keeps_the_first_fee_and_takes_nobody_at_it(bench: Bench) -> None:
    behind, healthy = await on_sale(bench, faults=["application-form-behind"]), await on_sale(bench)
    for number in (behind, healthy):
        await change_fee(bench, number, "8.90")
    assert "Tide, €8.90" in await text_of(bench, f"/apply?package={healthy}")
    assert "Tide, €6.90" in await text_of(bench, f"/apply?package={behind}")
    assert all((await fees(bench, behind)).values())
    form = await opened(bench, f"/apply?package={behind}", "/apply") | FATMA | {"package": behind}
    assert (await bench.client.post("/apply", data=form)).status_code == 422
