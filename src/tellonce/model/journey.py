"""Journeys: what was planned beside what she met, and where the two deviate. One line each of journeys.ndjson."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from tellonce.model.base import Frozen
from tellonce.model.plan import Feeling
from tellonce.model.verdict import Verdict

__all__ = ["ActualJourney", "ActualStage", "Deviates", "Deviation", "Meeting"]


class Deviates(StrEnum):
    """How an actual journey deviates from the planned one, the worst first. Source: CJML's planned and actual
    journeys."""

    FAILING = "failing"
    """Met or due, with a failing verdict."""
    MISSING = "missing"
    """Planned, and nothing came, in a scenario in which the change that concerns it was accepted."""
    OUT_OF_ORDER = "out of order"
    """A stage was met on the other side of another than planned."""
    AD_HOC = "ad hoc"
    """It was sent to her, and no stage of the plan names it."""


class Deviation(Frozen):
    """One deviation in one scenario. touchpoint: its key; empty for a stage that is out of order."""

    kind: Deviates
    stage: str
    """As planned; for what no plan names, the blueprint's."""
    came: Literal["", "before", "after"] = ""
    """Out of order: on which side of `against` it was met; it is planned on the other."""
    against: str = ""
    """Out of order: a stage with which it changed places."""
    touchpoint: str = ""
    touchpoint_called: str = ""
    owner: str = ""
    moment_of_truth: bool = False
    scenario: str
    scenario_name: str
    line: int
    persona: str
    verdict: Verdict | None = None
    cell: str = ""
    """The id of the worst cell there: what `tellonce explain` takes."""


class Meeting(Frozen):
    """One touchpoint of one journey, over all its scenarios of the run.

    due: in how many scenarios an accepted change concerned it.  met: in how many of them she met it.
    soonest_s, latest_s: from when she told until she met it, of the scenarios in which she did.
    verdict: the worst of its cells; None when no scenario of the run concerned it.
    """

    touchpoint: str
    called: str
    kind: str
    channel: str
    owner: str
    lane: str
    moment_of_truth: bool
    due: int = 0
    met: int = 0
    soonest_s: float | None = None
    latest_s: float | None = None
    verdict: Verdict | None = None
    cell: str = ""
    """The id of the worst cell."""
    deviations: tuple[Deviates, ...] = ()


class ActualStage(Frozen):
    """One planned stage, with what she met of it."""

    stage: str
    does: str
    thinks: str
    feels: Feeling
    moment_of_truth: bool
    touchpoints: tuple[Meeting, ...]
    out_of_order: bool = False


class ActualJourney(Frozen):
    """One feature. planned: whether it has a plan; without one it has no stages, and nothing deviates.

    beyond: touchpoints that the plan does not name and a change of the run concerned, in blueprint order.
    """

    run: str
    journey: str
    feature: str
    planned: bool
    about: str = ""
    tolerance_s: float = 0.0
    scenarios: int
    stages: tuple[ActualStage, ...] = ()
    beyond: tuple[Meeting, ...] = ()
    deviations: tuple[Deviation, ...] = ()
