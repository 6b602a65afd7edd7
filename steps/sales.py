"""How people look at accounts, order, follow a parcel, claim, and set up their pages at Northbank."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import httpx
from pydantic import BaseModel
from steps.northbank import FIRST_DAY, answered, connection, faults_for, the_office, there

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
    by="person",
)
async def change_the_fee(act: Act) -> None:
    """Somebody at the product desk sets another fee, in a browser of the bank's own."""
    async with the_office(act) as desk:
        await desk.goto(f"{act.addresses['web']}/agent/products/{act.customer.service_id}")
        await desk.locator("[name=monthly_fee]").fill(act.new["monthly_fee"])
        await desk.locator("main form[method=post] button[type=submit]").press("Enter")
        await answered(desk)


choice(
    "item",
    {
        "Harbour Reader": {"text": "Harbour Reader"},
        "Harbour Terminal": {"text": "Harbour Terminal"},
    },
)
choice(
    "scan",
    {
        "on its way": {"text": "on its way"},
        "out for delivery": {"text": "out for delivery"},
        "delivered": {"text": "delivered"},
    },
)


@flow(
    "{customer} orders the {item}",
    changes="order",
    learns="delivery_date",
    new=lambda item: item,
)
async def order(act: Act) -> None:
    """She orders in self-service, and is told by when it is with her."""
    page = act.page
    await page.goto(f"{act.addresses['web']}/orders/new")
    await page.locator(f"[name=item][value='{act.new['text']}']").press("Space")
    await page.locator("main button[type=submit]").press("Enter")
    await answered(act.page)
    day = await page.locator("[data-told=delivery_date]").get_attribute("data-value")
    act.learn("delivery_date", {"date": day or ""})


@flow(
    "{customer} has a parcel that the carrier scans as {scan}",
    changes="parcel_status",
    new=lambda scan: scan,
    channel="partner",
    by="person",
)
async def scan_the_parcel(act: Act) -> None:
    """The carrier's people scan it with a handheld; she does nothing, and wants to know."""
    async with connection(act.addresses) as carrier:
        answer = await carrier.post(
            f"/carrier/parcels/{act.customer.service_id}/scans",
            json={"status": act.new["text"]},
            headers=dict(act.headers),
        )
    if answer.is_server_error:
        raise Unanswered(f"the bank answered the carrier with {answer.status_code}")
    if answer.is_error:
        raise Refused(answer.text)


@flow("{customer} says what is wrong with what {possessive} last parcel brought", changes="claim", contact=True)
async def claim(act: Act) -> None:
    """It does not work, and she says so where she bought it."""
    page = act.page
    await page.goto(f"{act.addresses['web']}/orders")
    await page.locator("[data-order] a").first.press("Enter")
    await page.locator("[name=problem]").fill(act.new["text"])
    await page.locator("main button[type=submit]").press("Enter")
    await answered(act.page)


choice(
    "text_size", {"standard": {"text": "standard"}, "large": {"text": "large"}, "very large": {"text": "very large"}}
)
choice(
    "look",
    {"as on my device": {"text": "as on my device"}, "light": {"text": "light"}, "dark": {"text": "dark"}},
)
choice(
    "start",
    {
        "details": {"text": "my details"},
        "cards": {"text": "cards"},
        "orders": {"text": "orders"},
        "messages": {"text": "messages"},
    },
)


@flow(
    "{customer} wants the letters on {possessive} pages to be {text_size}",
    changes="text_size",
    new=lambda _, size: size,
)
async def choose_text_size(act: Act) -> None:
    """She would rather not put her glasses on."""
    await set_up(act, "text_size")


@flow("{customer} wants {possessive} pages to be {look}", changes="appearance", new=lambda _, look: look)
async def choose_appearance(act: Act) -> None:
    """Bright screens tire her eyes."""
    await set_up(act, "appearance")


@flow("{customer} wants to begin with {possessive} {start}", changes="start_page", new=lambda _, start: start)
async def choose_start_page(act: Act) -> None:
    """She always looks at the same thing first."""
    await set_up(act, "start_page")


async def set_up(act: Act, name: str) -> None:
    """Choose one of the settings and save them."""
    await act.page.goto(f"{act.addresses['web']}/preferences")
    await act.page.locator(f"[name={name}][value='{act.new['text']}']").press("Space")
    await act.page.locator("main button[type=submit]").press("Enter")
    await answered(act.page)


@viewer("another device")
async def take_another_device(page, customer, addresses) -> None:
    """Nothing is done beforehand: the page that is looked at signs in afresh, each time."""


@flow(
    "{customer} is offered the {package} package",
    changes="offer",
    new=lambda package: package,
    channel="agent",
    by="person",
)
async def make_an_offer(act: Act) -> None:
    """An agent who knows what the customer needs makes an offer, in a browser of the bank's own."""
    async with the_office(act) as desk:
        await desk.goto(f"{act.addresses['web']}/agent/customers/{act.customer.service_id}")
        await desk.locator("[name=package]").select_option(act.new["name"])
        await desk.locator("main button[type=submit]").press("Enter")
        await answered(desk)


@flow("{customer} accepts the offer of the {package} package", changes="package", new=lambda package: package)
async def accept_the_offer(act: Act) -> None:
    """The page shows the offer with its fee; one button says yes to it, another that it is meant."""
    page = act.page
    await page.goto(f"{act.addresses['web']}/package")
    accept = f"[data-fact=offer] ~ form button[value={act.new['name']}]"
    await there(page, accept, told=False)
    await page.locator(accept).press("Enter")
    await page.locator("[name=confirm]").wait_for(state="attached")
    await page.locator("main button[type=submit]").press("Enter")
    await answered(act.page)
