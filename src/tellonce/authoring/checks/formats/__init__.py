"""Findings as text for people, JSON for scripts, SARIF for code scanning, and annotations for GitHub."""

from tellonce.authoring.checks.formats.as_github import as_github
from tellonce.authoring.checks.formats.as_json import as_json
from tellonce.authoring.checks.formats.as_sarif import as_sarif
from tellonce.authoring.checks.formats.as_text import as_text

__all__ = ["FORMATS", "as_github", "as_json", "as_sarif", "as_text"]

FORMATS = {"text": as_text, "json": as_json, "sarif": as_sarif, "github": as_github}
"""Name -> what makes the whole text of a report, its last line ended."""
