"""What one check found, and how it is shown."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Literal

__all__ = ["Finding", "Level", "as_json", "as_text", "closing", "exit_code", "ok", "problem", "unchecked", "warning"]

Level = Literal["ok", "warning", "problem", "unchecked"]
_SIGNS: dict[Level, str] = {"ok": "✓", "warning": "!", "problem": "✗", "unchecked": "-"}
_NAME_WIDTH = 11
_INDENT = " " * (_NAME_WIDTH + 5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """check: its name, as the reference lists it.  said: what was found, no secret in it.  next: what to do, "" if ok.

    unchecked: nobody can say whether this is in order, and `next` tells how it could be looked at.
    """

    check: str
    level: Level
    said: str
    next: str = ""


def ok(check: str, said: str) -> Finding:
    """All is well."""
    return Finding(check=check, level="ok", said=said)


def warning(check: str, said: str, do: str) -> Finding:
    """A run is possible, and may not be what it should be."""
    return Finding(check=check, level="warning", said=said, next=do)


def problem(check: str, said: str, do: str) -> Finding:
    """A run would fail, or not see what it should."""
    return Finding(check=check, level="problem", said=said, next=do)


def unchecked(check: str, said: str, do: str) -> Finding:
    """Not looked at."""
    return Finding(check=check, level="unchecked", said=said, next=do)


def as_text(finding: Finding) -> str:
    """A line, and what to do on the next."""
    head = f"  {_SIGNS[finding.level]} {finding.check:{_NAME_WIDTH}} "
    lines = [head + finding.said.replace("\n", f"\n{_INDENT}")]
    if finding.next:
        lines.append(f"{_INDENT}next  {finding.next}")
    return "\n".join(lines)


def closing(findings: Sequence[Finding]) -> str:
    """How many of each."""
    counts = Counter(finding.level for finding in findings)
    words = [
        f"{counts['problem']} problem{'' if counts['problem'] == 1 else 's'}",
        f"{counts['warning']} warning{'' if counts['warning'] == 1 else 's'}",
        f"{counts['ok']} in order",
    ]
    if counts["unchecked"]:
        words.append(f"{counts['unchecked']} not checked")
    return ", ".join(words) + "."


def as_json(findings: Sequence[Finding]) -> str:
    """{"ok": whether there is no problem, "findings": [{check, level, said, next}]}"""
    body = {"ok": exit_code(findings) == 0, "findings": [asdict(finding) for finding in findings]}
    return json.dumps(body, indent=2, ensure_ascii=False)


def exit_code(findings: Sequence[Finding]) -> int:
    """0 without a problem, 1 with one. Warnings and what was not checked are no problem."""
    return int(any(finding.level == "problem" for finding in findings))
