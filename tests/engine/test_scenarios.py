"""Whole scenarios through the engine, as a runner plays them."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from engine_bench import PASSWORD, Bank, CompanyProbe, open_bank
from playwright.async_api import Error

from small_bank import BLUEPRINT, JAN, MARIA
from tellonce.engine.outcomes import CannotTell, PromiseBroken
from tellonce.engine.protocol import ScenarioEnd, StepInfo
from tellonce.engine.scene import Scene
from tellonce.engine.services import ServiceDied
from tellonce.engine.telling import FlowFailed
from tellonce.model.errors import TellonceError, UsageProblem
from tellonce.probes.protocol import Look, Target


def patient(text: str) -> str:
    """A blueprint whose promises a slow machine keeps too; a cell that passes is not waited for."""
    return text.replace("within: 1 day", "within: 20 s").replace("within: 10 s", "within: 20 s")


def hasty(text: str) -> str:
    """A blueprint whose card letter is given up soon."""
    return text.replace("within: 1 day", "within: 200 ms").replace("within: 10 s", "within: 20 s")


@pytest.fixture
def bank(tmp_path: Path) -> Iterator[Bank]:
    with open_bank(tmp_path, change=patient) as bank:
        yield bank


@pytest.fixture
def hasty_bank(tmp_path: Path) -> Iterator[Bank]:
    with open_bank(tmp_path, change=hasty) as bank:
        yield bank


def events(bank: Bank, kind: str) -> list[dict[str, Any]]:
    lines = (bank.root / "reports/r1/history.main.ndjson").read_text(encoding="utf-8").splitlines()
    return [event for event in map(json.loads, lines) if event["type"] == kind]


def everywhere(bank: Bank, whose: str = "her", fact: str = "postal_address") -> None:
    """Then every touchpoint shows her new postal address within its promise"""
    bank.engine.run(bank.engine.scene.expect_everywhere(whose, fact))


def test_a_change_that_reaches_everybody_passes(bank: Bank) -> None:
    bank.scenario()
    bank.engine.scene.enter("Maria", "customer")
    bank.she_moves("she")
    everywhere(bank)

    assert bank.engine.finish_scenario("passed", "") == ScenarioEnd(status="passed", message="")
    assert [event["cells"] for event in events(bank, "change_began")] == [
        [["postal_address", "profile"], ["postal_address", "card-letter"]]
    ]


def test_a_touchpoint_that_never_hears_breaks_the_promise_and_is_told_with_where_it_broke(hasty_bank: Bank) -> None:
    bank = hasty_bank
    bank.company.forgets = {"card-letter", "cards"}
    bank.scenario()
    bank.she_moves()

    with pytest.raises(PromiseBroken) as broken:
        everywhere(bank)

    lines = str(broken.value).splitlines()
    assert lines[0].startswith("The card letter still shows the old postal address ")
    assert lines[1:3] == ["  journey   journeys/maria.feature:3", "  promised  within 0.2 s (Card Operations)"]
    assert lines[-1].startswith("  replay    tellonce explain ")
    assert bank.engine.finish_scenario("failed", str(broken.value)) == ScenarioEnd(
        status="failed", message=str(broken.value)
    )


def test_what_no_step_asked_about_is_settled_at_the_end_all_the_same(hasty_bank: Bank) -> None:
    bank = hasty_bank
    bank.company.forgets = {"card-letter"}
    bank.scenario()
    bank.she_moves()

    end = bank.engine.finish_scenario("passed", "")

    assert end.status == "failed"
    assert end.message.startswith("The card letter still shows the old postal address ")


def test_a_place_that_cannot_be_seen_makes_the_scenario_inconclusive_and_says_why(hasty_bank: Bank) -> None:
    bank = hasty_bank
    bank.company.unseen = {"card-letter": "the folder of letters does not exist"}
    bank.scenario()
    bank.she_moves()

    with pytest.raises(CannotTell, match="the folder of letters does not exist"):
        everywhere(bank)
    assert bank.engine.finish_scenario("passed", "").status == "inconclusive"


def test_what_she_tells_later_is_hers_too_where_an_earlier_change_is_watched(
    bank: Bank, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Or a message to her third number would be taken, by the watch for her second, for one to a stranger."""
    known: list[int] = []
    look = CompanyProbe.look

    async def look_and_note(probe: CompanyProbe, target: Target, cursor: Any) -> Look:
        known.append(len(target.known["postal_address"]))
        return await look(probe, target, cursor)

    bank.scenario()
    bank.she_moves()
    bank.she_moves()
    monkeypatch.setattr(CompanyProbe, "look", look_and_note)
    bank.engine.run(bank.engine.scene.parts["Maria"].watchers[0].look_everywhere())

    assert set(known) == {3}


