"""Weeks that pass on her own clock, and sentences that say never."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from engine_bench import CLOCK, NOON, Bank, FakeClock, events, open_bank

from tellonce.engine.outcomes import CannotTell, PromiseBroken
from tellonce.model.observation import Seen
from tellonce.probes.protocol import Item

WEEK_S = 7 * 86400.0


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def bank(tmp_path: Path, clock: FakeClock) -> Iterator[Bank]:
    """A bank with a clock per customer, whose card letter is promised within a day."""
    with open_bank(tmp_path, change=lambda text: text.replace("service: Small Bank\n", CLOCK)) as bank:
        bank.engine._stage.clock = clock
        bank.scenario()
        yield bank


def letter(bank: Bank, to: dict[str, str], *, key: str = "late.pdf") -> Item:
    return Item(
        key=key, recipient="self", destination=Seen(components=to), seen={"postal_address": Seen(components=to)}
    )


def send_later(bank: Bank, clock: FakeClock, after: timedelta) -> None:
    """The letter about her move goes out only when so much time has passed."""
    bank.she_moves()
    [letter] = bank.company.letters["card-letter"]
    sent = replace(letter, originated=(NOON + after).isoformat())
    bank.company.letters["card-letter"] = []
    clock.due.append((NOON + after, lambda: bank.company.letters["card-letter"].append(sent)))


def test_what_is_promised_for_tomorrow_is_reached_by_her_clock(bank: Bank, clock: FakeClock) -> None:
    send_later(bank, clock, timedelta(hours=20))
    bank.engine.run(bank.engine.scene.expect_everywhere("her", "postal_address"))

    assert bank.engine.finish_scenario("passed", "").status == "passed"
    [moved] = clock.moved
    assert timedelta(0) <= moved - timedelta(days=1) < timedelta(minutes=1)
    assert [(event["ready"], event["why"]) for event in events(bank, "clock_moved")] == [(True, "")]


def test_a_letter_that_never_comes_is_lost_after_its_window(bank: Bank, clock: FakeClock) -> None:
    send_later(bank, clock, timedelta(days=3))

    with pytest.raises(PromiseBroken, match=r"^The card letter never came: none was sent 1 day after Maria changed it"):
        bank.engine.run(bank.engine.scene.expect_everywhere("her", "postal_address"))


def test_two_weeks_pass_with_a_stop_wherever_a_look_decides(bank: Bank, clock: FakeClock) -> None:
    send_later(bank, clock, timedelta(hours=20))
    bank.engine.run(bank.engine.scene.pass_time(2 * WEEK_S))

    assert [round(moved / timedelta(days=1)) for moved in clock.moved] == [1, 13]
    assert bank.engine.finish_scenario("passed", "").status == "passed"


def slow_profile(text: str) -> str:
    """The details page may take three days, the card letter three weeks."""
    slow = text.replace("within: 10 s", "within: 3 days").replace("within: 1 day", "within: 1 day, window: 3 weeks")
    return slow.replace("service: Small Bank\n", CLOCK)


def test_who_waits_for_one_touchpoint_does_not_run_past_the_deadline_of_another(
    tmp_path: Path, clock: FakeClock
) -> None:
    with open_bank(tmp_path, change=slow_profile) as bank:
        bank.engine._stage.clock = clock
        bank.scenario()
        send_later(bank, clock, timedelta(days=10))
        page = bank.company.places["profile"]
        new, old = page["postal_address"], events(bank, "customer_embodied")[0]["values"]["postal_address"]
        page["postal_address"] = old
        clock.due.append((NOON + timedelta(days=2), lambda: page.update(postal_address=new)))
        bank.engine.run(bank.engine.scene.expect_at("her", "postal_address", "card-letter"))

        assert bank.engine.finish_scenario("passed", "").status == "passed"
        assert [round(moved / timedelta(days=1)) for moved in clock.moved] == [3, 18]


def test_a_clock_that_does_not_move_leaves_the_scenario_undecided_and_says_why(bank: Bank, clock: FakeClock) -> None:
    send_later(bank, clock, timedelta(hours=20))
    clock.stuck = "a nightly job is still running"

    with pytest.raises(CannotTell) as cannot:
        bank.engine.run(bank.engine.scene.pass_time(2 * WEEK_S))

    assert str(cannot.value).startswith("Maria's clock could not be moved to 2026-05-05 12:00: ")
    assert str(cannot.value).endswith(": a nightly job is still running")
    assert [(event["ready"], event["why"]) for event in events(bank, "clock_moved")] == [
        (False, "a nightly job is still running")
    ]
    assert bank.engine.finish_scenario("failed", str(cannot.value)).status == "inconclusive"


def test_nothing_is_sent_to_her_old_home_is_kept_on_the_word_of_her_clock(bank: Bank, clock: FakeClock) -> None:
    bank.she_moves()
    asked = bank.engine.scene.expect_never("her", "postal_address", 5 * WEEK_S, step="Then nothing", line=9)
    bank.engine.run(asked)

    [never] = events(bank, "never_asked")
    assert (never["which"], never["touchpoints"]) == ("old", ["card-letter"])
    assert never["until_s"] - never["from_s"] == 5 * WEEK_S
    assert never["witness"] == "her clock is ready at 2026-06-08 12:00, so nothing of hers is under way"


def test_one_letter_to_her_old_home_breaks_never(bank: Bank, clock: FakeClock) -> None:
    bank.she_moves()
    old = events(bank, "customer_embodied")[0]["values"]["postal_address"]
    sent = bank.company.letters["card-letter"]
    clock.due.append((NOON + timedelta(days=10), lambda: sent.append(letter(bank, old))))
    asked = bank.engine.scene.expect_never("her", "postal_address", 5 * WEEK_S, step="Then nothing", line=9)

    with pytest.raises(PromiseBroken, match=r"^the old value was used after .*: the card letter$"):
        bank.engine.run(asked)


def test_never_about_a_fact_that_nothing_is_sent_by_cannot_be_told(tmp_path: Path) -> None:
    def without_destination(text: str) -> str:
        return text.replace("    destination: postal_address\n", "")

    with open_bank(tmp_path, change=without_destination) as bank:
        bank.scenario()
        bank.she_moves()
        asked = bank.engine.scene.expect_never("her", "postal_address", WEEK_S, step="Then nothing", line=9)

        with pytest.raises(CannotTell) as cannot:
            bank.engine.run(asked)

    assert str(cannot.value) == ("nothing that is watched is sent to Maria's postal address: this cannot be seen")


def test_that_none_is_sent_is_asked_only_after_she_did_something(bank: Bank) -> None:
    bank.engine.scene.enter("Maria")
    asked = bank.engine.scene.expect_none_sent("Maria", "card-letter", WEEK_S, step="Then no letter", line=9)

    with pytest.raises(CannotTell) as cannot:
        bank.engine.run(asked)

    assert str(cannot.value) == "Maria has changed nothing yet: say first what she does"


@pytest.mark.parametrize(("sends", "broken"), [(True, True), (False, False)])
def test_that_none_is_sent_is_seen_at_the_end_of_the_time_named(
    bank: Bank, clock: FakeClock, sends: bool, broken: bool
) -> None:
    bank.company.refuses = "No."
    bank.she_moves()
    old = bank.company.places["cards"]["postal_address"]
    welcome = replace(letter(bank, dict(old), key="welcome.pdf"), originated=(NOON - timedelta(days=1)).isoformat())
    sent = bank.company.letters.setdefault("card-letter", [welcome])
    if sends:
        clock.due.append((NOON + timedelta(days=3), lambda: sent.append(letter(bank, dict(old)))))
    asked = bank.engine.scene.expect_none_sent("Maria", "card-letter", WEEK_S, step="Then no letter", line=9)

    if broken:
        with pytest.raises(PromiseBroken, match=r"^something was sent after .*: the card letter$"):
            bank.engine.run(asked)
    else:
        bank.engine.run(asked)


@pytest.mark.parametrize("watched", [None, "profile"])  # with a letter her clock leaps; without one it stands
def test_what_was_refused_and_arrives_all_the_same_is_caught_when_her_clock_is_ready(
    tmp_path: Path, clock: FakeClock, watched: str | None
) -> None:
    def with_clock(text: str) -> str:
        return text.replace("service: Small Bank\n", CLOCK)

    with open_bank(tmp_path, change=with_clock, touchpoint=watched) as bank:
        bank.engine._stage.clock = clock
        bank.scenario()
        bank.company.refuses = "A postcode is missing."
        bank.she_moves()
        [told] = bank.company.told
        clock.under_way.append(lambda: bank.company.knows("profile", told))

        with pytest.raises(PromiseBroken, match=r"^The details page "):
            bank.engine.run(bank.engine.scene.expect_unchanged("her", "postal_address"))


def test_a_broken_page_is_looked_at_once_more_to_tell_late_from_never(tmp_path: Path, clock: FakeClock) -> None:
    def slow(text: str) -> str:
        return text.replace(
            "service: Small Bank\n", f"{CLOCK}look_on: 3 days\n".replace("read: x", "leap_beyond: 1 s, read: x")
        ).replace("10 s", "2 hours")

    with open_bank(tmp_path, change=slow) as bank:
        bank.engine._stage.clock = clock
        bank.company.forgets = {"profile"}
        bank.scenario()
        bank.she_moves()
        [told] = bank.company.told
        bank.company.forgets = set()
        clock.due.append((NOON + timedelta(days=2), lambda: bank.company.knows("profile", told)))

        with pytest.raises(PromiseBroken, match=r"^The details page knew the new postal address only 3\.1 days after"):
            bank.engine.run(bank.engine.scene.expect_at("her", "postal_address", "profile"))


def test_a_night_that_brings_the_old_value_back_is_seen_though_every_promise_is_one_of_seconds(
    tmp_path: Path, clock: FakeClock
) -> None:
    def looked_on(text: str) -> str:
        return text.replace("service: Small Bank\n", f"{CLOCK}look_on: 3 days\n")

    with open_bank(tmp_path, change=looked_on, touchpoint="profile") as bank:
        bank.engine._stage.clock = clock
        bank.scenario()
        bank.she_moves()
        [before] = [event.values for event in bank.engine._stage.embodied]
        clock.due.append((NOON + timedelta(days=1), lambda: bank.company.knows("profile", before)))

        bank.engine.run(bank.engine.scene.expect_at("her", "postal_address", "profile"))
        end = bank.engine.finish_scenario("passed", "")

    assert end.status == "failed"
    assert end.message.startswith("The details page went back to the old postal address")


def test_business_days_are_counted_once_from_her_clock_and_looked_at_when_they_are_over(
    tmp_path: Path, clock: FakeClock
) -> None:
    # Told on a Monday at 14:00 in Berlin, after the cut-off: it counts as Tuesday, and two days later is Thursday.
    office = "calendars:\n  office: {time_zone: Europe/Berlin, country: DE, cut_off: 13:00}\n"

    def with_office(text: str) -> str:
        text = text.replace("service: Small Bank\n", CLOCK + office)
        return text.replace("{within: 1 day}", "{within: 2 business days, calendar: office}")

    with open_bank(tmp_path, change=with_office) as bank:
        bank.engine._stage.clock = clock
        bank.scenario()
        bank.company.forgets.add("card-letter")
        bank.she_moves()
        with pytest.raises(PromiseBroken, match="promised  within 2 business days, by Thu 07 May 2026, 24:00 Europe"):
            bank.engine.run(bank.engine.scene.expect_at("her", "postal_address", "card-letter"))
        [told] = events(bank, "change_acknowledged")
        assert set(told["change"]["terms"]) == {"card-letter"}
        assert told["change"]["terms"]["card-letter"]["within"] == pytest.approx(3 * 86400 + 10 * 3600, abs=60)
        assert [round(moved / timedelta(hours=1)) for moved in clock.moved] == [3 * 24 + 10]
        assert bank.engine.scene.verdicts()[-1].verdict == "stale"


@pytest.mark.parametrize("sends", [True, False])
def test_without_a_clock_a_short_window_is_lived_through(tmp_path: Path, sends: bool) -> None:
    def soon(text: str) -> str:
        return text.replace("within: 10 s", "within: 100 ms").replace("within: 1 day", "within: 100 ms")

    with open_bank(tmp_path, change=soon) as bank:
        bank.scenario()
        bank.she_moves()
        if sends:
            old = events(bank, "customer_embodied")[0]["values"]["postal_address"]
            bank.company.letters["card-letter"].append(letter(bank, old))
        asked = bank.engine.scene.expect_never("her", "postal_address", 0.2, step="Then nothing", line=9)

        if sends:
            with pytest.raises(PromiseBroken, match=r"^the old value was used after .*: the card letter$"):
                bank.engine.run(asked)
        else:
            bank.engine.run(asked)
            [never] = events(bank, "never_asked")
            assert never["witness"] == "the end of the window, lived through"


def test_without_a_clock_a_long_window_cannot_pass(tmp_path: Path) -> None:
    with open_bank(tmp_path) as bank:
        bank.scenario()
        bank.she_moves()
        asked = bank.engine.scene.expect_never("her", "postal_address", WEEK_S, step="Then nothing", line=9)

        with pytest.raises(CannotTell, match="the service gives her no clock"):
            bank.engine.run(asked)
