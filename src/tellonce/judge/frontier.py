"""Where it broke: between the last place that knew and the first that did not."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tellonce.judge.case import CONCLUSIVE
from tellonce.judge.classify import Expectation, judge_observation
from tellonce.judge.traced import NEVER_CAME, Narrowed, Trace, narrow
from tellonce.model.blueprint import Blueprint, Hop, Normalisation, Touchpoint
from tellonce.model.duration import describe_s
from tellonce.model.observation import Observation
from tellonce.model.verdict import Sight, Verdict

__all__ = ["Break", "Knowledge", "find_break", "knowledge_of"]

_SELF_SERVICE = "self-service"
_NOT_TOLD = frozenset({Verdict.STALE, Verdict.REVERTED, Verdict.LOST, Verdict.PARTIAL, Verdict.GARBLED, Verdict.LATE})


_NOTHING_CAME = (Sight.OLD, Sight.ABSENT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Knowledge:
    """What one observed system knew of the new value. Seconds from t0.

    knew_s: first look that found it, None when none did.  lost_s: from when on it was gone again, None when not.
    """

    knew_s: float | None
    lost_s: float | None = None
    last: Sight = Sight.NEW


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """Names of (last place that knew, first that did not), and the same in words."""

    between: tuple[str, str]
    how: str


def knowledge_of(looks: Iterable[Observation], wanted: Expectation, t0_s: float) -> Knowledge | None:
    """What a system's observer saw; None when it saw nothing conclusive after t0."""
    knew_s: float | None = None
    lost_s: float | None = None
    last: Sight | None = None
    for look in sorted((o for o in looks if o.start_s >= t0_s), key=lambda o: (o.end_s, o.start_s)):
        seen = look.seen.get(wanted.fact)
        held = tuple(c for c in wanted.compare if seen is None or seen.components is None or c in seen.components)
        sight = judge_observation(look, _as_held(wanted, held)).sight
        if sight not in CONCLUSIVE:
            continue
        last = sight
        if sight is Sight.NEW:
            knew_s = look.end_s - t0_s if knew_s is None else knew_s
            lost_s = None
        elif knew_s is not None and lost_s is None:
            lost_s = look.start_s - t0_s
    return None if last is None else Knowledge(knew_s=knew_s, lost_s=lost_s, last=last)


def find_break(
    verdict: Verdict,
    *,
    fact: str,
    touchpoint: Touchpoint,
    blueprint: Blueprint,
    systems: Mapping[str, Knowledge],
    reached_s: float | None,
    trace: Trace | None = None,
) -> Break | None:
    """The frontier of one cell, or None when nothing broke on the way or no system was observed.

    systems: observed systems only.  reached_s: when the touchpoint itself first had it, from t0.
    trace: narrows the segment between what was observed.
    For `late` a system counts as knowing when it knew in time.
    """
    upstream = _nearest_first(touchpoint.fed_by, fact, blueprint.hops)
    trace = trace if verdict in NEVER_CAME else None
    seen = [key for key in upstream if key in systems or (trace is not None and trace.reached(key))]
    if verdict not in _NOT_TOLD or not seen:
        return None
    in_time_s = touchpoint.promise.within if verdict is Verdict.LATE else None

    def knows(system: str) -> bool:
        what = systems.get(system)
        if what is None or what.knew_s is None or what.lost_s is not None:
            return False
        return in_time_s is None or what.knew_s < in_time_s

    called = {key: system.called for key, system in blueprint.systems.items()}
    for system, path in upstream.items():  # nearest first, so the first that knows is the deepest
        if knows(system):
            return _between(system, path, systems, called, touchpoint, reached_s, trace)
    root, path = list(upstream.items())[-1]
    return _between(None, (root, *path), systems, called, touchpoint, reached_s, trace)


def _between(  # noqa: PLR0917 (one caller, which has it all at hand)
    knower: str | None,
    path: tuple[str, ...],
    systems: Mapping[str, Knowledge],
    called: Mapping[str, str],
    touchpoint: Touchpoint,
    reached_s: float | None,
    trace: Trace | None,
) -> Break:
    """knower: None when none knew.  path: the systems after it, down to the one that feeds the touchpoint."""
    then = next((system for system in path if system in systems), None)
    unseen = path if then is None else path[: path.index(then)]
    way = Narrowed(after=None, gap=unseen)
    if trace is not None and (then is None or _never_heard(systems[then])):
        way = narrow(trace, knower=knower, gap=unseen, then=then)
    if way.after is not None:
        last, knew = called.get(way.after, way.after), "reached, by trace"
    elif knower is not None:
        last, knew = called.get(knower, knower), _how(systems[knower])
    else:
        last, knew = _SELF_SERVICE, ""
    if way.at is not None:
        first, state = called.get(way.at, way.at), way.how
    elif then is not None:
        first, state = called.get(then, then), "; ".join(part for part in (_how(systems[then]), way.how) if part)
    else:
        first, state = touchpoint.called, _shown(reached_s)
    gap = f"; nothing watches {' and '.join(called.get(key, key) for key in way.gap)} in between" if way.gap else ""
    knowing = f"{last} ({knew})" if knew else last
    return Break(between=(last, first), how=f"{knowing} and {first} ({state}{gap})")


def _never_heard(what: Knowledge) -> bool:
    """What had it wrong, or had it and lost it, was sent it: there is nothing to ask the trace."""
    return what.knew_s is None and what.last in _NOTHING_CAME


def _shown(reached_s: float | None) -> str:
    return "never showed it" if reached_s is None else f"had it at {describe_s(reached_s)}"


def _how(what: Knowledge) -> str:
    if what.knew_s is None:
        return "never knew" if what.last in _NOTHING_CAME else f"never knew it right: {what.last.name.lower()}"
    knew = f"knew at {describe_s(round(what.knew_s, 1))}"
    return knew if what.lost_s is None else f"{knew}, overwritten by {describe_s(round(what.lost_s, 1))}"


def _nearest_first(target: str, fact: str, hops: Iterable[Hop]) -> dict[str, tuple[str, ...]]:
    """Every system from which the fact can reach `target`, nearest first: system -> the way after it, to `target`."""
    parents: dict[str, list[str]] = {}
    for hop in hops:
        if not hop.facts or fact in hop.facts:
            parents.setdefault(hop.to, []).append(hop.from_)
    ways: dict[str, tuple[str, ...]] = {target: ()}
    queue = deque([target])
    while queue:
        system = queue.popleft()
        for parent in parents.get(system, ()):
            if parent not in ways:
                ways[parent] = (system, *ways[system])
                queue.append(parent)
    return ways


def _as_held(wanted: Expectation, held: tuple[str, ...]) -> Expectation:
    """A system's copy is compared as told, whatever the touchpoint may abbreviate, in the components it holds."""
    return Expectation(
        fact=wanted.fact,
        kind=wanted.kind,
        wanted=wanted.wanted,
        forbidden=wanted.forbidden,
        told=wanted.told,
        compare=held,
        rules=Normalisation(),
        refused=wanted.refused,
    )
