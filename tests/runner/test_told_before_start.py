"""What can be known before the start is told before it, however the journeys are started."""

from __future__ import annotations

from pathlib import Path

import pytest
from toy_project import ToyProject, make_project

from small_bank import BLUEPRINT, JAN, MARIA

STEPS = """
    from tellonce import choice, flow

    choice("package", {"Basic": {"name": "Basic", "monthly_fee": "4.90"}}, of="package")


    @flow("{customer} takes the {package} package", changes="package", new=lambda package: package)
    async def takes(act):
        raise AssertionError("nothing runs")
    """
JOURNEY = """
    Feature: Another package

      Scenario: She takes it
        Given Maria is a customer
        When she takes the Basci package
        Then every touchpoint shows her new account package within its promise

      Scenario: She is not there
        When Maria takes the Basic package
        Then the card letter shows her new account package
    """
SAID = """\
journeys/maria.feature:5:5: there is no package "Basci", in "When she takes the Basci package"
  did you mean  Basic
  valid         Basic
journeys/maria.feature:9:5: "When Maria takes the Basic package": no Given has introduced Maria
  next          say first 'Given Maria is a customer'
journeys/maria.feature:10:5: "Then the card letter shows her new account package": the card letter does not use \
Maria's account package: no probe can answer this
  valid         the details page
"""


@pytest.fixture
def bank(tmp_path: Path) -> ToyProject:
    """A project with Tellonce's own vocabulary, and an engine that only writes down what it hears."""
    blueprint = BLUEPRINT.replace("systems:", "  package: {kind: plan, called: account package}\nsystems:", 1)
    blueprint = blueprint.replace("[postal_address, email]", "[postal_address, email, package]")
    return make_project(tmp_path).write(
        {
            "pyproject.toml": '[tool.tellonce]\nengine = "toy_engine:make"\n\n'
            '[tool.behave]\nrunner = "tellonce.runner:TellonceRunner"\n',
            "fixtures/blueprint.yaml": blueprint,
            "fixtures/personas/maria.yaml": MARIA,
            "fixtures/personas/jan.yaml": JAN,
            "steps/calls.py": STEPS,
            "journeys/maria.feature": JOURNEY,
        }
    )


def test_behave_pytest_and_tellonce_run_refuse_the_same_words_alike(bank: ToyProject) -> None:
    ran = {
        "behave": bank.behave("journeys/"),
        "pytest": bank.pytest("journeys"),
        "pytest -n 2": bank.pytest("journeys", "-n2"),
        "tellonce run": bank.tellonce(),
    }

    assert {how: SAID in one.out + one.err for how, one in ran.items()} == dict.fromkeys(ran, True)
    assert {how: one.trace for how, one in ran.items()} == dict.fromkeys(ran, ())
    assert {how: one.code for how, one in ran.items()} == {
        "behave": 2,
        "pytest": int(pytest.ExitCode.USAGE_ERROR),
        "pytest -n 2": int(pytest.ExitCode.USAGE_ERROR),
        "tellonce run": 2,
    }
