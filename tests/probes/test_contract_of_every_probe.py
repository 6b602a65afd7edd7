"""One contract suite over every probe."""

from __future__ import annotations

import asyncio
import contextlib
import json
import sqlite3
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from fpdf import FPDF
from playwright.async_api import async_playwright

from tellonce.engine.browser import find_browser
from tellonce.model.errors import ProbeBlind
from tellonce.model.observation import Seen
from tellonce.probes import make_probe
from tellonce.probes.contract import check_probe
from tellonce.probes.protocol import Item, Look

pytestmark = pytest.mark.anyio
CHROMIUM = find_browser()
CHROMIUM_FLAGS = ["--no-sandbox", "--headless", "--disable-gpu", "--disable-quic", "--no-first-run"]


@pytest.fixture
def service(sources):
    """A tiny bank: one page and one API over a value that can be changed."""
    state = SimpleNamespace(email="maria.old@example.org", asked=[])

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            state.asked.append(self.headers.get("Authorization"))
            if self.path == "/me":
                body = json.dumps({"email": {"address": state.email}, "token": "x"}).encode()
                self._answer(200, "application/json", body)
            elif self.path == "/details":
                page = f'<title>Details</title><h1>Details</h1><p data-fact="email">{state.email}</p>'
                self._answer(200, "text/html", page.encode())
            else:
                self._answer(404, "text/html", b"<title>Not here</title><h1>Not here</h1>")

        def _answer(self, status, kind, body):
            self.send_response(status)
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    sources.addresses["web"] = f"http://127.0.0.1:{server.server_port}"
    yield state
    server.shutdown()
    server.server_close()
    thread.join()


@contextlib.asynccontextmanager
async def browser_page() -> AsyncIterator[Any]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_FLAGS)
        yield await browser.new_page()
        await browser.close()


def files_under(folder: Path) -> Callable[[], object]:
    return lambda: {
        path: (path.stat().st_mtime_ns, path.read_bytes()) for path in sorted(folder.rglob("*")) if path.is_file()
    }


def do(act: Callable[[], Any]) -> Callable[[], Awaitable[None]]:
    async def acting() -> None:
        act()

    return acting


def letter(text: str) -> bytes:
    pdf = FPDF(format="A4", unit="mm")
    pdf.set_subject("customer 4711000001")
    pdf.add_page()
    pdf.set_font("helvetica", size=10)
    pdf.set_xy(20, 50)
    pdf.multi_cell(80, 5, text)
    return bytes(pdf.output())


async def test_the_http_probe_keeps_the_contract(service, sources, at):
    target = at("state", "email")
    settings = {"kind": "http", "headers": {"Authorization": "Bearer {customer.api_token}"}}
    assert (
        await check_probe(
            lambda: make_probe(target.place, settings | {"url": "{web}/me"}, sources),
            target=target,
            arrive=do(lambda: setattr(service, "email", "maria.new@example.org")),
            source=lambda: service.email,
            make_blind=lambda: make_probe(
                target.place, settings | {"url": "{web}/gone?key={customer.api_token}"}, sources
            ),
        )
        == []
    )
    assert "Bearer tok-9f8e7d" in service.asked


@pytest.mark.skipif(CHROMIUM is None, reason="no browser here")
async def test_the_page_probe_keeps_the_contract(service, sources, at):
    target = at("state", "email")
    async with browser_page() as page:
        sources.page = page
        assert (
            await check_probe(
                lambda: make_probe(target.place, {"kind": "page", "url": "{web}/details"}, sources),
                target=target,
                arrive=do(lambda: setattr(service, "email", "maria.new@example.org")),
                source=lambda: service.email,
                make_blind=lambda: make_probe(target.place, {"kind": "page", "url": "{web}/gone"}, sources),
            )
            == []
        )


