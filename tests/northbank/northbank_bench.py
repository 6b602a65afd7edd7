"""A bank in this process, with a mail server and a text-message provider that only remember."""

import asyncio
import json
import re
import sys
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import httpx
import pypdfium2
from aiosmtpd.smtp import SMTP, Envelope, Session
from sqlalchemy import create_engine, text

sys.path.insert(0, str(Path(__file__).parents[2] / "fixtures"))

from northbank.bank import Bank

MARIA: dict[str, Any] = {
    "given_name": "Maria",
    "family_name": "Gómez",
    "street": "Hauptstraße",
    "house_number": "12",
    "flat": "Whg 4",
    "postcode": "10115",
    "city": "Berlin",
    "country": "DE",
    "email": "maria@old.example",
    "phone": "+491711234567",
    "language": "en",
    "marketing_consent": "yes",
    "package": "Basic",
    "travel_cover": "Globe",
    "birth_date": "1988-11-20",
    "password": "correct horse",
    "clock": "2027-03-01T09:00:00+01:00",
    "renewal_due": "2027-03-15",
    "billing_day": 5,
    "newsletter_day": 10,
    "faults": [],
}
NEW_HOME = {
    "street": "Rosenweg zur Alten Mühle",
    "house_number": "7b",
    "flat": "Whg 21",
    "postcode": "80331",
    "city": "München",
    "country": "DE",
}
CHANGES: dict[str, dict[str, str]] = {
    "postal_address": NEW_HOME,
    "person_name": {"given_name": "Maria", "family_name": "Jørgensen"},
    "email": {"address": "maria@new.example"},
    "phone": {"number": "+491729998887"},
    "language": {"code": "de"},
    "marketing_consent": {"granted": "no"},
    "package": {"name": "Plus"},
    "travel_cover": {"name": "Local"},
    "text_size": {"text": "large"},
    "appearance": {"text": "dark"},
    "start_page": {"text": "orders"},
}
SYSTEMS = (
    "agent-desktop",
    "app-cache",
    "billing",
    "branch-desk",
    "branches",
    "card-system",
    "contracts",
    "customer-master",
    "greetings",
    "letters",
    "marketing",
    "mortgages",
    "notifications",
    "onboarding",
    "partner-feed",
    "payment-processor",
    "savings",
    "statements",
    "travel-money",
    "warehouse",
)


@dataclass(kw_only=True)
class Outside:
    """What left the bank."""

    mails: list[EmailMessage] = field(default_factory=list)
    texts: list[dict[str, str]] = field(default_factory=list)
    smtp_port: int = 0
    sms_port: int = 0

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 (aiosmtpd's name)
        content = envelope.content
        assert isinstance(content, bytes)
        self.mails.append(message_from_bytes(content, policy=policy.default))
        return "250 OK"

    async def take_text(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        length = re.search(r"content-length: (\d+)", head, re.IGNORECASE)
        assert length is not None
        self.texts.append(json.loads(await reader.readexactly(int(length[1]))))
        writer.write(b"HTTP/1.1 202 Accepted\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
        await writer.drain()
        writer.close()

    def mails_from(self, user: str) -> list[EmailMessage]:
        return [mail for mail in self.mails if f"{user}@" in mail["From"]]


@dataclass(kw_only=True)
class Bench:
    """The bank, its outside, and short verbs."""

    bank: Bank
    client: httpx.AsyncClient
    outside: Outside
    data: Path
    token: str = ""

    async def enrol(self, **different: Any) -> str:
        answer = await self.client.post("/lab/customers", json=MARIA | different)
        assert answer.status_code == 201, answer.text
        self.token = answer.json()["api_token"]
        return str(answer.json()["customer_no"])

    async def change(self, fact: str, parts: dict[str, str] | None = None) -> httpx.Response:
        headers = {"authorization": f"Bearer {self.token}"}
        return await self.client.put(f"/api/v1/me/{fact}", json=parts or CHANGES[fact], headers=headers)

    async def me(self) -> dict[str, Any]:
        answer = await self.client.get("/api/v1/me", headers={"authorization": f"Bearer {self.token}"})
        assert answer.status_code == 200
        body: dict[str, Any] = answer.json()
        return body

    async def ready(self, number: str) -> datetime:
        answer = (await self.client.get(f"/lab/customers/{number}/clock?wait_ready_s=20")).json()
        assert answer["status"] == "ready"
        return datetime.fromisoformat(answer["now"])

    async def idle(self, subject: str) -> None:
        """Wait until nothing is under way for somebody, or something, without a clock."""
        async with asyncio.timeout(20):
            await self.bank.work.until_idle(subject)

    async def ready_shop(self) -> None:
        """Wait until what the bank sells from the start is on sale everywhere."""
        for package in ("basic", "plus", "premium"):
            await self.idle(package)

    async def advance(self, number: str, to: str) -> datetime:
        answer = await self.client.post(f"/lab/customers/{number}/clock", json={"advance_to": to})
        assert answer.status_code == 202, answer.text
        return await self.ready(number)

    def stored(self, system: str, number: str) -> dict[str, str]:
        """Her row, read from the file as somebody outside would."""
        engine = create_engine(f"sqlite:///{self.data / 'stores' / system}.sqlite")
        with engine.connect() as connection:
            row = connection.execute(text("select * from customers where customer_no = :no"), {"no": number}).one()
        engine.dispose()
        return dict(row._mapping)

    def window(self, pattern: str) -> list[str]:
        """The text lines in the address window of the one letter that matches."""
        (path,) = self.data.glob(pattern)
        return window_lines(path)

    async def sign_in(self, number: str) -> None:
        answer = await self.submit("/sign-in", {"customer_no": number, "password": MARIA["password"]})
        assert answer.headers["location"] == "/details"

    async def sign_in_agent(self) -> None:
        answer = await self.submit("/agent/sign-in", {"user": "agent", "password": "desk"})
        assert answer.headers["location"] == "/agent/enquiries"

    async def submit(self, path: str, fields: dict[str, str]) -> httpx.Response:
        """Fill in a form as a browser does: get it first, for its hidden token."""
        form = (await self.client.get(path)).text
        token = re.search(r'name="form_token" value="([^"]+)"', form)
        assert token is not None
        return await self.client.post(path, data=fields | {"form_token": token[1]})


def window_lines(path: Path) -> list[str]:
    """DIN 5008: x 20-105 mm, y 45-90 mm from the top."""
    per_mm = 72 / 25.4
    document = pypdfium2.PdfDocument(path)
    page = document[0]
    height = page.get_height()
    box = (20 * per_mm, height - 90 * per_mm, 105 * per_mm, height - 45 * per_mm)
    textpage = page.get_textpage()
    lines = textpage.get_text_bounded(*box).split("\r\n")
    textpage.close()
    page.close()
    document.close()
    return lines


def pdf_text(path: Path) -> str:
    document = pypdfium2.PdfDocument(path)
    page = document[0]
    textpage = page.get_textpage()
    found = textpage.get_text_range()
    textpage.close()
    page.close()
    document.close()
    return str(found)
