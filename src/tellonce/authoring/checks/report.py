"""What one check found."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from tellonce.model.finding import Finding

__all__ = ["Report"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """findings: in reading order.  files, scenarios: how many were read.

    notes: what was not looked at, and why; empty when everything was.
    """

    findings: tuple[Finding, ...]
    files: int
    scenarios: int
    notes: tuple[str, ...] = ()

    def fails(self, *, strict: bool) -> bool:
        """Whether something is to be mended before a run, or, when strict, before anybody reads it."""
        grave = ("error", "warning") if strict else ("error",)
        return any(one.severity in grave for one in self.findings)

    @property
    def summary(self) -> str:
        """One line: "2 errors and 1 hint in 3 journeys, 14 scenarios; --fix mends 1.\""""
        counted = Counter(one.severity for one in self.findings)
        parts = [_count(counted[name], name) for name in ("error", "warning", "hint") if counted[name]]
        what = " and ".join(filter(None, (", ".join(parts[:-1]), *parts[-1:]))) or "Nothing to mend"
        fixable = sum(one.fixable for one in self.findings)
        mends = f"; --fix mends {fixable}" if fixable else ""
        return f"{what} in {_count(self.files, 'journey')}, {_count(self.scenarios, 'scenario')}{mends}."


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
