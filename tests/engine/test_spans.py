"""The spans of a change: read when they are there, recorded once, and never a reason to fail."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from engine_bench import PASSWORD, Bank, open_bank

from tellonce.engine.outcomes import PromiseBroken
from tellonce.engine.spans import entries
from tellonce.model.errors import UsageProblem
from tellonce.model.events import ChangeBegan, event_adapter
from tellonce.probes.otlp import OtlpSpan
from tellonce.probes.span_files import write_spans

TRACED = "service: Small Bank\ntraces: '{data}/spans'\n"


def hasty(text: str) -> str:
    """A blueprint that looks for spans, and whose card letter is given up soon."""
    traced = text.replace("service: Small Bank\n", TRACED)
    return traced.replace("within: 1 day", "within: 200 ms").replace("within: 10 s", "within: 20 s")


@pytest.fixture
def bank(tmp_path: Path) -> Iterator[Bank]:
    with open_bank(tmp_path, change=hasty) as bank:
        (tmp_path / "data" / "spans").mkdir(parents=True)
        bank.scenario()
        yield bank


def events(bank: Bank, kind: str) -> list[dict[str, Any]]:
    bank.engine._stage.sync()
    lines = (bank.root / "reports/r1/history.main.ndjson").read_text(encoding="utf-8").splitlines()
    return [event for event in map(json.loads, lines) if event["type"] == kind]


def made(service: str, number: int, *, parent: int = 0, status: Any = "ok", **more: Any) -> OtlpSpan:
    """A span that enters a service. number, parent: identifiers; 0 is no parent."""
    given = {"trace": "", "name": "receive", "enters": True, "message": "", **more}
    up = f"{parent:016x}" if parent else ""
    return OtlpSpan(span=f"{number:016x}", parent=up, service=service, status=status, **given)


def exports(bank: Bank, *spans: OtlpSpan) -> None:
    """The systems tell of what she told last."""
    trace = events(bank, "change_began")[-1]["trace"]
    write_spans(
        bank.root / "data" / "spans",
        [
            OtlpSpan(**{field: getattr(span, field) for field in OtlpSpan.__slots__} | {"trace": trace})
            for span in spans
        ],
    )


def said_of(bank: Bank) -> str:
    """Then every touchpoint shows her new postal address, which it does not"""
    with pytest.raises(PromiseBroken) as broken:
        bank.engine.run(bank.engine.scene.expect_everywhere("her", "postal_address"))
    return str(broken.value)


def test_every_change_goes_along_with_a_trace_of_its_own(bank: Bank) -> None:
    bank.she_moves()
    bank.she_moves()
    first, second = (event["trace"] for event in events(bank, "change_began"))

    assert first != second
    assert len(first) == len(second) == 32


def test_a_flow_that_calls_an_interface_is_given_the_header_of_its_change(bank: Bank) -> None:
    given: list[Any] = []

    async def keep(act: Any) -> None:
        given.append(act.headers)

    object.__setattr__(bank.moves, "function", keep)
    bank.she_moves()

    trace = events(bank, "change_began")[0]["trace"]
    [headers] = given
    assert list(headers) == ["traceparent"]
    assert headers["traceparent"].startswith(f"00-{trace}-")
    assert headers["traceparent"].endswith("-01")


def test_spans_say_where_the_news_of_a_broken_promise_stopped(bank: Bank) -> None:
    bank.company.forgets = {"card-letter"}
    bank.she_moves()
    exports(bank, made("master", 1), made("cards", 2, parent=1, status="error", message="line too long"))
    said = said_of(bank)

    where = "customer master (reached, by trace) and card system (was sent it but rejected it, by trace: line too long)"
    assert f"  broke     between {where}" in said
    assert bank.engine.finish_scenario("failed", said).status == "failed"
    [seen] = events(bank, "spans_seen")
    assert [(span["system"], span["status"], span["parent"][-1:]) for span in seen["spans"]] == [
        ("master", "ok", ""),
        ("cards", "error", "1"),
    ]


def test_spans_of_a_change_that_went_well_are_recorded_at_the_end(bank: Bank) -> None:
    bank.she_moves()
    exports(bank, made("master", 1), made("gateway", 2))
    bank.engine.run(bank.engine.scene.expect_everywhere("her", "postal_address"))
    assert events(bank, "spans_seen") == []

    assert bank.engine.finish_scenario("passed", "").status == "passed"
    [seen] = events(bank, "spans_seen")
    assert [(span["service"], span["system"]) for span in seen["spans"]] == [("master", "master"), ("gateway", "")]


def test_what_came_later_is_recorded_later_and_nothing_twice(bank: Bank) -> None:
    bank.company.forgets = {"card-letter"}
    bank.she_moves()
    exports(bank, made("master", 1))
    said = said_of(bank)
    exports(bank, made("cards", 2, parent=1))
    bank.engine.finish_scenario("failed", said)

    assert [[span["system"] for span in seen["spans"]] for seen in events(bank, "spans_seen")] == [
        ["master"],
        ["cards"],
    ]


def no_folder(spans: Path) -> None:
    spans.rmdir()


def no_folder_at_all(spans: Path) -> None:
    spans.rmdir()
    spans.write_text("a file")


def rubbish(spans: Path) -> None:
    for trace in spans.iterdir():
        trace.write_bytes(b"\xff{]\n")


@pytest.mark.parametrize("harm", [no_folder, no_folder_at_all, rubbish])
@pytest.mark.parametrize("forgets", [set(), {"card-letter"}])
def test_a_receiver_that_is_broken_changes_nothing(bank: Bank, harm: Callable[[Path], None], forgets: set[str]) -> None:
    bank.company.forgets = forgets
    bank.she_moves()
    if harm is rubbish:
        exports(bank, made("master", 1))
    harm(bank.root / "data" / "spans")
    end = bank.engine.finish_scenario("passed", "")

    assert end.status == ("failed" if forgets else "passed")
    assert "trace" not in end.message
    assert events(bank, "spans_seen") == []


def test_without_a_folder_of_traces_nobody_looks_for_spans(tmp_path: Path) -> None:
    def untraced(text: str) -> str:
        return hasty(text).replace(TRACED, "service: Small Bank\n")

    with open_bank(tmp_path, change=untraced) as bank:
        (tmp_path / "data" / "spans").mkdir(parents=True)
        bank.scenario()
        bank.she_moves()
        exports(bank, made("master", 1))
        assert bank.engine.finish_scenario("passed", "").status == "passed"
        assert events(bank, "spans_seen") == []


def test_an_unknown_address_in_the_folder_of_traces_is_told_before_the_run(tmp_path: Path) -> None:
    with (
        pytest.raises(UsageProblem) as wrong,
        open_bank(
            tmp_path,
            change=lambda text: text.replace("service: Small Bank\n", "service: Small Bank\ntraces: '{dta}/spans'\n"),
        ),
    ):
        pass

    assert str(wrong.value) == (
        "fixtures/blueprint.yaml:2:1: traces: '{dta}/spans' uses an unknown address 'dta'\n"
        "  did you mean  data\n"
        "  valid         root, python, web, data"
    )


def test_her_secrets_are_blotted_out_of_what_systems_say(bank: Bank) -> None:
    bank.company.forgets = {"card-letter"}
    bank.she_moves()
    message = "x" * 190 + f" signed in with {PASSWORD}"
    exports(bank, made("master", 1), made("cards", 2, status="error", message=message, name=f"GET /?p={PASSWORD}"))
    said = said_of(bank)

    assert len(events(bank, "spans_seen")) == 1
    assert PASSWORD[:8] not in said
    assert PASSWORD[:8] not in bank.history
    assert "GET /?p=[secret]" in bank.history


def test_a_trace_of_many_spans_is_kept_in_part_and_says_so(bank: Bank) -> None:
    bank.she_moves()
    exports(bank, *(made("master", number) for number in range(1, 301)))
    bank.engine.finish_scenario("passed", "")

    [seen] = events(bank, "spans_seen")
    assert (len(seen["spans"]), seen["left_out"]) == (200, 100)


def test_histories_from_before_traces_are_still_read() -> None:
    line = (
        '{"type": "change_began", "scenario": "s", "change": "c", "customer": "m", "step": "x", "line": 1, "cells": []}'
    )
    event = event_adapter.validate_json(line)

    assert isinstance(event, ChangeBegan)
    assert event.trace == ""


# where a trace enters a system ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ([], []),
        ([made("a", 1), made("b", 2, parent=1)], [1, 2]),
        # What a system does inside is its own affair, even where it fails.
        ([made("a", 1), made("a", 2, parent=1, enters=False, status="error")], [1]),
        ([made("a", 2, parent=1, enters=False), made("a", 1)], [1]),
        # The one around it is not exported yet: it may be of the same system.
        ([made("a", 2, parent=1, enters=False, status="error")], []),
        # From outside, whatever kind it says it is.
        ([made("a", 1), made("b", 2, parent=1, enters=False)], [1, 2]),
        # Sent by her own request, whose span nobody exports.
        ([made("a", 2, parent=9)], [2]),
    ],
)
def test_a_system_is_entered_by_requests_and_messages_from_outside(spans: list[OtlpSpan], expected: list[int]) -> None:
    assert [int(span.span, 16) for span in entries(spans)] == expected


def test_an_entry_that_failed_without_a_word_says_what_failed_inside() -> None:
    inside = made("a", 2, parent=1, enters=False, status="error", message="no such street")
    [entry] = entries([inside, made("a", 1, status="error")])

    assert (entry.span, entry.message) == (made("a", 1).span, "no such street")
