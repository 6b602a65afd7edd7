"""A run to tell by journey, persona and need: two journeys that are planned or not, one with rules and tags."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from made_runs import cell, plan, planned, run, scenario, stale_card

from tellonce.model.cell import CellVerdict
from tellonce.model.effort import Deed
from tellonce.model.events import CustomerGaveUp, EffortMeasured, Event, RunStarted, ScenarioStarted
from tellonce.model.history import History
from tellonce.model.need import Need
from tellonce.report.html.anchors import scenario_key

__all__ = ["CARD", "FLAT", "MOVING", "also_called", "lost", "many", "needed", "of_two_journeys", "retold"]

MOVING = scenario_key("journeys/maria/moving-house.feature")
CARD = scenario_key("journeys/maria/moving-house.feature::Cards::Her card comes to her new home")
FLAT = scenario_key("journeys/jan/flat.feature")


def retold(
    events: Sequence[Event], cells: Sequence[CellVerdict], key: str, **started: Any
) -> tuple[list[Event], list[CellVerdict]]:
    """The same scenario under another id. started: what else of its beginning changes."""
    told: list[Event] = []
    for event in events:
        changed = {"scenario": key} | (started if isinstance(event, ScenarioStarted) else {})
        told.append(event.model_copy(update=changed))
    return told, [one.model_copy(update={"scenario": key}) for one in cells]


def of_two_journeys(needs: bool = True) -> tuple[History, list[CellVerdict]]:
    """Maria's planned move: a card that goes to the old flat, under a rule, and a scenario that went well; and Jan's,
    which has no plan. needs: whether the project declares any."""
    path = "journeys/maria/moving-house.feature"
    hers = [cell("profile"), cell("app"), cell("letter"), stale_card(), cell("invoice"), cell("mail", fact="email")]
    steps = [
        ("Given", "Maria is a customer", "passed"),
        ("When", "she moves", "passed"),
        ("Then", "all know", "failed"),
    ]
    broken, broken_cells = retold(
        [*planned(scenario(hers, steps=steps), plan())],
        hers,
        f"{path}::Cards::Her card comes to her new home",
        name="Her card comes to her new home",
        tags=("need.S1", "post"),
        line=16,
    )
    cost = EffortMeasured(
        scenario=broken_cells[0].scenario,
        customer="maria-1",
        change="c1",
        at_s=2.0,
        deed=Deed(
            channel="web",
            facts=("address",),
            began_s=1.0,
            ended_s=4.0,
            pages=3,
            waited_s=0.7,
            activations=2,
            contact=True,
            addresses=(),
        ),
    )
    broken.insert(-1, cost)
    fine, fine_cells = retold(
        planned(scenario([cell("profile", change="c5")]), plan()),
        [cell("profile", change="c5")],
        f"{path}::She is told at once",
        name="She is told at once",
        tags=("need.S2",),
        line=30,
    )
    jan = [
        cell(place, journey="journeys/jan/flat.feature", persona="Jan", customer="jan-1") for place in ("app", "agent")
    ]
    flat, flat_cells = retold(
        scenario(jan, name="Jan moves in", journey="journeys/jan/flat.feature", feature="Jan moves in", persona="Jan"),
        jan,
        "journeys/jan/flat.feature::Jan moves in",
        tags=("need.S2",),
    )
    history = run(broken, fine, flat)
    if needs:
        history = needed(history)
    return history, [*broken_cells, *fine_cells, *flat_cells]


def also_called() -> tuple[History, list[CellVerdict]]:
    """The same run, where Maria calls in the scenario that went well: at no touchpoint of her plan."""
    history, cells = of_two_journeys()
    told = cells[-3].scenario
    call = EffortMeasured(
        scenario=told,
        customer="maria-1",
        change="c5",
        at_s=3.0,
        deed=Deed(channel="phone", contact=True, began_s=1.0, ended_s=2.0, waited_s=4.0, addresses=()),
    )
    at = max(n for n, event in enumerate(history.events) if getattr(event, "scenario", "") == told)
    return History(events=(*history.events[:at], call, *history.events[at:])), cells


def needed(history: History) -> History:
    """The same run of a project that declares three needs, of which one is shown by nothing."""
    needs = {
        "S1": Need(need="An address change reaches the card", lives="Her new card comes to the new home."),
        "S2": Need(need="Told once", lives="She tells it once."),
        "S3": Need(need="Heard", lives="Somebody listens."),
    }
    return History(
        events=[
            event.model_copy(update={"needs": needs}) if isinstance(event, RunStarted) else event
            for event in history.events
        ]
    )


def many(scenarios: int) -> tuple[History, list[CellVerdict]]:
    """One journey of so many scenarios, of which every tenth breaks."""
    parts, cells = [], []
    for number in range(scenarios):
        made = [stale_card(change=f"c{number}")] if number % 10 == 9 else [cell("profile", change=f"c{number}")]
        told, judged = retold(
            scenario(made), made, f"journeys/maria/moving-house.feature::Move {number}", name=f"Move {number}"
        )
        parts.append(told)
        cells += judged
    return run(*parts), cells


def lost(**of_the_deed: Any) -> History:
    """A customer who gave up."""
    started, *events, finished = scenario([], name="Maria gives up", status="failed", message="because Maria gave up")
    assert isinstance(started, ScenarioStarted)
    stamp: dict[str, Any] = {"scenario": started.scenario, "customer": "maria-1", "change": "c1", "at_s": 2.0}
    gave_up = CustomerGaveUp(
        **stamp,
        step="she changes her postal address",
        line=15,
        facts=("address",),
        after_s=31.0,
        patience_s=30.0,
        doing="waiting for the page",
    )
    deed = Deed(channel="web", began_s=1.0, ended_s=2.0, pages=1, ended="gave up", **of_the_deed)
    return run([started, *events, EffortMeasured(**stamp, deed=deed), gave_up, finished])
