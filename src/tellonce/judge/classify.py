"""The class of one observation (verdicts.md, first match of the table)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from tellonce.model.blueprint import Normalisation, Promise, Touchpoint
from tellonce.model.change import Change
from tellonce.model.facts import Components, Fact, FactKind
from tellonce.model.observation import Observation, Seen
from tellonce.model.verdict import Sight
from tellonce.recognise import Recognition, compared, contains, recognise

__all__ = ["Expectation", "Judged", "classify", "expect", "judge_observation"]

# When a letter's address and its text disagree, the customer suffers the worse of the two.
_WORST_FIRST = (Sight.FOREIGN, Sight.OLD, Sight.MIXED, Sight.GARBLED, Sight.ABSENT, Sight.UNREADABLE, Sight.NEW)
# A mail or a message to an unknown address is delivered to somebody; a misprinted street is still a printed address.
_DELIVERED_BY_VALUE = frozenset({FactKind.EMAIL, FactKind.PHONE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One observation's class, why, and what was read (shortened).

    had_until_s: until when she had what was read, where it is a value from before the old one; None otherwise.
    """

    sight: Sight
    reason: str
    spelled: str = ""
    old_also_present: bool = False
    had_until_s: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Older(Recognition):
    """A value from before the old one. until_s: when it was replaced; None where that cannot be reckoned with."""

    until_s: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """What one touchpoint must show of one fact after one change.

    wanted, forbidden: new and old; the other way round when the company refused. wanted is None when the company
    knew nothing before and refused: then nothing may be there.  told: what she said, whatever came of it.
    compare: the components that count; empty when this touchpoint can tell nothing.
    earlier: what she had before the old value, oldest first, and until when: as old as that.
    """

    fact: str
    kind: FactKind
    wanted: Components | None
    forbidden: Components | None
    told: Components
    compare: tuple[str, ...]
    rules: Normalisation
    notice: bool = False
    refused: bool = False
    earlier: tuple[tuple[Components, float | None], ...] = ()

    @property
    def known(self) -> Components | None:
        """What the company knew before, where that tells her from other customers."""
        before = self.wanted if self.refused else self.forbidden
        return None if self.kind is FactKind.PLAN else before

    def read(self, seen: Seen, others: Iterable[Components]) -> Recognition:
        """Recognise one reading against this expectation."""
        if self.wanted is not None:
            found = self._compared(seen, self.wanted, self.forbidden, others)
            return self._as_old_as_that(seen, self.wanted) or found if found.sight is Sight.GARBLED else found
        found = recognise(seen, kind=self.kind, old=None, new=self.told, compare=self.compare, rules=self.rules)
        turned = {Sight.NEW: Sight.OLD, Sight.ABSENT: Sight.NEW}.get(found.sight, found.sight)
        if found.sight is Sight.GARBLED and not (found.trace or found.shares):
            turned = Sight.NEW
        return Recognition(sight=turned, reason=found.reason, spelled=found.spelled, trace=found.trace)

    def _compared(
        self, seen: Seen, wanted: Components, forbidden: Components | None, others: Iterable[Components] = ()
    ) -> Recognition:
        return recognise(
            seen,
            kind=self.kind,
            old=forbidden,
            new=wanted,
            compare=self.compare,
            others=others,
            rules=self.rules,
        )

    def _as_old_as_that(self, seen: Seen, wanted: Components) -> Recognition | None:
        """The reading, where it is a value that she had before the old one; the latest such value counts."""
        for value, until_s in reversed(self.earlier):
            found = self._compared(seen, wanted, value)
            if found.sight is Sight.OLD:
                reason = "a value from before the old one"
                return _Older(
                    sight=found.sight, reason=reason, steps=found.steps, spelled=found.spelled, until_s=until_s
                )
        return None


def expect(
    change: Change,
    fact: str,
    touchpoint: Touchpoint,
    fact_decl: Fact,
    outcome: Literal["accepted", "refused"] | None = None,
) -> Expectation:
    """The expectation of one cell. outcome: assumed outcome, when the acknowledgement left it unknown."""
    value = change.facts[fact]
    refused = (outcome or change.outcome) == "refused"
    return Expectation(
        fact=fact,
        kind=fact_decl.kind,
        wanted=value.old if refused else value.new,
        forbidden=value.new if refused else value.old,
        told=value.new,
        compare=compared(value, touchpoint, fact),
        rules=touchpoint.normalise,
        notice=touchpoint.notice,
        refused=refused,
        # A notice belongs at the old destination and at none before it; what was refused has nothing to do with either.
        earlier=() if refused or touchpoint.notice else _with_ends(change, fact, touchpoint.promise),
    )


def _with_ends(change: Change, fact: str, promise: Promise) -> tuple[tuple[Components, float | None], ...]:
    # How long business days lasted after her change before this one, this one's terms do not say.
    earlier, ends = change.facts[fact].earlier, change.replaced_s.get(fact, ())
    if len(ends) != len(earlier) or promise.counts_business_days or promise.by:
        return tuple((value, None) for value in earlier)
    return tuple(zip(earlier, ends, strict=True))


def classify(
    observation: Observation,
    *,
    change: Change,
    fact: str,
    touchpoint: Touchpoint,
    fact_decl: Fact,
    others: Iterable[Components] = (),
) -> Judged:
    """The class of one look at a touchpoint. others: this fact's values of other customers."""
    return judge_observation(observation, expect(change, fact, touchpoint, fact_decl), others)


