"""Cucumber Messages of histories made by hand: what they must never say, and what old or odd histories still give."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest
from made_runs import cell, founding_story, run, scenario

from tellonce.ledger.evidence import keep
from tellonce.model.events import (
    Event,
    EvidenceKept,
    FeatureRead,
    HookFinished,
    RunFinished,
    RunnerDescribed,
    RunStarted,
    ScenarioFinished,
    ScenarioStarted,
    SentencesDeclared,
    StepFinished,
    StepUnderstood,
)
from tellonce.model.history import History
from tellonce.model.observation import Evidence
from tellonce.model.told import TOLD, DeclaredSentence, Meaning
from tellonce.model.verdict import Verdict
from tellonce.probes.protocol import Capture
from tellonce.report.formats.messages import envelopes, messages
from tellonce.report.formats.messages.shown import MOST_EACH_BYTES
from tellonce.report.scenarios import UNTOLD

JOURNEY = "journeys/ann/moving.feature"
TEXT = """Feature: Moving

  Background:
    Given Ann is a customer

  Scenario: Ann moves
    When she moves
    Then the bank knows
"""
LINES = {"Ann is a customer": 4, "she moves": 7, "the bank knows": 8}
STORY = {"name": "Maria moves house", "journey": "journeys/maria/moving-house.feature"}


def of(made: Iterable[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    return [envelope[kind] for envelope in made if kind in envelope]


def statuses(made: Iterable[dict[str, Any]]) -> list[str]:
    return [step["testStepResult"]["status"] for step in of(made, "testStepFinished")]


def ann(*happened: Event, status: Any = "passed", worker: str = "main", attempt: int = 1, line: int = 6) -> list[Event]:
    """One attempt of Ann's. Without anything that happened, her three steps pass."""
    known = f"{JOURNEY}::Ann moves" + (f"#{attempt}" if attempt > 1 else "")
    stamp = {"scenario": known, "worker": worker, "at_s": float(attempt)}
    started = ScenarioStarted(**stamp, journey=JOURNEY, line=line, feature="Moving", name="Ann moves")
    ended = [] if status is None else [ScenarioFinished(**stamp, status=status)]
    return [started, *(one.model_copy(update=stamp) for one in happened or steps("passed", "passed", "passed")), *ended]


def steps(*ended: str) -> list[StepFinished]:
    return [
        StepFinished(scenario="", keyword=keyword, text=text, line=LINES[text], status=status, duration_s=0.1)  # type: ignore[arg-type]
        for keyword, text, status in zip(("Given", "When", "Then"), LINES, ended, strict=False)
    ]


def read(text: str = TEXT, worker: str = "main") -> FeatureRead:
    return FeatureRead(journey=JOURNEY, text=text, worker=worker)


def history(*parts: Sequence[Event]) -> list[dict[str, Any]]:
    return list(envelopes(run(*parts)))


def test_a_run_in_which_nothing_ran_is_no_success() -> None:
    made = list(envelopes(History(events=())))

    assert [next(iter(envelope)) for envelope in made] == ["meta", "testRunStarted", "testRunFinished"]
    assert made[-1]["testRunFinished"]["success"] is False


def test_what_other_reports_leave_unread_is_not_needed() -> None:
    assert set(TOLD).isdisjoint(UNTOLD)
    assert set(TOLD) == {
        one.model_fields["type"].default
        for one in (FeatureRead, HookFinished, RunnerDescribed, SentencesDeclared, StepUnderstood)
    }


def test_a_promise_that_broke_after_the_last_step_fails_in_a_step_of_its_own() -> None:
    cells = [cell("profile"), cell("card_letter", Verdict.STALE)]
    passing = (("Given", "Maria is signed in", "passed"), ("When", "she moves", "passed"))
    made = list(envelopes(run(scenario(cells, steps=passing, message="Her card goes to her old home.")), cells))

    assert statuses(made) == ["PASSED", "PASSED", "FAILED"]
    assert of(made, "testStepFinished")[-1]["testStepResult"]["exception"] == {
        "type": "PromiseBroken",
        "message": "Her card goes to her old home.",
    }
    assert of(made, "hook")[0]["name"] == "every promise made is looked after"
    assert "The card letter still shows the old postal address" in of(made, "attachment")[0]["body"]
    assert of(made, "testRunFinished")[0]["success"] is False


def test_kept_promises_pass() -> None:
    cells = [cell("profile")]
    made = list(envelopes(run(scenario(cells)), cells))

    assert statuses(made) == ["PASSED"] * 4
    assert of(made, "testRunFinished")[0]["success"] is True


