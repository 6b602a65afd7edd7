"""What every message tells, before anybody escapes it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hostile_bench import founding_account
from made_runs import cell, run, scenario, stale_card

from tellonce.model.cell import CellVerdict
from tellonce.model.effort import Effort, JourneyEffort, LostCustomer
from tellonce.model.history import History
from tellonce.model.verdict import Verdict
from tellonce.report.account import Account, take_account
from tellonce.report.formats.told import findings, open_cells, open_lines, reasons, state


def of(*cells: CellVerdict, **more: object) -> Account:
    return take_account(run(scenario(cells, **more)), cells)  # type: ignore[arg-type]  # fields of one scenario


@pytest.mark.parametrize(
    ("account", "word"),
    [
        (of(cell("profile")), "Kept"),
        (of(), "Kept"),
        (of(status="skipped"), "Kept"),
        (of(cell("profile", Verdict.PENDING)), "Waiting"),
        (of(cell("profile", Verdict.UNOBSERVED)), "Unknown"),
        (of(cell("profile", Verdict.UNDECIDED), cell("app", Verdict.PENDING)), "Unknown"),
        (of(status="inconclusive"), "Unknown"),
        (of(status="error", message="no"), "Unknown"),
        (of(finished=False), "Unknown"),
        (take_account(run(scenario(), broken="it died"), ()), "Unknown"),
        (take_account(History(events=()), (), ["damaged"]), "Unknown"),
        (take_account(History(events=()), ()), "Nothing ran"),
        (of(cell("profile", Verdict.LATE), cell("app", Verdict.UNOBSERVED)), "Broken"),
        (of(status="failed", message="a step"), "Broken"),
    ],
)
def test_one_word_tells_the_run_and_unknown_is_never_kept(account: Account, word: str) -> None:
    assert state(account) == word


def several(cells: Sequence[CellVerdict]) -> Account:
    """The cells of several scenarios, all of Maria's kind."""
    return take_account(run(scenario(cells)), cells)


def test_breaks_with_one_cause_are_one_finding_with_all_its_places_and_customers() -> None:
    card = stale_card()
    jans = stale_card(id="7f3a0009", customer="jan-1", persona="Jan")
    file = card.model_copy(update={"touchpoint": "card_file", "touchpoint_called": "the card file"})
    [found] = findings(several((card, jans, file)))

    assert found.whom == "Maria, Jan (2 customers)"
    assert found.places == (
        "the card letter: still old (Card Operations)",
        "the card file: still old (Card Operations)",
    )


def test_where_the_blueprint_tells_no_consequence_it_is_what_is_seen() -> None:
    [found] = findings(several((stale_card(consequence=""),)))

    assert (
        found.consequence
        == found.seen
        == "The card letter still shows the old postal address 1 day after Maria changed it."
    )


def test_nobody_who_owns_it_is_said() -> None:
    [found] = findings(several((stale_card(owner="", last_seen=""),)))

    assert (found.owner, found.last_seen) == ("nobody owns it", "nothing")


def test_equal_reasons_are_one_with_the_first_three_scenarios_and_how_many_more() -> None:
    died = [scenario(name=f"s{number}", status="error", message="The page did not open") for number in range(5)]
    [reason] = reasons(take_account(run(*died), ()))

    assert (reason.title, reason.reason) == ("Could not be tried (5 scenarios)", "The page did not open")
    assert [place.rpartition(" ")[2] for place in reason.places] == ["s0", "s1", "s2", "more"]


def test_a_scenario_that_a_broken_cell_explains_has_no_reason_of_its_own() -> None:
    assert [reason.title for reason in reasons(founding_account())] == [
        "Could not be tried (1 scenario)",
        "Could not be settled (1 scenario)",
    ]


def test_a_customer_who_gave_up_comes_first() -> None:
    lost = LostCustomer(
        journey="journeys/m.feature",
        scenario="journeys/maria/moving-house.feature: Maria moves house",
        scenario_name="Maria moves house",
        persona="Maria",
        customer="maria-1",
        step="changes",
        line=15,
        wanted=("postal address",),
        possessive="her",
        after_s=20.0,
        patience_s=20.0,
        doing="to the form",
    )
    effort = JourneyEffort(
        **{"run": "r1", "journey": "journeys/m.feature", "feature": "", "persona": "Maria", "scenarios": ()},
        **{f"median_{what}": 0 for what in ("pages", "fields", "interactions", "waited_s")},
        effort=Effort(gave_up=1),
        lost=(lost,),
    )
    account = replace(of(status="failed", message="She gave up"), efforts=(effort,))

    assert [(reason.title, reason.reason) for reason in reasons(account)] == [
        (
            "Lost",
            "Maria gave up after 20 s, with no answer to the form; wanted to tell the company her postal address.",
        )
    ]


def test_what_is_open_is_counted_by_touchpoint_and_word_the_most_first() -> None:
    cells = [cell("partner", Verdict.PENDING), cell("mail", Verdict.UNOBSERVED)]
    cells += [cell("partner", Verdict.PENDING, change="c2")]
    found = open_cells(several(cells))

    assert [(one.touchpoint, one.owner, one.word, one.cells) for one in found] == [
        ("the partner feed", "Broker Desk", "waiting", 2),
        ("the confirmation mail", "Notifications", "not seen", 1),
    ]


def test_of_many_open_touchpoints_twenty_are_named() -> None:
    cells = [cell("mail", Verdict.UNOBSERVED, touchpoint_called=f"the mail {number}") for number in range(23)]

    assert open_lines(several(cells))[-2:] == [
        "the mail 19 (Notifications): 1 cell not seen",
        "… and 3 more touchpoints",
    ]
