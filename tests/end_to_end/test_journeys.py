"""The whole thing: real browser, real Northbank, real commands."""

from __future__ import annotations

import pytest

from tellonce.ledger.history_reading import read_history
from tellonce.ledger.verdict_file import read_verdicts
from tellonce.model.events import SpansSeen
from tellonce.model.verdict import Verdict

pytestmark = pytest.mark.browser

SOME = ("journeys/maria/renewed-card.feature", "journeys/liam/new-number.feature")


def test_every_way_of_running_gives_the_same_verdicts(project):
    by_tellonce = project.run("tellonce", "run", "--workers", "2", *SOME)
    by_pytest = project.run("pytest", "-q", "-n", "2", *SOME)
    by_behave = project.run("behave", *SOME)

    assert (by_tellonce.code, by_pytest.code, by_behave.code) == (0, 0, 0), by_tellonce.said + by_behave.said
    assert len(by_tellonce.cells()) == 64
    assert set(by_tellonce.cells().values()) == {"on_time"}
    assert by_tellonce.cells() == by_pytest.cells() == by_behave.cells()


def test_the_founding_story_is_told_and_located(project):
    ran = project.run(
        "tellonce", "run", "journeys/maria/moving-house.feature", "-k", "renewed",
        NORTHBANK_FAULTS="card-system-never-told",
    )  # fmt: skip

    assert ran.code == 1
    harmed = {key[2]: verdict for key, verdict in ran.cells().items() if verdict != "on_time"}
    assert harmed == {"card-letter": "stale", "card-file": "stale"}
    letter = next(cell for cell in read_verdicts(ran.folder) if cell.touchpoint == "card-letter")
    assert letter.broke_between == ("customer master", "card system")
    # The card system took the message without an error: its span says so, its store knows better.
    history, _ = read_history(ran.folder)
    seen = [span for event in history.events if isinstance(event, SpansSeen) for span in event.spans]
    assert {"self-service", "customer-master", "card-system"} <= {span.system for span in seen}
    assert letter.broke_how.endswith("and card system (never knew; accepted it and did not apply it, by trace)")
    summary = (ran.folder / "summary.txt").read_text(encoding="utf-8")
    assert summary.splitlines()[0] == f"Maria's new card goes out with her old postal address: {letter.old}."
    explained = project.run("tellonce", "explain", letter.id)
    assert explained.code == 0
    assert "  broke     between customer master (knew at" in explained.said
    assert letter.new in explained.said
    assert letter.old in explained.said


def test_a_recorded_run_is_judged_again_to_the_same_verdicts_and_holds_no_secret(project):
    ran = project.run("tellonce", "run", "journeys/lucia", "journeys/aino/no-newsletter.feature")

    assert ran.code == 0, ran.said
    again = project.run("tellonce", "replay", str(ran.folder))
    assert again.code == 0
    assert again.said.rstrip().endswith("all verdicts are the same")
    history, problems = read_history(ran.folder)
    assert not problems
    text = (ran.folder / "history.ndjson").read_text(encoding="utf-8")
    assert "api_token" not in text.replace("{customer.api_token}", "")
    assert '"password"' not in text
    assert all(cell.verdict is Verdict.ON_TIME for cell in read_verdicts(ran.folder))
    assert len(history.changes()) == 3


def test_a_service_that_dies_in_the_middle_ends_in_a_report_of_what_was_learned(project):
    steps = project.root / "steps" / "dying.py"
    steps.write_text(
        "from behave import given\n\n\n"
        "@given('Northbank dies')\n"
        "def dies(context):\n"
        "    for running in context.tellonce._services._running:\n"
        "        if running.service.name == 'northbank':\n"
        "            running.process.kill()\n"
        "            running.process.wait()\n",
        encoding="utf-8",
    )
    project.edit(
        "journeys/maria/moving-house.feature",
        "  Scenario: Everyone who should know her new home, knows it\n",
        "  Scenario: Everyone who should know her new home, knows it\n    Given Northbank dies\n",
    )

    ran = project.run("tellonce", "run", "journeys/maria/moving-house.feature")

    assert ran.code == 1
    assert "northbank died in the middle of the run (signal SIGKILL)" in ran.said
    kept = [key for key, verdict in ran.cells().items() if verdict == "on_time"]
    assert {key[0] for key in kept} == {"Her renewed card comes to her new home"}
    assert "not run: northbank died" in (ran.folder / "junit.xml").read_text(encoding="utf-8")
    assert (ran.folder / "index.html").stat().st_size > 10_000


def test_a_place_that_nobody_declared_and_that_still_holds_her_old_home_is_found(project):
    text = (project.root / "fixtures/blueprint.yaml").read_text(encoding="utf-8")
    start, end = text.index("kept_on_purpose:"), text.index("\ncalendars:")
    project.edit("fixtures/blueprint.yaml", text[start:end], "")

    ran = project.run("tellonce", "run", "journeys/maria/moving-house.feature", "-k", "nowhere")

    assert ran.code == 1
    assert set(ran.cells().values()) == {"on_time"}
    summary = (ran.folder / "summary.txt").read_text(encoding="utf-8")
    assert summary.splitlines()[0] == (
        "Maria's old postal address is still used: it stands in letters.sqlite, table requests"
    )
    again = project.run("tellonce", "replay", str(ran.folder))
    assert again.code == 0


