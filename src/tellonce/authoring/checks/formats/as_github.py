"""Annotations beside the lines of a pull request: workflow commands of GitHub Actions, on standard output."""

from __future__ import annotations

from collections.abc import Mapping

from tellonce.authoring.checks.report import Report
from tellonce.authoring.checks.rules import RULES
from tellonce.model.finding import Finding, Severity

__all__ = ["as_github"]

_COMMANDS: Mapping[Severity, str] = {"error": "error", "warning": "warning", "hint": "notice"}


def as_github(report: Report) -> str:
    """One command a finding, then what was not looked at and the sum as plain lines of the log."""
    return "\n".join([*map(_finding, report.findings), *report.notes, report.summary]) + "\n"


def _finding(one: Finding) -> str:
    properties: dict[str, object] = {"file": one.place.file}
    if one.place.line is not None:
        properties |= {"line": one.place.line, "endLine": one.place.line}
    if one.place.line is not None and one.place.column is not None:
        properties["col"] = one.place.column
        if one.end_column is not None:
            properties["endColumn"] = one.end_column
    properties["title"] = f"{one.rule} {RULES[one.rule].name}"
    said = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items())
    lines = [one.what]
    lines += [f"did you mean {one.nearest}"] if one.nearest else []
    lines += [one.hint] if one.hint else []
    return f"::{_COMMANDS[one.severity]} {said}::{_data(chr(10).join(lines))}"


def _data(text: str) -> str:
    """Source: actions/toolkit, packages/core/src/command.ts, escapeData."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """Source: as _data, escapeProperty."""
    return _data(text).replace(":", "%3A").replace(",", "%2C")
