"""Sweeps: what is declared nowhere, searched for a value that should be gone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any, Literal

import pytest
from engine_bench import CLOCK, NOON, Bank, FakeClock, events, open_bank

from tellonce.engine.outcomes import CannotTell, PromiseBroken
from tellonce.model.errors import ProbeBlind
from tellonce.model.facts import Components, FactKind
from tellonce.model.observation import Seen
from tellonce.probes.protocol import Capture, Item, Target, Thing, Things

KEPT = "kept_on_purpose: [{where: archive, why: the law wants it}]\n"


class Pile:
    """A listing of whatever was put there. unseen: why nobody can look; raised at marks, too, from the start."""

    uses: frozenset[str] = frozenset()

    def __init__(self, kind: Literal["state", "emission"], called: str) -> None:
        self.kind, self.called, self.key = kind, called, called
        self.lying: list[tuple[str, str]] = []
        self.unseen = ""

    def put(self, where: str, value: Components, *, name: str = "Maria") -> None:
        text = f"{name}\n{value['street']} {value['house_number']}\n{value['postcode']} {value['city']}"
        self.lying.append((where, text))

    async def mark(self) -> int:
        self._insist()
        return len(self.lying)

    async def things(self, target: Target, kind: FactKind, old: Components, since: int) -> Things:
        self._insist()
        found = [
            Thing(where=where, key=where if self.kind == "emission" else "", text=text, mark=number)
            for number, (where, text) in enumerate(self.lying)
        ]
        return Things(things=tuple(found[since:]), looked=len(found) - since)

    async def show(self, thing: Thing, passage: str) -> Capture:
        return Capture(kind="text", caption=thing.where, text=passage)

    async def close(self) -> None:
        """Nothing is open."""

    def _insist(self) -> None:
        if self.unseen:
            raise ProbeBlind(self.unseen)


class Swept:
    """A bank with a folder and a database that nobody declared."""

    def __init__(self, bank: Bank, clock: FakeClock) -> None:
        self.bank, self.clock = bank, clock
        self.folder, self.table = Pile("emission", "the folder archive"), Pile("state", "the database")
        bank.engine._stage.clock = clock
        bank.engine._stage.listings = lambda role: [self.folder, self.table]  # type: ignore[method-assign,return-value,list-item]
        bank.engine._stage.listing_key = lambda touchpoint: self.folder.key  # type: ignore[method-assign]
        bank.scenario()

    def sends(self, after: timedelta, what: Callable[[], Any]) -> None:
        self.clock.due.append((NOON + after, what))

    @property
    def old(self) -> Components:
        values: Components = events(self.bank, "customer_embodied")[0]["values"]["postal_address"]
        return values

    def asks(self, word: str = "her", fact: str = "postal_address") -> None:
        scene = self.bank.engine.scene
        self.bank.engine.run(scene.expect_no_leftovers(word, fact, step="Then no touchpoint", line=9))

    def lets_pass(self, days: float) -> None:
        self.bank.engine.run(self.bank.engine.scene.pass_time(days * 86400.0))


def swept_bank(root: Path, **more: Any) -> Iterator[Swept]:
    edit = more.pop("edit", str)
    with open_bank(root, change=lambda text: edit(text.replace("service: Small Bank\n", CLOCK)), **more) as bank:
        yield Swept(bank, FakeClock())


@pytest.fixture
def swept(tmp_path: Path) -> Iterator[Swept]:
    yield from swept_bank(tmp_path)


def test_nothing_left_over_is_kept(swept: Swept) -> None:
    swept.folder.put("before.pdf", {"street": "A", "house_number": "1", "postcode": "1", "city": "B"})
    swept.bank.she_moves()
    swept.asks()

    [sought] = events(swept.bank, "leftovers_sought")
    assert [(place["where"], place["things"]) for place in sought["places"]] == [
        ("the folder archive", 0),
        ("the database", 0),
    ]
    assert (sought["touchpoints"], sought["leftovers"]) == (["profile", "card-letter"], [])


def test_a_row_that_nobody_declared_breaks_it_and_names_the_place(swept: Swept) -> None:
    swept.bank.she_moves()
    swept.table.put("cards.sqlite, table cards", swept.old)

    with pytest.raises(PromiseBroken) as broken:
        swept.asks()

    assert str(broken.value).splitlines()[0] == (
        "Maria's old postal address is still used: it stands in cards.sqlite, table cards"
    )
    end = swept.bank.engine.finish_scenario("failed", str(broken.value))
    assert end.status == "failed"
    [shown] = events(swept.bank, "evidence_kept")
    assert shown["evidence"]["caption"] == "cards.sqlite, table cards"


def test_a_letter_of_two_weeks_later_that_nobody_declared_breaks_it(swept: Swept) -> None:
    swept.bank.she_moves()
    swept.sends(timedelta(days=14), lambda: swept.folder.put("reminder.pdf", swept.old))
    swept.lets_pass(13)
    swept.lets_pass(7)

    with pytest.raises(PromiseBroken, match=r"stands in reminder\.pdf, which came more than 13 days after she told"):
        swept.asks()


@pytest.mark.parametrize("when", ["before she told", "while promises ran"])
def test_what_was_sent_before_everybody_had_to_know_is_let_pass(swept: Swept, when: str) -> None:
    swept.bank.engine.run(swept.bank.engine.scene.embodied(swept.bank.engine.scene.enter("Maria")))
    if when == "before she told":
        swept.folder.put("welcome.pdf", swept.old)
    swept.bank.she_moves()
    if when == "while promises ran":
        swept.folder.put("welcome.pdf", swept.old)
    swept.asks()


def test_a_letter_that_a_touchpoint_is_judged_by_is_no_undeclared_one(swept: Swept) -> None:
    swept.bank.she_moves()
    sent = swept.bank.company.letters["card-letter"]

    def posts_again() -> None:
        seen = Seen(components=dict(swept.old))
        sent.append(Item(key="2.pdf", recipient="self", destination=seen, seen={"postal_address": seen}))
        swept.folder.put("2.pdf", swept.old)

    swept.sends(timedelta(days=10), posts_again)
    swept.lets_pass(9)
    swept.lets_pass(9)

    with pytest.raises(PromiseBroken) as broken:
        swept.asks()

    [sought] = events(swept.bank, "leftovers_sought")
    assert sought["leftovers"] == []
    assert "the old value was used after" in str(broken.value)


def test_what_is_kept_on_purpose_is_not_read(tmp_path: Path) -> None:
    for swept in swept_bank(tmp_path, edit=lambda text: KEPT + text):
        swept.bank.she_moves()
        swept.table.put("archive.sqlite, table past", swept.old)
        swept.folder.unseen = "the archive is locked"
        swept.asks()


def test_a_place_that_cannot_be_searched_leaves_it_open(swept: Swept) -> None:
    swept.bank.she_moves()
    swept.table.unseen = "the database is locked"

    with pytest.raises(CannotTell, match=r"not everything could be searched: the database: the database is locked$"):
        swept.asks()
    assert swept.bank.engine.finish_scenario("failed", "").status == "inconclusive"


def test_a_place_that_could_not_be_listed_before_she_told_leaves_it_open(swept: Swept) -> None:
    swept.folder.unseen = "the folder is away"
    swept.bank.she_moves()
    swept.folder.unseen = ""

    with pytest.raises(CannotTell, match=r"could not be listed before she told: the folder is away$"):
        swept.asks()


def test_a_touchpoint_that_need_not_learn_it_may_go_on_using_it(tmp_path: Path) -> None:
    def exempt(text: str) -> str:
        # Another letter that need not follow her.
        start = text.index("  card-letter:")
        again = text[start:].replace("card-letter:", "yearly:").replace("the card letter", "the yearly letter")
        return text + again.replace("{within: 1 day}", "{within: 1 day, exempt: {postal_address: by law}}")

    for swept in swept_bank(tmp_path, edit=exempt):
        swept.bank.she_moves()

        def posts(swept: Swept = swept) -> None:
            seen = Seen(components=dict(swept.old))
            swept.bank.company.letters["yearly"] = [Item(key="y.pdf", recipient="self", destination=seen)]
            swept.folder.put("y.pdf", swept.old)

        swept.sends(timedelta(days=10), posts)
        swept.lets_pass(9)
        swept.lets_pass(9)
        swept.asks()


def test_a_refused_change_leaves_the_old_value_right(swept: Swept) -> None:
    swept.bank.company.refuses = "No."
    swept.bank.she_moves()

    with pytest.raises(PromiseBroken, match=r"^The company refused Maria's new postal address: No\.$"):
        swept.asks()


def test_a_run_that_watches_one_touchpoint_searches_nothing(tmp_path: Path) -> None:
    for swept in swept_bank(tmp_path, touchpoint="profile"):
        swept.bank.she_moves()
        swept.table.put("cards.sqlite, table cards", swept.old)
        swept.asks()
        assert events(swept.bank, "leftovers_sought") == []
