"""The index of the page: scenarios, changes and cells as columns of numbers, for search, the matrix and deep links.

Its shape is `Index` in app/src/payload.ts: what changes here changes there.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from tellonce.model.blueprint import Blueprint
from tellonce.model.cell import CellVerdict
from tellonce.model.verdict import Verdict
from tellonce.report.account import worst_first
from tellonce.report.html.anchors import scenario_key
from tellonce.report.html.shown import shown
from tellonce.report.scenarios import ScenarioAccount
from tellonce.story.names import fact_called, fact_of, place_called, place_of, system_called
from tellonce.story.words import WORDS, Group, group_of

__all__ = ["Columns", "blueprint_index", "verdict_index"]

_WHY = 240
_OF_SCENARIOS = ("id", "journey", "rule", "name", "personas", "status", "took", "line", "tags", "why", "began")
_VERDICTS = {verdict: number for number, verdict in enumerate(Verdict)}


class _Names:
    """Texts by number, in the order in which they came."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def number(self, name: str) -> int:
        return self._numbers.setdefault(name, len(self._numbers))

    def take(self, later: _Names) -> list[int]:
        """The numbers that the names of a later part of the run have here, in the order of their numbers there."""
        return [self.number(name) for name in later._numbers]

    def plain(self) -> list[str]:
        """As they came."""
        return list(self._numbers)

    def all(self) -> list[str]:
        return [shown(name) for name in self._numbers]


class Columns:
    """Filled scenario by scenario."""

    def __init__(self) -> None:
        self._personas, self._facts, self._touchpoints = _Names(), _Names(), _Names()
        self._journeys, self._features, self._statuses, self._tags = _Names(), list[str](), _Names(), _Names()
        self._fact_names, self._touchpoint_names = list[str](), list[str]()
        self._rules = _Names()
        self._rules.number("")
        self._scenarios: dict[str, list[Any]] = {name: [] for name in _OF_SCENARIOS}
        self._roles: dict[int, str] = {}
        self._rows: dict[str, list[Any]] = {
            name: [] for name in ("scenario", "change", "fact", "persona", "outcome", "cells")
        }
        self._cells: dict[str, list[Any]] = {name: [] for name in ("touchpoint", "verdict", "reached", "promised")}

    def add(self, scenario: ScenarioAccount, detail: Mapping[str, Any]) -> None:
        """One more scenario, with its changes and cells. detail: what `scenario_detail` says of it."""
        started = scenario.started
        columns, nth = self._scenarios, len(self._scenarios["id"])
        journey = self._journeys.number(started.journey)
        if journey == len(self._features):
            self._features.append(shown(started.feature or started.journey))
        for customer in scenario.customers:
            self._roles.setdefault(self._personas.number(customer.persona), customer.role)
        worst = None
        for ordinal, change in enumerate(scenario.changes.values(), 1):
            facts: dict[str, list[CellVerdict]] = {}
            for cell in change.cells:
                facts.setdefault(cell.fact, []).append(cell)
            for fact, mine in facts.items():
                rows = self._rows
                rows["scenario"].append(nth)
                rows["change"].append(ordinal)
                number = self._facts.number(fact)
                if number == len(self._fact_names):
                    self._fact_names.append(shown(fact_called(mine[0])))
                rows["fact"].append(number)
                rows["persona"].append(self._personas.number(mine[0].persona))
                rows["outcome"].append(change.acknowledged.outcome if change.acknowledged else "")
                rows["cells"].append(len(mine))
                for cell in mine:
                    self._cell(cell)
                    if group_of(cell.verdict) is Group.BROKEN and (
                        worst is None or worst_first(cell) < worst_first(worst)
                    ):
                        worst = cell
        columns["id"].append(scenario_key(scenario.id))
        columns["journey"].append(journey)
        columns["rule"].append(self._rules.number(_rule(scenario.id)))
        columns["name"].append(shown(started.name))
        columns["personas"].append(
            [self._personas.number(one) for one in dict.fromkeys(customer.persona for customer in scenario.customers)]
        )
        columns["status"].append(self._statuses.number(scenario.status))
        columns["took"].append(round(scenario.took_s, 2))
        columns["line"].append(started.line)
        columns["tags"].append([self._tags.number(tag) for tag in started.tags])
        columns["why"].append(_why(scenario, worst, detail)[:_WHY])
        columns["began"].append(started.wall)

    def _cell(self, cell: CellVerdict) -> None:
        number = self._touchpoints.number(cell.touchpoint)
        if number == len(self._touchpoint_names):
            self._touchpoint_names.append(shown(place_called(cell)))
        cells = self._cells
        cells["touchpoint"].append(number)
        cells["verdict"].append(_VERDICTS[cell.verdict])
        cells["reached"].append(_short(cell.reached_after_s))
        cells["promised"].append(_short(cell.promised_within_s))

    def take(self, later: Columns) -> None:
        """The scenarios of a later part of the run, behind those that are here."""
        before = len(self._scenarios["id"])
        personas, statuses, tags = (
            mine.take(theirs)
            for mine, theirs in (
                (self._personas, later._personas),
                (self._statuses, later._statuses),
                (self._tags, later._tags),
            )
        )
        for number, role in later._roles.items():
            self._roles.setdefault(personas[number], role)
        facts = _taken(self._facts, later._facts, self._fact_names, later._fact_names)
        touchpoints = _taken(self._touchpoints, later._touchpoints, self._touchpoint_names, later._touchpoint_names)
        journeys = _taken(self._journeys, later._journeys, self._features, later._features)
        theirs = later._scenarios
        theirs["journey"] = [journeys[number] for number in theirs["journey"]]
        rules = self._rules.take(later._rules)
        theirs["rule"] = [rules[number] for number in theirs["rule"]]
        theirs["status"] = [statuses[number] for number in theirs["status"]]
        theirs["personas"] = [[personas[number] for number in each] for each in theirs["personas"]]
        theirs["tags"] = [[tags[number] for number in each] for each in theirs["tags"]]
        rows = later._rows
        rows["scenario"] = [number + before for number in rows["scenario"]]
        rows["fact"] = [facts[number] for number in rows["fact"]]
        rows["persona"] = [personas[number] for number in rows["persona"]]
        later._cells["touchpoint"] = [touchpoints[number] for number in later._cells["touchpoint"]]
        for mine, others in ((self._scenarios, theirs), (self._rows, rows), (self._cells, later._cells)):
            for name, column in mine.items():
                column.extend(others[name])

    @property
    def numbers(self) -> dict[str, int]:
        """A scenario's key -> its number; of two attempts under one key the first."""
        ids = self._scenarios["id"]
        return {key: number for number, key in reversed(list(enumerate(ids)))}

    def index(self) -> dict[str, Any]:
        """All columns; `rows.cells` says how many cells, in order, each row has."""
        return {
            "personas": self._personas.all(),
            "roles": [shown(self._roles.get(number, "")) for number in range(len(self._personas.all()))],
            "facts": self._facts.all(),
            "touchpoints": self._touchpoints.all(),
            "fact_names": self._fact_names,
            "touchpoint_names": self._touchpoint_names,
            "journeys": [
                {"path": shown(path), "feature": feature, "key": scenario_key(path)}
                for path, feature in zip(self._journeys.plain(), self._features, strict=True)
            ],
            "rules": self._rules.all(),
            "statuses": self._statuses.all(),
            "tags": self._tags.all(),
            "scenarios": self._scenarios,
            "rows": self._rows,
            "cells": self._cells,
        }


