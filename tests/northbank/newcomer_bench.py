"""Somebody who has never had an account: expected by the lab, she applies and is taken on."""

from typing import Any

import httpx
from northbank_bench import Bench

FATMA = {
    "given_name": "Fatma",
    "family_name": "Öztürk",
    "email": "fatma@new.example",
    "phone": "0660 1234567",
    "street": "Am Heumarkt",
    "house_number": "27",
    "flat": "Top 9",
    "postcode": "1030",
    "city": "Wien",
    "country": "AT",
    "package": "Basic",
    "password": "ein langes Passwort",
}
A_MONDAY = "2027-03-01T09:00:00+01:00"
THE_END = "2027-03-09T09:00:00+01:00"


async def expected(bench: Bench, **different: Any) -> str:
    answer = await bench.client.post("/lab/applicants", json={"clock": A_MONDAY} | different)
    assert answer.status_code == 201, answer.text
    number = str(answer.json()["customer_no"])
    await bench.client.get(f"/lab/applicants/{number}/browser")
    return number


async def applied(bench: Bench, subject: str = "", **different: str) -> str:
    """She applies. Returns the reference of her application, once the desk has it."""
    bench.client.headers["accept-language"] = "de-AT,de;q=0.9"
    answer = await bench.submit("/apply", FATMA | different)
    assert answer.status_code == 303, answer.text
    reference = answer.headers["location"].removeprefix("/apply/")
    await (bench.ready(subject) if subject else bench.idle(reference))
    return reference


async def opened(bench: Bench, reference: str) -> httpx.Response:
    """An agent presses the button. Returns the answer."""
    await bench.sign_in_agent()
    page = (await bench.client.get("/agent/applications")).text
    token = page.split('name="form_token" value="')[1].split('"')[0] if "form_token" in page else "none"
    return await bench.client.post(f"/agent/applications/{reference}/account", data={"form_token": token})


async def taken_on(bench: Bench, **different: Any) -> str:
    number = await expected(bench, **different)
    answer = await opened(bench, await applied(bench, number))
    assert answer.status_code == 303, answer.text
    await bench.ready(number)
    return number
