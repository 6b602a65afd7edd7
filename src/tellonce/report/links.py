"""Links into a run's page, for all that leaves its folder. Where things are in the page, html/anchors.py says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from tellonce.model.cell import CellVerdict
from tellonce.model.report_format import REPORT_FORMATS
from tellonce.project.report_url import RUN
from tellonce.report.account import Account
from tellonce.report.html.anchors import cell_route, scenario_route

__all__ = ["Links", "links_of", "page_address"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """page: its address; relative to the run's folder where nobody said where people open it.

    ordinals: scenario -> a change's key -> which of its scenario it is, from 1.
    """

    page: str
    ordinals: Mapping[str, Mapping[str, int]]

    def scenario(self, scenario: str) -> str:
        """The scenario's page; the page itself where the history does not tell of it."""
        return f"{self.page}{scenario_route(scenario)}" if scenario in self.ordinals else self.page

    def cell(self, cell: CellVerdict) -> str:
        """The cell's page, and for want of it, as above."""
        ordinal = self.ordinals.get(cell.scenario, {}).get(cell.change)
        return f"{self.page}{cell_route(cell, ordinal)}" if ordinal else self.scenario(cell.scenario)


def links_of(account: Account) -> Links:
    """The links of a run."""
    ordinals: dict[str, Mapping[str, int]] = {}
    for scenario in account.scenarios:
        # Of two under one id, as a worker that died may leave them, the page opens the first.
        ordinals.setdefault(scenario.id, {key: ordinal for ordinal, key in enumerate(scenario.changes, 1)})
    return Links(page=account.page or REPORT_FORMATS["html"].file, ordinals=ordinals)


def page_address(report_url: str, run: str) -> str:
    """The address of one run's page. report_url: as the settings have it.

    run: the run's name; where it is empty and would be needed, so is the address.
    """
    if RUN in report_url and not run:
        return ""
    return report_url.replace(RUN, quote(run, safe=""))
