"""However journeys are started, the same scenarios end the same way, and the same hooks run."""

from __future__ import annotations

from toy_project import HOOKS, ToyProject

SETTLED = {
    "journeys/joe/calling.feature::An async step": "passed",
    "journeys/joe/calling.feature::Nobody can see the card": "inconclusive",
    "journeys/joe/calling.feature::The letter is stale": "failed",
    "journeys/joe/calling.feature::Harness trouble::Something blows up": "error",
    "journeys/maria/moving.feature::She tells the bank once": "passed",
    "journeys/maria/moving.feature::The invoice is forgotten": "failed",
    "journeys/maria/moving.feature::Each fact arrives (postal address)": "passed",
    "journeys/maria/moving.feature::Each fact arrives (e-mail)": "passed",
}

PLAIN = """
@first
Feature: First

  Background:
    Given Maria is a customer

  @kept
  Scenario: Kept
    Then it holds

  Scenario: Broken
    Then it does not hold
    And it holds

  Rule: Within a rule

    Background:
      Given Joe is a customer

    Scenario Outline: Rows
      Then it holds
      Examples: of <name>
        | name |
        | one  |
        | two  |
"""
PLAIN_STEPS = """
@given("{name} is a customer")
def is_a_customer(context, name):
    context.name = name

@then("it holds")
def holds(context):
    pass

@then("it does not hold")
def does_not_hold(context):
    assert False
"""


def test_behave_pytest_workers_and_tellonce_run_settle_every_scenario_alike(journeys: ToyProject) -> None:
    ran = {
        "behave": journeys.behave("journeys/"),
        "pytest": journeys.pytest("journeys"),
        "pytest -n 2": journeys.pytest("journeys", "-n2"),
        "tellonce run": journeys.tellonce(),
    }

    assert {how: run.settled for how, run in ran.items()} == dict.fromkeys(ran, SETTLED)
    assert {how: run.code for how, run in ran.items()} == dict.fromkeys(ran, 1)


def test_the_engine_hears_the_same_from_behave_and_from_pytest(journeys: ToyProject) -> None:
    assert journeys.behave("journeys/").trace == journeys.pytest("journeys").trace


def test_steps_after_a_failed_one_are_told_as_skipped(journeys: ToyProject) -> None:
    trace = journeys.pytest("journeys", "-k", "forgotten").trace

    assert trace[trace.index("step passed Given Maria is a customer | ") :] == (
        "step passed Given Maria is a customer | ",
        "step passed When she changes her postal address | ",
        "step failed Then it does not hold | the invoice shows the old address  (steps/calls.py:30)",
        "step skipped And it holds | ",
        "finish_scenario journeys/maria/moving.feature::The invoice is forgotten failed",
        "finish_run main",
    )


def test_hooks_run_in_the_order_of_plain_behave(project: ToyProject) -> None:
    project.write(
        {
            "steps/calls.py": PLAIN_STEPS,
            "journeys/plain.feature": PLAIN,
            "journeys/second.feature": PLAIN.replace("Feature: First", "Feature: Second"),
            "environment.py": HOOKS.replace("parents[1]", "parents[0]"),
        }
    )

    plain = project.behave("-r", "behave.runner:Runner", "journeys/")
    ours = project.behave("journeys/")
    pytest = project.pytest("journeys")

    assert plain.code == 1
    assert len(plain.hooks) > 80
    assert ours.hooks == plain.hooks
    assert pytest.hooks == plain.hooks


def test_a_partly_selected_feature_is_not_taken_for_a_failed_one(project: ToyProject) -> None:
    project.write({"steps/calls.py": PLAIN_STEPS, "journeys/plain.feature": PLAIN})

    ran = project.pytest("journeys", "-k", "one or Kept")

    assert ran.code == 0
    assert [line for line in ran.hooks if line.startswith(("before_feature", "after_feature", "after_rule"))] == [
        "before_feature First",
        "after_rule Within a rule passed",
        "after_feature First passed",
    ]


def test_behave_runs_a_single_scenario_by_its_line(journeys: ToyProject) -> None:
    ran = journeys.behave("journeys/maria/moving.feature:7")

    assert ran.settled == {"journeys/maria/moving.feature::She tells the bank once": "passed"}
    assert ran.code == 0


def test_behave_prints_the_settlement_of_the_engine_and_the_report_last(journeys: ToyProject) -> None:
    out = journeys.behave("journeys/joe").out

    assert "Inconclusive: nobody can say that this was kept.\nThe card letter still shows the old address.\n" in out
    assert out.rstrip().endswith("4 scenarios were settled.")
