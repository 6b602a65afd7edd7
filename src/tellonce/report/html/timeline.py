"""Who knew when, drawn: a track per touchpoint on one scale from seconds to weeks."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from tellonce.model.cell import CellVerdict
from tellonce.story.looks import telling_looks

__all__ = ["Scale", "Tick", "Track", "scale_of", "track"]

_LEFT, _RIGHT = 2.0, 96.0
"""Per cent of the width: room for the marks at both ends."""
_FINEST_S = 0.1
"""Below this all times look alike; above, each decade gets the same width."""
_TICKS = (
    (1.0, "1 s"),
    (60.0, "1 min"),
    (3600.0, "1 h"),
    (86400.0, "1 day"),
    (604800.0, "1 week"),
    (2592000.0, "30 days"),
)
_LABEL_WIDTH = 9.0
"""Per cent that a label needs to be read apart from the one before."""
_MOST_LOOKS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """A labelled time on the axis. at: per cent of the width, as SVG takes it."""

    at: str
    label: str


@dataclass(frozen=True, slots=True)
class Scale:
    """Logarithmic from t0 to `longest_s`, because promises reach from seconds to weeks."""

    longest_s: float

    def at(self, seconds: float) -> str:
        """Per cent of the width; what lies outside sits at the edge."""
        share = math.log1p(max(0.0, seconds) / _FINEST_S) / math.log1p(self.longest_s / _FINEST_S)
        return f"{_LEFT + (_RIGHT - _LEFT) * min(1.0, share):.1f}%"

    @property
    def ticks(self) -> tuple[Tick, ...]:
        """t0 and the round times that fit."""
        ticks = [Tick(at=self.at(0), label="told")]
        for second, label in _TICKS:
            if second <= self.longest_s and float(self.at(second)[:-1]) - float(ticks[-1].at[:-1]) > _LABEL_WIDTH:
                ticks.append(Tick(at=self.at(second), label=label))
        return tuple(ticks)


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """One touchpoint. looks: (place, sight) of those that told something.

    known: where the new value was first seen, None when never.
    """

    promised: str
    promised_width: str
    known: str | None
    looks: tuple[tuple[str, str], ...]


def scale_of(cells: Sequence[CellVerdict]) -> Scale:
    """A scale on which every promise and every sighting of `cells` fits; at least one second long."""
    longest = [1.0]
    for cell in cells:
        longest += [cell.promised_within_s, cell.reached_after_s or 0.0]
        longest += [look.end_s - cell.t0_s for look in cell.looks[-1:]]
    return Scale(max(second for second in longest if math.isfinite(second)))


def track(cell: CellVerdict, scale: Scale) -> Track:
    """The marks of one cell."""
    promised = scale.at(cell.promised_within_s)
    told = [(at_s, found.look.sight) for found in telling_looks(cell) for at_s in (found.look.end_s, found.until_s)]
    looks = list(dict.fromkeys((scale.at(at_s - cell.t0_s), sight) for at_s, sight in told))
    if len(looks) > _MOST_LOOKS:
        looks = [*looks[: _MOST_LOOKS // 2], *looks[-_MOST_LOOKS // 2 :]]
    return Track(
        promised=promised,
        promised_width=f"{float(promised[:-1]) - _LEFT:.1f}%",
        known=scale.at(cell.reached_after_s) if cell.reached_after_s is not None else None,
        looks=tuple(looks),
    )
