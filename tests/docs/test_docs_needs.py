"""Every need has journeys, touchpoints and faults that break it, and the page that says so is the one that is made."""

from __future__ import annotations

import pytest
from benchmarks.harms import HARMS
from markdown_pages import page
from scripts.journeys_read import Lived, Need, lived_through, read_needs
from scripts.needs_table import NO_JOURNEY, needs_page

NEEDS = read_needs()


@pytest.fixture(scope="module")
def lived() -> tuple[tuple[Lived, ...], dict[str, str]]:
    return lived_through()


def test_the_page_is_what_the_command_makes(lived: tuple[tuple[Lived, ...], dict[str, str]]) -> None:
    told = "docs/reference/needs.md is old; write it again: python -m scripts.needs_table"
    assert page("docs/reference/needs.md").text == needs_page(NEEDS, *lived), told


def test_the_fifteen_needs_are_there() -> None:
    assert list(NEEDS) == [f"S{number}" for number in range(1, 16)]


@pytest.mark.parametrize("key", NEEDS)
def test_a_need_has_a_journey_touchpoints_and_a_fault_that_breaks_it(
    key: str, lived: tuple[tuple[Lived, ...], dict[str, str]]
) -> None:
    shown = [scenario for scenario in lived[0] if key in scenario.needs]

    assert shown, f"no scenario has the tag @need.{key}"
    assert any(scenario.touchpoints for scenario in shown), f"no scenario of {key} has to do with a touchpoint"
    assert any(scenario.faults for scenario in shown), f"no fault breaks {key}, so that its journeys cannot be tried"


def test_every_tag_names_a_need_or_a_fault_that_there_is(lived: tuple[tuple[Lived, ...], dict[str, str]]) -> None:
    unknown = [
        f"{scenario.journey}: {scenario.name}: {tag}"
        for scenario in lived[0]
        for tag in (*(set(scenario.needs) - set(NEEDS)), *(set(scenario.catches) - set(HARMS)))
    ]
    assert unknown == []


def test_a_need_without_a_journey_is_shown_as_such_and_scenarios_that_are_alike_share_a_row() -> None:
    def scenario(name: str, *catches: str) -> Lived:
        return Lived(
            journey="journeys/maria/moving.feature",
            name=name,
            needs=("S1",),
            touchpoints=("card-letter",),
            concerned=("card-letter",),
            faults=("encoding", "double-send"),
            catches=catches,
        )

    needs = {"S1": Need(need="Cards arrive", lives="It comes."), "S2": Need(need="Else", lives="Something.")}
    made = needs_page(needs, [scenario("One"), scenario("Two", "encoding")], {"card-letter": "card letter"})

    assert "| [S1](#s1-cards-arrive) | Cards arrive | 1 | 2 | 1 | 2 |\n" in made
    assert "| [S2](#s2-else) | Else | 0 | 0 | 0 | 0 |\n" in made
    assert (
        "## S1: Cards arrive\n\nIt comes.\n\n"
        "| journey | scenarios | touchpoints | faults that break it |\n|---|---|---|---|\n"
        "| [maria/moving](../../journeys/maria/moving.feature) | One<br>Two | card letter "
        "| **encoding**, double-send |\n" in made
    )
    assert made.endswith(f"## S2: Else\n\nSomething.\n\n{NO_JOURNEY}\n")
