"""A message for Slack, as its API and its incoming webhooks take it: Block Kit, with plain text for notifications.

Source: Slack's reference of Block Kit: 150 characters in a header, 3,000 in a text, 50 blocks; a message of about
13,000 characters in all is refused, which is not written there. What the service said stands in rich text, in which
nothing is markup and no mention is looked for; in the plain text `&`, `<` and `>` are escaped, as Slack asks.
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
from tellonce.story.visible import one_line, visible

__all__ = ["slack"]

_HEADER, _TEXT, _BLOCKS, _MESSAGE = 150, 3_000, 50, 12_000
_Block = dict[str, Any]
_Run = dict[str, Any]


def slack(account: Account) -> bytes:
    """The payload in JSON, within Slack's limits; what has no room is counted."""
    head = [
        {
            "type": "header",
            "text": {"type": "plain_text", "text": one_line(first_line(account), _HEADER), "emoji": False},
        },
        _rich(
            _bold(f"{state(account)}. "),
            _plain(f"Promises: {counted(account)}. Scenarios: {ran(account)}."),
            *([_plain(" "), _link("Open the report", account.page)] if account.page else []),
        ),
    ]
    told = [
        *(_rich(_bold("The run is not whole: "), _plain(one_line(said, 400))) for said in account.troubles),
        *([_rich(_bold("Since the run before: "), _plain(" ".join(since_in_short(account))))] if account.since else []),
        *(_finding(finding, linked=bool(account.page)) for finding in findings(account)),
        *(_reason(reason) for reason in reasons(account)),
        *_open(account),
    ]
    end = _rich(_plain(_whole_report(account)))
    room = _BLOCKS - len(head) - 2
    shown = told[:room]
    while shown and _length([*head, *shown, end]) > _MESSAGE:
        shown.pop()
    if len(shown) < len(told):
        shown.append(_rich(_plain(f"… and {len(told) - len(shown):,} more; the report tells all.")))
    payload = {
        "text": _escaped(f"{state(account)}: {first_line(account)} {counted(account)}."),
        "mrkdwn": False,
        "parse": "none",
        "unfurl_links": False,
        "unfurl_media": False,
        "blocks": [*head, *shown, end],
    }
    return json.dumps(payload, ensure_ascii=False, indent=1).encode("utf-8", "replace") + b"\n"


def _finding(finding: Finding, *, linked: bool) -> _Block:
    rows = [
        ("promised", f"within {finding.promised} ({finding.owner})"),
        ("expected", finding.expected),
        ("last seen", f"{finding.last_seen} ({finding.shown_by})" if finding.shown_by else finding.last_seen),
        *([("broke", finding.broke)] if finding.broke else []),
        *([("concerns", "; ".join(finding.places))] if len(finding.places) > 1 else []),
        ("explain", f"tellonce explain {finding.id}"),
    ]
    lines: list[_Run] = [_bold(f"{finding.consequence}\n")]
    for label, value in rows:
        lines += [_plain(f"{label}: "), _code(value), _plain("\n")]
    return _rich(*lines, _link("open in the report", finding.link)) if linked else _rich(*lines[:-1])


def _reason(reason: Reason) -> _Block:
    return _rich(_bold(f"{reason.title}: "), _plain(f"{reason.reason}\n"), _code("; ".join(reason.places)))


def _open(account: Account) -> Sequence[_Block]:
    lines = open_lines(account)
    return (_rich(_bold("Waiting or not seen\n"), _plain("\n".join(lines))),) if lines else ()


def _whole_report(account: Account) -> str:
    run = f"Run {account.run.run}. " if account.run else ""
    return f"{run}The whole report: {account.place or '.'}/index.html"


def _rich(*runs: _Run) -> _Block:
    return {
        "type": "rich_text",
        "elements": [{"type": "rich_text_section", "elements": [run for run in runs if run["text"]]}],
    }


def _plain(text: str) -> _Run:
    return {"type": "text", "text": _cut(text)}


def _bold(text: str) -> _Run:
    return {"type": "text", "text": _cut(text), "style": {"bold": True}}


def _code(text: str) -> _Run:
    return {"type": "text", "text": _cut(text), "style": {"code": True}}


def _link(text: str, address: str) -> _Run:
    """text: our own words, under which the address is not seen."""
    return {"type": "link", "url": address, "text": text}


def _cut(text: str) -> str:
    shown = visible(text)
    return shown if len(shown) <= _TEXT else f"{shown[: _TEXT - 1]}…"


def _length(blocks: Sequence[_Block]) -> int:
    return len(json.dumps(blocks, ensure_ascii=False, separators=(",", ":")))


def _escaped(text: str) -> str:
    return one_line(text, 1_000).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
