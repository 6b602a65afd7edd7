"""How people look at accounts, apply for one, order, follow a parcel, claim, and set up their pages at Northbank."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import httpx
from pydantic import BaseModel
from steps.northbank import FIRST_DAY, answered, connection, faults_for, sign_in_at_the_desk

from tellonce import Act, Draft, Enrolled, Refused, Unanswered, choice, enrolment, flow, viewer

choice(
    "new_fee",
    {
        "EUR 6.90": {"name": "Tide", "monthly_fee": "6.90"},
        "EUR 8.90": {"name": "Tide", "monthly_fee": "8.90"},
        "EUR 5.40": {"name": "Tide", "monthly_fee": "5.40"},
    },
    of="product",
)


class NothingElse(BaseModel):
    """A shopper brings no settings of her own."""


@enrolment("shopper", service=NothingElse)
async def put_an_account_on_sale(draft: Draft, addresses: dict[str, str]) -> Enrolled:
    """The bank sells an account at which nobody else looks. The bank's name for it stands for her: she has no other."""
    offer = draft.values["product"]
    begins = FIRST_DAY.replace(tzinfo=ZoneInfo(draft.persona.time_zone))
    body = {
        **offer,
        "benefit": "An account that moves with your business.",
        "clock": begins.isoformat(),
        "faults": faults_for(draft.tags),
    }
    async with connection(addresses) as bank:
        answer = await bank.post("/lab/products", json=body)
    if answer.status_code != httpx.codes.CREATED:
        raise Refused(f"the bank put nothing on sale: {answer.status_code} {answer.text[:500]}")
    return Enrolled(service_id=answer.json()["product_no"])


@flow(
    "{customer} is looking at an account whose fee the bank changes to {new_fee}",
    changes="product",
    new=lambda new_fee: new_fee,
)
async def change_the_fee(act: Act) -> None:
    """Somebody at the product desk sets another fee, in a browser of the bank's own."""
    browser = act.page.context.browser
    office = await browser.new_context(extra_http_headers=dict(act.headers))
    try:
        desk = await office.new_page()
        await sign_in_at_the_desk(desk, act.customer, act.addresses)
        await desk.goto(f"{act.addresses['web']}/agent/products/{act.customer.service_id}")
        await desk.locator("[name=monthly_fee]").fill(act.new["monthly_fee"])
        await desk.locator("main button[type=submit]").press("Enter")
        await answered(Act(page=desk, customer=act.customer, news=act.news, addresses=act.addresses))
    finally:
        await office.close()
