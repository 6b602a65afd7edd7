"""Identifiers inside the page: the same from run to run, and safe whatever the names hold."""

from __future__ import annotations

import hashlib

from tellonce.model.cell import CellVerdict

__all__ = ["cell_anchor", "change_anchor", "journey_anchor", "plan_anchor", "scenario_anchor"]


def journey_anchor(journey: str) -> str:
    """From the feature's path."""
    return f"j-{_short(journey)}"


def plan_anchor(journey: str) -> str:
    """From the feature's path: where its plan is shown."""
    return f"p-{_short(journey)}"


def scenario_anchor(scenario: str) -> str:
    """From the scenario's stable id."""
    return f"s-{_short(scenario)}"


def change_anchor(scenario: str, change: str) -> str:
    """From the scenario's id and the change's key."""
    return f"c-{_short(scenario, change)}"


def cell_anchor(cell: CellVerdict) -> str:
    """From the scenario, change, fact and touchpoint, so that a link survives the next run."""
    return f"t-{_short(cell.scenario, cell.change, cell.fact, cell.touchpoint)}"


def _short(*names: str) -> str:
    return hashlib.sha256("\x00".join(names).encode("utf-8", "replace")).hexdigest()[:10]