def test_what_is_inconclusive_is_never_milder_than_failed() -> None:
    cells = [cell("profile", Verdict.UNOBSERVED)]
    made = list(envelopes(run(scenario(cells, message="nobody could look")), cells))

    assert statuses(made) == ["PASSED", "PASSED", "PASSED", "FAILED"]
    told = of(made, "testStepFinished")[-1]["testStepResult"]
    assert told["exception"]["type"] == "Inconclusive"
    assert told["message"] == "Inconclusive: nobody can say that this was kept.\nnobody could look"


def test_a_scenario_in_whose_midst_the_run_ended_fails_and_says_so() -> None:
    made = history([read(), *ann(*steps("passed"), status=None)])

    assert statuses(made) == ["PASSED", "FAILED"]
    assert of(made, "testStepFinished")[-1]["testStepResult"]["exception"]["type"] == "CutOff"
    assert len(of(made, "testCaseFinished")) == 1
    assert of(made, "testRunFinished")[0]["success"] is False


def test_a_run_that_could_not_go_on_says_why() -> None:
    made = list(envelopes(run([read(), *ann()], broken="the bank went away")))

    finished = of(made, "testRunFinished")[0]
    assert (finished["success"], finished["message"]) == (False, "the bank went away")


def test_a_scenario_that_reached_nothing_is_skipped_though_its_steps_passed() -> None:
    made = history([read(), *ann(status="skipped")])

    assert statuses(made) == ["PASSED", "PASSED", "PASSED", "SKIPPED"]


def test_an_error_that_no_step_tells_of_is_told() -> None:
    made = history([read(), *ann(status="error")])

    assert statuses(made)[-1] == "FAILED"


def test_steps_of_the_background_are_found_by_their_lines() -> None:
    made = history([read(), *ann(*steps("passed", "failed", "skipped"), status="failed")])

    texts = {step["id"]: step["text"] for pickle in of(made, "pickle") for step in pickle["steps"]}
    order = [texts[step["pickleStepId"]] for step in of(made, "testCase")[0]["testSteps"]]
    assert order == list(LINES)
    assert statuses(made) == ["PASSED", "FAILED", "SKIPPED"]


def test_the_text_of_a_feature_is_the_one_that_was_read() -> None:
    made = history([read(), *ann()])

    assert of(made, "source")[0] == {"data": TEXT, "uri": JOURNEY, "mediaType": "text/x.cucumber.gherkin+plain"}


def test_an_older_history_has_what_was_played_written_again() -> None:
    made = history(ann(*steps("passed", "failed", "skipped"), status="failed"))

    assert of(made, "source")[0]["data"] == (
        "# The history does not hold the text of this feature: this is what was played of it.\n"
        "Feature: Moving\n\n"
        "  Scenario: Ann moves\n"
        "    Given Ann is a customer\n"
        "    When she moves\n"
        "    Then the bank knows\n"
    )
    assert statuses(made) == ["PASSED", "FAILED", "SKIPPED"]
    assert "stepDefinitionIds" not in of(made, "testCase")[0]["testSteps"][0]


def test_a_feature_that_changed_while_the_run_lasted_has_no_one_text() -> None:
    second = ann(worker="gw1", attempt=2)
    made = history([read(), *ann()], [read(TEXT.replace("knows", "hears"), worker="gw1"), *second])

    assert [source["data"].splitlines()[0][:13] for source in of(made, "source")] == ["# The history"]


def test_what_behave_can_read_and_cucumber_cannot_is_written_again() -> None:
    made = history([read(TEXT + "      | a |\n      | a | b |\n"), *ann()])

    assert of(made, "source")[0]["data"].startswith("# The history")
    assert statuses(made) == ["PASSED"] * 3


def test_a_scenario_that_the_file_does_not_hold_stands_beside_it() -> None:
    made = history([read(), *ann(), *[e.model_copy(update={"scenario": "x"}) for e in ann(line=99)]])

    assert [source["uri"] for source in of(made, "source")] == [JOURNEY, f"{JOURNEY} (as played)"]
    assert len(of(made, "testCase")) == 2


def test_a_scenario_that_was_played_again_is_one_case_with_two_attempts() -> None:
    first = ann(*steps("passed", "failed", "skipped"), status="failed")
    made = history([read(), *first, *ann(attempt=2)])

    assert len(of(made, "testCase")) == 1
    assert [started["attempt"] for started in of(made, "testCaseStarted")] == [0, 1]
    assert [finished["willBeRetried"] for finished in of(made, "testCaseFinished")] == [True, False]
    assert of(made, "testRunFinished")[0]["success"] is True