def test_a_second_change_of_a_fact_knows_what_was_true_before_the_first(bank: Bank) -> None:
    bank.scenario()
    bank.she_moves()
    bank.she_moves()
    bank.engine.finish_scenario("passed", "")

    first, second = [event["change"]["facts"]["postal_address"] for event in events(bank, "change_acknowledged")]
    assert first["earlier"] == []
    assert second["earlier"] == [first["old"]]
    assert second["old"] == first["new"]


def test_one_touchpoint_may_be_asked_about_alone(hasty_bank: Bank) -> None:
    bank = hasty_bank
    bank.company.forgets = {"card-letter"}
    bank.scenario()
    bank.she_moves()

    bank.engine.run(bank.engine.scene.expect_at("Maria's", "postal_address", "profile"))
    with pytest.raises(PromiseBroken, match="The card letter still shows"):
        bank.engine.run(bank.engine.scene.expect_at("Maria's", "postal_address", "card-letter"))


def test_a_touchpoint_that_does_not_use_the_fact_cannot_be_asked(tmp_path: Path) -> None:
    without = BLUEPRINT.replace("facts: [postal_address, email]", "facts: [email]")
    with open_bank(tmp_path, blueprint=without, change=patient) as bank:
        bank.scenario()
        bank.she_moves()

        with pytest.raises(CannotTell) as cannot:
            bank.engine.run(bank.engine.scene.expect_at("her", "postal_address", "profile"))

        assert str(cannot.value) == ("the details page does not use Maria's postal address: no probe can answer this")


def test_a_touchpoint_that_need_not_learn_it_is_told_with_the_reason(tmp_path: Path) -> None:
    exempt = BLUEPRINT.replace(
        "promise: {within: 10 s}", "promise: {within: 10 s, exempt: {postal_address: it is legacy}}"
    )
    with open_bank(tmp_path, blueprint=exempt, change=patient) as bank:
        bank.scenario()
        bank.she_moves()

        with pytest.raises(CannotTell) as cannot:
            bank.engine.run(bank.engine.scene.expect_at("her", "postal_address", "profile"))

        assert str(cannot.value) == "the details page need not learn the postal address: it is legacy"


def test_what_is_sent_elsewhere_or_nowhere_cannot_be_asked_whether_it_goes_there(bank: Bank) -> None:
    bank.scenario()
    bank.she_moves()

    bank.engine.run(bank.engine.scene.expect_sent_to("her", "postal_address", "card-letter"))
    with pytest.raises(CannotTell) as cannot:
        bank.engine.run(bank.engine.scene.expect_sent_to("her", "postal_address", "profile"))

    assert str(cannot.value) == "the details page does not go to Maria's postal address"


def test_a_state_is_not_sent_so_nobody_can_say_that_none_was(bank: Bank) -> None:
    bank.scenario()
    bank.she_moves()

    with pytest.raises(CannotTell) as cannot:
        bank.engine.run(bank.engine.scene.expect_none_sent("Maria", "profile", 60.0, step="no profile", line=7))

    assert str(cannot.value) == "the details page is not sent: it is a state, and can be read at any time"
    assert bank.engine.finish_scenario("failed", str(cannot.value)).status == "inconclusive"


def test_a_run_that_watches_one_touchpoint_leaves_the_others_out(tmp_path: Path) -> None:
    with open_bank(tmp_path, touchpoint="profile", change=patient) as bank:
        bank.company.forgets = {"card-letter"}
        bank.scenario()
        bank.she_moves()
        everywhere(bank)
        bank.engine.run(bank.engine.scene.expect_at("her", "postal_address", "card-letter"))

        assert bank.engine.finish_scenario("passed", "").status == "passed"
        assert [event["cells"] for event in events(bank, "change_began")] == [[["postal_address", "profile"]]]


