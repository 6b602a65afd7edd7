"""A cell is called the same in every run."""

from __future__ import annotations

import pytest
from made_runs import cell

from tellonce.ledger.records import states_of
from tellonce.model.cell_key import cell_key, first_attempt, lasting_change
from tellonce.model.verdict import Verdict


@pytest.mark.parametrize(
    ("change", "lasting"),
    [
        ("maria-7f3a01-1", "maria-1"),
        ("maria-lopez-7f3a01-12", "maria-lopez-12"),
        ("małgorzata-000000-2", "małgorzata-2"),
        ("c1", "c1"),
        ("maria-7f3a0-1", "maria-7f3a0-1"),
        ("maria-7F3A01-1", "maria-7F3A01-1"),
        ("", ""),
    ],
)
def test_a_change_is_called_without_what_is_its_customers_alone(change: str, lasting: str) -> None:
    assert lasting_change(change) == lasting


def test_the_key_of_a_cell_lasts_from_run_to_run() -> None:
    first = cell_key("a.feature::s", "maria-7f3a01-1", "address", "card")

    assert first == cell_key("a.feature::s", "maria-aaaaaa-1", "address", "card")
    assert len({first, *(cell_key("a.feature::s", f"maria-7f3a01-{n}", "address", "card") for n in (2, 3))}) == 3
    assert len(first) == 16


@pytest.mark.parametrize(
    ("scenario", "known", "first"),
    [
        ("s#2", {"s", "s#2"}, "s"),
        ("s#2", {"s#2"}, "s#2"),
        ("s", {"s"}, "s"),
        ("Ticket #2#3", {"Ticket #2", "Ticket #2#3"}, "Ticket #2"),
    ],
)
def test_an_attempt_is_known_by_the_first_one(scenario: str, known: set[str], first: str) -> None:
    assert first_attempt(scenario, known) == first


def test_the_first_attempt_of_a_scenario_stays() -> None:
    cells = [cell(verdict=Verdict.STALE, scenario="s"), cell(verdict=Verdict.ON_TIME, scenario="s#2")]

    assert [state.verdict for state in states_of(cells)] == [Verdict.STALE]


def test_two_cells_of_one_key_are_the_worse_one() -> None:
    cells = [cell(verdict=Verdict.ON_TIME), cell(verdict=Verdict.LOST), cell(verdict=Verdict.UNOBSERVED)]

    assert [state.verdict for state in states_of(cells)] == [Verdict.LOST]
    assert [state.verdict for state in states_of(reversed(cells))] == [Verdict.LOST]
