"""The plan of a journey: its stages as they are meant to be, and what she does, thinks and feels in each.

The words are those of customer journey modelling (CJML): a planned journey, an actual one, and their deviations.
"""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from tellonce.model.base import Frozen
from tellonce.model.duration import Seconds

__all__ = ["Feeling", "Plan", "PlannedStage"]


class Feeling(StrEnum):
    """How she feels in a stage, the best first: few words, so that two designers mean the same by each."""

    DELIGHTED = "delighted"
    CONTENT = "content"
    NEUTRAL = "neutral"
    UNEASY = "uneasy"
    UPSET = "upset"

    @property
    def height(self) -> int:
        """From 5, the best, to 1, the worst: how high the curve of her feelings stands."""
        return len(Feeling) - list(Feeling).index(self)


class PlannedStage(Frozen):
    """One stage of a plan. The owner of a touchpoint, and whether it is a moment of truth, is said by the blueprint."""

    stage: str
    """As touchpoints of the blueprint name theirs: "Telling the bank"."""
    does: str = Field(min_length=1)
    thinks: str = Field(min_length=1)
    feels: Feeling
    touchpoints: tuple[str, ...] = Field(min_length=1)
    """Keys of the touchpoints that she is meant to meet first in this stage."""
    moment_of_truth: bool = False
    """She decides here what she thinks of the company, whichever touchpoint she meets."""


class Plan(Frozen):
    """journeys/<persona>/<journey>.plan.yaml, beside its feature.

    tolerance: stages whose meetings lie closer together than this may come in any order.
    """

    about: str = ""
    tolerance: Seconds = 60.0
    stages: tuple[PlannedStage, ...] = Field(min_length=1)

    def stage_of(self, touchpoint: str) -> str:
        """The stage in which she is meant to meet it, "" when the plan does not name it."""
        return next((stage.stage for stage in self.stages if touchpoint in stage.touchpoints), "")