def test_a_new_value_that_nobody_told_cannot_be_asked_for(bank: Bank) -> None:
    bank.scenario()
    bank.engine.scene.enter("Maria")

    with pytest.raises(CannotTell) as cannot:
        everywhere(bank)

    assert str(cannot.value) == ("Maria has not changed the postal address in this scenario, so there is no new one")


# a refusal -------------------------------------------------------------------------------------------------------


def test_a_refused_change_keeps_the_old_value_everywhere(tmp_path: Path) -> None:
    def soon(text: str) -> str:
        return text.replace("within: 10 s", "within: 1 s").replace("within: 1 day", "within: 1 s")

    with open_bank(tmp_path, change=soon) as bank:
        bank.company.refuses = "A postcode is missing."
        bank.scenario()
        bank.she_moves()
        bank.engine.run(bank.engine.scene.expect_unchanged("her", "postal_address"))

        assert bank.engine.finish_scenario("passed", "").status == "passed"
        [told] = events(bank, "change_acknowledged")
        assert (told["change"]["outcome"], told["change"]["answer"]) == ("refused", "A postcode is missing.")


def test_an_accepted_change_is_no_refusal(bank: Bank) -> None:
    bank.scenario()
    bank.she_moves()

    with pytest.raises(PromiseBroken) as broken:
        bank.engine.run(bank.engine.scene.expect_unchanged("her", "postal_address"))

    assert str(broken.value) == "The company accepted Maria's new postal address; a refusal was expected."


def test_a_refusal_that_nobody_asked_for_is_no_pass(bank: Bank) -> None:
    bank.company.refuses = "We are closed."
    bank.scenario()
    bank.she_moves()
    scene = bank.engine.scene

    for asked in (
        scene.expect_everywhere("her", "postal_address"),
        scene.expect_at("her", "postal_address", "profile"),
    ):
        with pytest.raises(PromiseBroken) as broken:
            bank.engine.run(asked)
        assert str(broken.value) == "The company refused Maria's new postal address: We are closed."

    assert bank.engine.finish_scenario("failed", str(broken.value)).status == "failed"


def test_a_refusal_of_which_no_sentence_speaks_fails_the_scenario(tmp_path: Path) -> None:
    def soon(text: str) -> str:
        return text.replace("within: 10 s", "within: 1 s").replace("within: 1 day", "within: 1 s")

    with open_bank(tmp_path, change=soon) as bank:
        bank.company.refuses = "We are closed."
        bank.scenario()
        bank.she_moves()
        end = bank.engine.finish_scenario("passed", "")

    assert (end.status, end.message.splitlines()[0]) == (
        "failed",
        "The company refused Maria's new postal address: We are closed.",
    )


# no answer -------------------------------------------------------------------------------------------------------


@pytest.fixture
def silent(tmp_path: Path) -> Iterator[Bank]:
    """A bank that does not say whether it took her news."""

    def soon(text: str) -> str:
        return text.replace("within: 10 s", "within: 1 s").replace("within: 1 day", "within: 1 s")

    with open_bank(tmp_path, change=soon) as bank:
        bank.company.silent = "the connection was cut"
        bank.scenario()
        yield bank


def test_without_an_answer_the_new_value_everywhere_is_kept(silent: Bank) -> None:
    silent.she_moves()
    everywhere(silent)

    assert silent.engine.finish_scenario("passed", "").status == "passed"
    [told] = events(silent, "change_acknowledged")
    assert (told["change"]["outcome"], told["change"]["answer"]) == ("unknown", "the connection was cut")


def test_without_an_answer_the_old_value_everywhere_breaks_nothing_and_is_no_new_one(silent: Bank) -> None:
    silent.company.forgets = {"profile", "master", "cards", "card-letter"}
    silent.company.letters = {"card-letter": []}
    silent.she_moves()

    with pytest.raises(CannotTell) as cannot:
        silent.engine.run(silent.engine.scene.expect_at("her", "postal_address", "profile"))

    assert str(cannot.value) == (
        "The company never answered whether it took Maria's new postal address, and went on with the old one: "
        "the connection was cut"
    )


def test_without_an_answer_two_touchpoints_that_disagree_break_it(silent: Bank) -> None:
    silent.company.forgets = {"profile"}
    silent.she_moves()

    with pytest.raises(PromiseBroken, match=r"^The details page still shows the old"):
        everywhere(silent)


