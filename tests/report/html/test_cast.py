"""Personas of a run, from the customers of its scenarios."""

from __future__ import annotations

from typing import Any

from tellonce.report.html.cast import Cast


def customer(persona: str = "Maria", **more: Any) -> dict[str, Any]:
    blank = {"role": "customer", "locale": "de_DE", "pronouns": {}, "prefers": [], "refuses": []}
    return {"persona": persona, **blank, "constraints": {}, "barriers": [], **more}


def test_a_run_without_customers_has_no_personas() -> None:
    cast = Cast()
    cast.note([])
    assert cast.index() == []


def test_two_customers_of_one_persona_in_a_scenario_count_as_one_scenario() -> None:
    cast = Cast()
    cast.note([customer(), customer()])
    cast.note([customer(), customer("Jan")])
    assert [(one["persona"], one["scenarios"]) for one in cast.index()] == [("Maria", 2), ("Jan", 1)]


def test_what_became_of_a_constraint_is_counted_by_customer() -> None:
    cast = Cast()
    cast.note([customer(constraints={"zoom": "applied"}), customer(constraints={"zoom": "could not apply: no zoom"})])
    cast.note([customer(constraints={"zoom": "applied"})])
    assert cast.index()[0]["constraints"] == {"zoom": {"applied": 2, "could not apply: no zoom": 1}}


def test_reasons_that_differ_in_each_scenario_do_not_grow_without_end() -> None:
    cast = Cast()
    for number in range(50):
        cast.note([customer(constraints={"zoom": f"could not apply: {number}"})])
    assert len(cast.index()[0]["constraints"]["zoom"]) == 4


def test_the_barrier_met_in_most_scenarios_comes_first() -> None:
    cast = Cast()
    cast.note([customer(barriers=["no name", "too small"])])
    cast.note([customer(barriers=["too small", "too small"])])
    assert cast.index()[0]["barriers"] == [("too small", 2), ("no name", 1)]


def test_parts_of_a_run_that_were_told_apart_come_to_the_same() -> None:
    scenarios = [
        [customer(constraints={"zoom": "applied"}, barriers=["no name"])],
        [customer("Jan"), customer(constraints={"zoom": "could not apply: no zoom"})],
        [customer("Zoë"), customer(barriers=["no name", "too small"])],
    ]
    whole, first, later = Cast(), Cast(), Cast()
    for number, customers in enumerate(scenarios):
        whole.note(customers)
        (first if number < 1 else later).note(customers)
    first.take(later)
    assert first.index() == whole.index()
