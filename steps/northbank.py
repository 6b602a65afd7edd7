"""How Northbank's customers do things: what a service designer's sentences do in the browser.

Nothing here judges. A flow ends when the bank has answered; who has heard of it by then is Tellonce's business.
Buttons are pressed and not clicked, so that the flows serve personas who have no pointer.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any
from zlib import crc32
from zoneinfo import ZoneInfo

import httpx
from playwright.async_api import Page
from playwright.async_api import TimeoutError as NothingCame
from pydantic import BaseModel, Field

from tellonce import Act, Draft, Enrolled, Refused, Unanswered, choice, enrolment, flow, viewer

LOOKS = 8
EARLIER_ADDRESSES = "earlier addresses"
"""What of a persona's history the enrolment brings about: so many addresses before her own."""
FIRST_DAY = datetime(2026, 5, 4, 9, 30)  # A Monday, far from month ends and clock changes.


choice(
    "language",
    {
        "English": {"code": "en"},
        "German": {"code": "de"},
        "French": {"code": "fr"},
        "Spanish": {"code": "es"},
        "Polish": {"code": "pl"},
        "Finnish": {"code": "fi"},
    },
    of="language",
)
choice(
    "package",
    {
        "Basic": {"name": "Basic", "monthly_fee": "4.90"},
        "Plus": {"name": "Plus", "monthly_fee": "9.90"},
        "Premium": {"name": "Premium", "monthly_fee": "14.90"},
    },
    of="package",
)


class Wishes(BaseModel):
    """What a persona's `service` says: in how many days things happen to her, and what lies behind her."""

    renewal_in_days: int = Field(ge=1)
    billing_in_days: int = Field(ge=1)
    newsletter_in_days: int = Field(ge=1)
    birthday_in_days: int = Field(default=200, ge=1, le=360)
    born: int | None = Field(default=None, ge=1900, le=2020)
    mortgage_letter_in_days: int = Field(default=14, ge=1)
    savings_letter_in_days: int = Field(default=14, ge=1)
    statement_in_days: int = Field(default=8, ge=1)
    branch_release_in_days: int = Field(default=2, ge=1)


def connection(addresses: dict[str, str]) -> httpx.AsyncClient:
    """Northbank's interfaces. Certificates are only loaded where there are any to check: it takes a while."""
    return httpx.AsyncClient(base_url=addresses["web"], timeout=20, verify=addresses["web"].startswith("https:"))


@enrolment("customer", service=Wishes)
@enrolment("regular", service=Wishes)
async def open_account(draft: Draft, addresses: dict[str, str]) -> Enrolled:
    """A customer with an account, a card that is about to be renewed, and an invoice in sight."""
    values, wishes = draft.values, draft.service
    begins = FIRST_DAY.replace(tzinfo=ZoneInfo(draft.persona.time_zone))
    password = secrets.token_urlsafe(12)
    application = {
        **values["postal_address"],
        **values["person_name"],
        "email": values["email"]["address"],
        "phone": values["phone"]["number"],
        "language": values["language"]["code"],
        "marketing_consent": values["marketing_consent"]["granted"],
        "package": values["package"]["name"],
        **({"travel_cover": values["travel_cover"]["name"]} if "travel_cover" in values else {}),
        "password": password,
        "clock": begins.isoformat(),
        "birth_date": birth_date(begins, wishes, values["email"]["address"]),
        **{name: values[name]["text"] for name in ("text_size", "appearance", "start_page") if name in values},
        "renewal_due": (begins + timedelta(days=wishes["renewal_in_days"])).date().isoformat(),
        **{
            f"{what}_on": (begins + timedelta(days=wishes[f"{what}_in_days"])).date().isoformat()
            for what in ("mortgage_letter", "savings_letter", "statement", "branch_release")
        },
        "billing_day": (begins + timedelta(days=wishes["billing_in_days"])).day,
        "newsletter_day": (begins + timedelta(days=wishes["newsletter_in_days"])).day,
        "faults": faults_for(draft.tags),
        "earlier_phone": _given_up(values["phone"]["number"]),
        "joint_with": draft.partner.service_id if draft.partner else None,
        "earlier_addresses": [
            {"street": f"Vanha katu {n}", "house_number": str(n), "postcode": f"0010{n}", "city": "Helsinki"}
            for n in range(1, int(draft.history.get(EARLIER_ADDRESSES, 0)) + 1)
        ],
    }
    async with connection(addresses) as bank:
        answer = await bank.post("/lab/customers", json=application)
    if answer.status_code != httpx.codes.CREATED:
        raise Refused(f"the bank took no new customer: {answer.status_code} {answer.text[:500]}")
    account = answer.json()
    return Enrolled(
        service_id=account["customer_no"],
        secrets={"password": password, "api_token": account["api_token"]},
        lived=[what for what in draft.history if what == EARLIER_ADDRESSES],
    )


