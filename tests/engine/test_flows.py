"""What steps/ may declare, and what is said when it is declared wrongly."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from typing import Any

import pytest

import tellonce
from tellonce.engine.flows import Act, Deeds, Flow, begin_deeds, current_deeds, enrolment, flow, viewer
from tellonce.model.errors import UsageProblem
from tellonce.model.persona import Customer, Persona

HERE = __file__
MARIA = Customer(
    key="maria-1",
    persona=Persona(name="Maria", locale="de_DE", language="de", time_zone="Europe/Berlin"),
    values={},
)


@pytest.fixture
def announced() -> Iterator[list[Flow]]:
    """A project whose steps are being loaded, and the flows heard of."""
    heard: list[Flow] = []
    begin_deeds(heard.append)
    yield heard
    begin_deeds(lambda _flow: None)


def line_of(function: Callable[..., Any]) -> int:
    return inspect.getsourcelines(function)[1]


async def moves(act: Act) -> None:
    """She moves."""


def moves_at_once(act: Act) -> None:
    """She moves, and nobody can watch meanwhile."""


def test_a_flow_is_announced_with_its_sentence_facts_and_place(announced: list[Flow]) -> None:
    assert flow("{customer} moves", changes="postal_address")(moves) is moves

    [declared] = announced
    assert (declared.sentence, declared.changes) == ("{customer} moves", ("postal_address",))
    assert str(declared.place) == f"{HERE}:{line_of(moves)}"
    assert current_deeds().flows == [declared]


def test_a_flow_may_change_several_facts_at_once(announced: list[Flow]) -> None:
    flow("{customer} asks", changes=("person_name", "email"))(moves)

    assert announced[0].changes == ("person_name", "email")


def test_a_flow_that_does_not_say_who_acts_is_refused(announced: list[Flow]) -> None:
    with pytest.raises(UsageProblem) as problem:
        flow("the address is changed", changes="postal_address")(moves)

    assert str(problem.value) == (
        f"{HERE}:{line_of(moves)}: the flow 'the address is changed' does not say who acts\n"
        "  next          begin its sentence with {customer}"
    )
    assert announced == []


@pytest.mark.parametrize(
    ("declare", "word"),
    [
        (flow("{customer} moves", changes="postal_address"), "flow"),
        (enrolment("customer"), "enrolment"),
        (viewer("agent"), "viewer"),
    ],
)
def test_what_runs_beside_the_watching_must_be_async(
    announced: list[Flow], declare: Callable[[Any], Any], word: str
) -> None:
    with pytest.raises(UsageProblem) as problem:
        declare(moves_at_once)

    assert str(problem.value) == (
        f"{HERE}:{line_of(moves_at_once)}: the {word} 'moves_at_once' must be `async def`: it runs beside the watching"
    )
    assert current_deeds() == Deeds()


def test_the_steps_of_the_project_before_are_forgotten(announced: list[Flow]) -> None:
    flow("{customer} moves", changes="postal_address")(moves)
    enrolment("customer")(moves)

    assert begin_deeds(lambda _flow: None) == Deeds()
    assert current_deeds() == Deeds()


def test_the_new_value_of_an_act_is_that_of_its_first_fact() -> None:
    act = Act(page=None, customer=MARIA, news={"email": {"address": "a"}, "phone": {"number": "1"}}, addresses={})

    assert act.new == {"address": "a"}


def test_what_steps_need_is_importable_from_the_front_door() -> None:
    assert (tellonce.flow, tellonce.enrolment, tellonce.viewer, tellonce.Act) == (flow, enrolment, viewer, Act)
    with pytest.raises(AttributeError, match="module 'tellonce' has no attribute 'flwo'"):
        tellonce.flwo  # noqa: B018 - asking is the test
