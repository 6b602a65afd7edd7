"""journeys.xes: the rules of IEEE 1849 that readers rely on, and what the log tells."""

from __future__ import annotations

from datetime import datetime, timedelta
from xml.etree.ElementTree import Element, fromstring

import pytest
from hostile_bench import founding_account, hostile_account
from made_runs import OLD, cell, read_of, run, scenario, stale_card

from tellonce.model.events import ClockMoved
from tellonce.model.verdict import Verdict
from tellonce.report.account import Account, take_account
from tellonce.report.formats.xes import xes

XES = "{http://www.xes-standard.org/}"
TYPES = {
    "string": str,
    "date": datetime.fromisoformat,
    "int": int,
    "float": float,
    "boolean": lambda text: text == "true",
}


def read(account: Account) -> Element:
    return fromstring(xes(account))  # noqa: S314 - our own document


def attributes(of: Element) -> dict[str, object]:
    return {
        one.get("key", ""): TYPES[one.tag.removeprefix(XES)](one.get("value", ""))
        for one in of
        if one.tag.removeprefix(XES) in TYPES
    }


def events(account: Account, trace: int = 0) -> list[dict[str, object]]:
    return [attributes(event) for event in read(account).findall(f"{XES}trace")[trace].findall(f"{XES}event")]


@pytest.mark.parametrize("account", [founding_account(), hostile_account(times=2), take_account(run(), ())])
def test_a_log_keeps_the_rules_of_the_standard(account: Account) -> None:
    log = read(account)
    order = [child.tag.removeprefix(XES) for child in log]
    prefixes = {one.get("prefix") for one in log.findall(f"{XES}extension")}
    promised = {one.get("scope"): set(attributes(one)) for one in log.findall(f"{XES}global")}

    assert (log.get("xes.version"), log.get("xes.features")) == ("1849.2016", "")
    assert order == sorted(order, key=["extension", "global", "classifier", "trace"].index)
    assert all(
        one.get("uri") == f"http://www.xes-standard.org/{one.get('prefix')}.xesext"
        for one in log.iter(f"{XES}extension")
    )
    for trace in log.findall(f"{XES}trace"):
        inside = [child.tag.removeprefix(XES) for child in trace]
        assert inside == sorted(inside, key=lambda tag: tag == "event")  # attributes first, as the schema has it
        assert promised["trace"] <= set(attributes(trace))
        times = [attributes(event)["time:timestamp"] for event in trace.findall(f"{XES}event")]
        assert times == sorted(times)  # type: ignore[type-var]  # they are dates
        for event in trace.findall(f"{XES}event"):
            assert promised["event"] <= set(attributes(event))
            keys = [one.get("key", "") for one in event]
            assert len(keys) == len(set(keys))
            assert {key.partition(":")[0] for key in keys if ":" in key} <= prefixes
    for classifier in log.findall(f"{XES}classifier"):
        assert set((classifier.get("keys") or "").split()) <= promised[classifier.get("scope")]


def test_a_trace_tells_what_she_did_and_what_came_to_her_in_order() -> None:
    told = [(one["concept:name"], one["org:resource"], one.get("shows")) for one in events(founding_account())]

    assert told[0] == ("tells: postal address", "Maria", None)
    assert told[1:4] == [
        ("profile page", "Digital Banking", "the news"),
        ("app's profile", "Digital Banking", "the news"),
        ("agent desktop", "Customer Service", "the news"),
    ]
    assert ("card letter", "Card Operations", "something else") in told


def test_what_never_came_or_was_not_seen_has_no_event() -> None:
    cells = (cell("profile"), cell("invoice", Verdict.LOST), cell("mail", Verdict.UNOBSERVED))
    told = events(take_account(run(scenario(cells)), cells))

    assert [one["concept:name"] for one in told] == ["tells: postal address", "profile page"]


def test_times_are_on_her_own_calendar_where_her_clock_was_moved() -> None:
    cells = (cell("letter"),)
    made = scenario(cells)
    moved = ClockMoved(
        scenario=cells[0].scenario,
        customer="maria-1",
        leap_s=86_400.0,
        to="2026-05-05T09:30:00+02:00",
        ready=True,
        at_s=made[0].at_s + 1.0,
    )
    [told, letter] = events(take_account(run([*made[:-1], moved, made[-1]]), cells))

    assert told["time:timestamp"] == datetime.fromisoformat("2026-05-04T09:29:59+02:00")
    assert letter["time:timestamp"] == told["time:timestamp"] + timedelta(hours=6)  # type: ignore[operator]  # a date


def test_a_run_whose_clocks_say_nonsense_is_a_log_without_those_events() -> None:
    cells = (stale_card(),)
    made = [event.model_copy(update={"wall": "yesterday"}) for event in scenario(cells)]

    assert read(take_account(run([*made, read_of(cells[0], OLD)]), cells)).findall(f"{XES}trace") == []
