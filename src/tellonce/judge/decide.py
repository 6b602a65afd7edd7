"""The decision list: from one cell's looks to one verdict (verdicts.md, first match)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from operator import attrgetter

from tellonce.judge.case import CONCLUSIVE, Case, CellJudgement, Sighting, once_each
from tellonce.model.duration import describe_s
from tellonce.model.verdict import Outcome, Sight, Verdict

__all__ = ["judge_cell"]

_AT_ONCE = (
    (Sight.LEAKED, Verdict.LEAKED),
    (Sight.WRONG_RECIPIENT, Verdict.WRONG_RECIPIENT),
    (Sight.FOREIGN, Verdict.CONTAMINATED),
)
_AT_LAST = {Sight.ABSENT: Verdict.LOST, Sight.MIXED: Verdict.PARTIAL, Sight.GARBLED: Verdict.GARBLED}
_NEW = Sight.NEW  # by its own name, for many comparisons: Python 3.11 runs a function for every `Sight.NEW`
_WORST_FIRST = tuple(Verdict)
_WHEN = attrgetter("end_s", "start_s")
_Decided = tuple[Verdict, str, tuple[Sighting, ...]]


def judge_cell(case: Case) -> CellJudgement:
    """Exactly one verdict for every case, the one without any look included."""
    if case.kind == "state":
        looks = tuple(sorted(case.sightings, key=_WHEN))
        return _judged(case, looks, ())
    looks = once_each(case.sightings)
    in_flight = [s for s in looks if s.item and _may_be_in_flight(case, s)]
    drained = tuple(s for s in in_flight if s.end_s < _drained_by_s(case, s))
    doubtful = tuple(s for s in in_flight if s not in drained)
    judgement = _judged(case, looks, drained)
    if not doubtful or _judged(case, looks, (*drained, *doubtful)).verdict is judgement.verdict:
        return judgement
    at, until = _since(case, doubtful[0].end_s), _since(case, _drained_by_s(case, doubtful[0]))
    reason = f"whether the one of about {at} was still let pass (until {until}) cannot be told: its time is not exact"
    return replace(judgement, verdict=Verdict.UNDECIDED, reason=reason, decisive=doubtful)


def _judged(case: Case, looks: Sequence[Sighting], drained: tuple[Sighting, ...]) -> CellJudgement:
    """drained: looks that the promise lets pass."""
    track = tuple(s for s in looks if s.sight in CONCLUSIVE)
    if case.kind == "emission":
        track = tuple(s for s in track if s.item and s.sight is not Sight.ABSENT and s not in drained)
    by_track = _emission(case, track) if case.kind == "emission" else _state(case, track)
    sights = {s.sight for s in looks}
    at_once = [(sight, found) for sight, found in _AT_ONCE if sight in sights]
    verdict, reason, decisive = _first_of(at_once[0], looks) if at_once else by_track
    flags = {found for _, found in at_once} | _findings(case, track)
    if by_track[0].outcome is Outcome.FAILING:
        flags.add(by_track[0])
    circumstances = ["drained"] if drained else []
    if any(s.old_also_present for s in track if s.sight is _NEW):
        circumstances.append("old_also_present")
    if case.own_view and _unread_write(case, track):
        circumstances.append("read_your_writes")
    flags.discard(verdict)
    masked = [found.value for found in _WORST_FIRST if found in flags] if flags else []
    return CellJudgement(
        verdict=verdict,
        reason=reason,
        flags=(*masked, *circumstances),
        decisive=decisive,
        first_new=next((s for s in track if s.sight is _NEW), None),
        last=track[-1] if track else None,
    )


def _first_of(wanted: tuple[Sight, Verdict], looks: Sequence[Sighting]) -> _Decided:
    sight, verdict = wanted
    found = next(s for s in looks if s.sight is sight)
    return verdict, found.reason, (found,)


def _state(case: Case, track: Sequence[Sighting]) -> _Decided:
    """Rules 4 to 6 for something that can be read at any time."""
    if not track:
        return Verdict.UNOBSERVED, _blind(case), ()
    last, deadline = track[-1], case.deadline_s
    first_new = next((s for s in track if s.sight is _NEW), None)
    if last.sight is not _NEW:
        if first_new is None and last.start_s < deadline:
            return Verdict.PENDING, _not_yet(case, last), (last,)
        return _ended_wrong(case, last, first_new)
    assert first_new is not None  # noqa: S101 (the last one is N)
    settled = _not_settled(case, track, first_new)
    if settled:
        return settled
    held_until = case.t0_s + case.promise.holds_for
    if case.promise.holds_for and last.start_s < held_until:
        return Verdict.PENDING, f"new, and must stay so until {_since(case, held_until)}", (last,)
    if first_new.end_s > deadline:
        # Absent before D (at t0 at the latest) and present after: it arrived on one side or the other.
        reason = f"it arrived somewhere around the deadline: no look saw it by {_since(case, deadline)}"
        return Verdict.UNDECIDED, reason, (first_new,)
    return Verdict.ON_TIME, f"new from {_since(case, first_new.end_s)} on", (first_new, last)


def _emission(case: Case, track: Sequence[Sighting]) -> _Decided:
    """Rules 4 to 6 for what is sent once: an item cannot be mended, only followed by a better one."""
    owed = 0 if case.refused else case.promise.at_least
    waited = case.looked_from(case.window_end_s)
    window = describe_s(case.promise.window_s)
    if not track:
        if not any(s.sight is not Sight.UNREADABLE for s in case.sightings):
            return Verdict.UNOBSERVED, _blind(case), ()
        if not waited:
            still = "one is owed" if owed else "one may be sent"
            return Verdict.PENDING, f"none was sent yet; {still} within {window}", ()
        if case.refused and case.promise.at_least:
            return Verdict.ON_TIME, f"refused, and nothing was sent within {window}", ()
        if not owed:
            return Verdict.UNOBSERVED, "none was sent, and none is owed: nothing to judge by", ()
        return Verdict.LOST, f"none was sent within {window}", ()
    last = track[-1]
    first_new = next((s for s in track if s.sight is _NEW), None)
    if last.sight is not _NEW:
        if first_new is None and last.start_s < _due_s(case, last) and not (waited and (owed or case.refused)):
            if waited:
                reason = (
                    f"{_word(last)} at {_since(case, last.start_s)}, when it could still be; none is owed after that"
                )
                return Verdict.UNOBSERVED, reason, (last,)
            return Verdict.PENDING, _not_yet(case, last), (last,)
        return _ended_wrong(case, last, first_new)
    assert first_new is not None  # noqa: S101 (the last one is N)
    settled = _not_settled(case, track, first_new) or (_arrival(case, first_new) if owed else None)
    if settled:
        return settled
    held_until = case.t0_s + case.promise.holds_for
    if case.promise.holds_for and not case.looked_from(held_until):
        return Verdict.PENDING, f"new, and must stay so until {_since(case, held_until)}", (last,)
    counted = _counted(case, track, window)
    if counted:
        return counted
    sent = sum(1 for s in track if s.sight is _NEW)
    if sent < owed:
        reason = f"{sent} of {owed} were sent within {window}"
        return (Verdict.LOST if waited else Verdict.PENDING), reason, (last,)
    return Verdict.ON_TIME, f"right, {_since(case, first_new.start_s)}", (first_new, last)


def _not_settled(case: Case, track: Sequence[Sighting], first_new: Sighting) -> _Decided | None:
    """Flapping, or late by a wrong look at or after D."""
    after = next((s for s in track[track.index(first_new) :] if s.sight is not _NEW), None)
    if after is not None:
        reason = (
            f"new at {_since(case, first_new.end_s)}, then {_word(after)} at {_since(case, after.start_s)}, then new"
        )
        return Verdict.FLAPPING, reason, (first_new, after, track[-1])
    tardy = [s for s in track if s.sight is not _NEW and s.start_s >= _due_s(case, s)]
    if tardy:
        at, due_s = _since(case, tardy[-1].start_s), _due_s(case, tardy[-1])
        before = f"{_since(case, due_s)}" if due_s >= case.t0_s else "her change before this one"
        reason = f"still {_word(tardy[-1])} at {at}, promised by {before}"
        return Verdict.LATE, reason, (tardy[-1], first_new)
    return None


def _arrival(case: Case, first_new: Sighting) -> _Decided | None:
    """Late or undecided by the time of the first right emission against the end of its window."""
    end = case.window_end_s
    earliest = first_new.start_s
    if not first_new.originated:
        # It was sent after the last look that did not find it yet, and before the look that did ended.
        before = [s.looked_s for s in case.sightings if s.looked_s < first_new.looked_s and s.sight in CONCLUSIVE]
        earliest = max(before, default=case.t0_s)
    if earliest >= end:
        reason = f"sent at {_since(case, first_new.start_s)}, owed by {_since(case, end)}"
        return Verdict.LATE, reason, (first_new,)
    if first_new.end_s > end:
        return Verdict.UNDECIDED, f"sent somewhere around the deadline of {_since(case, end)}", (first_new,)
    return None


def _ended_wrong(case: Case, last: Sighting, first_new: Sighting | None) -> _Decided:
    at = _since(case, last.start_s)
    if last.sight is Sight.OLD and first_new is not None:
        reason = f"new at {_since(case, first_new.end_s)}, the old value again at {at}"
        return Verdict.REVERTED, reason, (first_new, last)
    if last.sight is Sight.OLD:
        return Verdict.STALE, f"the old value at {at}", (last,)
    return _AT_LAST[last.sight], f"{last.reason or _word(last)} at {at}", (last,)


def _findings(case: Case, track: Sequence[Sighting]) -> set[Verdict]:
    """Everything found in the track, whatever masks it."""
    found: set[Verdict] = set()
    news = [index for index, s in enumerate(track) if s.sight is _NEW]
    if news:
        first, final = news[0], news[-1]
        if any(s.sight is not _NEW for s in track[first:final]):
            found.add(Verdict.FLAPPING)
        tardy = any(s.start_s >= _due_s(case, s) for s in track[:first])
        owed = case.kind == "emission" and case.promise.at_least > 0 and not case.refused
        arrival = _arrival(case, track[first]) if owed else None
        if tardy or (arrival is not None and arrival[0] is Verdict.LATE):
            found.add(Verdict.LATE)
    counted = _counted(case, track, "") if case.kind == "emission" else None
    if counted is not None and counted[0] is Verdict.DUPLICATED:
        found.add(Verdict.DUPLICATED)
    return found


def _counted(case: Case, track: Sequence[Sighting], window: str) -> _Decided | None:
    """Too many inside the window, or perhaps too many where the time of one is not exact; None when not."""
    at_most = case.promise.at_most
    right = [s for s in track if s.sight in (Sight.NEW, Sight.OLD)]
    if at_most is None or len(right) <= at_most:
        return None
    surely = [s for s in right if s.end_s <= case.window_end_s]
    if len(surely) > at_most:
        reason = f"{len(surely)} were sent within {window}, at most {at_most} may be"
        return Verdict.DUPLICATED, reason, tuple(surely)
    perhaps = [s for s in right if s.start_s <= case.window_end_s]
    if len(perhaps) > at_most:
        reason = f"{len(surely)} or {len(perhaps)} were sent within {window}, at most {at_most} may be"
        return Verdict.UNDECIDED, reason, tuple(perhaps)
    return None


def _may_be_in_flight(case: Case, sighting: Sighting) -> bool:
    """Perhaps sent before she spoke, or in a batch that the promise lets pass: it bears the value from before.

    After a refusal that is the wanted value; no batch can have had the refused one before she told it.
    """
    if not sighting.item or sighting.sight is not (Sight.NEW if case.refused else Sight.OLD):
        return False
    return sighting.start_s < _drained_by_s(case, sighting)


def _drained_by_s(case: Case, sighting: Sighting) -> float:
    """Until when on her axis what was already under way is let pass; a value from before the old one ended earlier."""
    replaced_s = case.t0_s if sighting.had_until_s is None else sighting.had_until_s
    return replaced_s + (0.0 if case.refused else case.promise.drain)


def _due_s(case: Case, sighting: Sighting) -> float:
    """From when on it is wrong. An emission with a value from before the old one: when her change before was promised.

    A page may show such a value until it learns the new one: whether it ever held the old was judged by that change.
    """
    if sighting.had_until_s is None or not sighting.item:
        return case.deadline_s
    return min(case.deadline_s, sighting.had_until_s + max(case.promise.within, case.promise.drain))


def _unread_write(case: Case, track: Sequence[Sighting]) -> bool:
    """She looked after the acknowledgement and did not find what she had just said."""
    first = next((i for i, s in enumerate(track) if s.sight is _NEW), None)
    return first is not None and any(s.sight is Sight.OLD and s.start_s < case.deadline_s for s in track[:first])


def _blind(case: Case) -> str:
    failed = next((s.reason for s in reversed(case.sightings) if s.sight is Sight.UNREADABLE and s.reason), "")
    return f"nothing could be seen: {failed}" if failed else "nobody looked after the change"


def _not_yet(case: Case, last: Sighting) -> str:
    ended = "" if case.ended_s is None else f"; looking ended at {_since(case, case.ended_s)}"
    return f"{_word(last)} at {_since(case, last.start_s)}; promised by {_since(case, case.deadline_s)}{ended}"


def _word(sighting: Sighting) -> str:
    return {Sight.OLD: "old", Sight.ABSENT: "nothing", Sight.MIXED: "mixed", Sight.GARBLED: "garbled"}.get(
        sighting.sight, "new"
    )


def _since(case: Case, at_s: float) -> str:
    return describe_s(max(0.0, at_s - case.t0_s))
