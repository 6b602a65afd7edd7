"""The SQL probe and its listing on PostgreSQL and MariaDB, where these run on loopback."""

from __future__ import annotations

import json
import os
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool

from tellonce.model.errors import ProbeBlind
from tellonce.model.facts import FactKind
from tellonce.model.observation import Seen
from tellonce.probes import make_probe

pytestmark = [pytest.mark.anyio, pytest.mark.servers]

HOME = {"street": "Große Straße", "house_number": "12", "postcode": "10115", "city": "Łódź"}
_REQUIRED = "TELLONCE_TEST_SERVERS"
"""Set to "required" where an absent server is a failure, as in CI."""


@dataclass(frozen=True)
class Server:
    """How to reach one, and what it calls bytes. url: of a database that is always there, `{}` for its name."""

    name: str
    url: str
    always: str
    bytes_type: str
    json_type: str
    stored: str

    def engine(self, database: str) -> Engine:
        return create_engine(self.url.format(database), poolclass=NullPool)


SERVERS = [
    Server(
        "PostgreSQL", "postgresql+psycopg://root@127.0.0.1/{}", "test", "BYTEA", "JSONB", "convert_to(:said, 'UTF8')"
    ),
    Server("MariaDB", "mariadb+pymysql://root@127.0.0.1/{}?charset=utf8mb4", "test", "BLOB", "JSON", ":said"),
]


@pytest.fixture(params=SERVERS, ids=lambda server: server.name)
def server(request: pytest.FixtureRequest) -> Server:
    found: Server = request.param
    try:
        with found.engine(found.always).connect():
            return found
    except OperationalError as error:
        why = f"{found.name} does not answer on loopback: {str(error.orig).splitlines()[0]}"
    if os.environ.get(_REQUIRED) == "required":
        pytest.fail(why)
    pytest.skip(why)


@pytest.fixture
def url(server: Server) -> Iterator[str]:
    """A database of its own, with Maria's rows in it."""
    name = f"tellonce_{uuid.uuid4().hex[:12]}"
    always = server.engine(server.always).execution_options(isolation_level="AUTOCOMMIT")
    with always.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine = server.engine(name)
    note = json.dumps({"street": "GROSSE STR.", "no": "12", "zip": "10115"}, ensure_ascii=True)
    try:
        with engine.begin() as connection:
            for made in (
                "CREATE TABLE customers (no VARCHAR(20), street VARCHAR(80), city VARCHAR(80), since TIMESTAMP, n INT)",
                f"CREATE TABLE notes (id INT, note {server.json_type})",
                f"CREATE TABLE sent (id INT, payload {server.bytes_type})",
            ):
                connection.execute(text(made))
            connection.execute(
                text("INSERT INTO customers VALUES ('4711000001', :street, 'Łódź 10115', '2026-05-04 10:00:00', 7)"),
                {"street": "GROßE STRAßE 12"},
            )
            connection.execute(text("INSERT INTO customers VALUES ('x', 'Rosenweg 7', 'Ulm', NULL, NULL)"))
            connection.execute(text("INSERT INTO notes VALUES (1, :said)"), {"said": note})
            stored = text(f"INSERT INTO sent VALUES (1, {server.stored})")  # noqa: S608 - our own words
            connection.execute(stored, {"said": "An: Große Straße 12, 10115 Łódź"})
        yield engine.url.render_as_string(hide_password=False)
    finally:
        engine.dispose()
        with always.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name}"))
        always.dispose()


async def test_her_row_is_read(url: str, sources, at) -> None:
    target = at("state", "postal_address", observer=True)
    read = {"postal_address": {"street": "street", "city": "city"}}
    query = "SELECT * FROM customers WHERE no = :customer"
    probe = make_probe(target.place, {"kind": "sql", "url": url, "query": query, "read": read}, sources)

    [item] = (await probe.look(target, None)).items

    assert item.seen == {"postal_address": Seen(components={"street": "GROßE STRAßE 12", "city": "Łódź 10115"})}
    await probe.close()


