"""Several looks into one system are one look, and each answers for its own facts only."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from tellonce.model.errors import ProbeBlind
from tellonce.model.observation import Seen
from tellonce.probes.protocol import Item, Look, Place, Sources, Target
from tellonce.probes.several import SeveralProbes

pytestmark = pytest.mark.anyio

MAIL = {"email": Seen(components={"address": "maria@example.org"})}
PHONE = {"phone": Seen(components={"number": "+4930111222"})}


class Table:
    """A part that finds this, or nothing, or cannot see."""

    def __init__(self, found: Mapping[str, Seen] | Exception | None) -> None:
        self.found, self.cursors = found, []

    async def arm(self, target: Target) -> str:
        if isinstance(self.found, Exception):
            raise self.found
        return "cursor"

    async def look(self, target: Target, cursor: Any) -> Look:
        self.cursors.append(cursor)
        if isinstance(self.found, Exception):
            raise self.found
        return Look(items=() if self.found is None else (Item(seen=self.found),))


@pytest.fixture
def together(sources: Sources, at: Callable[..., Target]) -> Callable[..., Any]:
    """What a system shows that keeps e-mail addresses in one table and numbers in another."""

    async def look(mail: Table, phone: Table) -> Look:
        parts = [(_place(fact), part) for fact, part in (("email", mail), ("phone", phone))]
        probe = SeveralProbes(parts, sources.facts)  # type: ignore[arg-type]  # as much of a probe as is asked for
        target = at("state", "email", "phone", observer=True)
        return await probe.look(target, await probe.arm(target))

    return look


def _place(fact: str) -> Place:
    return Place(key="desk", called="the desk", kind="state", facts={fact: ()}, observer=True)


async def test_what_the_parts_find_is_found_in_one_look(together):
    assert [item.seen for item in (await together(Table(MAIL), Table(PHONE))).items] == [MAIL | PHONE]


async def test_of_a_part_that_finds_nothing_each_fact_is_empty(together):
    (item,) = (await together(Table(MAIL), Table(None))).items
    assert item.seen == MAIL | {"phone": Seen(components={"number": ""})}


async def test_where_no_part_finds_anything_there_is_nothing(together):
    assert (await together(Table(None), Table(None))).items == ()


async def test_a_part_that_cannot_see_leaves_the_other_as_it_was_found(together):
    (item,) = (await together(Table(ProbeBlind("the table is locked")), Table(PHONE))).items
    assert item.seen == {"email": Seen(unreadable="the table is locked")} | PHONE


async def test_that_one_part_finds_nothing_is_not_said_of_one_that_cannot_see(together):
    (item,) = (await together(Table(ProbeBlind("the table is locked")), Table(None))).items
    assert item.seen == {"email": Seen(unreadable="the table is locked"), "phone": Seen(components={"number": ""})}


async def test_where_no_part_can_see_the_look_is_blind(together):
    with pytest.raises(ProbeBlind, match="the table is locked"):
        await together(Table(ProbeBlind("the table is locked")), Table(OSError("gone")))


async def test_each_part_looks_from_its_own_cursor(together):
    mail, phone = Table(ProbeBlind("not yet")), Table(PHONE)
    await together(mail, phone)
    assert (mail.cursors, phone.cursors) == ([None], ["cursor"])
