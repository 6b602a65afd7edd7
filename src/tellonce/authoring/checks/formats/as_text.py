"""A report for people: place, how grave, rule, what it is, and what to do next."""

from __future__ import annotations

from tellonce.authoring.checks.report import Report
from tellonce.authoring.checks.rules import RULES
from tellonce.model.finding import Finding

__all__ = ["as_text"]

_SHOWN = 20


def as_text(report: Report) -> str:
    """Every finding, then what was not looked at, then the sum."""
    return "\n".join([*map(_finding, report.findings), *report.notes, report.summary]) + "\n"


def _finding(one: Finding) -> str:
    lines = [f"{one.place}: {one.severity} {one.rule} {RULES[one.rule].name}: {one.what}"]
    if one.nearest:
        lines.append(f"  did you mean  {one.nearest}")
    if one.valid:
        more = f" … and {len(one.valid) - _SHOWN} more" if len(one.valid) > _SHOWN else ""
        lines.append(f"  valid         {', '.join(one.valid[:_SHOWN])}{more}")
    if one.hint:
        lines.append(f"  next          {one.hint}")
    return "\n".join(lines)
