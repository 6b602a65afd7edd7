"""Sentences that count: how many of one kind were sent to her in the time named."""

from __future__ import annotations

from collections.abc import Sequence

from tellonce.judge.index import ScenarioRecord
from tellonce.judge.sentence import SentenceJudgement
from tellonce.model.duration import describe_s
from tellonce.model.events import ExpectationAsked
from tellonce.model.number import times
from tellonce.model.observation import Evidence, Observation

__all__ = ["judge_count"]

_ROUNDING_S = 1.0
"""Her clock may count in whole seconds, so the end of a window may come out this much early."""


def judge_count(record: ScenarioRecord, asked: ExpectationAsked) -> SentenceJudgement:
    """At least so many, at most so many. Too many are too many at once; all else is known only when the time is over.

    What bears no time of its own came between two looks; where it may as well have come outside the time named, the
    number is not known, and so is neither answer.
    """
    key = asked.touchpoints[0]
    called = record.run.blueprint.touchpoints[key].called
    looks = record.reads.get((asked.customer, key), [])
    sent = _sent(looks)
    began_s = record.changes[asked.change].began.began_s
    spans = [_span(one, asked, began_s) for one in sent]
    surely = sum(1 for from_s, until_s in spans if from_s >= asked.from_s and until_s <= asked.until_s)
    perhaps = [span for span in spans if span[0] <= asked.until_s and span[1] >= asked.from_s]
    evidence = _evidence(sent)
    window = describe_s(round(max(0.0, asked.until_s - asked.from_s), 3))
    told = f"{called} was {f'sent {times(surely)}' if surely else 'never sent'} within {window}"
    if surely > asked.at_most:
        return SentenceJudgement(outcome="broken", reason=told, evidence=evidence)
    could_see = [look for look in looks if look.outcome != "failed"]
    if not could_see:
        why = next((look.why for look in reversed(looks) if look.why), "")
        reason = f"nobody could look at {called}" + (f": {why}" if why else "")
        return SentenceJudgement(outcome="unobserved", reason=reason)
    if not asked.witness:
        return SentenceJudgement(outcome="pending", reason=f"{told} so far; nothing says that the time is over")
    if all(_looked(look) < asked.until_s - _ROUNDING_S for look in could_see):
        reason = f"{told}, but nobody looked at {called} after that"
        return SentenceJudgement(outcome="unobserved", reason=reason, evidence=evidence)
    if len(perhaps) < asked.at_least:
        return SentenceJudgement(outcome="broken", reason=told, evidence=evidence)
    if surely < asked.at_least or len(perhaps) > asked.at_most:
        often = f"{times(surely)} or {times(len(perhaps))}"
        reason = f"{called} was sent {often} within {window}: its times are not exact enough to say"
        return SentenceJudgement(outcome="unobserved", reason=reason, evidence=evidence)
    if not sent:
        reason = f"{called} was never seen to reach her, so nobody knows whether it would have been"
        return SentenceJudgement(outcome="unobserved", reason=reason)
    return SentenceJudgement(outcome="kept", reason=f"{told}; {asked.witness}", evidence=evidence)


def _sent(looks: Sequence[Observation]) -> list[Observation]:
    """Each of them once, however many watches found it; what went to somebody else is none of hers."""
    found: dict[str, Observation] = {}
    for number, look in enumerate(looks):
        if look.outcome == "read" and look.recipient != "stranger":
            found.setdefault(look.item or f"#{number}", look)
    return list(found.values())


def _span(look: Observation, asked: ExpectationAsked, began_s: float | None) -> tuple[float, float]:
    """Between which moments it was sent. began_s: when she began the change, where the history says so."""
    # A look that closes the time cannot begin just then: what it finds has come in time.
    in_time = _looked(look) <= asked.until_s + _ROUNDING_S
    until_s = min(look.end_s, asked.until_s) if in_time else look.end_s
    stamp_s, slack_s = look.originated_s, look.originated_slack_s
    if stamp_s is None or stamp_s - slack_s > look.end_s:  # a time that cannot be true is none
        # Of one that lay there when its watch began, nobody knows how long it had lain.
        return (look.start_s if asked.armed else float("-inf")), until_s
    from_s, until_s = stamp_s - slack_s, max(stamp_s - slack_s, min(stamp_s + slack_s, until_s))
    if began_s is not None and began_s <= until_s < asked.from_s:  # it may be the company's answer to what she did
        until_s = asked.from_s
    if asked.armed and until_s >= asked.from_s:  # what lay there before was told apart when the watch began
        from_s = max(from_s, asked.from_s)
    return from_s, until_s


def _looked(look: Observation) -> float:
    return look.start_s if look.looked_s is None else look.looked_s


def _evidence(looks: Sequence[Observation]) -> tuple[Evidence, ...]:
    found = {piece.model_dump_json(): piece for look in looks for piece in look.evidence}
    return tuple(found.values())
