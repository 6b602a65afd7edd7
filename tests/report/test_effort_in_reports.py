"""What a journey cost her, in the summary, on the page and in effort.ndjson."""

from __future__ import annotations

from pathlib import Path

import pytest
from made_runs import cell, run, scenario
from unpacked import unpacked

from tellonce.ledger.effort_file import read_effort
from tellonce.model.effort import Deed, FieldFilled, Transfer
from tellonce.model.events import CustomerEmbodied, CustomerGaveUp, EffortMeasured, Event, ScenarioFinished
from tellonce.model.history import History
from tellonce.report.account import take_account
from tellonce.report.html import render
from tellonce.report.text import summary
from tellonce.report.write import write_reports
from tellonce.story.visible import visible

DEED = Deed(
    channel="chat",
    contact=True,
    facts=("email",),
    began_s=1.0,
    ended_s=4.0,
    pages=3,
    fields=(FieldFilled(called="Your message", again="complaint"),),
    activations=2,
    waited_s=1.24,
    longest_wait_s=1.0,
    transfers=(Transfer(to="customer service", at_s=3.0),),
)


def costly(*, lost: bool = False) -> History:
    """One scenario of Maria's that cost her something; with `lost`, she gave up."""
    history = run(scenario([cell()]))
    events: list[Event] = []
    for event in history.events:
        if isinstance(event, ScenarioFinished):
            her = next(one for one in events if isinstance(one, CustomerEmbodied))
            where = {"scenario": event.scenario, "customer": her.customer, "change": "c"}
            events.append(EffortMeasured(**where, deed=DEED))
            if lost:
                gone = {"after_s": 10.02, "patience_s": 10.0, "doing": "after pressing 'Send'"}
                events.append(CustomerGaveUp(**where, **gone, step="When she chats", line=7, facts=("email",)))
        events.append(event)
    return History(events=events)


def lines(history: History) -> list[str]:
    said = summary(take_account(history, [cell()]), report="index.html").splitlines()
    return [line for line in said if line.startswith(("  effort", "  lost", "  customers"))]


def test_the_summary_tells_what_it_cost_and_what_nobody_wants() -> None:
    assert lines(costly()) == [
        "  effort    Maria moves house and gets her new card: told again: Your message (complaint)",
        "  effort    3 pages, 1 field, 3 interactions, 1 contact, 1 hand-over, 1 thing told again, 1.2 s of waiting",
    ]


def test_a_lost_customer_is_told_with_where_and_what_she_wanted() -> None:
    assert lines(costly(lost=True)) == [
        "  lost      Maria gave up after 10 s, with no answer after pressing 'Send'; wanted to tell the company "
        "her e-mail address. journeys/maria/moving-house.feature:7",
        "  customers 1 customer lost",
        "  effort    3 pages, 1 field, 3 interactions, 1 contact, 1 hand-over, 1 thing told again, 1.2 s of waiting",
    ]


def test_customers_who_were_lost_alike_are_told_once() -> None:
    history = costly(lost=True)
    gone = next(event for event in history.events if isinstance(event, CustomerGaveUp))
    again = History(events=[one for event in history.events for one in ([event, gone] if event is gone else [event])])

    assert lines(again)[:2] == [
        "  lost      Maria gave up after 10 s, with no answer after pressing 'Send'; wanted to tell the company "
        "her e-mail address. journeys/maria/moving-house.feature:7 (2 times)",
        "  customers 2 customers lost",
    ]


@pytest.mark.parametrize("lost", [False, True])
def test_the_page_carries_a_row_for_each_persona_in_each_journey(lost: bool, tmp_path: Path) -> None:
    page = render(take_account(costly(lost=lost), [cell()]), tmp_path)

    [row] = unpacked(page).more["efforts"]
    assert (row["persona"], row["effort"]["pages"], len(row["lost"])) == ("Maria", 3, int(lost))
    hero = page.partition('<section class="hero')[2].partition("</section>")[0]
    assert ("<b>1</b> <span>customer lost</span>" in hero) is lost


def test_an_old_history_has_none(tmp_path: Path) -> None:
    history = run(scenario([cell()]))

    assert unpacked(render(take_account(history, [cell()]), tmp_path)).more["efforts"] == []
    assert lines(history) == []


def test_effort_is_written_for_other_tools(tmp_path: Path) -> None:
    write_reports(tmp_path, costly(), [cell()], project=tmp_path)

    [journey] = read_effort(tmp_path)
    assert (journey.persona, journey.effort.pages, journey.effort.repeated) == ("Maria", 3, 1)


def test_what_a_service_hides_in_its_pages_is_made_visible_in_what_she_gave_up_on(tmp_path: Path) -> None:
    hidden = [
        event.model_copy(update={"place": "pay\u202ella"}) if isinstance(event, CustomerGaveUp) else event
        for event in costly(lost=True).events
    ]

    [row] = unpacked(render(take_account(History(events=hidden), [cell()]), tmp_path)).more["efforts"]
    assert row["lost"][0]["place"] == visible("pay\u202ella") != "pay\u202ella"
