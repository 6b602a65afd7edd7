"""From looks to sightings: classified, and timed as the decision list wants them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from operator import itemgetter

from tellonce.judge.case import Sighting
from tellonce.judge.classify import Expectation, Judged, judge_observation
from tellonce.model.blueprint import Touchpoint
from tellonce.model.change import Change
from tellonce.model.facts import Components
from tellonce.model.observation import Observation, Seen
from tellonce.model.verdict import Sight

__all__ = ["Track", "identity", "is_her_own", "reads_alike"]

_MARKS = itemgetter("outcome", "item", "recipient", "why", "originated_s", "destination_fact", "destination", "content")
"""What the class of a look depends on, beside what was read of the fact, and what tells one emission from another."""
_READING = itemgetter("components", "text", "unreadable")
"""Both are asked of a model's own dictionary: attribute by attribute it takes twice as long, and looks are many."""
_HER_OWN = frozenset({"web", "app"})


@dataclass(slots=True, kw_only=True)
class Track:
    """The looks at one place, on their way to a verdict. Each distinct reading is judged once, and a run of like looks
    is kept by its first and last: polls repeat themselves, and what lies between tells nothing more.

    others: other customers' values that might stand in a look.
    known: readings judged already; tracks of one change share it where they expect the same.
    """

    wanted: Expectation
    touchpoint: Touchpoint
    change: Change
    others: Callable[[Observation], Sequence[Components]]
    known: dict[object, Judged] = field(default_factory=dict)
    _kept: list[Sighting] = field(default_factory=list)
    _last: Observation | None = None
    _judged: Judged | None = None
    """The class of the last look."""
    _marks: object = None
    _read: object = None
    """What the last look taken read."""
    _is_open: bool = False
    """Whether the last look is not among the kept yet: its run may go on."""

    def judged(self, look: Observation) -> Judged:
        """The class of one look."""
        about = identity(look, self.wanted.fact)
        found = self.known.get(about)
        if found is None:
            found = self.known[about] = judge_observation(look, self.wanted, _Near(self.others, look))
        return found

    def take(self, looks: Iterable[Observation]) -> None:
        """Looks in the order of their ends; those that began before t0 tell nothing of the change."""
        t0_s, fact = self.change.t0_s, self.wanted.fact
        for look in looks:
            if look.start_s < t0_s:
                continue
            # Nearly every look repeats the one before it, so this way has to be short.
            last, marks, seen = self._last, _MARKS(vars(look)), look.seen.get(fact)
            read = None if seen is None else _READING(vars(seen))
            if (
                last is not None
                and marks == self._marks
                and read == self._read
                and last.end_s <= look.end_s
                and last.start_s <= look.start_s
            ):
                if self._is_open and last.evidence:
                    self._close()
                self._is_open, self._last = True, look
            else:
                self.keep(look, self.judged(look))
                self._marks, self._read = marks, read

    def keep(self, look: Observation, judged: Judged) -> None:
        """The next look, of a class that is known."""
        if self._last is not None and judged is self._judged and _follows(self._last, look):
            if self._is_open and self._last.evidence:
                self._close()
            self._is_open, self._last = True, look
            return
        self._close()
        self._kept.append(self._sighting(look, judged))
        self._last, self._judged, self._marks = look, judged, None

    def sightings(self) -> tuple[Sighting, ...]:
        """What was kept so far."""
        if self._is_open and self._last is not None and self._judged is not None:
            return (*self._kept, self._sighting(self._last, self._judged))
        return tuple(self._kept)

    def _close(self) -> None:
        if self._is_open and self._last is not None and self._judged is not None:
            self._kept.append(self._sighting(self._last, self._judged))
        self._is_open = False

    def _sighting(self, look: Observation, judged: Judged) -> Sighting:
        return _sighting_of(look, judged, self.touchpoint, self.change, refused=self.wanted.refused)


