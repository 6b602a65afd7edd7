"""`tellonce explain`, whole messages."""

from __future__ import annotations

import pytest
from made_runs import cell, founding_story

from tellonce.model.cell import Look
from tellonce.model.errors import UsageProblem
from tellonce.model.verdict import Verdict
from tellonce.report.explain import explain, find_cell

_BRIEF = """\
The card letter still shows the old postal address 1 day after Maria changed it.
  journey   journeys/maria/moving-house.feature:14
  promised  within 1 day (Card Operations)
  expected  Rosenweg 7b, 80331 Munich
  last seen Hauptstrasse 12, 10115 Berlin   (letter 000123.pdf, page 1)
  arrived   profile page 0.2 s; app's profile 0.4 s; agent desktop 1.1 s; confirmation letter 6 hours; invoice 10 days
  broke     between customer master (knew at 0.3 s) and card system (never knew)
  for her   Maria's new card goes to her old home.
  verdict   stale (still old): the last look told: stale
"""


def test_a_story_is_brief_and_says_how_to_hear_more() -> None:
    _, cells = founding_story()
    more = "  more      --full tells who knew when, and every look that told something\n"
    assert explain(find_cell(cells, "7f3a0001"), cells) == _BRIEF + more


def test_a_full_story_names_the_break_and_then_who_knew_when() -> None:
    _, cells = founding_story()
    assert (
        explain(find_cell(cells, "7f3a0001"), cells, full=True)
        == _BRIEF
        + """
  scenario  Maria moves house
  changed   Hauptstrasse 12, 10115 Berlin  ->  Rosenweg 7b, 80331 Munich
  lane      frontstage, renewal, card
  time      her own clock, advanced

Who knew when (Maria told the company at 0 s)
       0.2 s  profile page                     in time        promised within 5 s
       0.4 s  app's profile                    in time        promised within 10 s
       1.1 s  agent desktop                    in time        promised within 30 s
     6 hours  confirmation letter              in time        promised within 2 days
     10 days  invoice                          in time        promised within 31 days
>      never  card letter                      still old      promised within 1 day
       never  card file                        still old      promised within 1 day

What was seen at the card letter, and how long after Maria told
       1 day  old                  Hauptstrasse 12, 10115 Berlin
"""
    )


def test_looks_that_told_nothing_new_are_counted_not_told() -> None:
    sent = Look(start_s=50009.0, end_s=50010.0, sight="N", said="Rosenweg 7b", item="letter-1.pdf")
    nothing = [Look(start_s=s, end_s=s, sight="0", said="nothing — nothing there") for s in (60.0, 9e4, 1e5)]
    found = cell("card_letter", looks=(nothing[0], sent, *nothing[1:]))
    told = explain(found, (found,), full=True)
    assert told.endswith(
        "how long after Maria told\n"
        "        50 s  nothing there\n"
        "    14 hours  new                  Rosenweg 7b  [letter-1.pdf]\n"
        "  2 more looks told nothing new; history.ndjson has all.\n"
    )


def test_a_prefix_is_enough_when_it_means_one_cell() -> None:
    cells = (cell(id="7f3a0001"), cell(id="81aa0002"))
    assert find_cell(cells, "7F3").id == "7f3a0001"


def test_a_prefix_of_several_names_them() -> None:
    cells = (cell(id="7f3a0001"), cell("invoice", id="7f3a0002"))
    with pytest.raises(UsageProblem) as problem:
        find_cell(cells, "7f3a")
    assert str(problem.value) == (
        "'7f3a' begins 2 ids\n  next          write more of one: "
        "7f3a0001 (Maria, postal address, the card letter); 7f3a0002 (Maria, postal address, the invoice)"
    )


@pytest.mark.parametrize("wrong", ["7f3b0001", ""])
def test_an_unknown_id_names_the_valid_ones(wrong: str) -> None:
    with pytest.raises(UsageProblem, match="no cell of this run has the id"):
        find_cell((cell(id="7f3a0001"),), wrong)


def test_the_nearest_id_is_offered() -> None:
    with pytest.raises(UsageProblem, match="did you mean  7f3a0001"):
        find_cell((cell(id="7f3a0001"), cell(id="00000000")), "7f3b0001")


def test_a_cell_nobody_saw_says_why() -> None:
    story = explain(blind := cell("mail", Verdict.UNOBSERVED, reason="the mail server refused"), (blind,), full=True)
    assert story.count("the mail server refused\n") == 1
    assert story.endswith("Nobody looked at the confirmation mail.\n")


def test_what_came_after_its_promise_and_is_in_time_says_why() -> None:
    cells = (cell("card_letter", reached_after_s=700_000.0), cell("profile", reached_after_s=5.5))
    told = explain(cells[0], cells, full=True)
    rows = [" ".join(line.split()) for line in told.splitlines()]
    assert "> 8.1 days card letter in time promised within 1 day; nothing was sent sooner" in rows
    assert "5.5 s profile page in time promised within 5 s" in rows
