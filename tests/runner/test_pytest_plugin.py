"""Journeys behave like any other pytest test: selection, reruns, workers, marks, reports."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from toy_project import ToyProject


def test_ids_hold_no_line_number_and_nothing_that_pytest_splits_at(project: ToyProject) -> None:
    project.write(
        {
            "journeys/odd.feature": """
            Feature: Odd names
              Scenario: A::B [now]
                Then it holds
              Scenario Outline: Rows
                Then it holds
                Examples:
                  | a | b |
                  | 1 | 2 |
                  | 1 | 2 |
            """
        }
    )

    out = project.pytest("journeys", "--collect-only", "-q").out

    assert out.splitlines()[:3] == [
        "journeys/odd.feature::A:B (now)",
        "journeys/odd.feature::Rows (1, 2)",
        "journeys/odd.feature::Rows (1, 2) #2",
    ]


def test_k_selects_by_name_and_m_by_tag(journeys: ToyProject) -> None:
    assert list(journeys.pytest("journeys", "-k", "async or e-mail").settled) == [
        "journeys/joe/calling.feature::An async step",
        "journeys/maria/moving.feature::Each fact arrives (e-mail)",
    ]
    assert list(journeys.pytest("journeys", "-m", "slow or settled_failed").settled) == [
        "journeys/joe/calling.feature::The letter is stale",
        "journeys/maria/moving.feature::The invoice is forgotten",
    ]


def test_a_scenario_is_run_by_its_id(journeys: ToyProject) -> None:
    ran = journeys.pytest("journeys/joe/calling.feature::Harness trouble::Something blows up")

    assert ran.settled == {"journeys/joe/calling.feature::Harness trouble::Something blows up": "error"}


def test_last_failed_runs_what_was_not_kept_and_x_stops_at_the_first(journeys: ToyProject) -> None:
    first = journeys.pytest("journeys")
    again = journeys.pytest("journeys", "--lf", "-x")

    assert first.code == 1
    assert again.settled == {"journeys/joe/calling.feature::Nobody can see the card": "inconclusive"}
    assert "finish_run main" in again.trace


def test_a_tag_that_is_a_mark_of_pytest_changes_no_verdict(project: ToyProject) -> None:
    project.write(
        {
            "journeys/tags.feature": """
            @xfail @skip @parametrize
            Feature: Tags
              Scenario: Broken
                Then it does not hold
            """
        }
    )

    ran = project.pytest("journeys")

    assert ran.code == 1
    assert "1 failed" in ran.out


def test_tags_and_persona_choose_scenarios(journeys: ToyProject) -> None:
    tagged = journeys.pytest("journeys", "--tellonce-tags", "post and not (@slow or settled-failed)")
    maria = journeys.pytest("journeys", "--tellonce-persona", "Maria")
    nobody = journeys.pytest("journeys", "--tellonce-persona", "mario")
    unread = journeys.pytest("journeys", "--tellonce-tags", "post and")

    assert {known.rpartition("::")[2] for known in tagged.settled} == {
        "She tells the bank once",
        "Each fact arrives (postal address)",
        "Each fact arrives (e-mail)",
    }
    assert {known.split("/")[1] for known in maria.settled} == {"maria"}
    assert "start_run main Maria None None" in maria.trace
    assert nobody.code == 4
    assert 'no journey is of the persona "mario"\n  did you mean  maria\n  valid         joe, maria' in nobody.err
    assert unread.code == 4
    assert 'The tags "post and" cannot be read' in unread.err


def test_a_failure_is_the_engines_text_without_a_traceback(journeys: ToyProject) -> None:
    journeys.pytest("journeys", "--junitxml=junit.xml")

    cases = ElementTree.parse(journeys.root / "junit.xml").iter("testcase")  # noqa: S314 - pytest wrote it
    failures = {case.get("name"): [failure.text for failure in case.iter("failure")] for case in cases}
    assert failures["The letter is stale"] == ["The card letter still shows the old address."]
    assert failures["Nobody can see the card"] == [
        "Inconclusive: nobody can say that this was kept.\nThe card letter still shows the old address."
    ]
    assert failures["The invoice is forgotten"] == [
        "The invoice is forgotten\n"
        "  journey   journeys/maria/moving.feature:14\n"
        "  step      Then it does not hold\n"
        "  because   the invoice shows the old address  (steps/calls.py:30)"
    ]
    assert failures["The browser is gone"] == [
        "The browser is gone\n  journey   journeys/joe/calling.feature:20\n  because   The browser has died."
    ]


def test_each_worker_has_its_engine_and_a_feature_stays_on_one_worker(journeys: ToyProject) -> None:
    ran = journeys.pytest("journeys", "-n2")

    assert sorted(line for line in ran.trace if line.startswith(("start_run", "finish_run"))) == [
        "finish_run gw0",
        "finish_run gw1",
        "start_run gw0 None None None",
        "start_run gw1 None None None",
    ]
    assert sorted(line for line in ran.hooks if line.startswith("before_feature")) == [
        "before_feature Calling",
        "before_feature Moving house",
    ]
    assert ran.out.count("9 scenarios were settled.") == 1


def test_an_after_all_that_fails_fails_the_run_on_a_worker_too(project: ToyProject) -> None:
    project.write(
        {
            "journeys/kept.feature": "Feature: Kept\n  Scenario: Kept\n    Then it holds\n",
            "fixtures/environment.py": "def after_all(context):\n    raise OSError('the mailbox is full')\n",
        }
    )

    alone, worker = project.pytest("journeys"), project.pytest("journeys", "-n1")

    assert (alone.code, worker.code) == (1, 1)
    assert "The hook after_all failed." in alone.out
    assert "The hook after_all failed." in worker.out


def test_a_service_that_does_not_start_is_told_once_and_ends_the_run(journeys: ToyProject) -> None:
    journeys.write({"broken.txt": "Northbank did not answer within 20 s."})

    ran = journeys.pytest("journeys", "-rN")
    whole = journeys.tellonce()

    assert ran.code == 1
    assert whole.out.count("Northbank did not answer within 20 s.") == 1
    assert "1 error" in ran.out
    assert ran.settled == {}


def test_a_failing_feature_hook_is_an_error_of_every_scenario_in_it(journeys: ToyProject) -> None:
    journeys.write(
        {
            "fixtures/environment.py": """
            def before_feature(context, feature):
                if feature.name == "Calling":
                    raise OSError("no line")
            """
        }
    )

    ran = journeys.pytest("journeys")

    assert ran.code == 1
    assert "5 errors" in ran.out
    assert "HOOK-ERROR in before_feature: OSError: no line" in ran.out
    assert {known.split("/")[1] for known in ran.settled} == {"maria"}


def test_other_peoples_tests_are_left_alone(journeys: ToyProject) -> None:
    journeys.write({"tests/test_other.py": "import sys\n\ndef test_it():\n    assert 'behave' not in sys.modules\n"})

    ran = journeys.pytest("tests")

    assert ran.code == 0
    assert ran.trace == ()


@pytest.mark.parametrize("workers", [1, 2])
def test_when_nothing_is_chosen_it_is_told_what_was_asked_and_what_there_is(journeys: ToyProject, workers: int) -> None:
    by_name = journeys.tellonce(keyword="asnyc", workers=workers)
    by_tag = journeys.tellonce(tags="pots and not slow", workers=workers)

    assert (by_name.code, by_tag.code) == (5, 5)
    assert (
        "No scenario fits -k 'asnyc': there are 9 scenarios in 2 journeys.\n  nearest       An async step\n"
        in by_name.out
    )
    assert (
        "No scenario fits --tags 'pots and not slow': there are 9 scenarios in 2 journeys.\n"
        "  did you mean  @post\n"
        "  tags          @post (5), @settled-failed (1), @settled-inconclusive (1), @slow (1), @unstartable (1)\n"
    ) in by_tag.out


def test_marks_that_leave_nothing_are_told_with_the_tags_there_are(journeys: ToyProject) -> None:
    ran = journeys.pytest("journeys/maria", "-m", "not post")

    assert ran.code == 5
    assert (
        "No scenario fits -m 'not post': there are 4 scenarios in 1 journey.\n  tags          @post (4), @slow (1)"
        in ran.out
    )


def test_a_scenario_that_does_not_exist_is_told_with_the_nearest(journeys: ToyProject) -> None:
    asked = "journeys/joe/calling.feature::An async stop"
    told = (
        'journeys/joe/calling.feature: there is no scenario "An async stop"\n'
        "  did you mean  An async step\n"
        "  valid         An async step, Nobody can see the card, The letter is stale, "
        "Harness trouble::The browser is gone, Harness trouble::Something blows up"
    )
    by_pytest, by_tellonce = journeys.pytest(asked), journeys.tellonce(paths=(asked,))

    assert (by_pytest.code, by_tellonce.code) == (4, 2)
    assert told in by_pytest.err
    assert told in by_tellonce.err
    assert by_pytest.trace == by_tellonce.trace == ()


def test_a_rule_is_run_by_its_name(journeys: ToyProject) -> None:
    ran = journeys.pytest("journeys/joe/calling.feature::Harness trouble")

    assert list(ran.settled) == [
        "journeys/joe/calling.feature::Harness trouble::The browser is gone",
        "journeys/joe/calling.feature::Harness trouble::Something blows up",
    ]


def test_nothing_selected_and_everything_skipped_are_exit_5(project: ToyProject) -> None:
    project.write({"journeys/skipped.feature": "Feature: Skipped\n  Scenario: Skipped\n    Then it leaves by skip\n"})

    assert project.pytest("journeys", "-k", "nothing").code == 5
    assert project.pytest("journeys").code == 5