async def test_every_row_of_every_table_is_listed_bytes_and_json_too(url: str, sources, at) -> None:
    target = at("state", "postal_address", observer=True)
    probe = make_probe(target.place, {"kind": "sql", "url": url, "query": "SELECT 1"}, sources)

    things = await probe.listing().things(target, FactKind.POSTAL_ADDRESS, HOME, 0)

    assert [one.where.rpartition(", ")[2] for one in things.things] == ["table customers", "table notes", "table sent"]
    assert things.things[0].text == "4711000001\nGROßE STRAßE 12\nŁódź 10115\n2026-05-04 10:00:00\n7"
    assert things.things[1].text in ("1\nGROSSE STR.\n12\n10115", "1\n12\n10115\nGROSSE STR.")
    assert things.things[2].text == "1\nAn: Große Straße 12, 10115 Łódź"
    assert (things.looked, things.blind) == (3, ())
    await probe.close()


async def test_other_schemas_and_materialised_views_are_listed(url: str, server: Server, sources, at) -> None:
    if server.name != "PostgreSQL":
        pytest.skip("a schema of MariaDB is another database")
    engine = create_engine(url, poolclass=NullPool)
    with engine.begin() as connection:
        for made in (
            "CREATE SCHEMA past",
            "CREATE TABLE past.homes (home VARCHAR)",
            "INSERT INTO past.homes VALUES ('Grosse Strasse 12, 10115 Lodz')",
            "CREATE MATERIALIZED VIEW copies AS SELECT street, city FROM customers",
        ):
            connection.execute(text(made))
    target = at("state", "postal_address", observer=True)
    probe = make_probe(target.place, {"kind": "sql", "url": url, "query": "SELECT 1"}, sources)

    things = await probe.listing().things(target, FactKind.POSTAL_ADDRESS, HOME, 0)

    found = {one.where.rpartition(", ")[2] for one in things.things}
    assert {"table past.homes", "table copies", "table customers"} <= found
    await probe.close()


async def test_a_url_that_names_a_schema_is_a_source_of_its_own(url: str, server: Server, sources, at) -> None:
    if server.name != "PostgreSQL":
        pytest.skip("a schema of MariaDB is another database")
    engine = create_engine(url, poolclass=NullPool)
    with engine.begin() as connection:
        for made in (
            'CREATE SCHEMA "card-system"',
            'CREATE TABLE "card-system".customers (no VARCHAR, street VARCHAR, city VARCHAR)',
            "INSERT INTO \"card-system\".customers VALUES ('4711000001', 'Große Straße 12', 'Ulm 10115')",
        ):
            connection.execute(text(made))
    target = at("state", "postal_address", observer=True)
    settings = {"kind": "sql", "url": f"{url}?options=-csearch_path%3Dcard-system"}
    read = {"postal_address": {"street": "street", "city": "city"}}
    query = "SELECT * FROM customers WHERE no = :customer"
    probe = make_probe(target.place, settings | {"query": query, "read": read}, sources)

    [item] = (await probe.look(target, None)).items
    things = await probe.listing().things(target, FactKind.POSTAL_ADDRESS, HOME, 0)

    assert item.seen["postal_address"].components == {"street": "Große Straße 12", "city": "Ulm 10115"}
    [where] = [one.where for one in things.things]
    assert where == f"{url}, table card-system.customers"
    assert (things.looked, things.blind) == (1, ())
    await probe.close()


async def test_a_probe_can_write_nothing(url: str, server: Server, sources, at) -> None:
    if server.name != "PostgreSQL":
        pytest.skip("only PostgreSQL has statements that both write and begin with WITH")
    target = at("state", "postal_address", observer=True)
    query = "WITH gone AS (DELETE FROM customers RETURNING *) SELECT * FROM gone"
    probe = make_probe(target.place, {"kind": "sql", "url": url, "query": query}, sources)

    with pytest.raises(ProbeBlind, match="read-only transaction"):
        await probe.look(target, None)
    await probe.close()
