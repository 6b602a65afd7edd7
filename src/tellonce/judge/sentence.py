"""What a sentence with rules of its own came to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tellonce.model.observation import Evidence

__all__ = ["SentenceJudgement"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceJudgement:
    """Only `kept` passes; `pending` and `unobserved` are inconclusive."""

    outcome: Literal["kept", "broken", "pending", "unobserved"]
    reason: str
    evidence: tuple[Evidence, ...] = ()
