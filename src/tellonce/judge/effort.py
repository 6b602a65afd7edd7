"""Effort, added up and judged. Pure: from a history alone. The definitions are in docs/reference/effort.md."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from statistics import median_low

from tellonce.judge.effort_reader import EffortReader, HerEffort, first_contact_s, person_there_s
from tellonce.judge.effort_stages import Stages, by_stage
from tellonce.judge.sentence import SentenceJudgement
from tellonce.model.duration import describe_s
from tellonce.model.effort import Deed, Effort, EffortOf, JourneyEffort, LostCustomer, Measure
from tellonce.model.events import EffortAsked, Event
from tellonce.model.history import History

__all__ = ["add_up", "all_together", "effort_of_run", "journey_efforts", "judge_asked", "judge_effort"]

_LONG_S = 7200.0
"""Of longer spans nobody wants to read the seconds."""


# adding up -----------------------------------------------------------------------------------------------------------


def effort_of_run(history: History) -> tuple[JourneyEffort, ...]:
    """Every persona's effort in every journey, in the order in which they began; empty for a history without any."""
    return journey_efforts(history.events)


def journey_efforts(events: Iterable[Event]) -> tuple[JourneyEffort, ...]:
    """The same for events as they come."""
    reader = EffortReader()
    for event in events:
        reader.read(event)
    groups: dict[tuple[str, str], list[HerEffort]] = {}
    for hers in reader.hers.values():
        if hers.deeds:
            groups.setdefault((hers.started.journey, hers.embodied.persona), []).append(hers)
    stages = Stages()
    return tuple(_journey(journey, persona, group, stages) for (journey, persona), group in groups.items())


def all_together(journeys: Iterable[JourneyEffort]) -> Effort:
    """A whole run's effort: counts added up, times the longest."""
    return _sum([journey.effort for journey in journeys])


def _journey(journey: str, persona: str, group: Sequence[HerEffort], stages: Stages) -> JourneyEffort:
    scenarios = tuple(_of_scenario(hers, stages) for hers in group)
    efforts = [one.effort for one in scenarios]
    first = group[0]
    return JourneyEffort(
        run=first.run.run if first.run else "",
        journey=journey,
        feature=first.started.feature,
        persona=persona,
        scenarios=scenarios,
        effort=_sum(efforts),
        stages=by_stage((act for one in scenarios for act in one.acts), stages.order(first)),
        median_pages=median_low([one.pages for one in efforts]),
        median_fields=median_low([one.fields for one in efforts]),
        median_interactions=median_low([one.interactions for one in efforts]),
        median_waited_s=median_low([one.waited_s for one in efforts]),
        lost=tuple(lost for hers in group for lost in _lost(hers)),
    )


def _of_scenario(hers: HerEffort, stages: Stages) -> EffortOf:
    started = hers.started
    return EffortOf(
        journey=started.journey,
        feature=started.feature,
        scenario=started.scenario,
        scenario_name=started.name,
        line=started.line,
        persona=hers.embodied.persona,
        customer=hers.embodied.customer,
        channels=tuple(dict.fromkeys(deed.channel for deed in hers.own)),
        repeated=tuple(said for deed in hers.deeds for said in deed.repeated),
        reached_by_refused=_reached_by_refused(hers),
        acts=stages.acts(hers),
        effort=add_up(hers),
    )


def add_up(hers: HerEffort) -> Effort:
    """One customer in one scenario."""
    deeds, own = hers.deeds, hers.own
    prefers, refuses = hers.embodied.prefers, hers.embodied.refuses
    first_s = first_contact_s(deeds)
    there_s = None if first_s is None else person_there_s(deeds, first_s)
    return Effort(
        deeds=len(own),
        contacts=sum(deed.contact for deed in deeds),
        switches=sum(one.channel != other.channel for one, other in pairwise(own)),
        repeated=sum(len(deed.repeated) for deed in deeds),
        transfers=sum(len(deed.transfers) for deed in deeds),
        pages=sum(deed.pages for deed in deeds),
        fields=sum(len(deed.fields) for deed in deeds),
        interactions=sum(deed.interactions for deed in deeds),
        waited_s=round(sum(deed.waited_s for deed in deeds), 3),
        longest_wait_s=max((deed.longest_wait_s for deed in deeds), default=0.0),
        answered_after_s=_answered_after_s(deeds),
        person_after_s=None if first_s is None or there_s is None else there_s - first_s,
        refused_used=sum(deed.channel in refuses for deed in own),
        refused_reached=len(_reached_by_refused(hers)),
        unpreferred=sum(deed.channel not in prefers for deed in own) if prefers else 0,
        gave_up=len(hers.gave_up),
        uncounted=tuple(dict.fromkeys(f"{what}: {why}" for deed in deeds for what, why in deed.uncounted.items())),
    )