# who -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("word", ["she", "her", "Nobody's"])
def test_a_pronoun_means_nobody_before_somebody_entered(bank: Bank, word: str) -> None:
    bank.scenario()

    with pytest.raises(UsageProblem) as problem:
        bank.engine.scene.who(word)

    assert str(problem.value) == (
        f"nobody is meant by '{word}' yet\n"
        "  valid         Jan, Maria\n"
        "  next          begin with a sentence such as 'Given Maria is a customer'"
    )


def test_a_pronoun_means_who_was_named_last(bank: Bank) -> None:
    bank.scenario()
    bank.engine.scene.enter("Maria")
    bank.engine.scene.enter("Jan")

    assert bank.engine.scene.who("his").persona.name == "Jan"
    assert bank.engine.scene.who("Maria's").persona.name == "Maria"
    assert bank.engine.scene.who("her").persona.name == "Maria"


def test_a_persona_has_the_role_that_her_file_gives_her(bank: Bank) -> None:
    bank.scenario()

    with pytest.raises(UsageProblem) as problem:
        bank.engine.scene.enter("Maria", "prospect")

    assert str(problem.value) == (
        "Maria is a customer, not a prospect (see fixtures/personas)\n  valid         customer"
    )


def test_every_scenario_has_a_customer_of_its_own(bank: Bank) -> None:
    for name in ("first", "second"):
        bank.scenario(name)
        bank.she_moves()
        bank.engine.finish_scenario("passed", "")

    first, second = events(bank, "customer_embodied")
    assert first["customer"] != second["customer"]
    assert first["values"]["postal_address"] != second["values"]["postal_address"]


def test_who_shares_an_account_exists_first_and_is_related(tmp_path: Path) -> None:
    shared = {"maria": MARIA + "shares_account_with: Jan\n", "jan": JAN}
    with open_bank(tmp_path, personas=shared, change=patient) as bank:
        bank.scenario()
        bank.she_moves()
        bank.engine.finish_scenario("passed", "")

        jan, maria = events(bank, "customer_embodied")
        assert (jan["persona"], maria["persona"]) == ("Jan", "Maria")
        assert maria["related"] == [jan["customer"]]


# what goes wrong -------------------------------------------------------------------------------------------------


def test_a_page_that_is_not_as_the_steps_expect_is_told_with_page_and_flow(bank: Bank) -> None:
    bank.company.crashes = Error("Timeout 30000ms exceeded.\nCall log:\n  - waiting for locator")
    bank.scenario()

    with pytest.raises(FlowFailed) as failed:
        bank.she_moves()

    assert str(failed.value) == (
        "Maria could not finish: Timeout 30000ms exceeded.\n"
        "  page      http://bank.example/details\n"
        f"  flow      {bank.moves.place}"
    )
    assert bank.engine.finish_scenario("error", str(failed.value)) == ScenarioEnd(
        status="error", message=str(failed.value)
    )


def test_weeks_cannot_pass_for_somebody_without_a_clock(bank: Bank) -> None:
    bank.scenario()
    bank.engine.scene.enter("Maria")

    with pytest.raises(CannotTell) as cannot:
        bank.engine.run(bank.engine.scene.pass_time(14 * 86400.0))

    assert str(cannot.value) == "2 weeks cannot pass for Maria: the service gives no clock"


def test_a_sentence_outside_a_scenario_is_told_so(bank: Bank) -> None:
    with pytest.raises(TellonceError) as outside:
        bank.engine.scene.enter("Maria")

    assert str(outside.value) == "this sentence was said outside a scenario"


def test_when_the_browser_dies_the_scenario_is_an_error_and_the_next_gets_another(bank: Bank) -> None:
    bank.scenario("first")
    bank.browsing.is_alive = False
    bank.engine.finish_step(
        StepInfo(keyword="When", text="Maria moves", line=5, status="error", duration_s=1.0, message="Target closed")
    )

    assert bank.engine.finish_scenario("error", "") == ScenarioEnd(
        status="error", message="the browser died in the middle of this scenario; the next one gets another"
    )
    bank.scenario("second")
    assert bank.browsing.is_alive
    assert bank.engine.finish_scenario("passed", "").status == "passed"

    bank.engine.finish_run()
    assert [event["broken"] for event in events(bank, "run_finished")] == [""]