def birth_date(begins: datetime, wishes: Mapping[str, Any], whose: str) -> str:
    """The day is as her file wishes. So is the year, or made up: customers of one name are rarely of one age."""
    year = wishes["born"] or 1945 + crc32(whose.encode()) % 60
    # Never 29 February: no birthday so soon after the first day falls on one.
    return (begins + timedelta(days=wishes["birthday_in_days"])).date().replace(year=year).isoformat()


def _given_up(number: str) -> str:
    """A number that she had before, made up like hers; the telephone company gives such numbers to somebody else."""
    while (other := f"{number[:-6]}{secrets.randbelow(10**6):06}") == number:
        pass
    return other


def faults_for(tags: Iterable[str]) -> list[str]:
    """Her faults: those of the whole run, and those that tags of her scenario name (@fault.encoding).

    Switched on for her alone, so a Northbank that was up already has them too.
    """
    asked = [name for name in os.environ.get("NORTHBANK_FAULTS", "").split(",") if name]
    return list(dict.fromkeys([*asked, *(tag.removeprefix("fault.") for tag in tags if tag.startswith("fault."))]))


@viewer("customer")
async def sign_in(page, customer, addresses) -> None:
    """She signs in to self-service; somebody who only looks around has no password."""
    if "password" not in customer.secrets:
        return
    await sign_in_with(page, addresses["web"], customer.service_id, customer.secrets["password"])


async def sign_in_with(page: Page, web: str, number: str, password: str) -> None:
    """The form that opens self-service, filled in."""
    await page.goto(f"{web}/sign-in")
    await page.locator("[name=customer_no]").fill(number)
    await page.locator("[name=password]").fill(password)
    await page.locator("[name=password]").press("Enter")
    await page.wait_for_url(lambda url: not url.endswith("/sign-in"))


@viewer("agent")
async def sign_in_at_the_desk(page, customer, addresses) -> None:
    """An agent of customer service starts the shift."""
    await page.goto(f"{addresses['web']}/agent/sign-in")
    await page.locator("[name=user]").fill("agent")
    await page.locator("[name=password]").fill(os.environ.get("NORTHBANK_AGENT_PASSWORD", "desk"))
    await page.locator("[name=password]").press("Enter")
    await page.wait_for_url(lambda url: not url.endswith("/sign-in"))


@asynccontextmanager
async def the_office(act: Act) -> AsyncIterator[Page]:
    """A browser of the bank's own, with an agent signed in; what is done there is traced as part of this change."""
    office = await act.page.context.browser.new_context(extra_http_headers=dict(act.headers))
    try:
        desk = await office.new_page()
        await sign_in_at_the_desk(desk, act.customer, act.addresses)
        yield desk
    finally:
        await office.close()


async def save(act: Act, form: str, **fields: str) -> None:
    """Fill in one of the forms behind "My details" and wait for the bank's answer."""
    page = act.page
    await page.goto(f"{act.addresses['web']}/details/{form}")
    await fill_in(page, fields)
    await page.locator("main button[type=submit]").press("Enter")
    await answered(act.page)


async def fill_in(page: Page, fields: Mapping[str, str]) -> None:
    """Fill in a form: field name -> what is written there, or what is chosen."""
    for name, text in fields.items():
        field = page.locator(f"[name={name}]").first
        if await field.get_attribute("type") == "radio":
            await page.locator(f"[name={name}][value={text}]").press("Space")
        elif await page.locator(f"select[name={name}]").count():
            await field.select_option(text)
        else:
            await field.fill(text)


async def there(page: Page, css: str, *, told: bool = True) -> None:
    """Something that is on its way between the bank's systems: the page is looked at again until it shows it.

    told: whether she has told the bank by then; as long as she has not, she is stuck, and nothing is unanswered.
    """
    for _ in range(LOOKS):
        try:
            await page.locator(css).first.wait_for(timeout=3_000)
        except NothingCame:
            await page.goto(page.url)
        else:
            return
    never = f'the page "{await page.title()}" never showed what was to come'
    raise Unanswered(never) if told else NothingCame(never)


