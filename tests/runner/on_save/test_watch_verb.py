"""`tellonce watch`: a save is checked at once, what it concerns is run, and everything ends in order."""

from __future__ import annotations

import os
import signal

import pytest
from on_save_bench import watching
from toy_project import ToyProject

MOVING = "journeys/maria/moving.feature"


def test_nothing_runs_before_something_is_saved(journeys: ToyProject) -> None:
    with watching(journeys.root) as watch:
        said = watch.ready()
        watch.press("q")
        code, rest = watch.end()

    assert said == (
        f"Tellonce watches {journeys.root.name}: each save is checked, and what it concerns is run.\n"
        "9 scenarios in 2 journeys; browser and services start.\n"
        "Ready after 0.0 s. Enter runs the last ones again, a all, f what is broken; q ends."
    )
    assert (code, rest) == (0, "Ended; nothing that was run is broken.")
    assert watch.ran == []
    assert watch.errors == ""


def test_the_changed_scenario_alone_is_run(journeys: ToyProject) -> None:
    with watching(journeys.root) as watch:
        watch.ready()
        watch.save(
            MOVING,
            "When she changes her postal address\n    Then everyone",
            "When she changes her e-mail\n    Then everyone",
        )
        # The toy world finds a broken promise: another fact was changed than is asked for.
        said = watch.until("index.html")
        watch.press("q")
        code, rest = watch.end()

    assert said == (
        "12:00:00  journeys/maria/moving.feature: 1 of 4 scenarios\n"
        "Moving house  (journeys/maria/moving.feature)\n"
        "  ✗ She tells the bank once … (0.0 s)\n"
        "      She tells the bank once\n"
        "        journey   journeys/maria/moving.feature:9\n"
        "        step      Then everyone knows her postal address\n"
        "        because   an assertion does not hold  (toy_engine.py:108)\n"
        "  1 broken, in 0.0 s; reports/watch-1/index.html"
    )
    assert watch.ran == ["She tells the bank once"]
    assert code == 1
    assert rest == (
        "Ended; 1 scenario of those that were run is broken:\n"
        "  ✗ journeys/maria/moving.feature:7  She tells the bank once  (run watch-1)"
    )


def test_a_mistake_is_told_with_its_place_and_nothing_runs_until_it_is_mended(journeys: ToyProject) -> None:
    with watching(journeys.root) as watch:
        watch.ready()
        watch.save(MOVING, "Then everyone knows her postal address", "Then everyone knows her postal adress")
        told = watch.until("valid")
        watch.press("a")
        refused = watch.until("Nothing runs")
        watch.save(MOVING, "her postal adress", "her postal address")
        mended = watch.until("nothing that runs")
        watch.press("q")
        code, _ = watch.end()

    assert told == (
        "12:00:00  1 mistake; nothing runs until mended\n"
        'journeys/maria/moving.feature:9:5: there is no fact "postal adress"\n'
        "  did you mean  postal address\n"
        "  valid         postal address, e-mail"
    )
    assert refused == "Nothing runs until the mistakes above are mended."
    assert mended == "12:00:00  mended\n          nothing that runs has changed"
    assert (watch.ran, code) == ([], 0)


def test_a_changed_background_or_tag_of_the_feature_concerns_all_of_its_scenarios(journeys: ToyProject) -> None:
    with watching(journeys.root) as watch:
        watch.ready()
        watch.save(MOVING, "Given Maria is a customer", "Given Maria Lopez is a customer")
        background = watch.until("index.html")
        watch.save(MOVING, "@post\nFeature", "@letters\nFeature")
        tags = watch.until("index.html")
        watch.press("q")
        watch.end()

    assert background.startswith("12:00:00  journeys/maria/moving.feature: 4 scenarios\n")
    assert tags.startswith("12:00:00  journeys/maria/moving.feature: 4 scenarios\n")
    assert len(watch.ran) == 8


def test_a_new_name_or_a_comment_of_others_runs_nothing_of_them(journeys: ToyProject) -> None:
    with watching(journeys.root) as watch:
        watch.ready()
        watch.save(MOVING, "\n  @slow", "\n  # The bank's oldest fault.\n  @slow")
        comment = watch.until("nothing")
        watch.save(MOVING, "Scenario: The invoice is forgotten", "Scenario: The invoice is late")
        watch.until("index.html")
        watch.press("q")
        watch.end()

    assert comment == "12:00:00  journeys/maria/moving.feature: nothing that runs has changed"
    assert watch.ran == ["The invoice is late"]


