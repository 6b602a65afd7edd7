"""journeys.xes: an event log for process mining. One trace per scenario and customer, one event per happening.

Source: IEEE 1849-2016 (XES), with its extensions concept, time, organizational and lifecycle. The log itself bears no
attributes: its schema wants them before the extensions, and its prose after them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from xml.etree.ElementTree import Element, SubElement

from tellonce.model.cell import CellVerdict, Look
from tellonce.report.account import Account, ChangeAccount, ScenarioAccount
from tellonce.report.formats.moments import Moments
from tellonce.report.formats.xml_text import document, xml_text
from tellonce.story.visible import one_line

__all__ = ["xes"]

_EXTENSIONS = (("Concept", "concept"), ("Time", "time"), ("Organizational", "org"), ("Lifecycle", "lifecycle"))
_CAME = frozenset("NOMGFLW")
"""Classes of a look that found something there, right or wrong."""
_Value = str | int | float | bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Happened:
    """transition: of the standard lifecycle model.  who: of the company or the customer.  more: own attributes."""

    name: str
    at: datetime
    who: str
    transition: str = "complete"
    more: dict[str, _Value] = field(default_factory=dict)


def xes(account: Account) -> bytes:
    """The log in UTF-8. A touchpoint that never knew, or that nobody saw, has no event: nothing happened there."""
    log = Element("log", {"xes.version": "1849.2016", "xes.features": "", "xmlns": "http://www.xes-standard.org/"})
    for name, prefix in _EXTENSIONS:
        SubElement(log, "extension", name=name, prefix=prefix, uri=f"http://www.xes-standard.org/{prefix}.xesext")
    trace = SubElement(log, "global", scope="trace")
    _attribute(trace, "concept:name", "")
    event = SubElement(log, "global", scope="event")
    _attribute(event, "concept:name", "")
    _attribute(event, "org:resource", "")
    _attribute(event, "lifecycle:transition", "complete")
    SubElement(event, "date", key="time:timestamp", value="1970-01-01T00:00:00.000+00:00")
    SubElement(log, "classifier", name="Activity", scope="event", keys="concept:name")
    SubElement(log, "classifier", name="ActivityAndLifecycle", scope="event", keys="concept:name lifecycle:transition")
    SubElement(log, "classifier", name="Resource", scope="event", keys="org:resource")
    return document(log, (trace for scenario in account.scenarios for trace in _traces(account, scenario)))


def _traces(account: Account, scenario: ScenarioAccount) -> Iterator[Element]:
    moments = Moments(scenario)
    for customer in scenario.customers:
        happened = [*_hers(scenario, customer.customer, customer.persona, moments)]
        happened += _touchpoints(scenario, customer.customer, moments)
        if not happened:
            continue
        trace = Element("trace")
        started = scenario.started
        _attribute(trace, "concept:name", f"{started.scenario} / {customer.persona} / {customer.customer}")
        for key, value in {
            "run": account.run.run if account.run else "",
            "journey": started.journey,
            "feature": started.feature,
            "scenario": started.name,
            "status": scenario.status,
            "persona": customer.persona,
            "locale": customer.locale,
        }.items():
            _attribute(trace, key, value)
        for one in sorted(happened, key=lambda one: one.at):
            _event(trace, one)
        yield trace


def _hers(scenario: ScenarioAccount, customer: str, persona: str, moments: Moments) -> Iterator[_Happened]:
    """What she did: each thing that she told the company, when she began and when it was answered; that she gave up."""
    deeds = {deed.change: deed.deed for deed in scenario.deeds if deed.customer == customer}
    for key, change in scenario.changes.items():
        began, answered = change.began, change.acknowledged
        if customer not in {whose.customer for whose in (began, answered) if whose is not None}:
            continue
        name = _told(change)
        more: dict[str, _Value] = {"change": key, "step": began.step if began else ""}
        if key in deeds:
            deed = deeds[key]
            more |= {"channel": deed.channel, "contact": deed.contact, "pages": deed.pages}
            more |= {"fields": len(deed.fields), "waited_s": deed.waited_s}
        began_s = began.began_s if began and began.began_s is not None else deeds[key].began_s if key in deeds else None
        start = moments.at(customer, began_s) if began_s is not None else None
        if start is not None:
            yield _Happened(name=name, at=start, who=persona, transition="start", more=more)
        if answered is not None:
            end = moments.at(customer, answered.t0_s)
            if end is not None:
                yield _Happened(name=name, at=end, who=persona, more=more | {"outcome": answered.outcome})
    for gone in scenario.gave_up:
        last = deeds.get(gone.change)
        at = moments.at(customer, last.ended_s) if last and gone.customer == customer else None
        if at is not None:
            yield _Happened(name="gave up", at=at, who=persona, transition="ate_abort", more={"change": gone.change})


def _told(change: ChangeAccount) -> str:
    facts = dict.fromkeys(cell.fact_called for cell in change.cells)
    if not facts and change.acknowledged:
        facts = dict.fromkeys(change.acknowledged.facts)
    if not facts and change.began:
        facts = dict.fromkeys(fact for fact, _ in change.began.cells)
    return f"tells: {', '.join(facts) or 'something'}"


def _touchpoints(scenario: ScenarioAccount, customer: str, moments: Moments) -> Iterator[_Happened]:
    for cell in scenario.cells:
        if cell.customer != customer:
            continue
        after = cell.reached_after_s
        look = None if after is not None else _came_wrong(cell)
        axis_s = cell.t0_s + after if after is not None else look.end_s if look else None
        at = moments.at(customer, axis_s) if axis_s is not None else None
        if at is None:
            continue
        yield _Happened(
            name=cell.touchpoint_called.removeprefix("the "),
            at=at,
            who=cell.owner or "nobody",
            more={
                "touchpoint": cell.touchpoint,
                "fact": cell.fact_called,
                "shows": "the news" if after is not None else "something else",
                "verdict": str(cell.verdict),
                "channel": cell.channel,
                "lane": cell.lane,
                "stage": cell.stage,
                "moment_of_truth": cell.moment_of_truth,
                "promised_within_s": float(cell.promised_within_s),
                **({"reached_after_s": float(after)} if after is not None else {}),
                "change": cell.change,
                "cell": cell.id,
            },
        )


def _came_wrong(cell: CellVerdict) -> Look | None:
    """Where the news never came: the first letter with something else, or the last look at a page that shows it."""
    came = [look for look in cell.looks if look.sight in _CAME and look.end_s >= cell.t0_s]
    if not came:
        return None
    return came[0] if cell.kind == "emission" else came[-1]


def _event(trace: Element, one: _Happened) -> None:
    event = SubElement(trace, "event")
    _attribute(event, "concept:name", one.name)
    _attribute(event, "org:resource", one.who)
    _attribute(event, "lifecycle:transition", one.transition)
    SubElement(event, "date", key="time:timestamp", value=one.at.isoformat(timespec="milliseconds"))
    for key, value in one.more.items():
        if value != "":
            _attribute(event, key, value)


def _attribute(of: Element, key: str, value: _Value) -> None:
    if isinstance(value, bool):
        SubElement(of, "boolean", key=key, value=str(value).lower())
    elif isinstance(value, int):
        SubElement(of, "int", key=key, value=str(value))
    elif isinstance(value, float):
        SubElement(of, "float", key=key, value=f"{value:.3f}")
    else:
        SubElement(of, "string", key=key, value=xml_text(one_line(value, 400)))