async def answered(page: Page) -> None:
    """The bank says that it is done, or what is wrong. Where it says neither, nobody knows whether it was taken."""
    answer = page.locator("[role=status], [role=alert], [data-failed]").first
    try:
        await answer.wait_for()
    except NothingCame:
        raise Unanswered(f'the bank answered with the page "{await page.title()}"') from None
    if await answer.get_attribute("data-failed") is not None:
        raise Unanswered(f'the bank answered "{await page.locator("h1").inner_text()}"')
    if await answer.get_attribute("role") == "alert":
        wrong = await page.locator(".error").all_inner_texts()
        raise Refused("; ".join(wrong) or await answer.inner_text())


@flow(
    "{customer} changes {possessive} postal address in self-service",
    changes="postal_address",
    also={"de": "{customer} {possessive} Postanschrift im Online-Banking ändert"},
)
async def change_postal_address(act: Act) -> None:
    """She moves house and says so once."""
    await save(act, "address", **act.new)


@flow(
    "{customer} enters a postal address without a postcode",
    changes="postal_address",
)
async def change_to_half_an_address(act: Act) -> None:
    """She forgets the postcode; the bank must say so at the field and change nothing."""
    await save(act, "address", **{**act.new, "postcode": ""})


@flow(
    "{customer} tells an agent on the phone {possessive} new postal address",
    changes="postal_address",
    channel="phone",
    served_by="person",
)
async def tell_postal_address_on_the_phone(act: Act) -> None:
    """She moves house and calls. The agent fills in the form for her, and writes a note of the call beside it."""
    new = act.new
    home = ", ".join(filter(None, [f"{new['house_number']} {new['street']}", new["flat"]]))
    async with the_office(act) as page:
        await page.goto(f"{act.addresses['web']}/agent/customers/{act.customer.service_id}/address")
        note = f"called, moves to {home}, {new['postcode']} {new['city']}"
        await fill_in(page, {**new, "note": note})
        await page.locator("main button[type=submit]").press("Enter")
        await answered(page)


@flow("{customer} changes {possessive} phone number in the app", changes="phone", channel="app")
async def change_phone_in_the_app(act: Act) -> None:
    """He does it in the app: the app's own interface, no page."""
    async with connection(act.addresses) as app:
        answer = await app.put(
            "/api/v1/me/phone",
            json=dict(act.new),
            headers={**act.headers, "Authorization": f"Bearer {act.customer.secrets['api_token']}"},
        )
    if answer.is_server_error:
        raise Unanswered(f"the bank answered {answer.status_code}")
    if answer.is_error:
        raise Refused(answer.text)


@flow(
    "{customer} takes {possessive} spouse's name",
    changes="person_name",
    also={"de": "{customer} den Namen {possessive} Ehepartners annimmt"},
)
async def change_name(act: Act) -> None:
    """She marries; her given name stays."""
    await save(act, "name", **act.new)


@flow(
    "{customer} changes {possessive} language to {language}",
    changes="language",
    new=lambda _whose, language: language,
)
async def change_language(act: Act) -> None:
    """She would rather read another language."""
    await save(act, "language", **act.new)


@flow(
    "{customer} withdraws {possessive} consent to the newsletter",
    changes="marketing_consent",
    new=lambda _whose: {"granted": "no"},
)
async def withdraw_consent(act: Act) -> None:
    """She wants no more newsletters."""
    await save(act, "consent", **act.new)


@flow(
    "{customer} changes to the {package} package",
    changes="package",
    new=lambda package: package,
)
async def change_package(act: Act) -> None:
    """She chooses another account package and confirms its fee."""
    page = act.page
    await page.goto(f"{act.addresses['web']}/package")
    await page.locator(f"[name=name][value={act.new['name']}]").press("Space")
    await page.locator("main button[type=submit]").press("Enter")
    await page.locator("[name=confirm]").wait_for(state="attached")
    await page.locator("main button[type=submit]").press("Enter")
    await answered(act.page)


@flow(
    "{customer} cancels {possessive} travel cover",
    changes="travel_cover",
    new=lambda _whose: {"name": "Local", "monthly_fee": "0.00"},
)
async def cancel_travel_cover(act: Act) -> None:
    """He travels no more; what is part of every account is left."""
    await save(act, "cover", name=act.new["name"])


@flow("{customer} asks about an account", changes=("person_name", "email", "phone"), contact=True)
async def ask_a_question(act: Act) -> None:
    """Somebody without an account leaves a question, and how to answer her."""
    page = act.page
    await page.goto(f"{act.addresses['web']}/enquiry")
    given = {
        **act.news["person_name"],
        "email": act.news["email"]["address"],
        "phone": act.news["phone"]["number"],
        "question": "How long does it take to open an account?",
    }
    await fill_in(page, given)
    await page.locator("main button[type=submit]").press("Enter")
    await page.locator("[data-enquiry]").wait_for()