def _why(scenario: ScenarioAccount, worst: CellVerdict | None, detail: Mapping[str, Any]) -> str:
    """Why it did not pass: what she lives through at its worst cell, which its detail says already."""
    if scenario.status in ("passed", "skipped"):
        return ""
    if worst is None:
        return shown(scenario.why)
    return next((str(cell["says"]) for cell in detail["cells"] if cell["id"] == worst.id), "")


def _taken(mine: _Names, theirs: _Names, called: list[str], called_there: list[str]) -> list[int]:
    """As `_Names.take`, of names that are called something else in sentences: called is what they are called here."""
    known = len(called)
    numbers = mine.take(theirs)
    called += [called_there[n] for n, number in enumerate(numbers) if number >= known]
    return numbers


def _rule(scenario: str) -> str:
    """The rule of a scenario, from its id (journey, rule, name); empty without one."""
    parts = scenario.split("::")
    return parts[1] if len(parts) == len(("journey", "rule", "name")) else ""


@lru_cache(maxsize=4_096)
def _short(seconds: float | None) -> float | None:
    """Three digits are all that a matrix shows."""
    if seconds is None or not math.isfinite(seconds):
        return None
    return float(f"{seconds:.3g}")


def verdict_index() -> list[dict[str, str]]:
    """The verdicts in the order of their numbers, as reports say them."""
    return [
        {
            "key": verdict.value,
            "group": group_of(verdict).slug,
            "short": WORDS[verdict].short,
            "meaning": WORDS[verdict].meaning,
            "letter": WORDS[verdict].letter,
        }
        for verdict in _VERDICTS
    ]


def blueprint_index(blueprint: Blueprint | None) -> dict[str, Any]:
    """The blueprint as far as views need it. Of a probe only its kind: its settings are nobody's business."""
    if blueprint is None:
        return {"service": "", "about": "", "facts": {}, "systems": {}, "hops": [], "touchpoints": {}}
    return {
        "service": shown(blueprint.service),
        "about": shown(blueprint.about),
        "facts": {key: shown(fact_of(key, fact.called)) for key, fact in blueprint.facts.items()},
        "systems": {
            key: {"called": shown(system_called(system.called)), "owner": shown(system.owner)}
            for key, system in blueprint.systems.items()
        },
        "hops": [{"from": hop.from_, "to": hop.to, "facts": hop.facts} for hop in blueprint.hops],
        "touchpoints": {
            key: {
                "called": shown(place_of(key, spot.called)),
                "channel": spot.channel,
                "owner": shown(spot.owner),
                "lane": spot.lane,
                "stage": shown(spot.stage),
                "kind": spot.kind,
                "facts": spot.fact_keys,
                "exempt": {fact: shown(why) for fact, why in spot.promise.exempt.items()},
                "promised": spot.promise.within if not isinstance(spot.promise.within, str) else None,
                "fed_by": spot.fed_by,
                "probe": str(spot.probe.get("kind", "")),
                "serves": spot.serves,
                "moment": spot.moment_of_truth,
                "third_party": shown(spot.third_party),
            }
            for key, spot in blueprint.touchpoints.items()
        },
    }
