"""Whatever a step raises, the run goes on and the scenario is not kept."""

from __future__ import annotations

from toy_project import ToyProject

LEAVING = """
Feature: Leaving

  Scenario: Skip
    Then it leaves by skip
    And it holds

  Scenario: Fail
    Then it leaves by fail

  Scenario: Exit
    Then it leaves by exit

  Scenario: After all that
    Then it holds
"""


def test_skip_fail_and_exit_do_not_break_the_run(project: ToyProject) -> None:
    project.write({"journeys/leaving.feature": LEAVING})

    by_pytest, by_behave = project.pytest("journeys", "-rs"), project.behave("journeys")

    expected = {"Skip": "skipped", "Fail": "failed", "Exit": "error", "After all that": "passed"}
    for ran in (by_pytest, by_behave):
        assert {known.rpartition("::")[2]: status for known, status in ran.settled.items()} == expected
        assert [line for line in ran.hooks if line.startswith("cleanup")] == [f"cleanup {name}" for name in expected]
    assert "not on a Sunday" in by_pytest.out
    assert "said by pytest.fail" in by_pytest.out
    assert "RuntimeError: the step tried to end the whole run: SystemExit(3)" in by_pytest.out


def test_an_ambiguous_step_names_both_places(project: ToyProject) -> None:
    project.write(
        {
            "steps/more.py": '@then("it {what}")\ndef it_does(context, what):\n    pass\n',
            "journeys/two.feature": "Feature: Two\n  Scenario: Two\n    Then it holds\n",
        }
    )

    ran = project.pytest("journeys")

    assert ran.code == 4
    assert (
        'journeys/two.feature:3:5: "Then it holds" fits 2 sentences\n'
        '  next          tell them apart: "it holds" (steps/calls.py:23) and "it {what}" (steps/more.py:1)' in ran.err
    )


def test_a_flow_with_a_mistake_is_placed_as_a_person_would_type_it(project: ToyProject) -> None:
    project.write(
        {
            "steps/extra.py": """
            from tellonce import flow

            @flow("she walks", changes="postal_address")
            def walks(act):
                pass
            """,
            "journeys/one.feature": "Feature: One\n  Scenario: One\n    Then it holds\n",
        }
    )

    ran = project.tellonce()

    assert ran.code == 2
    assert "\nERROR: steps/extra.py:3: " in f"\n{ran.err}"
    assert str(project.root) not in ran.err


def test_a_steps_file_that_cannot_be_imported_is_named_with_its_line(project: ToyProject) -> None:
    project.write(
        {
            "steps/broken.py": "import os\nimport nonexistent_bank\n",
            "journeys/one.feature": "Feature: One\n  Scenario: One\n    Then it holds\n",
        }
    )

    ran = project.tellonce()

    assert ran.code == 2
    assert "steps/broken.py:2: cannot be loaded: ModuleNotFoundError: No module named 'nonexistent_bank'" in ran.err
