"""The index's columns, filled in parts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from journeys_told import of_two_journeys
from matrix_told import many

from tellonce.report.account import take_account
from tellonce.report.html.columns import Columns
from tellonce.report.html.detail import scenario_detail
from tellonce.report.html.exhibits import Exhibits
from tellonce.report.scenarios import ScenarioAccount


def detail(scenario: ScenarioAccount) -> dict[str, Any]:
    return scenario_detail(scenario, Exhibits(Path("nowhere")))


def test_parts_of_a_run_that_were_told_apart_come_to_the_same_index() -> None:
    scenarios = take_account(*of_two_journeys()).scenarios
    # Parts begin in the middle of a journey, and the first has no rule.
    order = (scenarios[1], scenarios[0], scenarios[2])
    whole, first, later = Columns(), Columns(), Columns()
    for number, scenario in enumerate(order):
        whole.add(scenario, detail(scenario))
        (first if number < 1 else later).add(scenario, detail(scenario))
    first.take(later)
    assert first.index() == whole.index()
    assert (whole.index()["rules"], whole.index()["scenarios"]["rule"]) == (["", "Cards"], [0, 1, 0])


def test_each_persona_has_a_role_which_is_empty_where_nobody_says() -> None:
    columns = Columns()
    for scenario in take_account(*many(2)).scenarios:
        scenario.customers.clear()
        columns.add(scenario, detail(scenario))
    assert (columns.index()["personas"], columns.index()["roles"]) == (["Maria", "Jan"], ["", ""])
