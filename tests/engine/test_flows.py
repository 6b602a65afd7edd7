"""What steps/ may declare, and what is said when it is declared wrongly."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

import tellonce
from tellonce.engine.flows import Act, Deeds, Flow, begin_deeds, choice, current_deeds, enrolment, flow, viewer
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


def test_a_flow_by_an_unknown_channel_is_refused(announced: list[Flow]) -> None:
    with pytest.raises(UsageProblem) as problem:
        flow("{customer} moves", changes="postal_address", channel="fone")(moves)  # type: ignore[arg-type]

    assert str(problem.value) == (
        f"{HERE}:{line_of(moves)}: the flow '{{customer}} moves' uses an unknown channel 'fone'\n"
        "  did you mean  phone\n"
        "  valid         web, app, mail, sms, post, card, invoice, agent, partner, phone, chat, shop"
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


class Wishes(BaseModel):
    """What a persona's `service` may say."""

    renewal_in_days: int
    late: bool = False


def test_an_enrolment_hands_over_the_settings_with_the_defaults_of_its_model(announced: list[Flow]) -> None:
    enrolment("customer", service=Wishes)(moves)

    assert current_deeds().enrolments["customer"].settings({"renewal_in_days": "3"}) == {
        "renewal_in_days": 3,
        "late": False,
    }


def test_settings_that_a_sentence_has_spoilt_are_told_with_the_enrolment(announced: list[Flow]) -> None:
    enrolment("customer", service=Wishes)(moves)

    with pytest.raises(UsageProblem) as problem:
        current_deeds().enrolments["customer"].settings({"renewal_in_days": 3, "lat": True})

    assert str(problem.value) == (
        f"{HERE}:{line_of(moves)}: service.lat: Extra inputs are not permitted (got True)\n"
        "  valid         renewal_in_days, late\n"
        "  next          a sentence of this scenario changed what the persona file says"
    )


def test_without_a_model_the_settings_are_handed_over_unread(announced: list[Flow]) -> None:
    enrolment("customer")(moves)

    assert current_deeds().enrolments["customer"].settings({"anything": "goes"}) == {"anything": "goes"}


def test_the_settings_of_an_enrolment_are_a_pydantic_model(announced: list[Flow]) -> None:
    with pytest.raises(UsageProblem) as problem:
        enrolment("customer", service=dict)(moves)  # type: ignore[arg-type]  # the mistake

    assert str(problem.value) == (
        f"{HERE}:{line_of(moves)}: the enrolment 'moves' has a 'service' that is no Pydantic model: <class 'dict'>\n"
        "  next          write class Wishes(pydantic.BaseModel) with a field for each setting, and service=Wishes"
    )


def test_a_place_in_the_project_is_told_relative_to_it() -> None:
    heard: list[Flow] = []
    begin_deeds(heard.append, root=Path(HERE).parent)
    flow("{customer} moves", changes="postal_address")(moves)
    begin_deeds(lambda _flow: None)

    assert str(heard[0].place) == f"test_flows.py:{line_of(moves)}"


def test_the_new_value_of_an_act_is_that_of_its_first_fact() -> None:
    act = Act(page=None, customer=MARIA, news={"email": {"address": "a"}, "phone": {"number": "1"}}, addresses={})

    assert act.new == {"address": "a"}


def test_what_steps_need_is_importable_from_the_front_door() -> None:
    assert (tellonce.flow, tellonce.enrolment, tellonce.viewer, tellonce.Act, tellonce.choice) == (
        flow,
        enrolment,
        viewer,
        Act,
        choice,
    )
    with pytest.raises(AttributeError, match="module 'tellonce' has no attribute 'flwo'"):
        tellonce.flwo  # noqa: B018 - asking is the test
