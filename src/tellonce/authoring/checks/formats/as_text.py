"""A report for people: place, how grave, rule, what it is, and what to do next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tellonce.authoring.checks.report import Report
from tellonce.authoring.checks.rules import RULES
from tellonce.model.errors import Place
from tellonce.model.finding import Finding

__all__ = ["as_text"]

_SHOWN = 20


def as_text(report: Report) -> str:
    """Every finding, the same of one file once; then what was not looked at, then the sum, which counts each."""
    told = [_finding(alike[0], alike[1:]) for alike in _alike(report.findings)]
    return "\n".join([*told, *report.notes, report.summary]) + "\n"


def _alike(findings: Sequence[Finding]) -> list[list[Finding]]:
    """Findings of one file that differ in their places only, together, where the first of them stands."""
    found: dict[Finding, list[Finding]] = {}
    for one in findings:
        anywhere = replace(one, place=Place(file=one.place.file), end_column=None, fix=None)
        found.setdefault(anywhere, []).append(one)
    return list(found.values())


def _finding(one: Finding, others: Sequence[Finding]) -> str:
    lines = [f"{one.place}: {one.severity} {one.rule} {RULES[one.rule].name}: {one.what}"]
    if one.nearest:
        lines.append(f"  did you mean  {one.nearest}")
    if one.valid:
        more = f" … and {len(one.valid) - _SHOWN} more" if len(one.valid) > _SHOWN else ""
        lines.append(f"  valid         {', '.join(one.valid[:_SHOWN])}{more}")
    if one.hint:
        lines.append(f"  next          {one.hint}")
    also = list(dict.fromkeys(_beside(other.place, one.place) for other in others))
    if also:
        lines.append(f"  also          on line{'s' if also[1:] else ''} {', '.join(also)}")
    return "\n".join(lines)


def _beside(other: Place, first: Place) -> str:
    """The line; with the column where it is the first one's."""
    return str(other.line) if other.line != first.line else f"{other.line}:{other.column}"
