"""What a product owner must know when she reads one line only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tellonce.model.cell import CellVerdict
from tellonce.story.headline import happens_to_her
from tellonce.story.speech import say, say_many
from tellonce.story.visible import one_line
from tellonce.story.words import Group, about_s

__all__ = ["UNJUDGED", "Outline", "first_line"]

UNJUDGED = ("error", "inconclusive", "cut off")
"""Statuses of scenarios that were not lived through."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """A run in a few numbers. worst: its worst broken cell; failed: why the first scenario failed, if any did."""

    worst: CellVerdict | None
    worst_customers: int
    failed: str
    scenarios: int
    statuses: Mapping[str, int]
    counts: Mapping[Group, int]
    changes: int
    personas: int
    troubles: int
    took_s: float


def first_line(run: Outline) -> str:
    """One line: what happens to the customer, else that nothing broke, or what could not be judged."""
    if run.worst is not None:
        sentence = one_line(happens_to_her(run.worst), 400)
        if run.worst_customers < 2:
            return sentence
        return say("line.with_customers", sentence=sentence, customers=say_many("count.customers", run.worst_customers))
    if not run.scenarios:
        return say("line.nothing_ran")
    if run.statuses.get("failed"):
        return one_line(run.failed, 400)
    unsettled = sum(run.statuses.get(status, 0) for status in UNJUDGED)
    cells = run.counts[Group.NOT_SEEN] + run.counts[Group.WAITING]
    if unsettled or cells or run.troubles:
        if not unsettled and not cells:
            return say("line.ended_badly")
        what, number = ("scenarios", unsettled) if unsettled else ("promises", cells)
        return say_many(f"line.{what}_unjudged", number)
    judged = sum(run.counts.values())
    if not judged:
        return say_many("line.nothing_followed", run.scenarios)
    return say(
        "line.all_kept",
        changes=say_many("count.changes", run.changes),
        checks=say_many("count.touchpoint_checks", judged),
        personas=say_many("count.personas", run.personas),
        time=about_s(run.took_s),
    )