def _answered_after_s(deeds: Sequence[Deed]) -> float | None:
    after = [
        deed.ended_s - told.ended_s
        for number, deed in enumerate(deeds)
        for fact in deed.answers
        if (told := next((one for one in reversed(deeds[:number]) if fact in one.facts), None)) is not None
    ]
    return max(after, default=None)


def _reached_by_refused(hers: HerEffort) -> tuple[str, ...]:
    refuses = hers.embodied.refuses
    spoken = [
        f"somebody, by {deed.channel}" for deed in hers.deeds if deed.by != "customer" and deed.channel in refuses
    ]
    return (*hers.reached.values(), *spoken)


def _lost(hers: HerEffort) -> Iterable[LostCustomer]:
    facts = hers.run.blueprint.facts if hers.run else {}
    for event in hers.gave_up:
        yield LostCustomer(
            journey=hers.started.journey,
            scenario=hers.started.scenario,
            scenario_name=hers.started.name,
            persona=hers.embodied.persona,
            customer=event.customer,
            step=event.step,
            line=event.line,
            wanted=tuple(facts[fact].called if fact in facts else fact for fact in event.facts),
            possessive=hers.embodied.pronouns.get("possessive", "their"),
            after_s=event.after_s,
            patience_s=event.patience_s,
            doing=event.doing,
            place=event.place,
        )


def _sum(efforts: Sequence[Effort]) -> Effort:
    """Counts added up, times the longest; the time she waited in all is a count."""
    added = {
        name: sum(getattr(one, name) for one in efforts)
        for name, value in Effort().model_dump().items()
        if isinstance(value, (int, float)) and name != "longest_wait_s"
    }
    answered = [one.answered_after_s for one in efforts if one.answered_after_s is not None]
    there = [one.person_after_s for one in efforts if one.person_after_s is not None]
    return Effort(
        **{**added, "waited_s": round(added["waited_s"], 3)},
        longest_wait_s=max((one.longest_wait_s for one in efforts), default=0.0),
        answered_after_s=max(answered, default=None),
        person_after_s=max(there, default=None),
        uncounted=tuple(dict.fromkeys(said for one in efforts for said in one.uncounted)),
    )


# sentences -----------------------------------------------------------------------------------------------------------


def judge_effort(history: History, asked: EffortAsked) -> SentenceJudgement:
    """Judge one sentence by what its own scenario had cost her when it was said."""
    reader = EffortReader()
    for event in history.events:
        if event == asked:
            break
        reader.read(event)
    return judge_asked(reader, asked)


def judge_asked(reader: EffortReader, asked: EffortAsked) -> SentenceJudgement:
    """Judge one sentence by what was read until it was said."""
    hers = reader.hers.get((asked.worker, asked.scenario, asked.customer))
    if hers is None or not hers.deeds:
        return SentenceJudgement(
            outcome="unobserved", reason="the history holds nothing that she did: no effort is known"
        )
    return _JUDGES[asked.measure](hers, asked)


_Judge = Callable[[HerEffort, EffortAsked], SentenceJudgement]


def _counted(what: str, count: Callable[[Effort], int], blind: str = "") -> _Judge:
    """A judge of a count. what: "has met {count}", with its noun.  blind: what may not have been counted."""

    def judge(hers: HerEffort, asked: EffortAsked) -> SentenceJudgement:
        effort, name = add_up(hers), hers.embodied.persona
        found, most = count(effort), int(asked.at_most)
        said = f"{name} {what.format(count=found, s='' if found == 1 else 's')}"
        if found > most:
            return SentenceJudgement(
                outcome="broken", reason=f"{said}, and at most {most} is allowed{_which(hers, asked)}"
            )
        unseen = [why for why in effort.uncounted if blind and why.startswith(blind)]
        if unseen:
            return SentenceJudgement(outcome="unobserved", reason=f"{said}, as far as could be counted; {unseen[0]}")
        return SentenceJudgement(outcome="kept", reason=said)

    return judge


def _which(hers: HerEffort, asked: EffortAsked) -> str:
    if asked.measure is Measure.HANDED_OVER:
        return ": to " + ", then to ".join(passed.to for deed in hers.deeds for passed in deed.transfers)
    if asked.measure is Measure.CONTACTS:
        return ": by " + ", then by ".join(deed.channel for deed in hers.deeds if deed.contact)
    return ""


def _repeated(hers: HerEffort, _asked: EffortAsked) -> SentenceJudgement:
    name, effort = hers.embodied.persona, add_up(hers)
    again = [said for deed in hers.deeds for said in deed.repeated]
    if again:
        return SentenceJudgement(
            outcome="broken",
            reason=f"{name} had to tell the company what it knew: {', '.join(dict.fromkeys(again))}",
        )
    unseen = [why for why in effort.uncounted if why.startswith("fields")]
    if unseen:
        return SentenceJudgement(outcome="unobserved", reason=f"what {name} filled in could not be seen; {unseen[0]}")
    return SentenceJudgement(outcome="kept", reason=f"{name} told everything once")


