"""A report for scripts: one JSON object, keys in a fixed order, absent where there is nothing to say."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from tellonce.authoring.checks.report import Report
from tellonce.authoring.checks.rules import RULES
from tellonce.model.finding import Finding

__all__ = ["as_json"]


def as_json(report: Report) -> str:
    """version: of this form, 1."""
    whole = {
        "version": 1,
        "files": report.files,
        "scenarios": report.scenarios,
        "notes": list(report.notes),
        "findings": [_finding(one) for one in report.findings],
    }
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _finding(one: Finding) -> Mapping[str, Any]:
    said: dict[str, Any] = {
        "rule": one.rule,
        "name": RULES[one.rule].name,
        "severity": one.severity,
        "file": one.place.file,
        "line": one.place.line,
        "column": one.place.column,
        "end_column": one.end_column,
        "message": one.what,
        "bad": one.bad,
        "nearest": one.nearest,
        "valid": list(one.valid) or None,
        "hint": one.hint,
        "fixable": one.fixable,
    }
    return {key: value for key, value in said.items() if value is not None}
