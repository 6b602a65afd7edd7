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
MUCH_ALIKE = ("table past", "archive/", "an[a]r")
CALLED_SO = ("table past", "archive/", "post*news@")


class Pile:
    """A listing of whatever was put there. unseen: why nobody can look; raised at marks, too, from the start."""

    uses: frozenset[str] = frozenset()
    source = ""

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
        bank.engine._stage.listing_of = lambda touchpoint: self.folder  # type: ignore[method-assign]
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


def test_a_mark_that_could_not_be_taken_leaves_it_open(swept: Swept) -> None:
    swept.bank.she_moves()
    swept.folder.unseen = "the folder is away"
    swept.sends(timedelta(days=14), lambda: swept.folder.put("reminder.pdf", swept.old))
    swept.lets_pass(15)
    swept.folder.unseen = ""

    with pytest.raises(CannotTell, match=r"the folder archive could not be listed at times: the folder is away$"):
        swept.asks()


def test_what_cannot_be_shown_is_told_all_the_same(swept: Swept, monkeypatch: pytest.MonkeyPatch) -> None:
    async def crash(thing: Thing, passage: str) -> Capture:
        raise PermissionError("locked")

    monkeypatch.setattr(swept.table, "show", crash)
    swept.bank.she_moves()
    swept.table.put("cards.sqlite, table cards", swept.old)

    with pytest.raises(PromiseBroken, match=r"it stands in cards\.sqlite, table cards"):
        swept.asks()
    [shown] = events(swept.bank, "evidence_kept")
    assert "no evidence could be taken: PermissionError: locked" in shown["evidence"]["text"]


def test_columns_in_any_order_are_found_and_a_new_value_in_columns_is_beside_it(swept: Swept) -> None:
    swept.bank.she_moves()
    old, new = swept.old, swept.bank.company.told[0]["postal_address"]

    def columns(value: Components) -> str:
        return "\n".join([value["city"], "DE", value["house_number"], value["postcode"], value["street"]])

    swept.table.lying.append(("log, table moves", f"{columns(old)}\n2026-05-04\n{columns(new)}"))
    swept.asks()
    swept.table.lying.append(("cards.sqlite, table cards", f"4711\n{columns(old)}"))
    with pytest.raises(PromiseBroken, match=r"it stands in cards\.sqlite, table cards"):
        swept.asks()


@pytest.mark.parametrize("where", ["archive.sqlite, table past_due", "old archives/1.pdf", "anar, table t"])
def test_what_is_only_called_much_alike_is_not_kept_on_purpose(tmp_path: Path, where: str) -> None:
    kept = "kept_on_purpose: [" + ", ".join(f"{{where: '{part}', why: x}}" for part in MUCH_ALIKE) + "]\n"
    for swept in swept_bank(tmp_path, edit=lambda text: kept + text):
        swept.bank.she_moves()
        swept.table.put(where, swept.old)
        with pytest.raises(PromiseBroken):
            swept.asks()


@pytest.mark.parametrize("where", ["archive.sqlite, table past", "the archive/1.pdf", "post 7 of news@x.example"])
def test_what_is_called_so_is_kept_on_purpose(tmp_path: Path, where: str) -> None:
    kept = (
        "kept_on_purpose: [{where: 'table past', why: x}, {where: archive/, why: x}, {where: 'post*news@', why: x}]\n"
    )
    for swept in swept_bank(tmp_path, edit=lambda text: kept + text):
        swept.bank.she_moves()
        swept.table.put(where, swept.old)
        swept.asks()


def test_a_declared_letter_is_the_same_in_whatever_version_and_reading(swept: Swept) -> None:
    again = Pile("emission", "the folder archive, read otherwise")
    again.source = swept.folder.key
    stage = swept.bank.engine._stage
    stage.listings = lambda role: [swept.folder, again, swept.table]  # type: ignore[method-assign,return-value,list-item]
    swept.bank.she_moves()

    def posts() -> None:
        seen = Seen(components=dict(swept.old))
        item = Item(key="2.txt (version 3):7", recipient="related", destination=seen, seen={"postal_address": seen})
        swept.bank.company.letters["card-letter"].append(item)
        swept.folder.put("2.txt", swept.old)
        again.put("2.txt (version 2)", swept.old)

    swept.sends(timedelta(days=10), posts)
    swept.lets_pass(9)
    swept.lets_pass(9)
    swept.asks()


def test_a_mail_to_the_old_address_is_no_quotation_whatever_it_says(swept: Swept) -> None:
    swept.bank.she_moves()
    old, new = swept.old, swept.bank.company.told[0]["postal_address"]
    lines = [f"{value['street']} {value['house_number']}\n{value['postcode']} {value['city']}" for value in (old, new)]

    async def things(target: Target, kind: FactKind, value: Components, since: int) -> Things:
        said = Thing(where="mail from shop@x.example", text=f"you moved to {lines[1]}", sent_to=lines[0])
        return Things(things=(said,), looked=1)

    swept.table.things = things  # type: ignore[method-assign]
    with pytest.raises(PromiseBroken, match="it stands in mail from shop@x"):
        swept.asks()


def test_columns_of_two_records_are_not_put_together(swept: Swept) -> None:
    swept.bank.she_moves()
    old = swept.old
    lines = f"1;Jan;{old['street']};;{old['postcode']}\n2;Ida;Am Kai;{old['house_number']};20457"

    async def things(target: Target, kind: FactKind, value: Components, since: int) -> Things:
        return Things(things=(Thing(where="feed.csv", text=lines, by_line=True),), looked=1)

    swept.table.things = things  # type: ignore[method-assign]
    swept.asks()
    lines += f"\n3;Maria;{old['street']};;{old['house_number']};{old['postcode']}"
    with pytest.raises(PromiseBroken, match=r"it stands in feed\.csv"):
        swept.asks()


def test_a_probe_that_crashes_when_asked_to_list_leaves_only_the_sweep_open(tmp_path: Path) -> None:
    with open_bank(tmp_path, change=lambda text: text.replace("service: Small Bank\n", CLOCK)) as bank:
        bank.engine._stage.clock = FakeClock()
        bank.engine._stage.probe_of("profile", bank.engine._stage.blueprint.touchpoints["profile"])[1].listing = crash  # type: ignore[attr-defined]
        bank.scenario()
        bank.she_moves()

        with pytest.raises(CannotTell, match=r"the touchpoint profile: it could not be listed: OSError: the disk$"):
            bank.engine.run(
                bank.engine.scene.expect_no_leftovers("her", "postal_address", step="Then no touchpoint", line=9)
            )


def crash() -> None:
    raise OSError("the disk")