def test_what_is_broken_is_run_again_after_the_next_edit(journeys: ToyProject) -> None:
    with watching(journeys.root) as watch:
        watch.ready()
        watch.save(
            MOVING,
            "When she changes her postal address\n    Then it does",
            "When she changes her e-mail\n    Then it does",
        )
        watch.until("index.html")
        watch.save("journeys/joe/calling.feature", "Scenario: An async step", "Scenario: A call")
        again = watch.until("index.html")
        watch.save(MOVING, "Then it does not hold", "Then it holds")
        healed = watch.until("index.html")
        watch.press("f")
        nothing = watch.until("broken")
        watch.press("q")
        code, rest = watch.end()

    assert watch.ran == ["The invoice is forgotten", "A call", "The invoice is forgotten", "The invoice is forgotten"]
    assert again.endswith("  1 kept, 1 broken, in 0.0 s; reports/watch-1/index.html")
    assert healed.endswith("  1 kept, in 0.0 s; reports/watch-1/index.html")
    assert nothing == "Nothing is broken."
    assert (code, rest) == (0, "Ended; nothing that was run is broken.")


def test_keys_run_all_the_failed_and_the_last_ones_again(journeys: ToyProject) -> None:
    with watching(journeys.root, "--tags", "@post and not @settled-failed") as watch:
        assert "4 scenarios in 1 journey;" in watch.ready()
        watch.press("")
        nothing = watch.until("yet")
        watch.press("a")
        everything = watch.until("index.html")
        watch.press("f")
        failed = watch.until("index.html")
        watch.save(MOVING, "Scenario: She tells the bank once", "Scenario: She tells the bank")
        watch.until("index.html")
        watch.press("")
        watch.until("index.html")
        watch.press("q")
        watch.end()

    assert nothing == "Nothing has been run yet; a runs all."
    assert everything.endswith("  3 kept, 1 broken, in 0.0 s; reports/watch-1/index.html")
    assert failed.endswith("  1 broken, in 0.0 s; reports/watch-1/index.html")
    assert watch.ran[4:] == [
        "The invoice is forgotten",
        "She tells the bank",
        "The invoice is forgotten",
        "She tells the bank",
    ]


def test_steps_are_loaded_anew_and_only_their_sentences_are_run(journeys: ToyProject) -> None:
    with watching(journeys.root) as watch:
        watch.ready()
        watch.save("steps/calls.py", "def is_a_customer", "# who she is\ndef is_a_customer")
        comment = watch.until("nothing")
        watch.save("steps/calls.py", 'raise ZeroDivisionError("no fee")', 'raise ZeroDivisionError("no fees")')
        one = watch.until("index.html")
        watch.save("steps/calls.py", "    pass", "    pass pass")
        wrong = watch.until("cannot be loaded")
        watch.save("steps/calls.py", "    pass pass", "    pass")
        watch.until("nothing that runs")
        watch.press("q")
        watch.end()

    assert comment == "12:00:00  steps/calls.py: nothing that runs has changed"
    assert one.startswith("12:00:00  steps/calls.py: 1 scenario\nCalling  (journeys/joe/calling.feature)\n")
    assert "because   ZeroDivisionError: no fees" in one
    assert wrong == (
        "12:00:00  1 mistake; nothing runs until mended\n"
        "steps/calls.py:26: cannot be loaded: SyntaxError: invalid syntax"
    )
    assert watch.ran == ["Something blows up"]


def test_files_come_go_and_are_renamed(journeys: ToyProject) -> None:
    moving = journeys.root / MOVING
    with watching(journeys.root) as watch:
        watch.ready()
        moving.rename(moving.with_name("moving-house.feature"))
        renamed = watch.until("index.html")
        moving.with_name("moving-house.feature").unlink()
        gone = watch.until("fewer")
        watch.press("q")
        code, _ = watch.end()

    assert renamed.startswith(
        "12:00:00  journeys/maria/moving-house.feature: new, 4 scenarios\n"
        "          journeys/maria/moving.feature is gone: 4 scenarios fewer\n"
    ) or renamed.startswith(
        "12:00:00  journeys/maria/moving.feature is gone: 4 scenarios fewer\n"
        "          journeys/maria/moving-house.feature: new, 4 scenarios\n"
    )
    assert gone == "12:00:00  journeys/maria/moving-house.feature is gone: 4 scenarios fewer"
    assert code == 0  # what was broken is there no more


