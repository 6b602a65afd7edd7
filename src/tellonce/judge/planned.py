"""Planned and actual journeys: where what she met deviates from what was meant. Pure; from the history alone.

Source: CJML, the customer journey modelling language: a planned journey, an actual one, and their deviations.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from tellonce.judge.meetings import Encounter, Meets, encounters
from tellonce.judge.order import out_of_order
from tellonce.model.blueprint import Blueprint, Touchpoint
from tellonce.model.cell import CellVerdict
from tellonce.model.events import ChangeAcknowledged, JourneyPlanned, ScenarioStarted
from tellonce.model.history import History
from tellonce.model.journey import ActualJourney, ActualStage, Deviates, Deviation, Meeting
from tellonce.model.plan import Plan, PlannedStage
from tellonce.model.verdict import worst

__all__ = ["compare_journeys"]

_SHE_MEETS = frozenset({"customer", "frontstage"})
"""Lanes in which what comes unplanned comes to her; what happens behind the scenes is none of her journey."""


@dataclass(slots=True, kw_only=True)
class _Scenario:
    started: ScenarioStarted
    plan: Plan | None = None
    accepted: set[str] = field(default_factory=set)
    cells: list[CellVerdict] = field(default_factory=list)

    def met(self) -> dict[str, Encounter]:
        return encounters(self.cells, frozenset(self.accepted))


def compare_journeys(history: History, cells: Iterable[CellVerdict]) -> tuple[ActualJourney, ...]:
    """Every journey of a run, in the order in which they began. cells: those that the judge made of this history.

    Empty when nothing ran. A cell that could not be judged is no deviation: nobody can say that it is one.
    """
    run = history.run()
    if run is None:
        return ()
    journeys: dict[str, list[_Scenario]] = {}
    for scenario in _scenarios(history, cells):
        journeys.setdefault(scenario.started.journey, []).append(scenario)
    return tuple(_journey(run.run, run.blueprint, scenarios) for scenarios in journeys.values())


def _scenarios(history: History, cells: Iterable[CellVerdict]) -> list[_Scenario]:
    # Keys are those of one worker: another may have the same scenario, when a run was done again.
    found: dict[tuple[str, str], _Scenario] = {}
    for event in history.events:
        if isinstance(event, ScenarioStarted):
            found[event.worker, event.scenario] = _Scenario(started=event)
        elif isinstance(event, JourneyPlanned) and (event.worker, event.scenario) in found:
            found[event.worker, event.scenario].plan = event.plan
        elif isinstance(event, ChangeAcknowledged) and (event.worker, event.scenario) in found:
            accepted = {event.change.key} if event.change.outcome == "accepted" else set()
            found[event.worker, event.scenario].accepted |= accepted
    for cell in cells:
        if (cell.worker, cell.scenario) in found:
            found[cell.worker, cell.scenario].cells.append(cell)
    return list(found.values())


def _journey(run: str, blueprint: Blueprint, scenarios: Sequence[_Scenario]) -> ActualJourney:
    started = scenarios[0].started
    plan = next((scenario.plan for scenario in scenarios if scenario.plan is not None), None)
    blank = ActualJourney(
        run=run, journey=started.journey, feature=started.feature, planned=False, scenarios=len(scenarios)
    )
    if plan is None:
        return blank
    lived = [(scenario, scenario.met()) for scenario in scenarios]
    deviations = [
        deviation
        for scenario, met in lived
        for deviation in (*_at_touchpoints(scenario, met, plan, blueprint), *_in_order(scenario, met, plan))
    ]
    every = [met for _, met in lived]
    planned = {key for stage in plan.stages for key in stage.touchpoints}
    wrong = {deviation.stage for deviation in deviations if deviation.kind is Deviates.OUT_OF_ORDER}
    return blank.model_copy(
        update={
            "planned": True,
            "about": plan.about,
            "tolerance_s": plan.tolerance,
            "stages": tuple(
                _stage(stage, [_meeting(key, blueprint, every, deviations) for key in stage.touchpoints], wrong)
                for stage in plan.stages
            ),
            "beyond": tuple(
                _meeting(key, blueprint, every, deviations)
                for key in blueprint.touchpoints
                if key not in planned and any(key in met for met in every)
            ),
            "deviations": tuple(deviations),
        }
    )


def _stage(stage: PlannedStage, meetings: Sequence[Meeting], wrong: set[str]) -> ActualStage:
    return ActualStage(
        stage=stage.stage,
        does=stage.does,
        thinks=stage.thinks,
        feels=stage.feels,
        moment_of_truth=stage.moment_of_truth,
        touchpoints=tuple(meetings),
        out_of_order=stage.stage in wrong,
    )


def _meeting(
    key: str, blueprint: Blueprint, every: Sequence[Mapping[str, Encounter]], deviations: Sequence[Deviation]
) -> Meeting:
    """What befell one touchpoint over all scenarios. A plan may name what this blueprint does not have any more."""
    touchpoint: Touchpoint | None = blueprint.touchpoints.get(key)
    found = [met[key] for met in every if key in met]
    after = [encounter.meets.after_s for encounter in found if encounter.meets is not None]
    verdict = worst(encounter.worst.verdict for encounter in found)
    return Meeting(
        touchpoint=key,
        called=touchpoint.called if touchpoint else key,
        kind=touchpoint.kind if touchpoint else "",
        channel=touchpoint.channel if touchpoint else "",
        owner=touchpoint.owner if touchpoint else "",
        lane=touchpoint.lane if touchpoint else "",
        moment_of_truth=touchpoint.moment_of_truth if touchpoint else False,
        due=sum(encounter.due for encounter in found),
        met=len(after),
        soonest_s=min(after, default=None),
        latest_s=max(after, default=None),
        verdict=verdict,
        cell=next((encounter.worst.id for encounter in found if encounter.worst.verdict is verdict), ""),
        deviations=tuple(kind for kind in Deviates if any(d.kind is kind and d.touchpoint == key for d in deviations)),
    )


def _at_touchpoints(
    scenario: _Scenario, met: Mapping[str, Encounter], plan: Plan, blueprint: Blueprint
) -> Iterator[Deviation]:
    """Missing, failing and ad hoc: at most one of them for each touchpoint, in blueprint order."""
    for key in blueprint.touchpoints:
        encounter = met.get(key)
        kind = None if encounter is None else _kind(encounter, planned=bool(plan.stage_of(key)))
        if encounter is None or kind is None:
            continue
        cell = encounter.worst
        yield Deviation(
            kind=kind,
            stage=plan.stage_of(key) or cell.stage,
            touchpoint=key,
            touchpoint_called=cell.touchpoint_called,
            owner=cell.owner,
            moment_of_truth=cell.moment_of_truth,
            scenario=scenario.started.scenario,
            scenario_name=scenario.started.name,
            line=scenario.started.line,
            persona=cell.persona,
            verdict=cell.verdict,
            cell=cell.id,
        )


def _kind(encounter: Encounter, *, planned: bool) -> Deviates | None:
    """What never came, though it need not (at_least 0), is on time, and no deviation. Only what is sent can come
    unplanned: a page that no stage names was looked at by the run, and not by her.
    """
    if encounter.failing:
        return Deviates.MISSING if planned and encounter.never_came else Deviates.FAILING
    came = encounter.meets is not None and encounter.worst.kind == "emission"
    if not planned and came and encounter.worst.lane in _SHE_MEETS:
        return Deviates.AD_HOC
    return None


def _in_order(scenario: _Scenario, met: Mapping[str, Encounter], plan: Plan) -> Iterator[Deviation]:
    """Stages that were met in another order than planned, customer by customer: each has an axis of her own."""
    order = [stage.stage for stage in plan.stages]
    for customer in dict.fromkeys(cell.customer for cell in scenario.cells):
        spans: dict[str, list[Meets]] = {
            stage.stage: [
                meets
                for key in stage.touchpoints
                if key in met and (meets := met[key].meets) is not None and meets.customer == customer
            ]
            for stage in plan.stages
        }
        persona = next(cell.persona for cell in scenario.cells if cell.customer == customer)
        moments = {stage.stage: stage.moment_of_truth for stage in plan.stages}
        for stage, other in out_of_order(order, spans, plan.tolerance).items():
            yield Deviation(
                kind=Deviates.OUT_OF_ORDER,
                stage=stage,
                came="before" if order.index(other) < order.index(stage) else "after",
                against=other,
                moment_of_truth=moments[stage],
                scenario=scenario.started.scenario,
                scenario_name=scenario.started.name,
                line=scenario.started.line,
                persona=persona,
            )
