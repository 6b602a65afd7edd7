"""Where things are in the page: stable from run to run, and safe whatever the names hold."""

from __future__ import annotations

import hashlib
from urllib.parse import quote

from tellonce.model.cell import CellVerdict

__all__ = ["cell_route", "scenario_key", "scenario_route", "state_route"]


def scenario_key(scenario: str) -> str:
    """Ten letters and digits from the scenario's stable id."""
    return hashlib.sha256(scenario.encode("utf-8", "replace")).hexdigest()[:10]


def scenario_route(scenario: str) -> str:
    """The scenario in the app: what stands in the URL after the page's name."""
    return f"#/scenario/{scenario_key(scenario)}"


def cell_route(cell: CellVerdict, ordinal: int) -> str:
    """The cell's own page. ordinal: which change of its scenario, from 1, so that a link survives the next run."""
    return _cell(cell.scenario, ordinal, cell.fact, cell.touchpoint)


def state_route(scenario: str, change: str, fact: str, touchpoint: str) -> str:
    """The same by the change's key, which ends in its ordinal; of a key of another form, the scenario's page."""
    ordinal = change.rpartition("-")[2]
    return _cell(scenario, int(ordinal), fact, touchpoint) if ordinal.isdecimal() else scenario_route(scenario)


def _cell(scenario: str, ordinal: int, fact: str, touchpoint: str) -> str:
    return f"#/cell/{scenario_key(scenario)}/{ordinal}/{quote(fact, safe='')}/{quote(touchpoint, safe='')}"
