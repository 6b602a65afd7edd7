"""What a run came to, added up scenario by scenario: all that the first page needs, and never more than fits on it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from tellonce.model.cell import CellVerdict
from tellonce.model.verdict import Verdict
from tellonce.report.account import worst_first
from tellonce.report.scenarios import ChangeAccount, ScenarioAccount
from tellonce.story.names import fact_called
from tellonce.story.words import Group, group_of

__all__ = ["Finding", "Place", "Tally"]


@dataclass(slots=True, kw_only=True)
class Finding:
    """A touchpoint that broke alike for one or more customers. cell: the worst; scenario and change: where it is.

    facts: how the facts that it had wrong are called -> whom that concerns: (worker, customer) -> persona.
    """

    cell: CellVerdict
    scenario: ScenarioAccount
    change: ChangeAccount
    ordinal: int
    """Which change of its scenario, from 1."""
    facts: dict[str, dict[tuple[str, str], str]] = field(default_factory=dict)

    @property
    def whom(self) -> dict[tuple[str, str], str]:
        """Whom the worst cell's fact concerns: what is said of that fact is said of nobody else."""
        return self.facts[fact_called(self.cell)]

    def note(self, cell: CellVerdict, scenario: ScenarioAccount, change: ChangeAccount, ordinal: int) -> None:
        """One more cell of it."""
        self.facts.setdefault(fact_called(cell), {})[cell.worker, cell.customer] = cell.persona
        if worst_first(cell) < worst_first(self.cell):
            self.cell, self.scenario, self.change, self.ordinal = cell, scenario, change, ordinal

    def take(self, later: Finding) -> None:
        """The same finding of a later part of the run."""
        for fact, whom in later.facts.items():
            self.facts[fact] = self.facts.get(fact, {}) | whom
        if worst_first(later.cell) < worst_first(self.cell):
            self.cell, self.scenario, self.change, self.ordinal = (
                later.cell,
                later.scenario,
                later.change,
                later.ordinal,
            )


@dataclass(slots=True, kw_only=True)
class Place:
    """All cells of one persona's fact at one touchpoint. worst: the worst of them, with where it is."""

    verdicts: Counter[Verdict] = field(default_factory=Counter)
    worst: CellVerdict | None = None
    ordinal: int = 0
    longest_s: float | None = None
    """The longest that the news took of those that it reached."""

    def take(self, later: Place) -> None:
        """The same place in a later part of the run."""
        self.verdicts += later.verdicts
        if later.worst and (self.worst is None or worst_first(later.worst) < worst_first(self.worst)):
            self.worst, self.ordinal = later.worst, later.ordinal
        times = [one for one in (self.longest_s, later.longest_s) if one is not None]
        self.longest_s = max(times, default=None)


@dataclass(slots=True, kw_only=True)
class Tally:
    """Counts of a run. places: (persona, fact) -> touchpoint -> what came of it there."""

    counts: Counter[Group] = field(default_factory=Counter)
    verdicts: Counter[Verdict] = field(default_factory=Counter)
    statuses: Counter[str] = field(default_factory=Counter)
    scenarios: int = 0
    changes: int = 0
    personas: dict[str, None] = field(default_factory=dict)
    roles: dict[str, str] = field(default_factory=dict)
    """Persona -> what they are to the company."""
    findings: dict[tuple[str, Verdict], Finding] = field(default_factory=dict)
    owners: dict[str, Counter[Group]] = field(default_factory=dict)
    places: dict[tuple[str, str], dict[str, Place]] = field(default_factory=dict)
    days: tuple[date, date] | None = None
    """The first and last days on which customers told the company, on calendars of their own."""
    called: dict[str, str] = field(default_factory=dict)
    """Fact -> how it is called."""
    unjudged: dict[tuple[str, str], tuple[int, ScenarioAccount]] = field(default_factory=dict)
    """(status, reason) of scenarios that no cell explains -> how many, and the first."""

    @property
    def worst_first(self) -> list[Finding]:
        """The findings, the worst first."""
        return sorted(self.findings.values(), key=lambda found: worst_first(found.cell))

    def note(self, scenario: ScenarioAccount) -> None:
        """One more scenario."""
        self.scenarios += 1
        self.statuses[scenario.status] += 1
        for customer in scenario.customers:
            self.personas.setdefault(customer.persona)
            self.roles.setdefault(customer.persona, customer.role)
        broken = False
        for ordinal, change in enumerate(scenario.changes.values(), 1):
            self.changes += 1
            if change.told_hers:
                day = change.told_hers.date()
                self.days = (min(day, self.days[0]), max(day, self.days[1])) if self.days else (day, day)
            for cell in change.cells:
                broken |= self._cell(scenario, change, ordinal, cell)
        if scenario.status not in ("passed", "skipped") and not broken:
            key = (scenario.status, scenario.why)
            count, first = self.unjudged.get(key, (0, scenario))
            self.unjudged[key] = count + 1, first

    def _cell(self, scenario: ScenarioAccount, change: ChangeAccount, ordinal: int, cell: CellVerdict) -> bool:
        group = group_of(cell.verdict)
        self.counts[group] += 1
        self.verdicts[cell.verdict] += 1
        place = self._place(cell)
        place.verdicts[cell.verdict] += 1
        self.owners[cell.owner][group] += 1
        # Of one touchpoint only the verdict differs, so that where it was met before the first one stays.
        if place.verdicts[cell.verdict] == 1 and (place.worst is None or worst_first(cell) < worst_first(place.worst)):
            place.worst, place.ordinal = cell, ordinal
        if cell.reached_after_s is not None:
            place.longest_s = max(cell.reached_after_s, place.longest_s or 0.0)
        if group is not Group.BROKEN:
            return False
        key = (cell.touchpoint, cell.verdict)
        finding = self.findings.get(key)
        if finding is None:
            finding = self.findings[key] = Finding(cell=cell, scenario=scenario, change=change, ordinal=ordinal)
        finding.note(cell, scenario, change, ordinal)
        return True

    def _place(self, cell: CellVerdict) -> Place:
        """The cell's place; what is the same for all of its cells is noted with the first."""
        places = self.places.setdefault((cell.persona, cell.fact), {})
        place = places.get(cell.touchpoint)
        if place is None:
            place = places[cell.touchpoint] = Place()
            self.called.setdefault(cell.fact, fact_called(cell))
        if cell.owner not in self.owners:
            self.owners[cell.owner] = Counter()
        return place

    def take(self, later: Tally) -> None:
        """All that a later part of the run came to; `later` is not to be used any more."""
        for name in ("counts", "verdicts", "statuses"):
            getattr(self, name).update(getattr(later, name))
        self.scenarios += later.scenarios
        self.changes += later.changes
        self.personas |= later.personas
        self.roles = later.roles | self.roles
        self.called = later.called | self.called
        for owner, groups in later.owners.items():
            self.owners.setdefault(owner, Counter()).update(groups)
        for key, finding in later.findings.items():
            if key in self.findings:
                self.findings[key].take(finding)
            else:
                self.findings[key] = finding
        for row, places in later.places.items():
            for touchpoint, place in places.items():
                self.places.setdefault(row, {}).setdefault(touchpoint, Place()).take(place)
        for reason, (count, first) in later.unjudged.items():
            known, earliest = self.unjudged.get(reason, (0, first))
            self.unjudged[reason] = known + count, earliest
        days = [day for pair in (self.days, later.days) if pair for day in pair]
        self.days = (min(days), max(days)) if days else None
