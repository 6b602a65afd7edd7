"""The bank on PostgreSQL and RabbitMQ with a process for each system: the same service, and nothing lost on the way."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import aio_pika
import anyio
import httpx
import pytest
from full_size_bench import (
    FIXTURES,
    FullBench,
    Started,
    Surroundings,
    full_size,
)
from newcomer_bench import FATMA, THE_END, applied, expected, opened
from northbank_bench import CHANGES, SYSTEMS, Bench, window_lines

from servers import insist_on_postgresql, insist_on_rabbitmq

pytestmark = [pytest.mark.anyio, pytest.mark.servers]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def around() -> Iterator[Surroundings]:
    insist_on_postgresql()
    insist_on_rabbitmq()
    surroundings = Surroundings()
    yield surroundings
    surroundings.close()


@pytest.fixture(scope="module")
def started(around: Surroundings, tmp_path_factory: pytest.TempPathFactory, font_folder: Path) -> Iterator[Started]:
    """One bank for all tests of this file: customers do not meet."""
    with full_size(tmp_path_factory.mktemp("full") / "data", free_port(), around, font_folder) as bank:
        yield bank


@pytest.fixture
async def full(started: Started, around: Surroundings) -> AsyncIterator[FullBench]:
    around.outside.mails.clear()
    around.outside.texts.clear()
    async with httpx.AsyncClient(base_url=started.base, trust_env=False, timeout=60) as client:
        yield FullBench(
            bank=None,  # type: ignore[arg-type]  # it is in another process
            client=client,
            outside=around.outside,
            data=started.data,
            database=started.database,
            front=started.front,
        )


async def gone(*processes: int) -> None:
    """Wait until none of them is there any more."""
    with anyio.fail_after(10):
        while any(Path(f"/proc/{process}").exists() and not _is_dead(process) for process in processes):
            await anyio.sleep(0.02)  # nobody tells us of a process that is not our child


def _is_dead(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


async def lived_through(bench: Bench, number: str) -> dict[str, object]:
    """What is left of six changes and two weeks, without what differs between any two customers."""
    for fact in CHANGES:
        answer = await bench.change(fact)
        assert answer.status_code == 200
    await bench.ready(number)
    await bench.advance(number, "2027-03-16T09:00:00+01:00")

    def plain(text: str) -> str:
        return text.replace(number, "NUMBER")

    return {
        "stores": {
            system: {
                column: plain(str(value))
                for column, value in bench.stored(system, number).items()
                if column not in {"updated_at", "password_hash", "said_no_at"}
            }
            for system in SYSTEMS
        },
        "files": sorted(plain(path.relative_to(bench.data).as_posix()) for path in bench.data.glob(f"*/*{number}*.*")),
        "windows": [bench.window(f"{folder}/*{number}*15.pdf") for folder in ("card-letters",)],
        "mails": sorted((mail["To"], plain(mail["Subject"])) for mail in bench.outside.mails if _is_hers(mail, number)),
        "texts": [plain(text["text"]) for text in bench.outside.texts if text["customer_no"] == number],
    }


def _is_hers(mail: object, number: str) -> bool:
    return mail["X-Northbank-Customer"] == number  # type: ignore[index]


async def test_the_same_life_leaves_the_same_behind_as_in_the_embedded_bank(full: FullBench, bench: Bench) -> None:
    in_full = await lived_through(full, await full.enrol())
    embedded = await lived_through(bench, await bench.enrol())
    for part in embedded:
        assert in_full[part] == embedded[part]
    assert len(in_full["files"]) > 10  # type: ignore[arg-type]


async def test_a_fault_of_one_customer_is_hers_alone_in_every_process(full: FullBench) -> None:
    harmed = await full.enrol(faults=["encoding", "dropped-event"])
    await full.change("postal_address")
    other = await full.enrol()
    await full.change("postal_address")
    await full.ready(harmed)
    await full.ready(other)
    assert full.stored("card-system", harmed)["city"] == "MÃ¼nchen"
    assert full.stored("card-system", other)["city"] == "München"
    assert full.stored("partner-feed", harmed)["city"] == "Berlin"
    assert full.stored("partner-feed", other)["city"] == "München"
    await full.client.put(f"/lab/customers/{other}/faults", json={"faults": ["double-send"]})
    await full.change("phone")
    await full.ready(other)
    assert len([mail for mail in full.outside.mails_from("confirmations") if _is_hers(mail, other)]) == 3


async def test_a_fee_is_the_same_in_every_process_and_a_choice_from_an_older_one_is_refused(full: FullBench) -> None:
    body = {"name": "Tide", "monthly_fee": "6.90", "faults": ["application-form-behind"]}
    number = (await full.client.post("/lab/products", json=body)).json()["product_no"]
    await full.submit("/agent/sign-in", {"user": "agent", "password": "desk"})
    await full.submit(f"/agent/products/{number}", {"monthly_fee": "8.90"})
    await full.ready(number)
    places = (
        f"/products/{number}",
        f"/search?q={number}",
        f"/agent/products/{number}",
        f"/api/v1/products?no={number}",
    )
    assert [path for path in places if "8.90" not in (await full.client.get(path)).text] == []
    form = f"/apply?package={number}"
    assert f'name="fee-{number}" value="6.90"' in (await full.client.get(form)).text
    answer = await full.submit(form, {"package": number, f"fee-{number}": "6.90"})
    assert f'name="fee-{number}" value="8.90"' in answer.text


async def test_who_applies_is_taken_on_and_gets_guide_and_card_once_whatever_dies_meanwhile(full: FullBench) -> None:
    number = await expected(full)
    assert (await opened(full, await applied(full, number))).status_code == 303
    assert (await full.submit("/sign-in", {"customer_no": number, "password": FATMA["password"]})).status_code == 303
    for name, process in (await full.processes()).items():
        if name in {"card-system", "onboarding", "notifications"}:
            os.kill(process, signal.SIGKILL)
    await full.advance(number, THE_END)
    assert full.stored("card-system", number)["street"] == FATMA["street"]
    for sender in ("accounts", "cards"):
        mails = [mail for mail in full.outside.mails_from(sender) if _is_hers(mail, number)]
        assert len({mail["Message-ID"] for mail in mails}) == 1
    assert len(list(full.data.glob(f"cards/*{number}*"))) == 1
    (letter,) = full.data.glob(f"card-letters/*{number}*")
    assert window_lines(letter)[1] == "Am Heumarkt 27, Top 9"


async def test_a_fault_of_an_applicant_is_hers_in_every_process(full: FullBench) -> None:
    numbers = []
    for faults in (["first-card-to-branch", "card-guide-too-late"], []):
        numbers.append(number := await expected(full, faults=faults))
        assert (await opened(full, await applied(full, number))).status_code == 303
        await full.advance(number, THE_END)
    streets = [window_lines(next(full.data.glob(f"card-letters/*{number}*")))[1] for number in numbers]
    assert streets == ["Nordufer 1", "Am Heumarkt 27, Top 9"]
    assert [mail["X-Northbank-Customer"] for mail in full.outside.mails_from("cards")] == numbers[1:]


async def test_an_application_with_a_character_that_no_store_can_keep_comes_to_the_desk(full: FullBench) -> None:
    number = await expected(full)
    await full.client.get("/search?q=travel%00insurance")
    reference = await applied(full, number, dealer="Radio\0Molina")
    assert (await full.client.get("/apply/%00")).status_code == 404
    await full.submit("/agent/sign-in", {"user": "agent", "password": "desk"})
    page = (await full.client.get("/agent/applications")).text
    assert f'data-application="{reference}"' in page
    assert 'data-fact="interest">travel insurance<' in page
    assert "Radio Molina" in page


async def test_a_system_that_is_stopped_has_no_process_and_hears_it_all_when_it_starts(full: FullBench) -> None:
    number = await full.enrol()
    before = (await full.processes())["notifications"]
    assert before is not None
    await full.client.post("/lab/systems/notifications/stop")
    assert (await full.processes())["notifications"] is None
    await gone(before)
    for fact in ("phone", "postal_address"):
        await full.change(fact)
    waiting = (await full.client.get(f"/lab/customers/{number}/clock?wait_ready_s=0.3")).json()
    assert waiting["status"] == "advancing"
    await full.client.post("/lab/systems/notifications/start")
    assert (await full.processes())["notifications"] not in {None, before}
    await full.ready(number)
    assert len(full.outside.mails_from("confirmations")) == 2
    assert [text["to"] for text in full.outside.texts] == ["+491729998887"]


async def test_a_process_killed_in_the_middle_loses_nothing_and_doubles_nothing(full: FullBench) -> None:
    number = await full.enrol()
    frozen = {name: process for name, process in (await full.processes()).items() if process is not None}
    # Stopped dead, each has the change in its hands or on its way to them when it is killed.
    for process in frozen.values():
        os.kill(process, signal.SIGSTOP)
    await full.change("postal_address")
    await anyio.sleep(0.3)
    for process in frozen.values():
        os.kill(process, signal.SIGKILL)
    await full.ready(number)
    assert not set(frozen.values()) & set((await full.processes()).values())
    for system in ("agent-desktop", "app-cache", "billing", "card-system", "letters", "partner-feed"):
        assert full.stored(system, number)["city"] == "München", system
    assert len(full.outside.mails_from("confirmations")) == 1
    await full.advance(number, "2027-03-02T09:00:00+01:00")
    letters = sorted(path.name for path in full.data.glob(f"letters/*{number}*"))
    assert letters == [f"confirmation-{number}-001.pdf", f"notice-{number}-001.pdf"]


async def test_processes_killed_while_two_weeks_pass_do_each_job_once(full: FullBench) -> None:
    number = await full.enrol()
    await full.client.post(f"/lab/customers/{number}/clock", json={"advance_to": "2027-03-16T09:00:00+01:00"})
    for name in ("card-system", "billing", "partner-feed", "payment-processor"):
        process = (await full.processes())[name]
        if process is not None:
            os.kill(process, signal.SIGKILL)
    await full.ready(number)
    assert len(list(full.data.glob(f"partner/*{number}*"))) == 15
    assert len(list(full.data.glob(f"cards/*{number}*"))) == 1
    assert len(list(full.data.glob(f"card-letters/*{number}*"))) == 1
    cards = full.rows('select status from "card-system".cards where customer_no = :no order by id', no=number)
    assert [card["status"] for card in cards] == ["being replaced", "sent to you"]
    assert len(full.outside.mails_from("invoices")) == 1
    # The charge may be sent again by a process that could not know that the mail had gone: it is the same message.
    assert len({mail["Message-ID"] for mail in full.outside.mails_from("receipts")}) == 2


async def test_an_event_that_is_delivered_again_is_applied_once(full: FullBench, started: Started) -> None:
    number = await full.enrol()
    await full.change("phone")
    await full.ready(number)
    (row,) = full.rows('select body from "customer-master".outbox where customer_no = :no', no=number)
    name = started.database.rpartition("/")[2]
    connection = await aio_pika.connect(started.environment["NORTHBANK_RABBITMQ"])
    exchange = await (await connection.channel()).get_exchange(name)
    await exchange.publish(aio_pika.Message(row["body"].encode(), type="event"), "front.changed")
    await connection.close()
    # What comes after it in each system's queue shows that it was taken in.
    await full.change("postal_address")
    await full.ready(number)
    assert len(full.outside.mails_from("confirmations")) == 2
    assert len(full.outside.texts) == 1
    assert len(full.rows("select id from notifications.inbox where customer_no = :no", no=number)) == 2


async def test_a_broker_that_goes_away_and_comes_back_costs_time_and_nothing_else(
    full: FullBench, around: Surroundings
) -> None:
    number = await full.enrol()
    around.cut()
    try:
        assert (await full.change("postal_address")).status_code == 200
        answer = await full.client.post(
            f"/lab/customers/{number}/clock", json={"advance_to": "2027-03-03T09:00:00+01:00"}
        )
        assert answer.status_code == 202
        unpublished = 'select event_id from "customer-master".outbox where customer_no = :no and published_at is null'
        assert len(full.rows(unpublished, no=number)) == 1
    finally:
        around.mend()
    await full.ready(number)
    assert full.rows(unpublished, no=number) == []
    assert full.stored("card-system", number)["city"] == "München"
    assert len(full.outside.mails_from("confirmations")) == 1
    assert len(list(full.data.glob(f"partner/*{number}*"))) == 2


async def test_a_system_can_be_started_by_hand(full: FullBench, started: Started) -> None:
    number = await full.enrol()
    await full.client.post("/lab/systems/billing/stop")
    environment = started.environment | {"PYTHONPATH": str(FIXTURES)}
    command = [sys.executable, "-m", "northbank.full_size.process", "billing"]
    with subprocess.Popen(command, env=environment) as by_hand:
        await full.change("postal_address")
        await full.ready(number)
        by_hand.terminate()
        assert by_hand.wait(10) == 0
    assert full.stored("billing", number)["city"] == "München"
    await full.client.post("/lab/systems/billing/start")


async def test_no_process_outlives_the_bank_and_no_secret_is_logged(
    around: Surroundings, tmp_path: Path, font_folder: Path
) -> None:
    with full_size(tmp_path / "data", free_port(), around, font_folder) as bank:
        async with httpx.AsyncClient(base_url=bank.base, trust_env=False, timeout=60) as client:
            processes = list((await client.get("/lab/systems")).json()["systems"].values())
        assert len(processes) == len(set(processes)) >= 9
        bank.front.kill()
        bank.front.wait(10)
        await gone(*processes)
    log = (bank.data / "northbank.log").read_text()
    assert "started" in log
    assert not re.search("guest|postgres@", log)
