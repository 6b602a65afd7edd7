"""What the trace of a change tells of the way it went, where no observer looks.

A span says that a system was reached, and whether it ended in an error; it says nothing of the value. So spans narrow a
segment only of news that never came, never against an observer, and never between two systems that were looked into.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from tellonce.model.blueprint import Blueprint
from tellonce.model.events import SpansSeen
from tellonce.model.verdict import Verdict

__all__ = ["NEVER_CAME", "Narrowed", "Trace", "narrow", "trace_of"]

NEVER_CAME = frozenset({Verdict.STALE, Verdict.LOST})
"""Where a value came mangled, late or went again, having been reached proves nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """Systems by key. accepted: it ended there without an error, if only at the second try.  rejected: -> why.

    missing: systems that are known to export, and from which nothing came though there was time for it.
    """

    accepted: frozenset[str] = frozenset()
    rejected: Mapping[str, str] = field(default_factory=dict)
    missing: frozenset[str] = frozenset()

    def reached(self, system: str) -> bool:
        """Whether the system was in the trace at all."""
        return system in self.accepted or system in self.rejected


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowed:
    """The segment, as far as the trace narrows it.

    after: the deepest system that accepted it by trace, None when that is the knower itself.
    gap: systems behind it of which nothing is known.
    at: a system of the gap where it stopped, None when the segment ends where it did before.
    how, kind: what happened at its end, in words and in a word; "" when the trace does not tell.
    """

    after: str | None
    gap: tuple[str, ...]
    at: str | None = None
    how: str = ""
    kind: Literal["", "not sent", "rejected"] = ""


def trace_of(seen: Iterable[SpansSeen], blueprint: Blueprint) -> Trace | None:
    """What one change's trace tells; None when there was no span of a system that the blueprint knows."""
    events = tuple(seen)
    accepted: set[str] = set()
    errors: dict[str, set[str]] = {}
    for span in (span for event in events for span in event.spans if span.system in blueprint.systems):
        if span.status == "ok":
            accepted.add(span.system)
        else:
            errors.setdefault(span.system, set()).add(span.message)
    if not accepted and not errors:
        return None
    whole = any(event.all_in for event in events) and not any(event.left_out for event in events)
    return Trace(
        accepted=frozenset(accepted),
        # Records may arrive in any order: of several errors the same one is told each time.
        rejected={system: max(said) for system, said in errors.items() if system not in accepted},
        missing=frozenset(
            key
            for key, system in blueprint.systems.items()
            if whole and system.traced_as and key not in accepted and key not in errors
        ),
    )


def narrow(trace: Trace, *, knower: str | None, gap: Sequence[str], then: str | None) -> Narrowed:
    """Narrow the segment from `knower` over the unobserved `gap` to `then`.

    knower: the last system that knew, None when none did.  then: the first observed system that never knew, None when
    the way ends at the touchpoint.
    """
    way = (*gap, then) if then is not None else tuple(gap)
    # What lies before a system that was reached was passed, whether it exports spans or not.
    deepest = max((place for place, system in enumerate(way) if trace.reached(system)), default=-1)
    passed = [system for system in gap[: deepest + 1] if system in trace.accepted]
    after = passed[-1] if passed else None
    if deepest >= 0 and way[deepest] in trace.rejected:
        at = way[deepest] if deepest < len(gap) else None
        return Narrowed(after=after, gap=(), at=at, how=_rejected(trace.rejected[way[deepest]]), kind="rejected")
    if then is not None and then in trace.accepted:
        return Narrowed(after=after, gap=(), how="accepted it and did not apply it, by trace")
    beyond = way[deepest + 1] if deepest + 1 < len(way) else None
    sent = way[deepest] if deepest >= 0 else knower
    if beyond in trace.missing and sent in trace.accepted:
        at = beyond if beyond != then else None
        return Narrowed(after=after, gap=(), at=at, how="not sent on to it, by trace", kind="not sent")
    return Narrowed(after=after, gap=tuple(gap[deepest + 1 :]))


def _rejected(message: str) -> str:
    return f"was sent it but rejected it, by trace{': ' if message else ''}{message}"
