"""report.json: what a run came to, in one document, for scripts. Its shape is in docs/reference/reports.md."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from pydantic_core import to_json

from tellonce.report.account import Account
from tellonce.report.formats.told import findings, open_cells, reasons, state
from tellonce.report.links import links_of
from tellonce.report.text import first_line
from tellonce.story.words import Group

__all__ = ["as_json"]


def as_json(account: Account) -> bytes:
    """UTF-8, one object. Texts are as they were seen: whoever shows them escapes them."""
    run, links = account.run, links_of(account)
    whole: dict[str, Any] = {
        "run": run.run if run else None,
        "version": run.version if run else None,
        "service": run.blueprint.service if run else None,
        "began": account.began_wall or None,
        "ended": account.ended_wall or None,
        "took_s": account.took_s,
        "place": account.place or None,
        "report": links.page,
        "state": state(account),
        "first_line": first_line(account),
        "troubles": account.troubles,
        "since": account.since,
        "promises": {group.slug: account.counts[group] for group in Group},
        "scenarios": [
            {
                "id": scenario.id,
                "journey": scenario.started.journey,
                "line": scenario.started.line,
                "name": scenario.started.name,
                "tags": scenario.started.tags,
                "status": scenario.status,
                "message": scenario.message,
                "took_s": round(scenario.took_s, 3),
                "link": links.scenario(scenario.id),
            }
            for scenario in account.scenarios
        ],
        "broken": [asdict(finding) for finding in findings(account)],
        "not_lived_through": [asdict(reason) for reason in reasons(account)],
        "open": [asdict(one) for one in open_cells(account)],
        "lost_customers": [lost.model_dump() for lost in account.lost],
        "cells": [cell.model_dump(exclude={"looks"}) | {"link": links.cell(cell)} for cell in account.cells],
    }
    return to_json(whole, indent=1) + b"\n"
