"""How customers are heard, and how the bank's people answer: chat, complaints, calls, feedback.

Where the bank's people act, they do so at the desk, in a browser of their own.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from steps.northbank import the_office, there

from tellonce import Act, GivesUp, Refused, Unanswered, choice, flow

# what she complains about -> to which cause the bank should attribute it
GRIEVANCES = {
    "an invoice after a new package": {"about": "invoice", "cause": "account package at Billing"},
    "an invoice out of the blue": {"about": "invoice", "cause": "no change at Billing"},
    "a card after a move": {"about": "card", "cause": "postal address at Card Operations"},
    "mails after a new mailbox": {"about": "mail", "cause": "e-mail address at Customer Communications"},
    "being kept waiting": {"about": "service", "cause": "no change at Customer Service"},
}
choice("grievance", GRIEVANCES)


async def send(act: Act) -> None:
    """Send the form, and wait for the page that comes after it, or for what is wrong."""
    page = act.page
    async with page.expect_navigation(timeout=20_000):
        await page.locator("main form button[type=submit]").first.press("Enter")
    if await page.locator("[data-failed]").count():
        raise Unanswered(f'the bank answered "{await page.locator("h1").inner_text()}"')
    wrong = await page.locator(".problem li").all_inner_texts()
    if wrong:
        raise Refused("; ".join(wrong))


@asynccontextmanager
async def desk(act: Act, path: str) -> AsyncIterator[Act]:
    """One of the bank's people, signed in, at this page of the desk."""
    async with the_office(act) as page:
        await page.goto(f"{act.addresses['web']}{path}")
        yield Act(page=page, customer=act.customer, news=act.news, addresses=act.addresses, headers=act.headers)


# chat ----------------------------------------------------------------------------------------------------------------


@flow("{customer} asks in the chat, and then for a person", changes="concern", channel="chat", served_by="automaton")
async def chat(act: Act) -> None:
    """She tells the assistant what it is about, and would rather talk to somebody."""
    page = act.page
    await page.goto(f"{act.addresses['web']}/help/chat")
    await page.locator("[name=text]").fill(act.new["text"])
    await page.locator("[name=act][value=say]").press("Enter")
    await there(page, "[data-lines]")
    lines = int(await page.locator("[data-lines]").get_attribute("data-lines") or "0")
    person = page.locator("[name=act][value=person]")
    if not await person.count():
        raise GivesUp("the chat offers no way to a person")
    await person.press("Enter")
    await there(page, f"[data-lines='{lines + 1}']")
    act.transferred(to="customer service")


@flow(
    "{customer} is answered in the chat by a person",
    changes="chat_answer",
    channel="chat",
    by="person",
    answers="concern",
)
async def answer_in_the_chat(act: Act) -> None:
    """Somebody of customer service reads what was said, and answers."""
    async with desk(act, f"/agent/conversations/{act.customer.service_id}") as agent:
        await there(agent.page, "[name=text]", told=False)
        await agent.page.locator("[name=text]").fill(act.new["text"])
        await agent.page.locator("main form button[type=submit]").press("Enter")
        await agent.page.wait_for_url("**?sent=yes")


# complaints ----------------------------------------------------------------------------------------------------------


@flow(
    "{customer} complains about {grievance}",
    changes=("complaint_cause", "complaint"),
    learns=("case_owner", "answer_by"),
    new=lambda grievance: {"text": grievance["cause"]},
    contact=True,
)
async def complain(act: Act) -> None:
    """She writes what went wrong, and is told who answers for it and by which day."""
    cause = act.news["complaint_cause"]["text"]
    about = next(one["about"] for one in GRIEVANCES.values() if one["cause"] == cause)
    await begin(act, about, act.news["complaint"]["text"])
    asked_again = act.page.locator("[name=text]")
    if await asked_again.count():
        await asked_again.fill(act.news["complaint"]["text"])
    await act.page.locator("[name=wish]").fill("Please put it right, and tell me why it happened.")
    await send(act)
    await there(act.page, "[data-case]")
    case = act.page.locator("[data-case]")
    owner = await case.locator("[data-fact=case_owner]").inner_text()
    day = await case.locator("[data-fact=answer_by]").get_attribute("data-value")
    act.learn("case_owner", {"text": owner})
    act.learn("answer_by", {"date": day or ""})


async def begin(act: Act, about: str, words: str) -> None:
    """The first of the two pages of a complaint."""
    await act.page.goto(f"{act.addresses['web']}/help/complaints/new")
    await act.page.locator(f"[name=about][value={about}]").press("Space")
    await act.page.locator("[name=text]").fill(words)
    await send(act)
    await act.page.locator("[name=wish]").wait_for()


@flow("{customer} gives up in the middle of a complaint", changes="unfinished_complaint", contact=True)
async def give_up(act: Act) -> None:
    """She writes what went wrong; then the doorbell rings, and she does not go on."""
    await begin(act, "card", act.new["text"])


@flow(
    "{customer} is given the answer to {possessive} complaint, and its reason",
    changes="complaint_answer",
    channel="mail",
    by="person",
    answers="complaint",
)
async def answer_complaint(act: Act) -> None:
    """The person who answers for it has looked into it, and writes."""
    async with desk(act, f"/agent/worklist?customer={act.customer.service_id}") as agent:
        await agent.page.locator("[data-case] h3 a").first.press("Enter")
        await agent.page.locator("[name=answer]").fill(act.new["text"])
        await agent.page.locator("main form button[type=submit]").press("Enter")
        await agent.page.wait_for_url("**?sent=yes")


# calls and feedback --------------------------------------------------------------------------------------------------


@flow("{customer} calls about {possessive} card", changes="call_reason", channel="phone", served_by="person")
async def call(act: Act) -> None:
    """She calls, and whoever answers notes what she says."""
    async with desk(act, f"/agent/calls/{act.customer.service_id}") as agent:
        await agent.page.locator("[name=about][value=card]").press("Space")
        await agent.page.locator("[name=text]").fill(act.new["text"])
        await agent.page.locator("main form button[type=submit]").press("Enter")
        await agent.page.wait_for_url("**/agent/contacts?**")


@flow("{customer} gives the bank 2 out of 10, and says what went wrong", changes="criticism")
async def give_a_low_score(act: Act) -> None:
    """She would not recommend it, and says why."""
    await give_feedback(act, "2")


@flow("{customer} gives the bank 9 out of 10, and says what went well", changes="praise")
async def give_a_high_score(act: Act) -> None:
    """She would recommend it, and says why."""
    await give_feedback(act, "9")


async def give_feedback(act: Act, score: str) -> None:
    """The score and a comment; how easy it was is left out."""
    page = act.page
    await page.goto(f"{act.addresses['web']}/help/feedback")
    await page.locator(f"[name=score][value='{score}']").press("Space")
    await page.locator("[name=comment]").fill(act.new["text"])
    await page.locator("main form button[type=submit]").press("Enter")
    await there(page, "[data-given], .problem")
    wrong = await page.locator(".problem li").all_inner_texts()
    if wrong:
        raise Refused("; ".join(wrong))
