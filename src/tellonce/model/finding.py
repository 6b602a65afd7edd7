"""One thing that `tellonce check` says of one place in a project's files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tellonce.model.errors import Place

__all__ = ["SEVERITIES", "Finding", "Fix", "Severity"]

Severity = Literal["error", "warning", "hint"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "hint")
"""The gravest first. An error is what a run refuses, and nothing else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fix:
    """One line that would be written instead of another.

    line: from 1.  before, after: the whole line without its end.  said: what was done, as a past participle.
    """

    line: int
    before: str
    after: str
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """rule: its id, such as TO201.  place: file, and line and column from 1 where known.

    end_column: the first column after what is meant, on the same line; None where only the beginning is known.
    bad, valid, hint: as in Problem.  nearest: the valid word most like the bad one.
    fix: what `--fix` writes; None where a person must decide, or where the whole file is laid out anew.
    fixable: whether `--fix` mends it.
    """

    rule: str
    severity: Severity
    place: Place
    what: str
    end_column: int | None = None
    bad: str | None = None
    valid: tuple[str, ...] = ()
    nearest: str | None = None
    hint: str | None = None
    fix: Fix | None = None
    fixable: bool = False

    @property
    def order(self) -> tuple[str, int, int, str, str]:
        """In reading order; equal findings of one place by rule and words."""
        return self.place.file, self.place.line or 0, self.place.column or 0, self.rule, self.what