def test_what_two_workers_know_is_said_once() -> None:
    def known(worker: str, number: int) -> list[Event]:
        sentence = DeclaredSentence(number=number, pattern="she moves", file="steps/moving.py", line=3)
        meanings = (Meaning(sentence=number),)
        return [
            SentencesDeclared(worker=worker, sentences=(sentence,)),
            read(worker=worker),
            StepUnderstood(worker=worker, kind="when", text="she moves", meanings=meanings),
        ]

    other = [event.model_copy(update={"scenario": "other"}) for event in ann(worker="gw1")]
    made = history([*known("gw0", 0), *ann(worker="gw0")], [*known("gw1", 7), *other])

    (definition,) = of(made, "stepDefinition")
    meant = [step.get("stepDefinitionIds") for case in of(made, "testCase") for step in case["testSteps"]]
    assert meant == [None, [definition["id"]], None] * 2
    assert [started["workerId"] for started in of(made, "testCaseStarted")] == ["gw0", "gw1"]
    assert len(of(made, "source")) == 1


def test_a_step_that_goes_on_with_a_star_means_what_behave_took_it_for() -> None:
    sentence = SentencesDeclared(sentences=(DeclaredSentence(number=0, pattern="she moves"),))
    understood = StepUnderstood(kind="given", text="she moves", meanings=(Meaning(sentence=0),))
    made = history([sentence, read(TEXT.replace("When she", "* she")), understood, *ann()])

    assert [len(step.get("stepDefinitionIds", ())) for step in of(made, "testCase")[0]["testSteps"]] == [0, 1, 0]


def test_a_step_that_nothing_says_gets_a_snippet_even_with_a_percent_sign() -> None:
    text = TEXT.replace("she moves", 'she saves 5 % and "more"')
    step = steps("passed", "undefined")[1].model_copy(update={"text": 'she saves 5 % and "more"'})
    understood = StepUnderstood(kind="when", text='she saves 5 % and "more"')
    made = history([read(text), understood, *ann(steps("passed")[0], step, status="error")])

    snippets = [snippet["code"].splitlines()[:2] for snippet in of(made, "suggestion")[0]["snippets"]]
    assert snippets == [
        ['@when("she saves {int} % and {string}")', "def step(context, int, string):"],
        ['@when("she saves {float} % and {string}")', "def step(context, float, string):"],
    ]
    assert statuses(made) == ["PASSED", "UNDEFINED", "SKIPPED"]


def test_evidence_belongs_to_the_step_in_whose_course_it_was_kept() -> None:
    shown = EvidenceKept(scenario="", evidence=Evidence(kind="text", caption="x", text="seen"), file_name="seen.txt")
    first, *rest = steps("passed", "passed", "passed")
    made = history([read(), *ann(first, shown, *rest)])

    (attachment,) = of(made, "attachment")
    assert attachment["testStepId"] == of(made, "testCase")[0]["testSteps"][1]["id"]
    assert (attachment["body"], attachment["contentEncoding"], attachment["fileName"]) == (
        "seen",
        "IDENTITY",
        "seen.txt",
    )


def test_hooks_are_steps_and_a_failing_one_is_no_success() -> None:
    before = HookFinished(scenario="", kind="before_scenario", status="passed", duration_s=0.1)
    after = HookFinished(
        scenario="", kind="after_scenario", status="failed", duration_s=0.1, message="no", raised="ValueError"
    )
    made = history([read(), *ann(before, *steps("passed", "passed", "passed"), after)])

    assert [hook["type"] for hook in of(made, "hook")] == ["BEFORE_TEST_CASE", "AFTER_TEST_CASE"]
    assert statuses(made) == ["PASSED", "PASSED", "PASSED", "PASSED", "FAILED"]
    assert of(made, "testRunFinished")[0]["success"] is False


def test_a_failing_hook_around_the_run_is_no_success() -> None:
    after = HookFinished(kind="after_all", scenario="", status="failed", duration_s=0.1, message="no", raised="OSError")
    made = history([read(), *ann(), after])

    assert of(made, "testRunHookFinished")[0]["result"]["exception"] == {"type": "OSError", "message": "no"}
    assert of(made, "testRunFinished")[0]["success"] is False


