from __future__ import annotations

import contextlib
import sqlite3

import pytest

from tellonce.model.errors import ProbeBlind, UsageProblem
from tellonce.model.observation import Seen
from tellonce.probes import make_probe

pytestmark = pytest.mark.anyio


@pytest.fixture
def store(tmp_path, sources, at):
    sources.addresses["data"] = str(tmp_path / "o'clock & 50%#")
    (tmp_path / "o'clock & 50%#").mkdir()
    file = tmp_path / "o'clock & 50%#" / "billing.sqlite"
    with contextlib.closing(sqlite3.connect(file)) as database, database:
        database.execute("CREATE TABLE customers (no TEXT, street TEXT, city TEXT)")

    class Store:
        def add(self, *row):
            with contextlib.closing(sqlite3.connect(file)) as database, database:
                database.execute("INSERT INTO customers VALUES (?, ?, ?)", row)

        async def look(self, query="SELECT * FROM customers WHERE no = :customer", *, capture=False, **settings):
            target = at("state", "postal_address", observer=True)
            read = {"postal_address": {"street": "street", "city": "city"}}
            own = {"kind": "sql", "url": "sqlite:///{data}/billing.sqlite", "query": query, "read": read} | settings
            probe = make_probe(target.place, own, sources)
            try:
                found = await probe.look(target, None)
                return await probe.capture(target, found.items[0]) if capture else found.items
            finally:
                await probe.close()

    return Store()


async def test_her_row_is_read_from_a_path_with_odd_characters(store):
    store.add("4711000001", "Rosenweg", "München")
    store.add("4711000002", "Elsewhere", "Ulm")
    (item,) = await store.look()
    assert item.seen == {"postal_address": Seen(components={"street": "Rosenweg", "city": "München"})}
    (capture,) = await store.look(capture=True)
    assert (capture.kind, capture.text, capture.place) == ("row", "street: Rosenweg\ncity: München", "billing.sqlite")


async def test_no_row_and_an_empty_row_are_absence(store):
    assert await store.look() == ()
    store.add("4711000001", None, "")
    assert await store.look() == ()


async def test_rows_that_disagree_are_no_information(store):
    store.add("4711000001", "Rosenweg", "München")
    store.add("4711000001", "Rosenweg", "München")
    assert len(await store.look()) == 1
    store.add("4711000001", "Hauptstraße", "Berlin")
    with pytest.raises(ProbeBlind, match=r"billing\.sqlite has 3 rows for her, and they disagree\."):
        await store.look()


async def test_a_wrong_table_or_column_blinds_and_says_so(store):
    store.add("4711000001", "Rosenweg", "München")
    with pytest.raises(ProbeBlind, match=r"billing\.sqlite could not be read: no such table: client"):
        await store.look("SELECT * FROM client")
    with pytest.raises(ProbeBlind, match=r"says nothing about postal_address; it has no, street, city\."):
        await store.look(read={})


async def test_a_statement_that_would_write_cannot(store):
    with pytest.raises(ProbeBlind, match="could not be read"):
        await store.look("WITH x AS (SELECT 1) DELETE FROM customers")


async def test_a_url_that_is_none_is_refused(store):
    with pytest.raises(UsageProblem, match="the sql probe of card_letter cannot use its url"):
        await store.look(url="billing.sqlite")
