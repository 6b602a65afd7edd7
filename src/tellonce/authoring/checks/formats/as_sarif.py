"""SARIF 2.1.0, which code scanning reads: GitHub, Azure DevOps, editors."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from tellonce import __version__
from tellonce.authoring.checks.report import Report
from tellonce.authoring.checks.rules import RULES, Rule
from tellonce.model.finding import Finding, Fix, Severity

__all__ = ["as_sarif"]

_LEVELS: Mapping[Severity, str] = {"error": "error", "warning": "warning", "hint": "note"}
_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def as_sarif(report: Report) -> str:
    """One run of one tool, with every rule, told or not. Columns are counted in letters, as in messages."""
    order = {rule: index for index, rule in enumerate(RULES)}
    alike: Counter[str] = Counter()
    results = []
    for one in report.findings:
        mark = f"{one.rule} {one.place.file} {one.what}"
        results.append(_result(one, order[one.rule], f"{mark} {alike[mark]}"))
        alike[mark] += 1
    notes = [{"level": "note", "message": {"text": note}} for note in report.notes]
    run = {
        "tool": {
            "driver": {
                "name": "tellonce",
                "semanticVersion": __version__,
                "rules": [_rule(rule) for rule in RULES.values()],
            }
        },
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {"PROJECT": {"description": {"text": "The folder with journeys/ and fixtures/."}}},
        "invocations": [{"executionSuccessful": True, "toolExecutionNotifications": notes}],
        "results": results,
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2) + "\n"


def _rule(rule: Rule) -> Mapping[str, Any]:
    return {
        "id": rule.id,
        "name": "".join(word.capitalize() for word in rule.name.split("-")),
        "shortDescription": {"text": rule.about},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }


def _result(one: Finding, index: int, mark: str) -> Mapping[str, Any]:
    """mark: what stays the same when lines are put in above it."""
    place: dict[str, Any] = {"artifactLocation": {"uri": quote(one.place.file), "uriBaseId": "PROJECT"}}
    if one.place.line is not None:
        region = {"startLine": one.place.line}
        if one.place.column is not None:
            region["startColumn"] = one.place.column
            if one.end_column is not None:
                region["endColumn"] = max(one.end_column, one.place.column)
        place["region"] = region
    lines = [one.what]
    lines += [f"Did you mean {one.nearest}?"] if one.nearest else []
    lines += [f"Next: {one.hint}"] if one.hint else []
    said: dict[str, Any] = {
        "ruleId": one.rule,
        "ruleIndex": index,
        "level": _LEVELS[one.severity],
        "message": {"text": "\n".join(lines)},
        "locations": [{"physicalLocation": place}],
        "partialFingerprints": {"tellonce/v1": hashlib.sha256(mark.encode()).hexdigest()[:32]},
    }
    if one.fix is not None:
        said["fixes"] = [_fix(one.fix, one.place.file)]
    return said


def _fix(fix: Fix, file: str) -> Mapping[str, Any]:
    replacement = {
        "deletedRegion": {"startLine": fix.line, "startColumn": 1, "endColumn": len(fix.before) + 1},
        "insertedContent": {"text": fix.after},
    }
    where = {"uri": quote(file), "uriBaseId": "PROJECT"}
    return {
        "description": {"text": fix.said},
        "artifactChanges": [{"artifactLocation": where, "replacements": [replacement]}],
    }
