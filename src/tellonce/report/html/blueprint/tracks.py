"""Which track of a channel each net takes: as few as will do, and none twice where two would touch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import inf

__all__ = ["Stretch", "tracks"]


@dataclass(slots=True)
class Stretch:
    """From where to where a net runs along a channel."""

    begins: float = inf
    ends: float = -inf

    def reach(self, *places: float) -> None:
        """Run at least to there."""
        self.begins, self.ends = min(self.begins, *places), max(self.ends, *places)


def tracks(nets: Mapping[str, Stretch], *, apart: float) -> dict[str, int]:
    """Net -> its track, from 0. The longest comes first: what runs far stays out of the way of what is near.

    apart: how far two nets on one track must stay from each other.
    """
    order = {key: n for n, key in enumerate(nets)}
    taken: list[list[Stretch]] = []
    found: dict[str, int] = {}
    for key, net in sorted(nets.items(), key=lambda one: (one[1].begins - one[1].ends, order[one[0]])):
        track = next((n for n, others in enumerate(taken) if not any(_touch(net, one, apart) for one in others)), None)
        if track is None:
            track = len(taken)
            taken.append([])
        taken[track].append(net)
        found[key] = track
    return found


def _touch(one: Stretch, other: Stretch, apart: float) -> bool:
    return one.begins - apart < other.ends and other.begins - apart < one.ends
