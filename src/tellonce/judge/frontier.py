"""Where it broke: between the deepest place that knew and the one below it that did not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Literal

from tellonce.judge.knowledge import Knowledge, State
from tellonce.judge.traced import NEVER_CAME, Narrowed, Trace, narrow
from tellonce.model.blueprint import Blueprint, Hop, Touchpoint
from tellonce.model.duration import describe_s
from tellonce.model.verdict import Sight, Verdict

__all__ = ["Break", "BreakKind", "find_break", "systems_above"]

BreakKind = Literal["", "not sent", "rejected", "overwritten", "older copy"]
"""How it broke, where something was seen that tells; empty where nothing was."""
_THE_ANSWER = "the company's answer"
_NOT_TOLD = frozenset({Verdict.STALE, Verdict.REVERTED, Verdict.LOST, Verdict.PARTIAL, Verdict.GARBLED, Verdict.LATE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """Names of (last place that knew, first that did not), the same in words, and how it broke.

    places: the keys of the two; "" for the company's answer and for the touchpoint, which are no systems.
    """

    between: tuple[str, str]
    places: tuple[str, str]
    how: str
    kind: BreakKind = ""


def find_break(
    verdict: Verdict,
    *,
    fact: str,
    touchpoint: Touchpoint,
    at_s: float,
    until_s: float,
    last: Sight | None,
    blueprint: Blueprint,
    systems: Mapping[str, Knowledge],
    reached_s: float | None,
    trace: Trace | None = None,
) -> Break | None:
    """The frontier of one cell, or None when nothing broke on the way or no system could be seen into.

    at_s, until_s: from t0; when the page was read, or between which moments the letter was sent, or when the promise
    ran out: what a system learned later is no help.
    last: what the touchpoint showed then.  systems: observed systems only.
    reached_s: when the touchpoint itself first had it, from t0.
    trace: narrows the way where nobody could see into a system.
    """
    if verdict not in _NOT_TOLD or touchpoint.fed_by not in blueprint.systems:
        return None
    search = _Search(
        parents=_parents(fact, blueprint.hops),
        states={
            # A look lasts a moment; when a letter was written is not known as well.
            key: knowledge.at(at_s, until_s) if touchpoint.kind == "state" else knowledge.throughout(at_s, until_s)
            for key, knowledge in systems.items()
        },
    )
    seen = search.run(touchpoint.fed_by)
    found = seen or search.unseen(touchpoint.fed_by)
    way = search.narrowed(found, trace, systems) if trace is not None and verdict in NEVER_CAME else None
    if seen is None and way is None:
        return None
    return _Teller(
        verdict=verdict,
        touchpoint=touchpoint,
        last=last,
        blueprint=blueprint,
        systems=systems,
        at_s=until_s,
        reached_s=reached_s,
    ).tell(found, way)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Frontier:
    """One edge, seen or not: from `knower` to `child`. None stands for the answer above, the touchpoint below.

    between: systems on the way that nobody could see into, from the knower down.
    too: other systems that knew and feed the child.  ignorant: those that feed it and did not know.
    doubtful: systems above the knower, none of which was seen to know.
    """

    knower: str | None
    child: str | None
    between: tuple[str, ...]
    too: tuple[str, ...] = ()
    ignorant: tuple[str, ...] = ()
    doubtful: tuple[str, ...] = ()


@dataclass(slots=True, kw_only=True)
class _Search:
    """From the touchpoint upwards, one generation of systems that did not know after the other."""

    parents: Mapping[str, Sequence[str]]
    states: Mapping[str, State]
    _asked: set[str] = field(default_factory=set)

    def run(self, fed_by: str) -> _Frontier | None:
        """The deepest edge from a system that knew to one that did not; None when nothing was seen anywhere."""
        generation: list[tuple[str | None, tuple[str, ...]]] = [(None, (fed_by,))]
        topmost: tuple[str | None, tuple[str, ...]] | None = None
        while generation:
            following: list[tuple[str | None, tuple[str, ...]]] = []
            for child, feeders in generation:
                knew, did_not, unseen = self._above(feeders)
                if knew:
                    (knower, between), *others = knew.items()
                    doubtful = self._doubtful(knower)
                    too = tuple(key for key, _ in others)
                    return _Frontier(
                        knower=knower, child=child, between=between, too=too, ignorant=did_not, doubtful=doubtful
                    )
                if child is not None and not did_not:
                    topmost = topmost or (child, unseen)
                following += [(key, tuple(self.parents.get(key, ()))) for key in did_not if key not in self._asked]
                self._asked.update(did_not)
            generation = following
        return None if topmost is None else _Frontier(knower=None, child=topmost[0], between=topmost[1])

    def unseen(self, fed_by: str) -> _Frontier:
        """The whole way, where nobody could see into anything."""
        return _Frontier(knower=None, child=None, between=self._above((fed_by,))[2])

    def narrowed(self, found: _Frontier, trace: Trace, systems: Mapping[str, Knowledge]) -> Narrowed | None:
        """What the trace says of a way on which nobody looks; None where it says nothing or is not to be asked.

        It is not asked against observers: what they saw too late, or saw spoilt, was sent somehow.
        """
        line = found.between if found.child is None else (*found.between, found.child)
        if any(above not in self.parents.get(below, ()) for above, below in pairwise(line)):
            return None  # several ways run side by side, and which of them the trace went is not known
        if any(key in systems for key in found.between):
            return None
        if found.child is not None and not systems[found.child].never_heard:
            return None
        way = narrow(trace, knower=found.knower, gap=found.between, then=found.child)
        return way if way.after is not None or way.how else None

    def _above(self, feeders: Sequence[str]) -> tuple[dict[str, tuple[str, ...]], tuple[str, ...], tuple[str, ...]]:
        """The nearest systems that can be seen into: those that knew, with the unseen ones below them; those that did
        not; and every unseen one on the way, the highest first."""
        knew: dict[str, tuple[str, ...]] = {}
        did_not: list[str] = []
        unseen: list[str] = []
        queue: list[tuple[str, tuple[str, ...]]] = [(feeder, ()) for feeder in feeders]
        met = set(feeders)
        for system, below in queue:  # grows while it is read
            state = self.states.get(system, "cannot tell")
            if state == "knew":
                knew[system] = below
            elif state == "did not":
                did_not.append(system)
            else:
                unseen.insert(0, system)
                further = [key for key in self.parents.get(system, ()) if key not in met]
                met.update(further)
                queue += [(key, (system, *below)) for key in further]
        return knew, tuple(did_not), tuple(unseen)

    def _doubtful(self, knower: str) -> tuple[str, ...]:
        """Systems that should have told `knower`, when all that can be seen of them did not know."""
        knew, did_not, _ = self._above(self.parents.get(knower, ()))
        return () if knew else did_not


@dataclass(frozen=True, slots=True, kw_only=True)
class _Teller:
    verdict: Verdict
    touchpoint: Touchpoint
    last: Sight | None
    blueprint: Blueprint
    systems: Mapping[str, Knowledge]
    at_s: float
    reached_s: float | None

    def tell(self, found: _Frontier, way: Narrowed | None = None) -> Break:
        """The frontier in words. Nothing is said that no look bears out, or no span, and then it says so."""
        if way is not None and not (found.child is not None and self._rejects(found.child)):
            return self._by_trace(replace(found, between=way.gap), way)
        knower = _THE_ANSWER if found.knower is None else self._called(found.knower)
        child = self.touchpoint.called if found.child is None else self._called(found.child)
        kind = self._kind(found)
        knew = "" if found.knower is None else f" ({self._knew(found)})"
        remarks = [self._of_child(found), *self._gap(found), *self._company(found), *self._how_in_words(kind, found)]
        return Break(
            between=(knower, child),
            places=(found.knower or "", found.child or ""),
            how=f"{knower}{knew} and {child} ({'; '.join(remarks)})",
            kind=kind,
        )

    def _by_trace(self, found: _Frontier, way: Narrowed) -> Break:
        if way.after is not None:
            knower, knew = self._called(way.after), " (reached, by trace)"
        elif found.knower is not None:
            knower, knew = self._called(found.knower), f" ({self._knew(found)})"
        else:
            knower, knew = _THE_ANSWER, ""
        if way.at is not None:
            child, remarks = self._called(way.at), [way.how]
        else:
            child = self.touchpoint.called if found.child is None else self._called(found.child)
            remarks = [self._of_child(found), *self._gap(found), *self._company(found)]
            remarks += [way.how] if way.how else []
        return Break(
            between=(knower, child),
            places=(way.after or found.knower or "", way.at or found.child or ""),
            how=f"{knower}{knew} and {child} ({'; '.join(remarks)})",
            kind=way.kind,
        )

    def _called(self, key: str) -> str:
        system = self.blueprint.systems.get(key)
        return key if system is None else system.called

    def _names(self, keys: Iterable[str]) -> str:
        return " and ".join(self._called(key) for key in keys)

    def _knew(self, found: _Frontier) -> str:
        assert found.knower is not None  # noqa: S101 - asked of a system only
        words = [self.systems[found.knower].in_words()]
        # Looks disagree with the blueprint: it heard of it, and not from where it should have.
        words += [f"{self._called(key)}, which should have told it, {self._did(key)}" for key in found.doubtful]
        return "; ".join(words)

    def _did(self, key: str) -> str:
        return self.systems[key].in_words()

    def _of_child(self, found: _Frontier) -> str:
        if found.child is not None:
            return self._did(found.child)
        return "never showed it" if self.reached_s is None else f"had it at {describe_s(self.reached_s)}"

    def _gap(self, found: _Frontier) -> list[str]:
        """What lies in between without being seen, or without being seen at the right time."""
        dark = [key for key in found.between if key not in self.systems]
        vague = [key for key in found.between if key in self.systems]
        gap = [f"nothing watches {self._names(dark)} in between"] if dark else []
        return [*gap, *(f"whether {self._called(key)} knew by then was not seen" for key in vague)]

    def _company(self, found: _Frontier) -> list[str]:
        """Others that feed the same place: a fact may come by several ways."""
        said = []
        if found.too:
            said.append(f"{self._names(found.too)} knew as well")
        said += [f"{self._called(key)}, on another way to it, {self._did(key)}" for key in found.ignorant]
        return said

    def _kind(self, found: _Frontier) -> BreakKind:
        if found.child is not None:
            if self._rejects(found.child):
                return "rejected"
            knew_s = self.systems[found.child].knew_s
            return "overwritten" if knew_s is not None and knew_s <= self.at_s else ""
        if found.between or found.knower is None:
            return ""  # whatever happened, it happened where nobody looked
        if self.verdict is Verdict.LOST and self.touchpoint.kind == "emission":
            return "not sent"
        if self.verdict is Verdict.REVERTED and self.touchpoint.kind == "state":
            return "overwritten"
        return "older copy" if self.last is Sight.OLD else ""

    def _rejects(self, child: str) -> list[str]:
        """Observed places that hold what `child` rejected, and hold the new value."""
        return [
            key
            for key, system in self.blueprint.systems.items()
            if system.rejected_by == child and key in self.systems and self.systems[key].knew_s is not None
        ]

    def _how_in_words(self, kind: BreakKind, found: _Frontier) -> list[str]:
        if kind == "rejected" and found.child is not None:
            return [f"it was sent and rejected: {self._names(self._rejects(found.child))} holds it"]
        if kind == "not sent":
            return ["it was not sent"]
        if kind == "older copy":
            return ["an older copy was used"]
        if kind == "overwritten" and found.child is None:
            return ["then it was overwritten"]
        return []


def systems_above(fact: str, fed_by: str, hops: Iterable[Hop]) -> tuple[str, ...]:
    """`fed_by`, and all systems from which this fact comes to it, the nearest first."""
    parents = _parents(fact, hops)
    found = {fed_by: None}
    queue = [fed_by]
    for system in queue:  # grows while it is read
        further = [key for key in parents.get(system, ()) if key not in found]
        found.update(dict.fromkeys(further))
        queue += further
    return tuple(found)


def _parents(fact: str, hops: Iterable[Hop]) -> dict[str, list[str]]:
    """System -> the systems that tell it of this fact, in the blueprint's order."""
    parents: dict[str, list[str]] = {}
    for hop in hops:
        if not hop.facts or fact in hop.facts:
            parents.setdefault(hop.to, []).append(hop.from_)
    return parents
