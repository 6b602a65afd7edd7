"""The summary in the terminal, whole messages."""

from __future__ import annotations

import pytest
from made_runs import cell, founding_story, plan, planned, run, scenario, stale_card

from tellonce.model.verdict import Verdict
from tellonce.report.account import take_account
from tellonce.report.text import first_line, summary
from tellonce.story.headline import headline


def test_the_founding_story_is_told_customer_first() -> None:
    history, cells = founding_story()
    assert (
        summary(take_account(history, cells), report="reports/r1/index.html")
        == """\
Maria's new card goes to her old home.

  broken    card letter, card file: postal address still old, 1 day after Maria told; promised within 1 day \
(Card Operations) 7f3a0001

  promises  16 kept, 2 broken, 1 still waiting, 0 not seen
  scenarios 1 passed, 1 failed, 1 inconclusive, 1 error

Could not be tried (1 scenario): The page /enquiry did not open: connection refused
  journey   journeys/amelie/offer.feature:14  Amélie asks for an offer

Could not be settled (1 scenario): The partner feed still has time to learn Zoë's new e-mail address. \
the last look told: pending
  journey   journeys/zoe/new-mail.feature:14  Zoë takes a new e-mail address

  explain   tellonce explain 7f3a0001
  report    reports/r1/index.html
"""
    )


def test_when_all_is_well_one_line_says_how_much_was_looked_at() -> None:
    cells = (cell("profile"), cell("card_letter"))
    account = take_account(run(scenario(cells)), cells)
    assert first_line(account) == (
        "Every change reached everyone who should know: 1 change, 2 touchpoint checks, 1 persona, in 4.1 s."
    )


def test_fifteen_equal_breaks_are_one_line_with_a_count() -> None:
    cells = []
    scenarios = []
    for number in range(15):
        name, journey = f"Household {number} moves", f"journeys/households/{number % 3}.feature"
        place = {"scenario": f"{journey}: {name}", "scenario_name": name, "journey": journey}
        moved = stale_card(**place, persona=f"Maria{number}", customer=f"maria{number}-1", id=f"7f3a{number:04x}")
        cells.append(moved)
        scenarios.append(scenario([moved], name=name, journey=journey, persona=f"Maria{number}", at_s=float(number)))
    said = summary(take_account(run(*scenarios), cells), report="index.html")
    assert said.count("  broken    ") == 1
    assert "1 day after Maria0, Maria1 and 13 more (15 customers) told" in said
    assert said.startswith("Maria's new card goes to her old home. (15 customers)\n")


def test_a_break_of_unknown_cause_has_a_line_of_its_own() -> None:
    nowhere = {"broke_between": None, "broke_how": ""}
    cells = [stale_card(**nowhere), cell("card_file", Verdict.STALE, **nowhere), cell("invoice", Verdict.LOST)]
    said = summary(take_account(run(scenario(cells)), cells), report="index.html")
    assert said.count("  broken    ") == 3


def test_a_run_with_very_many_breaks_still_fits_on_a_screen_and_says_how_many_more() -> None:
    place = {"broke_between": None, "broke_how": ""}
    cells = [stale_card(id=f"{n:08x}", **place).model_copy(update={"touchpoint": f"t{n}"}) for n in range(25)]
    stuck = [scenario(name=f"{n} tries", status="error", message=f"reason {n}", at_s=9.0 + n) for n in range(9)]
    troubles = [f"worker gw{n} never ended" for n in range(9)]
    said = summary(take_account(run(scenario(cells), *stuck), cells, troubles), report="index.html")
    assert said.count("  broken    ") == 12
    assert "\n  …         13 more; the report shows all\n" in said
    assert "\n… and 6 more reasons; the report tells all\n" in said
    assert len(said.splitlines()) < 40


def test_a_repeated_reason_is_said_once_with_its_count() -> None:
    same = [
        scenario(name=f"Attempt {n}", status="error", message="mail: connection refused\nmore", at_s=float(n))
        for n in range(5)
    ]
    said = summary(take_account(run(*same), ()), report="index.html")
    assert said.count("connection refused") == 1
    assert "Could not be tried (5 scenarios): mail: connection refused" in said
    assert "            … and 3 more\n" in said