class TestEvidence:
    """What goes into the stream, and what is only linked."""

    def shown(self, folder: Path, **capture: Any) -> dict[str, Any]:
        evidence = keep(folder, Capture(caption="c", **capture), redact=str)
        made = envelopes(
            run([read(), *ann(EvidenceKept(scenario="", evidence=evidence), *steps("passed"))]), folder=folder
        )
        return next(one for one in made if "attachment" in one or "externalAttachment" in one)

    def test_a_picture_goes_inside(self, tmp_path: Path) -> None:
        made = self.shown(tmp_path, kind="screenshot", media_type="image/png", body=b"\x89PNG")["attachment"]

        assert (made["body"], made["contentEncoding"], made["mediaType"]) == ("iVBORw==", "BASE64", "image/png")

    def test_a_great_one_is_linked(self, tmp_path: Path) -> None:
        made = self.shown(tmp_path, kind="screenshot", media_type="image/png", body=b"x" * (MOST_EACH_BYTES + 1))

        assert made["externalAttachment"]["url"].startswith("evidence/")
        assert (tmp_path / made["externalAttachment"]["url"]).exists()

    def test_a_page_of_the_service_is_only_linked(self, tmp_path: Path) -> None:
        made = self.shown(tmp_path, kind="mail", media_type="text/html", body=b"<script>alert(1)</script>")

        assert made["externalAttachment"]["mediaType"] == "text/html"

    def test_short_html_is_shown_as_text(self, tmp_path: Path) -> None:
        made = self.shown(tmp_path, kind="mail", media_type="text/html", text="<script>alert(1)</script>")

        assert made["attachment"]["mediaType"] == "text/plain"

    @pytest.mark.parametrize("path", ["../secrets.env", "/etc/passwd", "evidence/../../x.png"])
    def test_a_path_that_leads_out_of_the_folder_is_never_followed(self, tmp_path: Path, path: str) -> None:
        evidence = EvidenceKept(scenario="", evidence=Evidence(kind="text", caption="the letter", path=path))
        made = list(envelopes(run([read(), *ann(evidence, *steps("passed"))]), folder=tmp_path))

        assert of(made, "attachment")[0]["body"] == "the letter: this piece of evidence is missing"
        assert path not in json.dumps(made)

    def test_a_link_out_of_the_folder_is_never_followed(self, tmp_path: Path) -> None:
        (tmp_path / "evidence").mkdir()
        (tmp_path / "secrets.env").write_text("of this machine", encoding="utf-8")
        kept = Evidence(kind="text", caption="the letter", path=f"evidence/{'a' * 24}.txt")
        (tmp_path / kept.path).symlink_to(tmp_path / "secrets.env")
        said = EvidenceKept(scenario="", evidence=kept)
        made = list(envelopes(run([read(), *ann(said, *steps("passed"))]), folder=tmp_path))

        assert of(made, "externalAttachment")[0]["url"] == kept.path
        assert not of(made, "attachment")


def test_every_line_is_one_envelope_whatever_the_service_said() -> None:
    hostile = "half \ud83d, line\u2028s, \x00\x1b[31m, \u202e, </script>, \n, \r"
    step = steps("failed")[0].model_copy(update={"message": hostile, "raised": "ValueError"})
    lines = messages(run([read(), *ann(step, status="failed")])).split(b"\n")

    made = [json.loads(line.decode("utf-8")) for line in lines[:-1]]
    said = next(one for one in statuses_with_message(made))
    assert said == hostile.replace("\ud83d", "\ufffd")
    assert lines[-1] == b""
    assert not any("\u2028" in line.decode("utf-8") for line in lines)


def statuses_with_message(made: list[dict[str, Any]]) -> list[str]:
    return [
        one["testStepResult"]["message"] for one in of(made, "testStepFinished") if "message" in one["testStepResult"]
    ]


def test_whatever_is_referred_to_was_said_before(tmp_path: Path) -> None:
    story, cells = founding_story(tmp_path)
    there: set[str] = set()
    for envelope in envelopes(story, cells, folder=tmp_path):
        referred = [one for key, one in walked(envelope) if key.endswith(("Id", "Ids")) and key != "workerId"]
        there |= {one for key, one in walked(envelope) if key == "id"}
        assert [one for one in referred if one not in there] == []


def walked(value: Any, key: str = "") -> Iterable[tuple[str, str]]:
    if isinstance(value, dict):
        for name, one in value.items():
            yield from walked(one, name)
    elif isinstance(value, list):
        for one in value:
            yield from walked(one, key)
    elif isinstance(value, str):
        yield key, value


def test_moments_go_by_each_workers_own_clock() -> None:
    begun = RunStarted.model_validate(
        run().events[0].model_dump() | {"worker": "gw0", "at_s": 0.0, "wall": "2026-11-21T21:45:00.000+00:00"}
    )
    events = [begun, read(worker="gw0"), *ann(worker="gw0"), RunFinished(worker="gw0", at_s=9.5)]
    made = list(envelopes(History(events=events)))

    began, ended = of(made, "testRunStarted")[0]["timestamp"], of(made, "testRunFinished")[0]["timestamp"]
    assert ended["seconds"] - began["seconds"] in (9, 10)
    assert of(made, "testCaseStarted")[0]["timestamp"] == {"seconds": began["seconds"] + 1, "nanos": 0}