def test_a_probe_that_cannot_see_makes_its_cell_unobserved_and_the_run_not_green(project):
    project.edit("fixtures/blueprint.yaml", 'folder: "{data}/invoices"', 'folder: "{data}/no-such-folder"')

    ran = project.run("tellonce", "run", "journeys/liam/better-package.feature", "-k", "Plus")

    assert ran.code == 1
    harmed = {key[2]: verdict for key, verdict in ran.cells().items() if verdict != "on_time"}
    assert harmed == {"invoice": "unobserved"}
    assert "no-such-folder does not exist" in ran.said


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        (
            "fixtures/blueprint.yaml", "fed_by: card-system", "fed_by: card-sistem",
            "unknown system 'card-sistem'\n  did you mean  card-system",
        ),
        ("fixtures/blueprint.yaml", "window: 3 weeks", "window: 3 wekks", "'3 wekks' is not a duration"),
        ("fixtures/blueprint.yaml", "look_on:", "look_onn:", "unknown key 'look_onn'\n  did you mean  look_on"),
        ("fixtures/blueprint.yaml", "kind: mailbox", "kind: malbox", "the unknown kind 'malbox'"),
        ("fixtures/personas/maria.yaml", "locale: de_DE", "locale: de_DX", "Faker has no locale 'de_DX'"),
        ("journeys/maria/moving-house.feature", "And two weeks pass", "And two weeks pas", "moving-house.feature:12"),
        (
            "journeys/maria/moving-house.feature", "the card letter goes", "the card leter goes",
            "did you mean  the card letter",
        ),
        (
            "fixtures/blueprint.yaml", "serves: &customers [customer,", "serves: &customers [custmer,",
            "profile-page serves 'custmer', which no persona is\n  did you mean  customer",
        ),
        (
            "fixtures/blueprint.yaml",
            "{within: 60 s, at_least: 1, at_most: 1}",
            "{within: 60 s, at_least: 2, at_most: 1}",
            "at_least 2 and at_most 1 cannot both be kept",
        ),
        (
            "journeys/maria/moving-house.feature",
            "    When she changes",
            "    Wen she takes her spouse's name\n    When she changes",
            "would be taken for prose and never run",
        ),
        ("journeys/maria/moving-house.feature", "two weeks pass", "0 weeks pass", "'0 weeks' is no time at all"),
        ("journeys/lucia/first-question.feature", "Given Lucía", "Given Lucia", "did you mean  Lucía"),
        (
            "journeys/liam/better-package.feature", "to the Plus package", "to the Pluss package",
            'there is no package "Pluss", in "When he changes to the Pluss package"\n  did you mean  Plus',
        ),
        (
            "journeys/aino/language.feature", "the newsletter shows her new language",
            "the newsletter shows her new name", "Aino has not changed the name in this scenario",
        ),
        ("journeys/liam/new-number.feature", "Given Liam is a customer", "Given Liam is a prospect", "not a prospect"),
        ("fixtures/personas/liam.yaml", "device: Pixel 7", "device: Pixle 7", "did you mean  Pixel 7"),
        (
            "fixtures/personas/liam.yaml", "renewal_in_days", "renewl_in_days",
            "unknown key 'renewl_in_days' in service\n  did you mean  renewal_in_days",
        ),
        ("fixtures/personas/liam.yaml", "name: Basic", "name: Basicc", "did you mean  Basic at 4.90 a month"),
    ],
)  # fmt: skip
def test_a_mistake_is_said_with_its_place_before_anything_starts(project, file, old, new, said):
    project.edit(file, old, new)

    ran = project.run("tellonce", "run", "journeys")

    assert ran.code == 2, ran.said
    assert said in ran.said
    assert "Traceback" not in ran.said
    assert f"{file}:" in ran.said
    assert ran.folder is None


def test_a_run_cannot_be_named_out_of_its_folder(project):
    ran = project.run("tellonce", "run", "--run", "../../elsewhere", "journeys/lucia")

    assert ran.code == 2
    assert "'../../elsewhere' cannot name a run's folder" in ran.said


@pytest.mark.parametrize(
    "command",
    [
        ("tellonce", "run", "--run", "tonight", "journeys/lucia"),
        ("pytest", "--tellonce-run", "tonight", "journeys/lucia"),
        ("behave", "-D", "run=tonight", "journeys/lucia"),
    ],
    ids=lambda command: command[0],
)
def test_two_runs_are_never_mixed_under_one_name(project, command):
    (project.root / "reports" / "tonight").mkdir(parents=True)

    ran = project.run(*command)

    assert ran.code in (2, 4)
    assert "there is a run 'tonight' already" in ran.said
    assert "Traceback" not in ran.said


def test_an_empty_folder_of_journeys_is_exit_5_and_never_a_pass(project):
    (project.root / "journeys" / "nobody").mkdir()

    ran = project.run("tellonce", "run", "journeys/nobody")

    assert ran.code == 5
    assert "not one *.feature file" in ran.said