def _person(hers: HerEffort, asked: EffortAsked) -> SentenceJudgement:
    name, most = hers.embodied.persona, describe_s(asked.at_most)
    first_s = first_contact_s(hers.deeds)
    if first_s is None:
        return SentenceJudgement(
            outcome="unobserved", reason=f"{name} has turned to nobody, so nobody could be reached"
        )
    there_s = person_there_s(hers.deeds, first_s)
    if there_s is not None and there_s - first_s <= asked.at_most:
        return SentenceJudgement(outcome="kept", reason=f"{name} reached a person after {_span(there_s - first_s)}")
    if there_s is not None:
        late = f"{name} reached a person only after {_span(there_s - first_s)}; {most} is allowed"
        return SentenceJudgement(outcome="broken", reason=late)
    passed_s = asked.now_s - first_s
    if passed_s < asked.at_most:
        open_ = f"{name} has reached no person for {_span(passed_s)} of {most}, and no more time could pass"
        return SentenceJudgement(outcome="pending", reason=open_)
    return SentenceJudgement(outcome="broken", reason=f"{name} reached no person within {most}")


def _waited(hers: HerEffort, asked: EffortAsked) -> SentenceJudgement:
    name, effort = hers.embodied.persona, add_up(hers)
    said = f"{name} waited for {effort.waited_s:.1f} s in all, for {effort.longest_wait_s:.1f} s at the longest"
    if effort.waited_s > asked.at_most:
        return SentenceJudgement(outcome="broken", reason=f"{said}; {describe_s(asked.at_most)} is allowed")
    return SentenceJudgement(outcome="kept", reason=said)


def _channels(hers: HerEffort, asked: EffortAsked) -> SentenceJudgement:
    name = hers.embodied.persona
    others = list(dict.fromkeys(deed.channel for deed in hers.own if deed.channel != asked.channel))
    if others:
        reason = f"{name} had to use {', '.join(others)} besides {asked.channel}"
        return SentenceJudgement(outcome="broken", reason=reason)
    return SentenceJudgement(outcome="kept", reason=f"{name} used no other channel than {asked.channel}")


def _refused(hers: HerEffort, _asked: EffortAsked) -> SentenceJudgement:
    name, refuses = hers.embodied.persona, ", ".join(hers.embodied.refuses)
    if not refuses:
        return SentenceJudgement(outcome="unobserved", reason=f"the history does not say which channels {name} refuses")
    reached = _reached_by_refused(hers)
    if reached:
        reason = f"{name} refuses {refuses}, and was reached all the same: {', '.join(dict.fromkeys(reached))}"
        return SentenceJudgement(outcome="broken", reason=reason)
    unknown = _never_looked_at(hers)
    if unknown:
        return SentenceJudgement(
            outcome="unobserved", reason=f"nobody knows whether anything reached {name}: {unknown}"
        )
    return SentenceJudgement(outcome="kept", reason=f"nothing reached {name} by {refuses}")


def _never_looked_at(hers: HerEffort) -> str:
    """Why it cannot be known that nothing was sent to her by a channel that she refuses; empty when it can.

    Each such channel by which the company could send her something was looked at somewhere, and each place that was
    watched could be seen.
    """
    spots = hers.run.blueprint.touchpoints if hers.run else {}
    blind = [spots[key].called for key, could_see in hers.looked_at.items() if not could_see]
    if blind:
        return f"{', '.join(blind)} could not be looked at"
    there = {spot.channel for spot in spots.values() if spot.kind == "emission" and hers.embodied.role in spot.serves}
    watched = {spots[key].channel for key in hers.looked_at}
    missing = [one for one in hers.embodied.refuses if one not in watched and (one in there or not watched)]
    return f"no touchpoint was watched by which something is sent by {' or '.join(missing)}" if missing else ""


def _span(seconds: float) -> str:
    return describe_s(round(max(0.0, seconds), 1 if seconds < _LONG_S else -2))


_JUDGES: dict[Measure, _Judge] = {
    Measure.REPEATED: _repeated,
    Measure.PERSON: _person,
    Measure.HANDED_OVER: _counted("was handed over {count} time{s}", lambda effort: effort.transfers),
    Measure.CONTACTS: _counted("had to turn to the company {count} time{s}", lambda effort: effort.contacts),
    Measure.PAGES: _counted("met {count} page{s}", lambda effort: effort.pages, "pages"),
    Measure.FIELDS: _counted("filled in {count} field{s}", lambda effort: effort.fields, "fields"),
    Measure.WAITED: _waited,
    Measure.CHANNELS: _channels,
    Measure.REFUSED: _refused,
}
