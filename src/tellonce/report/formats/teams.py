"""A message for Microsoft Teams: an Adaptive Card in the envelope that workflows and incoming webhooks take.

Source: Microsoft's documentation of Teams: a message of more than 28 KB is refused; others measured 21 KB. Text blocks
and facts of a card understand Markdown, links too: what the service said stands in text runs, which understand none.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from tellonce.report.account import Account
from tellonce.report.formats.told import (
    Finding,
    Reason,
    counted,
    findings,
    open_lines,
    ran,
    reasons,
    since_in_short,
    state,
)
from tellonce.report.text import first_line
from tellonce.story.visible import visible

__all__ = ["teams"]

_MOST = 20_000
"""Bytes of the whole payload."""
_COLOURS = {"Kept": "Good", "Waiting": "Accent", "Unknown": "Warning", "Nothing ran": "Warning", "Broken": "Attention"}
_Element = dict[str, Any]


def teams(account: Account) -> bytes:
    """The payload in JSON, at most 20,000 bytes; what has no room is counted."""
    said = state(account)
    head = [
        _lines([_run(first_line(account), size="Large", weight="Bolder")]),
        _lines(
            [_run(f"{said}. ", weight="Bolder", color=_COLOURS[said])],
            [_run(f"Promises: {counted(account)}.")],
            [_run(f"Scenarios: {ran(account)}.")],
            opens=("Open the report", account.page),
        ),
    ]
    told = [
        *(_lines([_run("The run is not whole: ", weight="Bolder"), _run(one)]) for one in account.troubles),
        *([_since(account)] if account.since else []),
        *(_finding(finding, linked=bool(account.page)) for finding in findings(account)),
        *(_reason(reason) for reason in reasons(account)),
        *_open(account),
    ]
    run = f"Run {account.run.run}. " if account.run else ""
    end = _lines([_run(f"{run}The whole report: {account.place or '.'}/index.html", isSubtle=True)])
    shown = list(told)
    rest: list[_Element] = []
    while len(_payload([*head, *shown, *rest, end])) > _MOST and shown:
        shown.pop()
        rest = [_lines([_run(f"… and {len(told) - len(shown):,} more; the report tells all.")])]
    return _payload([*head, *shown, *rest, end]) + b"\n"


def _payload(body: Sequence[_Element]) -> bytes:
    card = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "msteams": {"width": "Full"},
        "body": body,
    }
    attachment = {"contentType": "application/vnd.microsoft.card.adaptive", "contentUrl": None, "content": card}
    message = {"type": "message", "attachments": [attachment]}
    return json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def _finding(finding: Finding, *, linked: bool) -> _Element:
    seen = f"{finding.last_seen} ({finding.shown_by})" if finding.shown_by else finding.last_seen
    return _lines(
        [_run(finding.consequence, weight="Bolder")],
        [_run(f"promised within {finding.promised}, by {finding.owner}")],
        [_run("expected: "), _code(finding.expected)],
        [_run("last seen: "), _code(seen)],
        *([[_run("broke: "), _code(finding.broke)]] if finding.broke else []),
        *([[_run("concerns: "), _run("; ".join(finding.places))]] if len(finding.places) > 1 else []),
        [_run("explain: "), _code(f"tellonce explain {finding.id}")],
        opens=("Open in the report", finding.link if linked else ""),
    )


def _reason(reason: Reason) -> _Element:
    places = [[_code(place)] for place in reason.places]
    return _lines([_run(f"{reason.title}: ", weight="Bolder"), _run(reason.reason)], *places)


def _since(account: Account) -> _Element:
    return _lines([_run("Since the run before", weight="Bolder")], *([_run(said)] for said in since_in_short(account)))


def _open(account: Account) -> Sequence[_Element]:
    lines = [[_run(line)] for line in open_lines(account)]
    return (_lines([_run("Waiting or not seen", weight="Bolder")], *lines),) if lines else ()


def _lines(*lines: Sequence[_Element], opens: tuple[str, str] = ("", "")) -> _Element:
    """One block of lines: a rich text block has one paragraph, so that each line is one, with no room between.

    opens: words of a button below them and the address that it opens; without an address there is none.
    """
    blocks: list[_Element] = [{"type": "RichTextBlock", "spacing": "None", "inlines": list(line)} for line in lines]
    title, address = opens
    if address:
        button = {"type": "Action.OpenUrl", "title": title, "url": address}
        blocks.append({"type": "ActionSet", "actions": [button]})
    return {"type": "Container", "spacing": "Medium", "items": blocks}


def _run(text: str, **more: Any) -> _Element:
    return {"type": "TextRun", "text": visible(text), **more}


def _code(text: str) -> _Element:
    return _run(text, fontType="Monospace")
