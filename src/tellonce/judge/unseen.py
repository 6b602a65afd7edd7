"""Sentences about what somebody else must not see: her new value, on pages that are shown to another person."""

from __future__ import annotations

from tellonce.judge.index import ScenarioRecord
from tellonce.judge.sentence import SentenceJudgement
from tellonce.model.change import Change
from tellonce.model.events import ExpectationAsked
from tellonce.model.observation import Observation
from tellonce.recognise import contains

__all__ = ["judge_unseen"]


def judge_unseen(record: ScenarioRecord, change: Change, asked: ExpectationAsked) -> SentenceJudgement:
    """Broken by the first look, as the other person, at something that gives her new value away.

    Kept only when the time is over and each place could be seen then, and showed that person something: of an empty
    page nobody knows whether it would have shown anything.
    """
    blueprint = record.run.blueprint
    value, kind = change.facts[asked.fact], blueprint.facts[asked.fact].kind
    looks = {key: record.reads.get((asked.viewer, key), []) for key in asked.touchpoints}
    if change.outcome != "accepted":
        return SentenceJudgement(outcome="unobserved", reason="the company did not take the new one")
    for key, seen in looks.items():
        for look in seen:
            if any(contains(text, kind, value.new, value.changed) for text in _texts(look)):
                reason = f"{blueprint.touchpoints[key].called} shows it"
                return SentenceJudgement(outcome="broken", reason=reason, evidence=look.evidence)
    if not asked.witness:
        return SentenceJudgement(outcome="pending", reason="not seen so far; nothing says that the time is over")
    last = {key: [look for look in seen if look.start_s >= asked.from_s] for key, seen in looks.items()}
    blind = [blueprint.touchpoints[key].called for key, seen in last.items() if not any(map(_showed, seen))]
    if blind:
        reason = f"nothing was to be seen at the end at {', '.join(blind)}, so nobody knows whether it would have shown"
        return SentenceJudgement(outcome="unobserved", reason=reason)
    evidence = tuple(piece for seen in last.values() for piece in seen[-1].evidence)
    called = ", ".join(blueprint.touchpoints[key].called for key in last)
    return SentenceJudgement(outcome="kept", reason=f"{called}: nothing of it; {asked.witness}", evidence=evidence)


def _showed(look: Observation) -> bool:
    return look.outcome == "read" and any(_texts(look))


def _texts(look: Observation) -> list[str]:
    """All that a look read, each reading as one text, and the whole where there is one."""
    read = [
        seen.text or "\n".join(text for text in (seen.components or {}).values() if text) for seen in look.seen.values()
    ]
    return [text for text in (*read, look.content) if text]
