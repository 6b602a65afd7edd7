"""How people who have no account apply for one at Northbank, and are taken on."""

from __future__ import annotations

import secrets
from urllib.parse import quote
from zoneinfo import ZoneInfo

import httpx
from steps.northbank import FIRST_DAY, answered, connection, faults_for, fill_in, sign_in_with, the_office
from steps.sales import NothingElse

from tellonce import Act, Draft, Enrolled, Refused, choice, enrolment, flow

choice(
    "interest",
    {
        "travel insurance": {"text": "seguro de viaje"},
        "free withdrawals": {"text": "retiradas gratuitas"},
    },
)


@enrolment("applicant", service=NothingElse, known=False)
@enrolment("newcomer", service=NothingElse, known=False)
async def expect_an_applicant(draft: Draft, addresses: dict[str, str]) -> Enrolled:
    """Somebody who has no account. The bank keeps a number with a clock for her; of herself it knows nothing."""
    begins = FIRST_DAY.replace(tzinfo=ZoneInfo(draft.persona.time_zone))
    body = {"clock": begins.isoformat(), "faults": faults_for(draft.tags)}
    async with connection(addresses) as bank:
        answer = await bank.post("/lab/applicants", json=body)
    if answer.status_code != httpx.codes.CREATED:
        raise Refused(f"the bank expects no applicant: {answer.status_code} {answer.text[:500]}")
    return Enrolled(
        service_id=answer.json()["customer_no"],
        # Not called "password" before there is an account to sign in to.
        secrets={"chosen_password": secrets.token_urlsafe(12)},
    )


@flow(
    "{customer} looks for {interest} and applies for an account",
    changes=("interest", "person_name", "email", "phone", "postal_address", "package"),
    new=lambda interest: interest,
)
async def apply_for_an_account(act: Act) -> None:
    """A shop sent her; she searches, reads what she finds, and fills in the form behind the shop's link."""
    page, web = act.page, act.addresses["web"]
    await be_expected(act)
    await page.goto(f"{web}/products")
    await page.locator("[name=q]").fill(act.news["interest"]["text"])
    await page.locator("[name=q]").press("Enter")
    await page.locator("[data-product] a").first.press("Enter")
    await page.locator("[data-fact=product]").wait_for()
    await fill_in_the_application(act, f"?package={act.news['package']['name']}&dealer=Radio+Molina")


@flow(
    "{customer} applies for {possessive} first account",
    changes=("postal_address", "person_name", "email", "phone", "language", "package"),
)
async def apply_for_a_first_account(act: Act) -> None:
    """She finds the form by herself, and says in it where she lives."""
    await be_expected(act)
    await fill_in_the_application(act, f"?package={act.news['package']['name']}")


async def be_expected(act: Act) -> None:
    """Whoever applies in this browser is the one for whom the bank keeps a number."""
    await act.page.goto(f"{act.addresses['web']}/lab/applicants/{act.customer.service_id}/browser")


async def fill_in_the_application(act: Act, asked: str) -> None:
    """Fill in the form and send it. asked: what its link asks for."""
    page = act.page
    await page.goto(f"{act.addresses['web']}/apply{asked}")
    given = {
        **act.news["person_name"],
        "email": act.news["email"]["address"],
        "phone": act.news["phone"]["number"],
        **act.news["postal_address"],
        "password": act.customer.secrets["chosen_password"],
    }
    await fill_in(page, given)
    await page.locator("main button[type=submit]").press("Enter")
    await answered(page)
    await page.locator("[data-application]").wait_for()


@flow(
    "{customer} is taken on by the bank",
    changes="first_card",
    learns=("customer_number", "guide_day", "card_day"),
    new=lambda: {"text": "Harbour Card"},
    by="person",
    answers="person_name",
)
async def be_taken_on(act: Act) -> None:
    """An agent opens the account; then she signs in with her number and the password that she chose."""
    web = act.addresses["web"]
    async with the_office(act) as desk:
        await desk.goto(f"{web}/agent/applications?email={quote(act.customer.values['email']['address'])}")
        await desk.locator("[data-application] button[type=submit]").press("Enter")
        await answered(desk)
        told = {name: desk.locator(f"[data-told={name}]") for name in ("customer_number", "guide_day", "card_day")}
        number = await told["customer_number"].inner_text()
        act.learn("customer_number", {"text": number})
        for name in ("guide_day", "card_day"):
            act.learn(name, {"date": await told[name].get_attribute("data-value") or ""})
    await sign_in_with(act.page, web, number, act.customer.secrets["chosen_password"])