def test_the_scenario_in_flight_ends_and_then_the_newest_text_is_run(project: ToyProject) -> None:
    """A step waits at a pipe while the file is saved twice; the second scenario runs once, with its last text."""
    os.mkfifo(project.root / "gate")
    project.write(
        {
            "steps/gate.py": """
                from pathlib import Path

                @when("she waits at the gate")
                def waits(context):
                    (Path(__file__).parents[1] / "gate").read_text()
                """,
            "journeys/maria/waiting.feature": """
                Feature: Waiting

                  Scenario: First
                    When she waits at the gate
                    Then it holds

                  Scenario: Second
                    When she calls the bank
                    Then it does not hold
                """,
        }
    )
    with watching(project.root) as watch:
        watch.ready()
        watch.press("a")
        gate = (project.root / "gate").open("w", encoding="utf-8")  # opens as soon as the step reads
        watch.save("journeys/maria/waiting.feature", "Then it does not hold", "Then it hlods")
        watch.save("journeys/maria/waiting.feature", "Then it hlods", "Then it holds")
        gate.close()
        first = watch.until("Second …")
        rest = watch.until("index.html")
        watch.press("q")
        code, _ = watch.end()

    assert "  ✓ First … (0.0 s)" in first
    assert rest.endswith("kept, in 0.0 s; reports/watch-1/index.html")
    assert watch.ran == ["First", "Second"]
    assert code == 0


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_in_order_also_in_the_middle_of_a_scenario(project: ToyProject, number: int) -> None:
    os.mkfifo(project.root / "gate")
    project.write(
        {
            "steps/gate.py": """
                from pathlib import Path

                @when("she waits at the gate")
                def waits(context):
                    (Path(__file__).parents[1] / "gate").read_text()
                """,
            "journeys/maria/waiting.feature": """
                Feature: Waiting
                  Scenario: First
                    When she waits at the gate
                    Then it holds
                """,
        }
    )
    with watching(project.root) as watch:
        watch.ready()
        watch.press("a")
        with (project.root / "gate").open("w", encoding="utf-8"):
            watch.signal(number)
            code, said = watch.end()

    assert code == 1
    assert "  ! First … (0.0 s)  could not be run to its end" in said
    assert said.endswith(
        "Ended; 1 scenario of those that were run is broken:\n"
        "  ! journeys/maria/waiting.feature:2  First  (run watch-1)"
    )
    assert (project.root / "trace.txt").read_text(encoding="utf-8").splitlines()[-1] == "finish_run main"


def test_a_run_that_cannot_begin_is_told_and_tried_again_at_the_next_key(journeys: ToyProject) -> None:
    journeys.write({"broken.txt": "Northbank did not answer within 20 s."})
    with watching(journeys.root, "journeys/joe/calling.feature::An async step") as watch:
        watch.ready()
        watch.press("a")
        told = watch.until("Enter")
        (journeys.root / "broken.txt").unlink()
        watch.press("a")
        kept = watch.until("index.html")
        watch.press("q")
        code, _ = watch.end()

    assert told == "Northbank did not answer within 20 s.\nNothing was run. Mend it, or press Enter to try again."
    assert kept.endswith("  1 kept, in 0.0 s; reports/watch-1/index.html")
    assert code == 0


def test_who_starts_with_a_mistake_gets_a_verdict_when_it_is_mended(journeys: ToyProject) -> None:
    journeys.write(
        {
            "journeys/joe/calling.feature": """
                Feature: Calling

                  Scenario: A call
                    When she call the bank
                    Then it holds
                """
        }
    )
    with watching(journeys.root) as watch:
        watch.until("next")
        watch.save("journeys/joe/calling.feature", "she call the", "she calls the")
        said = watch.until("index.html")
        watch.press("q")
        watch.end()

    assert "  ✓ A call … (0.0 s)" in said
    assert watch.ran == ["A call"]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("journeys/maira",), 2, 'there is no "journeys/maira"\n  next          name a folder or a *.feature file\n'),
        (("--tags", "(post"), 2, 'The tags "(post" cannot be read: '),
        (
            ("--persona", "nobody"),
            5,
            "No scenario fits --persona 'nobody': there are 9 scenarios in 2 journeys.\n",
        ),
    ],
)
def test_flags_that_fit_nothing_end_it_at_once(
    journeys: ToyProject, arguments: tuple[str, ...], code: int, said: str
) -> None:
    with watching(journeys.root, *arguments) as watch:
        ended, _ = watch.end()

    assert ended == code
    assert watch.errors.startswith(said)
