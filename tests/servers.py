"""The servers that some tests need on loopback: where they are, and what happens where they are not."""

from __future__ import annotations

import asyncio
import os
import uuid

import pytest
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool

POSTGRESQL = "postgresql+psycopg://postgres@127.0.0.1:5432/northbank"
RABBITMQ = "amqp://guest:guest@127.0.0.1:5672/"
_REQUIRED = "TELLONCE_TEST_SERVERS"
"""Set to "required" where an absent server is a failure, as in CI."""


def absent(why: str) -> None:
    """A server does not answer: a failure where servers are required, else a reason to skip."""
    if os.environ.get(_REQUIRED) == "required":
        pytest.fail(why)
    pytest.skip(why)


def insist_on_postgresql() -> None:
    try:
        with create_engine(make_url(POSTGRESQL).set(database="postgres"), poolclass=NullPool).connect():
            pass
    except OperationalError as error:
        absent(f"PostgreSQL does not answer on loopback: {str(error.orig).splitlines()[0]}")


def insist_on_rabbitmq() -> None:
    import aio_pika  # noqa: PLC0415  (part of an extra)

    async def ask() -> None:
        await (await aio_pika.connect(RABBITMQ, timeout=5)).close()

    try:
        asyncio.run(ask())
    except (OSError, TimeoutError) as error:
        absent(f"RabbitMQ does not answer on loopback: {type(error).__name__}")


def new_database_prefix() -> str:
    """A database address that no other bank has."""
    return f"{POSTGRESQL}-test-{uuid.uuid4().hex[:8]}"


def drop_database(url: str) -> None:
    """Remove it, whoever is still connected."""
    called = make_url(url)
    engine = create_engine(called.set(database="postgres"), poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f'DROP DATABASE IF EXISTS "{called.database}" WITH (FORCE)'))
