"""By which channel a flow is done, by whom, and whether she turns to the company by it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from written_bench import declare

from tellonce.engine.flows import Act, Deeds, begin_deeds, flow
from tellonce.model.errors import UsageProblem

WRITTEN = """flows:
  - sentence: "{customer} is called back"
    changes: email
    channel: phone
    by: person
    answers: phone
    acts:
      - open: "{web}/desk"
      - press: Call back
"""


@pytest.fixture
def deeds() -> Iterator[Deeds]:
    yield begin_deeds(lambda _flow: None)
    begin_deeds(lambda _flow: None)


async def does_it(act: Act) -> None:
    raise AssertionError("nothing runs")


@pytest.mark.parametrize(
    ("said", "contact"),
    [
        ({}, False),
        ({"channel": "app"}, False),
        ({"channel": "chat"}, True),
        ({"channel": "phone"}, True),
        ({"channel": "web", "contact": True}, True),
        ({"channel": "chat", "contact": False}, False),
        ({"channel": "phone", "by": "person"}, False),
    ],
)
def test_who_uses_a_channel_with_somebody_at_its_end_turns_to_the_company(
    deeds: Deeds, said: dict[str, Any], contact: bool
) -> None:
    flow("{customer} asks", changes="email", **said)(does_it)

    assert deeds.flows[0].contact is contact


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (
            {"by": "persona"},
            "the flow '{customer} asks' says by='persona'\n"
            "  did you mean  person\n  valid         customer, person, automaton",
        ),
        (
            {"served_by": "robot"},
            "the flow '{customer} asks' says served_by='robot'\n  valid         person, automaton",
        ),
    ],
)
def test_somebody_who_is_nobody_is_a_mistake(deeds: Deeds, said: dict[str, Any], told: str) -> None:
    with pytest.raises(UsageProblem) as problem:
        flow("{customer} asks", changes="email", **said)(does_it)

    assert str(problem.value).partition(": ")[2] == told


def test_a_flow_in_yaml_says_the_same(tmp_path: Path) -> None:
    [declared] = declare(tmp_path, WRITTEN).flows

    assert (declared.channel, declared.by, declared.answers, declared.contact) == ("phone", "person", ("phone",), False)
