"""What is sent to Slack, and that Slack would take it."""

from __future__ import annotations

import json
from typing import Any

from hostile_bench import HOSTILE, founding_account, hostile_account

from tellonce.report.account import Account
from tellonce.report.formats.slack import slack
from tellonce.story.visible import visible


def payload(account: Account) -> dict[str, Any]:
    sent: dict[str, Any] = json.loads(slack(account))
    return sent


def lines(sent: dict[str, Any]) -> list[str]:
    """The text of each rich block."""
    return [
        "".join(run["text"] for part in block["elements"] for run in part["elements"])
        for block in sent["blocks"]
        if block["type"] == "rich_text"
    ]


def test_the_consequence_is_the_headline_and_each_break_has_a_block() -> None:
    sent = payload(founding_account())

    assert sent["blocks"][0] == {
        "type": "header",
        "text": {"type": "plain_text", "text": "Maria's new card goes to her old home.", "emoji": False},
    }
    assert lines(sent)[:2] == [
        "Broken. Promises: 16 kept, 2 broken, 1 still waiting, 0 not seen. "
        "Scenarios: 1 passed, 1 failed, 1 inconclusive, 1 error.",
        "Maria's new card goes to her old home.\n"
        "promised: within 1 day (Card Operations)\n"
        "expected: Rosenweg 7b, 80331 Munich\n"
        "last seen: Hauptstrasse 12, 10115 Berlin (letter 000123.pdf, page 1)\n"
        "broke: between customer master (knew at 0.3 s) and card system (never knew)\n"
        "concerns: the card letter: still old (Card Operations); the card file: still old (Card Operations)\n"
        "explain: tellonce explain 7f3a0001",
    ]
    assert lines(sent)[-1] == "Run 2026-11-21T214500-7f3a. The whole report: reports/r1/index.html"


def test_the_plain_text_of_a_notification_is_escaped_and_not_markup() -> None:
    sent = payload(hostile_account())

    assert (sent["mrkdwn"], sent["parse"], sent["unfurl_links"]) == (False, "none", False)
    assert not set("<>") & set(sent["text"])
    assert "&lt;!channel&gt;" in sent["text"]


def test_hostile_text_stands_in_rich_text_alone_where_nothing_is_markup() -> None:
    sent = payload(hostile_account())

    assert {block["type"] for block in sent["blocks"]} == {"header", "rich_text"}
    assert sent["blocks"][0]["text"]["type"] == "plain_text"
    assert any(visible(HOSTILE)[:60] in line for line in lines(sent))


def test_a_run_with_hundreds_of_breaks_keeps_to_every_limit_and_counts_the_rest() -> None:
    sent = payload(hostile_account(times=200))
    runs = [run for block in sent["blocks"][1:] for part in block["elements"] for run in part["elements"]]

    assert len(sent["blocks"]) <= 50
    assert len(sent["blocks"][0]["text"]["text"]) <= 150
    assert all(0 < len(run["text"]) <= 3_000 for run in runs)
    assert sum(len(run["text"]) for run in runs) <= 12_000
    assert any(line.startswith("… and ") and line.endswith(" more; the report tells all.") for line in lines(sent))
