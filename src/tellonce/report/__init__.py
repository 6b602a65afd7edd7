"""Reports: derived from a history and its cells, and from nothing else."""

from __future__ import annotations

from tellonce.report.explain import explain, find_cell
from tellonce.report.write import RunSummary, write_all, write_reports

__all__ = ["RunSummary", "explain", "find_cell", "write_all", "write_reports"]
