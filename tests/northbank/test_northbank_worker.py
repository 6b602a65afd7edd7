"""Wherever a system's process dies, the next one ends what it began, once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from northbank_bench import MARIA
from sqlalchemy import Engine, insert

from northbank.clocks import Clocks
from northbank.events import Event
from northbank.faults import FaultBoard
from northbank.full_size import worker as worker_module
from northbank.full_size.broker import DUE, Broker
from northbank.full_size.database import PostgresqlStores, empty
from northbank.full_size.process import _Own
from northbank.full_size.worker import Worker
from northbank.journal import Journal
from northbank.pages.lab import read_enrolment
from northbank.paper import Press
from northbank.postroom import Gateways
from northbank.settings import Settings
from northbank.systems import CardSystem, House
from northbank.tracing import Tracing
from northbank.work import Work
from servers import drop_database, insist_on_postgresql, new_database_prefix

pytestmark = [pytest.mark.anyio, pytest.mark.servers]

NUMBER = "4711000001"
DUE_AT = datetime.fromisoformat("2027-03-15T02:00:00+01:00")


class Died(BaseException):
    """What ends a process: nothing in it can catch that."""


@dataclass
class OneBroker:
    """Remembers what it is told. dies: when it is told that something is done."""

    dies: bool = False
    done: list[str] = field(default_factory=list)
    events: list[str] = field(default_factory=list)

    async def publish(self, event: Event) -> None:
        self.events.append(event.event_id)

    async def send(self, _to: str, _kind: str, key: str, _body: str) -> None:
        if self.dies:
            raise Died
        self.done.append(key)


@dataclass
class OneMessage:
    event: Event
    acknowledged: int = 0

    @property
    def body(self) -> bytes:
        return self.event.to_json().encode()

    async def ack(self) -> None:
        self.acknowledged += 1


@dataclass(frozen=True, kw_only=True)
class Place:
    """A database with one customer in it, and a way to have a process on it."""

    settings: Settings
    journal: Journal
    engines: list[Engine] = field(default_factory=list)

    def house(self, *, creates: bool = False) -> House:
        stores = PostgresqlStores(self.settings, creates=creates)
        self.engines.append(stores.engine)
        return House(
            settings=self.settings,
            stores=stores,
            clocks=Clocks(),
            faults=FaultBoard(()),
            work=Work(),
            journal=self.journal,
            gateways=Gateways(self.settings),
            press=Press(self.settings.data / "fonts"),
            press_thread=ThreadPoolExecutor(max_workers=1),
            tracing=Tracing("", self.journal),
        )

    def worker(self, system: str, broker: OneBroker) -> Worker:
        house = self.house()
        return Worker(_Own(house).called(system), house, cast("Broker", broker), lambda: None)

    def files(self, pattern: str) -> list[str]:
        return sorted(path.name for path in self.settings.data.glob(pattern))


@pytest.fixture
def place(tmp_path: Path, font_folder: Path) -> Iterator[Place]:
    insist_on_postgresql()
    (tmp_path / "fonts").symlink_to(font_folder, target_is_directory=True)
    settings = Settings(data=tmp_path, postgresql=new_database_prefix(), backing="postgresql+rabbitmq", smtp_port=1)
    empty(settings)
    journal = Journal(tmp_path / "northbank.log")
    one = Place(settings=settings, journal=journal)
    house = one.house(creates=True)
    basic = {"name": "Basic", "monthly_fee": "4.90"}
    bank = SimpleNamespace(clocks=Clocks(), new_customer_no=lambda: NUMBER, on_sale=lambda _asked: basic)
    enrolment = read_enrolment(cast("Any", bank), MARIA)
    for system in _Own(house).systems:
        with system.store.begin() as connection:
            system.enrol(connection, enrolment)
    yield one
    for engine in one.engines:
        engine.dispose()
    drop_database(settings.database)
    journal.close()


def _while_printing(monkeypatch: pytest.MonkeyPatch) -> None:
    def render(*_: Any) -> bytes:
        raise Died

    monkeypatch.setattr(Press, "render", render)


def _before_anything_is_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def put(*_: Any) -> None:
        raise Died

    monkeypatch.setattr(worker_module, "put", put)


def _once_a_file_is_out(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = worker_module.put

    def put(*put_where: Any) -> None:
        whole(*put_where)
        raise Died

    monkeypatch.setattr(worker_module, "put", put)


def _before_the_front_is_told(_monkeypatch: pytest.MonkeyPatch) -> None:
    """Its broker does it."""


DEATHS: list[Callable[[pytest.MonkeyPatch], None]] = [
    _while_printing,
    _before_anything_is_out,
    _once_a_file_is_out,
    _before_the_front_is_told,
]


async def handled(worker: Worker, message: OneMessage) -> None:
    """Have a message taken in, and wait until nothing more comes of it."""
    await worker.take(cast("Any", message))
    while worker._tasks:
        await asyncio.gather(*worker._tasks, return_exceptions=True)
        await asyncio.sleep(0)


@pytest.mark.parametrize("death", DEATHS)
async def test_a_renewal_comes_to_one_card_wherever_the_process_dies(
    place: Place, death: Callable[[pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    errand = Event(event_id="job-1", subject=NUMBER, kind=DUE, occurred_at=DUE_AT, new={"job": "card-renewal"})
    first, message = OneBroker(dies=death is _before_the_front_is_told), OneMessage(errand)
    with monkeypatch.context() as dying:
        death(dying)
        await handled(place.worker("card-system", first), message)
    assert (first.done, message.acknowledged) == ([], 0)

    second = OneBroker()
    following = place.worker("card-system", second)
    await following.take_up()
    await handled(following, message)  # the broker brings again what was not acknowledged

    assert (second.done, message.acknowledged) == (["job-1"], 1)
    assert place.files("cards/*") == [f"embossing-20270315-{NUMBER}.csv"]
    assert place.files("card-letters/*") == [f"card-{NUMBER}-20270315.pdf"]
    cards = cast("CardSystem", following.system).cards_of(NUMBER)
    assert [card["status"] for card in cards] == ["being replaced", "sent to you"]
    # What is embossed is the card that the bank has, not one that a process that died had begun.
    (embossed,) = place.settings.data.glob("cards/*")
    assert cards[1]["number_masked"] in embossed.read_text(encoding="utf-8")


async def test_an_invoice_is_printed_and_announced_once_however_often_it_is_asked_for(place: Place) -> None:
    errand = Event(event_id="job-2", subject=NUMBER, kind=DUE, occurred_at=DUE_AT, new={"job": "invoice"})
    broker = OneBroker()
    worker = place.worker("billing", broker)
    for _ in range(3):
        await handled(worker, OneMessage(errand))
    assert place.files("invoices/*") == [f"invoice-{NUMBER}-20270315.pdf"]
    assert broker.events == [f"invoice-{NUMBER}-20270315"]
    assert broker.done == ["job-2"] * 3


async def test_a_job_that_fails_leaves_nothing_behind_and_holds_nobody_up(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    errand = Event(event_id="job-3", subject=NUMBER, kind=DUE, occurred_at=DUE_AT, new={"job": "card-renewal"})
    broker, message = OneBroker(), OneMessage(errand)
    worker = place.worker("card-system", broker)
    monkeypatch.setattr(Press, "render", lambda *_: 1 / 0)
    await handled(worker, message)
    assert (broker.done, message.acknowledged) == (["job-3"], 1)
    assert place.files("cards/*") == []
    assert [card["status"] for card in cast("CardSystem", worker.system).cards_of(NUMBER)] == ["active"]
    assert '"job-failed"' in (place.settings.data / "northbank.log").read_text(encoding="utf-8")


async def test_a_mail_that_was_written_and_not_sent_is_sent_by_the_next_process(place: Place) -> None:
    house = place.house()
    marketing = _Own(house).called("marketing")
    with marketing.store.begin() as connection:
        connection.execute(
            insert(marketing.store.metadata.tables["marketing.outgoing"]).values(
                customer_no=NUMBER, channel="mail", recipient="m@x.example", payload=b"From: a@b\r\n\r\n", written_at=""
            )
        )
    sent: list[str] = []

    async def send(_gateways: Gateways, _channel: str, recipient: str, _payload: bytes) -> None:
        sent.append(recipient)

    worker = place.worker("marketing", OneBroker())
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Gateways, "send", send)
        await worker.take_up()
        await worker.take_up()  # asked twice, as when somebody hands it over besides
        await worker._house.work.until_idle(NUMBER)
    assert sent == ["m@x.example"]
