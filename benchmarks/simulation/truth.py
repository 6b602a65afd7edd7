"""What the judge may say of a made-up touchpoint: from what was decided, not from what was seen.

Mostly one verdict.  Where two truths cannot be told apart by any look (it arrived within the last look before its
deadline; it was wrong for less time than passes between two looks), each of them is allowed.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

from benchmarks.simulation.world import LEAP_BEYOND_S, Emission, Spot, World

__all__ = ["Sight", "allowed_verdicts"]

_ENDS_WRONG = {"0": "lost", "M": "partial", "G": "garbled"}
_AT_ONCE = (("L", "leaked"), ("W", "wrong_recipient"), ("F", "contaminated"))
_INCONCLUSIVE = frozenset({"pending", "undecided", "unobserved"})
_LOOK_S = 0.6
"""More than any made-up look lasts."""
_BEFORE_LEAP_S, _AFTER_LEAP_S = 40.0, 5.0
_SKEW_S = 6.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """How long the place was in sight: the second from t0 at which it was seen last."""

    last_s: float


@dataclass(frozen=True, slots=True)
class _Stretch:
    since_s: float
    until_s: float
    value: str


def allowed_verdicts(spot: Spot, world: World, sight: Sight | None) -> frozenset[str]:
    """The verdicts that are true of this touchpoint; sight is None when no look could see."""
    if sight is None:
        return frozenset({"unobserved"})
    told = _of_emission(spot, world, sight) if spot.kind == "emission" else _of_state(spot, world, sight)
    return frozenset(told | _INCONCLUSIVE if spot.blind else told)


def _of_state(spot: Spot, world: World, sight: Sight) -> set[str]:
    stretches = _stretches(spot, sight.last_s)
    doubtful = [one for one in stretches[:-1] if not _surely_seen(one, spot, world, stretches)]
    told: set[str] = set()
    for count in range(len(doubtful) + 1):
        for missed in combinations(doubtful, count):
            seen = [one for one in stretches if one not in missed]
            if seen:
                told |= _read(seen, spot, world, sight.last_s)
    return told


def _stretches(spot: Spot, until_s: float) -> list[_Stretch]:
    """What was held, from t0 until the last look, without repetitions."""
    marks = [(0.0, "O"), *((at_s, value) for at_s, value in spot.timeline if at_s <= until_s)]
    changes = [mark for index, mark in enumerate(marks) if index == 0 or mark[1] != marks[index - 1][1]]
    ends = [at_s for at_s, _ in changes[1:]] + [until_s]
    return [
        _Stretch(since_s, end_s, value)
        for (since_s, value), end_s in zip(changes, ends, strict=True)
        if since_s < end_s
    ] or [_Stretch(0.0, until_s, changes[-1][1])]


def _surely_seen(one: _Stretch, spot: Spot, world: World, stretches: list[_Stretch]) -> bool:
    """Whether the promised looks cannot have missed it: polls while it may still come, a look at the deadline."""
    if spot.blind:
        return False
    arrived_s = next((other.since_s for other in stretches if other.value == "N"), None)
    passed = arrived_s is not None and arrived_s < min(one.since_s, spot.within_s) and not spot.holds_s
    if passed:
        return False
    if one.since_s < spot.within_s - _LOOK_S and one.until_s > spot.within_s + _LOOK_S:
        return True
    if world.own_clock and max(spot.within_s, spot.holds_s) > LEAP_BEYOND_S:
        return False
    watched_until_s = spot.holds_s or spot.within_s
    step_s = max(1.0, 0.02 * spot.within_s) + _LOOK_S
    return min(one.until_s, watched_until_s) - one.since_s > 1.2 * step_s


def _read(seen: list[_Stretch], spot: Spot, world: World, last_s: float) -> set[str]:
    """The decision list over stretches of time."""
    last = seen[-1]
    new = [index for index, one in enumerate(seen) if one.value == "N"]
    due_s = spot.within_s
    if last.value != "N":
        if not new and last_s < due_s:
            return {"pending"}
        if last.value == "O":
            return {"reverted" if new else "stale"}
        return {_ENDS_WRONG[last.value]}
    if any(one.value != "N" for one in seen[new[0] :]):
        return {"flapping"}
    arrived_s = seen[new[0]].since_s
    told = {"late" if arrived_s > due_s else "on_time"}
    far = world.own_clock and max(due_s, spot.holds_s) > LEAP_BEYOND_S
    before_s, after_s = (_BEFORE_LEAP_S, _AFTER_LEAP_S) if far else (_LOOK_S, _LOOK_S)
    if due_s - before_s <= arrived_s <= due_s + after_s:
        told.add("undecided")
    if last_s < spot.holds_s:
        told = {"pending"}
    return told


def _of_emission(spot: Spot, world: World, sight: Sight) -> set[str]:
    due_s = spot.within_s
    # What bears a time is known by that, wrong as the clock is that gave it, and no nearer than clocks may differ.
    # A time before she told counts as the moment when she did.
    slack_s, off_s = (_SKEW_S, world.skew_s) if world.own_clock else (_LOOK_S, 0.0)

    def is_about(one: Emission, moment_s: float) -> bool:
        return abs(max(0.0, one.sent_s + off_s) - moment_s) <= slack_s

    track = [
        one for one in spot.sent if one.sent_s <= sight.last_s and not (one.value == "O" and one.sent_s < spot.drain_s)
    ]
    at_once = next((verdict for value, verdict in _AT_ONCE if any(one.value == value for one in track)), None)
    if at_once:
        return {at_once}
    told = _of_track(track, spot, sight)
    if any(one.value == "O" and is_about(one, spot.drain_s) for one in spot.sent):
        told.add("undecided")  # perhaps it was let pass
    about_then = [one for one in track if one.value == "N" and is_about(one, due_s)]
    if about_then and told & {"late", "on_time", "duplicated"}:
        told.add("undecided")
    return told


def _of_track(track: list[Emission], spot: Spot, sight: Sight) -> set[str]:
    """The decision list over what was sent, without what was let pass."""
    due_s = spot.within_s
    if not track:
        return {"lost" if sight.last_s >= due_s else "pending"}
    new = [index for index, one in enumerate(track) if one.value == "N"]
    last = track[-1]
    if last.value != "N":
        if not new and last.sent_s < due_s and sight.last_s < due_s:
            return {"pending"}
        return {"reverted" if new else "stale"} if last.value == "O" else {_ENDS_WRONG[last.value]}
    if any(one.value != "N" for one in track[new[0] :]):
        return {"flapping"}
    first_s = track[new[0]].sent_s
    if first_s >= due_s or any(one.value != "N" and one.sent_s >= due_s for one in track):
        return {"late"}
    if spot.at_most is not None and sum(one.value in "NO" and one.sent_s <= due_s for one in track) > spot.at_most:
        return {"duplicated"}
    return {"on_time"}
