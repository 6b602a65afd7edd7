"""A bank in full size, as a person would start it, with what it needs around it in a thread of this process."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import aio_pika
import httpx
from aiosmtpd.smtp import SMTP
from northbank_bench import SYSTEMS, Bench, Outside
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from servers import RABBITMQ, drop_database, new_database_prefix

FIXTURES = Path(__file__).parents[2] / "fixtures"
BROKER = ("127.0.0.1", 5672)


class Surroundings:
    """Where mail and texts arrive, and a way to the broker that can be cut, on a loop of their own."""

    def __init__(self) -> None:
        self.outside = Outside()
        self.broker_port = 0
        self._open: set[asyncio.StreamWriter] = set()
        self._cut = False
        self.loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._start(), self.loop).result(10)

    async def _start(self) -> None:
        mail = await self.loop.create_server(lambda: SMTP(self.outside, loop=self.loop), "127.0.0.1", 0)
        texts = await asyncio.start_server(self.outside.take_text, "127.0.0.1", 0)
        way = await asyncio.start_server(self._lead, "127.0.0.1", 0)
        self.outside.smtp_port = mail.sockets[0].getsockname()[1]
        self.outside.sms_port = texts.sockets[0].getsockname()[1]
        self.broker_port = way.sockets[0].getsockname()[1]
        self._servers = (mail, texts, way)

    async def _lead(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._cut:
            writer.close()
            return
        onward, back = await asyncio.open_connection(*BROKER)
        self._open |= {writer, back}
        with contextlib.suppress(OSError):
            await asyncio.gather(_copy(reader, back), _copy(onward, writer))
        self._open -= {writer, back}

    async def _set_cut(self, cut: bool) -> None:
        self._cut = cut
        if cut:
            for writer in self._open:
                writer.transport.abort()

    def cut(self) -> None:
        """The broker is gone for everybody at once."""
        asyncio.run_coroutine_threadsafe(self._set_cut(True), self.loop).result(10)

    def mend(self) -> None:
        """It can be reached again."""
        asyncio.run_coroutine_threadsafe(self._set_cut(False), self.loop).result(10)

    async def _close(self) -> None:
        for server in self._servers:
            server.close()
        await self._set_cut(True)
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    def close(self) -> None:
        asyncio.run_coroutine_threadsafe(self._close(), self.loop).result(10)
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join(10)
        self.loop.close()


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while some := await reader.read(65536):
            writer.write(some)
            await writer.drain()
    finally:
        writer.close()


@dataclass(kw_only=True)
class FullBench(Bench):
    """The short verbs, for a bank in other processes."""

    database: str
    front: subprocess.Popen[str]

    def stored(self, system: str, number: str) -> dict[str, str]:
        """Her row, read from the database as somebody outside would."""
        (row,) = self.rows(f'select * from "{system}".customers where customer_no = :no', no=number)  # noqa: S608 - our own words
        return row

    def rows(self, query: str, **values: str) -> list[dict[str, str]]:
        engine = create_engine(self.database, poolclass=NullPool)
        with engine.connect() as connection:
            return [dict(row) for row in connection.execute(text(query), values).mappings()]

    async def processes(self) -> dict[str, int | None]:
        answer = await self.client.get("/lab/systems")
        found: dict[str, int | None] = answer.json()["systems"]
        return found


@dataclass(frozen=True, kw_only=True)
class Started:
    """One bank in full size."""

    front: subprocess.Popen[str]
    base: str
    data: Path
    database: str
    environment: dict[str, str]


@contextlib.contextmanager
def full_size(data: Path, port: int, around: Surroundings, font_folder: Path) -> Iterator[Started]:
    """Start one, and stop it."""
    data.mkdir()
    (data / "fonts").symlink_to(font_folder, target_is_directory=True)
    prefix = new_database_prefix()
    environment = {
        **os.environ,
        "NORTHBANK_BACKING": "postgresql+rabbitmq",
        "NORTHBANK_POSTGRESQL": prefix,
        "NORTHBANK_RABBITMQ": f"amqp://guest:guest@127.0.0.1:{around.broker_port}/",
        "NORTHBANK_PORT": str(port),
        "NORTHBANK_DATA": str(data),
        "NORTHBANK_DELAYS": "0-0.01",
        "NORTHBANK_SMTP": f"127.0.0.1:{around.outside.smtp_port}",
        "NORTHBANK_SMS_URL": f"http://127.0.0.1:{around.outside.sms_port}/sms",
    }
    environment.pop("OTEL_EXPORTER_OTLP_ENDPOINT", None)
    front = subprocess.Popen(
        [sys.executable, str(FIXTURES / "northbank" / "serve.py")],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    base = f"http://127.0.0.1:{port}"
    try:
        # The port listens at once, so one request waits until the bank serves.
        answer = _first_answer(front, base)
        assert answer["backing"] == "postgresql+rabbitmq"
        yield Started(front=front, base=base, data=data, database=f"{prefix}-{port}", environment=environment)
    finally:
        with contextlib.suppress(ProcessLookupError):
            front.send_signal(signal.SIGTERM)
        front.wait(30)
        assert front.stderr is not None
        front.stderr.close()
        drop_database(f"{prefix}-{port}")
        removed = _remove_queues(f"{prefix}-{port}".rpartition("/")[2])
        asyncio.run_coroutine_threadsafe(removed, around.loop).result(10)


async def _remove_queues(name: str) -> None:
    """A bank that was killed leaves them behind."""
    connection = await aio_pika.connect(RABBITMQ)
    channel = await connection.channel()
    for who in ("front", *SYSTEMS):
        await channel.queue_delete(f"{name}.{who}")
    await channel.exchange_delete(name)
    await connection.close()


def _first_answer(front: subprocess.Popen[str], base: str) -> dict[str, str]:
    transport = httpx.HTTPTransport(retries=10)
    with httpx.Client(transport=transport, trust_env=False, timeout=60) as client:
        for _ in range(40):
            try:
                found: dict[str, str] = client.get(f"{base}/ready").json()
                return found
            except httpx.ConnectError:
                if front.poll() is not None:
                    assert front.stderr is not None
                    raise AssertionError(front.stderr.read()) from None
    raise AssertionError("the bank never listened")
