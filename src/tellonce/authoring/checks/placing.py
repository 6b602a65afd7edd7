"""Problems and findings: what a run would refuse, with the rule it falls under and where it ends."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from tellonce.authoring.checks.rules import RULES
from tellonce.model.errors import Place, Problem, nearest
from tellonce.model.finding import Finding, Fix

__all__ = ["found", "rule_of_file", "told"]

_FILES = (
    ("pyproject.toml", "TO001"),
    ("tellonce.toml", "TO001"),
    ("fixtures/blueprint.yaml", "TO002"),
    ("fixtures/personas", "TO003"),
    ("steps/", "TO005"),
    ("fixtures/environment.py", "TO005"),
)


def rule_of_file(file: str) -> str:
    """The rule under which a mistake in one of the project's own files is told."""
    if file.endswith(".plan.yaml"):
        return "TO004"
    return next((rule for start, rule in _FILES if file.startswith(start)), "TO009")


def told(problem: Problem, lines: Sequence[str] = (), *, fix: Fix | None = None) -> Finding:
    """A problem as a finding. lines: those of its file, where they are known."""
    place = problem.place or Place(file=".")
    column, end = _extent(place, problem.bad, lines)
    return Finding(
        rule=problem.rule or rule_of_file(place.file),
        severity="error",
        place=Place(file=place.file, line=place.line, column=column),
        end_column=end,
        what=problem.what,
        bad=problem.bad,
        valid=problem.valid,
        nearest=_nearest(problem.bad, problem.valid),
        hint=problem.hint,
        fix=fix,
        fixable=fix is not None,
    )


def found(rule: str, place: Place, what: str, lines: Sequence[str] = (), **more: object) -> Finding:
    """A finding of a rule that only check tells. more: further fields; severity is the rule's where it is left out."""
    column, end = _extent(place, None, lines)
    more.setdefault("severity", RULES[rule].severity)
    more.setdefault("end_column", end)
    return Finding(rule=rule, place=Place(file=place.file, line=place.line, column=column), what=what, **more)  # type: ignore[arg-type]  # named fields


_nearest = lru_cache(maxsize=4096)(nearest)


def _extent(place: Place, bad: str | None, lines: Sequence[str]) -> tuple[int | None, int | None]:
    """The columns where the bad word begins and ends; else the line's own, as far as it is known."""
    if place.line is None or not 0 < place.line <= len(lines):
        return place.column, None
    text = lines[place.line - 1]
    start = (place.column or 1) - 1
    at = text.find(bad, start) if bad else -1
    if bad and at >= 0:
        return at + 1, at + 1 + len(bad)
    return place.column, max(start, len(text.rstrip())) + 1
