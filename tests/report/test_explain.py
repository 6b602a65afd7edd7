"""`tellonce explain`, whole messages."""

from __future__ import annotations

import pytest
from made_runs import cell, founding_story

from tellonce.model.errors import UsageProblem
from tellonce.model.verdict import Verdict
from tellonce.report import explain, find_cell


def test_a_story_names_the_break_and_then_who_knew_when() -> None:
    _, cells = founding_story()
    assert (
        explain(find_cell(cells, "7f3a0001"), cells)
        == """\
The card letter still shows the old postal address 1 day after Maria changed it.
  journey   journeys/maria/moving-house.feature:14
  promised  within 1 day (Card Operations)
  expected  Rosenweg 7b, 80331 Munich
  last seen Hauptstrasse 12, 10115 Berlin   (letter 000123.pdf, page 1)
  arrived   profile page 0.2 s; app's profile 0.4 s; agent desktop 1.1 s; confirmation letter 6 hours; invoice 10 days
  broke     between customer master (knew at 0.3 s) and card system (never knew)
  replay    tellonce explain 7f3a0001

Verdict: stale (still old)
  for her   Maria's new card goes to her old home.
  because   the last look told: stale
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

Looks at the card letter
       1 day  old                  Hauptstrasse 12, 10115 Berlin
"""
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
    story = explain(blind := cell("mail", Verdict.UNOBSERVED, reason="the mail server refused"), (blind,))
    assert "  because   the mail server refused\n" in story
    assert story.endswith("Nobody looked at the confirmation mail.\n")
