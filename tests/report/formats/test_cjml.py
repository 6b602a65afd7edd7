"""journeys.cjml.xml: planned and actual journeys, and where they deviate."""

from __future__ import annotations

from xml.etree.ElementTree import Element, fromstring

import pytest
from hostile_bench import founding_account, hostile_account
from made_runs import cell, plan, planned, run, scenario, stale_card

from tellonce.model.verdict import Verdict
from tellonce.report.account import Account, take_account
from tellonce.report.formats.cjml import cjml


def read(account: Account) -> Element:
    return fromstring(cjml(account))  # noqa: S314 - our own document


def maria() -> Account:
    """Her planned move: the card letter is wrong, the invoice never came, and the mail was not planned."""
    cells = (
        cell("profile"),
        stale_card(),
        cell("invoice", Verdict.LOST, looks=()),
        cell("mail", looks=cell("profile").looks),
        cell("letter", Verdict.PENDING, looks=()),
    )
    return take_account(run(planned(scenario(cells), plan())), cells)


def points(journey: Element) -> dict[str, tuple[str | None, ...]]:
    """Touchpoint id -> compliance, who begins, channel."""
    actors = {one.get("actorID") or one.get("actorIDref"): one[0].text for one in journey.findall("actors/*")}
    return {
        point.findtext("touchpointID", ""): (
            point.findtext("compliance"),
            actors[point.find("initiator/refersTo").get("actorIDref")],  # type: ignore[union-attr]  # each has one
            point.findtext("channel/channelName"),
        )
        for point in journey.findall("touchpoints/*")
    }


def test_a_journey_with_a_plan_is_told_as_planned_and_as_it_was() -> None:
    was_planned, actual = read(maria())

    assert (was_planned.tag, actual.tag) == ("plannedJourney", "actualJourney")
    assert actual.findtext("plannedReference") == was_planned.findtext("journeyID") == "PJ1"
    assert [one.findtext("phaseName") for one in was_planned.findall("journeyPhases/journeyPhase")] == [
        *("change", "renewal", "month end")
    ]
    assert points(was_planned) == {
        "A1": (None, "Maria", None),
        "T1": (None, "Maria", "web"),
        "T2": (None, "Maria", "app"),
        "T3": (None, "Output", "post"),
        "A2": (None, "Maria", None),
        "T4": (None, "Card Operations", "card"),
        "A3": (None, "Maria", None),
        "T5": (None, "Billing", "invoice"),
    }


def test_a_deviation_says_what_it_is_and_bears_the_number_of_its_plan() -> None:
    _, actual = read(maria())

    assert points(actual) == {
        "C1": (None, "Maria", "other"),
        "T1": ("completed", "Maria", "web"),
        "D4": ("failing", "Card Operations", "card"),
        "D5": ("missing", "Billing", "invoice"),
        "D6": ("adhoc", "Notifications", "mail"),
    }


def test_what_is_still_waiting_or_was_not_seen_is_neither_met_nor_missing() -> None:
    _, actual = read(maria())

    assert "the confirmation letter" not in {one.text for one in actual.iter("receiverLabel")}


def test_what_never_came_has_no_time() -> None:
    _, actual = read(maria())
    timed = {
        point.findtext("touchpointID"): point.find("timestamps") is not None
        for point in actual.findall("touchpoints/*")
    }

    assert timed["D5"] is False
    assert timed["T1"] is True


def test_a_simulated_customer_reports_no_experience() -> None:
    assert not [*read(founding_account()).iter("touchpointExperience")]


def test_without_a_plan_nothing_is_compared() -> None:
    root = read(founding_account())

    assert {journey.tag for journey in root} == {"actualJourney"}
    assert not [*root.iter("compliance"), *root.iter("plannedReference")]


@pytest.mark.parametrize("account", [maria(), founding_account(), hostile_account(times=2)])
def test_every_reference_leads_to_what_is_declared_once(account: Account) -> None:
    root = read(account)
    actors = [one.get("actorID") for one in root.iter() if one.get("actorID")]
    phases = [one.get("phaseID") for one in root.iter() if one.get("phaseID")]

    assert len(actors) == len(set(actors))
    assert len(phases) == len(set(phases))
    assert {one.get("actorIDref") for one in root.iter() if one.get("actorIDref")} <= set(actors)
    assert {one.get("phaseIDref") for one in root.iter() if one.get("phaseIDref")} <= set(phases)
    for journey in root:
        named = [one.findtext("touchpointID") for one in journey.findall("touchpoints/*")]
        assert len(named) == len(set(named))
        assert root.get("version") == "2.0"
