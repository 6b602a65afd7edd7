"""What is sent to Teams, and that Teams would take it."""

from __future__ import annotations

import json
from typing import Any

from hostile_bench import founding_account, hostile_account

from tellonce.report.account import Account
from tellonce.report.formats.teams import teams


def card(account: Account) -> dict[str, Any]:
    message = json.loads(teams(account))
    [attachment] = message["attachments"]
    assert (message["type"], attachment["contentType"]) == ("message", "application/vnd.microsoft.card.adaptive")
    content: dict[str, Any] = attachment["content"]
    return content


def lines(content: dict[str, Any]) -> list[str]:
    return ["".join(run["text"] for run in line["inlines"]) for block in content["body"] for line in block["items"]]


def test_the_consequence_comes_first_and_each_break_tells_whom_to_call() -> None:
    content = card(founding_account())

    assert (content["type"], content["version"]) == ("AdaptiveCard", "1.4")
    assert lines(content)[:11] == [
        "Maria's new card goes to her old home.",
        "Broken. ",
        "Promises: 16 kept, 2 broken, 1 still waiting, 0 not seen.",
        "Scenarios: 1 passed, 1 failed, 1 inconclusive, 1 error.",
        "Maria's new card goes to her old home.",
        "promised within 1 day, by Card Operations",
        "expected: Rosenweg 7b, 80331 Munich",
        "last seen: Hauptstrasse 12, 10115 Berlin (letter 000123.pdf, page 1)",
        "broke: between customer master (knew at 0.3 s) and card system (never knew)",
        "concerns: the card letter: still old (Card Operations); the card file: still old (Card Operations)",
        "explain: tellonce explain 7f3a0001",
    ]


def test_every_text_is_a_run_which_understands_no_markdown() -> None:
    content = card(hostile_account())

    assert {block["type"] for block in content["body"]} == {"Container"}
    assert {line["type"] for block in content["body"] for line in block["items"]} == {"RichTextBlock"}
    assert {run["type"] for block in content["body"] for line in block["items"] for run in line["inlines"]} == {
        "TextRun"
    }


def test_a_run_with_hundreds_of_breaks_fits_and_counts_the_rest() -> None:
    account = hostile_account(times=200)

    assert 10_000 < len(teams(account)) <= 20_001
    assert any(line.startswith("… and ") for line in lines(card(account)))
