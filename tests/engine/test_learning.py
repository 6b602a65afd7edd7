"""What only the company can tell her: the day it names, and who must keep it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from engine_bench import CLOCK, NOON, Bank, FakeClock, events, open_bank

from tellonce.engine.flows import Act, Flow, Refused
from tellonce.engine.outcomes import CannotTell, PromiseBroken
from tellonce.engine.telling import FlowFailed
from tellonce.model.errors import Place
from tellonce.model.observation import Seen
from tellonce.probes.protocol import Item

FACTS = """facts:
  order: {kind: text, called: order, known_from_start: false}
  delivery_day: {kind: date, called: delivery day, known_from_start: false}
"""
DAY = {"date": "2026-05-08"}
UNTIL_THEN_S = 4 * 86400 + 10 * 3600
"""From Monday noon in UTC to the end of Friday in Berlin."""


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def bank(tmp_path: Path, clock: FakeClock) -> Iterator[Bank]:
    """The details page shows her order and its day; the card letter is what she orders."""

    def selling(text: str) -> str:
        text = text.replace("service: Small Bank\n", CLOCK).replace("facts:\n", FACTS, 1)
        text = text.replace("facts: [postal_address, email]", "facts: [order, delivery_day]")
        text = text.replace("    facts: [postal_address]\n    destination", "    facts: [order]\n    destination")
        return text.replace("{within: 1 day}", "{within: 1 day, by: delivery_day}")

    with open_bank(tmp_path, change=selling) as bank:
        bank.engine._stage.clock = clock
        bank.scenario()
        yield bank


def orders(bank: Bank, clock: FakeClock, *, days: float = 1, shown: Mapping[str, str] = DAY, **how: Any) -> None:
    """She orders; the page shows a day; the letter goes out days later."""

    async def order(act: Act) -> None:
        if how.get("refuses"):
            raise Refused("we do not sell to you")
        for fact, value in (how.get("tells") or {"delivery_day": DAY}).items():
            act.learn(fact, value)
        bank.company.knows("profile", {**act.news, "delivery_day": shown})
        letter = Item(
            key="1.pdf",
            recipient="self",
            originated=(NOON + timedelta(days=days)).isoformat(),
            seen={"order": Seen(components=dict(act.news["order"]))},
        )
        send: Callable[[], object] = lambda: bank.company.letters.setdefault("card-letter", []).append(letter)  # noqa: E731
        clock.due.append((NOON + timedelta(days=days), send))

    flow = replace(bank.moves, changes=("order",), learns=how.get("learns", ("delivery_day",)), function=order)
    bank.engine.run(bank.engine.scene.change("Maria", flow, (), step="Maria orders", line=5))


def test_what_she_is_told_must_be_shown_and_what_she_ordered_must_come_by_then(bank: Bank, clock: FakeClock) -> None:
    orders(bank, clock, days=4)
    bank.engine.run(bank.engine.scene.expect_everywhere("her", "order"))
    bank.engine.run(bank.engine.scene.expect_everywhere("her", "delivery_day"))

    end = bank.engine.finish_scenario("passed", "")
    assert end.status == "passed", end.message
    [began] = events(bank, "change_began")
    assert began["learns"] == ["delivery_day"]
    [told] = events(bank, "change_acknowledged")
    assert told["change"]["facts"]["delivery_day"] == {"old": None, "new": DAY, "earlier": []}
    assert told["change"]["facts"]["order"]["old"] is None
    assert told["change"]["terms"]["card-letter"]["within"] == pytest.approx(UNTIL_THEN_S, abs=60)


def test_a_page_that_names_another_day_breaks_the_promise(bank: Bank, clock: FakeClock) -> None:
    orders(bank, clock, shown={"date": "2026-05-09"})

    bank.engine.run(bank.engine.scene.settle_everything())
    cells = {(cell.fact, cell.touchpoint): cell.verdict for cell in bank.engine.scene.verdicts()}
    assert cells == {
        ("order", "profile"): "on_time",
        ("delivery_day", "profile"): "garbled",
        ("order", "card-letter"): "on_time",
    }


def test_what_comes_after_the_day_she_was_told_is_late_and_the_day_is_named(bank: Bank, clock: FakeClock) -> None:
    orders(bank, clock, days=6)

    with pytest.raises(PromiseBroken, match=r"within 4.4 days, by Fri 08 May 2026, the day that was named"):
        bank.engine.run(bank.engine.scene.expect_at("her", "order", "card-letter"))


def test_a_refused_order_names_no_day_and_owes_none(bank: Bank, clock: FakeClock) -> None:
    orders(bank, clock, refuses=True)
    bank.engine.run(bank.engine.scene.expect_unchanged("her", "order"))

    bank.engine.run(bank.engine.scene.settle_everything())
    assert {cell.fact for cell in bank.engine.scene.verdicts()} == {"order"}


@pytest.mark.parametrize(
    ("how", "message"),
    [
        (
            {"tells": {"order": {"text": "x"}}},
            "Maria was to be told the delivery day, and the flow does not say what Maria was told",
        ),
        (
            {"tells": {"delivery_day": {"day": "8 May"}}},
            "the flow learns the delivery day as day, where it is made of date",
        ),
        ({"learns": ()}, "the flow learns 'delivery_day' without saying so beforehand"),
    ],
)
def test_a_flow_passes_on_what_it_declares(bank: Bank, clock: FakeClock, how: dict[str, Any], message: str) -> None:
    with pytest.raises(FlowFailed, match=f"^{message}"):
        orders(bank, clock, **how)


def test_the_facts_of_a_flow_are_those_she_brings_and_those_she_is_told(bank: Bank) -> None:
    flow = Flow(
        sentence="{customer} orders",
        changes=("order",),
        learns=("delivery_day", "order"),
        new=None,
        function=bank.moves.function,
        place=Place(file="steps/x.py", line=1),
    )
    assert flow.facts == ("order", "delivery_day")


# Never before ----------------------------------------------------------------------------------------------------


def asked_before(bank: Bank) -> None:
    scene = bank.engine.scene
    bank.engine.run(scene.expect_none_before("her", "card-letter", "order", step="Then no letter before", line=9))


def an_earlier_letter(bank: Bank, **different: Any) -> None:
    letter = Item(key="0.pdf", recipient="self", originated=(NOON + timedelta(hours=1)).isoformat(), seen={})
    bank.company.letters["card-letter"] = [replace(letter, **different)]


def test_what_comes_only_after_she_ordered_did_not_come_before(bank: Bank, clock: FakeClock) -> None:
    orders(bank, clock)
    asked_before(bank)

    [asked] = events(bank, "never_asked")
    assert (asked["looking_back"], asked["touchpoints"], asked["which"]) == (True, ["card-letter"], "any")


def test_what_came_an_hour_too_early_is_told_with_how_early(bank: Bank, clock: FakeClock) -> None:
    bank.engine.scene.enter("Maria")
    bank.engine.run(bank.engine.scene.pass_time(3 * 3600))
    an_earlier_letter(bank)
    orders(bank, clock)

    with pytest.raises(PromiseBroken, match=r"^the card letter was sent 2 hours before that"):
        asked_before(bank)


def test_where_none_ever_comes_nobody_knows_whether_it_would_have_been_seen(bank: Bank, clock: FakeClock) -> None:
    orders(bank, clock, days=300)

    with pytest.raises(CannotTell, match=r"^none was seen before that, but none after it either at the card letter"):
        asked_before(bank)


def test_what_bears_no_time_and_was_found_later_is_not_called_early_nor_late(bank: Bank, clock: FakeClock) -> None:
    an_earlier_letter(bank, originated="")
    orders(bank, clock)

    with pytest.raises(CannotTell, match=r"^what came from the card letter bears no time"):
        asked_before(bank)
