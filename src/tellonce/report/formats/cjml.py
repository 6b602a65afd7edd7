"""journeys.cjml.xml: planned and actual journeys in CJML, the customer journey modelling language.

Source: CJML 2.0 as its home page (cjml.no) shows it and as the public tools around it read and write it: the names of
elements, `compliance` (completed, failing, missing, adhoc), identifiers that begin with D for a deviation. Its schema
was not at hand. What a touchpoint was like for her (`touchpointExperience`) is left out: CJML means by it what a person
reports of herself, and a simulated customer reports nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, SubElement

from tellonce.model.journey import ActualJourney, Deviates, Deviation
from tellonce.report.account import Account, ScenarioAccount
from tellonce.report.formats.lived import Point, lived_through, numbers_of
from tellonce.report.formats.xml_text import document, xml_text
from tellonce.story.deviations import sentence_of
from tellonce.story.visible import one_line

__all__ = ["cjml"]

_COMPLIANCE = {Deviates.FAILING: "failing", Deviates.MISSING: "missing", Deviates.AD_HOC: "adhoc"}
_USER, _PROVIDER = "endUser", "serviceProvider"
_Party = tuple[str, str]
"""What kind of actor, and its name."""


@dataclass(slots=True, kw_only=True)
class _Writer:
    """What must be unique in the whole document. declared: actors of an earlier journey, which are only referred to."""

    service: str
    ids: dict[_Party, str] = field(default_factory=dict)
    declared: set[_Party] = field(default_factory=set)

    def id(self, party: _Party) -> str:
        return self.ids.setdefault(party, f"{'U' if party[0] == _USER else 'S'}{len(self.ids) + 1}")

    def company(self, owner: str) -> _Party:
        return _PROVIDER, owner or self.service


def cjml(account: Account) -> bytes:
    """Each journey that has a plan as it was planned, then every scenario as it was lived through. UTF-8."""
    return document(Element("CJML", version="2.0"), _journeys(account))


def _journeys(account: Account) -> Iterator[Element]:
    writer = _Writer(service=account.run.blueprint.service if account.run else "the company")
    journeys = {journey.journey: journey for journey in account.journeys}
    personas: dict[str, str] = {}
    for scenario in account.scenarios:
        for customer in scenario.customers:
            personas.setdefault(scenario.started.journey, customer.persona)
    plans: dict[str, str] = {}
    for journey in account.journeys:
        if journey.planned:
            plans[journey.journey] = f"PJ{len(plans) + 1}"
            persona = personas.get(journey.journey, "the customer")
            yield _planned(writer, journey, plans[journey.journey], persona)
    deviations: dict[str, list[Deviation]] = {}
    for journey in account.journeys:
        for deviation in journey.deviations:
            deviations.setdefault(deviation.scenario, []).append(deviation)
    for number, scenario in enumerate(account.scenarios, start=1):
        path = scenario.started.journey
        plan = journeys.get(path) if path in plans else None
        of = Element("actualJourney")
        _text(of, "journeyID", f"AJ{number}")
        if plan is not None:
            _text(of, "plannedReference", plans[path])
        _actual(of, writer, scenario, plan, deviations.get(scenario.id, []))
        yield of


def _planned(writer: _Writer, journey: ActualJourney, key: str, persona: str) -> Element:
    of = Element("plannedJourney")
    _text(of, "journeyID", key)
    _text(of, "journeyTitle", journey.feature or journey.journey)
    stages = {stage.stage: f"Does: {stage.does} Thinks: {stage.thinks}" for stage in journey.stages}
    phases = _phases(of, key, stages)
    _text(of, "journeyShortSummary", journey.about)
    user = (_USER, persona)
    owners = [writer.company(meeting.owner) for stage in journey.stages for meeting in stage.touchpoints]
    _actors(of, writer, [user, *owners])
    points = SubElement(of, "touchpoints")
    numbers = numbers_of(journey)
    for number, stage in enumerate(journey.stages, start=1):
        action = SubElement(points, "plannedAction")
        _text(action, "touchpointID", f"A{number}")
        SubElement(action, "belongsTo", phaseIDref=phases[stage.stage])
        _refers(action, "initiator", writer.id(user), stage.does)
        for meeting in stage.touchpoints:
            point = SubElement(points, "plannedCommunicationPoint")
            _text(point, "touchpointID", f"T{numbers[meeting.touchpoint]}")
            SubElement(point, "belongsTo", phaseIDref=phases[stage.stage])
            hers = meeting.kind == "state"
            _parties(point, writer, user, writer.company(meeting.owner), meeting.called, hers=hers)
            _channel(point, meeting.channel)
    return of


def _actual(
    of: Element,
    writer: _Writer,
    scenario: ScenarioAccount,
    plan: ActualJourney | None,
    deviations: list[Deviation],
) -> None:
    points = lived_through(scenario, plan, deviations)
    _text(of, "journeyTitle", scenario.started.name)
    planned = [stage.stage for stage in plan.stages] if plan else []
    stages = dict.fromkeys([*planned, *(point.stage for point in points if point.stage)], "")
    phases = _phases(of, of.findtext("journeyID", ""), stages)
    _text(of, "journeyShortSummary", f"{scenario.started.journey}: {scenario.status}. {scenario.why}")
    moved = [sentence_of(one) for one in deviations if one.kind is Deviates.OUT_OF_ORDER]
    if moved:
        _text(of, "journeyLongSummary", " ".join(moved))
    people = [(_USER, name) for name in dict.fromkeys(one.persona for one in scenario.customers)]
    people += [(_USER, point.persona) for point in points]
    _actors(of, writer, [*people, *(writer.company(point.owner) for point in points)])
    met = SubElement(of, "touchpoints")
    beyond = len(numbers_of(plan))
    for act, point in enumerate(points, start=1):
        beyond += 0 if point.act or point.number else 1
        key = f"C{act}" if point.act else f"{'D' if point.deviation else 'T'}{point.number or beyond}"
        _communication(met, writer, point, key, phases, compliant=plan is not None)


def _communication(
    met: Element, writer: _Writer, point: Point, key: str, phases: Mapping[str, str], *, compliant: bool
) -> None:
    of = SubElement(met, "actualCommunicationPoint")
    _text(of, "touchpointID", key)
    if point.stage in phases:
        SubElement(of, "belongsTo", phaseIDref=phases[point.stage])
    if compliant and not point.act:
        _text(of, "compliance", _COMPLIANCE[point.deviation] if point.deviation else "completed")
    _parties(of, writer, (_USER, point.persona), writer.company(point.owner), point.called, hers=point.hers)
    _channel(of, point.channel)
    if point.comment:
        _text(of, "comment", point.comment)
    if point.at is not None:
        stamps = SubElement(of, "timestamps")
        moment = point.at.isoformat(timespec="seconds")
        _text(stamps, "timeConsumed" if not point.act else "timeCompleted", moment)


def _parties(of: Element, writer: _Writer, user: _Party, company: _Party, called: str, *, hers: bool) -> None:
    """hers: she begins it, as on a page that she opens; else the company does, as with a letter."""
    first, second = (user, company) if hers else (company, user)
    _refers(of, "initiator", writer.id(first), called if hers else f"sends: {called}")
    _refers(of, "receiver", writer.id(second), called if hers else f"gets: {called}")


def _refers(of: Element, part: str, actor: str, label: str) -> None:
    who = SubElement(of, part)
    SubElement(who, "refersTo", actorIDref=actor)
    _text(who, f"{part}Label", label)


def _channel(of: Element, channel: str) -> None:
    _text(SubElement(of, "channel"), "channelName", channel or "other")


def _phases(of: Element, key: str, stages: Mapping[str, str]) -> dict[str, str]:
    """Stage -> the id of its phase."""
    ids = {stage: f"{key}-P{number}" for number, stage in enumerate(stages, start=1)}
    phases = SubElement(of, "journeyPhases")
    for stage, described in stages.items():
        phase = SubElement(phases, "journeyPhase", phaseID=ids[stage])
        _text(phase, "phaseName", stage)
        _text(phase, "phaseDescription", described)
    return ids


def _actors(of: Element, writer: _Writer, parties: Iterable[_Party]) -> None:
    """End users first, as the language has it."""
    actors = SubElement(of, "actors")
    for party in sorted(dict.fromkeys(parties), key=lambda party: party[0] != _USER):
        kind, name = party
        attribute = "actorIDref" if party in writer.declared else "actorID"
        actor = SubElement(actors, kind, {attribute: writer.id(party)})
        _text(actor, "actorName" if kind == _USER else "companyName", name)
        writer.declared.add(party)


def _text(of: Element, name: str, text: str) -> None:
    SubElement(of, name).text = xml_text(one_line(text, 1_000))
