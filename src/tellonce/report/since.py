"""What differs between two runs, cell by cell. Pure; the words are in since_words.py."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import isfinite

from tellonce.ledger.records import CellState
from tellonce.model.verdict import Verdict
from tellonce.story.words import Group, group_of

__all__ = ["BreakSince", "Paced", "Since", "TouchpointSince", "compare", "no_news"]

_FACTOR = 2.0
_OF_THE_PROMISE = 0.1
_AT_LEAST_S = 1.0
_WEIGHT = {verdict: weight for weight, verdict in enumerate(Verdict)}
_UNKNOWN = (Group.WAITING, Group.NOT_SEEN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Paced:
    """A cell that was reached much later or sooner than before, and in time both times."""

    state: CellState
    before_s: float
    now_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class TouchpointSince:
    """What became of one touchpoint's cells. Counts of cells; a touchpoint without any news is not listed."""

    touchpoint: str
    called: str
    owner: str
    broken: int = 0
    still: int = 0
    mended: int = 0
    unseen: int = 0
    settled: int = 0
    new: int = 0
    gone: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakSince:
    """One finding of the later run: the same touchpoint, fact and verdict, as report.account.Break groups them.

    broken: cells of it that broke since.  still: those that were broken before. One of them may be empty.
    """

    touchpoint: str
    fact: str
    verdict: Verdict
    broken: tuple[CellState, ...]
    still: tuple[CellState, ...]

    @property
    def is_new(self) -> bool:
        """Nothing of it was broken before."""
        return not self.still


@dataclass(frozen=True, slots=True, kw_only=True)
class Since:
    """The later run beside the earlier one. Each cell of the later one is in at most one of the first six.

    broken: broken now and not before: it was kept, unknown, or not there.  still: broken both times, whichever verdict.
    mended: broken before, kept now.  unseen: not seen or still waiting now, and judged before: no longer known.
    settled: kept now, and not known before.  new: kept or unknown now, and not there before.
    gone: there before and not now; its earlier state. Always empty where the later run was only a part.
    slower, faster: see `compare`.
    """

    broken: tuple[CellState, ...] = ()
    still: tuple[CellState, ...] = ()
    mended: tuple[CellState, ...] = ()
    unseen: tuple[CellState, ...] = ()
    settled: tuple[CellState, ...] = ()
    new: tuple[CellState, ...] = ()
    gone: tuple[CellState, ...] = ()
    slower: tuple[Paced, ...] = ()
    faster: tuple[Paced, ...] = ()

    @property
    def touchpoints(self) -> tuple[TouchpointSince, ...]:
        """By touchpoint: newly broken first, then the most cells with news."""
        counts: dict[str, dict[str, int]] = {}
        some: dict[str, CellState] = {}
        for what in ("broken", "still", "mended", "unseen", "settled", "new", "gone"):
            for state in getattr(self, what):
                some.setdefault(state.touchpoint, state)
                counted = counts.setdefault(state.touchpoint, {})
                counted[what] = counted.get(what, 0) + 1
        found = [
            TouchpointSince(touchpoint=key, called=some[key].touchpoint_called, owner=some[key].owner, **counted)
            for key, counted in counts.items()
        ]
        return tuple(sorted(found, key=lambda one: (-one.broken, -one.still, -one.mended, one.called)))

    @property
    def breaks(self) -> tuple[BreakSince, ...]:
        """Everything broken now, grouped as the report groups it: the worst verdict first, of the same what is new."""
        groups: dict[tuple[str, str, Verdict], tuple[list[CellState], list[CellState]]] = {}
        for nth, states in enumerate((self.broken, self.still)):
            for state in states:
                groups.setdefault((state.touchpoint, state.fact, state.verdict), ([], []))[nth].append(state)
        found = [
            BreakSince(touchpoint=place[0], fact=place[1], verdict=place[2], broken=tuple(new), still=tuple(old))
            for place, (new, old) in groups.items()
        ]
        return tuple(sorted(found, key=lambda one: (_WEIGHT[one.verdict], not one.is_new)))

    @property
    def counts(self) -> dict[str, int]:
        """How many cells of each, in the order of the fields."""
        return {name: len(getattr(self, name)) for name in self.__slots__}


def compare(earlier: Iterable[CellState], later: Iterable[CellState], *, whole: bool = True) -> Since:
    """What became of each cell, matched by its lasting key; in the order of the later run, gone ones in the earlier's.

    whole: whether the later run was to run everything the earlier one did; else a cell it lacks is not gone.
    Much slower or faster: reached and in time in both runs (`on_time`, within the promised seconds, so that an emission
    which comes whenever one is due does not count), at least twice as late or soon as before, and by at least 1 s and a
    tenth of the promised time.
    """
    before = {state.key: state for state in earlier}
    now = {state.key: state for state in later}
    found: dict[str, list[CellState]] = {name: [] for name in ("broken", "still", "mended", "unseen", "settled", "new")}
    slower: list[Paced] = []
    faster: list[Paced] = []
    for key, state in now.items():
        old = before.get(key)
        name = _became(old.group if old else None, state.group)
        if name:
            found[name].append(state)
        elif old is not None and (paced := _paced(old, state)) is not None:
            (slower if paced.now_s > paced.before_s else faster).append(paced)
    gone = [state for key, state in before.items() if key not in now] if whole else []
    return Since(
        **{name: tuple(states) for name, states in found.items()},
        gone=tuple(gone),
        slower=tuple(sorted(slower, key=_by_factor(lambda one: one.now_s / max(one.before_s, 0.001)))),
        faster=tuple(sorted(faster, key=_by_factor(lambda one: one.before_s / max(one.now_s, 0.001)))),
    )


def no_news(verdict: Verdict, reached_after_s: float | None, promised_within_s: float, now: CellState) -> bool:
    """Whether `compare` would tell nothing of a cell that was so and is so now: most of a large run, quickly."""
    old = group_of(verdict)
    return not _became(old, now.group) and not _is_paced(verdict, reached_after_s, promised_within_s, now)


def _became(old: Group | None, now: Group) -> str:
    """The name of the field; "" where nothing became of it."""
    if now is Group.BROKEN:
        return "still" if old is Group.BROKEN else "broken"
    if old is None:
        return "new"
    if now in _UNKNOWN:
        return "" if old in _UNKNOWN else "unseen"
    return {Group.BROKEN: "mended", Group.KEPT: ""}.get(old, "settled")


def _paced(old: CellState, now: CellState) -> Paced | None:
    before_s, now_s = old.reached_after_s, now.reached_after_s
    if before_s is None or now_s is None or not _is_paced(old.verdict, before_s, old.promised_within_s, now):
        return None
    return Paced(state=now, before_s=before_s, now_s=now_s)


def _is_paced(verdict: Verdict, before_s: float | None, within_s: float, now: CellState) -> bool:
    if verdict is not Verdict.ON_TIME or now.verdict is not Verdict.ON_TIME:
        return False
    now_s = now.reached_after_s
    if before_s is None or now_s is None or before_s > within_s or now_s > now.promised_within_s:
        return False
    shorter_s, longer_s = (before_s, now_s) if before_s < now_s else (now_s, before_s)
    if longer_s - shorter_s < _AT_LEAST_S or longer_s < _FACTOR * shorter_s:
        return False
    return not isfinite(now.promised_within_s) or longer_s - shorter_s >= _OF_THE_PROMISE * now.promised_within_s


def _by_factor(factor: Callable[[Paced], float]) -> Callable[[Paced], float]:
    return lambda one: -factor(one)
