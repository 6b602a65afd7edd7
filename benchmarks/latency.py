"""From a value being visible to the verdict: per kind of probe, by push and by poll, beside two peers.

    python -m benchmarks.latency [--trials 100] [--polls 30] [--seed 1] [--kinds mailbox webhook ...]

Push is measured for one kind after the other, so many trials each. Then come the ways that poll, on all kinds at the
same time, for they wait most of it: Tellonce without its push and, on the same sources and for the same moments, two
peers with the same probe: a loop that looks every 100 ms, and the pauses of Playwright's `expect` (100, 250, 500, then
every 1000 ms). Milliseconds, evidence included; the peers' ratio is to Tellonce's median. Pages need a browser, and are
left out where there is none. Exits with 1 when the push of a kind that has one is slower than 50 ms for more than one
trial in a hundred.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import sqlite3
import statistics
import sys
import tempfile
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from email.message import EmailMessage
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import chain, repeat
from math import ceil
from pathlib import Path
from time import monotonic
from typing import Any

from fpdf import FPDF
from playwright.async_api import Error, async_playwright

from tellonce.engine.browser import find_browser
from tellonce.judge import CellJudgement, LiveCell
from tellonce.ledger.evidence import keep
from tellonce.model.blueprint import Touchpoint
from tellonce.model.change import Change, Replaced
from tellonce.model.facts import Fact, FactKind
from tellonce.model.observation import Observation
from tellonce.model.persona import Customer, Persona
from tellonce.probes import make_probe
from tellonce.probes.protocol import Place, Probe, Target
from tellonce.watch.axis import Axis
from tellonce.watch.cell_watch import CellWatch
from tellonce.watch.place_watch import PlaceWatch
from tellonce.watch.watcher import Watcher

EMAIL = Fact(kind=FactKind.EMAIL, called="e-mail address")
OLD, NEW = {"address": "maria.old@example.org"}, {"address": "maria.new@example.org"}
MARIA = Customer(
    key="maria-1",
    persona=Persona(name="Maria", locale="de_DE", language="de", time_zone="Europe/Berlin"),
    values={"email": OLD},
    service_id="4711000001",
)
PUSH_P99_MS = 50.0
PUSH_MOMENTS_S, POLL_MOMENTS_S = (0.1, 0.5), (0.2, 1.5)
"""When the value becomes visible, after the watching began: by push at any time, by poll in pauses of any length."""
PEERS: dict[str, Callable[[], Iterator[float]]] = {
    "every 100 ms": lambda: repeat(0.1),
    "expect's pauses": lambda: chain((0.1, 0.25, 0.5), repeat(1.0)),
}


@dataclass(kw_only=True)
class Bank:
    """Everywhere that her e-mail address can be seen. shown: what the kinds that show a state say, the old unsaid."""

    root: Path
    facts: dict[str, Fact] = field(default_factory=lambda: {"email": EMAIL})
    shown: dict[str, str] = field(default_factory=dict)
    web: str = ""
    page: Any = None
    count: int = 0

    def fill(self, text: str, customer: Customer | None = None) -> str:
        """Addresses."""
        return text.replace("{web}", self.web).replace("{customer.service_id}", MARIA.service_id)

    async def page_for(self, viewer: str, customer: Customer) -> Any:
        """The one page."""
        return self.page

    def drop(self, folder: str, ending: str, content: bytes) -> None:
        """A file, whole, by a rename."""
        self.count += 1
        unfinished = self.root / f".{self.count}"
        unfinished.write_bytes(content)
        unfinished.replace(self.root / folder / f"{self.count}{ending}")

    def say(self, kind: str, address: str) -> None:
        """Page, API or table say `address` from now on."""
        self.shown[kind] = address
        if kind == "sql":
            with closing(sqlite3.connect(self.root / "bank.sqlite")) as store, store:
                store.execute("update customers set email = ?", (address,))


@dataclass(frozen=True, kw_only=True)
class Kind:
    """How one kind of probe looks, and how news become visible to it."""

    settings: dict[str, Any]
    news: Callable[[Bank], None]
    emission: bool = True


def _mail(bank: Bank) -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "bank@example.org", NEW["address"], "Your e-mail address"
    mail.set_content(f"We write to {NEW['address']} from now on.")
    bank.drop("mail", ".eml", mail.as_bytes())


def _message(bank: Bank) -> None:
    body = {"customer": MARIA.service_id, "to": NEW["address"], "text": f"We write to {NEW['address']} from now on."}
    bank.drop("sms", ".json", json.dumps({"path": "/sms", "headers": {}, "body": body}).encode())


def _letter(bank: Bank) -> None:
    pdf = FPDF(format="A4", unit="mm")
    pdf.set_subject(f"customer {MARIA.service_id}")
    pdf.add_page()
    pdf.set_font("helvetica", size=10)
    pdf.set_xy(20, 120)
    pdf.multi_cell(160, 5, f"Dear Maria, we write to {NEW['address']} from now on.")
    bank.drop("letters", ".pdf", bytes(pdf.output()))


def _record(bank: Bank) -> None:
    bank.drop("cards", ".csv", f"customer,email\n{MARIA.service_id},{NEW['address']}\nEND\n".encode())


def _shown(kind: str) -> Callable[[Bank], None]:
    return lambda bank: bank.say(kind, NEW["address"])


KINDS = {
    "mailbox": Kind(settings={"folder": "mail"}, news=_mail),
    "webhook": Kind(
        settings={"folder": "sms", "customer_key": "customer", "to_key": "to", "text_key": "text"}, news=_message
    ),
    "documents": Kind(settings={"folder": "letters"}, news=_letter),
    "files": Kind(
        settings={
            "folder": "cards",
            "pattern": "*.csv",
            "format": "csv",
            "trailer": "END",
            "customer_column": "customer",
            "read": {"email": {"address": "email"}},
        },
        news=_record,
    ),
    "http": Kind(settings={"url": "{web}/me"}, news=_shown("http"), emission=False),
    "sql": Kind(
        settings={
            "url": "sqlite:///bank.sqlite",
            "query": "select * from customers where no = :customer",
            "read": {"email": {"address": "email"}},
        },
        news=_shown("sql"),
        emission=False,
    ),
    "page": Kind(settings={"url": "{web}/details"}, news=_shown("page"), emission=False),
}


class _Pushless:
    """The same probe without its push."""

    def __init__(self, probe: Probe) -> None:
        self._probe = probe

    def __getattr__(self, name: str) -> Any:
        return getattr(self._probe, name)

    def wake(self) -> None:
        return None


async def by_watcher(probe: Probe, place: Place, news: Callable[[], None], after_s: float, *, run: Path) -> float:
    """Seconds from the news to a verdict that passes. run: where evidence is filed."""
    axis = Axis(monotonic())
    touchpoint = _touchpoint(place)
    change = Change(
        key="c", customer=MARIA.key, facts={"email": Replaced(old=OLD, new=NEW)}, outcome="accepted", t0_s=0
    )

    live = LiveCell(change=change, key=place.key, fact="email", touchpoint=touchpoint, fact_decl=EMAIL)

    def judge_now(fact: str, key: str, looks: Any) -> CellJudgement:
        live.see(looks)
        return live.judgement()

    def record(observation: Observation, before: bool) -> None:
        """Nowhere: only the time counts."""

    watch = PlaceWatch(_target(place), probe, axis=axis, record=record, keep=partial(keep, run, redact=str))
    cell = CellWatch(fact="email", key=place.key, touchpoint=touchpoint)
    watcher = Watcher([cell], [watch], [], axis=axis, judge_now=judge_now, leap_beyond_s=60.0)
    await watcher.arm()
    watcher.acknowledged(change, lambda one: one.acknowledged(axis.now(), one.target))
    watcher.start()
    visible_s = await _later(news, after_s)
    await watcher.wait(watcher.cells)
    took_s = monotonic() - visible_s
    if cell.verdict != "on_time":
        raise SystemExit(f"{probe.kind}: {cell.verdict} ({cell.judgement.reason if cell.judgement else ''})")
    return took_s


async def by_loop(
    probe: Probe, place: Place, news: Callable[[], None], after_s: float, pauses: Iterator[float]
) -> float:
    """The same for a loop of looks and pauses, which is content with any look that finds the new address."""
    target = _target(place)
    cursor = await probe.arm(target)

    async def look_until_seen() -> float:
        while True:
            look = await probe.look(target, cursor)
            if any(NEW["address"] in str(item.seen) + str(item.destination) for item in look.items):
                return monotonic()
            await asyncio.sleep(next(pauses))

    looking = asyncio.create_task(look_until_seen())
    visible_s = await _later(news, after_s)
    return await looking - visible_s


async def _later(news: Callable[[], None], after_s: float) -> float:
    await asyncio.sleep(after_s)
    news()
    return monotonic()


def _target(place: Place) -> Target:
    return Target(customer=MARIA, place=place, known={"email": (OLD, NEW)})


def _touchpoint(place: Place) -> Touchpoint:
    return Touchpoint.model_validate(
        {
            "called": place.called,
            "channel": "agent",
            "owner": "Bank",
            "lane": "support",
            "stage": "any",
            "kind": place.kind,
            "facts": ["email"],
            "promise": {"within": 20.0},
            "probe": {"kind": "any"},
            "fed_by": "bank",
        }
    )


@asynccontextmanager
async def open_bank(with_page: bool) -> AsyncIterator[Bank]:
    """A folder per kind of emission, a table, an API and, where it is wanted and a browser starts, a page."""
    with tempfile.TemporaryDirectory() as root, _Served(Bank(root=Path(root))) as bank:
        for folder in ("mail", "sms", "letters", "cards", "run"):
            (bank.root / folder).mkdir()
        with closing(sqlite3.connect(bank.root / "bank.sqlite")) as store, store:
            store.execute("create table customers (no text, email text)")
            store.execute("insert into customers values (?, ?)", (MARIA.service_id, OLD["address"]))
        if not with_page:
            yield bank
            return
        async with async_playwright() as playwright:
            flags = ["--no-sandbox", "--disable-gpu"]
            try:
                browser = await playwright.chromium.launch(executable_path=find_browser(), args=flags)
            except Error:
                yield bank
                return
            bank.page = await browser.new_page()
            yield bank
            await browser.close()


class _Served:
    """The bank's API and page on loopback."""

    def __init__(self, bank: Bank) -> None:
        self._bank = bank

    def __enter__(self) -> Bank:
        bank = self._bank

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                page = self.path == "/details"
                address = bank.shown.get("page" if page else "http", OLD["address"])
                text = (
                    f'<h1>You</h1><p data-fact="email">{address}</p>'
                    if page
                    else json.dumps({"email": {"address": address}})
                )
                self.send_response(200)
                self.send_header("Content-Type", "text/html" if page else "application/json")
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text.encode())

            def log_message(self, *_: object) -> None:
                """Quiet."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()
        bank.web = f"http://127.0.0.1:{self._server.server_port}"
        return bank

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


Times = dict[str, list[float]]
"""Way -> milliseconds, one per trial."""


@dataclass(kw_only=True)
class Course:
    """One kind of probe, and what was measured of it."""

    bank: Bank
    name: str
    chance: random.Random
    found: Times = field(default_factory=dict)

    def __post_init__(self) -> None:
        kind = KINDS[self.name]
        self.place = Place(
            key=self.name,
            called=self.name,
            kind="emission" if kind.emission else "state",
            facts={"email": ()},
            destination="email" if self.name in ("mailbox", "webhook") else "",
        )
        self.probe = make_probe(self.place, {"kind": self.name, **kind.settings}, self.bank)

    async def push(self, trials: int) -> None:
        """Measure what wakes it; nothing where nothing does."""
        for _ in range(trials if self.probe.wake() is not None else 0):
            await self._try("push", partial(by_watcher, self.probe, self.place, run=self.bank.root / "run"), self._in())

    async def poll(self, trials: int) -> None:
        """Measure the ways that look again and again. All of them wait for the same moments."""
        for _ in range(trials):
            after_s = self.chance.uniform(*POLL_MOMENTS_S)
            pushless: Any = _Pushless(self.probe)
            await self._try("poll", partial(by_watcher, pushless, self.place, run=self.bank.root / "run"), after_s)
            for peer, pauses in PEERS.items():
                await self._try(peer, partial(by_loop, self.probe, self.place, pauses=pauses()), after_s)

    def _in(self) -> float:
        return self.chance.uniform(*PUSH_MOMENTS_S)

    async def _try(
        self, way: str, wait: Callable[[Callable[[], None], float], Awaitable[float]], after_s: float
    ) -> None:
        kind = KINDS[self.name]
        if not kind.emission:
            self.bank.say(self.name, OLD["address"])
        self.found.setdefault(way, []).append(1000 * await wait(lambda: kind.news(self.bank), after_s))


def p99(times: list[float]) -> float:
    """What one in a hundred is slower than, at most."""
    return sorted(times)[ceil(0.99 * len(times)) - 1]


async def run(trials: int, polls: int, seed: str, kinds: list[str]) -> int:
    """Measure, print, and say whether push is quick enough."""
    async with open_bank("page" in kinds) as bank:
        if "page" in kinds and bank.page is None:
            print("page: left out, no browser could be started")
            kinds = [kind for kind in kinds if kind != "page"]
        courses = [Course(bank=bank, name=name, chance=random.Random(f"{seed}:{name}")) for name in kinds]
        print(f"{trials} pushes of each kind, then {polls} polls of each way", flush=True)
        for course in courses:
            await course.push(trials)
        await asyncio.gather(*(course.poll(polls) for course in courses))
        for course in courses:
            await course.probe.close()
    print(f"{'probe':10} {'way':16} {'median':>8} {'p99':>8}   ratio to Tellonce")
    for course in courses:
        own = statistics.median(next(iter(course.found.values())))
        for way, times in course.found.items():
            median = statistics.median(times)
            peer = f"{median / own:8.1f}" if way in PEERS else ""
            print(f"{course.name:10} {way:16} {median:8.1f} {p99(times):8.1f}   {peer}".rstrip())
    pushes = {course.name: p99(course.found["push"]) for course in courses if "push" in course.found}
    slow = [f"{name} {ms:.0f} ms" for name, ms in pushes.items() if ms > PUSH_P99_MS]
    said = ", ".join(slow)
    print(f"not as promised: push p99 over {PUSH_P99_MS:.0f} ms: {said}" if slow else "as promised")
    return 1 if slow else 0


def main(arguments: list[str] | None = None) -> int:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--trials", type=int, default=100, help="of push, for each kind that has one")
    parser.add_argument("--polls", type=int, default=30, help="trials of each way that polls, for each kind")
    parser.add_argument("--seed", default="1")
    parser.add_argument("--kinds", nargs="+", choices=list(KINDS), default=list(KINDS))
    asked = parser.parse_args(arguments)
    return asyncio.run(run(asked.trials, asked.polls, asked.seed, asked.kinds))


if __name__ == "__main__":
    sys.exit(main())
