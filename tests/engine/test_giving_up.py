"""A customer who has had enough is lost: the flow is stopped, and it is told where, when, and what she wanted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from engine_bench import Bank, events, open_bank
from playwright.async_api import TimeoutError as NothingCame

from small_bank import MARIA
from tellonce.engine.effort import way_reports
from tellonce.engine.flows import GivesUp, Unanswered
from tellonce.engine.outcomes import PromiseBroken
from tellonce.engine.page_answers import PageAnswers
from tellonce.engine.telling import FlowFailed
from tellonce.engine.waiting import PatienceGone, Waiting
from tellonce.model.persona import Persona

IMPATIENT = f"{MARIA}patience: 2 s\nchannels: {{preferred: [web], refused: [phone]}}\n"


@pytest.fixture
def bank(tmp_path: Path) -> Iterator[Bank]:
    with open_bank(tmp_path, personas={"maria": IMPATIENT}) as bank:
        bank.scenario()
        yield bank


def without_place(text: object) -> list[str]:
    return [line for line in str(text).splitlines() if not line.startswith("  flow ")]


def test_a_customer_without_a_way_on_is_lost(bank: Bank) -> None:
    bank.company.crashes = GivesUp("the chat offers no way to a person")

    with pytest.raises(PromiseBroken) as lost:
        bank.she_moves()

    assert without_place(lost.value) == [
        "Maria gave up, and is lost as a customer: the chat offers no way to a person",
        "  wanted    to tell the company her postal address",
        "  page      http://bank.example/details",
    ]
    assert bank.engine.finish_scenario("failed", str(lost.value)).status == "failed"
    [told] = events(bank, "customer_gave_up")
    assert (told["line"], told["facts"], told["after_s"]) == (5, ["postal_address"], 0.0)
    assert [event["deed"]["ended"] for event in events(bank, "effort_measured")] == ["gave up"]


@pytest.mark.parametrize("came", [Unanswered("nothing but a wheel"), NothingCame("Timeout 2500ms exceeded.")])
def test_whoever_waits_in_vain_for_longer_than_her_patience_is_lost(
    bank: Bank, came: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    bank.company.crashes = came
    monkeypatch.setattr(Waiting, "out_of_patience", lambda _self: PatienceGone(2.4, "after pressing 'Send'"))

    with pytest.raises(PromiseBroken) as lost:
        bank.she_moves()

    assert without_place(lost.value) == [
        "Maria gave up after 2 s, and is lost as a customer: no answer after pressing 'Send'",
        "  patience  2 s",
        f"  instead   {came}",
        "  wanted    to tell the company her postal address",
        "  page      http://bank.example/details",
    ]


def test_the_page_that_a_lost_customer_saw_last_is_told_with_its_status(
    bank: Bank, monkeypatch: pytest.MonkeyPatch
) -> None:
    bank.company.crashes = NothingCame("Timeout 2500ms exceeded.")
    monkeypatch.setattr(Waiting, "out_of_patience", lambda _self: PatienceGone(2.4, "after pressing 'Send'"))
    monkeypatch.setattr(PageAnswers, "place", lambda _self: "http://bank.example/send (answered 500)")

    with pytest.raises(PromiseBroken) as lost:
        bank.she_moves()

    assert "  page      http://bank.example/send (answered 500)" in without_place(lost.value)


def test_an_answer_that_is_none_is_no_reason_to_give_up_as_long_as_she_has_patience(bank: Bank) -> None:
    bank.company.silent = "an error, at once"

    bank.she_moves()

    assert events(bank, "customer_gave_up") == []
    assert [event["deed"]["ended"] for event in events(bank, "effort_measured")] == ["unanswered"]


def test_a_page_that_is_not_as_steps_expect_is_no_lost_customer(bank: Bank) -> None:
    bank.company.crashes = NothingCame("Timeout 2500ms exceeded.")

    with pytest.raises(FlowFailed):
        bank.she_moves()

    assert events(bank, "customer_gave_up") == []


def test_her_patience_and_her_channels_are_constraints_that_are_applied(bank: Bank) -> None:
    bank.she_moves()
    [embodied] = events(bank, "customer_embodied")

    assert embodied["constraints"] == {
        "patience 2 s": "applied",
        "channels preferred: web": "applied",
        "channels refused: phone": "applied",
    }
    assert (embodied["prefers"], embodied["refuses"]) == (["web"], ["phone"])


def test_somebody_who_steps_through_a_flow_is_not_hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PWDEBUG", "1")
    maria = Persona(name="Maria", locale="de_DE", language="de", time_zone="Europe/Berlin", patience=2.0)

    assert way_reports(maria) == {
        "patience 2 s": "could not apply: PWDEBUG is set, and somebody steps through her pages"
    }