@dataclass(frozen=True, slots=True)
class _Near:
    """Other customers' values near one look, searched when somebody asks: what is plainly hers needs no search."""

    others: Callable[[Observation], Sequence[Components]]
    look: Observation

    def __iter__(self) -> Iterator[Components]:
        return iter(self.others(self.look))


def reads_alike(one: Observation, other: Observation, fact: str) -> bool:
    """Whether two looks must have the same class: quicker than to ask for each what that depends on."""
    return _MARKS(vars(one)) == _MARKS(vars(other)) and _same(one.seen.get(fact), other.seen.get(fact))


def _same(one: Seen | None, other: Seen | None) -> bool:
    if one is None or other is None:
        return one is other
    return one.components == other.components and one.text == other.text and one.unreadable == other.unreadable


def _follows(before: Observation, after: Observation) -> bool:
    """Whether the times of two looks, and what they looked at, let the one stand for the other."""
    return (
        before.end_s <= after.end_s
        and before.start_s <= after.start_s
        and before.item == after.item
        and before.originated_s == after.originated_s
    )


def is_her_own(touchpoint: Touchpoint) -> bool:
    """Whether she reads the place herself, so that she notices when it does not know what she just said."""
    return touchpoint.channel in _HER_OWN and touchpoint.lane in ("frontstage", "customer")


def identity(look: Observation, fact: str) -> object:
    """What a look's class depends on."""
    readings = [look.seen.get(fact), look.destination if look.destination_fact == fact else None]
    values = tuple(
        None if r is None else (tuple((r.components or {}).items()), r.components is None, r.text, r.unreadable)
        for r in readings
    )
    return (look.outcome, look.why, look.recipient, look.item != "", look.destination_fact, values, look.content)


def _sighting_of(
    look: Observation, judged: Judged, touchpoint: Touchpoint, change: Change, *, refused: bool
) -> Sighting:
    """One classified look as the decision list wants it: an emission is timed by its origination."""
    sent = touchpoint.kind == "emission" and look.outcome == "read"
    start_s, end_s, sent_s = look.start_s, look.end_s, None
    if sent and look.originated_s is not None:
        news = (judged.sight is not Sight.OLD) is not refused
        start_s, end_s, sent_s = _sent_between(look, look.originated_s, change.t0_s if news else None)
    return Sighting(
        sight=judged.sight,
        start_s=start_s,
        end_s=end_s,
        look_s=look.start_s if look.looked_s is None else look.looked_s,
        sent_s=sent_s,
        had_until_s=judged.had_until_s,
        item=(look.item or _unnamed(look)) if sent else "",
        reason=judged.reason,
        spelled=judged.spelled,
        old_also_present=judged.old_also_present,
        evidence=look.evidence,
    )


def _sent_between(look: Observation, stamp_s: float, not_before_s: float | None) -> tuple[float, float, float | None]:
    """The moments between which an emission was sent, and the time it bears, None when that cannot be true.

    It was sent before the look that found it was over.  Within the slack of its stamp, the last look that did not find
    it yet says more than the stamp.  not_before_s: what carries the news cannot have been sent before she told.
    """
    first_s, last_s = stamp_s - look.originated_slack_s, stamp_s + look.originated_slack_s
    if first_s > look.end_s:
        return look.start_s, look.end_s, None
    last_s = min(last_s, look.end_s)
    if look.originated_slack_s and first_s < look.start_s <= last_s:
        first_s = look.start_s
    if not_before_s is not None:
        first_s, last_s, stamp_s = (max(not_before_s, moment) for moment in (first_s, last_s, stamp_s))
    return first_s, last_s, stamp_s


def _unnamed(look: Observation) -> str:
    """An identity for an emission whose source gives none: what it says and where it went."""
    destination = look.destination.model_dump_json() if look.destination else ""
    seen = sorted((fact, reading.model_dump_json()) for fact, reading in look.seen.items())
    return sha256(repr((look.content, destination, seen, look.originated_s)).encode()).hexdigest()[:12]
