"""Quantiles by nearest rank: always a time that was measured, and none for nothing."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

__all__ = ["QUANTILE_METHOD", "nearest_rank"]

QUANTILE_METHOD = "nearest rank"


def nearest_rank(measured: Sequence[float], share: float) -> float | None:
    """The smallest of `measured` that at least `share` (0 to 1) of them do not exceed; None for an empty sequence.

    Of an even number, the median is the lower of the two middle ones.  Source: the nearest-rank method, without
    interpolation: of 20 times the 95th percentile is the 19th.
    """
    if not measured:
        return None
    # rounding first: 0.95 * 20 is a little more than 19 in binary
    return sorted(measured)[max(1, ceil(round(share * len(measured), 9))) - 1]