def test_when_a_service_goes_the_waiting_ends_at_once_and_the_next_scenario_says_why(bank: Bank) -> None:
    async def wait_for_ever() -> None:
        await asyncio.Event().wait()

    last_words = "bank died in the middle of the run (exit code 3)\n    no such table: customers"
    bank.scenario("first")
    bank.engine._services.gone = lambda: last_words  # type: ignore[method-assign]
    with pytest.raises(ServiceDied) as died:
        bank.engine.run(wait_for_ever())
    assert str(died.value) == last_words

    assert bank.engine.finish_scenario("error", "").message == last_words
    with pytest.raises(TellonceError) as stopped:
        bank.scenario("second")
    assert str(stopped.value) == "not run: bank died in the middle of the run (exit code 3)"


def test_a_stop_while_everything_is_settled_is_written_down_before_it_is_passed_on(
    bank: Bank, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def stopped(scene: Scene) -> None:
        raise KeyboardInterrupt("Ctrl-C")

    bank.scenario("first")
    # A coroutine that raises it would stop the loop's thread too; a person's Ctrl-C is raised where the step waits.
    monkeypatch.setattr(Scene, "settle_everything", stopped)
    monkeypatch.setattr(bank.engine, "run", _raising_in_the_main_thread(bank.engine.run))

    with pytest.raises(KeyboardInterrupt):
        bank.engine.finish_scenario("passed", "")

    [ended] = events(bank, "scenario_finished")
    assert (ended["status"], ended["message"]) == ("error", "stopped by Ctrl-C")


def _raising_in_the_main_thread(run: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def run_or_raise(work: Any) -> Any:
        if work.__name__ == "stopped":
            work.close()
            raise KeyboardInterrupt("Ctrl-C")
        return run(work)

    return run_or_raise


def test_the_same_seed_makes_the_same_customer_and_the_same_news_in_another_run(tmp_path: Path) -> None:
    def lived(folder: str, scenario: str) -> list[object]:
        (tmp_path / folder).mkdir()
        with open_bank(tmp_path / folder) as bank:
            bank.scenario(scenario)
            bank.she_moves()
            bank.engine.finish_scenario("passed", "")
            [her] = events(bank, "customer_embodied")
            return [her["values"], *bank.company.told]

    assert lived("first", "moving") == lived("second", "moving")
    assert lived("third", "another scenario") != lived("fourth", "moving")


# secrets ---------------------------------------------------------------------------------------------------------


def test_no_secret_of_hers_is_written_anywhere(hasty_bank: Bank) -> None:
    bank = hasty_bank
    bank.company.forgets = {"card-letter"}
    bank.scenario()
    bank.she_moves()
    bank.engine.finish_step(
        StepInfo(
            keyword="When", text="Maria moves", line=5, status="failed", duration_s=1.0, message=f"typed {PASSWORD}"
        )
    )
    bank.engine.finish_scenario("failed", f"she typed {PASSWORD}")
    bank.engine.finish_run()

    assert PASSWORD not in bank.history
    assert "typed [secret]" in bank.history
    assert "signed in with [secret]" in bank.history


def test_an_earlier_customers_value_on_her_page_is_contamination(bank: Bank) -> None:
    bank.scenario("first")
    bank.she_moves()
    everywhere(bank)
    bank.engine.finish_scenario("passed", "")
    bank.scenario("second")
    bank.engine.run(bank.engine.scene.embodied(bank.engine.scene.enter("Maria", "customer")))
    first = events(bank, "customer_embodied")[0]
    bank.company.places["profile"]["postal_address"] = first["values"]["postal_address"]
    bank.company.forgets = {"profile"}
    bank.she_moves("she")

    with pytest.raises(PromiseBroken):
        everywhere(bank)
    assert [cell.verdict.value for cell in bank.engine.scene.verdicts()] == ["contaminated", "on_time"]


def test_a_verdict_does_not_cost_more_the_more_customers_came_before(bank: Bank) -> None:
    for number in range(5):
        bank.scenario(f"number {number}")
        bank.she_moves()
        everywhere(bank)
        assert [event.type for event in bank.engine.scene._earlier()] == ["run_started"]
        bank.engine.finish_scenario("passed", "")
