"""What a product owner must know when she reads one line only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tellonce.model.cell import CellVerdict
from tellonce.story.headline import happens_to_her
from tellonce.story.visible import one_line
from tellonce.story.words import Group, about_s, plural

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
        more = f" ({plural(run.worst_customers, 'customer')})" if run.worst_customers > 1 else ""
        return one_line(happens_to_her(run.worst), 400) + more
    if not run.scenarios:
        return "Nothing ran, so nothing is known."
    if run.statuses.get("failed"):
        return one_line(run.failed, 400)
    unsettled = sum(run.statuses.get(status, 0) for status in UNJUDGED)
    cells = run.counts[Group.NOT_SEEN] + run.counts[Group.WAITING]
    if unsettled or cells or run.troubles:
        if not unsettled and not cells:
            return "No promise was seen to break, but the run did not end as it should."
        what = plural(unsettled, "scenario") if unsettled else plural(cells, "promise")
        return f"No promise was seen to break, but {what} could not be judged."
    judged = sum(run.counts.values())
    if not judged:
        return f"{plural(run.scenarios, 'scenario')} passed; no change was followed to any touchpoint."
    return (
        f"Every change reached everyone who should know: {plural(run.changes, 'change')}, "
        f"{plural(judged, 'touchpoint check')}, {plural(run.personas, 'persona')}, in {about_s(run.took_s)}."
    )