def test_a_scenario_that_failed_without_a_broken_cell_still_says_why() -> None:
    failed = scenario(status="failed", message="Mail to the old address was sent: receipt 17 Nov")
    account = take_account(run(failed), ())
    assert first_line(account) == "Mail to the old address was sent: receipt 17 Nov"
    assert "Failed (1 scenario): Mail to the old address was sent" in summary(account, report="index.html")


def test_a_message_that_opens_with_the_scenarios_name_is_known_by_its_reason() -> None:
    message = "Maria moves house\n  journey   journeys/a.feature:24\n  because   the card letter was not seen"
    account = take_account(run(scenario(status="inconclusive", message=message)), ())
    assert "Could not be settled (1 scenario): the card letter was not seen\n" in summary(account, report="index.html")


def test_a_run_cut_off_says_so_and_names_the_scenario_in_flight() -> None:
    history = run(scenario(finished=False), broken="the browser died")
    said = summary(take_account(history, (), ["This run was cut off: worker gw1 never ended"]), report="index.html")
    assert said.startswith("No promise was seen to break, but 1 scenario could not be judged.\n")
    assert "\nThis run was cut off: the browser died\n" in said
    assert "\nThis run was cut off: worker gw1 never ended\n" in said
    assert "Cut off (1 scenario): The run ended before this scenario did.\n" in said


def test_nothing_ran_is_never_good_news() -> None:
    assert first_line(take_account(run(), ())) == "Nothing ran, so nothing is known."


def test_a_waiting_promise_is_no_break_and_no_success() -> None:
    cells = (cell("partner", Verdict.PENDING),)
    account = take_account(run(scenario(cells, status="passed")), cells)
    assert first_line(account) == "No promise was seen to break, but 1 promise could not be judged."


@pytest.mark.parametrize("verdict", list(Verdict))
def test_every_verdict_has_a_sentence_of_its_own(verdict: Verdict) -> None:
    sentence = headline(cell("card_letter", verdict))
    assert sentence[0].isupper()
    assert sentence.endswith(".")
    assert "card letter" in sentence


def test_where_nothing_was_to_arrive_the_sentence_says_that_all_is_as_it_should_be() -> None:
    sentence = headline(cell("profile", reached_after_s=None))
    assert sentence == "The profile page shows Maria's postal address as it should be."


def test_the_moment_of_truth_comes_before_other_breaks_of_the_same_weight() -> None:
    cells = (cell("agent", Verdict.STALE, consequence="The agent asks again."), stale_card())
    assert first_line(take_account(run(scenario(cells)), cells)) == "Maria's new card goes to her old home."


def test_what_the_service_says_cannot_turn_the_terminal_round() -> None:
    cells = (stale_card(consequence="Her card goes to Haupt\x1b[31mstrasse \u202e21\nreport nothing."),)
    said = summary(take_account(run(scenario(cells)), cells), report="index.html")
    assert said.startswith("Her card goes to Haupt⟦U+001B⟧[31mstrasse ⟦U+202E⟧21 report nothing.\n\n")


def test_a_journey_that_was_not_lived_through_as_planned_has_one_line() -> None:
    cells = (cell("profile"), cell("app"), cell("letter", Verdict.LOST), stale_card(), cell("invoice"))
    account = take_account(run(planned(scenario(cells), plan())), cells)
    said = summary(account, report="index.html")
    assert (
        "\n\n  deviates  Maria moves house and gets her new card: card letter failing; confirmation letter missing\n\n"
        in said
    )


def test_a_journey_that_went_as_planned_or_has_no_plan_takes_no_line() -> None:
    cells = (cell("profile"), cell("app"), cell("letter"), cell("card_letter"), cell("invoice"))
    for events in (planned(scenario(cells), plan()), scenario(cells)):
        assert "deviates" not in summary(take_account(run(events), cells), report="index.html")


def test_many_journeys_that_deviate_still_fit_on_a_screen() -> None:
    broken = stale_card()
    runs = [
        planned(scenario([broken], name=f"{n} moves", journey=f"journeys/{n}.feature", feature=f"Moving {n}"), plan())
        for n in range(9)
    ]
    cells = [
        broken.model_copy(update={"scenario": f"journeys/{n}.feature: {n} moves", "journey": f"journeys/{n}.feature"})
        for n in range(9)
    ]
    said = summary(take_account(run(*runs), cells), report="index.html")
    assert said.count("  deviates  ") == 4
    assert "\n  …         5 more journeys deviate\n" in said