async def test_the_sql_probe_keeps_the_contract(sources, at, tmp_path):
    store = tmp_path / "card-system.sqlite"
    with contextlib.closing(sqlite3.connect(store)) as database, database:
        database.execute("CREATE TABLE customers (customer_no TEXT, email TEXT)")
        database.execute("INSERT INTO customers VALUES ('4711000001', 'maria.old@example.org')")

    def move() -> None:
        with contextlib.closing(sqlite3.connect(store)) as database, database:
            database.execute("UPDATE customers SET email = 'maria.new@example.org'")

    target = at("state", "email")
    settings = {
        "kind": "sql",
        "query": "SELECT email AS email__address FROM customers WHERE customer_no = :customer",
    }
    assert (
        await check_probe(
            lambda: make_probe(target.place, settings | {"url": "sqlite:///card-system.sqlite"}, sources),
            target=target,
            arrive=do(move),
            source=files_under(tmp_path),
            make_blind=lambda: make_probe(target.place, settings | {"url": "sqlite:///gone.sqlite"}, sources),
        )
        == []
    )
    assert not (tmp_path / "gone.sqlite").exists()


EMISSIONS = {
    "mailbox": (
        {"folder": "there"},
        "1.eml",
        b"From: bank@bank.example\r\nTo: maria.new@example.org\r\nSubject: News\r\n\r\nDear Maria\r\n",
        "email",
    ),
    "documents": ({"folder": "there"}, "1.pdf", letter("Maria Muster\nRosenweg 7b\n80331 Munich"), "postal_address"),
    "files": (
        {
            "folder": "there",
            "format": "csv",
            "trailer": "#",
            "customer_column": "no",
            "read": {"email": {"address": "email"}},
            "destination_from": "email",
        },
        "1.csv",
        b"no,email\n4711000001,maria.new@example.org\n#1\n",
        "email",
    ),
    "webhook": (
        {"folder": "there", "to_key": "to", "text_key": "text"},
        "1.json",
        json.dumps({"path": "/sms", "body": {"to": "+4989333444", "text": "Hello", "password": "geheim"}}).encode(),
        "phone",
    ),
}


@pytest.mark.parametrize("kind", EMISSIONS)
async def test_a_probe_of_emissions_keeps_the_contract(kind, sources, at, tmp_path, drop):
    settings, name, content, fact = EMISSIONS[kind]
    (tmp_path / "there").mkdir()
    target = at("emission", fact, destination=fact)
    assert (
        await check_probe(
            lambda: make_probe(target.place, {"kind": kind} | settings, sources),
            target=target,
            arrive=do(lambda: drop(tmp_path / "there", name, content)),
            source=files_under(tmp_path),
            make_blind=lambda: make_probe(target.place, {"kind": kind} | settings | {"folder": "gone"}, sources),
        )
        == []
    )


class Careless:
    """Breaks every rule of the contract."""

    kind = ""

    def __init__(self) -> None:
        self.read = 0

    async def arm(self, target):
        self.read += 1
        if self.read > 1:
            raise RuntimeError("armed already")

    async def look(self, target, cursor):
        self.read += 1
        return Look(items=(Item(key=str(self.read), seen={"phone": Seen()}, content="Correct-Horse"),))

    async def capture(self, target, item):
        return ()

    def wake(self):
        return asyncio.Event()

    async def close(self):
        raise ProbeBlind("closed already")


async def test_every_breach_of_a_careless_probe_is_told_at_once(at):
    probe = Careless()
    breaches = await check_probe(
        lambda: probe,
        target=at("state", "email"),
        arrive=do(lambda: None),
        source=lambda: probe.read,
        make_blind=Careless,
    )
    assert breaches == [
        "has no kind",
        "wake() gives another event each time, so that nobody can wait for it",
        "arm alters what it looks at",
        "a second arm raises RuntimeError: armed already",
        "a second arm alters what it looks at",
        "look alters what it looks at",
        "a second look alters what it looks at",
        "a look without a cursor alters what it looks at",
        "a look without a cursor does not show everything",
        "looking again with the same cursor shows something else",
        "a state is at most one item with the key '', not ['4']",
        "shows facts that the place does not have: phone",
        "shows nothing for phone, and does not say that it is unreadable",
        "lets a secret of hers into an item",
        "close raises ProbeBlind: closed already",
        "a second close raises ProbeBlind: closed already",
        "sees 1 items where there is nothing to look at: ProbeBlind is missing",
        "close of a blind probe raises ProbeBlind: closed already",
    ]
