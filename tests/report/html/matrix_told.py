"""Runs for the tests of the matrix and of search: one small with every kind of place, one with many scenarios."""

from __future__ import annotations

from typing import Any

from made_runs import cell, founding_story, run, scenario

from tellonce.model.cell import CellVerdict
from tellonce.model.events import RunStarted
from tellonce.model.history import History
from tellonce.model.verdict import Verdict
from tellonce.report.html.anchors import scenario_key

MARIA = "journeys/maria/moving-house.feature: Maria moves house"
JAN = "journeys/jan/flat.feature: Jan moves in with his partner"


def every_kind_of_place() -> tuple[History, tuple[CellVerdict, ...]]:
    """The founding story; the app need not learn e-mail addresses, and a shop window uses what nobody changes."""
    history, cells = founding_story()
    events = [with_more(event) if isinstance(event, RunStarted) else event for event in history.events]
    return History(events=events), cells


def with_more(started: RunStarted) -> RunStarted:
    """The blueprint with an exemption and with a touchpoint that nothing concerns."""
    spots = dict(started.blueprint.touchpoints)
    promise = spots["app"].promise.model_copy(update={"exempt": {"email": "it asks at each login"}})
    spots["app"] = spots["app"].model_copy(update={"promise": promise})
    spots["window"] = spots["mail"].model_copy(update={"called": "the shop window", "facts": ("colour",)})
    return started.model_copy(update={"blueprint": started.blueprint.model_copy(update={"touchpoints": spots})})


def since() -> dict[str, Any]:
    """What differs from a run before: one cell of each kind that is marked, and one of a scenario that is no more."""
    maria, jan = scenario_key(MARIA), scenario_key(JAN)
    return {
        "earlier": {"name": "yesterday", "at": "2026-11-20"},
        "sentences": [],
        "cells": [
            [maria, 1, "address", "card_letter", "broken"],
            [maria, 1, "address", "letter", "mended"],
            [jan, 1, "address", "partner", "new"],
            [maria, 1, "address", "partner", "gone"],
            ["0000000000", 1, "address", "invoice", "gone"],
        ],
    }


def many(number: int) -> tuple[History, tuple[CellVerdict, ...]]:
    """So many scenarios of Maria's and Jan's with one change each; every tenth has a broken card letter."""
    cells: list[CellVerdict] = []
    parts = []
    for n in range(number):
        name, persona = f"Move number {n}", ("Maria", "Jan")[n % 2]
        journey = f"journeys/{persona.lower()}/move.feature"
        more = {"scenario": f"{journey}: {name}", "scenario_name": name, "journey": journey, "persona": persona}
        mine = [
            cell(place, Verdict.STALE if n % 10 == 0 and place == "card_letter" else Verdict.ON_TIME, **more)
            for place in ("profile", "letter", "card_letter")
        ]
        cells += mine
        parts.append(
            scenario(
                mine,
                name=name,
                journey=journey,
                feature=f"{persona} moves",
                persona=persona,
                at_s=float(n),
                took_s=1 + n % 7,
            )
        )
    return run(*parts), tuple(cells)
