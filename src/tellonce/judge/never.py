"""Sentences that say "nothing is ever sent" or "nobody still uses": broken at once, kept only on a closing witness and
proof of sight."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tellonce.judge.index import HistoryIndex, ScenarioRecord, index_history
from tellonce.judge.sentence import SentenceJudgement
from tellonce.model.blueprint import Touchpoint
from tellonce.model.change import Change, Replaced
from tellonce.model.duration import describe_s
from tellonce.model.events import LeftoversSought, NeverAsked
from tellonce.model.facts import Components, Fact
from tellonce.model.history import History
from tellonce.model.leftover import Leftover
from tellonce.model.observation import Observation, Seen
from tellonce.model.verdict import Sight
from tellonce.recognise import contains, recognise, tells

__all__ = ["judge_leftovers", "judge_never"]

_LONG_S = 7200.0
"""Of longer spans nobody wants to read the seconds."""
_NO_SECONDS_S = 600.0
"""How early something came is told in minutes from here on."""
_ROUNDING_S = 1.0
"""Her clock may count in whole seconds, so the end of a window may come out this much early."""


def judge_never(history: History | HistoryIndex, asked: NeverAsked) -> SentenceJudgement:
    """Judge one sentence by the looks of its own scenario. Give the index when many are judged.

    Notice touchpoints are left out: what they send to the old destination is sent there on purpose.
    """
    index = history if isinstance(history, HistoryIndex) else index_history(history)
    record = index.scenarios.get((asked.worker, asked.scenario))
    if record is None:
        return SentenceJudgement(outcome="unobserved", reason="the history holds nothing of this scenario")
    return _Question(record=record, asked=asked, over_s=asked.until_s - _ROUNDING_S).answer()


def judge_leftovers(history: History | HistoryIndex, asked: LeftoversSought) -> SentenceJudgement:
    """Judge a sweep: no declared touchpoint used the old value any more, and no other place that could be listed.

    What bears the new value too only quotes the old one. What was sent before the promises were over is let pass.
    """
    index = history if isinstance(history, HistoryIndex) else index_history(history)
    record = index.scenarios.get((asked.worker, asked.scenario))
    told = None if record is None else record.changes.get(asked.change)
    change = None if told is None else told.change
    if record is None or change is None or change.facts[asked.fact].old is None:
        return SentenceJudgement(outcome="unobserved", reason="the history holds no old value of hers")
    still_used = [one for one in asked.leftovers if _is_left(one, record, change.facts[asked.fact], asked)]
    hers = [one for one in still_used if not asked.shared_with or one.names == "her"]
    declared = _Question(record=record, asked=_as_never(asked), over_s=asked.looked_s).answer()
    if hers:
        first = (declared,) if declared.outcome == "broken" else ()
        reasons = [*(one.reason for one in first), *(_said(one, change.t0_s) for one in hers)]
        evidence = tuple(piece for one in (*first, *hers) for piece in one.evidence)
        return SentenceJudgement(outcome="broken", reason="\n".join(reasons), evidence=evidence)
    if declared.outcome != "kept":
        return declared
    fact, value = record.run.blueprint.facts[asked.fact], change.facts[asked.fact]
    if not tells(fact.kind, value.old or {}, value.changed):
        reason = f"what changed does not tell the old {fact.called} from the new one, so it cannot be searched for"
        return SentenceJudgement(outcome="unobserved", reason=reason)
    unclear = [one for one in still_used if one.names != "another"]
    if unclear:
        reason = f"somebody else has it too, and whose it is cannot be told: {_said(unclear[0], change.t0_s)}"
        return SentenceJudgement(outcome="unobserved", reason=reason, evidence=unclear[0].evidence)
    blind = [why for place in asked.places for why in place.blind]
    if blind:
        return SentenceJudgement(outcome="unobserved", reason=f"not everything could be searched: {'; '.join(blind)}")
    things = sum(place.things for place in asked.places)
    if not asked.places:
        return SentenceJudgement(outcome="unobserved", reason="no probe can list what lies where it looks")
    searched = f"{things} more things in {len(asked.places)} places hold it no longer"
    return SentenceJudgement(outcome="kept", reason=f"{declared.reason}; {searched}", evidence=declared.evidence)


def _is_left(found: Leftover, record: ScenarioRecord, value: Replaced, asked: LeftoversSought) -> bool:
    kind = record.run.blueprint.facts[asked.fact].kind
    if found.not_before_s < (asked.from_s if found.kind == "emission" else asked.looked_s):
        return False
    old = value.old or {}
    return contains(found.text, kind, old, value.changed) and not contains(
        found.text, kind, value.new, value.changed, twin=old
    )


def _said(found: Leftover, t0_s: float) -> str:
    came = ""
    if found.kind == "emission":
        after_s = max(0.0, found.not_before_s - t0_s)
        after = describe_s(round(after_s, 3 if after_s < _LONG_S else -2))
        came = f", which came more than {after} after she told"
    return f"it stands in {found.where}{came}"


def _as_never(asked: LeftoversSought) -> NeverAsked:
    return NeverAsked(
        worker=asked.worker,
        scenario=asked.scenario,
        customer=asked.customer,
        fact=asked.fact,
        which="old",
        touchpoints=asked.touchpoints,
        from_s=asked.from_s,
        until_s=asked.until_s,
        witness=asked.witness,
        step=asked.step,
        line=asked.line,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Question:
    record: ScenarioRecord
    asked: NeverAsked
    over_s: float
    """A look that began from here on was after the window."""

    def answer(self) -> SentenceJudgement:
        asked = self.asked
        places = {
            key: touchpoint
            for key, touchpoint in self.record.run.blueprint.touchpoints.items()
            if key in asked.touchpoints and not touchpoint.notice
        }
        change = self._told()
        if asked.which != "any" and (change is None or self._values(change) is None):
            return SentenceJudgement(
                outcome="unobserved", reason="there is no such value: she never told a change of it"
            )
        violations = [
            (_at(look), touchpoint, look)
            for key, touchpoint in places.items()
            for look in self._looks(key)
            if self._breaks(look, key, touchpoint, change)
        ]
        if violations:
            at_s, touchpoint, look = min(violations, key=lambda found: found[0])
            what = "something was sent" if asked.which == "any" else f"the {asked.which} value was used"
            reason = f"{what} after {describe_s(round(max(0.0, at_s - asked.from_s), 1))}: {touchpoint.called}"
            if asked.looking_back:
                early_s = asked.until_s - at_s
                early = describe_s(round(early_s / 60) * 60 if early_s >= _NO_SECONDS_S else round(early_s, 3))
                reason = f"{touchpoint.called} was sent {early} before that"
            return SentenceJudgement(outcome="broken", reason=reason, evidence=look.evidence)
        if not places:
            return SentenceJudgement(outcome="unobserved", reason="no touchpoint is watched for it")
        return self._closed(places)

    def _looks(self, key: str) -> list[Observation]:
        return self.record.reads.get((self.asked.customer, key), [])

    def _closed(self, places: dict[str, Touchpoint]) -> SentenceJudgement:
        """Not broken: kept when the window is closed, a look after it could see, and the places were seen to work."""
        asked = self.asked
        could_see = {key: [look for look in self._looks(key) if look.outcome != "failed"] for key in places}
        seen_until = {key: max((look.end_s for look in looks), default=None) for key, looks in could_see.items()}
        told_until = [end_s for end_s in seen_until.values() if end_s is not None]
        if not told_until:
            return SentenceJudgement(outcome="unobserved", reason="nobody could look")
        span = describe_s(max(0.0, asked.until_s - asked.from_s))
        so_far = describe_s(round(max(0.0, min(*told_until, asked.until_s) - asked.from_s), 3))
        if not asked.witness:
            return SentenceJudgement(outcome="pending", reason=f"not seen for {so_far} of {span}")
        # Proof of sight: where nothing of hers was ever read, nobody knows whether it could have been.
        blind = [places[key].called for key, seen in could_see.items() if all(look.outcome != "read" for look in seen)]
        if blind:
            reason = f"not seen for {so_far} of {span}, but nothing of hers was read at {', '.join(blind)}"
            if asked.looking_back:
                reason = f"none was seen before that, but none after it either at {', '.join(blind)}: "
                reason += "so it is not known whether one would have been seen"
            elif asked.which == "any":
                reason += " before: let one come to her first, so that it is known to be seen"
            return SentenceJudgement(outcome="unobserved", reason=reason)
        timeless = [
            places[key].called for key, seen in could_see.items() if asked.looking_back and _untimed(seen, asked)
        ]
        if timeless:
            reason = f"what came from {', '.join(timeless)} bears no time, so nobody knows whether it came before that"
            return SentenceJudgement(outcome="unobserved", reason=reason)
        perhaps = [places[key].called for key in places if any(self._perhaps_breaks(key, places[key]))]
        if perhaps:
            reason = f"what came from {', '.join(perhaps)} bears no time, or one not exact enough, "
            reason += "so nobody knows whether it came in that time"
            return SentenceJudgement(outcome="unobserved", reason=reason)
        late = {key for key, seen in could_see.items() if any(look.start_s >= self.over_s for look in seen)}
        away = [places[key].called for key in could_see if key not in late]
        if away:
            reason = f"not seen for {so_far} of {span}, but nobody looked after the window at {', '.join(away)}"
            return SentenceJudgement(outcome="unobserved", reason=reason)
        proof = [next((look for look in reversed(seen) if look.evidence), seen[-1]) for seen in could_see.values()]
        evidence = tuple(piece for look in proof for piece in look.evidence)
        reason = f"not seen for {span}; closed by {asked.witness}"
        if asked.looking_back:
            reason = f"none was seen before that, in {span}; {asked.witness}"
        return SentenceJudgement(outcome="kept", reason=reason, evidence=evidence)

    def _perhaps_breaks(self, key: str, touchpoint: Touchpoint) -> Iterator[bool]:
        """Of each thing that was sent: whether it would break the sentence, and may have come in the time or not.

        One that bears no time came after the look before the one that found it. One that bears a time shortly before
        the company's answer may be an answer too: times are rounded, and something may be sent before a page is shown.
        """
        if touchpoint.kind != "emission" or self.asked.looking_back:
            return
        change, asked = self._told(), self.asked
        looks = sorted(self._looks(key), key=lambda look: look.end_s)
        found: set[str] = set()
        for nth, look in enumerate(looks):
            if look.outcome != "read" or look.item in found:
                continue
            found |= {look.item} - {""}
            if look.originated_s is None:
                after_s = max((one.start_s for one in looks[:nth] if one.outcome != "failed"), default=float("-inf"))
                may = look.start_s > asked.until_s > after_s
            else:
                may = asked.which == "any" and self._began_s() <= look.originated_s + look.originated_slack_s
                may = may and look.originated_s < asked.from_s
            yield may and self._is_forbidden(look, touchpoint, change)

    def _began_s(self) -> float:
        """When she began the change from whose answer on the time is counted."""
        began = [
            one.began.began_s
            for one in self.record.changes.values()
            if one.change is not None and one.change.customer == self.asked.customer
            if one.change.t0_s == self.asked.from_s and one.began.began_s is not None
        ]
        return min(began, default=self.asked.from_s)

    def _breaks(self, look: Observation, key: str, touchpoint: Touchpoint, change: Change | None) -> bool:
        asked = self.asked
        at = _at(look)
        if look.outcome != "read" or not asked.from_s <= at <= asked.until_s:
            return False
        if asked.which == "old" and touchpoint.kind == "emission" and change is not None:
            drain_s = change.terms_at(key, touchpoint.promise).drain
            if at < asked.from_s + drain_s:
                return False  # already in flight when she spoke; the promise lets it pass
        return self._is_forbidden(look, touchpoint, change)

    def _is_forbidden(self, look: Observation, touchpoint: Touchpoint, change: Change | None) -> bool:
        """What it is, whenever it came."""
        asked = self.asked
        if asked.which == "any":
            return touchpoint.kind == "emission"
        values = None if change is None else self._values(change)
        if change is None or values is None or look.recipient == "related":
            return False
        # Where it was sent is what "sent to" means; a letter may name the old value and yet go to the new.
        if look.destination is not None and look.destination_fact == asked.fact:
            return self._is(look.destination, touchpoint, values)
        seen = look.seen.get(asked.fact)
        return seen is not None and self._is(seen, touchpoint, values)

    def _is(self, seen: Seen, touchpoint: Touchpoint, values: tuple[Components, Components]) -> bool:
        forbidden, other = values
        declared = self._fact()
        shown = touchpoint.shown(self.asked.fact)
        compare = tuple(c for c in forbidden if (forbidden[c] != other.get(c, "")) and (not shown or c in shown))
        # Who goes on paying the old fee under the new name is billed for the old value all the same.
        compare = tuple(c for c in compare if c in self.asked.components) or compare
        found = recognise(
            seen, kind=declared.kind, old=other, new=forbidden, compare=compare, rules=touchpoint.normalise
        )
        # "Old is never used again": where the other value stands too, the old one is only quoted.
        return found.sight is Sight.NEW and not (found.old_also_present and other)

    def _told(self) -> Change | None:
        """Her latest change of the fact before the window, else her first; None when she told none."""
        acknowledged = [record.change for record in self.record.changes.values() if record.change is not None]
        hers = [c for c in acknowledged if c.customer == self.asked.customer and self.asked.fact in c.facts]
        before = [c for c in hers if c.t0_s <= self.asked.from_s]
        return next(iter(before[-1:] or hers[:1]), None)

    def _values(self, change: Change) -> tuple[Components, Components] | None:
        """(forbidden, the other one); None when there was no old one."""
        told = change.facts[self.asked.fact]
        if self.asked.which == "old" and told.old is None:
            return None
        return (told.old or {}, told.new) if self.asked.which == "old" else (told.new, told.old or {})

    def _fact(self) -> Fact:
        return self.record.run.blueprint.facts[self.asked.fact]


def _untimed(looks: Sequence[Observation], asked: NeverAsked) -> bool:
    """Whether something that bears no time was first found when the window was over."""
    found = {look.item for look in looks if look.outcome == "read" and look.end_s <= asked.until_s}
    return any(look.outcome == "read" and look.originated_s is None and look.item not in found for look in looks)


def _at(look: Observation) -> float:
    return look.start_s if look.originated_s is None else look.originated_s
