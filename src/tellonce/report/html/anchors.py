"""Where things are in the page: stable from run to run, and safe whatever the names hold."""

from __future__ import annotations

import hashlib
import re
from urllib.parse import quote

from tellonce.model.cell import CellVerdict

__all__ = ["cell_route", "ordinal_of", "scenario_key", "scenario_route", "state_route"]


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
    ordinal = ordinal_of(change)
    return _cell(scenario, ordinal, fact, touchpoint) if ordinal else scenario_route(scenario)


def ordinal_of(change: str) -> int:
    """Which change of its scenario a key names, from 1; 0 where the key does not tell."""
    found = re.search(r"-([1-9][0-9]{0,8})\Z", change)
    return int(found[1]) if found else 0


def _cell(scenario: str, ordinal: int, fact: str, touchpoint: str) -> str:
    return f"#/cell/{scenario_key(scenario)}/{ordinal}/{quote(fact, safe='')}/{quote(touchpoint, safe='')}"