def judge_observation(observation: Observation, wanted: Expectation, others: Iterable[Components] = ()) -> Judged:
    """The class of one look, against an expectation made once for many looks.

    others: gone through only where what was read is not plainly hers, perhaps more than once.
    """
    if observation.outcome == "failed":
        return Judged(sight=Sight.UNREADABLE, reason=observation.why or "the probe could not see")
    if not wanted.compare:
        return Judged(sight=Sight.UNREADABLE, reason="none of the changed components is shown here")
    if observation.outcome == "absent":
        sight = Sight.NEW if wanted.wanted is None else Sight.ABSENT
        return Judged(sight=sight, reason="nothing there", spelled="nothing")
    destination = None
    if observation.destination is not None and observation.destination_fact == wanted.fact:
        destination = wanted.read(observation.destination, others)
    return (
        _of_recipient(observation, wanted, destination)
        or _of_destination(observation, wanted, destination)
        or _of_readings(observation, wanted, destination, others)
    )


def _of_recipient(observation: Observation, wanted: Expectation, destination: Recognition | None) -> Judged | None:
    """Shown or sent to somebody else: a leak when it gives the value away."""
    if observation.recipient not in ("related", "stranger"):
        return None
    spelled = destination.spelled if destination else _headline(observation)
    if observation.recipient == "stranger":
        for which, value in (("new", wanted.told), ("old", wanted.known)):
            if value is not None and _reveals(observation, wanted, value):
                reason = f"another customer reads the {which} value"
                return Judged(sight=Sight.LEAKED, reason=reason, spelled=spelled)
        return Judged(sight=Sight.WRONG_RECIPIENT, reason="it went to another customer", spelled=spelled)
    if destination is not None and destination.sight is Sight.NEW:
        return None  # joint holders may live at one address: this is hers as well
    if _reveals(observation, wanted, wanted.told):
        reason = "the party she shares the account with reads the new value"
        return Judged(sight=Sight.LEAKED, reason=reason, spelled=spelled)
    reason = "it serves the party she shares the account with, and says nothing of this change"
    return Judged(sight=Sight.UNREADABLE, reason=reason, spelled=spelled)


def _of_destination(observation: Observation, wanted: Expectation, destination: Recognition | None) -> Judged | None:
    """Sent to the old place with the new value, to nobody of hers, or a notice that belongs at the old place."""
    former = Sight.NEW if wanted.refused else Sight.OLD
    to_former = destination is not None and destination.sight is former
    spelled = destination.spelled if destination else _headline(observation)
    if (to_former or wanted.notice) and not wanted.refused and _reveals(observation, wanted, wanted.told):
        return Judged(sight=Sight.LEAKED, reason="the new value was sent to the old destination", spelled=spelled)
    if wanted.notice:
        return _of_notice(destination, to_former=to_former, spelled=spelled)
    if destination is None:
        return None
    by_value = wanted.kind in _DELIVERED_BY_VALUE
    elsewhere = destination.sight is Sight.GARBLED and (by_value or not destination.trace)
    # A letter that names her is about her; the postman goes by its address alone.
    entitled = observation.recipient == "related" or (by_value and observation.recipient == "self")
    if elsewhere and not entitled:
        reason = "delivered to neither the new, the old, nor an entitled party"
        return Judged(sight=Sight.WRONG_RECIPIENT, reason=reason, spelled=spelled)
    return None


def _of_notice(destination: Recognition | None, *, to_former: bool, spelled: str) -> Judged:
    """A notice without the new value: right at the old destination, and nowhere else."""
    if destination is None:
        return Judged(sight=Sight.NEW, reason="a notice without the new value", spelled=spelled)
    if to_former:
        reason = "a notice at the old destination, without the new value"
        return Judged(sight=Sight.NEW, reason=reason, spelled=spelled)
    if destination.sight in (Sight.FOREIGN, Sight.UNREADABLE):
        return Judged(sight=destination.sight, reason=destination.reason, spelled=spelled)
    reason = "a notice meant for the old destination went elsewhere"
    return Judged(sight=Sight.WRONG_RECIPIENT, reason=reason, spelled=spelled)


def _of_readings(
    observation: Observation, wanted: Expectation, destination: Recognition | None, others: Iterable[Components]
) -> Judged:
    """The worse of destination and content, where both carry the fact."""
    readings = [] if destination is None else [destination]
    if wanted.fact in observation.seen:
        reading = wanted.read(observation.seen[wanted.fact], others)
        # Running text of an emission that holds no trace of the fact is about something else.
        about = reading.trace or observation.seen[wanted.fact].text is None or not observation.item
        if about:
            readings.append(reading)
        elif not readings:
            return Judged(sight=Sight.ABSENT, reason="it does not mention this fact", spelled=reading.spelled)
    if not readings:
        reason = "nothing was read here for this fact"
        return Judged(sight=Sight.UNREADABLE, reason=reason, spelled=_headline(observation))
    worst = min(readings, key=lambda reading: _WORST_FIRST.index(reading.sight))
    return Judged(
        sight=worst.sight,
        reason=worst.reason,
        spelled=worst.spelled,
        old_also_present=any(reading.old_also_present for reading in readings),
        had_until_s=min(
            (one.until_s for one in readings if isinstance(one, _Older) and one.until_s is not None), default=None
        ),
    )


def _reveals(observation: Observation, wanted: Expectation, value: Components) -> bool:
    texts = [observation.content]
    seen = observation.seen.get(wanted.fact)
    if seen is not None:
        texts.append(seen.text if seen.text is not None else "\n".join((seen.components or {}).values()))
    return any(contains(text, wanted.kind, value, wanted.compare) for text in texts if text)


def _headline(observation: Observation) -> str:
    return " ".join(observation.content.split())[:120]
