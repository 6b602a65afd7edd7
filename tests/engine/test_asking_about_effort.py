"""Each sentence about effort, asked of a whole scenario: one that keeps it, and one that does not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from engine_bench import CLOCK, Bank, FakeClock, events, open_bank

from small_bank import MARIA
from tellonce.engine.flows import Act, Flow, current_deeds, flow
from tellonce.engine.her_pages import Field, HerPages
from tellonce.engine.outcomes import CannotTell, PromiseBroken
from tellonce.model.effort import Measure

REFUSING = f"{MARIA}channels: {{refused: [post]}}\n"


@pytest.fixture
def bank(tmp_path: Path) -> Iterator[Bank]:
    """A bank where she can also chat, and be called back by a person."""

    def with_a_clock(text: str) -> str:
        return text.replace("service: Small Bank\n", CLOCK)

    with open_bank(tmp_path, personas={"maria": REFUSING}, change=with_a_clock) as bank:
        bank.engine._stage.clock = FakeClock()

        @flow("{customer} chats", changes="email", channel="chat", served_by="automaton")
        async def chats(act: Act) -> None:
            act.transferred(to="customer service")

        @flow("{customer} is called back", changes="email", channel="phone", by="person", answers="email")
        async def called_back(act: Act) -> None:
            """Somebody calls."""

        @flow("{customer} calls and says it again", changes="email", channel="phone", served_by="person")
        async def calls(act: Act) -> None:
            act.tells_again("postal_address")

        bank.scenario()
        yield bank


def does(bank: Bank, *which: str) -> None:
    for said in which:
        declared = next(one for one in [bank.moves, *_declared()] if said in one.sentence)
        bank.engine.run(bank.engine.scene.change("Maria", declared, (), step=said, line=5))


def _declared() -> list[Flow]:
    return current_deeds().flows


def ask(bank: Bank, measure: Measure, at_most: float = 0, *, channel: str = "") -> None:
    asking = bank.engine.scene.expect_effort("she", measure, at_most, channel=channel, step="Then", line=9)
    bank.engine.run(asking)


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page on which she fills in two fields and loads three pages."""
    fields = [Field(called=called, name=called, kind="text", value=called, secret=False, same=False) for called in "ab"]
    monkeypatch.setattr(HerPages, "fields", fields)
    monkeypatch.setattr(HerPages, "pages", 3)


@pytest.mark.usefixtures("counted")
@pytest.mark.parametrize(
    ("measure", "acts", "kept", "broken"),
    [
        (Measure.HANDED_OVER, ("chats",), {"at_most": 1}, {"at_most": 0}),
        (Measure.CONTACTS, ("chats", "moves"), {"at_most": 1}, {"at_most": 0}),
        (Measure.PAGES, ("moves",), {"at_most": 3}, {"at_most": 2}),
        (Measure.CHANNELS, ("chats", "called back"), {"channel": "chat"}, {"channel": "web"}),
        (Measure.PERSON, ("chats", "called back"), {"at_most": 60}, {"at_most": 1e-9}),
    ],
)
def test_a_sentence_holds_or_does_not(
    bank: Bank, measure: Measure, acts: tuple[str, ...], kept: dict[str, Any], broken: dict[str, Any]
) -> None:
    does(bank, *acts)

    ask(bank, measure, **kept)
    with pytest.raises(PromiseBroken):
        ask(bank, measure, **broken)

    assert [event["measure"] for event in events(bank, "effort_asked")] == [measure.value] * 2


def test_saying_something_again_on_the_phone_is_telling_it_twice(bank: Bank) -> None:
    does(bank, "calls and says it again")

    with pytest.raises(PromiseBroken) as broken:
        ask(bank, Measure.REPEATED)

    assert str(broken.value) == "Maria had to tell the company what it knew: postal address"


def test_what_could_not_be_seen_cannot_be_told(bank: Bank) -> None:
    does(bank, "moves")  # on a page that is only pretended, and cannot be listened to

    for measure, at_most in ((Measure.REPEATED, 0), (Measure.FIELDS, 9)):
        with pytest.raises(CannotTell):
            ask(bank, measure, at_most)


def test_time_is_let_pass_before_nobody_is_said_to_have_come(bank: Bank) -> None:
    does(bank, "chats")

    with pytest.raises(PromiseBroken) as broken:
        ask(bank, Measure.PERSON, 3 * 86_400.0)

    assert str(broken.value) == "Maria reached no person within 3 days"
    assert events(bank, "clock_moved")


def test_a_letter_reaches_her_who_refuses_post(bank: Bank) -> None:
    does(bank, "moves")

    with pytest.raises(PromiseBroken) as broken:
        ask(bank, Measure.REFUSED)

    assert str(broken.value) == "Maria refuses post, and was reached all the same: the card letter"


def test_what_reaches_her_is_not_known_where_nothing_was_watched(bank: Bank) -> None:
    does(bank, "chats")

    with pytest.raises(CannotTell) as unknown:
        ask(bank, Measure.REFUSED)

    assert str(unknown.value) == (
        "nobody knows whether anything reached Maria: no touchpoint was watched by which something is sent by post"
    )


def test_waiting_is_counted_in_real_seconds(bank: Bank) -> None:
    does(bank, "moves")

    ask(bank, Measure.WAITED, 5.0)
